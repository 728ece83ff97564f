using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Notification;

namespace ProcedureEngine.Activities.Compensation.Claims.Funding;

/// <summary>The paper that says what was paid to whom, for what, and on which receipt.</summary>
internal static class PaymentPaper
{
    public static WriteRecord Write(CaseServices services, ActivityContext context, SumPaid paid, string purpose, int version)
    {
        var account = ClaimState.Of(context).Claim.PaymentAccount;
        return services.Letters.Paper(context, "claim-payment-receipt", "payment-receipt", new JsonObject
        {
            ["purpose"] = purpose,
            ["sum"] = paid.Sum,
            ["paidOn"] = LetterDesk.Date(paid.On),
            ["receipt"] = paid.Receipt,
            ["account"] = $"{account.Holder}, {account.Number}, {account.Bank}",
        }, version);
    }
}
