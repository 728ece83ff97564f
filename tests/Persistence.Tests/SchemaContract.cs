using ProcedureEngine.Persistence.Schema;

namespace ProcedureEngine.Persistence.Tests;

/// <summary>Opening a database that is empty, old, newer, or another's.</summary>
[TestFixture(StoreKind.Sqlite)]
[TestFixture(StoreKind.Postgres)]
public sealed class SchemaContract(StoreKind kind)
{
    private const string Addition = "CREATE TABLE addition (id TEXT PRIMARY KEY, at BIGINT NOT NULL, bytes BYTES)";

    private readonly TestClock clock = new();
    private TestDatabase database = null!;

    [SetUp]
    public async Task CreateAsync() => database = await TestDatabase.CreateAsync(kind);

    [TearDown]
    public async Task DropAsync() => await database.DisposeAsync();

    [Test]
    public async Task What_was_written_is_there_when_the_store_is_opened_again()
    {
        await using (var store = await database.OpenAsync(clock))
        {
            await store.RunAsync(Bursts.Start("c1", Bursts.Key("k")), Bursts.Create("c1", r => r with { Timers = [Rows.Timer("c1", StoreContract.Start)] }), default);
            await store.AdvanceClockAsync(StoreContract.Start + Duration.FromDays(1), default);
        }

        await using var again = await database.OpenAsync(clock);
        Assert.That((await again.Queries.InstanceAsync("c1", default))!.Revision, Is.EqualTo(1));
        Assert.That((await again.RunAsync(Bursts.Start("c2", Bursts.Key("k")), Bursts.Create("c2"), default)).InstanceId, Is.EqualTo("c1"));
        Assert.That(await again.NowAsync(default), Is.EqualTo(StoreContract.Start + Duration.FromDays(1)));
        Assert.That(await again.CheckAsync(default), Is.EqualTo(StoreCondition.Ready));
    }

    [Test]
    public async Task A_later_program_adds_its_steps_and_keeps_the_rows()
    {
        await using (var store = await database.OpenAsync(clock))
            await store.RunAsync(Bursts.Start("c1"), Bursts.Create("c1"), default);
        await using var later = await database.OpenAsync(clock, [.. Migrations.All, Addition]);

        Assert.That(await later.Queries.InstanceAsync("c1", default), Is.Not.Null);
        Assert.That(
            await later.WriteAsync(async sql => await sql.ExecuteAsync(new Sql.Statement("INSERT INTO addition (id, at) VALUES ('x', 1)")), isBackground: false, default), Is.EqualTo(1));
    }

    [Test]
    public async Task An_earlier_program_refuses_the_database_and_says_so()
    {
        await using (await database.OpenAsync(clock, [.. Migrations.All, Addition]))
        {
        }

        var refused = await Assert.ThrowsAsync<DatabaseNewerException>(() => database.OpenAsync(clock));
        Assert.That(refused!.Message, Does.Contain($"step {Migrations.All.Count + 1}").And.Contain($"knows {Migrations.All.Count}"));
    }

    [Test]
    public async Task Steps_of_another_build_are_refused()
    {
        await using (await database.OpenAsync(clock, [$"{Migrations.All[0]}\n{Addition}"]))
        {
        }

        var refused = await Assert.ThrowsAsync<StoreUnfitException>(() => database.OpenAsync(clock));
        Assert.That(refused!.Message, Does.Contain("step 1"));
    }

    [Test]
    public async Task A_step_that_fails_changes_nothing()
    {
        await Assert.ThrowsAsync<StoreUnfitException>(() => database.OpenAsync(clock, [.. Migrations.All, Addition, "CREATE NONSENSE"]));
        await using var store = await database.OpenAsync(clock, [.. Migrations.All, Addition]);
        Assert.That(await store.WriteAsync(async sql => await sql.ScalarAsync(new Sql.Statement("SELECT COUNT(*) FROM addition")), isBackground: false, default), Is.Zero);
    }
    [Test]
    public async Task A_half_applied_step_is_named_and_nothing_is_changed()
    {
        await using (var store = await database.OpenAsync(clock))
            await store.WriteAsync(async sql => await sql.ExecuteAsync(new Sql.Statement("CREATE TABLE addition (id TEXT)")), isBackground: false, default);
        var refused = await Assert.ThrowsAsync<StoreUnfitException>(() => database.OpenAsync(clock, [.. Migrations.All, Addition]));
        Assert.That(refused!.Message, Does.Contain($"step {Migrations.All.Count + 1}").And.Contain("half-applied"));
        await using var again = await database.OpenAsync(clock);
        Assert.That(await again.CheckAsync(default), Is.EqualTo(StoreCondition.Ready));
    }

    [Test]
    public async Task A_step_that_is_missing_is_named_at_start_and_while_a_host_runs()
    {
        await using (var store = await database.OpenAsync(clock))
        {
            await store.WriteAsync(async sql => await sql.ExecuteAsync(new Sql.Statement("DELETE FROM schema_steps WHERE step = 3")), isBackground: false, default);
            Assert.That(await store.CheckAsync(default), Is.EqualTo(StoreCondition.HalfApplied));
        }

        var refused = await Assert.ThrowsAsync<StoreUnfitException>(() => database.OpenAsync(clock));
        Assert.That(refused!.Message, Does.Contain("step 3 is missing").And.Contain("half-applied"));
    }
}
