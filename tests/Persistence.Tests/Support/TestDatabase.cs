using System.Text.RegularExpressions;
using Npgsql;
using ProcedureEngine.Persistence.Hosts;
using ProcedureEngine.Persistence.Schema;
using ProcedureEngine.Persistence.Sql;

namespace ProcedureEngine.Persistence.Tests.Support;

public enum StoreKind
{
    Sqlite,
    Postgres,
}

/// <summary>An empty place for a store, gone after the test. PostgreSQL comes from PE_POSTGRES; without it the test fails.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private static int counter;

    private readonly string name = $"pe_contract_{Environment.ProcessId}_{Interlocked.Increment(ref counter)}";

    private TestDatabase(StoreKind kind) => Kind = kind;

    public StoreKind Kind { get; }

    public string Folder => Path.Combine(Path.GetTempPath(), name);

    /// <summary>Of the SQLite store.</summary>
    public string File => Path.Combine(Folder, "store.db");

    /// <summary>Of the PostgreSQL store.</summary>
    public string ConnectionString => new NpgsqlConnectionStringBuilder(Server) { Database = name, IncludeErrorDetail = true }.ToString();

    private static string Server => Environment.GetEnvironmentVariable("PE_POSTGRES")
        ?? throw new InvalidOperationException(
            "PE_POSTGRES is not set: run deploy/test.sh, or set it to a connection string of a PostgreSQL 15 or later in which databases may be created.");

    public static async Task<TestDatabase> CreateAsync(StoreKind kind)
    {
        var database = new TestDatabase(kind);
        if (kind == StoreKind.Sqlite)
            Directory.CreateDirectory(database.Folder);
        else
            await ExecuteAsync(Server, $"CREATE DATABASE {database.name}");
        return database;
    }

    /// <param name="clock">Tells the time on both stores; null for PostgreSQL's own clock.</param>
    public async Task<DurableStore> OpenAsync(IClock? clock) => Kind == StoreKind.Sqlite
        ? await SqliteStore.OpenAsync(File, clock!)
        : await PostgresStore.OpenAsync(ConnectionString, clock);

    /// <summary>Opens it as a program that knows these schema steps.</summary>
    public async Task<DurableStore> OpenAsync(IClock? clock, IReadOnlyList<Migration> steps, HostSeat? seat = null) => Kind == StoreKind.Sqlite
        ? await SqliteStore.OpenAsync(File, clock!, steps, CancellationToken.None)
        : await PostgresStore.OpenAsync(ConnectionString, clock, steps, seat, CancellationToken.None);

    /// <summary>Takes every row away but those of the schema's own steps.</summary>
    public async Task EmptyAsync(DurableStore store)
    {
        var tables = Migrations.All
            .SelectMany(step => Regex.Matches(step.Sql, @"CREATE TABLE (?<table>\w+)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)))
            .Select(match => match.Groups["table"].Value).ToList();
        await store.WriteAsync(
            async sql => await sql.ExecuteAsync(
            [
                .. Kind == StoreKind.Sqlite
                    ? tables.AsEnumerable().Reverse().OrderBy(table => table is "instances" or "blobs" ? 2 : table == "journal" ? 1 : 0).Select(table => new Statement($"DELETE FROM {table}"))
                    : [new Statement($"TRUNCATE {string.Join(", ", tables)}")],
                new Statement("INSERT INTO sandbox_clock (offset_micros) VALUES (0)"),
            ]),
            isBackground: false, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (Kind == StoreKind.Sqlite)
            Directory.Delete(Folder, recursive: true);
        else
            await ExecuteAsync(Server, $"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
    }

    public static async Task ExecuteAsync(string connectionString, string sql)
    {
        // Not pooled: a pooled connection would outlive the database.
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ToString());
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
