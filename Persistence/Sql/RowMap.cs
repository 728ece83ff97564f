namespace ProcedureEngine.Persistence.Sql;

/// <summary>
/// How a row type lies in its table: the whole row as JSON text in <c>body</c>, which is what is read back, and beside it the
/// columns by which it is found. A new member of a row needs no migration; a new search does.
/// </summary>
internal sealed class RowMap<T>(string table, params (string Column, Func<T, object?> Value)[] columns)
{
    private readonly string upsert = Upsert(table, [.. columns.Select(c => c.Column), "body"]);

    public string Table => table;

    /// <summary>Inserts the row or replaces it by its id; a row of another instance is never replaced.</summary>
    public Statement Put(T row) => new(upsert, [.. columns.Select(c => ($"@{c.Column}", Indexable(c.Value(row)))), ("@body", RowJson.Write(row))])
    {
        WhenNothingWritten = () => new DefectException($"The id of a row in '{table}' belongs to another instance: {RowJson.Write(row)}"),
    };

    public Statement Delete(string id) => new($"DELETE FROM {table} WHERE id = @id", ("@id", id));

    public Statement OfInstance(string instanceId, string also = "") =>
        new($"SELECT body FROM {table} WHERE instance_id = @instance {also}", ("@instance", instanceId));

    public static T Read(string body) => RowJson.Read<T>(body);

    private static string Upsert(string table, IReadOnlyList<string> names)
    {
        var sets = names.Where(name => name is not ("id" or "instance_id")).Select(name => $"{name} = excluded.{name}");
        return $"""
            INSERT INTO {table} ({string.Join(", ", names)}) VALUES ({string.Join(", ", names.Select(name => "@" + name))})
            ON CONFLICT (id) DO UPDATE SET {string.Join(", ", sets)} WHERE {table}.instance_id = excluded.instance_id
            """;
    }

    /// <summary>
    /// PostgreSQL takes neither U+0000 nor half a surrogate pair as text. The body keeps them, escaped; the column by which the
    /// row is found does without, on both stores.
    /// </summary>
    private static object? Indexable(object? value)
    {
        if (value is not string text || !text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') && !text.Contains('\0', StringComparison.Ordinal))
            return value;
        return string.Concat(text.EnumerateRunes().Where(rune => rune.Value != 0));
    }
}
