namespace ProcedureEngine.Activities.Notification;

/// <summary>Kinds of events that leave by the outbox; stable, since other systems rely on them.</summary>
public static class EventKinds
{
    public const string ProcedureStarted = "procedure.started";
    public const string CaseRegistered = "case.registered";
    public const string DeadlineApproaching = "deadline.approaching";
    public const string DeadlineMissed = "deadline.missed";

    /// <summary>The citizen's shorter local time has passed; he is late only after the law's.</summary>
    public const string DeadlineReminded = "deadline.reminded";

    /// <summary>The new date that the office promised has passed too, and the act is still owed.</summary>
    public const string DeadlinePromiseBroken = "deadline.promiseBroken";
    public const string DecisionIssued = "decision.issued";

    /// <summary>The decision was handed to enforcement (<i>thụ lý</i>), with its own date and actor.</summary>
    public const string DecisionHandedToEnforcement = "decision.handed-to-enforcement";

    /// <summary>For the portal whose account made the case: <c>account</c>, <c>notice</c>, <c>code</c>; it shows the notice there.</summary>
    public const string PortalNotice = "portal.notice";

    public const string CaseClosed = "case.closed";
    public const string CaseReopened = "case.reopened";

    /// <summary>An officer found it to be one request with another case; <c>into</c> names that one.</summary>
    public const string CaseMerged = "case.merged";

    /// <summary>A second request of its mail goes its own way; <c>case</c> names it.</summary>
    public const string CaseSplit = "case.split";
}
