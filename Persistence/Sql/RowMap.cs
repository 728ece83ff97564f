using System.Text.Json;

namespace ProcedureEngine.Persistence.Sql;

/// <summary>
/// How a row type lies in its table: the whole row as JSON text in <c>body</c>, which is what is read back, and beside it the
/// columns by which it is found. A new member of a row needs no migration; a new search does.
/// </summary>
internal sealed class RowMap<T>(string table, params (string Column, Func<T, object?> Value)[] columns)
{
    private readonly string upsert = Upsert(table, [.. columns.Select(c => c.Column), "body"]);

    public string Table => table;

    public Statement Put(T row) => new(upsert, [.. columns.Select(c => ($"@{c.Column}", c.Value(row))), ("@body", JsonSerializer.Serialize(row, EngineJson.Options))]);

    public Statement Delete(string id) => new($"DELETE FROM {table} WHERE id = @id", ("@id", id));

    public Statement OfInstance(string instanceId, string also = "") =>
        new($"SELECT body FROM {table} WHERE instance_id = @instance {also}", ("@instance", instanceId));

    public static T Read(string body) => JsonSerializer.Deserialize<T>(body, EngineJson.Options)!;

    private static string Upsert(string table, IReadOnlyList<string> names)
    {
        var sets = names.Where(name => name != "id").Select(name => $"{name} = excluded.{name}");
        return $"INSERT INTO {table} ({string.Join(", ", names)}) VALUES ({string.Join(", ", names.Select(name => "@" + name))}) ON CONFLICT (id) DO UPDATE SET {string.Join(", ", sets)}";
    }
}
