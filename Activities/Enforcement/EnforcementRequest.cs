using ProcedureEngine.Activities.Cases;

namespace ProcedureEngine.Activities.Enforcement;

/// <summary>
/// What a request for enforcement holds, online or in the original (spec 'What a request holds'; seed 000, step 2: right of the
/// requester, content against the judgment, competence, enclosures).
/// </summary>
public sealed record EnforcementRequest(
    [property: Field("Người yêu cầu thi hành án", "Requester")] Requester Requester,
    [property: Field("Bản án, quyết định", "Judgment or decision")] Judgment Judgment,
    [property: Field("Người phải thi hành án (bên kia)", "The other party")] OtherParty OtherParty,
    [property: Field("Nghĩa vụ yêu cầu thi hành", "Obligations to enforce")] ImmutableArray<Obligation> Obligations,
    [property: Field("Hình thức yêu cầu trực tiếp", "How the request proper is made")] RequestForm Form,
    [property: Field("Cách nhận quyết định", "How the decision is to be received")] DeliveryChoice Delivery) : IValidated
{
    [Field("Người có quyền lợi, nghĩa vụ liên quan", "Persons with related rights and duties")]
    public ImmutableArray<RelatedPerson> RelatedPersons { get; init; } = [];

    [Field("Tài sản, điều kiện thi hành án đã biết", "Known assets", Multiline = true)]
    public string? KnownAssets { get; init; }

    [Field("Căn cứ miễn, giảm phí thi hành án", "Grounds for fee exemption or reduction", Multiline = true)]
    public string? FeeExemption { get; init; }

    public IEnumerable<FieldError> Validate()
    {
        if (Obligations.IsDefaultOrEmpty)
            yield return new FieldError("obligations", "required", new LocalizedText("Cần ít nhất một nghĩa vụ.", "Name at least one obligation to enforce."));
    }

    /// <summary>The names and numbers by which the case is found.</summary>
    public CaseSubject Subject() => new(Requester.Name, VietnameseText.Fold($"{Requester.Name} {OtherParty.Name} {Judgment.Number} {Judgment.Court}"))
    {
        Traits = TraitValue.All(
            TraitValue.Of(TraitKind.Judgment, Judgment.Number, Notification.LetterDesk.Date(Judgment.Date), Judgment.Court),
            TraitValue.Of(TraitKind.Identity, Requester.IdentityNumber),
            TraitValue.Of(TraitKind.NameAndAddress, Requester.Name, Requester.Address)),
        Addresses = string.IsNullOrWhiteSpace(Requester.Email) ? [] : [Requester.Email.Trim()],
    };
}

public enum RequesterCapacity
{
    JudgmentCreditor,
    JudgmentDebtor,
    AuthorisedRepresentative,
    Heir,
}

/// <summary>How the request proper is made (seed 000, step 3: written, orally at the office, by post).</summary>
public enum RequestForm
{
    InPersonWritten,
    InPersonOral,
    Post,
}

/// <summary>How the applicant receives the decision; chosen for good at step 5.</summary>
public enum DeliveryChoice
{
    WaitAndCollect,
    NotifyAtAddress,
}

public sealed record Requester(
    [property: Field("Họ và tên", "Name", MaxLength = 200)] string Name,
    [property: Field("Số giấy tờ tùy thân", "Identity number", MaxLength = 30)] string IdentityNumber,
    [property: Field("Địa chỉ", "Address")] string Address,
    [property: Field("Tư cách", "Capacity")] RequesterCapacity Capacity) : IValidated
{
    [Field("Điện thoại", "Phone", MaxLength = 30)]
    public string? Phone { get; init; }

    [Field("Thư điện tử", "E-mail", MaxLength = 254)]
    public string? Email { get; init; }

    public IEnumerable<FieldError> Validate() =>
        [.. Required.Text("name", Name), .. Required.Text("identityNumber", IdentityNumber), .. Required.Text("address", Address), .. Intake.SenderAddress.Errors("email", Email)];
}

/// <param name="EffectiveOn">The day on which it took legal effect.</param>
public sealed record Judgment(
    [property: Field("Số bản án, quyết định", "Number", MaxLength = 60)] string Number,
    [property: Field("Ngày", "Date")] LocalDate Date,
    [property: Field("Tòa án, cơ quan ban hành", "Court", MaxLength = 200)] string Court,
    [property: Field("Ngày có hiệu lực", "Date of legal effect")] LocalDate EffectiveOn) : IValidated
{
    /// <summary>The first courts of the Democratic Republic of Vietnam were set up by decree 33C of 13 September 1945.</summary>
    private static readonly LocalDate FirstCourts = new(1945, 9, 13);

    public IEnumerable<FieldError> Validate()
    {
        foreach (var error in (IEnumerable<FieldError>)[.. Required.Text("number", Number), .. Required.Text("court", Court)])
            yield return error;
        if (Date < FirstCourts || Date.Year > 2100)
            yield return new FieldError("date", "date-out-of-range", new LocalizedText("Ngày bản án không hợp lý.", "No court of this State judged on that day; correct the date."));
        if (EffectiveOn < Date)
            yield return new FieldError("effectiveOn", "before-judgment", new LocalizedText("Ngày có hiệu lực trước ngày bản án.", "Takes effect before it was given; correct one of the dates."));
    }
}

public sealed record OtherParty(
    [property: Field("Họ và tên, tên tổ chức", "Name", MaxLength = 200)] string Name,
    [property: Field("Địa chỉ", "Address")] string Address) : IValidated
{
    public IEnumerable<FieldError> Validate() => [.. Required.Text("name", Name), .. Required.Text("address", Address)];
}

public sealed record RelatedPerson(
    [property: Field("Họ và tên", "Name", MaxLength = 200)] string Name,
    [property: Field("Địa chỉ", "Address")] string Address,
    [property: Field("Quyền lợi, nghĩa vụ", "Right or duty")] string Interest) : IValidated
{
    public IEnumerable<FieldError> Validate() => [.. Required.Text("name", Name), .. Required.Text("address", Address)];
}

public enum ObligationKind
{
    Money,
    Thing,
    Act,
}

public sealed record Obligation(
    [property: Field("Loại", "Kind")] ObligationKind Kind,
    [property: Field("Nội dung", "Content", Multiline = true)] string Content) : IValidated
{
    /// <summary>Whole đồng; set exactly when the kind is money.</summary>
    [Field("Số tiền (đồng)", "Sum in đồng")]
    public long? Amount { get; init; }

    public IEnumerable<FieldError> Validate()
    {
        foreach (var error in Required.Text("content", Content))
            yield return error;
        foreach (var error in Kind == ObligationKind.Money ? Dong.Positive("amount", Amount ?? 0) : [])
            yield return error;
        if (Kind != ObligationKind.Money && Amount is not null)
            yield return new FieldError("amount", "sum-not-expected", new LocalizedText("Chỉ nghĩa vụ trả tiền có số tiền.", "Only an obligation to pay carries a sum; leave it out."));
    }
}

/// <summary>Checks shared by form records.</summary>
internal static class Required
{
    public static IEnumerable<FieldError> Text(string field, string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
            yield return new FieldError(field, "required", new LocalizedText("Trường này là bắt buộc.", "This field is required."));
    }

    /// <summary>A list of words that says something in each of its lines.</summary>
    /// <param name="none">What is said when the list has no line.</param>
    public static IEnumerable<FieldError> Lines(string field, ImmutableArray<string> lines, LocalizedText none) =>
        lines.IsDefaultOrEmpty ? [new FieldError(field, "required", none)] : Lines(field, lines);

    /// <summary>A list that may be empty; a blank line says nothing.</summary>
    public static IEnumerable<FieldError> Lines(string field, ImmutableArray<string> lines) =>
        (lines.IsDefault ? [] : lines).SelectMany((line, index) => Text(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{field}[{index}]"), line));
}
