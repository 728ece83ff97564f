using Npgsql;
using ProcedureEngine.Persistence;

namespace ProcedureEngine.Kill.Tests;

/// <summary>
/// The built Host killed under the load of all three procedures, again and again: whatever it had answered is there afterwards, once. <c>PE_KILLS</c> sets how often
/// (5 by default; 30 is the long run).
/// </summary>
[NonParallelizable]
[Category("Whole")]
public sealed class KillTests
{
    private const int Seed = 77;

    [Test]
    public Task Nothing_answered_is_lost_or_doubled_on_SQLite() => RunAsync(null);

    [Test]
    public Task Nothing_answered_is_lost_or_doubled_on_PostgreSQL() => WithDatabaseAsync("pe_kill", RunAsync);

    /// <summary>A database of its own, gone after the test.</summary>
    internal static async Task WithDatabaseAsync(string prefix, Func<string?, Task> test)
    {
        var admin = Environment.GetEnvironmentVariable("PE_POSTGRES")
            ?? throw new InvalidOperationException("PE_POSTGRES is not set: start the tests by deploy/test.sh, or name a PostgreSQL in which databases may be created.");
        var name = $"{prefix}_{Environment.ProcessId}";
        await ExecuteAsync(admin, $"CREATE DATABASE {name}");
        try
        {
            await test(new NpgsqlConnectionStringBuilder(admin) { Database = name }.ToString());
        }
        finally
        {
            NpgsqlConnection.ClearAllPools();
            await ExecuteAsync(admin, $"DROP DATABASE {name} WITH (FORCE)");
        }
    }

    /// <summary>Drops a database that a test's own tools made.</summary>
    internal static async Task DropAsync(string name)
    {
        NpgsqlConnection.ClearAllPools();
        await ExecuteAsync(Environment.GetEnvironmentVariable("PE_POSTGRES")!, $"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
    }

    private static async Task RunAsync(string? postgres)
    {
        var folder = Directory.CreateTempSubdirectory("pe_kill_").FullName;
        var ledgerFile = Path.Combine(folder, "ledger.jsonl");
        try
        {
            await LoadAsync(folder, ledgerFile, postgres);
            var facts = await ReadAsync(folder, postgres);
            var ledger = Ledger.Read(ledgerFile);
            Tell(ledger, facts);
            Assert.That(LedgerChecker.Check(ledger, facts).Concat(LedgerChecker.CheckLeft(ledger, facts)), Is.Empty);
            PlantedFaults.Check(ledger, facts);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Load, kill, start again; the last time the load ends by itself.</summary>
    private static async Task LoadAsync(string folder, string ledgerFile, string? postgres)
    {
        var kills = int.Parse(Environment.GetEnvironmentVariable("PE_KILLS") ?? "5", System.Globalization.CultureInfo.InvariantCulture);
        var random = new Random(Seed);
        var state = new LoadState();
        using var ledger = new Ledger(ledgerFile);
        using var host = new HostProcess(folder, postgres);
        await host.StartAsync();
        var drivers = Drivers(LoadSite.Of(host, ledger, state)).Select(driver => Task.Run(driver.RunAsync)).ToList();
        var duringBurst = 0;
        for (var kill = 0; kill < kills; kill++)
        {
            await ledger.WaitForAsync(20 + random.Next(60), drivers);
            state.HostGoes();
            duringBurst += state.InFlight > 0 ? 1 : 0;
            await host.KillAsync();
            await host.StartAsync();
            state.HostComes();
        }

        await ledger.WaitForAsync(40, drivers);
        state.IsStopping = true;
        await Task.WhenAll(drivers);
        await SandboxHost.UntilAllHasLeftAsync(host);
        await host.KillAsync();
        TestContext.Out.WriteLine($"{kills} kills, {duringBurst} while a burst was in flight; seed {Seed}");
        Assert.That(duringBurst * 3, Is.GreaterThanOrEqualTo(kills * 2), "two thirds of the kills must hit a burst in flight");
    }

    /// <summary>People and systems of all three procedures at once, each procedure's ways among them.</summary>
    private static IEnumerable<Driver> Drivers(LoadSite site) =>
    [
        .. Enumerable.Range(0, 3).Select(number => new EnforcementDriver(number, site)),
        .. Enumerable.Range(3, 3).Select(number => new ComplaintDriver(number, site)),
        .. Enumerable.Range(6, 4).Select(number => new ClaimDriver(number, site)),
    ];

    private static void Tell(List<LedgerLine> ledger, Facts facts)
    {
        var cases = facts.Cases.GroupBy(file => file.Procedure, StringComparer.Ordinal).Select(group => $"{group.Key} {group.Count()}");
        TestContext.Out.WriteLine(
            $"{ledger.Count(line => line.Kind is LedgerKinds.Case or LedgerKinds.Task or LedgerKinds.Mail or LedgerKinds.Act)} answers, {ledger.Count(line => line.Kind == LedgerKinds.Twice)} calls made twice, "
            + $"{facts.Cases.Length} cases ({string.Join(", ", cases)}), {facts.Numbers.Count(FactsReader.IsDecision)} decisions, {facts.Lines.Length} register lines, "
            + $"{ledger.Count(line => line.Kind == LedgerKinds.Payment)} payments, {facts.Tasks.Length} tasks, {facts.Left.Count(message => message.Channel == "mail")} letters, {facts.Left.Count(message => message.Channel == "sms")} SMS");
    }

    internal static async Task<Facts> ReadAsync(string folder, string? postgres)
    {
        await using var store = await OpenAsync(folder, postgres);
        return await FactsReader.ReadAsync(store, Path.Combine(folder, "data"));
    }

    /// <summary>The store that a killed Host has left.</summary>
    /// <param name="makeFolder">True where no host has been yet.</param>
    internal static async Task<DurableStore> OpenAsync(string folder, string? postgres, bool makeFolder = false)
    {
        if (makeFolder)
            Directory.CreateDirectory(Path.Combine(folder, "data"));
        return postgres is null
            ? await SqliteStore.OpenAsync(Path.Combine(folder, "data", "procedure-engine.db"), new StandingClock())
            : await PostgresStore.OpenAsync(postgres);
    }

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private sealed class StandingClock : IClock
    {
        public Instant GetCurrentInstant() => Instant.FromUtc(2030, 1, 1, 0, 0);
    }
}
