using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Enforcement;

namespace ProcedureEngine.Activities.Compensation.Complaints;

/// <summary>Names of the complaint's variables beside those that every case has.</summary>
internal static class ComplaintVars
{
    public const string Papers = "papers";
    public const string ReceiptNumber = "receiptNumber";
    public const string RegisterNumber = "registerNumber";
    public const string ResultDay = "resultDay";
    public const string Acceptance = "acceptance";
    public const string Guidance = "guidance";
    public const string Refusal = "refusal";
    public const string Transfer = "transfer";
    public const string Conclusion = "conclusion";
    public const string Delivery = "delivery";
    public const string Archive = "archive";
    public const string Limitation = "limitationInterval";
    public const string Result = "result";
}

/// <summary>Statuses of a complaint's case file.</summary>
public static class ComplaintStatus
{
    public const string Receiving = "receiving";
    public const string Deciding = "deciding-acceptance";
    public const string Appraising = "appraising";
    public const string Completing = "completing-file";
    public const string Signing = CaseStatus.Signing;
    public const string Returning = "returning-result";
    public const string Completed = CaseStatus.Completed;
    public const string NotAccepted = "closed-not-accepted";
    public const string Transferred = "closed-transferred";
    public const string Withdrawn = CaseStatus.Withdrawn;

    /// <summary>What people read; null for a status of another procedure.</summary>
    internal static LocalizedText? Label(string status) => status switch
    {
        Receiving => new("Tiếp nhận hồ sơ khiếu nại", "Taking the complaint in"),
        Deciding => new("Xem xét thụ lý khiếu nại", "Deciding acceptance"),
        Appraising => new("Thẩm định hồ sơ khiếu nại", "Appraising the file"),
        Completing => new("Hoàn thiện hồ sơ, trình lãnh đạo", "Completing the file"),
        Returning => new("Trả kết quả", "Returning the result"),
        NotAccepted => new("Không thụ lý", "Not accepted"),
        Transferred => new("Đã chuyển cơ quan có thẩm quyền", "Transferred"),
        _ => null,
    };
}

/// <summary>The internal limits that span several steps (seed 003, 5.7): the tasks of those steps are due with them.</summary>
internal static class ComplaintLimits
{
    /// <summary>B1 and B2, with the decision on acceptance.</summary>
    public const string Acceptance = "step-B1-B2";

    /// <summary>B3 and B4.</summary>
    public const string Resolving = "step-B3-B4";

    /// <summary>B6.</summary>
    public const string Returning = "step-B6";
}

/// <summary>A paper of the file, as the archive list has it (seed 003, 5.2 and 7).</summary>
public sealed record FiledPaper(
    [property: Field("Tên giấy tờ", "Paper", MaxLength = 300)] string Name,
    [property: Field("Bản chính", "Original")] bool IsOriginal) : IValidated
{
    public IEnumerable<FieldError> Validate() => Required.Text("name", Name);
}

/// <param name="RemoteSource">Why the longer limit of remote areas holds; null when it does not.</param>
internal sealed record AcceptanceRecord(Instant At, string By, string? RemoteSource);

/// <summary>The one guidance (seed 003, B3).</summary>
internal sealed record GuidanceRecord(ImmutableArray<string> Missing, string Text, GuidanceManner Manner, Instant At, string By);

/// <summary>Reasons in writing (seed 003, 5.4.1).</summary>
internal sealed record RefusalRecord(ImmutableArray<string> Reasons, string ProposedBy, Instant At);

internal sealed record TransferRecord(OtherParty CompetentBody, string Reason, Instant At);

/// <summary>What the decision will say: the officer's submission, or the handler's reasons for refusing.</summary>
internal sealed record ConclusionRecord(ComplaintConclusion Conclusion, string Report, string Content, ImmutableArray<string> Reasons, string PreparedBy, Instant At, int Version);

internal sealed record DeliveryRecord(LocalDate On, string Manner, string Proof, string ReceivedBy, string By);

/// <summary>What lies in the archive, and where (seed 003, 7).</summary>
internal sealed record ArchiveRecord(ImmutableArray<FiledPaper> Papers, string Place, Instant At);

/// <summary>Time that does not count into the claim's limitation period (subject 1, seed 003, 5.1.1; Law of 2009, art. 5).</summary>
/// <param name="From">The day on which the complaint was lodged.</param>
/// <param name="To">The day of the decision.</param>
internal sealed record LimitationInterval(LocalDate From, LocalDate To);

/// <summary>What the complaint's activities ask of the recorded facts.</summary>
internal static class ComplaintFacts
{
    public static Complaint Of(ActivityContext context) =>
        context.Variable<Complaint>(Vars.Request) ?? throw new DefectException("The case holds no complaint.");

    public static AcceptanceRecord RequireAccepted(ActivityContext context) => context.Variable<AcceptanceRecord>(ComplaintVars.Acceptance)
        ?? throw new InvariantException("acceptance-required", "The complaint was not accepted; nothing is decided on it.");

    /// <summary>A refusal has reasons (invariant 2), and so has a decision that refuses.</summary>
    public static ConclusionRecord RequireConclusion(ActivityContext context)
    {
        RequireAccepted(context);
        var conclusion = context.Variable<ConclusionRecord>(ComplaintVars.Conclusion) ?? throw new InvariantException("conclusion-required", "Nothing was submitted to the leader.");
        return conclusion is { Conclusion: ComplaintConclusion.NotFounded, Reasons.IsDefaultOrEmpty: true }
            ? throw new InvariantException("refusal-has-reasons", "A decision that refuses the complaint states its reasons.")
            : conclusion;
    }

    public static RefusalRecord RequireRefusal(ActivityContext context) => context.Variable<RefusalRecord>(ComplaintVars.Refusal) is { Reasons.IsDefaultOrEmpty: false } refusal
        ? refusal
        : throw new InvariantException("refusal-has-reasons", "Not accepting a complaint needs reasons in writing (seed 003, 5.4.1).");

    public static ImmutableArray<FiledPaper> Papers(ActivityContext context) => context.Variable<ImmutableArray<FiledPaper>?>(ComplaintVars.Papers) ?? [];
}
