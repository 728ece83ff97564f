using ProcedureEngine.Activities.Compensation;
using ProcedureEngine.Activities.Compensation.Claims;
using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Activities.TimeLimits;
using static ProcedureEngine.Workflows.Tests.Support.ClaimSettlementSamples;

namespace ProcedureEngine.Workflows.Tests.Support;

/// <summary>Every way through steps 5 to 9a of the claim, as stories that end where the spec says.</summary>
internal static class ClaimSettlementStories
{
    public static IReadOnlyDictionary<string, Func<TestOffice, Task<Story>>> All { get; } = new Dictionary<string, Func<TestOffice, Task<Story>>>(StringComparer.Ordinal)
    {
        [nameof(ClaimIsSettled)] = ClaimIsSettled,
        [nameof(AdvanceIsPaidAndDeducted)] = AdvanceIsPaidAndDeducted,
        [nameof(AdvanceNeedsFunds)] = AdvanceNeedsFunds,
        [nameof(AdvanceHasNoDamageAndNegotiationFails)] = AdvanceHasNoDamageAndNegotiationFails,
        [nameof(AdvanceIsPaidAndNegotiationFails)] = AdvanceIsPaidAndNegotiationFails,
        [nameof(AdvanceExceedsTheDecision)] = AdvanceExceedsTheDecision,
        ["DecisionOvertakesTheProposal"] = office => OvertakenAsync(office, "propose-advance"),
        ["DecisionOvertakesTheFixing"] = office => OvertakenAsync(office, "fix-advance"),
        ["DecisionOvertakesTheRequest"] = office => OvertakenAsync(office, "request-advance-funds"),
        ["DecisionOvertakesTheGrant"] = office => OvertakenAsync(office, "grant-advance-funds"),
        ["DecisionOvertakesThePayment"] = office => OvertakenAsync(office, "pay-advance"),
        ["DecisionOvertakesTheGrantedPayment"] = office => OvertakenAsync(office, "pay-granted-advance"),
        [nameof(ClaimIsComplexAndExtended)] = ClaimIsComplexAndExtended,
        [nameof(ClaimantAsksToContinue)] = ClaimantAsksToContinue,
        [nameof(ClaimantStaysAway)] = ClaimantStaysAway,
        [nameof(ClaimantAskedOnTheLastDay)] = ClaimantAskedOnTheLastDay,
        [nameof(DecisionIsTakenBeforeTheMinutesAreSent)] = DecisionIsTakenBeforeTheMinutesAreSent,
        [nameof(DecisionWasTakenOnTheLastDay)] = DecisionWasTakenOnTheLastDay,
        [nameof(DecisionIsTakenAfterMinutesThatWereSentTooLate)] = DecisionIsTakenAfterMinutesThatWereSentTooLate,
        [nameof(DecisionIsTakenLater)] = DecisionIsTakenLater,
        [nameof(DecisionIsNeverTaken)] = DecisionIsNeverTaken,
        [nameof(ClaimIsWithdrawnAfterTheDecision)] = ClaimIsWithdrawnAfterTheDecision,
    };

    public static async Task<Story> ClaimIsSettled(TestOffice office)
    {
        var story = await AppointedAsync(office);
        await NegotiateAsync(story);
        await AgreeAsync(story);
        await story.DoAsync("hand-over", "HandedOver", HandOver(await Stories.TodayAsync(office)));
        Assert.That(await story.StatusAsync(), Is.EqualTo(ClaimStatus.Funding));
        await story.DoAsync("request-funds", "Sent", FundsText());
        await story.DoAsync("grant-funds", "Returned", Reason());
        await story.DoAsync("request-funds", "Sent", FundsText());
        await story.DoAsync("grant-funds", "Granted", Grant(Agreed));
        await story.DoAsync("pay-compensation", "Paid", Payment(Agreed, await Stories.TodayAsync(office)));
        foreach (var limit in new[] { "verify-damage", "verification-report", "start-negotiation", "decide", "request-funds", "grant-funds", "pay-compensation" })
            Assert.That(await story.LimitAsync(limit), Is.EqualTo(TimeLimitState.Met), limit);
        Assert.That(await PapersAsync(story), Is.SupersetOf(new[] { "claim-verification-report", "claim-session-minutes", "claim-agreement-minutes", "claim-decision", "claim-hand-over", "claim-reckoning", "claim-funding-file", "claim-payment-receipt" }));
        return await ClaimStories.EndAsync(story, ClaimStatus.Completed);
    }

    public static async Task<Story> AdvanceIsPaidAndDeducted(TestOffice office)
    {
        var story = await AskingAsync(office);
        await PayAdvanceAsync(story);
        await NegotiateAsync(story);
        await AgreeAsync(story);
        await story.DoAsync("hand-over", "HandedOver", HandOver(await Stories.TodayAsync(office)));
        await PayAsync(story, Agreed - 10_000_001);
        return await ClaimStories.EndAsync(story, ClaimStatus.Completed);
    }

    /// <summary>The finance body first returns the request, so the head decides anew.</summary>
    public static async Task<Story> AdvanceNeedsFunds(TestOffice office)
    {
        var story = await AdvanceAtAsync(office, "grant-advance-funds");
        await story.DoAsync("grant-advance-funds", "Returned", Reason());
        await story.DoAsync("fix-advance", "InsufficientBudget", OverBudget(available: 0));
        await story.DoAsync("request-advance-funds", "Sent", FundsText());
        await story.DoAsync("grant-advance-funds", "Granted", Grant(10_000_001));
        await story.DoAsync("pay-granted-advance", "Paid", Payment(10_000_001, await Stories.TodayAsync(office)));
        foreach (var limit in new[] { "propose-advance", "request-advance-funds", "grant-advance-funds", "pay-granted-advance" })
            Assert.That(await story.LimitAsync(limit), Is.EqualTo(TimeLimitState.Met), limit);
        Assert.That(await story.LimitAsync("pay-advance"), Is.EqualTo(TimeLimitState.Cancelled), "the budget was not enough");
        await NegotiateAsync(story, "Continues", "Postponed");
        await AgreeAsync(story);
        Assert.That(await story.LimitAsync("complete-negotiation"), Is.EqualTo(TimeLimitState.Met));
        await story.DoAsync("hand-over", "HandedOver", HandOver(await Stories.TodayAsync(office)));
        await PayAsync(story, Agreed - 10_000_001);
        return await ClaimStories.EndAsync(story, ClaimStatus.Completed);
    }

    public static async Task<Story> AdvanceHasNoDamageAndNegotiationFails(TestOffice office)
    {
        var story = await AskingAsync(office);
        await story.DoAsync("propose-advance", "Proposed", Proposal(0, 0, 0));
        Assert.That((await story.TaskAsync("fix-advance")).Outcomes.Select(outcome => outcome.Name), Is.EqualTo(new[] { "NoDamage" }));
        await story.DoAsync("fix-advance", "NoDamage", Reason("Không có thiệt hại quy định tại khoản 1 Điều 44."));
        await NegotiateAsync(story);
        await story.DoAsync("hold-session", "Failed", Failure(await NowAsync(story)));
        Assert.That(await story.LettersAsync(), Is.SupersetOf(new[] { "claim-advance-refused", "claim-not-agreed" }));
        return await ClaimStories.EndAsync(story, ClaimStatus.NotAgreed);
    }

    public static async Task<Story> AdvanceIsPaidAndNegotiationFails(TestOffice office)
    {
        var story = await AskingAsync(office);
        await PayAdvanceAsync(story);
        await NegotiateAsync(story, "Continues");
        await story.DoAsync("hold-session", "Failed", Failure(await NowAsync(story)));
        Assert.That((long?)(await story.FactsAsync())["advanceToSettle"], Is.EqualTo(10_000_001));
        return await ClaimStories.EndAsync(story, ClaimStatus.NotAgreed);
    }

    public static async Task<Story> AdvanceExceedsTheDecision(TestOffice office)
    {
        var story = await AskingAsync(office);
        await PayAdvanceAsync(story);
        await NegotiateAsync(story);
        await AgreeAsync(story, 9_000_000);
        await story.DoAsync("hand-over", "HandedOver", HandOver(await Stories.TodayAsync(office)));
        var reckoning = (await office.Store.Queries.DocumentsAsync(story.CaseId, CancellationToken.None)).Single(paper => paper.Template == "claim-reckoning");
        Assert.That(((long?)reckoning.Slots!["sum"], (long?)reckoning.Slots["excess"]), Is.EqualTo(((long?)0, (long?)1_000_001)), "never negative; the excess is shown");
        return await ClaimStories.EndAsync(story, ClaimStatus.Completed);
    }

    public static async Task<Story> ClaimIsComplexAndExtended(TestOffice office)
    {
        var story = await AppointedAsync(office);
        var before = await story.FindLimitAsync("verify-damage");
        await DeclareAsync(story, severalPlaces: true);
        var after = await story.FindLimitAsync("verify-damage");
        Assert.That((after.StartedAt, after.DueDate), Is.EqualTo((before.StartedAt, (LocalDate?)new LocalDate(2026, 3, 17))), "15 days from the same start");
        Assert.That(await story.LettersAsync(), Does.Contain("claim-complex"));
        await story.DoAsync("verify-damage", "Agreed", Longer(10, "2026-03-02"), taskName: "extension");
        await story.DoAsync("verify-damage", "Agreed", Longer(5, "2026-03-02"), taskName: "extension");
        Assert.That((await story.FindLimitAsync("verify-damage")).DueDate, Is.EqualTo(new LocalDate(2026, 4, 1)), "15 days more from the end, in two agreements");
        await NegotiateAsync(story, "Continues");
        await DeclareAsync(story);
        await story.DoAsync("hold-session", "Agreed", Longer(10, "2026-03-02"), taskName: "extension");
        Assert.That((await story.FindLimitAsync("complete-negotiation")).DueDate, Is.EqualTo(new LocalDate(2026, 3, 27)), "15 days, and 10 more by agreement");
        await AgreeAsync(story);
        await story.DoAsync("hand-over", "HandedOver", HandOver(await Stories.TodayAsync(office)));
        await PayAsync(story, Agreed);
        return await ClaimStories.EndAsync(story, ClaimStatus.Completed);
    }

    /// <summary>Once in the days after the suspension, once while it runs.</summary>
    public static async Task<Story> ClaimantAsksToContinue(TestOffice office)
    {
        var story = await SuspendedAsync(office);
        Assert.That(await story.LettersAsync(), Does.Contain("claim-suspended"));
        await office.MoveToAsync(TestOffice.At(2026, 4, 2, 0));
        Assert.That(await story.LimitAsync("negotiation-suspension"), Is.EqualTo(TimeLimitState.Met), "met by its end");
        await story.DoAsync("await-continuation", "AsksToContinue", Continuation("2026-04-02"));
        Assert.That(await story.LimitAsync("ask-to-continue"), Is.EqualTo(TimeLimitState.Met));
        await BeAwayTwiceAsync(story);
        await story.DoAsync("sign-suspension", "Signed", ClaimSamples.Signature());
        await story.DoAsync("suspended", "AsksToContinue", Continuation("2026-04-02"));
        Assert.That(await story.StatusAsync(), Is.EqualTo(ClaimStatus.Negotiating));
        await story.DoAsync("invite", "Invited", Invitation(await NowAsync(story)));
        await AgreeAsync(story);
        await story.DoAsync("hand-over", "HandedOver", HandOver("2026-04-02"));
        await PayAsync(story, Agreed);
        return await ClaimStories.EndAsync(story, ClaimStatus.Completed);
    }

    public static async Task<Story> ClaimantStaysAway(TestOffice office)
    {
        var story = await SuspendedAsync(office);
        await office.MoveToAsync(TestOffice.At(2026, 4, 9, 0));
        await ClaimStories.CleanAsync(story);
        Assert.That(await story.LimitAsync("ask-to-continue"), Is.EqualTo(TimeLimitState.Missed));
        Assert.That(await story.StatusAsync(), Is.EqualTo(ClaimStatus.ConfirmingSilence), "nothing is terminated by itself");
        await story.DoAsync("confirm-not-continued", "Silent");
        Assert.That(await story.StatusAsync(), Is.EqualTo(ClaimStatus.Terminating));
        Assert.That((await story.LimitsAsync()).Count(limit => limit.LimitId == "terminate"), Is.EqualTo(1), "one time to terminate, from the end of the silence");
        await story.DoAsync("terminate", "Signed", ClaimSamples.Signature());
        Assert.That(await story.LimitAsync("terminate"), Is.EqualTo(TimeLimitState.Met));
        return await ClaimStories.EndAsync(story, ClaimStatus.Terminated);
    }

    /// <summary>Asked on 8 April, the last day, entered the next morning.</summary>
    public static async Task<Story> ClaimantAskedOnTheLastDay(TestOffice office)
    {
        var story = await SuspendedAsync(office);
        await office.MoveToAsync(TestOffice.At(2026, 4, 9, 8));
        await story.DoAsync("confirm-not-continued", "AskedInTime", Continuation("2026-04-08"));
        Assert.That(await story.LimitAsync("ask-to-continue"), Is.EqualTo(TimeLimitState.Met), "he was not late; its entry was");
        Assert.That(await story.LimitAsync("terminate"), Is.EqualTo(TimeLimitState.Cancelled));
        await story.DoAsync("invite", "Invited", Invitation(await NowAsync(story)));
        await AgreeAsync(story);
        await story.DoAsync("hand-over", "HandedOver", HandOver("2026-04-09"));
        await PayAsync(story, Agreed);
        return await ClaimStories.EndAsync(story, ClaimStatus.Completed);
    }

    /// <summary>The next day he thinks better of it, while the minutes still lie at the office.</summary>
    public static async Task<Story> DecisionIsTakenBeforeTheMinutesAreSent(TestOffice office)
    {
        var story = await RefusedAsync(office, isSent: false);
        await office.MoveToAsync(TestOffice.At(2026, 3, 3, 9));
        await story.DoAsync("send-refusal-minutes", "Taken", HandOver("2026-03-03"));
        Assert.That(await story.LimitAsync("send-refusal-minutes"), Is.EqualTo(TimeLimitState.Met));
        Assert.That(await PapersAsync(story), Does.Contain("claim-hand-over"));
        await PayAsync(story, Agreed);
        return await ClaimStories.EndAsync(story, ClaimStatus.Completed);
    }

    /// <summary>Taken on 1 April, the thirtieth day, entered the next morning.</summary>
    public static async Task<Story> DecisionWasTakenOnTheLastDay(TestOffice office)
    {
        var story = await RefusedAsync(office);
        await office.MoveToAsync(TestOffice.At(2026, 4, 2, 8));
        Assert.That(await story.StatusAsync(), Is.EqualTo(ClaimStatus.ConfirmingSilence));
        await story.DoAsync("confirm-not-taken", "TakenInTime", HandOver("2026-04-01"));
        Assert.That(await story.LimitAsync("take-decision"), Is.EqualTo(TimeLimitState.Met), "he was not late; its entry was");
        Assert.That(await story.LimitAsync("terminate"), Is.EqualTo(TimeLimitState.Cancelled));
        await PayAsync(story, Agreed);
        return await ClaimStories.EndAsync(story, ClaimStatus.Completed);
    }

    /// <summary>The minutes leave after the 30 days, by the office's own lateness: the claimant still gets his decision.</summary>
    public static async Task<Story> DecisionIsTakenAfterMinutesThatWereSentTooLate(TestOffice office)
    {
        var story = await RefusedAsync(office, isSent: false);
        await office.MoveToAsync(TestOffice.At(2026, 4, 3, 9));
        await story.DoAsync("send-refusal-minutes", "Sent", Sent());
        Assert.That(await story.LimitAsync("send-refusal-minutes"), Is.EqualTo(TimeLimitState.MetLate));
        await office.MoveToAsync(TestOffice.At(2026, 4, 6, 9));
        await story.DoAsync("confirm-not-taken", "TakenInTime", HandOver("2026-04-06"));
        await PayAsync(story, Agreed);
        return await ClaimStories.EndAsync(story, ClaimStatus.Completed);
    }

    public static async Task<Story> DecisionIsTakenLater(TestOffice office)
    {
        var story = await RefusedAsync(office);
        Assert.That(await story.LettersAsync(), Does.Contain("claim-refusal-sent"));
        await office.MoveToAsync(TestOffice.At(2026, 3, 20, 9));
        await story.DoAsync("await-taking", "Taken", HandOver("2026-03-20"));
        Assert.That(await story.LimitAsync("take-decision"), Is.EqualTo(TimeLimitState.Met));
        await PayAsync(story, Agreed);
        return await ClaimStories.EndAsync(story, ClaimStatus.Completed);
    }

    public static async Task<Story> DecisionIsNeverTaken(TestOffice office)
    {
        var story = await RefusedAsync(office);
        await office.MoveToAsync(TestOffice.At(2026, 4, 2, 0));
        Assert.That(await story.LimitAsync("take-decision"), Is.EqualTo(TimeLimitState.Missed));
        await story.DoAsync("confirm-not-taken", "NotTaken");
        await story.DoAsync("terminate", "Signed", ClaimSamples.Signature());
        return await ClaimStories.EndAsync(story, ClaimStatus.Terminated);
    }

    /// <summary>Signed but not taken, it can still be withdrawn; the paid advance is to be settled.</summary>
    public static async Task<Story> ClaimIsWithdrawnAfterTheDecision(TestOffice office)
    {
        var story = await AskingAsync(office);
        await PayAdvanceAsync(story);
        await NegotiateAsync(story);
        await AgreeAsync(story);
        await story.DoAsync("hand-over", "Refused", Refusal());
        await ClaimStories.WithdrawAsync(story);
        Assert.That((long?)(await story.FactsAsync())["advanceToSettle"], Is.EqualTo(10_000_001));
        await story.DoAsync("terminate", "Signed", ClaimSamples.Signature());
        return await ClaimStories.EndAsync(story, ClaimStatus.Withdrawn);
    }

    /// <summary>The settlement officer is in charge of a claim that was made early in February.</summary>
    public static Task<Story> AppointedAsync(TestOffice office, bool asksAdvance = false)
    {
        var claim = ClaimSamples.Claim(asksAdvance: asksAdvance);
        claim["madeOn"] = "2026-02-02";
        return ClaimStories.AppointedAsync(office, claim);
    }

    /// <summary>Appointed, an advance asked for.</summary>
    public static Task<Story> AskingAsync(TestOffice office) => AppointedAsync(office, asksAdvance: true);

    /// <summary>The advance stands at a step of its branch.</summary>
    public static async Task<Story> AdvanceAtAsync(TestOffice office, string step)
    {
        var story = await AskingAsync(office);
        if (step == "propose-advance")
            return story;
        await story.DoAsync("propose-advance", "Proposed", Proposal());
        if (step == "fix-advance")
            return story;
        await (step == "pay-advance" ? story.DoAsync("fix-advance", "EnoughBudget", Sum()) : story.DoAsync("fix-advance", "InsufficientBudget", OverBudget()));
        if (step is "pay-advance" or "request-advance-funds")
            return story;
        await story.DoAsync("request-advance-funds", "Sent", FundsText());
        if (step == "pay-granted-advance")
            await story.DoAsync("grant-advance-funds", "Granted", Grant(6_000_001));
        return story;
    }

    public static async Task PayAdvanceAsync(Story story)
    {
        await story.DoAsync("propose-advance", "Proposed", Proposal());
        await story.DoAsync("fix-advance", "EnoughBudget", Sum());
        await story.DoAsync("pay-advance", "Paid", Payment(10_000_001, await Stories.TodayAsync(story.Office)));
    }

    /// <summary>Verified, reported and invited; then sessions that end as named, each followed by a new invitation.</summary>
    public static async Task NegotiateAsync(Story story, params string[] sessions)
    {
        await story.DoAsync("verify-damage", "Verified", Verified(), taskName: "task");
        await story.DoAsync("verification-report", "Reported", Report());
        await story.DoAsync("invite", "Invited", Invitation(await NowAsync(story)), taskName: "task");
        foreach (var session in sessions)
        {
            var at = await NowAsync(story);
            await story.DoAsync("hold-session", session, session == "Continues" ? Minutes(at) : Missed(at), taskName: "task");
            await story.DoAsync("invite", "Invited", Invitation(at), taskName: "task");
        }
    }

    /// <summary>Agreed in the session, and the decision signed at once.</summary>
    public static async Task AgreeAsync(Story story, long sum = Agreed)
    {
        await story.DoAsync("hold-session", "Agreed", Agreement(await NowAsync(story), sum), taskName: "task");
        await story.DoAsync("sign-decision", "Signed", ClaimSamples.Signature());
    }

    public static async Task PayAsync(Story story, long sum)
    {
        await story.DoAsync("request-funds", "Sent", FundsText());
        await story.DoAsync("grant-funds", "Granted", Grant(sum));
        await story.DoAsync("pay-compensation", "Paid", Payment(sum, await Stories.TodayAsync(story.Office)));
    }

    /// <summary>Absent twice, and suspended by the head on Monday 2 March 2026.</summary>
    public static async Task<Story> SuspendedAsync(TestOffice office)
    {
        var story = await AppointedAsync(office);
        await story.DoAsync("verify-damage", "Verified", Verified(), taskName: "task");
        await story.DoAsync("verification-report", "Reported", Report());
        await BeAwayTwiceAsync(story);
        await story.DoAsync("sign-suspension", "Signed", ClaimSamples.Signature());
        return story;
    }

    /// <summary>Agreed and signed; the claimant does not take the decision, and the minutes are sent.</summary>
    public static async Task<Story> RefusedAsync(TestOffice office, bool isSent = true)
    {
        var story = await AppointedAsync(office);
        await NegotiateAsync(story);
        await AgreeAsync(story);
        await story.DoAsync("hand-over", "Refused", Refusal());
        Assert.That(await story.LimitAsync("decide"), Is.EqualTo(TimeLimitState.Met), "minutes of refusal meet it");
        if (isSent)
            await story.DoAsync("send-refusal-minutes", "Sent", Sent());
        return story;
    }

    public static Task<BurstAnswer> DeclareAsync(Story story, string role = "head", bool severalPlaces = false) => story.RunAsync(new Deliver(
        story.CaseId, TestOffice.Person(role), StimulusNames.DeclareComplex, EngineJson.ToObject(new ComplexityDeclaration("Nhiều cơ quan liên quan") { SeveralPlaces = severalPlaces })));

    public static async Task<string> NowAsync(Story story) => EngineJson.ToNode(await story.Office.Store.NowAsync(CancellationToken.None))!.GetValue<string>();

    /// <summary>The decision comes before the advance is paid: cancelled with a record, its branch ended, its limits with it.</summary>
    private static async Task<Story> OvertakenAsync(TestOffice office, string step)
    {
        var story = await AdvanceAtAsync(office, step);
        Assert.That((await story.TaskAsync(step)).IsOpen, Is.True);
        await NegotiateAsync(story);
        await AgreeAsync(story);
        Assert.That((await story.OpenTasksAsync()).Select(task => task.ActivityId), Is.EqualTo(new[] { "hand-over" }), "the advance's branch has ended");
        Assert.That((string?)(await story.FactsAsync())["advance"]!["end"], Is.EqualTo("cancelled"));
        Assert.That(await PapersAsync(story), Does.Contain("claim-advance-cancelled"));
        Assert.That((await story.LimitsAsync()).Where(limit => limit.LimitId.Contains("advance", StringComparison.Ordinal) && limit.State == TimeLimitState.Running), Is.Empty);
        await story.DoAsync("hand-over", "HandedOver", HandOver(await Stories.TodayAsync(office)));
        await PayAsync(story, Agreed);
        return await ClaimStories.EndAsync(story, ClaimStatus.Completed);
    }

    private static async Task BeAwayTwiceAsync(Story story)
    {
        foreach (var time in new[] { "AbsentOnce", "AbsentTwice" })
        {
            var at = await NowAsync(story);
            await story.DoAsync("invite", "Invited", Invitation(at), taskName: "task");
            await story.DoAsync("hold-session", time, Missed(at), taskName: "task");
        }
    }

    private static async Task<IReadOnlyList<string?>> PapersAsync(Story story) =>
        [.. (await story.Office.Store.Queries.DocumentsAsync(story.CaseId, CancellationToken.None)).Select(paper => paper.Template)];
}
