namespace ProcedureEngine.Persistence.Tests;

/// <summary>What leaves (rule 6): claimed by state, in order per case and channel.</summary>
public sealed class OutboxContract(StoreKind kind) : StoreContract(kind)
{
    private static readonly Duration Lease = Duration.FromMinutes(2);

    [Test]
    public async Task A_cases_messages_leave_in_order_one_at_a_time()
    {
        await WriteAsync("c1", "mail", 1, 2, 3);
        await WriteAsync("c2", "mail", 1);

        Assert.That(await ClaimAsync("mail"), Is.EquivalentTo(new[] { "c1.mail.1", "c2.mail.1" }));
        Assert.That(await ClaimAsync("mail"), Is.Empty);
        await Store.Outbox.MarkSentAsync("c1.mail.1", "250 queued", default);
        Assert.That(await ClaimAsync("mail"), Is.EqualTo(new[] { "c1.mail.2" }));
    }

    [Test]
    public async Task A_message_is_claimed_as_it_was_written()
    {
        await WriteAsync("c1", "mail", 1);
        var claimed = (await Store.Outbox.ClaimAsync("mail", 10, Lease, default)).Single();
        Same.As([claimed.Row], Rows.Outbox("c1", "mail", 1));
        Assert.That(claimed.Attempts, Is.EqualTo(1));
    }

    [Test]
    public async Task Channels_do_not_wait_for_each_other()
    {
        await WriteAsync("c1", "mail", 1);
        await WriteAsync("c1", "stimulus", 1);
        Assert.That(await ClaimAsync("mail"), Is.EqualTo(new[] { "c1.mail.1" }));
        Assert.That(await ClaimAsync("stimulus"), Is.EqualTo(new[] { "c1.stimulus.1" }));
    }

    [Test]
    public async Task A_lease_that_is_over_lets_another_host_try()
    {
        await WriteAsync("c1", "mail", 1);
        await ClaimAsync("mail");
        Clock.Now += Lease - Duration.FromSeconds(1);
        Assert.That(await ClaimAsync("mail"), Is.Empty);
        Clock.Now += Duration.FromSeconds(1);
        Assert.That((await Store.Outbox.ClaimAsync("mail", 10, Lease, default)).Single().Attempts, Is.EqualTo(2));
    }

    [Test]
    public async Task A_retry_waits_for_its_instant_and_holds_the_next_back()
    {
        await WriteAsync("c1", "mail", 1, 2);
        await ClaimAsync("mail");
        await Store.Outbox.MarkRetryAsync("c1.mail.1", "451 later", Clock.Now + Duration.FromMinutes(5), default);

        Clock.Now += Duration.FromMinutes(5) - Duration.FromSeconds(1);
        Assert.That(await ClaimAsync("mail"), Is.Empty);
        Clock.Now += Duration.FromSeconds(1);
        Assert.That(await ClaimAsync("mail"), Is.EqualTo(new[] { "c1.mail.1" }));
    }

    [Test]
    public async Task A_permanent_failure_lets_the_next_go()
    {
        await WriteAsync("c1", "mail", 1, 2);
        await ClaimAsync("mail");
        await Store.Outbox.MarkFailedAsync("c1.mail.1", "550 no such user", default);
        Assert.That(await ClaimAsync("mail"), Is.EqualTo(new[] { "c1.mail.2" }));
    }

    [Test]
    public async Task What_has_ended_does_not_change_again()
    {
        await WriteAsync("c1", "mail", 1);
        await ClaimAsync("mail");
        await Store.Outbox.MarkSentAsync("c1.mail.1", "250 queued", default);
        await Store.Outbox.MarkFailedAsync("c1.mail.1", "late", default);
        await Store.Outbox.MarkRetryAsync("c1.mail.1", "late", Clock.Now, default);
        Assert.That(await ClaimAsync("mail"), Is.Empty);
        Assert.That((await Store.Outbox.FiguresAsync(default)).Failed, Is.Zero);
    }

    [Test]
    public async Task Figures_count_what_waits_and_what_failed()
    {
        Assert.That(await Store.Outbox.FiguresAsync(default), Is.EqualTo(new OutboxFigures(0, 0, null)));
        await WriteAsync("c1", "mail", 1, 2, 3);
        await Store.Outbox.MarkSentAsync("c1.mail.1", "250", default);
        await Store.Outbox.MarkFailedAsync("c1.mail.2", "550", default);
        Assert.That(await Store.Outbox.FiguresAsync(default), Is.EqualTo(new OutboxFigures(1, 1, Start)));
    }

    [Test]
    public async Task Claims_at_the_same_time_share_the_messages()
    {
        foreach (var i in Enumerable.Range(1, 30))
            await WriteAsync($"c{i}", "mail", 1);
        var claims = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Store.Outbox.ClaimAsync("mail", 5, Lease, default)));
        var rest = await Store.Outbox.ClaimAsync("mail", 100, Lease, default);
        Assert.That(claims.Append(rest).SelectMany(claim => claim).Select(message => message.Row.Id), Is.EquivalentTo(Enumerable.Range(1, 30).Select(i => $"c{i}.mail.1")));
    }

    [Test]
    public async Task The_feed_has_every_event_once_in_order_without_gaps()
    {
        await WriteAsync("c1", "event", 1, 2);
        await WriteAsync("c2", "event", 1);
        await WriteAsync("c2", "mail", 1);
        Assert.That(await Store.Outbox.ReadEventsAsync(0, 10, null, default), Is.Empty);
        Assert.That(await Store.Outbox.SequenceEventsAsync(10, default), Is.EqualTo(3));
        await WriteAsync("c1", "event", 3);
        Assert.That(await Store.Outbox.SequenceEventsAsync(10, default), Is.EqualTo(1));
        Assert.That(await Store.Outbox.SequenceEventsAsync(10, default), Is.Zero);

        Assert.That(await FeedAsync(0), Is.EqualTo(new[] { (1, "c1.event.1"), (2, "c1.event.2"), (3, "c2.event.1"), (4, "c1.event.3") }));
        Assert.That(await FeedAsync(2), Is.EqualTo(new[] { (3, "c2.event.1"), (4, "c1.event.3") }));
        Assert.That((await Store.Outbox.FiguresAsync(default)).Pending, Is.EqualTo(1), "the mail still waits");
    }

    [Test]
    public async Task Sequencing_at_the_same_time_gives_no_position_twice()
    {
        foreach (var i in Enumerable.Range(1, 20))
            await WriteAsync($"c{i}", "event", 1, 2);
        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Store.Outbox.SequenceEventsAsync(7, default)));
        await Store.Outbox.SequenceEventsAsync(100, default);
        var feed = await Store.Outbox.ReadEventsAsync(0, 100, null, default);
        Assert.That(feed.Select(row => row.Position), Is.EqualTo(Enumerable.Range(1, 40)));
        Assert.That(feed.Select(row => row.Row.Id).ToHashSet(StringComparer.Ordinal).Count, Is.EqualTo(40));
        Assert.That(feed.GroupBy(row => row.Row.InstanceId, StringComparer.Ordinal).All(own => own.Select(row => row.Row.Sequence).SequenceEqual([1, 2])), Is.True);
    }

    [Test]
    public async Task Readers_of_the_feed_see_their_offices_only()
    {
        await WriteAsync("c1", "event", 1);
        await Store.Outbox.SequenceEventsAsync(10, default);
        Assert.That(await Store.Outbox.ReadEventsAsync(0, 10, ["hanoi"], default), Is.Empty);
        Assert.That(await Store.Outbox.ReadEventsAsync(0, 10, [], default), Is.Empty);
        Assert.That((await Store.Outbox.ReadEventsAsync(0, 10, ["hanoi", Bursts.Office], default)).Single().Office, Is.EqualTo(Bursts.Office));
    }

    private async Task<IEnumerable<string>> ClaimAsync(string channel) =>
        (await Store.Outbox.ClaimAsync(channel, 10, Lease, default)).Select(message => message.Row.Id).ToList();

    private async Task<IEnumerable<(int, string)>> FeedAsync(long after) =>
        (await Store.Outbox.ReadEventsAsync(after, 10, null, default)).Select(row => ((int)row.Position, row.Row.Id)).ToList();

    private Task<BurstAnswer> WriteAsync(string id, string channel, params long[] sequences) => Store.RunAsync(
        Bursts.Deliver(id), Bursts.Create(id, result => result with { Outbox = [.. sequences.Select(sequence => Rows.Outbox(id, channel, sequence))] }), CancellationToken.None);
}
