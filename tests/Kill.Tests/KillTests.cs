using Npgsql;
using ProcedureEngine.Persistence;

namespace ProcedureEngine.Kill.Tests;

/// <summary>
/// The built Host killed under load, again and again: whatever it had answered is there afterwards, once. <c>PE_KILLS</c> sets how often
/// (5 by default; 30 is the long run).
/// </summary>
[NonParallelizable]
[Category("Whole")]
public sealed class KillTests
{
    private const int Drivers = 6;
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
            TestContext.Out.WriteLine($"{ledger.Count} answers, {facts.Cases.Length} cases, {facts.Decisions.Length} decisions, {facts.Tasks.Length} tasks, {facts.HandedOver.Length} letters");
            Assert.That(LedgerChecker.Check(ledger, facts), Is.Empty);
            CheckTheChecker(ledger, facts);
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
        var drivers = Enumerable.Range(0, Drivers).Select(number => Task.Run(new Driver(number, host, ledger, state).RunAsync)).ToList();
        var duringBurst = 0;
        for (var kill = 0; kill < kills; kill++)
        {
            await Task.WhenAny(ledger.WaitForAsync(20 + random.Next(60)), Task.WhenAny(drivers).Unwrap());
            state.HostGoes();
            duringBurst += state.InFlight > 0 ? 1 : 0;
            await host.KillAsync();
            await host.StartAsync();
            state.HostComes();
        }

        await Task.WhenAny(ledger.WaitForAsync(40), Task.WhenAny(drivers).Unwrap());
        state.IsStopping = true;
        await Task.WhenAll(drivers);
        await host.KillAsync();
        TestContext.Out.WriteLine($"{kills} kills, {duringBurst} while a burst was in flight; seed {Seed}");
        Assert.That(duringBurst * 3, Is.GreaterThanOrEqualTo(kills * 2), "two thirds of the kills must hit a burst in flight");
    }

    internal static async Task<Facts> ReadAsync(string folder, string? postgres)
    {
        await using var store = await OpenAsync(folder, postgres);
        return await Facts.ReadAsync(store, Path.Combine(folder, "data", "mail-out"), [Driver.Office]);
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

    /// <summary>Each fault that the checker looks for, planted in what was found, is reported.</summary>
    private static void CheckTheChecker(List<LedgerLine> ledger, Facts facts)
    {
        var lost = ledger.First(line => line.Kind == "case").Id;
        var twice = facts.Tasks[0];
        var message = facts.Messages[0];
        Assert.Multiple(() =>
        {
            Assert.That(LedgerChecker.Check(ledger, facts with { Cases = facts.Cases.RemoveAll(c => c.Id == lost) }), Has.Some.StartsWith("lost case"));
            Assert.That(LedgerChecker.Check(ledger, facts with { Decisions = facts.Decisions.Remove(facts.Decisions.MinBy(d => d.Sequence)) }), Has.Some.StartsWith("gap in decision"));
            Assert.That(LedgerChecker.Check(ledger, facts with { Tasks = facts.Tasks.Add(twice with { Id = twice.Id + "x" }) }), Has.Some.StartsWith("double task"));
            Assert.That(LedgerChecker.Check(ledger, facts with { Messages = facts.Messages.Add(message with { CaseId = "another" }) }), Has.Some.StartsWith("second Message-ID"));
        });
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
