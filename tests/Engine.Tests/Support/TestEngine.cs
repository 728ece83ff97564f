using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using ProcedureEngine.Persistence;

namespace ProcedureEngine.Engine.Tests.Support;

/// <summary>The runner with test steps, on a real SQLite file and a clock that the test moves.</summary>
internal sealed class TestEngine : IAsyncDisposable
{
    public const string Office = "namdinh";
    public const string Case = "c1";

    private static int counter;

    private readonly string folder;

    private TestEngine(DurableStore store, TestClock clock, string folder, Script script)
    {
        (Store, Clock, this.folder, Script) = (store, clock, folder, script);
        Parts = new EngineParts(new ActivityRegistry(Steps.All(script)), Definitions);
        Runner = NewRunner();
    }

    public DurableStore Store { get; }

    public TestClock Clock { get; }

    public Script Script { get; }

    public DefinitionRegistry Definitions { get; } = new();

    public EngineParts Parts { get; private set; }

    public WorkflowRunner Runner { get; private set; }

    public static Actor Officer { get; } = Person("officer");

    public static Actor Head { get; } = Person("head");

    public static Actor Operator { get; } = Person("operator");

    public static async Task<TestEngine> OpenAsync(WorkflowDefinition definition, Script? script = null, Func<EngineParts, EngineParts>? with = null)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"pe_engine_{Environment.ProcessId}_{Interlocked.Increment(ref counter)}");
        Directory.CreateDirectory(folder);
        var clock = new TestClock();
        var engine = new TestEngine(await SqliteStore.OpenAsync(Path.Combine(folder, "store.db"), clock), clock, folder, script ?? new Script());
        engine.Definitions.Add(definition);
        engine.Parts = with is null ? engine.Parts : with(engine.Parts);
        engine.Runner = engine.NewRunner();
        return engine;
    }

    public static Actor Person(string role, string? name = null, string office = Office) => new(name ?? role, ActorKind.Person, [new Grant(role, office)]);

    public WorkflowRunner NewRunner(EngineParts? parts = null) => new(Store, parts ?? Parts, NullLogger<WorkflowRunner>.Instance);

    public Task<BurstAnswer> RunAsync(Stimulus stimulus) => Runner.RunAsync(stimulus, CancellationToken.None);

    public Task<BurstAnswer> StartAsync(string id = Case, JsonObject? input = null, string? definition = null) =>
        RunAsync(new StartProcedure(id, Officer, definition ?? Definitions.All.First().DefinitionId, Office, input ?? []));

    public Task<BurstAnswer> DeliverAsync(string name, JsonObject? payload = null, string id = Case) => RunAsync(new Deliver(id, Actor.Party("party"), name, payload ?? []));

    public async Task<BurstAnswer> DoAsync(string step, string outcome, JsonObject? data = null, Actor? actor = null, string id = Case) =>
        await RunAsync(await CompletionAsync(step, outcome, data, actor, id));

    public async Task<CompleteTask> CompletionAsync(string step, string outcome, JsonObject? data = null, Actor? actor = null, string id = Case)
    {
        var task = await TaskAsync(step, id);
        return new CompleteTask(id, actor ?? Person(task.Role), task.Id, outcome, data, task.Revision);
    }

    /// <summary>Moves the clock and does what the timer loop does then.</summary>
    public async Task<BurstAnswer> PassAsync(int minutes, string id = Case)
    {
        Clock.Now += Duration.FromMinutes(minutes);
        return await RunAsync(new FireTimers(id, Actor.Timer));
    }

    /// <summary>What a burst would be given now; nothing is written.</summary>
    public async Task<Snapshot> LoadAsync(string id = Case, Stimulus? stimulus = null)
    {
        Snapshot? loaded = null;
        await Store.RunAsync(
            stimulus ?? new FireTimers(id, Actor.Timer),
            (snapshot, _) =>
            {
                loaded = snapshot;
                return ValueTask.FromResult(new BurstResult(new BurstAnswer("loaded", id, [])));
            },
            CancellationToken.None);
        return loaded!;
    }

    public async Task<InstanceRow> InstanceAsync(string id = Case) => (await LoadAsync(id)).Instance!;

    public async Task<UserTask> TaskAsync(string step, string id = Case)
    {
        var open = (await LoadAsync(id)).Tasks;
        return open.FirstOrDefault(task => task.ActivityId == step)
            ?? throw new AssertionException($"No open task at '{step}'; open are: {string.Join(", ", open.Select(task => task.ActivityId))}");
    }

    /// <summary>The steps where tokens stand, in order of their names.</summary>
    public async Task<IReadOnlyList<string>> PlacesAsync(string id = Case) =>
        [.. JsonNode.Parse((await InstanceAsync(id)).State)!["tokens"]!.AsArray().Select(token => (string)token!["activityId"]!).Order(StringComparer.Ordinal)];

    public async Task<T?> VariableAsync<T>(string name, string id = Case) => EngineJson.Read<T>(JsonNode.Parse((await InstanceAsync(id)).State)!["variables"]![name]);

    public async Task<IReadOnlyList<string>> TraceAsync(string id = Case) => await VariableAsync<List<string>>("trace", id) ?? [];

    public Task<IReadOnlyList<JournalRow>> JournalAsync(string id = Case) => Store.Queries.JournalAsync(id, CancellationToken.None);

    /// <summary>Changes the file behind the store's back.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "store.db")};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The stimulus is refused, and nothing changed.</summary>
    public async Task<RejectedException> RefusedAsync(Stimulus stimulus, string rule)
    {
        var before = await LoadAsync(stimulus.InstanceId);
        var refused = await Assert.ThrowsAsync<RejectedException>(() => RunAsync(stimulus));
        var after = await LoadAsync(stimulus.InstanceId);
        Assert.That(refused!.Rule, Is.EqualTo(rule), refused.Message);
        Assert.That(after.Instance, Is.EqualTo(before.Instance), "the instance is as it was");
        Assert.That(after.Timers, Has.Count.EqualTo(before.Timers.Count));
        Assert.That(after.OpenIncidents, Has.Count.EqualTo(before.OpenIncidents.Count));
        return refused;
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}

internal sealed class TestClock : IClock
{
    public Instant Now { get; set; } = Instant.FromUtc(2026, 3, 2, 2, 0);

    public Instant GetCurrentInstant() => Now;
}
