using Microsoft.Data.Sqlite;
using Npgsql;

namespace ProcedureEngine.Persistence.Sql;

/// <summary>
/// What a database's error means to the engine: rows that break the schema's rules would break them again and are a defect;
/// anything else is the store's own failure, and the caller may try again.
/// </summary>
internal static class StoreErrors
{
    private const int SqliteConstraint = 19;

    public static Exception Of(DbException exception) => IsDefect(exception)
        ? new DefectException($"The store refused a row: {exception.Message}", exception)
        : new StoreException($"The store failed: {exception.Message}", exception);

    private static bool IsDefect(DbException exception) => exception switch
    {
        SqliteException sqlite => sqlite.SqliteErrorCode == SqliteConstraint,
        // Classes 22 (data exception) and 23 (integrity constraint violation).
        PostgresException postgres => postgres.SqlState.StartsWith("22", StringComparison.Ordinal) || postgres.SqlState.StartsWith("23", StringComparison.Ordinal),
        _ => false,
    };
}
