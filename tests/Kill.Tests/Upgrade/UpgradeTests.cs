using Npgsql;
using ProcedureEngine.Persistence;

namespace ProcedureEngine.Kill.Tests.Upgrade;

/// <summary>
/// Two versions of the Host on one store, as in a rolling upgrade: this build is the older, and the newer is published from these sources with what a next
/// release brings (<see cref="NextBuild"/>).
/// </summary>
[NonParallelizable]
[Category("Whole")]
public sealed class UpgradeTests
{
    private const int Drivers = 3;

    /// <summary>Of a host, for what another one armed.</summary>
    private static readonly (string, string) WakesOften = ("Loops__MaxSleepSeconds", "1");

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private string folder = null!;
    private string nextProgram = null!;
    private int runs;

    [OneTimeSetUp]
    public async Task PublishAsync()
    {
        folder = Directory.CreateTempSubdirectory("pe_upgrade_").FullName;
        // PE_NEXT_PROGRAM names one that was published before: for trying the tests again without building it.
        nextProgram = Environment.GetEnvironmentVariable("PE_NEXT_PROGRAM") ?? await NextBuild.PublishAsync(folder);
    }

    [OneTimeTearDown]
    public void Remove() => Directory.Delete(folder, recursive: true);

    [Test]
    public Task Both_versions_serve_side_by_side_and_nothing_is_lost_or_doubled() => KillTests.WithDatabaseAsync("pe_upgrade", async postgres =>
    {
        var ledgerFile = Path.Combine(folder, "ledger.jsonl");
        var (ofOlder, ofNext) = (NewFolder("older"), NewFolder("next"));
        using var older = new HostProcess(ofOlder, postgres, WakesOften);
        using var next = new HostProcess(ofNext, postgres, WakesOften) { Program = nextProgram };
        Parked parked;
        int sentOn;
        using (var ledger = new Ledger(ledgerFile))
        {
            await using var office = new Office(older);
            parked = await UpgradeAsync(older, next, office, ledger);
            sentOn = office.SentOn;
        }

        Assert.That(older.Said, Has.None.Contains("could not be fired"), "it never took a timer of a version that it does not have");
        await using var store = await PostgresStore.OpenAsync(postgres!);
        Assert.That(await VersionsAsync(store, parked.Older, parked.Next, parked.OlderAgain), Is.EqualTo(new[] { 1, 2, 1 }));
        var facts = await FactsReader.ReadAsync(store, Path.Combine(ofOlder, "data"));
        var lettersOfNext = (await FactsReader.ReadAsync(store, Path.Combine(ofNext, "data"))).Left;
        var ledgerRead = Ledger.Read(ledgerFile);
        Assert.That(LedgerChecker.Check(ledgerRead, facts with { Left = [.. facts.Left, .. lettersOfNext] }), Is.Empty);
        var open = (await store.Queries.CasesAsync(new CaseFilter(null, "enforcement-request", Limit: 500), default)).Items.Where(file => file.ClosedAt is null).Select(file => file.Id);
        Assert.That(open, Is.Empty, "every case has ended");
        TestContext.Out.WriteLine($"{ledgerRead.Count} answers, {facts.Cases.Length} cases, {facts.Numbers.Count(FactsReader.IsDecision)} decisions; {sentOn} calls left by one host to the other");
    });

    [Test]
    public Task A_one_way_step_waits_for_the_older_host_and_then_keeps_it_out_both_by_name() => KillTests.WithDatabaseAsync("pe_oneway", async postgres =>
    {
        using var older = new HostProcess(NewFolder("older"), postgres);
        await older.StartAsync();
        (string Name, string Value)[] settings = [(NextBuild.OneWay, "1"), .. Settings(NewFolder("next"), postgres)];
        var planned = await Tool.RunAsync("dotnet", [nextProgram, "migrate", "--plan"], settings);
        Assert.That(planned.Code, Is.EqualTo(1), planned.Said);
        Assert.That(planned.Said, Does.Contain($"{NextBuild.Step}: to be applied, hosts that run now bear it").And.Contain($"{NextBuild.OneWayStep}: to be applied, ONE-WAY: {NextBuild.Reason}").And.Contain("Running now:"));
        foreach (var arguments in new string[][] { ["--urls", "http://127.0.0.1:0"], ["migrate"] })
        {
            var held = await Tool.RunAsync("dotnet", [nextProgram, .. arguments], settings);
            Assert.That(held.Code, Is.EqualTo(4), held.Said);
            Assert.That(held.Said, Does.Contain($"('{NextBuild.OneWayStep}') is one-way: {NextBuild.Reason}. Still running without it:").And.Contain("Stop them"));
        }

        using (var client = new HttpClient { BaseAddress = older.Address })
            Assert.That(await client.GetStringAsync("/health/ready"), Does.Not.Contain("newer"), "nothing was changed under it");
        Assert.That(await older.StopAsync(Patience), Is.Zero);
        var applied = await Tool.RunAsync("dotnet", [nextProgram, "migrate"], settings);
        Assert.That(applied.Code, Is.Zero, applied.Said);
        var refused = await Tool.RunAsync("dotnet", [HostProcess.Assembly(), "--urls", "http://127.0.0.1:0"], settings);
        Assert.That(refused.Code, Is.EqualTo(3), refused.Said);
        Assert.That(refused.Said, Does.Contain($"('{NextBuild.OneWayStep}') is one-way: {NextBuild.Reason}").And.Contain("Run the program that wrote it, or a newer one"));
    });

    [Test]
    public Task A_migration_that_is_killed_in_the_middle_leaves_nothing_on_PostgreSQL() => KillTests.WithDatabaseAsync("pe_half", postgres =>
        KilledAsync(NewFolder("half"), postgres, "SELECT pg_sleep(5)", () => SleepsAsync(postgres!)));

    [Test]
    public Task A_migration_that_is_killed_in_the_middle_leaves_nothing_on_SQLite()
    {
        var place = NewFolder("half");
        return KilledAsync(
            place, null, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500000000) INSERT INTO next_notes SELECT 'x' || MAX(i) FROM n",
            async () => (await Tool.RunAsync("sqlite3", [Path.Combine(place, "data", "procedure-engine.db"), "BEGIN IMMEDIATE; ROLLBACK;"])).Code != 0);
    }

    /// <summary>The next start completes it, and the older program goes on beside what was added.</summary>
    /// <param name="slow">Keeps the step going.</param>
    /// <param name="isInTheMiddle">Whether the step is being applied.</param>
    private async Task KilledAsync(string place, string? postgres, string slow, Func<Task<bool>> isInTheMiddle)
    {
        await (await KillTests.OpenAsync(place, postgres, makeFolder: true)).DisposeAsync();
        using (var killed = new HostProcess(place, postgres, (NextBuild.Slow, slow)) { Program = nextProgram })
        {
            var starting = killed.StartAsync();
            await UntilAsync(isInTheMiddle);
            await killed.KillAsync();
            await Assert.ThrowsAsync<InvalidOperationException>(() => starting);
        }

        var settings = Settings(place, postgres);
        var planned = await Tool.RunAsync("dotnet", [nextProgram, "migrate", "--plan"], settings);
        Assert.That(planned.Said, Does.Contain($"{NextBuild.Step}: to be applied"), "nothing of it is there");
        using (var again = new HostProcess(place, postgres) { Program = nextProgram })
        {
            await again.StartAsync();
            Assert.That(await again.StopAsync(Patience), Is.Zero);
        }

        Assert.That((await Tool.RunAsync("dotnet", [nextProgram, "migrate", "--plan"], settings)).Said, Does.Contain("Nothing is to be applied"));
        using var older = new HostProcess(place, postgres);
        await older.StartAsync();
        using var client = new HttpClient { BaseAddress = older.Address };
        Assert.That(await client.GetStringAsync("/health/ready"), Does.Contain($"its schema is newer, by steps that this program bears: {NextBuild.Step}"));
    }

    private async Task<Parked> UpgradeAsync(HostProcess older, HostProcess next, Office office, Ledger ledger)
    {
        await older.StartAsync();
        var stop = new TaskCompletionSource();
        var work = new CaseWork(100, office, ledger);
        var drivers = Enumerable.Range(0, Drivers).Select(number => Task.Run(() => new CaseWork(number, office, ledger).RunAsync(stop.Task))).ToList();
        await AnswersAsync();
        var ofOlder = await work.StartAsync();

        await next.StartAsync();
        office.Behind(older, next);
        await AnswersAsync();
        var ofNext = await work.StartAtAsync(next);
        await LeftToTheNextAsync(office, work, ledger, older, next, ofNext);
        await MissAsync(office, older, ofOlder, ofNext);

        // It restarts in the middle, and finds a schema, and a version of the procedure, that are newer than it.
        office.Behind(next);
        Assert.That(await older.StopAsync(Patience), Is.Zero);
        await older.StartAsync();
        office.Behind(older, next);
        var ofOlderAgain = await work.StartAtAsync(older);
        await LeftToTheNextAsync(office, work, ledger, older, next, ofNext);
        await AnswersAsync();

        office.Behind(next);
        Assert.That(await older.StopAsync(Patience), Is.Zero);
        await AnswersAsync();
        stop.SetResult();
        await Task.WhenAll(drivers);
        foreach (var id in new[] { ofOlder, ofNext, ofOlderAgain })
            await work.EndAsync(id);
        Assert.That(await next.StopAsync(Patience), Is.Zero);
        return new Parked(ofOlder, ofNext, ofOlderAgain);

        async Task AnswersAsync() => await ledger.WaitForAsync(15, drivers);
    }

    /// <summary>The older host says that it is not its own to do and what to do; the next one does it, with the same key.</summary>
    private static async Task LeftToTheNextAsync(Office office, CaseWork work, Ledger ledger, HostProcess older, HostProcess next, string caseId)
    {
        var act = await work.NextActAsync(caseId);
        var (status, text, headers) = await office.TryAsync(older, act.Role, HttpMethod.Post, act.Path, act.Body, act.Key);
        Assert.That(status, Is.EqualTo(503), text);
        Assert.That((string?)JsonNode.Parse(text)!["type"], Is.EqualTo("/problems/version-unknown"));
        Assert.That(text, Does.Contain("no version 2 of 'enforcement-request'").And.Contain("send it again"));
        Assert.That(headers.RetryAfter, Is.Not.Null);
        (status, text, _) = await office.TryAsync(next, act.Role, HttpMethod.Post, act.Path, act.Body, act.Key);
        Assert.That(status, Is.EqualTo(200), text);
        ledger.Write(new LedgerLine("task", act.Task, act.Outcome));
    }

    /// <summary>The clock is moved at the older host: timers of its own version it fires, those of the other version their host.</summary>
    private static async Task MissAsync(Office office, HostProcess older, params string[] cases)
    {
        var (status, text, _) = await office.TryAsync(older, "head", HttpMethod.Post, "/api/sandbox/clock", """{"workingDays":15}""", "clock");
        Assert.That(status, Is.EqualTo(200), text);
        foreach (var id in cases)
        {
            await UntilAsync(async () => (await office.TryAsync(older, "head", HttpMethod.Get, $"/api/cases/{id}/deadlines", null, "look")) is var answer
                && JsonNode.Parse(answer.Text)!["items"]!.AsArray().Any(limit => (string)limit!["state"]! == "missed"));
        }
    }

    private static async Task<IEnumerable<int>> VersionsAsync(DurableStore store, params string[] cases)
    {
        var versions = new List<int>();
        foreach (var id in cases)
            versions.Add((await store.Queries.InstanceAsync(id, default))!.DefinitionVersion);
        return versions;
    }

    private static async Task<bool> SleepsAsync(string postgres)
    {
        await using var connection = new NpgsqlConnection(postgres + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND state = 'active' AND query LIKE '%pg_sleep%'", connection);
        return (long)(await command.ExecuteScalarAsync())! > 0;
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var cut = new CancellationTokenSource(Longest);
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await holds())
            await ticks.WaitForNextTickAsync(cut.Token);
    }

    private string NewFolder(string name)
    {
        var place = Path.Combine(folder, $"{++runs}", name);
        Directory.CreateDirectory(place);
        return place;
    }

    private static (string Name, string Value)[] Settings(string place, string? postgres) =>
        [("ASPNETCORE_ENVIRONMENT", "Development"), ("Data__Folder", Path.Combine(place, "data")), .. postgres is null ? [] : new[] { ("Store__Postgres", postgres) }];

    /// <summary>Cases that wait while the hosts change: begun at the older, at the next, and at the older after it has met the next one's store.</summary>
    private sealed record Parked(string Older, string Next, string OlderAgain);
}
