using System.Collections.Concurrent;
using Npgsql;
using ProcedureEngine.Persistence;

namespace ProcedureEngine.Workflows.Tests.Support;

public enum StoreKind
{
    Sqlite,
    Postgres,
}

/// <summary>Real stores for a test, gone with it. PostgreSQL comes from PE_POSTGRES; without it the test fails.</summary>
internal static class TestStores
{
    private static readonly ConcurrentDictionary<DurableStore, Func<Task>> Cleanups = new();
    private static int counter;

    public static async Task<DurableStore> OpenAsync(StoreKind kind, IClock clock)
    {
        var name = $"pe_test_{Environment.ProcessId}_{Interlocked.Increment(ref counter)}";
        return kind == StoreKind.Sqlite ? await OpenSqliteAsync(name, clock) : await OpenPostgresAsync(name, clock);
    }

    public static async Task CloseAsync(DurableStore store)
    {
        await store.DisposeAsync();
        if (Cleanups.TryRemove(store, out var cleanup))
            await cleanup();
    }

    private static async Task<DurableStore> OpenSqliteAsync(string name, IClock clock)
    {
        var folder = Path.Combine(Path.GetTempPath(), name);
        Directory.CreateDirectory(folder);
        var store = await SqliteStore.OpenAsync(Path.Combine(folder, "procedure-engine.db"), clock);
        Cleanups[store] = () =>
        {
            Directory.Delete(folder, recursive: true);
            return Task.CompletedTask;
        };
        return store;
    }

    /// <summary>The database's clock runs in a real installation; a test moves it from there, so its now is set at the start.</summary>
    private static async Task<DurableStore> OpenPostgresAsync(string name, IClock clock)
    {
        var admin = Environment.GetEnvironmentVariable("PE_POSTGRES")
            ?? throw new InvalidOperationException("PE_POSTGRES is not set: start the tests by deploy/test.sh, or name a PostgreSQL in which databases may be created.");
        await ExecuteAsync(admin, $"CREATE DATABASE {name}");
        var connection = new NpgsqlConnectionStringBuilder(admin) { Database = name, Pooling = true, IncludeErrorDetail = true }.ToString();
        var store = await PostgresStore.OpenAsync(connection, clock);
        Cleanups[store] = () => ExecuteAsync(admin, $"DROP DATABASE {name} WITH (FORCE)");
        return store;
    }

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
