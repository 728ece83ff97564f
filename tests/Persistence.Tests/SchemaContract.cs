using ProcedureEngine.Persistence.Schema;

namespace ProcedureEngine.Persistence.Tests;

/// <summary>Opening a database that is empty, old, newer, or another's.</summary>
[TestFixture(StoreKind.Sqlite)]
[TestFixture(StoreKind.Postgres)]
public sealed class SchemaContract(StoreKind kind)
{
    private static readonly Migration Addition = Migration.Borne("addition", "CREATE TABLE addition (id TEXT PRIMARY KEY, at BIGINT NOT NULL, bytes BYTES)");
    private static readonly Migration Removal = Migration.OneWay("removal", "DROP TABLE feed_readers", "a host before it still reads the table");

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
    public async Task An_earlier_program_goes_on_beside_steps_that_it_bears()
    {
        await using (await database.OpenAsync(clock, [.. Migrations.All, Addition]))
        {
        }

        await using var earlier = await database.OpenAsync(clock);
        Assert.That(await earlier.CheckAsync(default), Is.EqualTo(StoreCondition.Ready));
        Assert.That(await earlier.NewerStepsAsync(default), Is.EqualTo(new[] { "addition" }));
        await earlier.RunAsync(Bursts.Start("c1"), Bursts.Create("c1"), default);
    }

    [Test]
    public async Task An_earlier_program_refuses_a_one_way_step_by_its_name_and_says_what_to_do()
    {
        await using (await database.OpenAsync(clock, [.. Migrations.All, Addition, Removal]))
        {
        }

        var refused = await Assert.ThrowsAsync<DatabaseNewerException>(() => database.OpenAsync(clock));
        Assert.That(refused!.Message, Does.Contain($"Step {Migrations.All.Count + 2} ('removal') is one-way: a host before it still reads the table").And.Contain($"knows {Migrations.All.Count}"));
        Assert.That(refused.Message, Does.Contain("Run the program that wrote it, or a newer one").And.Not.Contain("addition"));
    }

    [Test]
    public async Task A_step_of_which_the_database_says_nothing_is_not_borne()
    {
        await using (var store = await database.OpenAsync(clock))
            await store.WriteAsync(async sql => await sql.ExecuteAsync(new Sql.Statement("INSERT INTO schema_steps (step, hash, applied_at) SELECT MAX(step) + 1, 'x', 0 FROM schema_steps")), isBackground: false, default);
        var refused = await Assert.ThrowsAsync<DatabaseNewerException>(() => database.OpenAsync(clock));
        Assert.That(refused!.Message, Does.Contain($"Nothing says whether it bears step {Migrations.All.Count + 1}"));
    }

    /// <summary>A guard for whoever writes a step: what takes something away or asks more of a row than older programs write is never borne.</summary>
    [Test]
    public void Steps_that_are_borne_only_add()
    {
        string[] harmful = ["DROP ", "RENAME ", "ALTER COLUMN ", "UPDATE ", "DELETE ", "TRUNCATE "];
        Assert.Multiple(() =>
        {
            foreach (var step in Migrations.All.Skip(1).Where(step => !step.IsOneWay))
            {
                Assert.That(harmful.Where(word => step.Sql.Contains(word, StringComparison.Ordinal)), Is.Empty, step.Name);
                Assert.That(
                    step.Sql.Split(';').Where(line => line.Contains("ADD COLUMN", StringComparison.Ordinal) && line.Contains("NOT NULL", StringComparison.Ordinal) && !line.Contains("DEFAULT", StringComparison.Ordinal)),
                    Is.Empty, step.Name);
            }
        });
        Assert.That(Migrations.All.Select(step => step.Name), Is.Unique);
    }

    [Test]
    public async Task Steps_of_another_build_are_refused()
    {
        await using (await database.OpenAsync(clock, [Migration.Borne("first", $"{Migrations.All[0].Sql}\n{Addition.Sql}")]))
        {
        }

        var refused = await Assert.ThrowsAsync<StoreUnfitException>(() => database.OpenAsync(clock));
        Assert.That(refused!.Message, Does.Contain("step 1 of the database is not this program's step 1 ('first')"));
    }

    [Test]
    public async Task A_step_that_fails_changes_nothing()
    {
        await Assert.ThrowsAsync<StoreUnfitException>(() => database.OpenAsync(clock, [.. Migrations.All, Addition, Migration.Borne("nonsense", "CREATE NONSENSE")]));
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
