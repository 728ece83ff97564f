using System.Collections.Concurrent;
using ProcedureEngine.Persistence.Sql;

namespace ProcedureEngine.Persistence.Tests;

/// <summary>What only the embedded store has: one process, one writer, shared commits.</summary>
public sealed class SqliteStoreTests
{
    private readonly TestClock clock = new();
    private TestDatabase database = null!;
    private DurableStore store = null!;

    [SetUp]
    public async Task OpenAsync()
    {
        database = await TestDatabase.CreateAsync(StoreKind.Sqlite);
        store = await database.OpenAsync(clock);
    }

    [TearDown]
    public async Task CloseAsync()
    {
        await store.DisposeAsync();
        await database.DisposeAsync();
    }

    [Test]
    public async Task A_second_opening_of_the_file_is_refused_until_the_first_is_closed()
    {
        var refused = await Assert.ThrowsAsync<StoreException>(() => database.OpenAsync(clock));
        Assert.That(refused!.Message, Does.Contain("another process").And.Contain("PostgreSQL"));
        await store.DisposeAsync();
        store = await database.OpenAsync(clock);
        Assert.That(await store.CheckAsync(default), Is.EqualTo(StoreCondition.Ready));
    }

    [Test]
    public async Task A_file_that_is_no_database_is_refused_and_released()
    {
        var path = Path.Combine(database.Folder, "letter.txt");
        await File.WriteAllTextAsync(path, string.Concat(Enumerable.Repeat("Not a database. ", 100)));
        await Assert.ThrowsAsync<StoreException>(() => SqliteStore.OpenAsync(path, clock));
        File.Delete(path);
        await (await SqliteStore.OpenAsync(path, clock)).DisposeAsync();
    }

    [TestCase("journal_mode", "wal")]
    [TestCase("synchronous", 2L)]
    [TestCase("foreign_keys", 1L)]
    public async Task The_writer_syncs_every_commit_to_its_log(string pragma, object value) =>
        Assert.That(await store.WriteAsync(async sql => await sql.ScalarAsync(new Statement($"PRAGMA {pragma}")), isBackground: false, default), Is.EqualTo(value));

    [Test]
    public async Task Bursts_that_share_a_commit_have_their_own_outcomes()
    {
        using var gate = new Gate(store);
        var bursts = Enumerable.Range(0, 12).Select(i => store.RunAsync(
            Bursts.Start($"c{i}"),
            async (snapshot, ledger) =>
            {
                await ledger.NextAsync(new CounterKey("namdinh", "case", 2026));
                return i % 4 == 0
                    ? throw RejectedException.Conflict("no", "Không.", "No.")
                    : Bursts.Next(Bursts.Empty($"c{i}", snapshot.Now), snapshot.Now, i % 4 == 1 ? r => r with { Tasks = [Rows.Task("nobody")] } : null);
            },
            default)).ToList();
        gate.Open();

        foreach (var (burst, i) in bursts.Select((burst, i) => (burst, i)))
        {
            if (i % 4 == 0)
                await Assert.ThrowsAsync<RejectedException>(() => burst);
            else if (i % 4 == 1)
                await Assert.ThrowsAsync<DefectException>(() => burst);
            else
                Assert.That((await burst).InstanceId, Is.EqualTo($"c{i}"));
            Assert.That(await store.Queries.InstanceAsync($"c{i}", default), i % 4 < 2 ? Is.Null : Is.Not.Null);
        }

        Assert.That(await store.WriteAsync(async sql => await new BurstSession(sql, null).NextAsync(new CounterKey("namdinh", "case", 2026)), isBackground: false, default), Is.EqualTo(7));
    }

    [Test]
    public async Task Requests_go_before_timers()
    {
        using var gate = new Gate(store);
        var order = new ConcurrentQueue<string>();
        BurstDecision Note(string what) => (_, _) =>
        {
            order.Enqueue(what);
            return ValueTask.FromResult(new BurstResult(Bursts.Answer(what)));
        };
        List<Task> waiting =
        [
            store.RunAsync(new FireTimers("c1", Actor.Timer), Note("timer 1"), default), store.RunAsync(Bursts.Deliver("c2"), Note("request 1"), default),
            store.RunAsync(new FireTimers("c3", Actor.Timer), Note("timer 2"), default), store.RunAsync(Bursts.Deliver("c4"), Note("request 2"), default),
        ];
        gate.Open();
        await Task.WhenAll(waiting);
        Assert.That(order, Is.EqualTo(new[] { "request 1", "request 2", "timer 1", "timer 2" }));
    }

    [Test]
    public async Task A_timer_goes_with_every_commit_however_many_requests_wait()
    {
        using var gate = new Gate(store);
        var requestsBefore = 0;
        var atTimer = 0;
        var requests = Enumerable.Range(0, 200).Select(i => store.RunAsync(
            Bursts.Deliver($"c{i}"),
            (_, _) =>
            {
                requestsBefore++;
                return ValueTask.FromResult(new BurstResult(Bursts.Answer("c")));
            },
            default)).ToList();
        var timer = store.RunAsync(
            new FireTimers("c", Actor.Timer),
            (_, _) =>
            {
                atTimer = requestsBefore;
                return ValueTask.FromResult(new BurstResult(Bursts.Answer("c")));
            },
            default);
        gate.Open();
        await Task.WhenAll(requests.Append(timer));
        Assert.That((atTimer, requestsBefore), Is.EqualTo((64, 200)));
    }

    [Test]
    public async Task When_the_shared_commit_fails_nobody_hears_of_success()
    {
        using var gate = new Gate(store);
        var before = store.RunAsync(Bursts.Start("c1"), Bursts.Create("c1"), default);
        var refused = store.RunAsync(Bursts.Start("c2"), (_, _) => throw RejectedException.Conflict("no", "Không.", "No."), default);
        var breaking = store.WriteAsync(async sql => await sql.ExecuteAsync(new Statement("ROLLBACK")), isBackground: false, default);
        var after = store.RunAsync(Bursts.Start("c3"), Bursts.Create("c3"), default);
        gate.Open();

        foreach (var piece in (Task[])[before, refused, breaking, after])
            await Assert.ThrowsAsync<StoreException>(() => piece);
        Assert.That((await store.Instances.PageAsync(new InstanceFilter(null), default)).TotalCount, Is.Zero);
        Assert.That((await store.RunAsync(Bursts.Start("c1"), Bursts.Create("c1"), default)).IsRepeat, Is.False, "the writer goes on");
    }

    [Test]
    public async Task A_call_cancelled_while_it_waits_is_not_run()
    {
        using var gate = new Gate(store);
        using var cancellation = new CancellationTokenSource();
        var burst = store.RunAsync(Bursts.Start("c1"), Bursts.Create("c1"), cancellation.Token);
        await cancellation.CancelAsync();
        gate.Open();
        await Assert.CatchAsync<OperationCanceledException>(() => burst);
        Assert.That(await store.Queries.InstanceAsync("c1", default), Is.Null);
    }

    [Test]
    public async Task Readers_go_on_while_the_writer_is_busy()
    {
        await store.RunAsync(Bursts.Start("c1"), Bursts.Create("c1"), default);
        using var gate = new Gate(store);
        Assert.That(await store.Queries.InstanceAsync("c1", default), Is.Not.Null);
        gate.Open();
    }

    [Test]
    public async Task Closing_finishes_what_is_queued_and_refuses_what_comes_after()
    {
        var gate = new Gate(store);
        var queued = store.RunAsync(Bursts.Start("c1"), Bursts.Create("c1"), default);
        var closing = store.DisposeAsync().AsTask();
        await Assert.ThrowsAsync<StoreException>(() => store.RunAsync(Bursts.Start("c2"), Bursts.Create("c2"), default));
        gate.Open();
        Assert.That((await queued).InstanceId, Is.EqualTo("c1"));
        await closing;
        store = await database.OpenAsync(clock);
        Assert.That(await store.Queries.InstanceAsync("c1", default), Is.Not.Null);
    }

    [Test]
    public async Task Leases_of_the_process_that_died_are_gone_when_the_file_is_opened()
    {
        await store.RunAsync(
            Bursts.Start("c1"), Bursts.Create("c1", r => r with { Timers = [Rows.Timer("c1", StoreContract.Start)], Outbox = [Rows.Outbox("c1", "mail", 1)] }), default);
        await store.FindDueAsync(10, default);
        await store.Outbox.ClaimAsync("mail", 10, Duration.FromHours(1), default);
        await store.DisposeAsync();
        store = await database.OpenAsync(clock);
        Assert.That(await store.FindDueAsync(10, default), Has.Count.EqualTo(1));
        Assert.That(await store.Outbox.ClaimAsync("mail", 10, Duration.FromHours(1), default), Has.Count.EqualTo(1));
    }

    /// <summary>Holds the writer at work, so that what a test queues meanwhile shares the next commit.</summary>
    private sealed class Gate : IDisposable
    {
        private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Gate(DurableStore store)
        {
            using var entered = new ManualResetEventSlim();
            Held = store.WriteAsync(
                async _ =>
                {
                    entered.Set();
                    await released.Task;
                    return 0;
                },
                isBackground: false, default);
            entered.Wait();
        }

        public Task Held { get; }

        public void Open() => released.TrySetResult();

        public void Dispose() => Open();
    }
}
