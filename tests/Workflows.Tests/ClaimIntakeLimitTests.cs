using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Activities.TimeLimits;
using ProcedureEngine.Workflows.Tests.Support;

namespace ProcedureEngine.Workflows.Tests;

/// <summary>
/// The limits of steps 1 to 4 and of the termination, a microsecond before and at their end: from Monday 2 March 2026, 08:30, in ordinary weeks, and
/// from Friday 13 February, 08:30, across Tết (16 to 20 February off).
/// </summary>
public sealed class ClaimIntakeLimitTests
{
    private static readonly Duration Microsecond = Duration.FromTicks(10);
    private static readonly Instant Ordinary = TestOffice.At(2026, 3, 2, 8, 30);
    private static readonly Instant BeforeTet = TestOffice.At(2026, 2, 13, 8, 30);

    private static IEnumerable<TestCaseData> Limits()
    {
        yield return Row("acknowledge", Ordinary, TestOffice.At(2026, 3, 5, 0), "2 working days: 3/3, 4/3");
        yield return Row("acknowledge", BeforeTet, TestOffice.At(2026, 2, 25, 0), "23/2, 24/2");
        yield return Row("request-supplement", Ordinary, TestOffice.At(2026, 3, 5, 0), "2 working days: 3/3, 4/3");
        yield return Row("request-supplement", BeforeTet, TestOffice.At(2026, 2, 25, 0), "23/2, 24/2");
        yield return Row("claimant-supplement", Ordinary, TestOffice.At(2026, 3, 10, 0), "the law's 5: 3/3 to 6/3, 9/3");
        yield return Row("claimant-supplement", BeforeTet, TestOffice.At(2026, 2, 28, 0), "23/2 to 27/2");
        yield return Row("accept", Ordinary, TestOffice.At(2026, 3, 4, 0), "1 working day: 3/3");
        yield return Row("accept", BeforeTet, TestOffice.At(2026, 2, 24, 0), "23/2");
        yield return Row("appoint", Ordinary, TestOffice.At(2026, 3, 4, 0), "1 working day: 3/3");
        yield return Row("appoint", BeforeTet, TestOffice.At(2026, 2, 24, 0), "23/2");
        yield return Row("terminate", Ordinary, TestOffice.At(2026, 3, 10, 0), "5 working days: 3/3 to 6/3, 9/3");
        yield return Row("terminate", BeforeTet, TestOffice.At(2026, 2, 28, 0), "23/2 to 27/2");
    }

    [TestCaseSource(nameof(Limits))]
    public async Task A_limit_is_met_just_before_its_end_and_missed_at_it(string limit, Instant start, Instant end, string reason)
    {
        await using var office = await OpenAsync(start);
        var (met, missed) = (await UntilAsync(office, limit), await UntilAsync(office, limit));
        Assert.That((await met.FindLimitAsync(limit)).DueAt, Is.EqualTo(end), reason);
        await office.MoveToAsync(end - Microsecond);
        await ActAsync(met, limit);
        Assert.That(await met.LimitAsync(limit), Is.EqualTo(TimeLimitState.Met), reason);
        await office.MoveToAsync(end);
        Assert.That(await missed.LimitAsync(limit), Is.EqualTo(TimeLimitState.Missed), reason);
        if (limit == "claimant-supplement") // Its end itself goes on to the head.
        {
            await missed.DoAsync("decide-lapse", "NotAccepted", ClaimSamples.Refusal("notSupplemented"));
            return;
        }

        await ActAsync(missed, limit);
        Assert.That(await missed.LimitAsync(limit), Is.EqualTo(TimeLimitState.MetLate), reason);
    }

    [TestCase(false, "2026-03-04", "2026-03-09", Description = "ordinary weeks")]
    [TestCase(true, "2026-02-24", "2026-02-27", Description = "across Tết")]
    public async Task The_citizen_is_reminded_at_the_local_end_and_late_only_after_the_law_s(bool acrossTet, string local, string law)
    {
        await using var office = await OpenAsync(acrossTet ? BeforeTet : Ordinary);
        var story = await ClaimStories.AskedAsync(office, MadeOn);
        var limit = await story.FindLimitAsync("claimant-supplement");
        Assert.That((Day(limit.LocalDueDate), Day(limit.LawDueDate), Day(limit.DueDate)), Is.EqualTo((local, law, law)));
        await office.MoveToAsync(limit.RemindAt!.Value - Microsecond);
        Assert.That(await story.LettersAsync(), Does.Not.Contain("limit-reminder"));
        await office.MoveToAsync(limit.RemindAt!.Value);
        Assert.That(await story.LettersAsync(), Does.Contain("limit-reminder"));
        Assert.That(await story.LimitAsync("claimant-supplement"), Is.EqualTo(TimeLimitState.Running));
    }

    /// <summary>After a supplement that falls short, lateness is a reason from the end of the law's time on, and not from the local one.</summary>
    [Test]
    public async Task Nobody_is_refused_for_lateness_before_the_law_s_time_is_over()
    {
        await using var office = await OpenAsync(Ordinary);
        var story = await ClaimStories.AskedAsync(office);
        await story.DoAsync("await-supplement", "Supplied", new JsonObject { ["what"] = "Một phần" });
        await story.DoAsync("prepare-check", "Prepared", ClaimSamples.Found(ClaimSamples.Papers("counter", "injuredPersonIdentity")));
        foreach (var early in new[] { TestOffice.At(2026, 3, 5, 9), TestOffice.At(2026, 3, 10, 0) - Microsecond })
        {
            await office.MoveToAsync(early);
            Assert.That(await RuleAsync(() => story.DoAsync("check-completeness", "NotAccepted", ClaimSamples.Refusal("notSupplemented"))), Is.EqualTo("time-not-over"));
        }

        await office.MoveToAsync(TestOffice.At(2026, 3, 10, 0));
        await story.DoAsync("check-completeness", "NotAccepted", ClaimSamples.Refusal("notSupplemented"));
    }

    [Test]
    public async Task Accept_is_born_late_when_the_check_took_its_time_and_is_told_in_the_same_burst()
    {
        await using var office = await OpenAsync(Ordinary);
        var story = await ClaimStories.StartAsync(office);
        await office.MoveToAsync(TestOffice.At(2026, 3, 5, 9));
        await ClaimStories.CompleteAsync(story, ClaimSamples.Papers());
        var accept = await story.FindLimitAsync("accept");
        Assert.That((accept.State, accept.StartedAt, accept.MissedAt), Is.EqualTo((TimeLimitState.Missed, Ordinary, (Instant?)TestOffice.At(2026, 3, 4, 0))));
        Assert.That((await story.OpenTasksAsync()).Select(task => task.Name), Does.Contain($"apology/{accept.Id}").And.Contain($"notice/{accept.Id}"));
        Assert.That((await story.JournalAsync()).Count(row => row.EventName == "LimitMissed" && row.Text.Contains("accept", StringComparison.Ordinal)), Is.EqualTo(1));
        await office.MoveToAsync(TestOffice.At(2026, 3, 5, 10));
        Assert.That((await story.JournalAsync()).Count(row => row.EventName == "LimitMissed" && row.Text.Contains("accept", StringComparison.Ordinal)), Is.EqualTo(1), "told once");
        await ClaimStories.AcceptAsync(story);
        Assert.That(await story.LimitAsync("accept"), Is.EqualTo(TimeLimitState.MetLate));
    }

    [Test]
    public async Task A_claim_by_post_counts_from_the_day_it_came_and_not_from_its_entry()
    {
        await using var office = await OpenAsync(Ordinary);
        var claim = ClaimSamples.Claim("post");
        claim["cameOn"] = "2026-02-27";
        var story = await ClaimStories.StartAsync(office, claim, Channels.Post);
        Assert.That((await story.FindLimitAsync("acknowledge")).DueDate, Is.EqualTo(new LocalDate(2026, 3, 3)), "Friday 27/2; 2/3, 3/3");
    }

    /// <summary>The time to supplement runs from the day on which the claimant got the paper, not from its entry.</summary>
    [Test]
    public async Task A_request_on_paper_runs_from_the_day_the_claimant_got_it()
    {
        await using var office = await OpenAsync(Ordinary);
        var papers = ClaimSamples.Papers("counter", "evidence", "injuredPersonIdentity");
        var story = await ClaimStories.StartAsync(office, ClaimSamples.Claim(email: null, papers: papers));
        await ClaimStories.AskAsync(story, papers);
        await office.MoveToAsync(TestOffice.At(2026, 3, 5, 9));
        Assert.That(await RuleAsync(() => story.DoAsync("deliver-request", "Delivered", ClaimSamples.Delivery("2026-03-06"))), Is.EqualTo("date-out-of-range"));
        Assert.That(await RuleAsync(() => story.DoAsync("deliver-request", "Delivered", ClaimSamples.Delivery("2026-03-01"))), Is.EqualTo("date-out-of-range"));
        await story.DoAsync("deliver-request", "Delivered", ClaimSamples.Delivery("2026-03-03"));
        Assert.That((await story.FindLimitAsync("claimant-supplement")).DueDate, Is.EqualTo(new LocalDate(2026, 3, 10)), "Tuesday 3/3; 4, 5, 6, 9, 10/3");
    }

    [TestCase("acknowledge")]
    [TestCase("request-supplement")]
    public async Task Force_majeure_is_cut_out_of_the_office_s_time_and_its_task_moves_with_it(string limit)
    {
        await using var office = await OpenAsync(Ordinary);
        var story = await UntilAsync(office, limit);
        if (limit == "request-supplement")
            await story.DoAsync("prepare-check", "Prepared", ClaimSamples.Found(ClaimSamples.Papers()));
        await office.MoveToAsync(TestOffice.At(2026, 3, 4, 16));
        await story.ActAsync(StopClock.Act, limit, new JsonObject { ["from"] = "2026-03-03", ["to"] = "2026-03-04", ["ground"] = "force-majeure" });
        Assert.That((await story.FindLimitAsync(limit)).DueAt, Is.EqualTo(TestOffice.At(2026, 3, 7, 0)), "5/3, 6/3 are the two days");
        Assert.That((await story.TaskAsync(limit == "acknowledge" ? limit : "check-completeness")).DueAt, Is.EqualTo(TestOffice.At(2026, 3, 7, 0)));
        await office.MoveToAsync(TestOffice.At(2026, 3, 7, 0) - Microsecond);
        await ActAsync(story, limit);
        Assert.That(await story.LimitAsync(limit), Is.EqualTo(TimeLimitState.Met));
    }

    private static TestCaseData Row(string limit, Instant start, Instant end, string reason) =>
        new TestCaseData(limit, start, end, reason).SetArgDisplayNames($"{limit} {(start == Ordinary ? "in ordinary weeks" : "across Tết")}: {reason}");

    private static string MadeOn => "2026-02-09";

    private static Task<TestOffice> OpenAsync(Instant start) => TestOffice.OpenAsync(definition: CompensationClaimProcedure.Build(), now: start);

    private static async Task<Story> UntilAsync(TestOffice office, string limit)
    {
        if (limit == "claimant-supplement")
            return await ClaimStories.AskedAsync(office, MadeOn);
        var isPost = limit == "acknowledge";
        var claim = ClaimSamples.Claim(isPost ? "post" : "counter");
        claim["madeOn"] = MadeOn;
        var story = await ClaimStories.StartAsync(office, claim, isPost ? Channels.Post : Channels.Counter);
        if (limit == "terminate")
            await ClaimStories.WithdrawAsync(story);
        if (limit is "accept" or "appoint")
            await ClaimStories.CompleteAsync(story, ClaimSamples.Papers());
        if (limit == "appoint")
            await story.DoAsync("decide-acceptance", "Accepted", ClaimSamples.Conditions());
        return story;
    }

    private static async Task ActAsync(Story story, string limit)
    {
        switch (limit)
        {
            case "acknowledge":
                await story.DoAsync("acknowledge", "Sent");
                break;
            case "request-supplement":
                if ((await story.OpenTasksAsync()).Any(task => task.ActivityId == "prepare-check"))
                    await story.DoAsync("prepare-check", "Prepared", ClaimSamples.Found(ClaimSamples.Papers()));
                await story.DoAsync("check-completeness", "Complete");
                break;
            case "claimant-supplement":
                await story.DoAsync("await-supplement", "Supplied", new JsonObject { ["what"] = "Giấy tờ nhân thân" });
                break;
            case "accept":
                await story.DoAsync("decide-acceptance", "Accepted", ClaimSamples.Conditions());
                break;
            case "appoint":
                await story.DoAsync("appoint", "Appointed", ClaimSamples.Officer());
                break;
            default:
                await story.DoAsync("terminate", "Signed", ClaimSamples.Signature());
                break;
        }
    }

    private static string? Day(LocalDate? date) => date is { } day ? NodaTime.Text.LocalDatePattern.Iso.Format(day) : null;

    private static async Task<string> RuleAsync(Func<Task> act) => (await Assert.ThrowsAsync<RejectedException>(() => act()))!.Rule;
}
