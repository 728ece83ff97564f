using System.Data;
using Npgsql;
using ProcedureEngine.Persistence.Hosts;
using ProcedureEngine.Persistence.Schema;
using ProcedureEngine.Persistence.Sql;

namespace ProcedureEngine.Persistence;

/// <summary>
/// The store of a real installation: PostgreSQL 15 or later, any number of hosts. A burst is one transaction under the instance's
/// row lock; deadlocks and serialisation failures are tried again, since nothing of them was kept.
/// </summary>
public sealed class PostgresStore : DurableStore
{
    private const int MaxAttempts = 8;
    private const int OldestVersion = 15;

    /// <summary>Advisory lock under which the schema changes.</summary>
    private const string MigrationLock = "724119603";

    private readonly NpgsqlDataSource source;
    private readonly IClock? clock;

    private PostgresStore(NpgsqlDataSource source, IClock? clock) => (this.source, this.clock) = (source, clock);

    /// <summary>Opens the database and brings its schema up to date; waits while another host does.</summary>
    /// <param name="connectionString">With <c>Include Error Detail=true</c> errors, and so logs and incidents, quote the row that the database refused; without it they name its rule alone.</param>
    /// <param name="clock">Stands in for the database's clock where a test tells the time; null in every installation.</param>
    /// <param name="seat">The host that will work on it, entered in <see cref="DurableStore.Hosts"/>; null for tools and tests.</param>
    /// <exception cref="DatabaseNewerException">A newer program has changed the schema by a step that this one does not bear.</exception>
    /// <exception cref="MigrationHeldException">A one-way step waits for hosts that still run.</exception>
    /// <exception cref="StoreException">The database cannot be reached or used.</exception>
    public static Task<PostgresStore> OpenAsync(string connectionString, IClock? clock = null, HostSeat? seat = null, CancellationToken cancellation = default) =>
        OpenAsync(connectionString, clock, Migrations.All, seat, cancellation);

    internal static async Task<PostgresStore> OpenAsync(string connectionString, IClock? clock, IReadOnlyList<Migration> steps, HostSeat? seat, CancellationToken cancellation)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString) { MaxAutoPrepare = 200, AutoPrepareMinUsages = 2 };
        var source = NpgsqlDataSource.Create(builder);
        try
        {
            await using var connection = await source.OpenConnectionAsync(cancellation);
            if (connection.PostgreSqlVersion.Major < OldestVersion)
                throw new StoreException($"The server is PostgreSQL {connection.PostgreSqlVersion}; {OldestVersion} or later is needed.");
            await MigrateAsync(connection, steps, seat, cancellation);
            return new PostgresStore(source, clock);
        }
        catch (NpgsqlException exception)
        {
            await source.DisposeAsync();
            throw new StoreException($"PostgreSQL cannot be used: {exception.Message}", exception);
        }
        catch
        {
            await source.DisposeAsync();
            throw;
        }
    }

    public override bool IsShared => true;

    private static async Task MigrateAsync(NpgsqlConnection connection, IReadOnlyList<Migration> steps, HostSeat? seat, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var sql = new PostgresExecutor(connection, transaction, cancellation);
        await sql.ScriptAsync($"SELECT pg_advisory_xact_lock({MigrationLock})");
        var now = (long)(await sql.ScalarAsync(new Statement("SELECT (EXTRACT(EPOCH FROM clock_timestamp()) * 1000000)::bigint")))!;
        await new Migrator(sql, SchemaTypes.Postgres, steps, now).RunAsync(seat);
        await transaction.CommitAsync(cancellation);
    }

    internal override async Task<T> WriteAsync<T>(Func<ISqlExecutor, Task<T>> work, bool isBackground, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await RunOnceAsync(work, cancellation);
            }
            catch (Exception exception) when (IsTransient(exception) && attempt < MaxAttempts)
            {
                // The server has undone it whole. A random pause keeps those that met from meeting again.
                await Task.Delay(Random.Shared.Next(1, 10 * attempt), cancellation);
            }
            catch (NpgsqlException exception)
            {
                throw StoreErrors.Of(exception);
            }
        }
    }

    internal override async Task<T> ReadAsync<T>(Func<ISqlExecutor, Task<T>> read, CancellationToken cancellation)
    {
        try
        {
            await using var connection = await source.OpenConnectionAsync(cancellation);
            return await read(new PostgresExecutor(connection, null, cancellation));
        }
        catch (NpgsqlException exception)
        {
            throw StoreErrors.Of(exception);
        }
    }

    public override async ValueTask DisposeAsync() => await source.DisposeAsync();

    protected override Instant? ClockNow() => clock?.GetCurrentInstant();

    protected override Task<bool> IsMigratingAsync(CancellationToken cancellation) => ReadAsync(
        async sql => await sql.ScalarAsync(new Statement(
            $"SELECT COUNT(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND objid = {MigrationLock} AND database = (SELECT oid FROM pg_database WHERE datname = current_database())")) is > 0L,
        cancellation);

    private async Task<T> RunOnceAsync<T>(Func<ISqlExecutor, Task<T>> work, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellation);
        var result = await work(new PostgresExecutor(connection, transaction, cancellation));
        await transaction.CommitAsync(CancellationToken.None);
        return result;
    }

    private static bool IsTransient(Exception exception) => exception is LostRaceException or PostgresException
    {
        SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.LockNotAvailable,
    };
}
