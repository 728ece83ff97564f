using ProcedureEngine.Activities.Compensation;
using ProcedureEngine.Activities.Compensation.Claims.Appointing;
using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Workflows.Tests.Support;
using static ProcedureEngine.Workflows.Tests.Support.ClaimSettlementSamples;
using static ProcedureEngine.Workflows.Tests.Walks.Scene;

namespace ProcedureEngine.Workflows.Tests.Walks;

/// <summary>What the rules of the claim refuse: data that does not fit by one đồng, one day, one signature, asked of the right person at the right task.</summary>
internal static class ClaimMisuses
{
    /// <summary>The paper that a file misses which is not whole.</summary>
    public const string LeftOut = "basisDocument";

    private const long TooMuch = 1_000_000_000_000_000_000;

    public static IReadOnlyList<Misuse> All { get; } = [.. Intake(), .. Advance(), .. Negotiation(), .. Decision(), .. Payments(), .. AnyTime()];

    public static bool Misses(Scene scene) => scene.Task.Context?["missing"] is JsonArray { Count: > 0 };

    /// <summary>When the last session to which the claimant was invited begins.</summary>
    public static Instant InvitedTo(Scene scene) => Moment(scene.Facts["negotiation"]!["invitations"]!.AsArray()[^1]!["at"]!);

    private static IEnumerable<Misuse> Intake() =>
    [
        new("prepare-check", "required", scene => scene.Complete("Prepared", ClaimSamples.Found([]))),
        new("check-completeness", "papers-missing", scene => Misses(scene) ? scene.Complete("Complete") : null),
        new("check-completeness", "nothing-to-ask", scene => Misses(scene) ? null : scene.Complete("SupplementNeeded", ClaimSamples.Request())),
        new("check-completeness", "asked-before", scene => WasAskedFor(scene) ? scene.Complete("SupplementNeeded", ClaimSamples.Request()) : null),
        new("check-completeness", "time-not-over", scene => scene.Offers("NotAccepted") && IsEarly(scene) ? scene.Complete("NotAccepted", ClaimSamples.Refusal("notSupplemented")) : null),
        .. Misuse.At(["deliver-request", "return-file"], "date-out-of-range", scene => scene.Complete(scene.Task.Outcomes[0].Name, ClaimSamples.Delivery(scene.Tomorrow))),
        new("decide-lapse", "in-the-future", scene => scene.Complete("MoreTime", ClaimSamples.Obstacle(scene.Today, scene.Tomorrow))),
        new("decide-lapse", "stop-order", scene => scene.Complete("MoreTime", ClaimSamples.Obstacle(scene.Today, scene.Day(-1)))),
        new("decide-lapse", "unknown-ground", scene => scene.Complete("MoreTime", ClaimSamples.Obstacle(scene.Day(-1), scene.Today, "bad-weather"))),
        new("decide-lapse", "reasons-required", scene => scene.Complete("NotAccepted", With(ClaimSamples.Refusal("notSupplemented"), "text", " "))),
        new("decide-acceptance", "required", scene => scene.Complete("NotAccepted", ClaimSamples.Refusal("notCompetent"))),
        new("decide-acceptance", "competent-body-not-expected", scene => scene.Complete("NotAccepted", ClaimSamples.Refusal("timeBarred", namesBody: true))),
        new("decide-acceptance", "reasons-required", scene => scene.Complete("NotAccepted", With(ClaimSamples.Refusal("timeBarred"), "text", string.Empty))),
        new("decide-acceptance", "all-three-conditions", scene => scene.Complete("Accepted", With(ClaimSamples.Conditions(), "causalLink", ClaimSamples.Condition(holds: false)))),
        new("decide-acceptance", "file-complete", scene => scene.Complete("NotAccepted", ClaimSamples.Refusal("notSupplemented"))),
        new("appoint", "fit-officer", scene => scene.Complete("Appointed", With(ClaimSamples.Officer(), "unrelated", ClaimSamples.Condition(holds: false)))),
    ];

    private static IEnumerable<Misuse> Advance() =>
    [
        new("propose-advance", "advance-under-half", scene => scene.Complete("Proposed", Proposal(sum: AdvanceValue / 2))),
        new("propose-advance", "advance-over-value", scene => scene.Complete("Proposed", Proposal(sum: AdvanceValue + 1))),
        new("propose-advance", "type", scene => scene.Complete("Proposed", With(Proposal(), "mentalDamage", 0.5))),
        new("propose-advance", "sum-out-of-range", scene => scene.Complete("Proposed", Proposal(immediate: TooMuch))),
        new("fix-advance", "advance-under-half", scene => Value(scene) > 2 ? scene.Complete("EnoughBudget", Sum(((Value(scene) + 1) / 2) - 1)) : null),
        new("fix-advance", "advance-over-value", scene => Value(scene) > 0 ? scene.Complete("EnoughBudget", Sum(Value(scene) + 1)) : null),
        new("fix-advance", "budget-enough", scene => Value(scene) > 0 ? scene.Complete("InsufficientBudget", OverBudget(Value(scene), Value(scene))) : null),
        new("fix-advance", "sum-out-of-range", scene => Value(scene) > 0 ? scene.Complete("EnoughBudget", Sum(-1)) : null),
        new("fix-advance", "advance-not-refused", scene => Value(scene) > 0 ? scene.Complete("NoDamage", Reason()) : null),
    ];

    private static IEnumerable<Misuse> Negotiation() =>
    [
        new("extension", "agreement-required", scene => scene.Complete("Agreed", Longer(1, scene.Today, evidence: " "))),
        new("extension", "at-least-one-day", scene => scene.Complete("Agreed", Longer(0, scene.Today))),
        new("extension", "in-the-future", scene => RunsYet(scene) && Extended(scene) < Most(scene) ? scene.Complete("Agreed", Longer(1, scene.Tomorrow)) : null),
        new("extension", "extension-cap", scene => RunsYet(scene) ? scene.Complete("Agreed", Longer(Most(scene) + 1, scene.Today)) : null),
        new("verify-damage", "type", scene => scene.Complete("Verified", With(Verified(), "damages", Damage(0.5)))),
        new("verify-damage", "sum-out-of-range", scene => scene.Complete("Verified", With(Verified(), "damages", Damage(-1)))),
        new("verify-damage", "required", scene => scene.Complete("Verified", With(Verified(), "places", new JsonArray()))),
        new("verification-report", "sum-out-of-range", scene => scene.Complete("Reported", With(Report(), "proposed", TooMuch))),
        new("invite", "in-the-past", scene => scene.Complete("Invited", Invitation(Text(scene.At - Duration.FromMinutes(1))))),
        new("invite", "required", scene => scene.Complete("Invited", With(Invitation(scene.Now), "participants", new JsonArray()))),
        new("hold-session", "minutes-signed", scene => scene.Complete("Agreed", With(Agreement(scene.Now), "claimantSigned", false))),
        new("hold-session", "participants-missing", scene => scene.Complete("Agreed", With(Agreement(scene.Now), "participants", new JsonArray(Signatures()[0]!.DeepClone())))),
        new("hold-session", "not-invited", scene => scene.Complete("Agreed", With(Agreement(scene.Now), "participants", WithStranger()))),
        new("hold-session", "minutes-signed", scene => scene.Complete("Agreed", With(Agreement(scene.Now), "participants", new JsonArray(Signatures()[1]!.DeepClone())))),
        new("hold-session", "refusal-to-sign-noted", scene => scene.Complete("Agreed", With(Agreement(scene.Now), "participants", Unnoted()))),
        new("hold-session", "type", scene => scene.Complete("Agreed", With(Agreement(scene.Now), "sum", 0.5))),
        new("hold-session", "right-to-sue-explained", scene => scene.Complete("Failed", With(Failure(scene.Now), "rightToSueExplained", false))),
        new("hold-session", "time-out-of-range", scene => scene.Complete("Continues", Minutes(Text(scene.At + Duration.FromDays(1))))),
        new("hold-session", "absence-count", scene => scene.Complete(scene.Offers("AbsentOnce") ? "AbsentTwice" : "AbsentOnce", Missed(scene.Now))),
        new("hold-session", "absent-before-time", scene => InvitedTo(scene) > scene.At ? scene.Complete(scene.Offers("AbsentOnce") ? "AbsentOnce" : "AbsentTwice", Missed(scene.Now)) : null),
        .. Misuse.At(["suspended", "await-continuation"], "date-out-of-range", scene => scene.Complete("AsksToContinue", Continuation(scene.Tomorrow))),
    ];

    private static IEnumerable<Misuse> Decision() =>
    [
        .. Misuse.At(["terminate", "sign-suspension", "sign-decision"], "deputy-authority", scene => scene.Complete("Signed", With(ClaimSamples.Signature(), "isDeputy", true))),
        new("hand-over", "consequence-stated", scene => scene.Complete("Refused", With(Refusal(), "consequenceStated", false))),
        .. Misuse.At(["hand-over", "await-taking"], "date-out-of-range", scene => scene.Complete(scene.Task.Outcomes[0].Name, HandOver(scene.Tomorrow))),
        new("send-refusal-minutes", "required", scene => scene.Complete("Sent", new JsonObject { ["proof"] = string.Empty })),
    ];

    private static IEnumerable<Misuse> Payments() =>
    [
        new("grant-advance-funds", "grant-as-asked", scene => scene.Complete("Granted", Grant(Money(scene).Shortfall + 1))),
        new("grant-funds", "grant-as-asked", scene => scene.Complete("Granted", Grant(Money(scene).ToPay + 1))),
        .. Misuse.At(["pay-advance", "pay-granted-advance", "pay-compensation"], "payment-as-due", scene => scene.Complete("Paid", Payment(Due(scene) + 1, scene.Today))),
        .. Misuse.At(["pay-advance", "pay-granted-advance", "pay-compensation"], "date-out-of-range", scene => scene.Complete("Paid", Payment(Due(scene), scene.Tomorrow))),
    ];

    private static IEnumerable<Misuse> AnyTime() =>
    [
        new(null, "not-reopenable", scene => new Reopen(scene.Story.CaseId, TestOffice.Person("head"), "Thử")),
        new(null, "role-required", scene => IsEnding(scene) ? null : scene.Deliver("settlement-officer", StimulusNames.DeclareComplex, new ComplexityDeclaration("Thử"))),
        new(null, "already-signed", scene => scene.Facts["handOver"] is null ? null : scene.Deliver("claimant", StimulusNames.Withdrawal, new Withdrawal("Thử", Channels.Counter))),
        new(null, "nobody-appointed", scene => scene.Facts["appointment"] is null && !IsEnding(scene) ? Replace(scene, "other-officer") : null),
        new(null, "same-officer", scene => (string?)scene.Facts["appointment"]?["officerId"] is { } officer && !IsEnding(scene) ? Replace(scene, officer.Split('@')[0]) : null),
    ];

    /// <summary>On its way to a termination a claim listens to nothing else.</summary>
    private static bool IsEnding(Scene scene) => scene.Facts["termination"] is not null;

    private static Deliver Replace(Scene scene, string officer) => scene.Deliver(
        "head", StimulusNames.ReplaceOfficer, EngineJson.Read<OfficerReplacement>(new JsonObject { ["reason"] = "Thử", ["officer"] = ClaimSamples.Officer(officer) })!);

    private static JsonArray Requests(Scene scene) => scene.Facts["completeness"]?["requests"] as JsonArray ?? [];

    private static bool WasAskedFor(Scene scene) => Misses(scene) && Requests(scene).Any(request => request!["papers"]!.AsArray().Any(paper => (string?)paper == LeftOut));

    /// <summary>The claimant got the last request so lately that five working days cannot have passed.</summary>
    private static bool IsEarly(Scene scene) =>
        Requests(scene)[^1]!["gotAt"] is { } gotAt && scene.At - Moment(gotAt) < Duration.FromDays(5);

    private static bool RunsYet(Scene scene) => scene.Runs(Extendable(scene));

    /// <summary>The limit that the task beside it extends.</summary>
    private static string Extendable(Scene scene) => scene.Task.ActivityId == "verify-damage" ? "verify-damage" : "complete-negotiation";

    private static int Most(Scene scene) => Extendable(scene) == "verify-damage" ? 15 : 10;

    /// <summary>Days by which it was extended already.</summary>
    private static int Extended(Scene scene) =>
        scene.Limits.Where(limit => limit.LimitId == Extendable(scene)).MaxBy(limit => limit.Occurrence)?.Calculation["extensions"] is JsonArray extensions ? extensions.Sum(extension => (int)extension!["amount"]!) : 0;

    private static JsonArray Damage(JsonNode sum) => new(new JsonObject { ["damage"] = "Chi phí", ["sum"] = sum, ["evidence"] = "Hóa đơn" });

    private static JsonArray WithStranger()
    {
        var signatures = Signatures();
        signatures.Add((JsonNode)new JsonObject { ["name"] = "Người lạ", ["agency"] = "Cơ quan khác", ["signed"] = true });
        return signatures;
    }

    private static JsonArray Unnoted() => new(new JsonObject { ["name"] = "Phạm Thị Hoa", ["agency"] = "Sở Tư pháp", ["signed"] = false });

    private static ClaimMoney Money(Scene scene) => new(scene.Facts);

    private static long Value(Scene scene) => Money(scene).Value;

    private static long Due(Scene scene) => scene.Step == "pay-compensation" ? Money(scene).ToPay : Money(scene).Fixed;
}
