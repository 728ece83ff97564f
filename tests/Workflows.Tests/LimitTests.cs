using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Activities.TimeLimits;
using ProcedureEngine.Workflows.Tests.Support;

namespace ProcedureEngine.Workflows.Tests;

/// <summary>Each time limit of the procedure on a moved clock: met a microsecond before its end, late at the end itself, with its events.</summary>
public sealed class LimitTests
{
    private static readonly Duration Microsecond = Duration.FromTicks(10);

    /// <summary>Begin: Monday 2 March 2026, 08:30, two ordinary weeks.</summary>
    private static IEnumerable<TestCaseData> Limits()
    {
        yield return new TestCaseData("check-validity", "2 working days from entering step 2", TestOffice.At(2026, 3, 5, 0));
        yield return new TestCaseData("draft-decision", "less than 5 working days: the end of the 4th", TestOffice.At(2026, 3, 7, 0));
        yield return new TestCaseData("sign-decision", "the same working day as the proposal", TestOffice.At(2026, 3, 3, 0));
        yield return new TestCaseData("decision-by-law", "5 working days from the original", TestOffice.At(2026, 3, 10, 0));
        yield return new TestCaseData("issue-decision", "1 working day from the signature", TestOffice.At(2026, 3, 4, 0));
        yield return new TestCaseData("notify-decision", "3 working days from the number", TestOffice.At(2026, 3, 6, 0));
        yield return new TestCaseData("applicant-answer", "60 days from the guidance: ends Friday 1 May, a holiday, so the next working day", TestOffice.At(2026, 5, 5, 0));
    }

    [TestCaseSource(nameof(Limits))]
    public async Task A_limit_is_met_just_before_its_end(string limit, string reason, Instant end)
    {
        await using var office = await TestOffice.OpenAsync();
        var story = await UntilAsync(office, limit);
        Assert.That(await DueAsync(story, limit), Is.EqualTo(end), reason);
        await office.MoveToAsync(end - Microsecond);
        await ActAsync(story, limit);
        Assert.That(await story.LimitAsync(limit), Is.EqualTo(TimeLimitState.Met), reason);
    }

    [TestCaseSource(nameof(Limits))]
    public async Task A_limit_is_missed_at_its_end_and_met_late_after(string limit, string reason, Instant end)
    {
        await using var office = await TestOffice.OpenAsync();
        var story = await UntilAsync(office, limit);
        await office.MoveToAsync(end);
        Assert.That(await story.LimitAsync(limit), Is.EqualTo(TimeLimitState.Missed), reason);
        Assert.That(await EventsAsync(story, limit), Does.Contain("LimitMissed"));
        if (limit == "applicant-answer")
            return; // Its end closes the case as lapsed; a late answer reopens it.
        await ActAsync(story, limit);
        Assert.That(await story.LimitAsync(limit), Is.EqualTo(TimeLimitState.MetLate), reason);
    }

    /// <summary>A task completed after the instant is late even when the timer loop never ran.</summary>
    [Test]
    public async Task Lateness_does_not_wait_for_the_timer_loop()
    {
        await using var office = await TestOffice.OpenAsync();
        var story = await UntilAsync(office, "check-validity");
        await office.Store.AdvanceClockAsync(TestOffice.At(2026, 3, 5, 0), CancellationToken.None);
        await ActAsync(story, "check-validity");
        Assert.That(await story.LimitAsync("check-validity"), Is.EqualTo(TimeLimitState.MetLate));
    }

    [Test]
    public async Task The_warning_comes_at_the_start_of_the_last_working_day_and_same_day_limits_give_none()
    {
        await using var office = await TestOffice.OpenAsync();
        var story = await UntilAsync(office, "check-validity");
        await office.MoveToAsync(TestOffice.At(2026, 3, 4, 0) - Microsecond);
        Assert.That(await EventsAsync(story, "check-validity"), Does.Not.Contain("LimitApproaching"));
        await office.MoveToAsync(TestOffice.At(2026, 3, 4, 0));
        Assert.That(await EventsAsync(story, "check-validity"), Does.Contain("LimitApproaching"));
        Assert.That((await story.LimitsAsync()).Single().WarnAt, Is.EqualTo(TestOffice.At(2026, 3, 4, 0)));

        await using var other = await TestOffice.OpenAsync();
        var signing = await UntilAsync(other, "sign-decision");
        Assert.That((await signing.LimitsAsync()).Single(limit => limit.LimitId == "sign-decision").WarnAt, Is.Null);
    }

    /// <summary>Receipt policy OH: a proposal after office hours reaches the head on the next working day.</summary>
    [Test]
    public async Task A_proposal_after_office_hours_is_signed_in_time_on_the_next_working_day()
    {
        await using var office = await TestOffice.OpenAsync();
        await office.MoveToAsync(TestOffice.At(2026, 3, 6, 17));
        var story = await UntilAsync(office, "sign-decision");
        Assert.That(await DueAsync(story, "sign-decision"), Is.EqualTo(TestOffice.At(2026, 3, 10, 0)), "Friday 17:00 counts as Monday 9 March");
    }

    [Test]
    public async Task The_reminder_goes_out_after_thirty_days_and_the_wait_ends_after_sixty()
    {
        await using var office = await TestOffice.OpenAsync();
        var story = await UntilAsync(office, "applicant-answer");
        await office.MoveToAsync(TestOffice.At(2026, 4, 2, 0) - Microsecond);
        Assert.That(await story.LettersAsync(), Does.Not.Contain("answer-reminder"));
        await office.MoveToAsync(TestOffice.At(2026, 4, 2, 0));
        Assert.That(await story.LettersAsync(), Does.Contain("answer-reminder"), "30 days from 2 March end with 1 April");
        await office.MoveToAsync(TestOffice.At(2026, 5, 5, 0));
        Assert.That(await story.StatusAsync(), Is.EqualTo("closed-lapsed"));
        Assert.That(await story.LettersAsync(), Has.Exactly(1).EqualTo("lapsed"));
    }

    /// <summary>A limit whose start lies in the past is reported at once when it has ended already.</summary>
    [Test]
    public async Task A_limit_born_late_is_missed_at_once()
    {
        await using var office = await TestOffice.OpenAsync();
        var story = await Story.ByMailAsync(office);
        await story.DoAsync("check-validity", "Valid", Samples.Valid(Samples.Request("post", "notifyAtAddress")));
        await story.DoAsync("confirm-receipt", "ByPost", []);
        await story.DoAsync("await-post", "Arrived", new JsonObject { ["receivedOn"] = "2026-03-02" });
        await office.MoveToAsync(TestOffice.At(2026, 3, 20, 9));
        await story.DoAsync("compare-post", "Match", Samples.Original(Samples.Request("post", "notifyAtAddress")));
        await office.MoveToAsync(TestOffice.At(2026, 3, 20, 9, 1));
        Assert.That(await story.LimitAsync("decision-by-law"), Is.EqualTo(TimeLimitState.Missed));
    }

    private static async Task<Instant?> DueAsync(Story story, string limit) => (await story.LimitsAsync()).Single(l => l.LimitId == limit).DueAt;

    private static async Task<IReadOnlyList<string>> EventsAsync(Story story, string limit) =>
        [.. (await story.JournalAsync()).Where(row => row.EventName.StartsWith("Limit", StringComparison.Ordinal) && row.Text.Contains(limit, StringComparison.Ordinal)).Select(row => row.EventName)];

    /// <summary>A case in which the limit has just begun, all on the day on which the office's clock stands.</summary>
    private static async Task<Story> UntilAsync(TestOffice office, string limit)
    {
        if (limit is "check-validity")
            return await Story.ByMailAsync(office);
        if (limit is "applicant-answer")
        {
            var waiting = await Story.ByMailAsync(office);
            await waiting.DoAsync("check-validity", "Incomplete", Samples.Guidance());
            return waiting;
        }

        var story = await Story.ByHttpAsync(office, channel: Channels.Counter);
        await story.DoAsync("check-validity", "Valid", Samples.Valid());
        if (limit == "draft-decision")
            return story;
        await story.DoAsync("draft-decision", "Drafted", Samples.Draft());
        await story.DoAsync("record-original", "Recorded", Samples.Original());
        if (limit == "decision-by-law")
            return story;
        await story.DoAsync("submit-proposal", "Submitted", Samples.Proposal());
        if (limit == "sign-decision")
            return story;
        await story.DoAsync("sign-decision", "Signed", Samples.Signature());
        if (limit == "issue-decision")
            return story;
        await story.DoAsync("issue-decision", "Issued", Samples.Issue());
        return story;
    }

    private static async Task ActAsync(Story story, string limit)
    {
        switch (limit)
        {
            case "check-validity":
                await story.DoAsync("check-validity", "Valid", Samples.Valid());
                break;
            case "applicant-answer":
                await story.DeliverAsync(StimulusNames.Mail, Samples.Mail("Bổ sung"));
                break;
            case "draft-decision":
                await story.DoAsync("draft-decision", "Drafted", Samples.Draft());
                break;
            case "decision-by-law":
                await story.DoAsync("submit-proposal", "Submitted", Samples.Proposal());
                await story.DoAsync("sign-decision", "Signed", Samples.Signature());
                break;
            case "sign-decision":
                await story.DoAsync("sign-decision", "Signed", Samples.Signature());
                break;
            case "issue-decision":
                await story.DoAsync("issue-decision", "Issued", Samples.Issue());
                break;
            default:
                var today = await Stories.TodayAsync(story.Office);
                await story.DoAsync("notify", "Notified", Samples.Notified(today));
                await story.DoAsync("notify", "Notified", Samples.Notified(today));
                break;
        }
    }
}
