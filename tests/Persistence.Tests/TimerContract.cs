namespace ProcedureEngine.Persistence.Tests;

/// <summary>Timers that are due, shared by whoever looks; and the sandbox's clock.</summary>
public sealed class TimerContract(StoreKind kind) : StoreContract(kind)
{
    private static readonly Duration Minute = Duration.FromMinutes(1);

    [Test]
    public async Task Due_instances_come_earliest_first_and_not_before_their_instant()
    {
        await StartAsync("c1", result => result with { Timers = [Rows.Timer("c1", Start + (Minute * 2), "a"), Rows.Timer("c1", Start + (Minute * 5), "b")] });
        await StartAsync("c2", result => result with { Timers = [Rows.Timer("c2", Start + Minute)] });
        await StartAsync("c3", result => result with { Timers = [Rows.Timer("c3", Start + (Minute * 9))] });

        Assert.That(await Store.NextDueAsync(default), Is.EqualTo(Start + Minute));
        Clock.Now = Start + Minute - Duration.FromTicks(10);
        Assert.That(await Store.FindDueAsync(10, default), Is.Empty);
        Clock.Now = Start + (Minute * 5);
        Assert.That(await Store.FindDueAsync(10, default), Is.EqualTo(new[] { new DueInstance("c2", Start + Minute), new DueInstance("c1", Start + (Minute * 2)) }));
    }

    [Test]
    public async Task What_one_host_found_another_does_not_until_ten_seconds_have_passed()
    {
        await StartAsync("c1", result => result with { Timers = [Rows.Timer("c1", Start)] });
        await StartAsync("c2", result => result with { Timers = [Rows.Timer("c2", Start + Duration.FromHours(1))] });

        Assert.That(await Store.FindDueAsync(10, default), Has.Count.EqualTo(1));
        Assert.That(await Store.FindDueAsync(10, default), Is.Empty);
        Assert.That(await Store.NextDueAsync(default), Is.EqualTo(Start + Duration.FromHours(1)));
        Clock.Now = TestClock.Start + Duration.FromSeconds(10);
        Assert.That(await Store.FindDueAsync(10, default), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_timer_armed_again_is_found_at_once()
    {
        await StartAsync("c1", result => result with { Timers = [Rows.Timer("c1", Start)] });
        await Store.FindDueAsync(10, default);
        await BurstAsync("c1", result => result with { Timers = [Rows.Timer("c1", Start)] });
        Assert.That(await Store.FindDueAsync(10, default), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Fired_timers_are_gone()
    {
        await StartAsync("c1", result => result with { Timers = [Rows.Timer("c1", Start)] });
        await Store.RunAsync(new FireTimers("c1", Actor.Timer), Bursts.Decide(result => result with { GoneTimers = ["c1/due"] }), CancellationToken.None);
        Assert.That(await Store.FindDueAsync(10, default), Is.Empty);
        Assert.That(await Store.NextDueAsync(default), Is.Null);
    }

    [Test]
    public async Task A_limit_takes_the_earliest()
    {
        foreach (var i in Enumerable.Range(1, 5))
            await StartAsync($"c{i}", result => result with { Timers = [Rows.Timer($"c{i}", Start - (Minute * i))] });
        Assert.That((await Store.FindDueAsync(2, default)).Select(due => due.InstanceId), Is.EqualTo(new[] { "c5", "c4" }));
        Assert.That((await Store.FindDueAsync(9, default)).Select(due => due.InstanceId), Is.EqualTo(new[] { "c3", "c2", "c1" }));
    }

    [Test]
    public async Task The_sandboxs_clock_only_goes_forward_and_ticks_on()
    {
        var target = Start + Duration.FromDays(40);
        Assert.That(await Store.AdvanceClockAsync(target, default), Is.True);
        Assert.That(await Store.NowAsync(default), Is.EqualTo(target));
        Assert.That(await Store.AdvanceClockAsync(target - Minute, default), Is.False);
        Assert.That(await Store.NowAsync(default), Is.EqualTo(target));
        Clock.Now += Minute;
        Assert.That(await Store.NowAsync(default), Is.EqualTo(target + Minute));
        Assert.That((await LoadAsync("none")).Now, Is.EqualTo(target + Minute));
    }

    [Test]
    public async Task Timers_follow_the_sandboxs_clock()
    {
        await StartAsync("c1", result => result with { Timers = [Rows.Timer("c1", Start + Duration.FromDays(3))] });
        await Store.AdvanceClockAsync(Start + Duration.FromDays(3), default);
        Assert.That(await Store.FindDueAsync(10, default), Has.Count.EqualTo(1));
    }
}
