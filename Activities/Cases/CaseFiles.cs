using ProcedureEngine.Activities.Compensation.Claims;
using ProcedureEngine.Activities.Compensation.Complaints;
using ProcedureEngine.Activities.Enforcement;
using ProcedureEngine.Activities.Intake;

namespace ProcedureEngine.Activities.Cases;

/// <summary>Statuses of a case file.</summary>
public static class CaseStatus
{
    public const string Checking = "checking";
    public const string AwaitingApplicant = "awaiting-applicant";
    public const string Arranging = "arranging-original";
    public const string Preparing = "preparing";
    public const string Proposing = "proposing";
    public const string Signing = "signing";
    public const string Issuing = "issuing";
    public const string Completed = "completed";
    public const string Refused = "closed-refused";
    public const string Redirected = "closed-redirected";
    public const string Lapsed = "closed-lapsed";
    public const string Withdrawn = "closed-withdrawn";
    public const string Cancelled = "cancelled";

    /// <summary>It is one request with another case, where it goes on.</summary>
    public const string Merged = "closed-merged";

    /// <summary>Ends that a case of any procedure may come to.</summary>
    public static ImmutableArray<string> OfEveryProcedure { get; } = [Withdrawn, Merged, Cancelled];

    /// <summary>The case waits for who asked, whoever of the office records what he does.</summary>
    public static bool IsPartysTurn(string status) => status is AwaitingApplicant or ClaimStatus.AwaitingTaking or ClaimStatus.Suspended;

    public static LocalizedText Label(string status) => status switch
    {
        Checking => new("Đang kiểm tra tính hợp lệ", "Checking validity"),
        AwaitingApplicant => new("Chờ đương sự bổ sung", "Waiting for the applicant"),
        Arranging => new("Xác nhận và hẹn nhận bản chính", "Arranging the original"),
        Preparing => new("Dự thảo và nhận bản chính", "Drafting and receiving the original"),
        Proposing => new("Trình Thủ trưởng", "Submitting to the head"),
        Signing => new("Chờ ký quyết định", "Waiting for signature"),
        Issuing => new("Phát hành quyết định", "Issuing the decision"),
        Completed => new("Hoàn thành", "Completed"),
        Refused => new("Đã từ chối hỗ trợ trực tuyến", "Refused"),
        Redirected => new("Đã hướng dẫn sang cơ quan có thẩm quyền", "Redirected"),
        Lapsed => new("Đã kết thúc do không bổ sung", "Lapsed"),
        Withdrawn => new("Đã rút", "Withdrawn"),
        Cancelled => new("Đã hủy", "Cancelled"),
        Merged => new("Đã gộp vào hồ sơ khác", "Merged into another case"),
        MailTriage.LookAt => new("Thư chờ cán bộ xem", "A message to be looked at"),
        MailTriage.Handled => new("Thư đã đưa vào hồ sơ", "A message that lies in a case"),
        MailTriage.PutAside => new("Thư để riêng", "A message set aside"),
        _ => ComplaintStatus.Label(status) ?? ClaimStatus.Label(status) ?? new(status, status),
    };
}

/// <summary>Changes to the case's row.</summary>
internal static class CaseFiles
{
    public static CaseFile Of(ActivityContext context) =>
        context.Records.GetValueOrDefault(context.InstanceId) as CaseFile ?? throw new DefectException($"Case {context.InstanceId} has no case file.");

    /// <summary>The row under a new status, with the number once one was taken and the names once they are known.</summary>
    public static WriteRecord Update(ActivityContext context, string status, Instant? closedAt = null)
    {
        var file = Of(context);
        var number = context.Variable<CaseNumber>(Vars.CaseNumber) ?? file.Number;
        var subject = context.Variable<CaseSubject>(Vars.Subject);
        return new WriteRecord((file with
        {
            Status = status,
            ClosedAt = closedAt,
            Number = number,
            ApplicantName = subject?.Party ?? file.ApplicantName,
            SearchText = SearchText(file, number, subject),
            GuidanceRounds = context.Variable<int>(Vars.Rounds),
            Visits = context.Variable<int>(Vars.Visits),
            DecidedAt = context.Variable<SignatureRecord>(Vars.Signature)?.SignedAt,
        }).WithPartyAddresses(subject?.Addresses ?? []));
    }

    private static string SearchText(CaseFile file, CaseNumber? number, CaseSubject? subject)
    {
        var names = subject?.SearchText ?? VietnameseText.Fold($"{file.ApplicantName} {file.Subject}");
        return $"{names} {VietnameseText.Fold($"{number?.Text} {file.ReferenceCode} {file.ApplicantAddress}")}";
    }
}
