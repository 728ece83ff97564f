namespace ProcedureEngine.Host.Mail;

/// <summary>What a mail has led to.</summary>
/// <param name="Outcome">One of <see cref="MailOutcomes"/>.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="CaseId">The case; for a mail that is looked at or set aside, the file in which it is kept.</param>
/// <param name="MessageId">With angle brackets.</param>
internal sealed record MailReceipt(string Outcome, int Status, string CaseId, string MessageId)
{
    /// <summary>The task 'look at this message', while it is open.</summary>
    public string? TaskId { get; init; }

    /// <summary>Slug of why it opened no case.</summary>
    public string? Reason { get; init; }

    /// <summary>A defect stopped the act; the message lies with this incident, for an operator to try again.</summary>
    public string? Incident { get; init; }
}

/// <summary>Stable words of the door's answer.</summary>
internal static class MailOutcomes
{
    public const string NewCase = "new-case";
    public const string KnownMessage = "known-message";
    public const string KnownCase = "known-case";
    public const string LateAnswer = "late-answer";
    public const string Undelivered = "undelivered";
    public const string LookAt = "look-at";
    public const string SetAside = "set-aside";
    public const string Incident = "incident";
}
