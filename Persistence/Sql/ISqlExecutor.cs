namespace ProcedureEngine.Persistence.Sql;

/// <summary>Executes statements in the transaction that is open; PostgreSQL sends a list in one round trip.</summary>
internal interface ISqlExecutor
{
    /// <summary>What a SELECT ends with to lock its rows; empty where one writer makes it needless.</summary>
    string RowLock { get; }

    /// <returns>The number of rows written by all statements together.</returns>
    ValueTask<int> ExecuteAsync(IReadOnlyList<Statement> statements);

    ValueTask<object?> ScalarAsync(Statement statement);

    /// <returns>The rows of each SELECT.</returns>
    ValueTask<IReadOnlyList<IReadOnlyList<object?[]>>> QueryAsync(IReadOnlyList<Statement> statements);

    /// <summary>The database's clock in microseconds; 0 where the process's clock counts.</summary>
    ValueTask<long> DatabaseNowAsync();

    async ValueTask<IReadOnlyList<object?[]>> QueryAsync(Statement statement) => (await QueryAsync([statement]))[0];
}
