using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Enforcement;

namespace ProcedureEngine.Activities.Compensation.Claims.Funding;

/// <summary>The request that goes to the finance body.</summary>
public sealed record FundsRequestText([property: Field("Nội dung đề nghị, hồ sơ kèm theo", "Request and enclosed file", Multiline = true)] string Text) : IValidated
{
    public IEnumerable<FieldError> Validate() => Required.Text("text", Text);
}

/// <param name="Sum">What is granted: the sum that was asked for.</param>
/// <param name="Document">The finance body's document.</param>
public sealed record FundsGranted(
    [property: Field("Số tiền cấp (đồng)", "Sum granted (đồng)")] long Sum,
    [property: Field("Văn bản cấp kinh phí (số, ngày)", "Document (number, date)", MaxLength = 200)] string Document) : IValidated
{
    public IEnumerable<FieldError> Validate() => [.. Dong.Positive("sum", Sum), .. Required.Text("document", Document)];

    /// <exception cref="RejectedException">Another sum than was asked for: such a request is returned with a reason.</exception>
    internal FundsGrant Grant(ActivityContext context, long asked) => Sum == asked
        ? new FundsGrant(Sum, Document, context.Actor.Id, context.Now)
        : throw SumRule.Differs("grant-as-asked", asked, "Kinh phí cấp phải đúng số đề nghị, nếu không thì trả lại kèm lý do", "The grant is the sum that was asked for; else return the request with a reason");
}

/// <param name="Sum">What was paid: exactly what is due.</param>
/// <param name="PaidOn">Day of the payment, Asia/Ho_Chi_Minh.</param>
public sealed record PaymentMade(
    [property: Field("Số tiền đã chi (đồng)", "Sum paid (đồng)")] long Sum,
    [property: Field("Ngày chi", "Paid on")] LocalDate PaidOn,
    [property: Field("Số phiếu chi, ủy nhiệm chi", "Number of the receipt or transfer", MaxLength = 100)] string Receipt) : IValidated
{
    public IEnumerable<FieldError> Validate() => [.. Dong.Positive("sum", Sum), .. Required.Text("receipt", Receipt)];

    /// <param name="due">What is due, whole đồng.</param>
    /// <param name="since">What made it due.</param>
    /// <exception cref="RejectedException">Another sum than is due, or a day before it was due or to come.</exception>
    internal SumPaid Record(CaseServices services, ActivityContext context, long due, Instant since)
    {
        if (Sum != due)
            throw SumRule.Differs("payment-as-due", due, "Số tiền chi phải đúng số phải trả", "The payment is exactly what is due");
        ActDay.Require(services, context, "data.paidOn", PaidOn, since);
        return new SumPaid(Sum, PaidOn, Receipt, context.Actor.Id, context.Now);
    }
}

internal static class SumRule
{
    public static RejectedException Differs(string rule, long due, string vi, string en)
    {
        var sum = Dong.Text(due);
        return RejectedException.Invalid("data.sum", rule, $"{vi} ({sum.Vi} đồng).", $"{en}: {sum.En} đồng.");
    }
}
