using Npgsql;
using ProcedureEngine.Persistence.Schema;
using ProcedureEngine.Persistence.Sql;

namespace ProcedureEngine.Persistence;

/// <summary>
/// The store of a real installation: PostgreSQL 15 or later, any number of hosts. A burst is one transaction under the instance's
/// row lock; deadlocks and serialisation failures are tried again, since nothing of them was kept.
/// </summary>
public sealed class PostgresStore : DurableStore
{
    private const int MaxAttempts = 6;

    private static readonly string[] Transient =
        [PostgresErrorCodes.DeadlockDetected, PostgresErrorCodes.SerializationFailure, PostgresErrorCodes.LockNotAvailable];

    private readonly NpgsqlDataSource source;
    private readonly IClock? clock;

    private PostgresStore(NpgsqlDataSource source, IClock? clock) => (this.source, this.clock) = (source, clock);

    /// <param name="clock">Stands in for the database's clock where a test tells the time; null in every installation.</param>
    /// <exception cref="StoreException">The database cannot be reached, or is of a newer version of the program.</exception>
    public static async Task<PostgresStore> OpenAsync(string connectionString, IClock? clock = null, CancellationToken cancellation = default)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString) { MaxAutoPrepare = 200, AutoPrepareMinUsages = 2, IncludeErrorDetail = true };
        var source = NpgsqlDataSource.Create(builder);
        try
        {
            await using var connection = await source.OpenConnectionAsync(cancellation);
            const string Lock = "SELECT pg_advisory_xact_lock(724119603)";
            await Migrator.RunAsync(connection, "BIGINT", "BYTEA", Lock, null, cancellation);
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

    public override Task<Instant> NowAsync(CancellationToken cancellation) => ReadAsync(
        async sql => Micros.ToInstant(await NowMicrosAsync(sql)), cancellation);

    internal override async Task<T> WriteAsync<T>(Func<ISqlExecutor, Task<T>> work, bool isBackground, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await RunOnceAsync(work, cancellation);
            }
            catch (PostgresException exception) when (Transient.Contains(exception.SqlState, StringComparer.Ordinal) && attempt < MaxAttempts)
            {
                // Rolled back whole by the server; the next attempt waits for the lock instead of closing a circle.
            }
            catch (NpgsqlException exception)
            {
                throw new StoreException($"PostgreSQL failed: {exception.Message}", exception);
            }
        }
    }

    internal override async Task<T> ReadAsync<T>(Func<ISqlExecutor, Task<T>> read, CancellationToken cancellation)
    {
        try
        {
            await using var connection = await source.OpenConnectionAsync(cancellation);
            await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellation);
            return await read(new PostgresExecutor(connection, transaction));
        }
        catch (NpgsqlException exception)
        {
            throw new StoreException($"PostgreSQL failed: {exception.Message}", exception);
        }
    }

    protected override Instant? ClockNow() => clock?.GetCurrentInstant();

    public override async ValueTask DisposeAsync() => await source.DisposeAsync();

    private async Task<T> RunOnceAsync<T>(Func<ISqlExecutor, Task<T>> work, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.ReadCommitted, cancellation);
        var result = await work(new PostgresExecutor(connection, transaction));
        await transaction.CommitAsync(CancellationToken.None);
        return result;
    }
}
