using Microsoft.Data.Sqlite;

namespace ProcedureEngine.Persistence.Sql;

/// <summary>Statements one by one on an open SQLite connection; its commands are compiled once per text and kept.</summary>
internal sealed class SqliteExecutor(SqliteConnection connection) : ISqlExecutor
{
    public string RowLock => string.Empty;

    public ValueTask<int> ExecuteAsync(IReadOnlyList<Statement> statements)
    {
        var affected = 0;
        foreach (var statement in statements)
        {
            using var command = Create(statement);
            affected += command.ExecuteNonQuery();
        }

        return ValueTask.FromResult(affected);
    }

    public ValueTask<object?> ScalarAsync(Statement statement)
    {
        using var command = Create(statement);
        return ValueTask.FromResult(command.ExecuteScalar());
    }

    public ValueTask<IReadOnlyList<IReadOnlyList<object?[]>>> QueryAsync(IReadOnlyList<Statement> statements) =>
        ValueTask.FromResult<IReadOnlyList<IReadOnlyList<object?[]>>>([.. statements.Select(Query)]);

    public ValueTask<long> DatabaseNowAsync() => ValueTask.FromResult(0L);

    public ValueTask RunAsync(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
        return ValueTask.CompletedTask;
    }

    private List<object?[]> Query(Statement statement)
    {
        using var command = Create(statement);
        using var reader = command.ExecuteReader();
        return Rows.Read(reader);
    }

    private SqliteCommand Create(Statement statement)
    {
        var command = connection.CreateCommand();
        command.CommandText = statement.Sql;
        foreach (var (name, value) in statement.Parameters)
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        return command;
    }
}

internal static class Rows
{
    public static List<object?[]> Read(DbDataReader reader)
    {
        var rows = new List<object?[]>();
        while (reader.Read())
        {
            var row = new object?[reader.FieldCount];
            for (var i = 0; i < row.Length; i++)
                row[i] = reader.IsDBNull(i) ? null : reader.GetValue(i);
            rows.Add(row);
        }

        return rows;
    }
}
