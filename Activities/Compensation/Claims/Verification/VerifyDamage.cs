using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Enforcement;
using ProcedureEngine.Activities.Linting;

namespace ProcedureEngine.Activities.Compensation.Claims.Verification;

public enum DamageVerification
{
    [Outcome("Kết thúc việc xác minh", "Verification closed", typeof(VerificationResult))] Verified,
}

/// <param name="Places">Where it was verified.</param>
public sealed record VerificationResult(
    [property: Field("Các thiệt hại đã xác minh", "Damages verified")] ImmutableArray<DamageFound> Damages,
    [property: Field("Nơi xác minh", "Places")] ImmutableArray<string> Places,
    [property: Field("Kết quả xác minh", "Result", Multiline = true)] string Result) : IValidated
{
    public IEnumerable<FieldError> Validate()
    {
        foreach (var error in Required.Text("result", Result))
            yield return error;
        if (Damages.IsDefaultOrEmpty)
            yield return new FieldError("damages", "required", new LocalizedText("Nêu từng thiệt hại, kể cả thiệt hại không có.", "Name each damage, also one that was not found."));
        if (Places.IsDefaultOrEmpty || Places.Any(string.IsNullOrWhiteSpace))
            yield return new FieldError("places", "required", new LocalizedText("Nêu nơi xác minh.", "Name where it was verified."));
    }
}

/// <summary>5 (seed 004): the settlement officer verifies the damage; his time runs from acceptance, and may be extended by agreement.</summary>
[Activity("Claims.VerifyDamage", 1, "Xác minh thiệt hại", "Verify the damage", Category = "Claims")]
public sealed class VerifyDamage(CaseServices services) : ExtendableTask<DamageVerification>(services)
{
    internal const string Limit = "verify-damage";

    protected override string ExtendableLimit => Limit;

    protected override Instant LimitFrom(ActivityContext context) => ClaimState.Of(context).RequireAccepted().At;

    protected override bool IsExtendable(ActivityContext context) => true;

    protected override ActivityResult Decide(ActivityContext context, TaskCompleted completed, DamageVerification outcome)
    {
        var result = (VerificationResult)completed.Data!;
        return Leave(
            outcome, SetVariable.To(ClaimVars.Verification, new VerificationPart(result.Damages, result.Places, result.Result, context.Now, context.Actor.Id)),
            new Log("DamageVerified", "Verification closed", new JsonObject { ["found"] = result.Damages.Sum(damage => damage.Sum) }));
    }
}

public enum VerificationReporting
{
    [Outcome("Hoàn thành báo cáo xác minh", "Reported", typeof(VerificationReport))] Reported,
}

/// <param name="Proposed">Sum with which the negotiation begins, whole đồng.</param>
public sealed record VerificationReport(
    [property: Field("Nội dung báo cáo", "Report", Multiline = true)] string Text,
    [property: Field("Số tiền đề xuất thương lượng (đồng)", "Sum proposed for the negotiation (đồng)")] long Proposed) : IValidated
{
    public IEnumerable<FieldError> Validate() => [.. Required.Text("text", Text), .. Dong.NotNegative("proposed", Proposed)];
}

/// <summary>6 (seed 004): the report on the verification, on which the negotiation rests; when it is done the time to begin that runs.</summary>
[Activity("Claims.ReportVerification", 1, "Báo cáo xác minh thiệt hại", "Verification report", Category = "Claims")]
[StartsLimit(Negotiation.NegotiationPart.StartLimit, On = nameof(VerificationReporting.Reported))]
[MakesPaper("claim-verification-report", "damages", "places", "report", "sum")]
public sealed class ReportVerification(CaseServices services) : OfficerTask<VerificationReporting>(services)
{
    protected override ActivityResult Decide(ActivityContext context, TaskCompleted completed, VerificationReporting outcome)
    {
        var report = (VerificationReport)completed.Data!;
        var part = context.Variable<VerificationPart>(ClaimVars.Verification) ?? throw new InvariantException("verification-required", "The damage was not verified.");
        var slots = new JsonObject
        {
            ["damages"] = EngineJson.ToNode(part.Damages), ["places"] = EngineJson.ToNode(part.Places), ["report"] = report.Text, ["sum"] = report.Proposed,
        };
        return Leave(
            outcome,
            [
                SetVariable.To(ClaimVars.Verification, part with { Report = new ReportRecord(report.Text, report.Proposed, context.Actor.Id, context.Now) }),
                Services.Letters.Paper(context, "claim-verification-report", "verification-report", slots, 1),
                .. Services.Limits.Start(context, Negotiation.NegotiationPart.StartLimit, context.Now),
            ]);
    }
}
