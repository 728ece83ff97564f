using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using ProcedureEngine.Persistence.Schema;
using ProcedureEngine.Persistence.Sql;

namespace ProcedureEngine.Persistence;

/// <summary>
/// The embedded store: one file, one process. One writer takes what is queued, requests before timers, and commits several
/// bursts at once, each in a savepoint of its own; readers go beside it on the write-ahead log.
/// </summary>
public sealed class SqliteStore : DurableStore
{
    private readonly ConcurrentBag<SqliteExecutor> readers = [];
    private readonly SqliteWriter writer;
    private readonly FileStream fileLock;
    private readonly IClock clock;
    private readonly string path;

    private SqliteStore(SqliteExecutor executor, FileStream fileLock, string path, IClock clock)
    {
        (this.fileLock, this.path, this.clock) = (fileLock, path, clock);
        writer = new SqliteWriter(executor);
    }

    /// <summary>Opens or creates the file and brings its schema up to date.</summary>
    /// <exception cref="DatabaseNewerException">A newer program has changed the schema by a step that this one does not bear.</exception>
    /// <exception cref="StoreException">Another process has the file open, or it cannot be used.</exception>
    public static Task<SqliteStore> OpenAsync(string path, IClock clock, CancellationToken cancellation = default) => OpenAsync(path, clock, Migrations.All, cancellation);

    internal static async Task<SqliteStore> OpenAsync(string path, IClock clock, IReadOnlyList<Migration> steps, CancellationToken cancellation)
    {
        var fileLock = Lock(path + ".lock");
        try
        {
            return new SqliteStore(await ConnectAsync(path, steps, clock, cancellation), fileLock, path, clock);
        }
        catch (SqliteException exception)
        {
            await fileLock.DisposeAsync();
            throw new StoreException($"The file '{path}' cannot be used as a store: {exception.Message}", exception);
        }
        catch
        {
            await fileLock.DisposeAsync();
            throw;
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await writer.DisposeAsync();
        foreach (var reader in readers)
            await reader.DisposeAsync();
        await fileLock.DisposeAsync();
    }

    internal override Task<T> WriteAsync<T>(Func<ISqlExecutor, Task<T>> work, bool isBackground, CancellationToken cancellation) =>
        writer.RunAsync(work, isBackground, cancellation);

    internal override async Task<T> ReadAsync<T>(Func<ISqlExecutor, Task<T>> read, CancellationToken cancellation)
    {
        try
        {
            var reader = readers.TryTake(out var free) ? free : new SqliteExecutor(await OpenAsync(path, SqliteOpenMode.ReadOnly, cancellation));
            var result = await read(reader);
            // One that threw is not put back: what it was doing is unknown.
            readers.Add(reader);
            return result;
        }
        catch (SqliteException exception)
        {
            throw StoreErrors.Of(exception);
        }
    }

    protected override Instant? ClockNow() => clock.GetCurrentInstant();

    private static FileStream Lock(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception)
        {
            throw new StoreException(
                $"The store's lock '{path}' cannot be taken: another process uses the store, or the folder cannot be written. SQLite serves one process; stop the other, or configure PostgreSQL for several hosts.",
                exception);
        }
    }

    /// <summary>The writer's connection, with the schema up to date and the leases of the file's last process, which is gone, given back.</summary>
    private static async Task<SqliteExecutor> ConnectAsync(string path, IReadOnlyList<Migration> steps, IClock clock, CancellationToken cancellation)
    {
        var sql = new SqliteExecutor(await OpenAsync(path, SqliteOpenMode.ReadWriteCreate, cancellation));
        try
        {
            await sql.ScriptAsync("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
            // Closing the connection undoes what was begun.
            sql.Run("BEGIN IMMEDIATE");
            await new Migrator(sql, SchemaTypes.Sqlite, steps, Micros.Of(clock.GetCurrentInstant())).RunAsync(seat: null);
            sql.Run("COMMIT");
            await sql.ScriptAsync("UPDATE timers SET leased_until = 0 WHERE leased_until > 0; UPDATE outbox SET leased_until = 0 WHERE leased_until > 0 AND state = 'pending'");
            return sql;
        }
        catch
        {
            await sql.DisposeAsync();
            throw;
        }
    }

    private static async Task<SqliteConnection> OpenAsync(string path, SqliteOpenMode mode, CancellationToken cancellation)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false, ForeignKeys = true, DefaultTimeout = 10 }.ToString());
        await connection.OpenAsync(cancellation);
        return connection;
    }
}
