using Npgsql;

namespace ProcedureEngine.Persistence.Sql;

/// <summary>Statements on an open PostgreSQL transaction; a list goes in one round trip.</summary>
internal sealed class PostgresExecutor(NpgsqlConnection connection, NpgsqlTransaction transaction) : ISqlExecutor
{
    private const string ClockSql = "SELECT (EXTRACT(EPOCH FROM clock_timestamp()) * 1000000)::bigint";

    public string RowLock => " FOR UPDATE";

    public async ValueTask<int> ExecuteAsync(IReadOnlyList<Statement> statements)
    {
        if (statements.Count == 0)
            return 0;
        await using var batch = Create(statements);
        return await batch.ExecuteNonQueryAsync();
    }

    public async ValueTask<object?> ScalarAsync(Statement statement)
    {
        await using var batch = Create([statement]);
        return await batch.ExecuteScalarAsync();
    }

    public async ValueTask<IReadOnlyList<IReadOnlyList<object?[]>>> QueryAsync(IReadOnlyList<Statement> statements)
    {
        await using var batch = Create(statements);
        await using var reader = await batch.ExecuteReaderAsync();
        var sets = new List<IReadOnlyList<object?[]>>();
        do
        {
            sets.Add(Rows.Read(reader));
        }
        while (await reader.NextResultAsync());
        return sets;
    }

    public async ValueTask<long> DatabaseNowAsync() => (long)(await ScalarAsync(new Statement(ClockSql)))!;

    private NpgsqlBatch Create(IReadOnlyList<Statement> statements)
    {
        var batch = new NpgsqlBatch(connection, transaction);
        foreach (var statement in statements)
        {
            var command = new NpgsqlBatchCommand(statement.Sql);
            foreach (var (name, value) in statement.Parameters)
                command.Parameters.Add(new NpgsqlParameter(name.TrimStart('@'), value ?? DBNull.Value));
            batch.BatchCommands.Add(command);
        }

        return batch;
    }
}
