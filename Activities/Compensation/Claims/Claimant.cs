using ProcedureEngine.Activities.Compensation.Complaints;
using ProcedureEngine.Activities.Enforcement;

namespace ProcedureEngine.Activities.Compensation.Claims;

/// <summary>As whom somebody claims (Law 10/2017/QH14, art. 5).</summary>
public enum ClaimantKind
{
    InjuredPerson,

    /// <summary>Of an injured person who has died; several heirs choose one (invariant 5).</summary>
    Heir,
    LegalRepresentative,
    AuthorisedRepresentative,
}

/// <summary>One of the heirs of an injured person who has died.</summary>
/// <param name="IsChosen">The heirs chose this one to act for all.</param>
public sealed record Heir(
    [property: Field("Họ và tên", "Name", MaxLength = 200)] string Name,
    [property: Field("Được cử làm đại diện", "Chosen to represent")] bool IsChosen) : IValidated
{
    public IEnumerable<FieldError> Validate() => Required.Text("name", Name);
}

/// <summary>Who claims: the injured person, or who acts in his place.</summary>
public sealed record Claimant(
    [property: Field("Tư cách", "Capacity")] ClaimantKind Kind,
    [property: Field("Họ và tên, tên tổ chức", "Name", MaxLength = 200)] string Name,
    [property: Field("Số giấy tờ nhân thân", "Identity number", MaxLength = 30)] string IdentityNumber,
    [property: Field("Địa chỉ", "Address")] string Address) : IValidated
{
    [Field("Điện thoại", "Phone", MaxLength = 30)]
    public string? Phone { get; init; }

    [Field("Thư điện tử", "E-mail", MaxLength = 254)]
    public string? Email { get; init; }

    /// <summary>Whose damage it is, when another claims.</summary>
    [Field("Người bị thiệt hại (khi người khác yêu cầu)", "Injured person, when another claims", MaxLength = 200)]
    public string? InjuredPerson { get; init; }

    /// <summary>Of an heir: all heirs, the claimant among them.</summary>
    [Field("Những người thừa kế", "Heirs")]
    public ImmutableArray<Heir> Heirs { get; init; } = [];

    /// <summary>Of an heir: whether the injured person left a will.</summary>
    [Field("Có di chúc", "There is a will")]
    public bool? HasWill { get; init; }

    /// <summary>Of an authorised representative: the lawful authorisation.</summary>
    [Field("Văn bản ủy quyền", "Authorisation")]
    public Representative? Authorisation { get; init; }

    public IEnumerable<FieldError> Validate() =>
    [
        .. Required.Text("name", Name), .. Required.Text("identityNumber", IdentityNumber), .. Required.Text("address", Address),
        .. Activities.Intake.SenderAddress.Errors("email", Email), .. Kind == ClaimantKind.InjuredPerson ? [] : Required.Text("injuredPerson", InjuredPerson), .. HeirErrors(), .. AuthorisationErrors(),
    ];

    /// <summary>Several heirs, who must choose one of them.</summary>
    public bool HasSeveralHeirs() => Kind == ClaimantKind.Heir && Heirs.Length > 1;

    private IEnumerable<FieldError> HeirErrors()
    {
        if (Kind != ClaimantKind.Heir)
        {
            if (!Heirs.IsDefaultOrEmpty || HasWill is not null)
                yield return new FieldError("heirs", "heirs-of-an-heir", new LocalizedText("Chỉ khai người thừa kế và di chúc khi người yêu cầu là người thừa kế.", "Heirs and a will are declared only when an heir claims."));
            yield break;
        }

        if (HasWill is null)
            yield return new FieldError("hasWill", "required", new LocalizedText("Khai rõ có di chúc hay không.", "Say whether there is a will (art. 41(2))."));
        if (Heirs.IsDefaultOrEmpty)
            yield return new FieldError("heirs", "required", new LocalizedText("Kê khai những người thừa kế.", "Name the heirs, the claimant among them."));
        else if (Heirs.Length > 1 && Heirs.Count(heir => heir.IsChosen) != 1)
            yield return new FieldError("heirs", "one-representative", new LocalizedText("Nhiều người thừa kế phải cử ra một người đại diện (khoản 2 Điều 41).", "Several heirs choose exactly one of them to act (art. 41(2), seed 004)."));
        else if (Heirs.FirstOrDefault(heir => heir.IsChosen || Heirs.Length == 1) is { } acting && !Cases.VietnameseText.SameValue(acting.Name, Name))
            yield return new FieldError("name", "representative-claims", new LocalizedText("Người đứng tên yêu cầu phải là người thừa kế được cử.", "The heir who was chosen is the one who claims."));
    }

    private IEnumerable<FieldError> AuthorisationErrors()
    {
        if (Kind == ClaimantKind.AuthorisedRepresentative && Authorisation is null)
            yield return new FieldError("authorisation", "required", new LocalizedText("Khai văn bản ủy quyền (số, ngày, thời hạn).", "Name the authorisation: number, date, until when."));
        if (Kind != ClaimantKind.AuthorisedRepresentative && Authorisation is not null)
            yield return new FieldError("authorisation", "authorisation-not-expected", new LocalizedText("Chỉ người đại diện theo ủy quyền có văn bản ủy quyền.", "Only an authorised representative carries an authorisation; leave it out."));
    }
}
