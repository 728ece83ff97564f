using System.Diagnostics;
using System.Globalization;

namespace ProcedureEngine.Kill.Tests.TwoHosts;

/// <summary>
/// The load, and what goes away under it: one host killed and started again several times, then the other; the webhook's receiver; the broker, and a
/// host killed meanwhile. The next act comes when the load has moved on, never after a mere pause.
/// </summary>
internal sealed class PairLoad(HostPair pair, AwayBroker broker, PairLedgers ledgers, LoadState state) : IAsyncDisposable
{
    private const int Seed = 7;

    /// <summary>Answers by which HTTP may be ahead of the messages.</summary>
    private const int Lead = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly CommandSender commands = new(broker);
    private readonly EventListener listener = new(broker, ledgers.Bus);
    private readonly WebhookReceiver receiver = new(ledgers.Webhook);
    private readonly Random random = new(Seed);
    private readonly Callers owner = new(new LoadSite(pair.Door, ledgers.Answers, state));
    private List<Task> drivers = [];
    private string webhook = string.Empty;

    /// <summary>Writing calls answered over HTTP.</summary>
    public AnswerCount ByHttp { get; } = new();

    public CommandSender Commands => commands;

    public WebhookReceiver Receiver => receiver;

    /// <summary>From the broker's stop to its being there again.</summary>
    public TimeSpan BrokerAway { get; private set; }

    /// <summary>Answers over HTTP while the broker was away.</summary>
    public int AnswersMeanwhile { get; private set; }

    /// <summary>Everybody listens before the first case, and the drivers begin.</summary>
    public async Task BeginAsync()
    {
        await listener.ListenAsync();
        await receiver.ComeAsync();
        var hook = await AskAsync(new Call(Callers.System, HttpMethod.Post, "/api/webhooks", null) { Body = new JsonObject { ["url"] = receiver.Url.ToString() }.ToJsonString() });
        (webhook, receiver.Secret) = ((string)hook["id"]!, (string)hook["secret"]!);
        await UntilAsync(async () => !await MissesBrokerAsync(), "the hosts have their broker");
        var site = new LoadSite(pair.Door, ledgers.Answers, state);
        var overHttp = site with { Way = one => new PacedCallers(new CountedCallers(one, ByHttp), IsHttpAhead) };
        var byMessage = site with { Way = one => new MessageCallers(new CountedCallers(one, ByHttp), commands) };
        drivers = [.. Drivers(overHttp, byMessage).Select(driver => Task.Run(driver.RunAsync))];
    }

    public async Task KillAsync(int host, int times)
    {
        for (var kill = 0; kill < times; kill++)
        {
            await AnswersAsync(20 + random.Next(30));
            await pair.KillAsync(host);
            await pair.StartAsync(host);
        }
    }

    /// <summary>The receiver is away until the Hosts have noticed, and answers 500 once after it came back.</summary>
    public async Task ReceiverGoesAsync()
    {
        await receiver.GoAsync();
        await UntilAsync(async () => (string)(await StandingAsync())["state"]! == "failing", "the webhook fails");
        await AnswersAsync(10);
        receiver.FailOnce();
        await receiver.ComeAsync();
        await UntilAsync(() => Task.FromResult(receiver.Refused > 0), "the receiver has failed once");
        // Its owner need not wait for the next attempt.
        await AskAsync(new Call(Callers.System, HttpMethod.Post, $"/api/webhooks/{webhook}/switch-on", null) { Body = "{}" });
    }

    /// <summary>The broker is away for at least so long, while a host is killed and work goes on over HTTP.</summary>
    public async Task BrokerGoesAsync(TimeSpan away, int killed)
    {
        await broker.GoAsync();
        var (gone, before) = (Stopwatch.GetTimestamp(), ByHttp.Value);
        await KillAsync(killed, 1);
        await UntilAsync(MissesBrokerAsync, "the hosts miss their broker");
        await UntilAsync(() => Task.FromResult(Stopwatch.GetElapsedTime(gone) >= away), "the broker was away for long enough");
        AnswersMeanwhile = ByHttp.Value - before;
        await broker.ComeBackAsync();
        BrokerAway = Stopwatch.GetElapsedTime(gone);
        await listener.ListenAsync();
        var answered = commands.Answers;
        await UntilAsync(() => Task.FromResult(commands.Answers > answered + 10), "commands are answered again");
    }

    /// <summary>The load ends by itself when half of it came by message, and everybody is told what there is to tell.</summary>
    /// <returns>The feed of record.</returns>
    public async Task<ImmutableArray<Sighting>> EndAsync(Func<Task<long>> unplaced)
    {
        await AnswersAsync(20);
        await UntilAsync(() => Task.FromResult(commands.Answers >= ByHttp.Value), "as much was asked by message as over HTTP");
        state.IsStopping = true;
        await Task.WhenAll(drivers);
        await ToldAsync(unplaced);
        // A letter that a killed host had handed over and not marked is tried again when its lease is over; the clock steps over it.
        await SandboxHost.UntilAllHasLeftAsync(pair.First);
        return await ToldAsync(unplaced);
    }

    public async ValueTask DisposeAsync()
    {
        await commands.DisposeAsync();
        await listener.DisposeAsync();
        await receiver.DisposeAsync();
    }

    /// <summary>All three procedures, each by both ways; requests by post once more, whose acts nearly all have a command.</summary>
    private static IEnumerable<Driver> Drivers(LoadSite overHttp, LoadSite byMessage) =>
    [
        new EnforcementDriver(0, overHttp), new EnforcementDriver(1, overHttp), new ComplaintDriver(2, overHttp), new ClaimDriver(3, overHttp),
        new EnforcementDriver(4, byMessage), new PostedRequestDriver(5, byMessage), new PostedRequestDriver(6, byMessage), new PostedRequestDriver(7, byMessage), new PostedRequestDriver(8, byMessage),
        new ComplaintDriver(9, byMessage), new ClaimDriver(10, byMessage),
    ];

    /// <summary>Who calls over HTTP keeps step with the messages, except while these cannot go, and at the end, when each brings his last case to its end.</summary>
    private bool IsHttpAhead() => !state.IsStopping && broker.IsThere && ByHttp.Value > commands.Answers + Lead;

    private Task<JsonNode> ReadAsync(string path) => AskAsync(new Call(Callers.System, HttpMethod.Get, path, null));

    private async Task<JsonNode> AskAsync(Call call)
    {
        var answer = await owner.AskAsync(call);
        return answer.IsSuccess ? answer.Json : throw new InvalidOperationException($"{call}: {answer}");
    }

    private async Task<ImmutableArray<Sighting>> ToldAsync(Func<Task<long>> unplaced)
    {
        await UntilAsync(async () => await unplaced() == 0, "every event has its place in the feed");
        var feed = await FeedAsync();
        await UntilAsync(() => Task.FromResult(ledgers.Bus.Distinct >= feed.Length), "the bus has told everything");
        await UntilAsync(() => Task.FromResult(ledgers.Webhook.Distinct >= feed.Length), "the webhook has told everything");
        return feed;
    }

    private async Task<ImmutableArray<Sighting>> FeedAsync()
    {
        var feed = ImmutableArray.CreateBuilder<Sighting>();
        while (true)
        {
            var page = await ReadAsync($"/api/events?limit=1000&after={(feed.Count == 0 ? 0 : feed[^1].Position).ToString(CultureInfo.InvariantCulture)}");
            var items = page["items"]!.AsArray();
            if (items.Count == 0)
                return feed.ToImmutable();
            feed.AddRange(items.Select(item => Sighting.Of(item!)));
        }
    }

    private Task<JsonNode> StandingAsync() => ReadAsync($"/api/webhooks/{webhook}");

    private async Task<bool> MissesBrokerAsync() => (await ReadAsync("/health/ready"))["degraded"]!.ToJsonString().Contains("RabbitMQ cannot be reached", StringComparison.Ordinal);

    /// <summary>Returns after so many further answers.</summary>
    private Task AnswersAsync(int answers)
    {
        var goal = ledgers.Answers.Count + answers;
        return UntilAsync(() => Task.FromResult(ledgers.Answers.Count >= goal), $"{answers} further answers came");
    }

    private async Task UntilAsync(Func<Task<bool>> isSo, string what)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!await isSo())
        {
            if (drivers.Find(driver => driver.IsFaulted) is { } failed)
                await failed;
            if (patience.IsCancellationRequested)
                throw new AssertionException($"It never came about that {what}.");
            await ticks.WaitForNextTickAsync();
        }
    }
}
