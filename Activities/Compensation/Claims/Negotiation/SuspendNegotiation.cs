using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Drafting;
using ProcedureEngine.Activities.Enforcement;
using ProcedureEngine.Activities.Linting;
using ProcedureEngine.Activities.Notification;

namespace ProcedureEngine.Activities.Compensation.Claims.Negotiation;

public enum SuspensionSigning
{
    [Outcome("Ký quyết định tạm đình chỉ", "Signed", typeof(LeaderSignature))] Signed,
}

/// <summary>7: the claimant was absent twice; the settlement is suspended for 30 days by the head's decision (art. 50). The time to complete ends with it; missed by then it stays missed.</summary>
[Activity("Claims.SignSuspension", 1, "Ký quyết định tạm đình chỉ", "Sign the suspension", Category = "Claims")]
[MeetsLimit(NegotiationPart.CompleteLimit)]
public sealed class SignSuspension(CaseServices services) : CaseTask<SuspensionSigning>(services)
{
    private const int AbsencesToSuspend = 2;

    protected override IEnumerable<Effect> Enter(ActivityContext context)
    {
        RequireAbsences(context);
        return base.Enter(context);
    }

    protected override ActivityResult Decide(ActivityContext context, TaskCompleted completed, SuspensionSigning outcome)
    {
        RequireAbsences(context);
        var part = NegotiationPart.Of(context);
        var suspension = new SuspensionRecord(((LeaderSignature)completed.Data!).Record(context));
        return Leave(
            outcome,
            [
                SetVariable.To(ClaimVars.Negotiation, part with { Absences = 0, Suspensions = part.Suspensions.Add(suspension) }),
                ClaimNumbers.Take(Services, context, "order/suspension", "{sequence}/QĐ-TĐC", ClaimVars.SuspensionNumber),
                .. Services.Limits.Cancel(context, NegotiationPart.CompleteLimit),
                new Log("NegotiationSuspended", "Suspended for 30 days", new JsonObject { ["signer"] = context.Actor.Id }),
            ]);
    }

    private static void RequireAbsences(ActivityContext context)
    {
        if (NegotiationPart.Of(context).Absences < AbsencesToSuspend)
            throw new InvariantException("absent-twice", "The settlement is suspended only when the claimant was absent twice (art. 50).");
    }
}

/// <summary>Makes the suspension decision's paper with its number and sends it to the claimant.</summary>
[Activity("Claims.RecordSuspension", 1, "Quyết định tạm đình chỉ giải quyết", "Record the suspension", Category = "Claims")]
[MakesPaper("claim-suspension", "decisionNumber", "claimant", "until", "signerName", "signerTitle")]
[WritesLetter("claim-suspended", "decisionNumber", "claimant", "until", "signerName", "signerTitle")]
public sealed class RecordSuspension(CaseServices services) : Activity<Done>
{
    public override ActivityResult Execute(ActivityContext context)
    {
        var suspensions = NegotiationPart.Of(context).Suspensions;
        var signature = suspensions is [.., var last] ? last.Signature : throw new InvariantException("signature-required", "The suspension is not signed.");
        var slots = new JsonObject
        {
            ["decisionNumber"] = ClaimNumbers.Of(context, ClaimVars.SuspensionNumber).Text,
            ["claimant"] = ClaimState.Of(context).Claim.Claimant.Name,
            ["until"] = LetterDesk.Date(services.Limits.DueDate(context, SuspendedNegotiation.Limit, signature.SignedAt)!.Value),
            ["signerName"] = signature.SignerName,
            ["signerTitle"] = signature.SignerTitle,
        };
        return Leave(Done.Done, ClaimOrders.Issue(services, context, new ClaimOrder("claim-suspension", "claim-suspended", suspensions.Length), slots));
    }
}

/// <summary>How the claimant asked that the settlement go on.</summary>
public sealed record Continuation(
    [property: Field("Ngày đề nghị", "Asked on")] LocalDate On,
    [property: Field("Cách đề nghị (đơn, trực tiếp...)", "How", MaxLength = 200)] string How) : IValidated
{
    public IEnumerable<FieldError> Validate() => Required.Text("how", How);
}

public enum SuspensionTime
{
    [Outcome("Người yêu cầu đề nghị tiếp tục", "Asks to continue", typeof(Continuation))] AsksToContinue,
    [Outcome("Hết thời hạn tạm đình chỉ", "The suspension has ended")] Over,
}

/// <summary>7: the 30 days of suspension; the claimant may ask to continue before they end.</summary>
[StartsLimit(NegotiationPart.StartLimit, On = nameof(SuspensionTime.AsksToContinue))]
[Activity("Claims.Suspended", 1, "Tạm đình chỉ giải quyết", "Suspended", Category = "Claims")]
public sealed class SuspendedNegotiation(CaseServices services) : AwaitClaimant<SuspensionTime>(services)
{
    internal const string Limit = "negotiation-suspension";

    protected override SuspensionTime Over => SuspensionTime.Over;

    protected override Instant LimitFrom(ActivityContext context) => NegotiationPart.Of(context).Suspensions is [.., var last] ? last.Signature.SignedAt : context.Now;

    /// <summary>It is met by its end: nobody had to do anything in it.</summary>
    protected override IEnumerable<Effect> AtEnd(ActivityContext context, string limit) => Services.Limits.RunOut(context, limit);

    protected override ActivityResult Decide(ActivityContext context, TaskCompleted completed, SuspensionTime outcome) => Leave(outcome, AskedToContinue.Record(Services, context, (Continuation)completed.Data!));
}

public enum ContinuationTime
{
    [Outcome("Người yêu cầu đề nghị tiếp tục", "Asks to continue", typeof(Continuation))] AsksToContinue,
    [Outcome("Không đề nghị tiếp tục", "Silence")] Silent,
}

/// <summary>7: the 5 working days after the suspension in which the claimant may ask to continue; silence, once confirmed, leads to termination (art. 50, 51).</summary>
[StartsLimit(NegotiationPart.StartLimit, On = nameof(ContinuationTime.AsksToContinue))]
[Activity("Claims.AwaitContinuation", 1, "Chờ đề nghị tiếp tục giải quyết", "Wait for the request to continue", Category = "Claims")]
public sealed class AwaitContinuation(CaseServices services) : AwaitClaimant<ContinuationTime>(services)
{
    internal const string Limit = "ask-to-continue";

    protected override ContinuationTime Over => ContinuationTime.Silent;

    protected override Instant LimitFrom(ActivityContext context) => TimeLimits.TimeLimitBook.LastMoment(context, SuspendedNegotiation.Limit);

    protected override ActivityResult Decide(ActivityContext context, TaskCompleted completed, ContinuationTime outcome) => Leave(outcome, AskedToContinue.Record(Services, context, (Continuation)completed.Data!));
}

/// <summary>The settlement goes on: the office has the time to begin once more, from when the claimant asked (ours; nothing else would run until the next session).</summary>
internal static class AskedToContinue
{
    public static IEnumerable<Effect> Record(CaseServices services, ActivityContext context, Continuation continuation)
    {
        var suspended = NegotiationPart.Of(context).Suspensions;
        ActDay.Require(services, context, "data.on", continuation.On, suspended.IsEmpty ? throw new InvariantException("suspension-required", "The settlement was not suspended.") : suspended[^1].Signature.SignedAt);
        return
        [
            new Log("NegotiationContinued", "The claimant asks to continue", new JsonObject { ["on"] = LetterDesk.Date(continuation.On) }, new JsonObject { ["how"] = continuation.How }),
            .. services.Limits.Start(context, NegotiationPart.StartLimit, ActDay.Moment(services, context, continuation.On)),
        ];
    }
}
