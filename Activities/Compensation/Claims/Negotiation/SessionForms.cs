using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Enforcement;

namespace ProcedureEngine.Activities.Compensation.Claims.Negotiation;

/// <summary>The minutes of a session after which the negotiation goes on.</summary>
public sealed record SessionMinutes(
    [property: Field("Thời điểm tiến hành", "Held at")] Instant HeldAt,
    [property: Field("Nội dung biên bản", "Minutes", Multiline = true)] string Minutes) : IValidated
{
    public IEnumerable<FieldError> Validate() => Required.Text("minutes", Minutes);
}

/// <summary>The minutes of the result, when claimant and office agree.</summary>
/// <param name="Sum">What is to be paid in all, an advance included; whole đồng.</param>
/// <param name="PaymentManner">How it is paid.</param>
public sealed record AgreementMinutes(
    [property: Field("Thời điểm tiến hành", "Held at")] Instant HeldAt,
    [property: Field("Nội dung biên bản kết quả thương lượng", "Minutes of the result", Multiline = true)] string Minutes,
    [property: Field("Số tiền bồi thường đã thỏa thuận (đồng)", "Sum agreed (đồng)")] long Sum,
    [property: Field("Phương thức chi trả", "Manner of payment", MaxLength = 300)] string PaymentManner,
    [property: Field("Người yêu cầu bồi thường đã ký", "Signed by the claimant")] bool ClaimantSigned,
    [property: Field("Người giải quyết bồi thường đã ký", "Signed by the settlement officer")] bool OfficerSigned,
    [property: Field("Chữ ký của đại diện các cơ quan tham gia", "Signatures of the bodies taking part")] ImmutableArray<ParticipantSignature> Participants) : IValidated
{
    public IEnumerable<FieldError> Validate()
    {
        foreach (var error in (IEnumerable<FieldError>)[.. Required.Text("minutes", Minutes), .. Required.Text("paymentManner", PaymentManner), .. Dong.Positive("sum", Sum)])
            yield return error;
        if (!ClaimantSigned)
            yield return Unsigned("claimantSigned");
        if (!OfficerSigned)
            yield return Unsigned("officerSigned");
        foreach (var error in ParticipantSignatures.Validate(Participants))
            yield return error;
    }

    private static FieldError Unsigned(string field) => new(
        field, "minutes-signed", new LocalizedText("Chỉ thỏa thuận khi biên bản đã có chữ ký (khoản 1 Điều 47).", "There is an agreement only when its minutes are signed (art. 47(1), seed 004)."));
}

/// <summary>The minutes of the result, when they do not agree.</summary>
public sealed record FailureMinutes(
    [property: Field("Thời điểm tiến hành", "Held at")] Instant HeldAt,
    [property: Field("Nội dung biên bản, lý do không thành", "Minutes, why it failed", Multiline = true)] string Minutes,
    [property: Field("Đã giải thích quyền khởi kiện", "The right to sue was explained")] bool RightToSueExplained) : IValidated
{
    public IEnumerable<FieldError> Validate()
    {
        foreach (var error in Required.Text("minutes", Minutes))
            yield return error;
        if (!RightToSueExplained)
            yield return new FieldError("rightToSueExplained", "right-to-sue-explained", new LocalizedText("Phải giải thích quyền khởi kiện.", "The claimant's right to sue is explained before the minutes are closed."));
    }
}

/// <summary>The claimant did not come, or the session was put off.</summary>
/// <param name="HeldAt">When it was to be held.</param>
/// <param name="Note">How he was invited; of a session put off, the good reason.</param>
public sealed record SessionMissed(
    [property: Field("Thời điểm đã mời", "When it was to be held")] Instant HeldAt,
    [property: Field("Việc mời, lý do vắng mặt", "How he was invited, why he did not come", Multiline = true)] string Note) : IValidated
{
    public IEnumerable<FieldError> Validate() => Required.Text("note", Note);
}
