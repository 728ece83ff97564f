using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Drafting;
using ProcedureEngine.Activities.Enforcement;
using ProcedureEngine.Activities.Notification;

namespace ProcedureEngine.Activities.Compensation.Claims.Negotiation;

public enum SuspensionSigning
{
    [Outcome("Ký quyết định tạm đình chỉ", "Signed", typeof(LeaderSignature))] Signed,
}

/// <summary>7: the claimant was absent twice; the settlement is suspended for 30 days by the head's decision (art. 50). The time to complete ends with it.</summary>
[Activity("Claims.SignSuspension", 1, "Ký quyết định tạm đình chỉ", "Sign the suspension", Category = "Claims")]
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
        var signature = ((LeaderSignature)completed.Data!).Record(context);
        var slots = new JsonObject
        {
            ["until"] = LetterDesk.Date(Services.Limits.DueDate(context, SuspendedNegotiation.Limit, context.Now)!.Value), ["signerName"] = signature.SignerName, ["signerTitle"] = signature.SignerTitle,
        };
        var paper = Services.Letters.Paper(context, "claim-suspension", "suspension-decision", slots, part.Suspensions.Length + 1);
        return Leave(
            outcome,
            [
                SetVariable.To(ClaimVars.Negotiation, part with { Absences = 0, Suspensions = part.Suspensions.Add(context.Now) }),
                .. Services.Limits.Cancel(context, NegotiationPart.CompleteLimit),
                paper,
                .. Services.Letters.Write(context, "claim-suspended", new JsonObject { ["until"] = slots["until"]!.DeepClone() }, false, LetterDesk.Attach(paper)),
                new Log("NegotiationSuspended", "Suspended for 30 days", new JsonObject { ["signer"] = context.Actor.Id }),
            ]);
    }

    private static void RequireAbsences(ActivityContext context)
    {
        if (NegotiationPart.Of(context).Absences < AbsencesToSuspend)
            throw new InvariantException("absent-twice", "The settlement is suspended only when the claimant was absent twice (art. 50).");
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
[Activity("Claims.Suspended", 1, "Tạm đình chỉ giải quyết", "Suspended", Category = "Claims")]
public sealed class SuspendedNegotiation(CaseServices services) : AwaitClaimant<SuspensionTime>(services)
{
    internal const string Limit = "negotiation-suspension";

    protected override SuspensionTime Over => SuspensionTime.Over;

    /// <summary>It is met by its end: nobody had to do anything in it.</summary>
    protected override IEnumerable<Effect> AtEnd(ActivityContext context, string limit) => Services.Limits.RunOut(context, limit);

    protected override ActivityResult Decide(ActivityContext context, TaskCompleted completed, SuspensionTime outcome) => Leave(outcome, AskedToContinue.Record(Services, context, (Continuation)completed.Data!));
}

public enum ContinuationTime
{
    [Outcome("Người yêu cầu đề nghị tiếp tục", "Asks to continue", typeof(Continuation))] AsksToContinue,
    [Outcome("Không đề nghị tiếp tục", "Silence")] Silent,
}

/// <summary>7: the 5 working days after the suspension in which the claimant may ask to continue; silence leads to termination (art. 50, 51).</summary>
[Activity("Claims.AwaitContinuation", 1, "Chờ đề nghị tiếp tục giải quyết", "Wait for the request to continue", Category = "Claims")]
public sealed class AwaitContinuation(CaseServices services) : AwaitClaimant<ContinuationTime>(services)
{
    protected override ContinuationTime Over => ContinuationTime.Silent;

    protected override ActivityResult Decide(ActivityContext context, TaskCompleted completed, ContinuationTime outcome) => Leave(outcome, AskedToContinue.Record(Services, context, (Continuation)completed.Data!));
}

internal static class AskedToContinue
{
    public static Log Record(CaseServices services, ActivityContext context, Continuation continuation)
    {
        var suspended = NegotiationPart.Of(context).Suspensions;
        ActDay.Require(services, context, "data.on", continuation.On, suspended.IsEmpty ? throw new InvariantException("suspension-required", "The settlement was not suspended.") : suspended[^1]);
        return new Log("NegotiationContinued", "The claimant asks to continue", new JsonObject { ["on"] = LetterDesk.Date(continuation.On) }, new JsonObject { ["how"] = continuation.How });
    }
}
