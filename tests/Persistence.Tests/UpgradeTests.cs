using ProcedureEngine.Persistence.Hosts;
using ProcedureEngine.Persistence.Schema;

namespace ProcedureEngine.Persistence.Tests;

/// <summary>Hosts of two programs on one PostgreSQL: who is seen, and when a one-way step is applied.</summary>
public sealed class UpgradeTests
{
    private static readonly Migration Addition = Migration.Borne("addition", "CREATE TABLE addition (id TEXT PRIMARY KEY)");
    private static readonly Migration Removal = Migration.OneWay("removal", "DROP TABLE feed_readers", "a host before it still reads the table");
    private static readonly HostSeat Older = new("h1", "office-1:100", "0.1.0");
    private static readonly HostSeat Newer = new("h2", "office-2:200", "0.2.0");

    private TestDatabase database = null!;

    [SetUp]
    public async Task CreateAsync() => database = await TestDatabase.CreateAsync(StoreKind.Postgres);

    [TearDown]
    public async Task DropAsync() => await database.DisposeAsync();

    [Test]
    public async Task A_step_that_is_borne_is_applied_beside_a_running_host()
    {
        await using var running = await database.OpenAsync(clock: null, Migrations.All, Older);
        await using var later = await database.OpenAsync(clock: null, [.. Migrations.All, Addition], Newer);
        var alive = await running.Hosts.AliveAsync(default);
        Assert.That(alive.Select(host => (host.Seat, host.Steps)), Is.EqualTo(new[] { (Older, Migrations.All.Count), (Newer, Migrations.All.Count + 1) }));
        Assert.That(await running.CheckAsync(default), Is.EqualTo(StoreCondition.Ready));
        Assert.That(await running.Hosts.IsBesideAnotherAsync(Older, default), Is.True);
    }

    [Test]
    public async Task A_one_way_step_waits_for_the_hosts_that_do_not_know_it_and_names_them()
    {
        await using var running = await database.OpenAsync(clock: null, Migrations.All, Older);
        var held = await Assert.ThrowsAsync<MigrationHeldException>(() => database.OpenAsync(clock: null, [.. Migrations.All, Addition, Removal], Newer));
        Assert.That(held!.Message, Does.Contain("('removal') is one-way: a host before it still reads the table").And.Contain("office-1:100 (program 0.1.0").And.Contain("Stop them"));
        Assert.That(await running.NewerStepsAsync(default), Is.Empty, "nothing was changed, not even the step before it");

        await running.Hosts.LeaveAsync(Older, default);
        await using var later = await database.OpenAsync(clock: null, [.. Migrations.All, Addition, Removal], Newer);
        Assert.That(await running.CheckAsync(default), Is.EqualTo(StoreCondition.Newer), "a host that was out of reach hears that it must end");
        await Assert.ThrowsAsync<DatabaseNewerException>(() => database.OpenAsync(clock: null, Migrations.All, Older));
    }

    /// <summary>As long as it counts as running, it holds a one-way step.</summary>
    [Test]
    public async Task A_host_that_died_counts_as_running_for_half_a_minute()
    {
        await using var running = await database.OpenAsync(clock: null, Migrations.All, Older);
        var seen = (await running.Hosts.AliveAsync(default)).Single().SeenAt + HostRegister.AliveFor;
        Assert.That(await CountAsync(seen - Duration.FromMilliseconds(1)), Is.EqualTo(1), "just before");
        Assert.That(await CountAsync(seen), Is.Zero, "exactly then");

        Task<int> CountAsync(Instant at) => running.ReadAsync(async sql => (await HostRegister.AliveAsync(sql, Sql.Micros.Of(at))).Count, default);
    }

    [Test]
    public async Task A_host_that_died_long_ago_holds_nothing()
    {
        await using var running = await database.OpenAsync(clock: null, Migrations.All, Older);
        await TestDatabase.ExecuteAsync(database.ConnectionString, "UPDATE hosts SET seen_at = seen_at - 31000000");
        await using var later = await database.OpenAsync(clock: null, [.. Migrations.All, Removal], Newer);
        Assert.That(await running.CheckAsync(default), Is.EqualTo(StoreCondition.Newer));
    }

    [Test]
    public async Task Hosts_of_one_program_are_not_beside_another()
    {
        await using var one = await database.OpenAsync(clock: null, Migrations.All, Older);
        await using var two = await database.OpenAsync(clock: null, Migrations.All, Older with { Id = "h3" });
        await one.Hosts.SeenAsync(Older, ["b/1", "a/1"], default);
        await two.Hosts.SeenAsync(Older with { Id = "h3" }, ["a/1", "b/1"], default);
        Assert.That(await one.Hosts.IsBesideAnotherAsync(Older, default), Is.False);
        await two.Hosts.SeenAsync(Older with { Id = "h3" }, ["a/1", "b/1", "b/2"], default);
        Assert.That(await one.Hosts.IsBesideAnotherAsync(Older, default), Is.True);
    }

    [Test]
    public async Task A_plan_tells_what_a_start_would_do_and_changes_nothing()
    {
        var empty = await SchemaPlan.OfPostgresAsync(database.ConnectionString, new TestClock(), default);
        Assert.That((empty.Applied, empty.Pending.Count), Is.EqualTo((0, Migrations.All.Count)));
        await using (await database.OpenAsync(clock: null, [.. Migrations.All.SkipLast(1)]))
        {
        }

        var behind = await SchemaPlan.OfPostgresAsync(database.ConnectionString, new TestClock(), default);
        Assert.That(behind.Pending.Select(step => (step.Number, step.Name, step.OneWay)), Is.EqualTo(new[] { (Migrations.All.Count, Migrations.All[^1].Name, Migrations.All[^1].Reason) }));
        await using var newer = await database.OpenAsync(clock: null, [.. Migrations.All, Addition], Newer);
        var ahead = await SchemaPlan.OfPostgresAsync(database.ConnectionString, new TestClock(), default);
        Assert.That(ahead.Pending, Is.Empty);
        Assert.That(ahead.Unknown.Select(step => step.Name), Is.EqualTo(new[] { "addition" }));
        Assert.That(ahead.Hosts.Select(host => host.Seat), Is.EqualTo(new[] { Newer }));
    }

    [Test]
    public async Task A_database_whose_steps_have_no_names_yet_gets_them()
    {
        await using (await database.OpenAsync(clock: null))
        {
        }

        await TestDatabase.ExecuteAsync(database.ConnectionString, "DROP TABLE schema_names");
        Assert.That((await SchemaPlan.OfPostgresAsync(database.ConnectionString, new TestClock(), default)).Pending, Is.Empty);
        await using (await database.OpenAsync(clock: null))
        {
        }

        var refused = await Assert.ThrowsAsync<DatabaseNewerException>(() => database.OpenAsync(clock: null, [Migrations.All[0]]));
        Assert.That(refused!.Message, Does.Contain("Step 2 ('supervision') is one-way"));
    }
}
