using ProcedureEngine.Activities.Cases;

namespace ProcedureEngine.Activities.Compensation.Complaints;

public enum FaultKind
{
    /// <summary>Intent that is not criminal.</summary>
    Intent,
    Negligence,
}

/// <summary>What the machine can hold against the grounds; dates of Asia/Ho_Chi_Minh, sums in whole đồng.</summary>
public sealed record GroundFacts : IValidated
{
    [Field("Ngày cơ quan nhận hồ sơ yêu cầu bồi thường (căn cứ 1b)", "Claim file received on (1b)")]
    public LocalDate? FileReceivedOn { get; init; }

    [Field("Ngày hướng dẫn bổ sung, nếu có (1b)", "Guidance given on, if at all (1b)")]
    public LocalDate? GuidedOn { get; init; }

    [Field("Ngày quyết định thu giữ, kê biên bị hủy bỏ (5a)", "Seizure annulled on (5a)")]
    public LocalDate? AnnulledOn { get; init; }

    [Field("Ngày gửi thông báo trả lại tài sản, nếu có (5a)", "Notice sent on, if at all (5a)")]
    public LocalDate? NoticeSentOn { get; init; }

    [Field("Ngày nhận được kinh phí bồi thường (6a)", "Funds received on (6a)")]
    public LocalDate? FundsReceivedOn { get; init; }

    [Field("Ngày chi trả, nếu có (6a)", "Paid on, if at all (6a)")]
    public LocalDate? PaidOn { get; init; }

    [Field("Tiền lương một tháng tại thời điểm quyết định (đồng)", "Monthly salary at the time of the decision (đồng)")]
    public long? MonthlySalary { get; init; }

    [Field("Số tiền phải hoàn trả (đồng)", "Sum to reimburse (đồng)")]
    public long? Reimbursement { get; init; }

    [Field("Loại lỗi", "Kind of fault")]
    public FaultKind? Fault { get; init; }

    [Field("Tổng số thành viên Hội đồng", "Members of the council")]
    public int? CouncilMembers { get; init; }

    [Field("Số thành viên có mặt", "Members present")]
    public int? CouncilPresent { get; init; }

    [Field("Hội đồng thảo luận tập thể, quyết định theo đa số (căn cứ 7i)", "The council discussed together and decided by majority (7i)")]
    public bool? DecidedTogether { get; init; }

    [Field("Đã bỏ phiếu kín", "Secret ballot")]
    public bool? SecretBallot { get; init; }

    [Field("Số phiếu tán thành", "Votes in favour")]
    public int? VotesInFavour { get; init; }

    [Field("Hội đồng đã xem xét, thông qua biên bản (7k)", "The council adopted the minutes (7k)")]
    public bool? MinutesAdopted { get; init; }

    [Field("Chủ tịch Hội đồng đã ký biên bản (7k)", "The chair signed the minutes (7k)")]
    public bool? MinutesSigned { get; init; }

    public IEnumerable<FieldError> Validate()
    {
        foreach (var error in (IEnumerable<FieldError>)[.. Dong.Positive("monthlySalary", MonthlySalary), .. Dong.Positive("reimbursement", Reimbursement)])
            yield return error;
        if (CouncilMembers is <= 0 or > 100)
            yield return new FieldError("councilMembers", "council-size", new LocalizedText("Số thành viên từ 1 đến 100.", "A council has 1 to 100 members."));
        if (CouncilPresent is < 0 || CouncilPresent > CouncilMembers)
            yield return new FieldError("councilPresent", "council-present", new LocalizedText("Số có mặt không quá số thành viên.", "No more are present than the council has members."));
        if (VotesInFavour is < 0 || VotesInFavour > CouncilPresent)
            yield return new FieldError("votesInFavour", "council-votes", new LocalizedText("Số phiếu không quá số có mặt.", "No more votes than members present."));
    }
}
