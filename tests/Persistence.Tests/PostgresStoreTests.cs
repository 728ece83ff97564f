using Npgsql;

namespace ProcedureEngine.Persistence.Tests;

/// <summary>What only the real installation has: several hosts on one database, and the database's own clock.</summary>
public sealed class PostgresStoreTests
{
    private static readonly CounterKey Decisions = new("namdinh", "decision", 2026);

    /// <summary>How long a test waits for what must happen before it fails.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private TestDatabase database = null!;
    private DurableStore one = null!;
    private DurableStore two = null!;

    [SetUp]
    public async Task OpenAsync()
    {
        database = await TestDatabase.CreateAsync(StoreKind.Postgres);
        one = await database.OpenAsync(clock: null);
        two = await database.OpenAsync(clock: null);
    }

    [TearDown]
    public async Task CloseAsync()
    {
        if (one is not null)
            await one.DisposeAsync();
        if (two is not null)
            await two.DisposeAsync();
        if (database is not null)
            await database.DisposeAsync();
    }

    [Test]
    public async Task Now_is_the_databases()
    {
        var before = await DatabaseNowAsync();
        var now = await one.NowAsync(default);
        Assert.That(now, Is.InRange(before, await DatabaseNowAsync()));
        Assert.That(now.ToUnixTimeTicks() % 10, Is.Zero);
    }

    [Test]
    public async Task A_host_sees_the_clock_that_another_advanced()
    {
        var target = await one.NowAsync(default) + Duration.FromDays(100);
        await one.AdvanceClockAsync(target, default);
        Assert.That(await two.NowAsync(default), Is.GreaterThanOrEqualTo(target));
        await two.RunAsync(Bursts.Start("c1"), Bursts.Create("c1"), default);
        Assert.That((await one.Queries.InstanceAsync("c1", default))!.UpdatedAt, Is.GreaterThanOrEqualTo(target));
    }

    [Test]
    public async Task Hosts_that_advance_the_clock_at_once_leave_the_later_time()
    {
        var now = await one.NowAsync(default);
        await Task.WhenAll(Enumerable.Range(1, 20).Select(day => (day % 2 == 0 ? one : two).AdvanceClockAsync(now + Duration.FromDays(day), default)));
        Assert.That(await one.NowAsync(default), Is.InRange(now + Duration.FromDays(20), now + Duration.FromDays(21)));
    }

    [Test]
    public async Task Bursts_of_two_hosts_on_one_instance_lose_nothing()
    {
        await one.RunAsync(Bursts.Start("c1"), Bursts.Create("c1"), default);
        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => (i % 2 == 0 ? one : two).RunAsync(
            Bursts.Deliver("c1"),
            (snapshot, _) => ValueTask.FromResult(Bursts.Next(snapshot, r => r with { Journal = [Rows.Journal("c1", snapshot.Instance!.Revision)] })),
            default)));
        Assert.That((await one.Queries.InstanceAsync("c1", default))!.Revision, Is.EqualTo(61));
        Assert.That(await one.Queries.JournalAsync("c1", default), Has.Count.EqualTo(60));
    }

    [Test]
    public async Task A_burst_that_waited_for_another_hosts_has_a_later_now()
    {
        await one.RunAsync(Bursts.Start("c1"), Bursts.Create("c1"), default);
        var held = new Held(one, "c1");
        await held.Entered;
        var seen = two.RunAsync(Bursts.Deliver("c1"), Bursts.Decide(r => r with { Answer = new BurstAnswer("seen", "c1", new JsonObject { ["at"] = EngineJson.ToNode(r.Instance!.UpdatedAt) }) }), default);
        await WaitersAsync(1);
        var whileWaiting = await DatabaseNowAsync();
        held.Release();
        Assert.That(EngineJson.Read<Instant>((await seen).Body["at"]), Is.GreaterThan(whileWaiting));
        await held.Done;
    }

    [Test]
    public async Task Of_two_hosts_that_start_one_id_one_does_and_the_other_is_told()
    {
        for (var round = 0; round < 10; round++)
        {
            var id = $"c{round}";
            var outcomes = await Task.WhenAll(((DurableStore[])[one, two]).Select(async store =>
            {
                try
                {
                    await store.RunAsync(Bursts.Start(id), Bursts.Create(id), default);
                    return "started";
                }
                catch (RejectedException rejected)
                {
                    return rejected.Rule;
                }
            }));
            Assert.That(outcomes, Is.EquivalentTo(new[] { "started", "exists" }));
        }
    }

    [Test]
    public async Task A_twin_at_another_host_waits_and_gets_the_firsts_answer()
    {
        var held = new Held(one, "c1", Bursts.Key("k"));
        await held.Entered;
        var twin = two.RunAsync(Bursts.Start("c2", Bursts.Key("k")), Bursts.Create("c2"), default);
        await WaitersAsync(1);
        held.Release();
        var (first, second) = (await held.Done, await twin);
        Assert.That(second.IsRepeat, Is.True);
        Same.As([second with { IsRepeat = false }], first);
    }

    [Test]
    public async Task Hosts_share_what_is_due()
    {
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => one.RunAsync(
            Bursts.Start($"c{i}"), Bursts.Create($"c{i}", r => r with { Timers = [Rows.Timer($"c{i}", r.Instance!.CreatedAt)] }), default)));
        var found = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => (i % 2 == 0 ? one : two).FindDueAsync(7, default)));
        var rest = await one.FindDueAsync(100, default);
        Assert.That(found.Append(rest).SelectMany(due => due).Select(due => due.InstanceId), Is.EquivalentTo(Enumerable.Range(0, 40).Select(i => $"c{i}")));
    }

    [Test]
    public async Task A_timer_in_a_burst_under_way_is_passed_over_and_never_waited_for()
    {
        await one.RunAsync(Bursts.Start("c1"), Bursts.Create("c1", r => r with { Timers = [Rows.Timer("c1", r.Instance!.CreatedAt)] }), default);
        await one.RunAsync(Bursts.Start("c2"), Bursts.Create("c2", r => r with { Timers = [Rows.Timer("c2", r.Instance!.CreatedAt)] }), default);
        await using var other = await LockAsync("SELECT * FROM timers WHERE instance_id = 'c1' FOR UPDATE");
        Assert.That((await two.FindDueAsync(10, default)).Select(due => due.InstanceId), Is.EqualTo(new[] { "c2" }));
    }

    [Test]
    public async Task Hosts_share_the_outbox()
    {
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => one.RunAsync(
            Bursts.Start($"c{i}"), Bursts.Create($"c{i}", r => r with { Outbox = [Message($"c{i}", 1, r), Message($"c{i}", 2, r)] }), default)));
        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => (i % 2 == 0 ? one : two).Outbox.ClaimAsync("mail", 10, Duration.FromMinutes(5), default)));
        var rest = await two.Outbox.ClaimAsync("mail", 100, Duration.FromMinutes(5), default);
        Assert.That(claims.Append(rest).SelectMany(claim => claim).Select(message => message.Row.Id), Is.EquivalentTo(Enumerable.Range(0, 40).Select(i => $"c{i}.mail.1")));
    }

    [Test]
    public async Task A_reader_of_the_feed_never_misses_an_event_that_was_committed_late()
    {
        var slow = new Held(one, "slow", with: r => r with { Outbox = [Rows.Outbox("slow", "event", 1) with { CreatedAt = r.Instance!.CreatedAt }] });
        await slow.Entered;
        await two.RunAsync(Bursts.Start("quick"), Bursts.Create("quick", r => r with { Outbox = [Rows.Outbox("quick", "event", 1) with { CreatedAt = r.Instance!.CreatedAt }] }), default);
        await two.Outbox.SequenceEventsAsync(10, default);
        var first = await two.Outbox.ReadEventsAsync(0, 10, null, default);
        slow.Release();
        await slow.Done;
        await one.Outbox.SequenceEventsAsync(10, default);
        var second = await two.Outbox.ReadEventsAsync(first[^1].Position, 10, null, default);

        Assert.That(first.Select(row => (row.Position, row.Row.InstanceId)), Is.EqualTo(new[] { (1L, "quick") }));
        Assert.That(second.Select(row => (row.Position, row.Row.InstanceId)), Is.EqualTo(new[] { (2L, "slow") }));
    }

    [Test]
    public async Task Bursts_that_lock_counters_against_each_other_both_succeed()
    {
        var (kinds, calls, bothHoldOne) = (new[] { "a", "b" }, 0, new CountdownEvent(2));
        var numbers = await Task.WhenAll(Enumerable.Range(0, 2).Select(host => Task.Run(async () =>
        {
            var (taken, isFirst) = (0L, true);
            await (host == 0 ? one : two).RunAsync(
                Bursts.Start($"c{host}"),
                async (snapshot, ledger) =>
                {
                    Interlocked.Increment(ref calls);
                    taken = await ledger.NextAsync(Decisions with { Kind = kinds[host] });
                    if (isFirst)
                    {
                        isFirst = false;
                        bothHoldOne.Signal();
                        Assert.That(bothHoldOne.Wait(Patience), Is.True);
                    }

                    taken += await ledger.NextAsync(Decisions with { Kind = kinds[1 - host] });
                    return Bursts.Next(Bursts.Empty($"c{host}", snapshot.Now), snapshot.Now, null);
                },
                default);
            return taken;
        })));
        bothHoldOne.Dispose();

        Assert.That(calls, Is.EqualTo(3), "one was undone by the deadlock and decided again");
        Assert.That(numbers, Is.EquivalentTo(new[] { 2, 4 }), "each counter gave 1 and 2");
    }

    [Test]
    public async Task Numbers_of_two_hosts_have_no_gap_and_no_repeat()
    {
        var numbers = await Task.WhenAll(Enumerable.Range(0, 50).Select(async i =>
        {
            try
            {
                var number = 0L;
                await (i % 2 == 0 ? one : two).RunAsync(
                    Bursts.Start($"c{i}"),
                    async (snapshot, ledger) =>
                    {
                        number = await ledger.NextAsync(Decisions);
                        return i % 5 == 0 ? throw RejectedException.Conflict("no", "Không.", "No.") : Bursts.Next(Bursts.Empty($"c{i}", snapshot.Now), snapshot.Now, null);
                    },
                    default);
                return number;
            }
            catch (RejectedException)
            {
                return 0;
            }
        }));
        Assert.That(numbers.Where(number => number > 0).Order(), Is.EqualTo(Enumerable.Range(1, 40)));
    }

    [Test]
    public async Task Hosts_that_open_an_empty_database_at_once_make_one_schema()
    {
        await using var empty = await TestDatabase.CreateAsync(StoreKind.Postgres);
        var stores = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => empty.OpenAsync(clock: null)));
        foreach (var store in stores)
        {
            Assert.That(await store.CheckAsync(default), Is.EqualTo(StoreCondition.Ready));
            await store.DisposeAsync();
        }
    }

    [Test]
    public async Task Readiness_tells_a_migration_a_newer_schema_and_a_lost_database()
    {
        await using (await LockAsync("SELECT pg_advisory_xact_lock(724119603)"))
            Assert.That(await one.CheckAsync(default), Is.EqualTo(StoreCondition.Migrating));
        Assert.That(await one.CheckAsync(default), Is.EqualTo(StoreCondition.Ready));
        await TestDatabase.ExecuteAsync(database.ConnectionString, "INSERT INTO schema_steps (step, hash, applied_at) VALUES (999, 'later', 0)");
        Assert.That(await one.CheckAsync(default), Is.EqualTo(StoreCondition.Newer));
        await database.DisposeAsync();
        Assert.That(await one.CheckAsync(default), Is.EqualTo(StoreCondition.Unreachable));
        await Assert.ThrowsAsync<StoreException>(() => one.RunAsync(Bursts.Start("c1"), Bursts.Create("c1"), default));
    }

    [Test]
    public async Task A_server_that_is_not_there_is_named()
    {
        var refused = await Assert.ThrowsAsync<StoreException>(() => PostgresStore.OpenAsync("Host=127.0.0.1;Port=1;Database=none;Username=none;Timeout=2"));
        Assert.That(refused!.Message, Does.Contain("127.0.0.1"));
    }

    [TestCase(false, TestName = "A row that the database refuses is not quoted")]
    [TestCase(true, TestName = "A row that the database refuses is quoted where the connection string asks for it")]
    public async Task A_row_that_is_refused(bool isAsked)
    {
        await using var store = await PostgresStore.OpenAsync(new NpgsqlConnectionStringBuilder(database.ConnectionString) { IncludeErrorDetail = isAsked }.ToString());
        var twice = new Sql.Statement("INSERT INTO accounts (id, body) VALUES ('Nguyễn Thị Lan', '{}'), ('Nguyễn Thị Lan', '{}')");
        var refused = await Assert.ThrowsAsync<DefectException>(() => store.WriteAsync<int>(async sql => await sql.ExecuteAsync(twice), isBackground: false, default));
        Assert.That(refused!.Message, Does.Contain("accounts_pkey"));
        Assert.That(refused.ToString().Contains("Nguyễn", StringComparison.Ordinal), Is.EqualTo(isAsked));
    }

    private static OutboxRow Message(string id, long sequence, BurstResult result) => Rows.Outbox(id, "mail", sequence) with { CreatedAt = result.Instance!.CreatedAt };

    private Task<Instant> DatabaseNowAsync() => one.ReadAsync(async sql => Sql.Micros.ToInstant((long)(await sql.QueryAsync(sql.Clock))[0][0]!), default);

    /// <summary>Holds a lock in a transaction of its own until it is disposed.</summary>
    private async Task<IAsyncDisposable> LockAsync(string sql)
    {
        var connection = new NpgsqlConnection(database.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("BEGIN; " + sql, connection);
        await command.ExecuteNonQueryAsync();
        return new HeldLock(connection);
    }

    /// <summary>Returns once so many transactions of this database wait for a lock.</summary>
    private async Task WaitersAsync(int count)
    {
        var waiting = new Sql.Statement("SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'");
        using var patience = new CancellationTokenSource(Patience);
        while (await one.ReadAsync(async sql => (long)(await sql.ScalarAsync(waiting))!, patience.Token) < count)
            await Task.Yield();
    }

    /// <summary>The server lets go at the rollback's answer; a closed connection only some time later.</summary>
    private sealed class HeldLock(NpgsqlConnection connection) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await using (var command = new NpgsqlCommand("ROLLBACK", connection))
                await command.ExecuteNonQueryAsync();
            await connection.DisposeAsync();
        }
    }

    /// <summary>A burst that stays in its decision until it is released.</summary>
    private sealed class Held
    {
        private readonly TaskCompletionSource entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Held(DurableStore store, string id, StimulusKey? key = null, Func<BurstResult, BurstResult>? with = null) => Done = store.RunAsync(
            Bursts.Deliver(id, key),
            async (snapshot, ledger) =>
            {
                entered.TrySetResult();
                await released.Task;
                return await Bursts.Create(id, with)(snapshot, ledger);
            },
            CancellationToken.None);

        public Task Entered => entered.Task;

        public Task<BurstAnswer> Done { get; }

        public void Release() => released.SetResult();
    }
}
