using Microsoft.Data.Sqlite;
using Npgsql;
using ProcedureEngine.Persistence.Schema;
using ProcedureEngine.Persistence.Sql;

namespace ProcedureEngine.Persistence;

/// <summary>
/// A store looked into beside the hosts that use it: no lock, no migration, no lease given back, and every write is refused, by the database as
/// well. For commands of an operator.
/// </summary>
public sealed class ReadOnlyStore : DurableStore
{
    private readonly NpgsqlDataSource? postgres;
    private readonly string? sqlite;
    private readonly IClock clock;

    private ReadOnlyStore(NpgsqlDataSource? postgres, string? sqlite, IClock clock) => (this.postgres, this.sqlite, this.clock) = (postgres, sqlite, clock);

    /// <exception cref="StoreException">The store is absent, unreachable, or at a schema that this program does not bear.</exception>
    public static Task<ReadOnlyStore> OpenSqliteAsync(string path, IClock clock, CancellationToken cancellation = default) => File.Exists(path)
        ? CheckedAsync(Sqlite(path, clock), cancellation)
        : throw new StoreException($"There is no store '{path}'.");

    /// <exception cref="StoreException">The store is absent, unreachable, or at a schema that this program does not bear.</exception>
    public static Task<ReadOnlyStore> OpenPostgresAsync(string connectionString, IClock clock, CancellationToken cancellation = default) => CheckedAsync(Postgres(connectionString, clock), cancellation);

    /// <summary>At whatever schema it is, for a plan; nothing else may be read of it.</summary>
    internal static ReadOnlyStore Sqlite(string path, IClock clock) => new(null, path, clock);

    /// <summary>As <see cref="Sqlite"/>.</summary>
    internal static ReadOnlyStore Postgres(string connectionString, IClock clock) =>
        new(NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { Options = "-c default_transaction_read_only=on" }), null, clock);

    public override bool IsShared => postgres is not null;

    public override async ValueTask DisposeAsync()
    {
        if (postgres is not null)
            await postgres.DisposeAsync();
    }

    internal override Task<T> WriteAsync<T>(Func<ISqlExecutor, Task<T>> work, bool isBackground, CancellationToken cancellation) =>
        throw new NotSupportedException("This store is only looked into.");

    internal override async Task<T> ReadAsync<T>(Func<ISqlExecutor, Task<T>> read, CancellationToken cancellation)
    {
        try
        {
            if (postgres is not null)
            {
                await using var connection = await postgres.OpenConnectionAsync(cancellation);
                return await read(new PostgresExecutor(connection, null, cancellation));
            }

            var file = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = sqlite, Mode = SqliteOpenMode.ReadOnly, Pooling = false, DefaultTimeout = 10 }.ToString());
            await using var executor = new SqliteExecutor(file);
            await file.OpenAsync(cancellation);
            return await read(executor);
        }
        catch (DbException exception)
        {
            throw StoreErrors.Of(exception);
        }
    }

    protected override Instant? ClockNow() => postgres is null ? clock.GetCurrentInstant() : null;

    private static async Task<ReadOnlyStore> CheckedAsync(ReadOnlyStore store, CancellationToken cancellation)
    {
        try
        {
            var steps = await store.ReadAsync(async sql => (long)(await sql.ScalarAsync(new Statement("SELECT COUNT(*) FROM schema_steps")))!, cancellation);
            return steps == Migrations.All.Count || (steps > Migrations.All.Count && (await store.SchemaAsync(cancellation)).NotBorne is null)
                ? store
                : throw new StoreException($"The store is at schema step {steps}; this program knows {Migrations.All.Count}. Use the program of the running host.");
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }
}
