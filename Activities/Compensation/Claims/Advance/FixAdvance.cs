using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Enforcement;
using ProcedureEngine.Activities.Linting;

namespace ProcedureEngine.Activities.Compensation.Claims.Advance;

public enum AdvanceFixing
{
    [Outcome("Duyệt mức tạm ứng, còn đủ dự toán", "Fixed, budget enough", typeof(AdvanceSum))]
    [Withheld("advance-without-damage", "Không có thiệt hại quy định tại khoản 1 Điều 44 nên không tạm ứng.", "No damage of art. 44(1) was found; there is nothing to advance.")]
    EnoughBudget,

    [Outcome("Duyệt mức tạm ứng, không còn đủ dự toán", "Fixed, budget insufficient", typeof(AdvanceOverBudget))]
    [Withheld("advance-without-damage", "Không có thiệt hại quy định tại khoản 1 Điều 44 nên không tạm ứng.", "No damage of art. 44(1) was found; there is nothing to advance.")]
    InsufficientBudget,

    [Outcome("Không có thiệt hại được tạm ứng", "No damage of art. 44(1)", typeof(NoAdvance))]
    [Withheld("advance-not-refused", "Có thiệt hại quy định tại khoản 1 Điều 44 thì không từ chối tạm ứng.", "An advance is not refused when there is damage of art. 44(1).")]
    NoDamage,

    [Outcome("Đã có quyết định giải quyết", "Overtaken by the decision")] Overtaken,
}

/// <param name="Sum">From half to the whole of the value of the damages of art. 44(1), whole đồng.</param>
public sealed record AdvanceSum(
    [property: Field("Mức tạm ứng (đồng)", "Sum of the advance (đồng)")] long Sum,
    [property: Field("Lý do", "Reason", Multiline = true)] string Reason) : IValidated
{
    public IEnumerable<FieldError> Validate() => [.. Dong.Positive("sum", Sum), .. Required.Text("reason", Reason)];
}

/// <param name="Available">What the budget still holds for it: less than the sum.</param>
public sealed record AdvanceOverBudget(
    [property: Field("Mức tạm ứng (đồng)", "Sum of the advance (đồng)")] long Sum,
    [property: Field("Dự toán còn lại cho khoản này (đồng)", "Budget left for it (đồng)")] long Available,
    [property: Field("Lý do", "Reason", Multiline = true)] string Reason) : IValidated
{
    public IEnumerable<FieldError> Validate()
    {
        foreach (var error in (IEnumerable<FieldError>)[.. Dong.Positive("sum", Sum), .. Dong.NotNegative("available", Available), .. Required.Text("reason", Reason)])
            yield return error;
        if (Available >= Sum)
            yield return new FieldError("available", "budget-enough", new LocalizedText("Dự toán đủ thì chi trả, không đề nghị cấp.", "The budget covers it: pay, and ask for nothing."));
    }
}

public sealed record NoAdvance([property: Field("Lý do", "Reason", Multiline = true)] string Reason) : IValidated
{
    public IEnumerable<FieldError> Validate() => Required.Text("reason", Reason);
}

/// <summary>
/// 5a: the head fixes the sum, from half to the whole of the value (invariant 1), and does not refuse when there is such damage. From the moment he has the
/// proposal runs the time to pay; where the budget falls short, that to ask for funds instead, from the same moment.
/// </summary>
[Activity("Claims.FixAdvance", 1, "Quyết định mức tạm ứng", "Fix the advance", Category = "Claims")]
[StartsLimit(PayLimit)]
[MeetsLimit(PayLimit, On = nameof(AdvanceFixing.InsufficientBudget))]
[StartsLimit(RequestLimit, On = nameof(AdvanceFixing.InsufficientBudget))]
[MakesPaper("claim-advance-fixed", "value", "sum", "reason", "officerName")]
[WritesLetter("claim-advance-refused", "reason", On = nameof(AdvanceFixing.NoDamage))]
public sealed class FixAdvance(CaseServices services) : AdvanceTask<AdvanceFixing>(services)
{
    internal const string PayLimit = "pay-advance";
    internal const string RequestLimit = "request-advance-funds";

    protected override AdvanceFixing Overtaken => AdvanceFixing.Overtaken;

    protected override IEnumerable<Effect> Enter(ActivityContext context) =>
        [.. base.Enter(context), .. Part(context).Value.Total > 0 ? Services.Limits.Start(context, PayLimit, Part(context).ReceivedAt) : []];

    protected override Instant? DueAt(ActivityContext context) => Part(context).Value.Total > 0 ? Services.Limits.DueAt(context, PayLimit, Part(context).ReceivedAt) : null;

    protected override IEnumerable<AdvanceFixing> Offered(ActivityContext context) =>
        Part(context).Value.Total > 0 ? [AdvanceFixing.EnoughBudget, AdvanceFixing.InsufficientBudget] : [AdvanceFixing.NoDamage];

    /// <summary>The lowest lawful sum is half of the value, rounded up to the đồng.</summary>
    protected override JsonObject Shown(ActivityContext context) => KnownSums.Of(
        (new("Giá trị thiệt hại được tạm ứng (khoản 1 Điều 44)", "Value of the damages of art. 44(1)"), Part(context).Value.Total),
        (new("Mức thấp nhất (50%)", "Lowest sum (50 %)"), (Part(context).Value.Total + 1) / 2), (new("Mức đề xuất tạm ứng", "Sum proposed"), Part(context).Proposed));

    protected override ActivityResult Decide(ActivityContext context, TaskCompleted completed, AdvanceFixing outcome) => completed.Data switch
    {
        AdvanceSum fixing => Leave(outcome, Fix(context, fixing.Sum, fixing.Sum, fixing.Reason)),
        AdvanceOverBudget fixing => Leave(
            outcome,
            [
                .. Fix(context, fixing.Sum, fixing.Available, fixing.Reason),
                .. Services.Limits.Cancel(context, PayLimit), .. Services.Limits.Start(context, RequestLimit, Part(context).ReceivedAt),
            ]),
        NoAdvance none => Leave(outcome, Refuse(context, none)),
        _ => throw new DefectException("Step 5a received no sum."),
    };

    private IEnumerable<Effect> Fix(ActivityContext context, long sum, long available, string reason)
    {
        var part = Part(context);
        AdvanceRules.RequireWithin("data.sum", sum, part.Value.Total);
        var slots = new JsonObject { ["value"] = part.Value.Total, ["sum"] = sum, ["reason"] = reason, ["officerName"] = context.Actor.DisplayName };
        return
        [
            SetVariable.To(ClaimVars.Advance, part with { Fixed = new FixedAdvance(sum, available, context.Actor.Id, context.Now), Grant = null }),
            Services.Letters.Paper(context, "claim-advance-fixed", "advance-record", slots, part.Version),
            new Log("AdvanceFixed", "Advance fixed by the head", new JsonObject { ["sum"] = sum, ["available"] = available }),
        ];
    }

    private IEnumerable<Effect> Refuse(ActivityContext context, NoAdvance none)
    {
        var part = Part(context);
        if (part.Value.Total > 0)
            throw new InvariantException("advance-not-refused", "An advance is not refused when there is damage of art. 44(1).");
        return
        [
            SetVariable.To(ClaimVars.Advance, part with { End = AdvanceEnd.NoDamage }),
            .. Services.Letters.Write(context, "claim-advance-refused", new JsonObject { ["reason"] = none.Reason }),
            new Log("AdvanceNotDue", "No damage of art. 44(1)", null, new JsonObject { ["reason"] = none.Reason }),
        ];
    }
}
