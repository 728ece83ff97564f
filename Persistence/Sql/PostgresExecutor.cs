using Npgsql;

namespace ProcedureEngine.Persistence.Sql;

/// <summary>Statements on an open PostgreSQL connection; a list goes in one round trip.</summary>
internal sealed class PostgresExecutor(NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken cancellation) : ISqlExecutor
{
    private static readonly Statement ClockStatement =
        new("SELECT (EXTRACT(EPOCH FROM clock_timestamp()) * 1000000)::bigint, offset_micros FROM sandbox_clock");

    /// <summary>The instance's key never changes, so rows that refer to it need not wait.</summary>
    public string RowLock => " FOR NO KEY UPDATE";

    public string ClaimLock => " FOR NO KEY UPDATE SKIP LOCKED";

    public Statement Clock => ClockStatement;

    public Statement? TableLock(string table) => new($"LOCK TABLE {table} IN SHARE MODE");

    public async ValueTask ScriptAsync(string text)
    {
        await using var command = new NpgsqlCommand(text, connection, transaction);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    public async ValueTask<int> ExecuteAsync(IReadOnlyList<Statement> statements)
    {
        if (statements.Count == 0)
            return 0;
        await using var batch = Create(statements);
        await batch.ExecuteNonQueryAsync(cancellation);
        return statements.Select((statement, index) => statement.Check((int)batch.BatchCommands[index].RecordsAffected)).Sum();
    }

    public async ValueTask<object?> ScalarAsync(Statement statement)
    {
        await using var batch = Create([statement]);
        return await batch.ExecuteScalarAsync(cancellation) is { } value and not DBNull ? value : null;
    }

    public async ValueTask<IReadOnlyList<IReadOnlyList<object?[]>>> QueryAsync(IReadOnlyList<Statement> statements)
    {
        await using var batch = Create(statements);
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        var sets = new List<IReadOnlyList<object?[]>>();
        do
        {
            sets.Add(await RowsAsync(reader));
        }
        while (await reader.NextResultAsync(cancellation));
        return sets;
    }

    private async ValueTask<List<object?[]>> RowsAsync(NpgsqlDataReader reader)
    {
        var rows = new List<object?[]>();
        while (await reader.ReadAsync(cancellation))
            rows.Add(Row.Of(reader));
        return rows;
    }

    private NpgsqlBatch Create(IReadOnlyList<Statement> statements)
    {
        var batch = new NpgsqlBatch(connection, transaction);
        foreach (var statement in statements)
        {
            var command = new NpgsqlBatchCommand(statement.Sql);
            foreach (var (name, value) in statement.Parameters)
                command.Parameters.Add(new NpgsqlParameter(name[1..], value ?? DBNull.Value));
            batch.BatchCommands.Add(command);
        }

        return batch;
    }
}

internal static class Row
{
    /// <summary>The current row's values, null for NULL.</summary>
    public static object?[] Of(DbDataReader reader)
    {
        var row = new object?[reader.FieldCount];
        for (var i = 0; i < row.Length; i++)
            row[i] = reader.IsDBNull(i) ? null : reader.GetValue(i);
        return row;
    }
}
