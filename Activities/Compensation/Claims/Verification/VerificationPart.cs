using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Enforcement;

namespace ProcedureEngine.Activities.Compensation.Claims.Verification;

/// <summary>A damage as verified.</summary>
/// <param name="Sum">What was found, whole đồng; 0 when there is none.</param>
public sealed record DamageFound(
    [property: Field("Loại thiệt hại", "Damage", MaxLength = 300)] string Damage,
    [property: Field("Giá trị xác minh (đồng)", "Sum found (đồng)")] long Sum,
    [property: Field("Tài liệu, chứng cứ", "Evidence", Multiline = true)] string Evidence) : IValidated
{
    public IEnumerable<FieldError> Validate() => [.. Required.Text("damage", Damage), .. Dong.NotNegative("sum", Sum), .. Required.Text("evidence", Evidence)];
}

/// <param name="ClosedAt">When the verification was closed: what the report's limit runs from.</param>
internal sealed record VerificationPart(ImmutableArray<DamageFound> Damages, ImmutableArray<string> Places, string Result, Instant ClosedAt, string By)
{
    /// <summary>Null until the report is done.</summary>
    public ReportRecord? Report { get; init; }
}

/// <param name="Proposed">Sum with which the negotiation begins, whole đồng.</param>
internal sealed record ReportRecord(string Text, long Proposed, string By, Instant At);
