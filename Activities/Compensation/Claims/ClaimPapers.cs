namespace ProcedureEngine.Activities.Compensation.Claims;

/// <summary>Papers of a claim's file (Law 10/2017/QH14, art. 41(1) and (2); seed 004, 'Thành phần hồ sơ').</summary>
public enum PaperKind
{
    /// <summary>41(1)a: the claim itself, form 01/BTNN.</summary>
    Claim,

    /// <summary>41(1)b.</summary>
    BasisDocument,

    /// <summary>41(1)c: identity paper of the injured person.</summary>
    InjuredPersonIdentity,

    /// <summary>41(1)d, where there is any.</summary>
    Evidence,

    /// <summary>41(2): identity paper of the heir or representative.</summary>
    RepresentativeIdentity,

    /// <summary>41(2): of an authorised representative.</summary>
    Authorisation,

    /// <summary>41(2): of an heir, where there is a will.</summary>
    Will,

    /// <summary>41(2): of an heir, where there is no will.</summary>
    InheritancePaper,

    /// <summary>41(2): of several heirs, that they chose one.</summary>
    HeirsChoice,
}

/// <summary>In what form a paper lies before the office.</summary>
public enum PaperForm
{
    Original,

    /// <summary>A copy certified as the law on certification says.</summary>
    CertifiedCopy,

    /// <summary>A copy whose original was shown for comparison.</summary>
    CopyOriginalShown,

    /// <summary>A scan or photograph of an original.</summary>
    Scan,

    /// <summary>A copy of which nothing is known; enough in no channel.</summary>
    PlainCopy,
}

/// <summary>A paper as received.</summary>
public sealed record SubmittedPaper(
    [property: Field("Loại giấy tờ", "Kind")] PaperKind Kind,
    [property: Field("Hình thức", "Form")] PaperForm Form)
{
    [Field("Tên, số, ngày", "Name, number, date", MaxLength = 300)]
    public string? Name { get; init; }

    /// <summary>By which channel it came, when that is not the claim's own (a supplement handed in for a claim by post).</summary>
    [Field("Kênh nộp (khi khác kênh nộp hồ sơ)", "Came by (when otherwise than the claim)")]
    public Intake.ClaimChannel? CameBy { get; init; }
}
