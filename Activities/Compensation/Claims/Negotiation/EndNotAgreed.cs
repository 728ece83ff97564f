using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Compensation.Claims.Advance;
using ProcedureEngine.Activities.Linting;

namespace ProcedureEngine.Activities.Compensation.Claims.Negotiation;

/// <summary>7: the negotiation failed; the claimant is told in writing, with his right to sue, and the advance is cancelled or recorded as to be settled.</summary>
[Activity("Claims.EndNotAgreed", 1, "Thương lượng không thành", "Not agreed", Category = "Claims")]
[WritesLetter("claim-not-agreed", "advance")]
[MakesPaper("claim-advance-cancelled", "reason", "sum", "value")]
public sealed class EndNotAgreed(CaseServices services) : Activity<Done>
{
    private static readonly LocalizedText Why = new("Thương lượng không thành", "The negotiation failed");

    public override ActivityResult Execute(ActivityContext context)
    {
        if (NegotiationPart.Of(context).Sessions is not [.., { End: SessionEnd.Failed }])
            throw new InvariantException("minutes-of-failure-required", "A claim closes as not agreed only on minutes of a failed negotiation.");
        var slots = new JsonObject();
        if (AdvanceEnding.ToSettle(context) is { } advance)
            slots["advance"] = advance;
        return Leave(Done.Done, [.. AdvanceEnding.WithoutPayment(services, context, Why), .. services.Letters.Write(context, "claim-not-agreed", slots)]);
    }
}
