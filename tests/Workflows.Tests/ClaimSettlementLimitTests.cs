using ProcedureEngine.Activities.TimeLimits;
using ProcedureEngine.Workflows.Tests.Support;
using static ProcedureEngine.Workflows.Tests.Support.ClaimSettlementSamples;
using static ProcedureEngine.Workflows.Tests.Support.ClaimSettlementStories;

namespace ProcedureEngine.Workflows.Tests;

/// <summary>
/// Every row of steps 5 to 9a of the claim's table of time limits, a microsecond before its end and at it: in ordinary weeks (all begins on Monday 2 March 2026,
/// 08:30) and across Tết (all begins on Thursday 12 February 2026, 08:30; 14 to 22 February are holidays).
/// </summary>
public sealed class ClaimSettlementLimitTests
{
    private static readonly Duration Microsecond = Duration.FromTicks(10);

    /// <param name="Case">The limit, and after a colon what is special of the case.</param>
    /// <param name="Ends">First day after the limit, month and day: in ordinary weeks, and across Tết.</param>
    public sealed record Row(string Case, string Bearer, (int Month, int Day) Ordinary, (int Month, int Day) Tet, string Reason)
    {
        public string Limit => Case.Split(':')[0];

        public string Kind => Case.Split(':') is [_, var kind] ? kind : string.Empty;

        public override string ToString() => Case;
    }

    private static readonly Row[] Rows =
    [
        new("propose-advance", "authority", (3, 3), (2, 13), "at once: the working day of the appointment"),
        new("pay-advance", "authority", (3, 6), (2, 25), "3 working days from the proposal"),
        new("request-advance-funds", "authority", (3, 5), (2, 24), "2 working days from the proposal"),
        new("grant-advance-funds", "financeBody", (3, 5), (2, 24), "2 working days from the request (the law: 7)"),
        new("pay-granted-advance", "authority", (3, 6), (2, 25), "3 working days from the grant"),
        new("verify-damage", "authority", (3, 10), (2, 24), "5 days end on Saturday 7 March, so with Monday; or within Tết, so with Monday 23 February"),
        new("verify-damage:complex", "authority", (3, 18), (2, 28), "15 days from acceptance"),
        new("verify-damage:several-places", "authority", (3, 18), (2, 28), "15 days from acceptance too"),
        new("verify-damage:extended", "authority", (3, 25), (3, 11), "15 days more from the rolled end"),
        new("verify-damage:complex-extended", "authority", (4, 2), (3, 17), "15 and 15 days; of Tết on Saturday 14 March, so with Monday"),
        new("verification-report", "authority", (3, 5), (2, 24), "2 working days from the end of the verification (the law: 3)"),
        new("start-negotiation", "authority", (3, 4), (2, 14), "1 working day from the report (the law: 2)"),
        new("start-negotiation:continued", "authority", (3, 4), (2, 14), "after a suspension 1 working day from when the claimant asked (ours)"),
        new("complete-negotiation", "both", (3, 13), (2, 24), "10 days from the first session; of Tết on Sunday 22 February, so with Monday"),
        new("complete-negotiation:missed-session", "both", (3, 13), (2, 24), "the same from a first session that the claimant missed: the office was there"),
        new("complete-negotiation:complex", "both", (3, 18), (2, 28), "15 days"),
        new("complete-negotiation:several-places", "both", (3, 13), (2, 24), "several places lengthen the verification only"),
        new("complete-negotiation:extended", "both", (3, 24), (3, 6), "10 more days: Sunday 22 March, so with Monday"),
        new("complete-negotiation:complex-extended", "both", (3, 28), (3, 10), "15 and 10 days"),
        new("decide", "authority", (3, 3), (2, 13), "at once: the working day of the minutes"),
        new("send-refusal-minutes", "authority", (3, 5), (2, 24), "2 working days from the minutes (the law: 5)"),
        new("take-decision", "citizen", (4, 2), (3, 17), "30 days from the minutes; of Tết on Saturday 14 March, so with Monday"),
        new("negotiation-suspension", "both", (4, 2), (3, 17), "30 days from the decision"),
        new("ask-to-continue", "citizen", (4, 9), (3, 24), "5 working days after the last day of the suspension"),
        new("terminate:not-taken", "authority", (4, 9), (3, 24), "5 working days after the last day to take the decision"),
        new("terminate:not-continued", "authority", (4, 16), (3, 31), "5 working days after the last day to ask to continue"),
        new("request-funds", "authority", (3, 5), (2, 24), "2 working days from the hand-over"),
        new("grant-funds", "financeBody", (3, 12), (3, 3), "7 working days from the request"),
        new("pay-compensation", "authority", (3, 10), (2, 27), "5 working days from the grant"),
    ];

    private static IEnumerable<TestCaseData> EveryRow() =>
        from row in Rows
        from isTet in new[] { false, true }
        select new TestCaseData(row, isTet).SetArgDisplayNames($"{row.Case}, {(isTet ? "Tết" : "ordinary weeks")}");

    [TestCaseSource(nameof(EveryRow))]
    public async Task A_limit_is_met_just_before_its_end(Row row, bool isTet)
    {
        await using var office = await OpenAsync(isTet);
        var (story, end) = (await UntilAsync(office, row), End(row, isTet));
        var limit = await story.FindLimitAsync(row.Limit);
        Assert.That((limit.DueAt, limit.State, limit.Bearer), Is.EqualTo(((Instant?)end, TimeLimitState.Running, row.Bearer)), row.Reason);
        await office.MoveToAsync(end - Microsecond);
        await ActAsync(story, row);
        Assert.That(await story.LimitAsync(row.Limit), Is.EqualTo(TimeLimitState.Met), row.Reason);
        await ClaimStories.CleanAsync(story);
    }

    [TestCaseSource(nameof(EveryRow))]
    public async Task And_is_over_at_it(Row row, bool isTet)
    {
        await using var office = await OpenAsync(isTet);
        var (story, end) = (await UntilAsync(office, row), End(row, isTet));
        await office.MoveToAsync(end - Microsecond);
        Assert.That(await story.LimitAsync(row.Limit), Is.EqualTo(TimeLimitState.Running), row.Reason);
        await office.MoveToAsync(end);
        Assert.That(await story.LimitAsync(row.Limit), Is.EqualTo(row.Limit == "negotiation-suspension" ? TimeLimitState.Met : TimeLimitState.Missed), row.Reason);
        if (row.Bearer is "citizen" || row.Limit == "negotiation-suspension")
        {
            Assert.That((await story.OpenTasksAsync()).Select(task => task.ActivityId), Does.Not.Contain(StepOf(row)), "its end itself goes on");
        }
        else
        {
            await ActAsync(story, row);
            Assert.That(await story.LimitAsync(row.Limit), Is.EqualTo(TimeLimitState.MetLate), row.Reason);
        }

        await ClaimStories.CleanAsync(story);
    }

    /// <summary>A local figure stands beside the law's, for the supervisor.</summary>
    [TestCase("verify-damage", "2026-03-17")]
    [TestCase("grant-advance-funds", "2026-03-11")]
    [TestCase("start-negotiation", "2026-03-04")]
    [TestCase("send-refusal-minutes", "2026-03-09")]
    public async Task The_law_s_own_figure_is_kept_beside_a_local_one(string limit, string lawDueDate)
    {
        await using var office = await OpenAsync(isTet: false);
        var story = await UntilAsync(office, Rows.Single(row => row.Case == limit));
        var running = await story.FindLimitAsync(limit);
        Assert.That((running.Kind, running.LawDueDate), Is.EqualTo(("local", NodaTime.Text.LocalDatePattern.Iso.Parse(lawDueDate).Value)));
    }

    private static async Task<TestOffice> OpenAsync(bool isTet)
    {
        var office = await TestOffice.OpenAsync(definition: CompensationClaimProcedure.Build());
        if (isTet)
            office.Clock.Now = TestOffice.At(2026, 2, 12, 8, 30);
        return office;
    }

    private static Instant End(Row row, bool isTet) => isTet ? TestOffice.At(2026, row.Tet.Month, row.Tet.Day, 0) : TestOffice.At(2026, row.Ordinary.Month, row.Ordinary.Day, 0);

    private static string StepOf(Row row) => row.Limit switch
    {
        "take-decision" => "await-taking",
        "negotiation-suspension" => "suspended",
        "ask-to-continue" => "await-continuation",
        _ => row.Limit,
    };

    /// <summary>The case where the limit of the row runs.</summary>
    private static async Task<Story> UntilAsync(TestOffice office, Row row)
    {
        var story = await StartAsync(office, row);
        var today = await Stories.TodayAsync(office);
        if (row.Limit is "verify-damage" or "complete-negotiation" && row.Kind is "complex" or "complex-extended" or "several-places")
            await DeclareAsync(story, severalPlaces: row.Kind == "several-places");
        switch (row.Limit)
        {
            case "verify-damage" when row.Kind.EndsWith("extended", StringComparison.Ordinal):
                await story.DoAsync("verify-damage", "Agreed", Longer(15, today), taskName: "extension");
                break;
            case "start-negotiation" when row.Kind == "continued":
                await story.DoAsync("suspended", "AsksToContinue", Continuation(today));
                break;
            case "verification-report" or "start-negotiation":
                await story.DoAsync("verify-damage", "Verified", Verified(), taskName: "task");
                if (row.Limit == "start-negotiation")
                    await story.DoAsync("verification-report", "Reported", Report());
                break;
            case "complete-negotiation":
                await NegotiateAsync(story, row.Kind == "missed-session" ? "AbsentOnce" : "Continues");
                if (row.Kind.EndsWith("extended", StringComparison.Ordinal))
                    await story.DoAsync("hold-session", "Agreed", Longer(10, today), taskName: "extension");
                break;
            case "decide":
                await NegotiateAsync(story);
                await story.DoAsync("hold-session", "Agreed", Agreement(await NowAsync(story)), taskName: "task");
                break;
            case "ask-to-continue" or "terminate":
                await MoveToEndAsync(story, row.Kind == "not-taken" ? "take-decision" : "negotiation-suspension");
                if (row.Kind == "not-continued")
                    await MoveToEndAsync(story, "ask-to-continue");
                break;
            case "request-funds" or "grant-funds" or "pay-compensation":
                await NegotiateAsync(story);
                await AgreeAsync(story);
                await story.DoAsync("hand-over", "HandedOver", HandOver(today));
                if (row.Limit is not "request-funds")
                    await story.DoAsync("request-funds", "Sent", FundsText());
                if (row.Limit is "pay-compensation")
                    await story.DoAsync("grant-funds", "Granted", Grant(Agreed));
                break;
        }

        return story;
    }

    private static Task<Story> StartAsync(TestOffice office, Row row) => row switch
    {
        { Limit: "propose-advance" or "pay-advance" or "grant-advance-funds" or "request-advance-funds" or "pay-granted-advance" } => AdvanceAtAsync(office, row.Limit),
        { Limit: "send-refusal-minutes" } => RefusedAsync(office, isSent: false),
        { Limit: "take-decision" } or { Kind: "not-taken" } => RefusedAsync(office),
        { Limit: "negotiation-suspension" or "ask-to-continue" } or { Kind: "not-continued" or "continued" } => SuspendedAsync(office),
        _ => AppointedAsync(office),
    };

    private static async Task MoveToEndAsync(Story story, string limit) => await story.Office.MoveToAsync((await story.FindLimitAsync(limit)).DueAt!.Value);

    /// <summary>What the limit of the row asks for.</summary>
    private static async Task ActAsync(Story story, Row row)
    {
        var today = await Stories.TodayAsync(story.Office);
        var at = await NowAsync(story);
        switch (row.Limit)
        {
            case "propose-advance":
                await story.DoAsync("propose-advance", "Proposed", Proposal());
                break;
            case "request-advance-funds":
                await story.DoAsync("request-advance-funds", "Sent", FundsText());
                break;
            case "grant-advance-funds":
                await story.DoAsync("grant-advance-funds", "Granted", Grant(6_000_001));
                break;
            case "pay-advance" or "pay-granted-advance":
                await story.DoAsync(row.Limit, "Paid", Payment(10_000_001, today));
                break;
            case "verify-damage":
                await story.DoAsync("verify-damage", "Verified", Verified(), taskName: "task");
                break;
            case "verification-report":
                await story.DoAsync("verification-report", "Reported", Report());
                break;
            case "start-negotiation":
                await story.DoAsync("invite", "Invited", Invitation(at), taskName: "task");
                await story.DoAsync("hold-session", "Continues", Minutes(at), taskName: "task");
                break;
            case "complete-negotiation":
                await story.DoAsync("hold-session", "Agreed", Agreement(at), taskName: "task");
                break;
            case "decide":
                await story.DoAsync("sign-decision", "Signed", ClaimSamples.Signature());
                await story.DoAsync("hand-over", "HandedOver", HandOver(today));
                break;
            case "send-refusal-minutes":
                await story.DoAsync("send-refusal-minutes", "Sent", Sent());
                break;
            case "take-decision":
                await story.DoAsync("await-taking", "Taken", HandOver(today));
                break;
            case "negotiation-suspension":
                await story.DoAsync("suspended", "AsksToContinue", Continuation(today));
                break;
            case "ask-to-continue":
                await story.DoAsync("await-continuation", "AsksToContinue", Continuation(today));
                break;
            case "terminate":
                await (row.Kind == "not-taken" ? story.DoAsync("confirm-not-taken", "NotTaken") : story.DoAsync("confirm-not-continued", "Silent"));
                await story.DoAsync("terminate", "Signed", ClaimSamples.Signature());
                break;
            case "request-funds":
                await story.DoAsync("request-funds", "Sent", FundsText());
                break;
            case "grant-funds":
                await story.DoAsync("grant-funds", "Granted", Grant(Agreed));
                break;
            default:
                await story.DoAsync("pay-compensation", "Paid", Payment(Agreed, today));
                break;
        }
    }
}
