using ProcedureEngine.Engine.Definitions;

namespace ProcedureEngine.Persistence.Tests;

/// <summary>A host claims only what belongs to versions that it runs; the rest is left, untouched, to hosts that have it.</summary>
public sealed class VersionContract(StoreKind kind) : StoreContract(kind)
{
    private static readonly LocalizedText Name = new("Thủ tục", "Procedure");
    private static readonly Duration Lease = Duration.FromMinutes(5);

    [TearDown]
    public void ServeAll() => Store.Serves = null;

    [Test]
    public async Task Timers_of_other_versions_are_neither_found_nor_waited_for()
    {
        await StartAsync("c1", With(1, r => r with { Timers = [Rows.Timer("c1", Start + Duration.FromHours(2))] }));
        await StartAsync("c2", With(2, r => r with { Timers = [Rows.Timer("c2", Start + Duration.FromHours(1))] }));
        Store.Serves = Registry(1);
        Assert.That(await Store.NextDueAsync(default), Is.EqualTo(Start + Duration.FromHours(2)));
        Clock.Now = Start + Duration.FromHours(3);
        Assert.That((await Store.FindDueAsync(10, default)).Select(due => due.InstanceId), Is.EqualTo(new[] { "c1" }));
        Assert.That(await Store.NextDueAsync(default), Is.Null);

        Store.Serves = Registry(1, 2);
        Assert.That((await Store.FindDueAsync(10, default)).Select(due => due.InstanceId), Is.EqualTo(new[] { "c2" }), "no lease lies on it: its own host finds it at once");
    }

    [Test]
    public async Task Messages_of_other_versions_are_left()
    {
        foreach (var (id, version) in new[] { ("c1", 1), ("c2", 2) })
            await StartAsync(id, With(version, r => r with { Outbox = [Rows.Outbox(id, "mail", 1), Rows.Outbox(id, "stimulus", 1)] }));
        Store.Serves = Registry(1);
        Assert.That(await ClaimAsync("mail"), Is.EqualTo(new[] { "c1.mail.1" }));
        Assert.That(await ClaimAsync("stimulus"), Is.EqualTo(new[] { "c1.stimulus.1" }));
        Store.Serves = Registry(2);
        Assert.That(await ClaimAsync("mail"), Is.EqualTo(new[] { "c2.mail.1" }));
        Assert.That(await ClaimAsync("stimulus"), Is.EqualTo(new[] { "c2.stimulus.1" }));
    }

    [Test]
    public async Task A_quarantined_version_sends_its_letters_and_moves_nothing()
    {
        await StartAsync("c1", With(1, r => r with { Timers = [Rows.Timer("c1", Start)], Outbox = [Rows.Outbox("c1", "mail", 1), Rows.Outbox("c1", "stimulus", 1)] }));
        Store.Serves = Registry(1);
        Store.Serves.Quarantine(Bursts.Procedure, 1, "its code differs");
        Assert.That(await Store.FindDueAsync(10, default), Is.Empty);
        Assert.That(await ClaimAsync("stimulus"), Is.Empty);
        Assert.That(await ClaimAsync("mail"), Is.EqualTo(new[] { "c1.mail.1" }));
    }

    [Test]
    public async Task A_host_that_runs_nothing_claims_nothing()
    {
        await StartAsync("c1", With(1, r => r with { Timers = [Rows.Timer("c1", Start)], Outbox = [Rows.Outbox("c1", "mail", 1)] }));
        Store.Serves = new DefinitionRegistry();
        Assert.That(await Store.FindDueAsync(10, default), Is.Empty);
        Assert.That(await Store.NextDueAsync(default), Is.Null);
        Assert.That(await ClaimAsync("mail"), Is.Empty);
    }

    [Test]
    public async Task Versions_are_told_and_whether_cases_of_them_are_open()
    {
        await Store.Definitions.AddAsync(new StoredDefinition(Bursts.Procedure, 2, "hash", "{}", Start), default);
        Assert.That(await Store.Definitions.VersionsAsync(default), Is.EqualTo(new[] { (Bursts.Procedure, 2) }));
        Assert.That(await Store.Definitions.HasOpenAsync(Bursts.Procedure, 2, default), Is.False);
        await StartAsync("c1", With(2, r => r));
        Assert.That(await Store.Definitions.HasOpenAsync(Bursts.Procedure, 2, default), Is.True);
        Assert.That(await Store.Definitions.HasOpenAsync(Bursts.Procedure, 1, default), Is.False);
    }

    private static Func<BurstResult, BurstResult> With(int version, Func<BurstResult, BurstResult> more) =>
        result => more(result with { Instance = result.Instance! with { DefinitionVersion = version } });

    private static DefinitionRegistry Registry(params int[] versions)
    {
        var registry = new DefinitionRegistry();
        foreach (var version in versions)
            registry.Add(new WorkflowDefinition(Bursts.Procedure, version, Name, Name, "receive", null, [], [], []));
        return registry;
    }

    private async Task<IEnumerable<string>> ClaimAsync(string channel) => (await Store.Outbox.ClaimAsync(channel, 10, Lease, default)).Select(message => message.Row.Id).ToList();
}
