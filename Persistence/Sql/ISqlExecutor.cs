namespace ProcedureEngine.Persistence.Sql;

/// <summary>Executes statements on one connection; PostgreSQL sends a list in one round trip.</summary>
internal interface ISqlExecutor
{
    /// <summary>What a SELECT ends with to lock its rows; empty where one writer makes it needless.</summary>
    string RowLock { get; }

    /// <summary>What a claim's SELECT ends with, so that what another host is claiming is passed over; empty where there is no other.</summary>
    string ClaimLock { get; }

    /// <summary>Selects the database's clock in microseconds (0 where the process's clock counts) and the sandbox's offset.</summary>
    Statement Clock { get; }

    /// <summary>Keeps other writers from a table until the transaction ends; null where one writer makes it needless.</summary>
    Statement? TableLock(string table);

    /// <summary>Several statements in one text, without parameters; for the schema.</summary>
    ValueTask ScriptAsync(string text);

    /// <returns>The number of rows written by all statements together.</returns>
    ValueTask<int> ExecuteAsync(IReadOnlyList<Statement> statements);

    ValueTask<object?> ScalarAsync(Statement statement);

    /// <returns>The rows of each statement; each must be a SELECT or end with RETURNING.</returns>
    ValueTask<IReadOnlyList<IReadOnlyList<object?[]>>> QueryAsync(IReadOnlyList<Statement> statements);

    async ValueTask<IReadOnlyList<object?[]>> QueryAsync(Statement statement) => (await QueryAsync([statement]))[0];

    async ValueTask<int> ExecuteAsync(Statement statement) => await ExecuteAsync([statement]);
}
