using Npgsql;

namespace ProcedureEngine.Host.Tests.Support;

/// <summary>An empty PostgreSQL database on the server that PE_POSTGRES names, gone after the test; without the variable the test fails.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private static int counter;

    private readonly string name = $"pe_host_{Environment.ProcessId}_{Interlocked.Increment(ref counter)}";

    public string ConnectionString => new NpgsqlConnectionStringBuilder(Server) { Database = name, IncludeErrorDetail = true }.ToString();

    private static string Server => Environment.GetEnvironmentVariable("PE_POSTGRES")
        ?? throw new InvalidOperationException("PE_POSTGRES is not set: start the tests by deploy/test.sh, or name a PostgreSQL in which databases may be created.");

    public static async Task<TestDatabase> CreateAsync()
    {
        var database = new TestDatabase();
        await ExecuteAsync($"CREATE DATABASE {database.name}");
        return database;
    }

    /// <summary>What nobody does but a test: statements past the store, in one transaction.</summary>
    public Task RunAsync(string sql) => ExecuteAsync(sql, ConnectionString);

    public async ValueTask DisposeAsync() => await ExecuteAsync($"DROP DATABASE {name} WITH (FORCE)");

    private static async Task ExecuteAsync(string sql, string? database = null)
    {
        await using var connection = new NpgsqlConnection(database ?? Server);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
