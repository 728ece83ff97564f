using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Compensation.Claims.Advance;
using ProcedureEngine.Activities.Compensation.Claims.Negotiation;
using ProcedureEngine.Activities.Drafting;
using ProcedureEngine.Activities.Issuance;
using ProcedureEngine.Activities.Linting;

namespace ProcedureEngine.Activities.Compensation.Claims.Settlement;

public enum ClaimSigning
{
    [Outcome("Ký quyết định giải quyết bồi thường", "Signed", typeof(LeaderSignature))] Signed,
}

/// <summary>
/// 8 (seed 004): the head signs the decision at once after the minutes of agreement; never without them (invariant 3). An advance that was not paid is cancelled:
/// what is owed is now the decision's sum.
/// </summary>
[Activity("Claims.SignDecision", 1, "Ký quyết định giải quyết bồi thường", "Sign the decision", Category = "Claims")]
[MakesPaper("claim-advance-cancelled", "reason", "sum", "value")]
public sealed class SignClaimDecision(CaseServices services) : CaseTask<ClaimSigning>(services)
{
    internal const string Limit = "decide";

    private static readonly LocalizedText Decided = new("Đã có quyết định giải quyết bồi thường", "The decision was made");

    protected override IEnumerable<Effect> Enter(ActivityContext context)
    {
        NegotiationPart.RequireAgreement(context);
        return base.Enter(context);
    }

    protected override Instant? DueAt(ActivityContext context) => Services.Limits.DueAt(context, Limit, NegotiationPart.RequireAgreement(context).At);

    protected override JsonObject Shown(ActivityContext context) =>
        KnownSums.Of((new("Số tiền bồi thường đã thỏa thuận", "Sum agreed"), NegotiationPart.RequireAgreement(context).Sum));

    protected override ActivityResult Decide(ActivityContext context, TaskCompleted completed, ClaimSigning outcome)
    {
        NegotiationPart.RequireAgreement(context);
        return Leave(outcome, [.. DecisionNumbering.Sign(Services, context, (LeaderSignature)completed.Data!), .. AdvanceEnding.CancelUnpaid(Services, context, Decided)]);
    }
}

/// <summary>8: the decision's paper, with its number; the bursts before have taken it.</summary>
[Activity("Claims.RecordDecision", 1, "Lập quyết định giải quyết bồi thường", "Record the decision", Category = "Claims")]
[MakesPaper(ClaimDecision.Template, "decisionNumber", "claimant", "address", "body", "damage", "sum", "advance", "paymentManner", "signerName", "signerTitle")]
public sealed class RecordClaimDecision(CaseServices services) : Activity<Done>
{
    public override ActivityResult Execute(ActivityContext context)
    {
        NegotiationPart.RequireAgreement(context);
        return Leave(Done.Done, DecisionNumbering.Record(services, context, ClaimDecision.Template, (number, signature) => ClaimDecision.Slots(context, number.Text, signature)));
    }
}
