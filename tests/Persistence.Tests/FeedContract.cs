using System.Collections.Immutable;
using ProcedureEngine.Access;

namespace ProcedureEngine.Persistence.Tests;

/// <summary>The product's own readers of the feed: the bus and webhooks, each with its place.</summary>
public sealed class FeedContract(StoreKind kind) : StoreContract(kind)
{
    private static readonly Duration Lease = Duration.FromSeconds(90);

    [Test]
    public async Task A_reader_begins_before_the_first_event_and_never_goes_back()
    {
        Assert.That((await Store.Feed.PositionAsync("bus", default), await Store.Feed.LastAsync(default)), Is.EqualTo((0, 0)));
        await PlaceAsync("c1", 1, 2);
        Assert.That(await Store.Feed.LastAsync(default), Is.EqualTo(2));
        await Store.Feed.AdvanceAsync("bus", 2, default);
        await Store.Feed.AdvanceAsync("bus", 1, default);
        Assert.That(await Store.Feed.PositionAsync("bus", default), Is.EqualTo(2), "a host that was slower does not move it back");
        Assert.That(await Store.Feed.PositionAsync("other", default), Is.Zero);
    }

    [Test]
    public async Task An_event_is_found_once_it_has_its_place()
    {
        await WriteAsync("c1", 1);
        Assert.That(await Store.Outbox.FindEventAsync("c1.event.1", default), Is.Null);
        await Store.Outbox.SequenceEventsAsync(10, default);
        var found = await Store.Outbox.FindEventAsync("c1.event.1", default);
        Assert.That((found!.Position, found.Office), Is.EqualTo((1, Bursts.Office)));
    }

    [Test]
    public async Task A_webhook_is_claimed_by_one_host_when_it_has_something_to_be_told()
    {
        await Store.Webhooks.AddAsync(Hook("h1"), 0, default);
        Assert.That(await ClaimAsync(), Is.Empty, "there is nothing to tell");
        await PlaceAsync("c1", 1, 2);
        Assert.That(await ClaimAsync(), Is.EqualTo(new[] { "h1" }));
        Assert.That(await ClaimAsync(), Is.Empty, "another host has it");
        Clock.Now += Lease - Duration.FromMilliseconds(1);
        Assert.That(await ClaimAsync(), Is.Empty);
        Clock.Now += Duration.FromMilliseconds(1);
        Assert.That(await ClaimAsync(), Is.EqualTo(new[] { "h1" }), "a host that died delays it by no more than its lease");
        Assert.That(await Store.Webhooks.AdvanceAsync("h1", 0, 2, default), Is.True);
        await Store.Webhooks.ReleaseAsync("h1", default);
        Assert.That(await ClaimAsync(), Is.Empty, "it has been told everything");
    }

    [Test]
    public async Task Many_claims_at_the_same_time_share_the_webhooks()
    {
        await PlaceAsync("c1", 1);
        foreach (var i in Enumerable.Range(1, 12))
            await Store.Webhooks.AddAsync(Hook($"h{i}"), 0, default);
        var claims = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Store.Webhooks.ClaimAsync(3, Lease, default)));
        Assert.That(claims.SelectMany(claim => claim).Select(standing => standing.Webhook.Id), Is.Unique);
    }

    [Test]
    public async Task A_failure_waits_for_its_instant_and_a_success_forgets_it()
    {
        await PlaceAsync("c1", 1, 2);
        await Store.Webhooks.AddAsync(Hook("h1"), 0, default);
        await ClaimAsync();
        var since = Instant.FromUtc(2026, 3, 2, 1, 30);
        await Store.Webhooks.FailAsync("h1", 0, "it answered 500", since, Clock.Now + Duration.FromMinutes(2), default);
        await Store.Webhooks.ReleaseAsync("h1", default);
        var failing = (await Store.Webhooks.FindAsync("h1", default))!;
        Assert.That((failing.Attempts, failing.FailingSince, failing.Error), Is.EqualTo((1, (Instant?)since, (string?)"it answered 500")));

        Clock.Now += Duration.FromMinutes(2) - Duration.FromMilliseconds(1);
        Assert.That(await ClaimAsync(), Is.Empty);
        Clock.Now += Duration.FromMilliseconds(1);
        Assert.That(await ClaimAsync(), Is.EqualTo(new[] { "h1" }));
        await Store.Webhooks.AdvanceAsync("h1", 0, 1, default);
        var well = (await Store.Webhooks.FindAsync("h1", default))!;
        Assert.That((well.Attempts, well.FailingSince, well.Error, well.Position), Is.EqualTo((0, (Instant?)null, (string?)null, 1L)));
    }

    [Test]
    public async Task A_replay_stops_whoever_serves_it_and_a_switched_off_one_is_left_alone()
    {
        await PlaceAsync("c1", 1, 2, 3);
        await Store.Webhooks.AddAsync(Hook("h1"), 2, default);
        await Store.Webhooks.GoOnAsync("h1", 0, default);
        Assert.That(await Store.Webhooks.AdvanceAsync("h1", 2, 3, default), Is.False, "it was moved back meanwhile");
        await Store.Webhooks.SwitchOffAsync("h1", "it failed for three days", default);
        Assert.That(await ClaimAsync(), Is.Empty);
        Assert.That(await Store.Webhooks.AdvanceAsync("h1", 0, 1, default), Is.False);
        Assert.That((await Store.Webhooks.SwitchedOffAsync(default)).Single().Error, Is.EqualTo("it failed for three days"));
        await Store.Webhooks.DeleteAsync("h1", default);
        Assert.That(await Store.Webhooks.OfOwnerAsync("system:portal", default), Is.Empty);
    }

    [Test]
    public async Task A_refusal_is_remembered_unless_the_key_has_its_answer()
    {
        var key = new StimulusKey("system:portal MESSAGE", "m1", "digest");
        var refused = new BurstAnswer("refused", string.Empty, []);
        Assert.That((await Store.RememberAsync(key, refused, default))!.Answer.Kind, Is.EqualTo("refused"));
        Assert.That((await Store.RememberAsync(key, refused with { Kind = "other" }, default))!.Answer.Kind, Is.EqualTo("refused"));
        Assert.That((await Store.FindKeyAsync(key.Scope, key.Key, default))!.Answer.Kind, Is.EqualTo("refused"));
    }

    [Test]
    public async Task A_system_is_found_by_its_name()
    {
        await Store.Accounts.PutAsync(new ApiKeyAccount("hash", "portal", [new Grant("system", "hanoi")]), default);
        Assert.That((await Store.Accounts.FindSystemAsync("portal", default))!.Grants.Single().Office, Is.EqualTo("hanoi"));
        Assert.That(await Store.Accounts.FindSystemAsync("other", default), Is.Null);
    }

    private static Webhook Hook(string id) => new(id, "system:portal", new Uri("https://example.vn/hooks"), "protected", ["enforcement-request"], ImmutableArray<string>.Empty, Instant.FromUtc(2026, 3, 2, 1, 0));

    private async Task<IEnumerable<string>> ClaimAsync() => (await Store.Webhooks.ClaimAsync(10, Lease, default)).Select(standing => standing.Webhook.Id).ToList();

    private async Task PlaceAsync(string id, params long[] sequences)
    {
        await WriteAsync(id, sequences);
        await Store.Outbox.SequenceEventsAsync(100, default);
    }

    private Task<BurstAnswer> WriteAsync(string id, params long[] sequences) => Store.RunAsync(
        Bursts.Deliver(id), Bursts.Create(id, result => result with { Outbox = [.. sequences.Select(sequence => Rows.Outbox(id, "event", sequence))] }), CancellationToken.None);
}
