using System.Threading.Channels;
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
    /// <summary>Most pieces of work that share one commit.</summary>
    private const int MaxShared = 64;

    private readonly Channel<Work> requests = Channel.CreateUnbounded<Work>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Channel<Work> background = Channel.CreateUnbounded<Work>(new UnboundedChannelOptions { SingleReader = true });
    private readonly SemaphoreSlim queued = new(0);
    private readonly CancellationTokenSource stopping = new();
    private readonly SqliteConnection writer;
    private readonly FileStream fileLock;
    private readonly IClock clock;
    private readonly string readConnection;
    private readonly Task loop;

    private SqliteStore(SqliteConnection writer, FileStream fileLock, string readConnection, IClock clock)
    {
        (this.writer, this.fileLock, this.readConnection, this.clock) = (writer, fileLock, readConnection, clock);
        loop = Task.Run(WriteLoopAsync);
    }

    /// <summary>Opens or creates the file and brings its schema up to date.</summary>
    /// <exception cref="StoreException">Another process has the file open, or the file is of a newer version of the program.</exception>
    public static async Task<SqliteStore> OpenAsync(string path, IClock clock, CancellationToken cancellation = default)
    {
        var fileLock = Lock(path + ".lock");
        try
        {
            var writer = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, ForeignKeys = true }.ToString());
            await writer.OpenAsync(cancellation);
            await using (var pragmas = writer.CreateCommand())
            {
                pragmas.CommandText = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 10000;";
                await pragmas.ExecuteNonQueryAsync(cancellation);
            }

            await Migrator.RunAsync(writer, "INTEGER", "BLOB", lockSql: null, Micros.Of(clock.GetCurrentInstant()), cancellation);
            var reading = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = true }.ToString();
            return new SqliteStore(writer, fileLock, reading, clock);
        }
        catch
        {
            await fileLock.DisposeAsync();
            throw;
        }
    }

    public override Task<Instant> NowAsync(CancellationToken cancellation) => ReadAsync(
        async sql => Micros.ToInstant(Micros.Of(clock.GetCurrentInstant()) + await OffsetAsync(sql)), cancellation);

    internal override async Task<T> WriteAsync<T>(Func<ISqlExecutor, Task<T>> work, bool isBackground, CancellationToken cancellation)
    {
        var item = new Work<T>(work);
        (isBackground ? background : requests).Writer.TryWrite(item);
        queued.Release();
        return await item.Task.WaitAsync(cancellation);
    }

    internal override async Task<T> ReadAsync<T>(Func<ISqlExecutor, Task<T>> read, CancellationToken cancellation)
    {
        await using var connection = new SqliteConnection(readConnection);
        await connection.OpenAsync(cancellation);
        await using var transaction = connection.BeginTransaction(deferred: true);
        return await read(new SqliteExecutor(connection));
    }

    protected override Instant? ClockNow() => clock.GetCurrentInstant();

    public override async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await loop;
        await writer.DisposeAsync();
        SqliteConnection.ClearAllPools();
        await fileLock.DisposeAsync();
        stopping.Dispose();
        queued.Dispose();
    }

    private static FileStream Lock(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception)
        {
            throw new StoreException(
                $"Another process uses the store at '{path}'. SQLite serves one process; stop the other, or configure PostgreSQL (Store:Postgres) for several hosts.", exception);
        }
    }

    private async Task WriteLoopAsync()
    {
        while (true)
        {
            try
            {
                await queued.WaitAsync(stopping.Token);
            }
            catch (OperationCanceledException)
            {
                while (Next() is { } left)
                    left.Fail(new StoreException("The store is closing."));
                return;
            }

            if (Next() is { } first)
                await WriteSharedAsync(first);
        }
    }

    private Work? Next() => requests.Reader.TryRead(out var request) ? request : background.Reader.TryRead(out var timer) ? timer : null;

    /// <summary>One commit for what is queued now: each piece of work in a savepoint, told of its outcome only after the commit.</summary>
    private async Task WriteSharedAsync(Work first)
    {
        var done = new List<Work>();
        try
        {
            var sql = new SqliteExecutor(writer);
            await sql.RunAsync("BEGIN IMMEDIATE");
            for (Work? work = first; work is not null; work = done.Count < MaxShared && queued.Wait(0, CancellationToken.None) ? Next() : null)
            {
                await sql.RunAsync("SAVEPOINT burst");
                var succeeded = await work.RunAsync(sql);
                await sql.RunAsync(succeeded ? "RELEASE burst" : "ROLLBACK TO burst; RELEASE burst");
                done.Add(work);
            }

            await sql.RunAsync("COMMIT");
        }
        catch (SqliteException exception)
        {
            await TryRollbackAsync();
            if (done.Count == 0)
                done.Add(first);
            foreach (var work in done)
                work.Fail(new StoreException("The store could not commit.", exception));
            return;
        }

        foreach (var work in done)
            work.Finish();
    }

    private async Task TryRollbackAsync()
    {
        try
        {
            await new SqliteExecutor(writer).RunAsync("ROLLBACK");
        }
        catch (SqliteException)
        {
            // No transaction was open any more: the failed COMMIT has ended it.
        }
    }

    /// <summary>A queued piece of work; its caller hears the outcome once the shared commit is on disk.</summary>
    private abstract class Work
    {
        /// <returns>False when it failed and must be rolled back.</returns>
        public abstract Task<bool> RunAsync(ISqlExecutor sql);

        public abstract void Finish();

        public abstract void Fail(Exception exception);
    }

    private sealed class Work<T>(Func<ISqlExecutor, Task<T>> work) : Work
    {
        private readonly TaskCompletionSource<T> source = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? result;
        private Exception? failure;

        public Task<T> Task => source.Task;

        public override async Task<bool> RunAsync(ISqlExecutor sql)
        {
            try
            {
                result = await work(sql);
                return true;
            }
            catch (Exception exception)
            {
                failure = exception is DbException ? new StoreException("A statement failed.", exception) : exception;
                return false;
            }
        }

        public override void Finish()
        {
            if (failure is not null)
                source.TrySetException(failure);
            else
                source.TrySetResult(result!);
        }

        public override void Fail(Exception exception) => source.TrySetException(failure ?? exception);
    }
}
