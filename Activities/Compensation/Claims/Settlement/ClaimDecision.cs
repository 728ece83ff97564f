using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Compensation.Claims.Advance;
using ProcedureEngine.Activities.Compensation.Claims.Negotiation;
using ProcedureEngine.Activities.Enforcement;
using ProcedureEngine.Activities.Notification;

namespace ProcedureEngine.Activities.Compensation.Claims.Settlement;

/// <summary>What the steps after the signature ask of the decision and write about it.</summary>
internal static class ClaimDecision
{
    public const string Template = "claim-decision";

    /// <exception cref="InvariantException">There is no numbered decision on signed minutes of agreement.</exception>
    public static DecisionRecord Require(ActivityContext context)
    {
        NegotiationPart.RequireAgreement(context);
        return context.Variable<DecisionRecord>(Vars.Decision) ?? throw new InvariantException("decision-required", "There is no decision.");
    }

    public static RefusalToTake RequireRefusal(ActivityContext context) =>
        context.Variable<RefusalToTake>(ClaimVars.RefusalToTake) ?? throw new InvariantException("refusal-minutes-required", "There are no minutes that the decision was not taken.");

    /// <exception cref="InvariantException">The claimant did not take the decision; nothing is paid on it.</exception>
    public static HandOverRecord RequireHandedOver(ActivityContext context)
    {
        Require(context);
        return context.Variable<HandOverRecord>(ClaimVars.HandOver) ?? throw new InvariantException("hand-over-required", "The decision was not handed over; nothing is paid on it.");
    }

    public static IEnumerable<Effect> HandOver(CaseServices services, ActivityContext context, HandOverMinutes minutes)
    {
        var decision = Require(context);
        ActDay.Require(services, context, "data.on", minutes.On, decision.IssuedAt);
        var slots = new JsonObject
        {
            ["decisionNumber"] = decision.Number, ["decisionDate"] = LetterDesk.Date(decision.Date), ["handedOverOn"] = LetterDesk.Date(minutes.On), ["receivedBy"] = minutes.ReceivedBy,
            ["minutes"] = minutes.Minutes,
        };
        return
        [
            SetVariable.To(ClaimVars.HandOver, new HandOverRecord(minutes.On, minutes.ReceivedBy, minutes.Minutes, context.Actor.Id, context.Now)),
            services.Letters.Paper(context, "claim-hand-over", "minutes", slots, 1),
            new Log("DecisionHandedOver", "Decision handed over", new JsonObject { ["on"] = LetterDesk.Date(minutes.On) }),
        ];
    }

    /// <summary>The minutes that it was not taken, under the day on which they were made and the name of who made them.</summary>
    public static WriteRecord RefusalPaper(CaseServices services, ActivityContext context, RefusalToTake refusal)
    {
        var decision = Require(context);
        var slots = new JsonObject
        {
            ["decisionNumber"] = decision.Number, ["decisionDate"] = LetterDesk.Date(decision.Date), ["minutes"] = refusal.Minutes, ["participants"] = EngineJson.ToNode(refusal.Participants),
            ["officerName"] = refusal.OfficerName,
        };
        return services.Letters.Paper(context, "claim-refusal-minutes", "minutes", slots, 1, services.Day(refusal.At));
    }

    /// <summary>The decision's paper as it was made: to go out with a letter.</summary>
    public static WriteRecord Paper(CaseServices services, ActivityContext context)
    {
        var decision = Require(context);
        var signature = context.Variable<SignatureRecord>(Vars.Signature) ?? throw new InvariantException("signature-required", "The decision is not signed.");
        return services.Letters.Paper(context, Template, "decision", Slots(context, decision.Number, signature), 1, decision.Date);
    }

    public static JsonObject Slots(ActivityContext context, string number, SignatureRecord signature)
    {
        var (claim, agreement) = (ClaimState.Of(context).Claim, NegotiationPart.RequireAgreement(context));
        return new JsonObject
        {
            ["decisionNumber"] = number,
            ["claimant"] = claim.Claimant.Name,
            ["address"] = claim.Claimant.Address,
            ["body"] = claim.CausedBy.Name,
            ["damage"] = claim.Damage,
            ["sum"] = agreement.Sum,
            ["advance"] = AdvanceEnding.PaidSum(context),
            ["paymentManner"] = agreement.PaymentManner,
            ["signerName"] = signature.SignerName,
            ["signerTitle"] = signature.SignerTitle,
        };
    }
}
