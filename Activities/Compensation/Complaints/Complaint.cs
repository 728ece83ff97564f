using System.Globalization;
using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Enforcement;

namespace ProcedureEngine.Activities.Compensation.Complaints;

/// <summary>In what activity of the State the damage arose (seed 003, 1 and 5.1).</summary>
public enum ComplaintScope
{
    StateManagement,
    CivilJudgmentEnforcement,
}

/// <summary>As whom somebody complains; the subject says who may.</summary>
public enum ComplainantCapacity
{
    InjuredPerson,
    Relative,

    /// <summary>The official who must reimburse (subject 7).</summary>
    ReimbursingOfficial,
}

/// <summary>How the complaint was made (seed 003, 5.2).</summary>
public enum ComplaintForm
{
    Written,
    AudioRecording,

    /// <summary>The officer's written record of what a person said who came himself and was first guided to write.</summary>
    OfficerRecord,
}

/// <summary>A complaint as handed in: what B1 brings (seed 003, 5.1 and 5.2).</summary>
/// <param name="Subject">1 to 7: acceptance, representative, cost of re-valuation, handing over, property, payment, reimbursement.</param>
/// <param name="Grounds">Codes of <see cref="GroundCatalogue"/>, at least one of the subject.</param>
/// <param name="Reason">Why the decision or act is believed unlawful and to injure one's own right: the general condition.</param>
public sealed record Complaint(
    [property: Field("Người khiếu nại", "Complainant")] Complainant Complainant,
    [property: Field("Lĩnh vực", "Scope")] ComplaintScope Scope,
    [property: Field("Nội dung khiếu nại (mục 1 đến 7)", "Subject (1 to 7)"), ValueNames<SubjectNames>] int Subject,
    [property: Field("Căn cứ (mã)", "Grounds (codes)"), ValueNames<GroundNames>] ImmutableArray<string> Grounds,
    [property: Field("Cơ quan bị khiếu nại", "Body complained of")] OtherParty Body,
    [property: Field("Hình thức khiếu nại", "Form of the complaint")] ComplaintForm Form,
    [property: Field("Ngày khiếu nại", "Date of the complaint")] LocalDate MadeOn,
    [property: Field("Nội dung", "Content", Multiline = true)] string Content,
    [property: Field("Lý do", "Reason", Multiline = true)] string Reason,
    [property: Field("Yêu cầu giải quyết", "Relief asked", Multiline = true)] string Relief) : IValidated
{
    public const int Subjects = 7;

    /// <summary>A written complaint, or the officer's record, is signed or carries a fingerprint.</summary>
    [Field("Đã ký tên hoặc điểm chỉ", "Signed, or with a fingerprint")]
    public bool IsSigned { get; init; }

    [Field("Đã hướng dẫn viết đơn (khi ghi lại lời khiếu nại)", "Was first guided to write, when an officer recorded it")]
    public bool WasGuidedToWrite { get; init; }

    [Field("Tài liệu, chứng cứ kèm theo", "Evidence")]
    public ImmutableArray<string> Evidence { get; init; } = [];

    [Field("Số liệu để đối chiếu căn cứ", "Facts to check the grounds against")]
    public GroundFacts? Facts { get; init; }

    public IEnumerable<FieldError> Validate() =>
    [
        .. Required.Text("content", Content), .. Required.Text("reason", Reason), .. Required.Text("relief", Relief), .. SubjectErrors(), .. GroundErrors(), .. FormErrors(),
    ];

    /// <summary>The names and numbers by which the case is found.</summary>
    public CaseSubject CaseSubject() => new(Complainant.Name, VietnameseText.Fold($"{Complainant.Name} {Complainant.Representative?.Name} {Body.Name}"));

    private IEnumerable<FieldError> SubjectErrors()
    {
        if (Subject is < 1 or > Subjects)
            yield return new FieldError("subject", "unknown-subject", new LocalizedText("Nội dung khiếu nại từ 1 đến 7 (mục 5.1).", "The subject is 1 to 7 (seed 003, 5.1)."));
        else if (Subject == Subjects != (Complainant.Capacity == ComplainantCapacity.ReimbursingOfficial))
        {
            yield return new FieldError("complainant.capacity", "capacity-of-subject", new LocalizedText(
                "Mục 7 do người thi hành công vụ phải hoàn trả khiếu nại; mục 1 đến 6 do người bị thiệt hại hoặc thân nhân.",
                "Subject 7 belongs to the official who must reimburse; 1 to 6 to the injured person or a relative."));
        }
    }

    private IEnumerable<FieldError> GroundErrors()
    {
        if (Grounds.IsDefaultOrEmpty)
            yield return new FieldError("grounds", "required", new LocalizedText("Cần ít nhất một căn cứ của nội dung đã chọn.", "Name at least one ground of the chosen subject."));
        foreach (var (code, index) in Grounds.IsDefault ? [] : Grounds.Select((code, index) => (code, index)))
        {
            var field = string.Create(CultureInfo.InvariantCulture, $"grounds[{index}]");
            var ground = GroundCatalogue.Of2009.Find(code);
            if (ground is null)
                yield return new FieldError(field, "unknown-ground", new LocalizedText($"Không có căn cứ '{code}'.", $"The catalogue has no ground '{code}'."));
            else if (ground.Subject != Subject)
                yield return new FieldError(field, "ground-of-other-subject", new LocalizedText($"Căn cứ '{code}' thuộc mục {ground.Subject}, không thuộc mục {Subject}.", $"Ground '{code}' belongs to subject {ground.Subject}, not {Subject} (seed 003, 5.1)."));
        }
    }

    private IEnumerable<FieldError> FormErrors()
    {
        if (Form != ComplaintForm.AudioRecording && !IsSigned)
            yield return new FieldError("isSigned", "signature-required", new LocalizedText("Đơn khiếu nại phải có chữ ký hoặc điểm chỉ.", "The complaint is signed, or carries a fingerprint (seed 003, 5.2)."));
        if (Form == ComplaintForm.OfficerRecord && !WasGuidedToWrite)
            yield return new FieldError("wasGuidedToWrite", "guided-to-write", new LocalizedText("Trước khi ghi lại phải hướng dẫn người khiếu nại viết đơn.", "Who comes himself is first guided to write (seed 003, 5.2)."));
    }
}

/// <param name="IsOrganisation">An organisation complains through its representative.</param>
public sealed record Complainant(
    [property: Field("Họ và tên, tên tổ chức", "Name", MaxLength = 200)] string Name,
    [property: Field("Là tổ chức", "Is an organisation")] bool IsOrganisation,
    [property: Field("Số CMND/Hộ chiếu", "Identity card or passport", MaxLength = 30)] string IdentityNumber,
    [property: Field("Địa chỉ", "Address")] string Address,
    [property: Field("Tư cách", "Capacity")] ComplainantCapacity Capacity) : IValidated
{
    [Field("Điện thoại", "Phone", MaxLength = 30)]
    public string? Phone { get; init; }

    [Field("Thư điện tử", "E-mail", MaxLength = 254)]
    public string? Email { get; init; }

    [Field("Người được ủy quyền", "Authorised person")]
    public Representative? Representative { get; init; }

    public IEnumerable<FieldError> Validate() =>
        [.. Required.Text("name", Name), .. Required.Text("identityNumber", IdentityNumber), .. Required.Text("address", Address), .. Intake.SenderAddress.Errors("email", Email)];
}

/// <summary>Who acts for another, and the paper that says so.</summary>
/// <param name="ValidTo">Last day of the authorisation; null without an end.</param>
public sealed record Representative(
    [property: Field("Họ và tên", "Name", MaxLength = 200)] string Name,
    [property: Field("Số CMND/Hộ chiếu", "Identity card or passport", MaxLength = 30)] string IdentityNumber,
    [property: Field("Giấy ủy quyền (số, ngày)", "Authorisation (number, date)", MaxLength = 200)] string Authorisation) : IValidated
{
    [Field("Ủy quyền đến ngày", "Authorised until")]
    public LocalDate? ValidTo { get; init; }

    public IEnumerable<FieldError> Validate() => [.. Required.Text("name", Name), .. Required.Text("identityNumber", IdentityNumber), .. Required.Text("authorisation", Authorisation)];

    /// <summary>Nobody acts under an authorisation that has ended.</summary>
    /// <param name="field">Path of the representative, for the error.</param>
    /// <param name="basis">What asks for the authorisation.</param>
    /// <exception cref="RejectedException">It has ended.</exception>
    public void RequireInForce(string field, LocalDate today, string basis)
    {
        if (ValidTo < today)
            throw RejectedException.Invalid($"{field}.validTo", "authorisation-out-of-date", "Giấy ủy quyền đã hết hạn.", "The authorisation has ended; a new one is needed.", basis);
    }
}
