namespace ProcedureEngine.Persistence.Tests.Support;

/// <summary>Base of the contract: every fixture runs the same tests on SQLite and on a real PostgreSQL, in a database of its own that is empty before each.</summary>
[TestFixture(StoreKind.Sqlite)]
[TestFixture(StoreKind.Postgres)]
public abstract class StoreContract(StoreKind kind)
{
    private TestDatabase database = null!;

    internal TestClock Clock { get; } = new();

    /// <summary>The clock's now as stores keep it.</summary>
    internal static Instant Start => Instant.FromUnixTimeTicks(TestClock.Start.ToUnixTimeTicks() / 10 * 10);

    internal DurableStore Store { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task CreateAsync()
    {
        database = await TestDatabase.CreateAsync(kind);
        Store = await database.OpenAsync(Clock);
    }

    [SetUp]
    public async Task EmptyAsync()
    {
        Clock.Now = TestClock.Start;
        await database.EmptyAsync(Store);
    }

    [OneTimeTearDown]
    public async Task DropAsync()
    {
        if (Store is not null)
            await Store.DisposeAsync();
        if (database is not null)
            await database.DisposeAsync();
    }

    /// <summary>The same store as another host opens it; PostgreSQL only.</summary>
    internal Task<DurableStore> OpenAgainAsync() => database.OpenAsync(Clock);

    internal Task<BurstAnswer> StartAsync(string id, Func<BurstResult, BurstResult>? with = null, StimulusKey? key = null) =>
        Store.RunAsync(Bursts.Start(id, key), Bursts.Create(id, with), CancellationToken.None);

    internal Task<BurstAnswer> BurstAsync(string id, Func<BurstResult, BurstResult>? with = null) =>
        Store.RunAsync(Bursts.Deliver(id), Bursts.Decide(with), CancellationToken.None);

    /// <summary>What a burst of the instance would see now.</summary>
    internal async Task<Snapshot> LoadAsync(Stimulus stimulus)
    {
        Snapshot? seen = null;
        await Store.RunAsync(
            stimulus,
            (snapshot, _) =>
            {
                seen = snapshot;
                return ValueTask.FromResult(new BurstResult(Bursts.Answer(stimulus.InstanceId)));
            },
            CancellationToken.None);
        return seen!;
    }

    internal Task<Snapshot> LoadAsync(string id) => LoadAsync(Bursts.Deliver(id));
}
