namespace ProcedureEngine.Kill.Tests;

/// <summary>A unit that is stopped while people work ends by itself in time, with 0, and has neither lost nor doubled anything; what cannot start says why.</summary>
[NonParallelizable]
[Category("Whole")]
public sealed class StopTests
{
    private const int Drivers = 4;
    private const int Stops = 2;

    /// <summary>What the unit gives it before it is killed.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private string folder = null!;

    [SetUp]
    public void Make() => folder = Directory.CreateTempSubdirectory("pe_stop_").FullName;

    [TearDown]
    public void Remove() => Directory.Delete(folder, recursive: true);

    [Test]
    public Task It_ends_within_ten_seconds_under_load_on_SQLite() => RunAsync(null);

    [Test]
    public Task It_ends_within_ten_seconds_under_load_on_PostgreSQL() => KillTests.WithDatabaseAsync("pe_stop", RunAsync);

    private async Task RunAsync(string? postgres)
    {
        var ledgerFile = Path.Combine(folder, "ledger.jsonl");
        var state = new LoadState();
        using (var ledger = new Ledger(ledgerFile))
        {
            using var host = new HostProcess(folder, postgres);
            await host.StartAsync();
            var drivers = Enumerable.Range(0, Drivers).Select(number => Task.Run(new EnforcementDriver(number, LoadSite.Of(host, ledger, state)).RunAsync)).ToList();
            for (var stop = 0; stop < Stops; stop++)
            {
                await ledger.WaitForAsync(25, drivers);
                state.HostGoes();
                Assert.That(await host.StopAsync(Patience), Is.Zero);
                await host.StartAsync();
                state.HostComes();
            }

            await ledger.WaitForAsync(15, drivers);
            state.IsStopping = true;
            await Task.WhenAll(drivers);
            Assert.That(await host.StopAsync(Patience), Is.Zero);
        }

        var facts = await KillTests.ReadAsync(folder, postgres);
        Assert.That(facts.Cases, Is.Not.Empty);
        Assert.That(LedgerChecker.Check(Ledger.Read(ledgerFile), facts), Is.Empty);
    }

    [TestCase("INSERT INTO schema_steps (step, hash, applied_at) SELECT MAX(step) + 1, 'later', 0 FROM schema_steps", 3, "this program knows", TestName = "A newer database")]
    [TestCase("DELETE FROM schema_steps WHERE step = 3", 3, "half-applied", TestName = "A half-applied migration")]
    [TestCase("DROP TABLE hosts; DELETE FROM schema_steps WHERE step = (SELECT MAX(step) FROM schema_steps); CREATE TABLE hosts (id TEXT)", 3, "half-applied", TestName = "A step of which parts are there")]
    public async Task A_host_that_may_not_use_its_store_says_why_and_ends(string change, int code, string reason)
    {
        await (await KillTests.OpenAsync(folder, null, makeFolder: true)).DisposeAsync();
        var data = Path.Combine(folder, "data");
        var changed = await Tool.RunAsync("sqlite3", [Path.Combine(data, "procedure-engine.db"), change]);
        Assert.That(changed.Code, Is.Zero, changed.Said);
        var (ended, said) = await Tool.RunAsync("dotnet", [HostProcess.Assembly(), "--urls", "http://127.0.0.1:0"], ("ASPNETCORE_ENVIRONMENT", "Development"), ("Data__Folder", data));
        Assert.That(ended, Is.EqualTo(code), said);
        Assert.That(said, Does.Contain(reason));
    }

    [Test]
    public async Task A_host_without_its_store_says_so_and_may_be_started_again()
    {
        var (code, said) = await Tool.RunAsync(
            "dotnet", [HostProcess.Assembly(), "--urls", "http://127.0.0.1:0"],
            ("ASPNETCORE_ENVIRONMENT", "Development"), ("Data__Folder", Path.Combine(folder, "data")), ("Store__Postgres", "Host=127.0.0.1;Port=9;Database=none;Username=none"));
        Assert.That(code, Is.EqualTo(4), said);
        Assert.That(said, Does.Contain("PostgreSQL cannot be used"));
    }
}
