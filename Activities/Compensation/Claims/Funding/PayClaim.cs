using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Compensation.Claims.Advance;
using ProcedureEngine.Activities.Compensation.Claims.Negotiation;
using ProcedureEngine.Activities.Compensation.Claims.Settlement;
using ProcedureEngine.Activities.Drafting;
using ProcedureEngine.Activities.Linting;

namespace ProcedureEngine.Activities.Compensation.Claims.Funding;

public enum PaymentDue
{
    [Outcome("Còn phải chi trả", "Something is to be paid")] ToPay,
    [Outcome("Không còn phải chi trả", "Nothing is to be paid")] Nothing,
}

/// <summary>9: what is to be paid is the decision's sum less the advance, never negative; an excess is shown for recovery by another procedure (invariant 1).</summary>
[Activity("Claims.ReckonPayment", 1, "Xác định số tiền còn phải chi trả", "Reckon the payment", Category = "Claims")]
[MakesPaper("claim-reckoning", "decided", "advance", "sum", "excess")]
public sealed class ReckonPayment(CaseServices services) : Activity<PaymentDue>
{
    public override ActivityResult Execute(ActivityContext context)
    {
        ClaimDecision.RequireHandedOver(context);
        var reckoning = new Reckoning(NegotiationPart.RequireAgreement(context).Sum, AdvanceEnding.PaidSum(context));
        var slots = new JsonObject { ["decided"] = reckoning.Decided, ["advance"] = reckoning.Advance, ["sum"] = reckoning.ToPay, ["excess"] = reckoning.Excess };
        return Leave(
            reckoning.ToPay > 0 ? PaymentDue.ToPay : PaymentDue.Nothing,
            SetVariable.To(ClaimVars.Funding, new FundingPart(reckoning)), services.Letters.Paper(context, "claim-reckoning", "reckoning", slots, 1),
            new Log("PaymentReckoned", "Decision's sum less the advance", (JsonObject)slots.DeepClone()));
    }
}

public enum FundingFile
{
    [Outcome("Gửi hồ sơ đề nghị cấp kinh phí", "Sent", typeof(FundsRequestText))] Sent,
}

/// <summary>9 (seed 004): the office sends the funding file to the finance body.</summary>
[Activity("Claims.RequestFunds", 1, "Lập hồ sơ đề nghị cấp kinh phí", "Funding file", Category = "Claims")]
[MakesPaper("claim-funding-file", "sum", "purpose", "text")]
public sealed class RequestFunds(CaseServices services) : CaseTask<FundingFile>(services)
{
    protected override IEnumerable<Effect> Enter(ActivityContext context)
    {
        FundingFacts.Require(context);
        return base.Enter(context);
    }

    protected override JsonObject Shown(ActivityContext context) => FundingFacts.Shown(context);

    protected override ActivityResult Decide(ActivityContext context, TaskCompleted completed, FundingFile outcome)
    {
        var part = FundingFacts.Require(context);
        var text = ((FundsRequestText)completed.Data!).Text;
        var slots = new JsonObject { ["sum"] = part.Reckoning.ToPay, ["purpose"] = "chi trả tiền bồi thường", ["text"] = text };
        var version = part.Requests + 1;
        return Leave(
            outcome,
            SetVariable.To(ClaimVars.Funding, part with { Request = new FundsRequest(part.Reckoning.ToPay, text, context.Actor.Id, context.Now), Requests = version }),
            Services.Letters.Paper(context, "claim-funding-file", "funds-request", slots, version), new Log("FundsRequested", "Funding file sent", new JsonObject { ["sum"] = part.Reckoning.ToPay }));
    }
}

public enum FundsDecision
{
    [Outcome("Cấp kinh phí bồi thường", "Granted", typeof(FundsGranted))] Granted,
    [Outcome("Trả lại kèm lý do", "Returned", typeof(ReturnReason))] Returned,
}

/// <summary>9: the finance body grants the funds, or returns the file with a reason.</summary>
[Activity("Claims.GrantFunds", 1, "Cấp kinh phí bồi thường", "Grant funds", Category = "Claims")]
public sealed class GrantFunds(CaseServices services) : CaseTask<FundsDecision>(services)
{
    protected override JsonObject Shown(ActivityContext context) => FundingFacts.Shown(context);

    protected override ActivityResult Decide(ActivityContext context, TaskCompleted completed, FundsDecision outcome)
    {
        var part = FundingFacts.Require(context);
        if (completed.Data is ReturnReason reason)
            return Leave(outcome, new Log("FundsReturned", "File returned by the finance body", null, new JsonObject { ["reason"] = reason.Reason }));
        var grant = ((FundsGranted)completed.Data!).Grant(context, part.Reckoning.ToPay);
        return Leave(outcome, SetVariable.To(ClaimVars.Funding, part with { Grant = grant }), new Log("FundsGranted", grant.Document, new JsonObject { ["sum"] = grant.Sum }));
    }
}

public enum CompensationPayment
{
    [Outcome("Đã chi trả tiền bồi thường", "Paid", typeof(PaymentMade))] Paid,
}

/// <summary>9: the compensation is paid, exactly what is due, on granted funds; the receipt is a paper of the file.</summary>
[Activity("Claims.PayCompensation", 1, "Chi trả tiền bồi thường", "Pay the compensation", Category = "Claims")]
[MakesPaper("claim-payment-receipt", "purpose", "sum", "paidOn", "receipt", "account")]
public sealed class PayCompensation(CaseServices services) : CaseTask<CompensationPayment>(services)
{
    protected override IEnumerable<Effect> Enter(ActivityContext context)
    {
        FundingFacts.RequireGranted(context);
        return base.Enter(context);
    }

    protected override JsonObject Shown(ActivityContext context) => FundingFacts.Shown(context);

    protected override ActivityResult Decide(ActivityContext context, TaskCompleted completed, CompensationPayment outcome)
    {
        var (part, grant) = FundingFacts.RequireGranted(context);
        var paid = ((PaymentMade)completed.Data!).Record(Services, context, part.Reckoning.ToPay, grant.At);
        return Leave(
            outcome, SetVariable.To(ClaimVars.Funding, part with { Payment = paid }), PaymentPaper.Write(Services, context, paid, "tiền bồi thường", 2),
            new Log("CompensationPaid", paid.Receipt, new JsonObject { ["sum"] = paid.Sum }));
    }
}

internal static class FundingFacts
{
    /// <summary>The reckoning as the recorded facts have it: on a decision that was handed over, and nothing paid on it yet.</summary>
    /// <exception cref="InvariantException">The facts say otherwise.</exception>
    public static FundingPart Require(ActivityContext context)
    {
        ClaimDecision.RequireHandedOver(context);
        var part = context.Variable<FundingPart>(ClaimVars.Funding) ?? throw new InvariantException("reckoning-required", "What is to be paid was not reckoned.");
        if (part.Reckoning != new Reckoning(NegotiationPart.RequireAgreement(context).Sum, AdvanceEnding.PaidSum(context)))
            throw new InvariantException("payment-less-advance", "The payment is the decision's sum less the advance that was paid.");
        return part.Payment is null ? part : throw new InvariantException("paid-once", "The compensation is paid already.");
    }

    public static JsonObject Shown(ActivityContext context)
    {
        var reckoning = Require(context).Reckoning;
        return KnownSums.Of(
            (new("Số tiền theo quyết định", "Sum of the decision"), reckoning.Decided), (new("Đã tạm ứng", "Advance paid"), reckoning.Advance), (new("Còn phải chi trả", "To be paid"), reckoning.ToPay));
    }

    public static (FundingPart Part, FundsGrant Grant) RequireGranted(ActivityContext context) =>
        Require(context) is { Grant: { } grant } part ? (part, grant) : throw new InvariantException("funds-required", "No funds were granted.");
}
