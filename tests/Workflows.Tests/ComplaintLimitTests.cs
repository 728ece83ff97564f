using ProcedureEngine.Activities.Compensation;
using ProcedureEngine.Activities.Compensation.Complaints;
using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Activities.TimeLimits;
using ProcedureEngine.Workflows.Tests.Support;

namespace ProcedureEngine.Workflows.Tests;

/// <summary>The complaint's limits on a moved clock, a microsecond before and at their end; Monday 2 March 2026, 08:30, is the start of each.</summary>
public sealed class ComplaintLimitTests
{
    private static readonly Duration Microsecond = Duration.FromTicks(10);

    private static IEnumerable<TestCaseData> Limits()
    {
        yield return new TestCaseData("decide-acceptance", "10 days from receipt: Thursday 12 March", TestOffice.At(2026, 3, 13, 0));
        yield return new TestCaseData("step-B1-B2", "10 days from the hand-in, until acceptance is decided", TestOffice.At(2026, 3, 13, 0));
        yield return new TestCaseData("resolve", "30 days from acceptance: Wednesday 1 April", TestOffice.At(2026, 4, 2, 0));
        yield return new TestCaseData("step-B3-B4", "20 days end on Sunday 22 March, so with Monday", TestOffice.At(2026, 3, 24, 0));
        yield return new TestCaseData("step-B5", "10 days from the submission", TestOffice.At(2026, 3, 13, 0));
        yield return new TestCaseData("step-B6", "1 day from the signature", TestOffice.At(2026, 3, 4, 0));
        yield return new TestCaseData("complainant-supplement", "10 days from the guidance", TestOffice.At(2026, 3, 13, 0));
    }

    /// <summary>The 2 x 2 table of seed 003, 5.4.2: totals from acceptance, never added.</summary>
    private static IEnumerable<TestCaseData> Totals()
    {
        yield return new TestCaseData(false, false, TestOffice.At(2026, 4, 2, 0)).SetArgDisplayNames("ordinary: 30 days, Wednesday 1 April");
        yield return new TestCaseData(false, true, TestOffice.At(2026, 4, 17, 0)).SetArgDisplayNames("complex: 45 days, Thursday 16 April");
        yield return new TestCaseData(true, false, TestOffice.At(2026, 4, 17, 0)).SetArgDisplayNames("remote: 45 days, Thursday 16 April");
        yield return new TestCaseData(true, true, TestOffice.At(2026, 5, 5, 0)).SetArgDisplayNames("remote and complex: 60 days end on 1 May, a holiday, so on Monday 4 May");
    }

    [TestCaseSource(nameof(Limits))]
    public async Task A_limit_is_met_just_before_its_end_and_missed_at_it(string limit, string reason, Instant end)
    {
        await using var office = await OpenAsync();
        var (met, missed) = (await UntilAsync(office, limit), await UntilAsync(office, limit));
        Assert.That((await LimitAsync(met, limit)).DueAt, Is.EqualTo(end), reason);
        await office.MoveToAsync(end - Microsecond);
        await ActAsync(met, limit);
        Assert.That(await met.LimitAsync(limit), Is.EqualTo(TimeLimitState.Met), reason);
        await office.MoveToAsync(end);
        Assert.That(await missed.LimitAsync(limit), Is.EqualTo(TimeLimitState.Missed), reason);
        if (limit != "complainant-supplement") // Its end itself goes on to the appraisal.
            await ActAsync(missed, limit);
        Assert.That(await missed.LimitAsync(limit), Is.EqualTo(limit == "complainant-supplement" ? TimeLimitState.Missed : TimeLimitState.MetLate), reason);
    }

    [TestCaseSource(nameof(Totals))]
    public async Task The_time_to_resolve_is_a_total_from_acceptance(bool isRemote, bool isComplex, Instant end)
    {
        await using var office = await OpenAsync();
        var story = await ComplaintStories.TakenInAsync(office);
        await story.DoAsync("decide-acceptance", "Accepted", isRemote ? new JsonObject { ["isRemote"] = true, ["remoteReason"] = "Đảo, tàu một tuần hai chuyến." } : []);
        if (isComplex)
            await DeclareAsync(story);
        var limit = await LimitAsync(story, "resolve");
        Assert.That((limit.DueAt, limit.StartedAt), Is.EqualTo(((Instant?)end, TestOffice.At(2026, 3, 2, 8, 30))));
        await office.MoveToAsync(end - Microsecond);
        Assert.That(await story.LimitAsync("resolve"), Is.EqualTo(TimeLimitState.Running));
        await office.MoveToAsync(end);
        Assert.That(await story.LimitAsync("resolve"), Is.EqualTo(TimeLimitState.Missed));
    }

    [Test]
    public async Task A_case_is_declared_complex_once_by_the_leader_and_before_the_limit_ends()
    {
        await using var office = await OpenAsync();
        var early = await ComplaintStories.TakenInAsync(office);
        Assert.That(await RuleAsync(() => DeclareAsync(early)), Is.EqualTo("limit-not-running"), "before acceptance nothing runs");
        var late = await ComplaintStories.AcceptedAsync(office);
        Assert.That(await RuleAsync(() => DeclareAsync(late, "case-handler")), Is.EqualTo("role-required"));
        await DeclareAsync(late);
        Assert.That(await RuleAsync(() => DeclareAsync(late)), Is.EqualTo("already-complex"));
        var over = await ComplaintStories.AcceptedAsync(office);
        await office.MoveToAsync(TestOffice.At(2026, 4, 2, 0));
        Assert.That(await RuleAsync(() => DeclareAsync(over)), Is.EqualTo("limit-not-running"), "at the limit's end it is too late");
    }

    /// <summary>10 days to Thursday 12 March, 30 from there to Saturday 11 April and so Monday 13, 1 more day.</summary>
    [Test]
    public async Task The_receipt_s_day_chains_acceptance_resolution_and_hand_over_each_from_the_rolled_end_before()
    {
        await using var office = await OpenAsync();
        var story = await ComplaintStories.TakenInAsync(office);
        var receipt = (await office.Store.Queries.DocumentsAsync(story.CaseId, CancellationToken.None)).Single(paper => paper.Kind == "receipt");
        Assert.That((string?)receipt.Slots!["resultDay"], Is.EqualTo("2026-04-14"));
    }

    private static Task<TestOffice> OpenAsync() => TestOffice.OpenAsync(definition: CompensationComplaintProcedure.Build());

    private static async Task<Story> UntilAsync(TestOffice office, string limit)
    {
        if (limit is "decide-acceptance" or "step-B1-B2")
            return await ComplaintStories.TakenInAsync(office);
        var story = await ComplaintStories.AcceptedAsync(office);
        if (limit is "complainant-supplement")
            await story.DoAsync("appraise", "SupplementNeeded", ComplaintSamples.Guidance());
        if (limit is not ("step-B5" or "step-B6" or "resolve"))
            return story;
        await story.DoAsync("appraise", "Sufficient", ComplaintSamples.Note());
        await story.DoAsync("submit", "Submitted", ComplaintSamples.Report());
        if (limit == "step-B6")
            await story.DoAsync("sign-decision", "Signed", ComplaintSamples.Signature());
        return story;
    }

    private static async Task ActAsync(Story story, string limit)
    {
        switch (limit)
        {
            case "decide-acceptance" or "step-B1-B2":
                await story.DoAsync("decide-acceptance", "Accepted", []);
                break;
            case "complainant-supplement":
                await story.DoAsync("await-supplement", "Supplied", new JsonObject { ["what"] = "Giấy ủy quyền" });
                break;
            case "step-B3-B4":
                await story.DoAsync("appraise", "Sufficient", ComplaintSamples.Note());
                await story.DoAsync("submit", "Submitted", ComplaintSamples.Report());
                break;
            case "step-B6":
                await story.DoAsync("prepare-result", "Prepared", new JsonObject { ["papers"] = new JsonArray() });
                await story.DoAsync("return-result", "Returned", ComplaintSamples.Delivery(await Stories.TodayAsync(story.Office)));
                break;
            default:
                await story.DoAsync("sign-decision", "Signed", ComplaintSamples.Signature());
                break;
        }
    }

    private static Task<BurstAnswer> DeclareAsync(Story story, string role = "ward-leader") => story.RunAsync(new Deliver(
        story.CaseId, TestOffice.Person(role), StimulusNames.DeclareComplex, EngineJson.ToObject(new ComplexityDeclaration("Nhiều cơ quan liên quan"))));

    private static async Task<string> RuleAsync(Func<Task> act) => (await Assert.ThrowsAsync<RejectedException>(() => act()))!.Rule;

    private static async Task<TimeLimit> LimitAsync(Story story, string limit) => (await story.LimitsAsync()).Single(l => l.LimitId == limit);
}
