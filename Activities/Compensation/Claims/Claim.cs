using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Enforcement;

namespace ProcedureEngine.Activities.Compensation.Claims;

/// <summary>Where a file is handed in (seed 004): the public administration service centre, or the office itself when it has no desk there.</summary>
public enum ReceptionPlace
{
    ServiceCentre,
    Office,
}

/// <summary>Whether the document that the claim rests on lies in the file (Law 10/2017/QH14, art. 41(1)b).</summary>
public enum BasisDocument
{
    Enclosed,

    /// <summary>It was never sent to the injured person.</summary>
    NotSentToClaimant,

    /// <summary>There can be none.</summary>
    Impossible,
}

/// <summary>A claim for State compensation, form 01/BTNN: what art. 41(3) of Law 10/2017/QH14 asks for, and what decides which papers belong to it.</summary>
/// <param name="MadeOn">Date of the claim, Asia/Ho_Chi_Minh.</param>
/// <param name="CausedBy">The body whose official caused the damage.</param>
/// <param name="Act">The act that caused the damage.</param>
/// <param name="CausalLink">How the damage follows from the act.</param>
/// <param name="Sum">What is asked for, whole đồng.</param>
/// <param name="Reckoning">How the sum is reckoned.</param>
/// <param name="AsksAdvance">Art. 41(3)e: an advance is asked for.</param>
public sealed record Claim(
    [property: Field("Người yêu cầu bồi thường", "Claimant")] Claimant Claimant,
    [property: Field("Ngày làm văn bản yêu cầu", "Date of the claim")] LocalDate MadeOn,
    [property: Field("Cơ quan quản lý người thi hành công vụ gây thiệt hại", "Body whose official caused the damage")] OtherParty CausedBy,
    [property: Field("Hành vi gây thiệt hại", "Act that caused the damage", Multiline = true)] string Act,
    [property: Field("Thiệt hại", "Damage", Multiline = true)] string Damage,
    [property: Field("Mối quan hệ nhân quả", "Causal link", Multiline = true)] string CausalLink,
    [property: Field("Số tiền yêu cầu bồi thường (đồng)", "Sum asked for (đồng)")] long Sum,
    [property: Field("Cách tính", "Reckoning", Multiline = true)] string Reckoning,
    [property: Field("Tài khoản nhận tiền", "Account for payment")] PaymentAccount PaymentAccount,
    [property: Field("Đề nghị tạm ứng kinh phí", "An advance is asked for")] bool AsksAdvance,
    [property: Field("Văn bản làm căn cứ yêu cầu bồi thường", "Document that the claim rests on")] BasisDocument Basis) : IValidated
{
    /// <summary>Law 10/2017/QH14 took effect on 1 July 2018.</summary>
    private static readonly LocalDate LawInForce = new(2018, 7, 1);

    /// <summary>The papers that came with it, as received.</summary>
    [Field("Giấy tờ kèm theo", "Papers")]
    public ImmutableArray<SubmittedPaper> Papers { get; init; } = [];

    /// <summary>By hand only: where it was handed in.</summary>
    [Field("Nơi nộp trực tiếp", "Where it was handed in", Channel = Activities.Intake.Channels.Counter)]
    public ReceptionPlace? HandedInAt { get; init; }

    /// <summary>By post only: the day on which it came; empty: today.</summary>
    [Field("Ngày nhận qua bưu chính", "Came by post on", Channel = Activities.Intake.Channels.Post)]
    public LocalDate? CameOn { get; init; }

    /// <summary>Online only: the account that is registered with the portal.</summary>
    [Field("Tài khoản cổng dịch vụ công", "Account with the portal", MaxLength = 100, Channel = Activities.Intake.Channels.Portal)]
    public string? Account { get; init; }

    /// <summary>Online only: the account's phone, to which the case code goes at once.</summary>
    [Field("Số điện thoại đăng ký", "Phone of the account", MaxLength = 20, Channel = Activities.Intake.Channels.Portal)]
    public string? Phone { get; init; }

    public IEnumerable<FieldError> Validate()
    {
        foreach (var error in (IEnumerable<FieldError>)
            [.. Required.Text("act", Act), .. Required.Text("damage", Damage), .. Required.Text("causalLink", CausalLink), .. Required.Text("reckoning", Reckoning), .. Dong.Positive("sum", Sum)])
            yield return error;
        if (MadeOn < LawInForce)
            yield return new FieldError("madeOn", "before-the-law", new LocalizedText("Luật 10/2017/QH14 có hiệu lực từ 01/7/2018.", "Law 10/2017/QH14 took effect on 1 July 2018; an earlier claim goes by the law before."));
        if (Papers.IsDefault)
            yield return new FieldError("papers", "required", new LocalizedText("Liệt kê giấy tờ, có thể để trống.", "List the papers; the list may be empty."));
    }

    /// <summary>The names and numbers by which the case is found.</summary>
    public CaseSubject CaseSubject() => new(Claimant.Name, VietnameseText.Fold($"{Claimant.Name} {Claimant.InjuredPerson} {CausedBy.Name}"))
    {
        Traits = TraitValue.All(TraitValue.Of(TraitKind.Identity, Claimant.IdentityNumber), TraitValue.Of(TraitKind.NameAndAddress, Claimant.Name, Claimant.Address)),
        Addresses = string.IsNullOrWhiteSpace(Claimant.Email) ? [] : [Claimant.Email.Trim()],
    };
}

/// <param name="Number">Account number at the bank.</param>
public sealed record PaymentAccount(
    [property: Field("Chủ tài khoản", "Holder", MaxLength = 200)] string Holder,
    [property: Field("Số tài khoản", "Number", MaxLength = 40)] string Number,
    [property: Field("Ngân hàng", "Bank", MaxLength = 200)] string Bank) : IValidated
{
    public IEnumerable<FieldError> Validate() => [.. Required.Text("holder", Holder), .. Required.Text("number", Number), .. Required.Text("bank", Bank)];
}
