using ProcedureEngine.Activities.Compensation.Claims;
using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Activities.TimeLimits;
using ProcedureEngine.Engine.UserTasks;
using ProcedureEngine.Workflows.Tests.Support;
using static ProcedureEngine.Workflows.Tests.Support.ClaimSettlementSamples;

namespace ProcedureEngine.Workflows.Tests.Walks;

/// <summary>A claim driven at random by what its people do, and by what its rules refuse (<see cref="ClaimMisuses"/>).</summary>
internal sealed class ClaimWalk(Story story, Random random, WalkTally tally) : RandomWalk(story, random, tally)
{
    /// <summary>Steps at which the claimant may stay silent until his limit is over.</summary>
    private static readonly string[] Waits = ["await-supplement", "suspended", "await-continuation", "await-taking"];

    public static WalkPlan Plan { get; } = new(
        CompensationClaimProcedure.Id, 20260710, 120, CompensationClaimProcedure.Build, StartAsync, ClaimChecker.FindAsync)
    {
        Misuses = ClaimMisuses.All,
        Quotas = new Dictionary<string, int>(StringComparer.Ordinal)
        {
            [$"ended {ClaimStatus.Completed}"] = 25,
            [$"ended {ClaimStatus.NotAccepted}"] = 8,
            [$"ended {ClaimStatus.NotAgreed}"] = 5,
            [$"ended {ClaimStatus.Terminated}"] = 5,
            [$"ended {ClaimStatus.Withdrawn}"] = 5,
            ["event ObstacleCutOut"] = 2,
            ["event OfficerReplaced"] = 5,
            ["event DeclaredComplex"] = 5,
            ["event AdvancePaid"] = 10,
            ["event AdvanceCancelled"] = 3,
            ["event AdvanceToSettle"] = 1,
            ["event NegotiationSuspended"] = 5,
            ["event DecisionRefused"] = 5,
        },
    };

    protected override IReadOnlyList<Misuse> OwnMisuses => ClaimMisuses.All;

    /// <summary>By hand with and without e-mail, by post, by a portal; the injured person or an heir; whole files and files that miss a paper; an advance for most.</summary>
    private static async Task<RandomWalk> StartAsync(TestOffice office, Random random, WalkTally tally)
    {
        var channel = random.Next(5) switch { 0 => Channels.Post, 1 => Channels.Portal, _ => Channels.Counter };
        var claim = ClaimSamples.Claim(channel, random.Next(3) == 0 ? null : ClaimSamples.Email, asksAdvance: random.Next(3) > 0, claimant: random.Next(8) == 0 ? ClaimSamples.Heir() : null);
        claim["madeOn"] = await Stories.TodayAsync(office);
        claim["sum"] = 1 + random.NextInt64(999_999_999_999_999);
        return new ClaimWalk(await ClaimStories.StartAsync(office, claim, channel), random, tally);
    }

    /// <summary>Agreements on longer times are rare; the steps themselves go on.</summary>
    protected override UserTask Pick(IReadOnlyList<UserTask> open)
    {
        var steps = open.Where(task => task.Name != "extension").ToList();
        return steps.Count == 0 || Random.Next(3) == 0 ? base.Pick(open) : base.Pick(steps);
    }

    /// <summary>Silence until a limit is over, a withdrawal, days that pass, complexity, another officer.</summary>
    protected override Event? ChooseEvent(IReadOnlyList<UserTask> open)
    {
        if (Random.Next(10) < 4 && open.FirstOrDefault(task => Waits.Contains(task.ActivityId, StringComparer.Ordinal)) is { } wait)
            return new Event(() => StaySilentAsync(wait));
        return Random.Next(200) switch
        {
            < 2 => new Event(() => ClaimStories.WithdrawAsync(Story), "already-signed"),
            < 10 => new Event(() => PassAsync(Duration.FromHours(Random.Next(1, 20 * 24)))),
            < 24 => new Event(() => ClaimSettlementStories.DeclareAsync(Story, severalPlaces: Random.Next(2) == 0), "already-complex", "limit-not-running"),
            < 30 => new Event(() => ClaimStories.ReplaceAsync(Story, officer: Random.Next(2) == 0 ? "other-officer" : "settlement-officer"), "nobody-appointed", "same-officer"),
            _ => null,
        };
    }

    protected override async Task<Move> ChooseAsync(Scene scene)
    {
        if (scene.Step == Scene.OfTheCase)
            return await ApologiseAsync(scene);
        if (scene.Step == "hold-session" && ClaimMisuses.InvitedTo(scene) is var session && session > scene.At && Random.Next(4) > 0)
        {
            await Story.Office.MoveToAsync(session);
            scene = await Scene.OfAsync(Story, scene.Task);
        }

        return Choose(scene, new ClaimMoney(scene.Facts));
    }

    private async Task<Move> ApologiseAsync(Scene scene) => scene.Offers("Apologised")
        ? new Move("Apologised", Samples.Apology(await Stories.NextWorkingDayAsync(Story.Office)), "already-done")
        : new Move(scene.Task.Outcomes[0].Name);

    private Move Choose(Scene scene, ClaimMoney money) => (scene.Step, Random.Next(20)) switch
    {
        ("extension", _) => new("Agreed", Longer(Random.Next(1, 8), scene.Today), "extension-cap", "limit-ended", "limit-not-running"),
        ("prepare-check", var chance) => new("Prepared", ClaimSamples.Found(Papers(scene, isWhole: chance < 15))),
        ("check-completeness", var chance) => Check(scene, chance),
        ("deliver-request" or "return-file", _) => new(scene.Task.Outcomes[0].Name, ClaimSamples.Delivery(scene.Today)),
        ("await-supplement", _) => new("Supplied", new JsonObject { ["what"] = "Giấy tờ nhân thân" }),
        ("decide-lapse", < 6) => new("TakeLate"),
        ("decide-lapse", < 13) => new("MoreTime", ClaimSamples.Obstacle(scene.Day(-Random.Next(1, 15)), scene.Today, Random.Next(2) == 0 ? "force-majeure" : "objective-obstacle"), "time-still-over", "stop-after-limit"),
        ("decide-lapse", _) => new("NotAccepted", ClaimSamples.Refusal("notSupplemented")),
        ("decide-acceptance", < 18) => new("Accepted", ClaimSamples.Conditions()),
        ("decide-acceptance", 18) => new("NotAccepted", ClaimSamples.Refusal("timeBarred")),
        ("decide-acceptance", _) => new("NotAccepted", ClaimSamples.Refusal("notCompetent", namesBody: true)),
        ("appoint", _) => new("Appointed", ClaimSamples.Officer()),
        ("terminate" or "sign-suspension" or "sign-decision", _) => new("Signed", ClaimSamples.Signature()),
        ("verify-damage", _) => new("Verified", Verified()),
        ("verification-report", _) => new("Reported", Report()),
        ("invite", var chance) => new("Invited", Invitation(Scene.Text(scene.At + Duration.FromDays(chance < 12 ? 0 : chance % 4)))),
        ("hold-session", var chance) => Hold(scene, chance),
        ("suspended" or "await-continuation", _) => new("AsksToContinue", Continuation(scene.Today)),
        ("hand-over", < 13) => new("HandedOver", HandOver(scene.Today)),
        ("hand-over", _) => new("Refused", Refusal()),
        ("confirm-not-continued", < 10) => new("AskedInTime", Continuation(scene.Day(-Random.Next(0, 20))), "not-in-time", "date-out-of-range"),
        ("confirm-not-continued", _) => new("Silent"),
        ("confirm-not-taken", < 10) => new("TakenInTime", HandOver(scene.Day(-Random.Next(0, 20))), "not-in-time", "date-out-of-range"),
        ("confirm-not-taken", _) => new("NotTaken"),
        ("send-refusal-minutes", < 4) => new("Taken", HandOver(scene.Today)),
        ("send-refusal-minutes", _) => new("Sent", Sent()),
        ("await-taking", _) => new("Taken", HandOver(scene.Today)),
        (_, var chance) => Pay(scene, money, chance),
    };

    private static Move Check(Scene scene, int chance)
    {
        if (chance < 3 && scene.Offers("NotAccepted"))
            return new Move("NotAccepted", ClaimSamples.Refusal("outOfScope"));
        if (ClaimMisuses.Misses(scene))
            return new Move("SupplementNeeded", ClaimSamples.Request("Bản đã nộp không đọc được."));
        return chance < 18 ? new Move("Complete") : new Move("SupplementNeeded", ClaimSamples.Request(null, $"Nội dung {scene.Task.Id}"));
    }

    private Move Hold(Scene scene, int chance) => chance switch
    {
        < 2 => new("Continues", Minutes(scene.Now)),
        < 5 when ClaimMisuses.InvitedTo(scene) > scene.At => new("Postponed", Missed(Scene.Text(ClaimMisuses.InvitedTo(scene)))),
        < 3 => new("Postponed", Missed(scene.Now)),
        < 5 => new("Failed", Failure(scene.Now)),
        _ when chance < 12 || ClaimMisuses.InvitedTo(scene) > scene.At => new("Agreed", Agreement(scene.Now, 1 + Random.NextInt64(100_000_000))),
        _ => new(scene.Offers("AbsentOnce") ? "AbsentOnce" : "AbsentTwice", Missed(scene.Now)),
    };

    /// <summary>The advance and the funds: sums that lie anywhere within the bounds, and exactly what was asked for and is due.</summary>
    private Move Pay(Scene scene, ClaimMoney money, int chance)
    {
        var sum = (money.Value / 2) + (money.Value % 2) + Random.NextInt64((money.Value / 2) + 1);
        return (scene.Step, chance) switch
        {
            ("propose-advance", < 2) => new("Proposed", Proposal(0, 0, 0)),
            ("propose-advance", _) => Propose(),
            ("fix-advance", _) when money.Value == 0 => new("NoDamage", Reason()),
            ("fix-advance", < 12) => new("EnoughBudget", Sum(sum)),
            ("fix-advance", _) => new("InsufficientBudget", OverBudget(sum, Random.NextInt64(sum))),
            ("request-advance-funds" or "request-funds", _) => new("Sent", FundsText()),
            ("grant-advance-funds" or "grant-funds", < 5) => new("Returned", Reason()),
            ("grant-advance-funds", _) => new("Granted", Grant(money.Shortfall)),
            ("grant-funds", _) => new("Granted", Grant(money.ToPay)),
            ("pay-advance" or "pay-granted-advance", _) => new("Paid", Payment(money.Fixed, scene.Today)),
            ("pay-compensation", _) => new("Paid", Payment(money.ToPay, scene.Today)),
            _ => new(scene.Task.Outcomes[0].Name),
        };
    }

    private Move Propose()
    {
        var (mental, immediate) = (1 + Random.NextInt64(30_000_000), Random.NextInt64(30_000_000));
        return new Move("Proposed", Proposal(mental, immediate, mental + immediate - Random.NextInt64(((mental + immediate) / 2) + 1)));
    }

    /// <summary>Nobody does what the step waits for: the clock goes to the end of its limit, by which the case goes on by itself.</summary>
    private async Task StaySilentAsync(UserTask wait)
    {
        var ends = (await Story.LimitsAsync()).Where(limit => limit.State == TimeLimitState.Running && limit.DueAt is not null).Select(limit => limit.DueAt!.Value);
        await Story.Office.MoveToAsync(ends.Append(wait.DueAt ?? Instant.MinValue).Max());
    }

    /// <summary>All that a claimant's file needs, or all but a paper that nobody may leave out.</summary>
    private static JsonArray Papers(Scene scene, bool isWhole)
    {
        var (channel, copies) = (string?)scene.Facts["intake"]!["channel"] switch { "online" => (Channels.Portal, "scan"), "byPost" => (Channels.Post, "certifiedCopy"), _ => (Channels.Counter, "copyOriginalShown") };
        var papers = ClaimSamples.Papers(channel, isWhole ? [] : [ClaimMisuses.LeftOut]);
        foreach (var kind in (string[])["representativeIdentity", "inheritancePaper", "heirsChoice"])
            papers.Add((JsonNode)ClaimSamples.Paper(kind, copies));
        return papers;
    }
}
