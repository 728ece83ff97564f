using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Compensation.Claims.Acceptance;
using ProcedureEngine.Activities.Compensation.Claims.Appointing;
using ProcedureEngine.Activities.Compensation.Claims.Completeness;
using ProcedureEngine.Activities.Compensation.Claims.Ending;
using ProcedureEngine.Activities.Compensation.Claims.Intake;
using ProcedureEngine.Activities.Enforcement;

namespace ProcedureEngine.Activities.Compensation.Claims;

/// <summary>
/// What is recorded of a claim, one immutable part a concern. Each part is a variable of its own (<see cref="ClaimVars"/>), so that branches that run side by
/// side never write over one another; this is how activities read them together.
/// </summary>
internal sealed record ClaimState
{
    public required Claim Claim { get; init; }

    /// <summary>How and when the file came.</summary>
    public required IntakePart Intake { get; init; }

    /// <summary>What lies in the file, and what was asked for.</summary>
    public CompletenessPart Completeness { get; init; } = CompletenessPart.Empty;

    /// <summary>Set once the claim is accepted.</summary>
    public AcceptancePart? Acceptance { get; init; }

    /// <summary>Set once it is not accepted.</summary>
    public RefusalPart? Refusal { get; init; }

    /// <summary>Set once a settlement officer is appointed; the one in charge now.</summary>
    public AppointmentPart? Appointment { get; init; }

    /// <summary>Set once the settlement is terminated.</summary>
    public TerminationPart? Termination { get; init; }

    public static ClaimState Of(ActivityContext context) => new()
    {
        Claim = context.Variable<Claim>(Vars.Request) ?? throw new DefectException("The case holds no claim."),
        Intake = context.Variable<IntakePart>(ClaimVars.Intake) ?? throw new DefectException("The claim was not received."),
        Completeness = context.Variable<CompletenessPart>(ClaimVars.Completeness) ?? CompletenessPart.Empty,
        Acceptance = context.Variable<AcceptancePart>(ClaimVars.Acceptance),
        Refusal = context.Variable<RefusalPart>(ClaimVars.Refusal),
        Appointment = context.Variable<AppointmentPart>(ClaimVars.Appointment),
        Termination = context.Variable<TerminationPart>(ClaimVars.Termination),
    };

    /// <exception cref="InvariantException">The claim was not accepted.</exception>
    public AcceptancePart RequireAccepted() => Acceptance ?? throw new InvariantException("acceptance-required", "The claim was not accepted; nothing is settled on it.");

    /// <exception cref="InvariantException">Nobody was appointed.</exception>
    public AppointmentPart RequireAppointed() => Appointment ?? throw new InvariantException("appointment-required", "No settlement officer was appointed.");
}

/// <summary>Names of the claim's variables beside those that every case has, one a part of <see cref="ClaimState"/> and one a number.</summary>
internal static class ClaimVars
{
    public const string Intake = "intake";
    public const string Completeness = "completeness";
    public const string Acceptance = "acceptance";
    public const string Refusal = "refusal";
    public const string Appointment = "appointment";
    public const string Termination = "termination";
    public const string Advance = "advance";
    public const string AdvanceToSettle = "advanceToSettle";
    public const string Verification = "verification";
    public const string Negotiation = "negotiation";
    public const string HandOver = "handOver";
    public const string RefusalToTake = "refusalToTake";
    public const string Funding = "funding";

    public const string ReceptionNumber = "receptionNumber";
    public const string AcceptanceNumber = "acceptanceNumber";
    public const string AppointmentNumber = "appointmentNumber";
    public const string SuspensionNumber = "suspensionNumber";
    public const string TerminationNumber = "terminationNumber";
}

/// <summary>Statuses of a claim's case file.</summary>
public static class ClaimStatus
{
    public const string Receiving = "receiving-claim";
    public const string Checking = "checking-completeness";
    public const string AwaitingSupplement = CaseStatus.AwaitingApplicant;
    public const string Deciding = "deciding-claim-acceptance";
    public const string Appointing = "appointing-officer";
    public const string Verifying = "verifying-damage";
    public const string Negotiating = "negotiating";
    public const string Handing = "handing-over-decision";
    public const string AwaitingTaking = "awaiting-taking";
    public const string Suspended = "negotiation-suspended";
    public const string Funding = "funding-and-payment";
    public const string ConfirmingSilence = "confirming-silence";
    public const string Terminating = "terminating";
    public const string Completed = CaseStatus.Completed;
    public const string NotAccepted = "closed-claim-not-accepted";
    public const string NotAgreed = "closed-not-agreed";
    public const string Terminated = "closed-terminated";
    public const string Withdrawn = CaseStatus.Withdrawn;

    /// <summary>What people read; null for a status of another procedure.</summary>
    internal static LocalizedText? Label(string status) => status switch
    {
        Receiving => new("Tiếp nhận hồ sơ yêu cầu bồi thường", "Taking the claim in"),
        Checking => new("Kiểm tra thành phần hồ sơ", "Checking completeness"),
        Deciding => new("Xem xét thụ lý yêu cầu bồi thường", "Deciding acceptance"),
        Appointing => new("Cử người giải quyết bồi thường", "Appointing the settlement officer"),
        Verifying => new("Xác minh thiệt hại", "Verifying the damage"),
        Negotiating => new("Thương lượng việc bồi thường", "Negotiating"),
        Handing => new("Ra và trao quyết định giải quyết bồi thường", "Deciding and handing over"),
        AwaitingTaking => new("Chờ người yêu cầu nhận quyết định", "Waiting for the decision to be taken"),
        Suspended => new("Tạm đình chỉ giải quyết", "Settlement suspended"),
        Funding => new("Cấp kinh phí, chi trả bồi thường", "Funding and payment"),
        ConfirmingSilence => new("Xem xét khi hết thời hạn của người yêu cầu bồi thường", "Looking at the end of the claimant's time"),
        Terminating => new("Ra quyết định đình chỉ", "Terminating"),
        NotAccepted => new("Không thụ lý yêu cầu bồi thường", "Claim not accepted"),
        NotAgreed => new("Thương lượng không thành", "Not agreed"),
        Terminated => new("Đã đình chỉ giải quyết", "Terminated"),
        _ => null,
    };
}
