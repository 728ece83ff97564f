namespace ProcedureEngine.Persistence.Tests;

/// <summary>Keys of what arrives (rule 6).</summary>
public sealed class KeyContract(StoreKind kind) : StoreContract(kind)
{
    [Test]
    public async Task The_same_key_and_body_get_the_first_answer_and_decide_nothing()
    {
        var first = await StartAsync("c1", key: Bursts.Key("k"));
        var second = await StartAsync("c2", key: Bursts.Key("k"));

        Assert.That(second.IsRepeat, Is.True);
        Same.As([second with { IsRepeat = false }], first);
        Assert.That(await Store.Queries.InstanceAsync("c2", default), Is.Null);
    }

    [Test]
    public async Task The_same_key_with_another_body_is_refused()
    {
        await StartAsync("c1", key: Bursts.Key("k"));
        var rejected = await Assert.ThrowsAsync<RejectedException>(() => StartAsync("c2", key: Bursts.Key("k", "another")));
        Assert.That((rejected!.Kind, rejected.Rule), Is.EqualTo((RejectionKind.Invalid, "key-reused")));
        Assert.That(await Store.Queries.InstanceAsync("c2", default), Is.Null);
    }

    [Test]
    public async Task A_key_counts_in_its_scope_only()
    {
        await StartAsync("c1", key: Bursts.Key("k"));
        var other = await StartAsync("c2", key: Bursts.Key("k") with { Scope = "another caller" });
        Assert.That(other.IsRepeat, Is.False);
    }

    [Test]
    public async Task A_burst_that_changes_nothing_keeps_its_answer_too()
    {
        await StartAsync("c1");
        BurstDecision nothing = (_, _) => ValueTask.FromResult(new BurstResult(Bursts.Answer("c1")));
        await Store.RunAsync(Bursts.Deliver("c1", Bursts.Key("k")), nothing, CancellationToken.None);
        Assert.That((await Store.RunAsync(Bursts.Deliver("c1", Bursts.Key("k")), nothing, CancellationToken.None)).IsRepeat, Is.True);
    }

    [Test]
    public async Task Of_concurrent_twins_one_decides_and_all_hear_the_same()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => StartAsync($"c{i}", key: Bursts.Key("k"))));

        var first = answers.Single(answer => !answer.IsRepeat);
        Same.As(answers.Select(answer => answer with { IsRepeat = false }), Enumerable.Repeat(first, 20));
        Assert.That((await Store.Instances.PageAsync(new InstanceFilter(null), default)).TotalCount, Is.EqualTo(1));
    }

    [Test]
    public async Task A_twin_waits_for_the_first_and_decides_itself_when_that_one_is_undone()
    {
        var (entered, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        var first = Store.RunAsync(
            Bursts.Start("c1", Bursts.Key("k")),
            async (_, _) =>
            {
                entered.SetResult();
                await release.Task;
                throw RejectedException.Conflict("no", "Không.", "No.");
            },
            CancellationToken.None);
        await entered.Task;
        var second = StartAsync("c2", key: Bursts.Key("k"));
        Assert.That(second.IsCompleted, Is.False);
        release.SetResult();

        await Assert.ThrowsAsync<RejectedException>(() => first);
        Assert.That((await second).IsRepeat, Is.False);
        Assert.That(await Store.Queries.InstanceAsync("c2", default), Is.Not.Null);
    }

    [Test]
    public async Task Old_keys_are_purged_but_for_those_kept_for_ever()
    {
        await StartAsync("c1", key: Bursts.Key("old"));
        await StartAsync("c2", key: Bursts.Key("message", isPermanent: true));
        Clock.Now += Duration.FromDays(30);
        await StartAsync("c3", key: Bursts.Key("young"));

        Assert.That(await Store.PurgeKeysAsync(Clock.Now - Duration.FromDays(29), default), Is.EqualTo(1));
        Assert.That((await StartAsync("c4", key: Bursts.Key("old"))).IsRepeat, Is.False);
        Assert.That((await StartAsync("c5", key: Bursts.Key("message", isPermanent: true))).IsRepeat, Is.True);
        Assert.That((await StartAsync("c6", key: Bursts.Key("young"))).IsRepeat, Is.True);
    }
}
