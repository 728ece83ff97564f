using System.Globalization;
using Npgsql;
using ProcedureEngine.Persistence;

namespace ProcedureEngine.Kill.Tests.TwoHosts;

/// <summary>
/// Two Hosts on one PostgreSQL and one RabbitMQ under a load of which half comes over HTTP and half by messages, while one is killed and started again
/// several times, then the other, and broker and webhook receiver go away and come back. Whatever was answered is there once, and every event reached
/// bus and webhook, in order per case, none without a cause. <c>PE_KILLS</c> says how often each host is killed (2 by default, and once more while the
/// broker is away), <c>PE_BROKER_AWAY</c> for how many seconds the broker stays away: 15 by default, so that everybody's run stays short; the
/// measured run takes the whole minute (60).
/// </summary>
[NonParallelizable]
[Category("Whole")]
public sealed class TwoHostsTests
{
    private string folder = null!;

    [SetUp]
    public void Make() => folder = Directory.CreateTempSubdirectory("pe_pair_").FullName;

    [TearDown]
    public void Remove() => Directory.Delete(folder, recursive: true);

    [Test]
    public Task Nothing_is_lost_or_doubled_and_every_event_is_told_in_order() => KillTests.WithDatabaseAsync("pe_pair", RunAsync);

    private async Task RunAsync(string? postgres)
    {
        using var ledgers = new PairLedgers(folder);
        await using var broker = await AwayBroker.StartAsync();
        var feed = await LoadAsync(postgres!, broker, ledgers);
        await using var store = await PostgresStore.OpenAsync(postgres!);
        var facts = await PairFacts.ReadAsync(store, Path.Combine(folder, "data"), feed, ledgers);
        var answers = Ledger.Read(ledgers.AnswersFile);
        TestContext.Out.WriteLine(
            $"{facts.Store.Cases.Length} cases, {facts.Store.Numbers.Length} numbers, {facts.Store.Tasks.Length} tasks; {feed.Length} events, heard {facts.Bus.Length} times on the bus and {facts.Webhook.Length} times at the webhook");
        Assert.That(PairChecker.Check(answers, facts), Is.Empty);
        PlantedInPair.Check(answers, facts);
    }

    private async Task<ImmutableArray<Sighting>> LoadAsync(string postgres, AwayBroker broker, PairLedgers ledgers)
    {
        var state = new LoadState();
        using var pair = new HostPair(folder, postgres, state, [("Messaging__RabbitMq", broker.Address.ToString()), .. CommandSender.Settings(MessageCallers.People, MessageCallers.Offices)]);
        await pair.StartAsync();
        await using var load = new PairLoad(pair, broker, ledgers, state);
        var kills = (int)Number("PE_KILLS", 2);
        await load.BeginAsync();
        await load.KillAsync(0, kills);
        await load.ReceiverGoesAsync();
        await load.BrokerGoesAsync(TimeSpan.FromSeconds(Number("PE_BROKER_AWAY", 15)), killed: 0);
        await load.KillAsync(1, kills);
        var feed = await load.EndAsync(() => UnplacedAsync(postgres));
        Tell(pair, load);
        Assert.Multiple(() =>
        {
            Assert.That(load.Receiver.Forged, Is.Empty, "every delivery was signed by the Host");
            Assert.That(load.Commands.Contradictions, Is.Empty, "the same command is answered the same");
            Assert.That(load.AnswersMeanwhile, Is.Positive, "work goes on without the broker");
            Assert.That(pair.Called, Has.All.Positive);
            Assert.That(load.Commands.Answers, Is.EqualTo(load.ByHttp.Value).Within(10).Percent, "half of the load comes by message");
        });
        return feed;
    }

    private static void Tell(HostPair pair, PairLoad load) => TestContext.Out.WriteLine(
        $"""
        {string.Join(" and ", pair.Kills)} kills, {pair.KilledAtWork} of them with a writing call under way; the broker was away for {load.BrokerAway.TotalSeconds:F0} s, {load.AnswersMeanwhile} answers over HTTP meanwhile
        {load.ByHttp.Value} writing calls answered over HTTP (all calls: {string.Join(" and ", pair.Called)} at the two hosts), {load.Commands.Answers} by message, {load.Commands.Resent} commands sent again, {load.Commands.Repeats} answers came once more
        """);

    /// <summary>Events that have no place in the feed yet.</summary>
    private static async Task<long> UnplacedAsync(string postgres)
    {
        await using var connection = new NpgsqlConnection(postgres);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT COUNT(*) FROM outbox WHERE channel = 'event' AND feed_position IS NULL", connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static double Number(string variable, double otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? double.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
