namespace ProcedureEngine.Activities.Enforcement;

/// <summary>Names of the case's variables.</summary>
internal static class Vars
{
    public const string Input = "input";
    public const string Request = "request";
    public const string Subject = "subject";
    public const string Applicant = "applicant";
    public const string CaseNumber = "caseNumber";
    public const string Finding = "finding";
    public const string Rounds = "guidanceRounds";
    public const string Visits = "visits";
    public const string Participants = "participants";
    public const string DraftingOfficer = "draftingOfficer";
    public const string Original = "original";
    public const string Draft = "draft";
    public const string Proposal = "proposal";
    public const string Signature = "signature";
    public const string DecisionNumber = "decisionNumber";
    public const string Decision = "decision";
    public const string Notifications = "notifications";
    public const string Letters = "letters";
    public const string LastInvite = "lastInvite";

    /// <summary>The withdrawal with its reason, once there is one.</summary>
    public const string Withdrawal = "withdrawal";

    /// <summary>When the applicant last supplied what was missing, or the case was taken up again; none where neither happened.</summary>
    public const string SuppliedAt = "suppliedAt";

    /// <summary>What the applicant's time to answer runs from, and the days cut out of it; none: from when the step begins to wait.</summary>
    public const string AnswerTime = "answerTime";
}

/// <summary>Who asks, and where he is reached; before the request is filled in, the sender of the mail.</summary>
/// <param name="Email">The address of the online request; the soft copy goes there and nowhere else. Null for who walks in.</param>
internal sealed record Applicant(string Name, string? Email, string? Address)
{
    /// <summary>Null where it was left blank: then letters are papers to hand over.</summary>
    public string? Email { get; init; } = Intake.SenderAddress.OrNone(Email);
}

/// <summary>The thread of letters: how many went out, and the mails to answer.</summary>
internal sealed record LetterThread(int Sent, string? LastReceived, ImmutableArray<string> References)
{
    /// <summary>Letters handed over on paper, for one who has no e-mail address.</summary>
    public int OnPaper { get; init; }
}

/// <summary>How the recorded original stands to the online request.</summary>
internal enum OriginalOutcome
{
    Match,
    Differs,

    /// <summary>There was no online request to compare with: the original came first (invariant 6).</summary>
    Alone,
}

/// <summary>The original as received and compared: the only basis of a decision (invariant 1).</summary>
/// <param name="ReceivedAt">When it was at the office with the judgment.</param>
/// <param name="ComparedBy">The officer who compared it.</param>
internal sealed record OriginalRecord(
    EnforcementRequest Values, OriginalOutcome Outcome, ImmutableArray<FieldDifference> Differences, Instant ReceivedAt, Instant ComparedAt, string ComparedBy,
    string ReceivedBy);

/// <summary>The one open draft; earlier versions stay as papers of the file (invariant 3).</summary>
internal sealed record DraftRecord(int Version, EnforcementRequest Values, string LegalBases, string Remarks, string DraftedBy, Instant DraftedAt);

/// <param name="Authority">Under which a deputy signed; null when the head signed himself.</param>
/// <param name="Bailiff">To whom the head assigned the enforcement; null in procedures without one.</param>
internal sealed record SignatureRecord(
    string SignedBy, string SignerName, string SignerTitle, string? Authority, Instant SignedAt, string? Bailiff = null, string? BailiffName = null);

/// <summary>The issued decision.</summary>
/// <param name="Date">Day of the decision, Asia/Ho_Chi_Minh.</param>
internal sealed record DecisionRecord(string Number, LocalDate Date, string SignerName, string DocumentId, Instant IssuedAt, string IssuedBy);

/// <summary>One attempt to notify an addressee (law on notification in civil enforcement).</summary>
internal sealed record NotificationAttempt(int Addressee, string Manner, bool Succeeded, LocalDate On, string Proof, string By);
