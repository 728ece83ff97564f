using Microsoft.Data.Sqlite;
using ProcedureEngine.Persistence.Sql;

namespace ProcedureEngine.Persistence;

/// <summary>
/// The one writer of a SQLite file. What waits is taken together: requests first, then background work, of which at least one piece
/// goes with every commit, so that timers are late under load but never stop. Each piece runs in a savepoint of its own and hears
/// its outcome once the commit that it shares is on disk.
/// </summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    /// <summary>Most pieces of work that share one commit.</summary>
    private const int MaxShared = 64;

    private readonly Lock gate = new();
    private readonly Queue<Work> requests = new();
    private readonly Queue<Work> background = new();
    private readonly SemaphoreSlim arrived = new(0);
    private readonly SqliteExecutor sql;
    private readonly Task loop;
    private bool isClosing;

    public SqliteWriter(SqliteExecutor sql)
    {
        this.sql = sql;
        loop = Task.Run(LoopAsync);
    }

    /// <exception cref="StoreException">The commit failed, or the store is closed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before its turn; once begun, the work is done and its outcome told.</exception>
    public Task<T> RunAsync<T>(Func<ISqlExecutor, Task<T>> work, bool isBackground, CancellationToken cancellation)
    {
        var queued = new Work<T>(work, cancellation);
        lock (gate)
        {
            if (isClosing)
                throw new StoreException("The store is closed.");
            (isBackground ? background : requests).Enqueue(queued);
        }

        arrived.Release();
        return queued.Outcome;
    }

    /// <summary>Finishes what is queued, then closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (gate)
        {
            if (isClosing)
                return;
            isClosing = true;
        }

        arrived.Release();
        await loop;
        await sql.DisposeAsync();
        arrived.Dispose();
    }

    private async Task LoopAsync()
    {
        while (true)
        {
            await arrived.WaitAsync();
            var shared = Take();
            if (shared.Count > 0)
                await CommitAsync(shared);
            else if (IsDone())
                return;
        }
    }

    private bool IsDone()
    {
        lock (gate)
            return isClosing && requests.Count == 0 && background.Count == 0;
    }

    private List<Work> Take()
    {
        lock (gate)
        {
            var taken = new List<Work>();
            while (taken.Count < MaxShared && requests.TryDequeue(out var request))
                taken.Add(request);
            do
            {
                if (background.TryDequeue(out var work))
                    taken.Add(work);
            }
            while (taken.Count < MaxShared && background.Count > 0);
            return taken;
        }
    }

    private async Task CommitAsync(List<Work> shared)
    {
        try
        {
            sql.Run("BEGIN IMMEDIATE");
            foreach (var work in shared)
                await RunInSavepointAsync(work);
            sql.Run("COMMIT");
        }
        catch (Exception exception)
        {
            TryRollback();
            // Even a refusal is not told: it may rest on what another piece had written and is now undone.
            var failure = new StoreException($"The store could not commit: {exception.Message}", exception);
            foreach (var work in shared)
                work.Fail(failure);
            return;
        }

        foreach (var work in shared)
            work.Tell();
    }

    private async Task RunInSavepointAsync(Work work)
    {
        sql.Run("SAVEPOINT piece");
        if (!await work.TryRunAsync(sql))
            sql.Run("ROLLBACK TO piece");
        sql.Run("RELEASE piece");
    }

    private void TryRollback()
    {
        try
        {
            sql.Run("ROLLBACK");
        }
        catch (SqliteException)
        {
            // No transaction is open any more: the failure has ended it.
        }
    }

    /// <summary>A queued piece of work and its caller's wait.</summary>
    private abstract class Work
    {
        /// <returns>False when it failed and must be rolled back.</returns>
        public abstract Task<bool> TryRunAsync(ISqlExecutor sql);

        public abstract void Tell();

        public abstract void Fail(StoreException failure);
    }

    private sealed class Work<T>(Func<ISqlExecutor, Task<T>> work, CancellationToken cancellation) : Work
    {
        private readonly TaskCompletionSource<T> outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? result;
        private Exception? failure;

        public Task<T> Outcome => outcome.Task;

        public override async Task<bool> TryRunAsync(ISqlExecutor sql)
        {
            try
            {
                cancellation.ThrowIfCancellationRequested();
                result = await work(sql);
                return true;
            }
            catch (DbException exception)
            {
                failure = StoreErrors.Of(exception);
            }
            catch (Exception exception)
            {
                failure = exception;
            }

            return false;
        }

        public override void Tell()
        {
            if (failure is OperationCanceledException && cancellation.IsCancellationRequested)
                outcome.TrySetCanceled(cancellation);
            else if (failure is not null)
                outcome.TrySetException(failure);
            else
                outcome.TrySetResult(result!);
        }

        public override void Fail(StoreException failure) => outcome.TrySetException(failure);
    }
}
