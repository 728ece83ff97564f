using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Compensation.Claims.Funding;
using ProcedureEngine.Activities.Drafting;
using ProcedureEngine.Activities.Linting;

namespace ProcedureEngine.Activities.Compensation.Claims.Advance;

public enum AdvanceRequest
{
    [Outcome("Gửi đề nghị cấp kinh phí tạm ứng", "Sent", typeof(FundsRequestText))] Sent,
    [Outcome("Đã có quyết định giải quyết", "Overtaken by the decision")] Overtaken,
}

/// <summary>5a: the budget does not cover the advance; the head asks the finance body for what is missing.</summary>
[Activity("Claims.RequestAdvanceFunds", 1, "Đề nghị cấp kinh phí tạm ứng", "Request funds for the advance", Category = "Claims")]
[MeetsLimit(FixAdvance.RequestLimit)]
[MakesPaper("claim-funds-request", "sum", "purpose", "text", On = nameof(AdvanceRequest.Sent))]
public sealed class RequestAdvanceFunds(CaseServices services) : AdvanceTask<AdvanceRequest>(services)
{
    protected override AdvanceRequest Overtaken => AdvanceRequest.Overtaken;

    protected override Instant? DueAt(ActivityContext context) => Services.Limits.DueAt(context, FixAdvance.RequestLimit, Part(context).ReceivedAt);

    protected override JsonObject Shown(ActivityContext context) => ShortfallShown(context);

    protected override ActivityResult Decide(ActivityContext context, TaskCompleted completed, AdvanceRequest outcome)
    {
        var part = Part(context);
        var slots = new JsonObject { ["sum"] = part.Fixed!.Shortfall, ["purpose"] = "tạm ứng kinh phí bồi thường", ["text"] = ((FundsRequestText)completed.Data!).Text };
        return Leave(
            outcome,
            [
                .. Services.Limits.Meet(context, FixAdvance.RequestLimit),
                Services.Letters.Paper(context, "claim-funds-request", "advance-request", slots, part.Version),
                new Log("FundsRequested", "Funds for the advance asked for", new JsonObject { ["sum"] = part.Fixed.Shortfall }),
            ]);
    }
}

public enum AdvanceGrant
{
    [Outcome("Cấp kinh phí tạm ứng", "Granted", typeof(FundsGranted))] Granted,
    [Outcome("Trả lại kèm lý do", "Returned", typeof(ReturnReason))] Returned,
    [Outcome("Đã có quyết định giải quyết", "Overtaken by the decision")] Overtaken,
}

/// <summary>5a: the finance body grants what is missing, or returns the request with a reason; the head then decides anew.</summary>
[Activity("Claims.GrantAdvanceFunds", 1, "Cấp kinh phí tạm ứng", "Grant funds for the advance", Category = "Claims")]
public sealed class GrantAdvanceFunds(CaseServices services) : AdvanceTask<AdvanceGrant>(services)
{
    protected override AdvanceGrant Overtaken => AdvanceGrant.Overtaken;

    protected override JsonObject Shown(ActivityContext context) => ShortfallShown(context);

    protected override ActivityResult Decide(ActivityContext context, TaskCompleted completed, AdvanceGrant outcome)
    {
        var part = Part(context);
        if (completed.Data is ReturnReason reason)
        {
            return Leave(
                outcome, SetVariable.To(ClaimVars.Advance, part with { ReceivedAt = context.Now, Version = part.Version + 1 }),
                new Log("FundsReturned", "Request returned by the finance body", null, new JsonObject { ["reason"] = reason.Reason }));
        }

        var grant = ((FundsGranted)completed.Data!).Grant(context, part.Fixed!.Shortfall);
        return Leave(outcome, SetVariable.To(ClaimVars.Advance, part with { Grant = grant }), new Log("FundsGranted", grant.Document, new JsonObject { ["sum"] = grant.Sum }));
    }
}

public enum AdvancePayment
{
    [Outcome("Đã chi trả tạm ứng", "Paid", typeof(PaymentMade))] Paid,
    [Outcome("Đã có quyết định giải quyết", "Overtaken by the decision")] Overtaken,
}

/// <summary>5a: the advance is paid to the claimant, exactly the sum that the head fixed, and never after the decision.</summary>
[Activity("Claims.PayAdvance", 1, "Chi trả tạm ứng", "Pay the advance", Category = "Claims")]
[MeetsLimit(FixAdvance.PayLimit)]
[MakesPaper("claim-payment-receipt", "purpose", "sum", "paidOn", "receipt", "account", On = nameof(AdvancePayment.Paid))]
public sealed class PayAdvance(CaseServices services) : AdvanceTask<AdvancePayment>(services)
{
    protected override AdvancePayment Overtaken => AdvancePayment.Overtaken;

    protected override IEnumerable<Effect> Enter(ActivityContext context)
    {
        AdvanceRules.RequirePayable(AdvanceEnding.Of(context));
        return base.Enter(context);
    }

    protected override Instant? DueAt(ActivityContext context) =>
        Part(context).Grant is null ? Services.Limits.DueAt(context, FixAdvance.PayLimit, Part(context).ReceivedAt) : base.DueAt(context);

    protected override JsonObject Shown(ActivityContext context) => KnownSums.Of((new("Mức tạm ứng phải chi", "Advance to be paid"), AdvanceRules.RequirePayable(AdvanceEnding.Of(context)).Sum));

    protected override ActivityResult Decide(ActivityContext context, TaskCompleted completed, AdvancePayment outcome)
    {
        var part = Part(context);
        var due = AdvanceRules.RequirePayable(part);
        var paid = ((PaymentMade)completed.Data!).Record(Services, context, due.Sum, due.At);
        return Leave(
            outcome,
            [
                .. Services.Limits.Meet(context, FixAdvance.PayLimit),
                SetVariable.To(ClaimVars.Advance, part with { Payment = paid, End = AdvanceEnd.Paid }),
                PaymentPaper.Write(Services, context, paid, "tạm ứng kinh phí bồi thường", 1),
                new Log("AdvancePaid", paid.Receipt, new JsonObject { ["sum"] = paid.Sum }),
            ]);
    }
}
