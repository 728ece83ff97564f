using Npgsql;
using ProcedureEngine.Persistence;

namespace ProcedureEngine.Kill.Tests;

/// <summary>A copy taken while people work is whole: restored elsewhere it holds all that was answered before, proves itself, and is worked on.</summary>
[NonParallelizable]
[Category("Whole")]
public sealed class BackupTests
{
    private const int Drivers = 4;

    private string folder = null!;

    [SetUp]
    public void Make() => folder = Directory.CreateTempSubdirectory("pe_backup_").FullName;

    [TearDown]
    public void Remove() => Directory.Delete(folder, recursive: true);

    [Test]
    public Task A_copy_taken_under_load_is_whole_on_SQLite() => RunAsync(null, null);

    [Test]
    public Task A_copy_taken_under_load_is_whole_on_PostgreSQL() => KillTests.WithDatabaseAsync("pe_backup", async postgres =>
    {
        // The restore makes this one itself.
        var restored = new NpgsqlConnectionStringBuilder(postgres!) { Database = $"pe_restored_{Environment.ProcessId}" };
        try
        {
            await RunAsync(postgres, restored.ToString());
        }
        finally
        {
            await KillTests.DropAsync(restored.Database!);
        }
    });

    private async Task RunAsync(string? postgres, string? restoredTo)
    {
        var (backup, elsewhere) = (Path.Combine(folder, "backup"), Path.Combine(folder, "elsewhere"));
        var ledger = await BackUpUnderLoadAsync(postgres, backup);
        var settings = Settings(Path.Combine(elsewhere, "data"), restoredTo);
        var restored = await Tool.RunAsync("bash", [Tool.Script("restore.sh"), backup], settings);
        Assert.That(restored.Code, Is.Zero, restored.Said);
        Assert.That((await Tool.RunAsync("bash", [Tool.Script("restore.sh"), backup], settings)).Said, Does.Contain("not empty"), "nothing is written over");
        var (code, said) = await Tool.RunAsync("dotnet", [HostProcess.Assembly(), "verify"], settings);
        Assert.That(code, Is.Zero, said);
        Assert.That(said, Does.Contain("whole"));

        var before = await KillTests.ReadAsync(elsewhere, restoredTo);
        Assert.That(before.Cases, Is.Not.Empty);
        // Letters are handed over again if need be: the copy of their folder was taken after that of the store.
        Assert.That(LedgerChecker.Check(ledger, before), Is.Empty);
        await WorkOnAsync(elsewhere, restoredTo, before);
    }

    /// <returns>What was answered before the copy was begun.</returns>
    private async Task<List<LedgerLine>> BackUpUnderLoadAsync(string? postgres, string backup)
    {
        var ledgerFile = Path.Combine(folder, "ledger.jsonl");
        var state = new LoadState();
        using var ledger = new Ledger(ledgerFile);
        using var host = new HostProcess(folder, postgres);
        await host.StartAsync();
        var drivers = Enumerable.Range(0, Drivers).Select(number => Task.Run(new EnforcementDriver(number, LoadSite.Of(host, ledger, state)).RunAsync)).ToList();
        await ledger.WaitForAsync(40, drivers);
        var answered = Ledger.Read(ledgerFile);
        var settings = Settings(Path.Combine(folder, "data"), postgres);
        var (code, said) = await Tool.RunAsync("bash", [Tool.Script("backup.sh"), backup], settings);
        var during = ledger.Count - answered.Count;
        state.IsStopping = true;
        await Task.WhenAll(drivers);
        Assert.That(code, Is.Zero, said);
        TestContext.Out.WriteLine($"{answered.Count} answers before the copy, {during} while it was taken; {said.Trim()}");
        Assert.That((await Tool.RunAsync("bash", [Tool.Script("backup.sh"), backup], settings)).Said, Does.Contain("never written over"));
        return answered;
    }

    /// <summary>The next case has the next number, with neither gap nor repeat.</summary>
    private async Task WorkOnAsync(string elsewhere, string? postgres, Facts before)
    {
        using var ledger = new Ledger(Path.Combine(folder, "after.jsonl"));
        using (var host = new HostProcess(elsewhere, postgres))
        {
            await host.StartAsync();
            var state = new LoadState();
            var driver = Task.Run(new EnforcementDriver(100, LoadSite.Of(host, ledger, state)).RunAsync);
            await ledger.WaitForAsync(7, [driver]);
            state.IsStopping = true;
            await driver;
        }

        var after = await KillTests.ReadAsync(elsewhere, postgres);
        Assert.That(after.Cases.Max(file => file.Sequence), Is.GreaterThan(before.Cases.Max(file => file.Sequence)!.Value));
        Assert.That(LedgerChecker.Check(Ledger.Read(Path.Combine(folder, "after.jsonl")), after), Is.Empty);
    }

    [TestCase("store.db", "damaged")]
    [TestCase("files.tar", "damaged")]
    public async Task A_damaged_copy_is_refused(string file, string reason)
    {
        var backup = Path.Combine(folder, "backup");
        using (var host = new HostProcess(folder, null))
        {
            await host.StartAsync();
            Assert.That((await Tool.RunAsync("bash", [Tool.Script("backup.sh"), backup], Settings(Path.Combine(folder, "data"), null))).Code, Is.Zero);
        }

        await using (var stream = new FileStream(Path.Combine(backup, file), FileMode.Open))
        {
            stream.Seek(100, SeekOrigin.Begin);
            stream.WriteByte(0xFF);
        }

        var data = Path.Combine(folder, "elsewhere");
        var (code, said) = await Tool.RunAsync("bash", [Tool.Script("restore.sh"), backup], Settings(data, null));
        Assert.That(code, Is.EqualTo(1));
        Assert.That(said, Does.Contain(reason));
        Assert.That(Directory.Exists(data), Is.False);
    }

    /// <summary>Verify tells a journal that somebody changed.</summary>
    [Test]
    public async Task A_changed_journal_is_found()
    {
        using (var host = new HostProcess(folder, null))
        {
            await host.StartAsync();
            using var ledger = new Ledger(Path.Combine(folder, "ledger.jsonl"));
            var state = new LoadState();
            var driver = Task.Run(new EnforcementDriver(0, LoadSite.Of(host, ledger, state)).RunAsync);
            await ledger.WaitForAsync(3, [driver]);
            state.IsStopping = true;
            await driver;
        }

        var data = Path.Combine(folder, "data");
        var changed = await Tool.RunAsync("sqlite3", [Path.Combine(data, "procedure-engine.db"), "UPDATE journal SET text = text || ' ' WHERE sequence = 2"]);
        Assert.That(changed.Code, Is.Zero, changed.Said);
        var (code, said) = await Tool.RunAsync("dotnet", [HostProcess.Assembly(), "verify"], Settings(data, null));
        Assert.That(code, Is.EqualTo(1), said);
        Assert.That(said, Does.Contain("the chain breaks at entry 2"));
    }

    private static (string Name, string Value)[] Settings(string data, string? postgres) =>
        [("ASPNETCORE_ENVIRONMENT", "Development"), ("Data__Folder", data), .. postgres is null ? [] : new[] { ("Store__Postgres", postgres) }];
}
