using ProcedureEngine.Activities.Cases;

namespace ProcedureEngine.Mail.Intake;

/// <summary>What is known when a mail has come to an office's mailbox.</summary>
/// <param name="ByThread">Cases of the office whose letters or mails it answers (In-Reply-To, References).</param>
/// <param name="ByCode">Cases of the office whose reference code or number its subject quotes.</param>
/// <param name="ByBounce">Cases of the letter that a bounce reports, with that letter's Message-ID.</param>
public sealed record MailFacts(MailMessage Message, IReadOnlyList<CaseFile> ByThread, IReadOnlyList<CaseFile> ByCode, IReadOnlyList<CaseFile> ByBounce);

/// <summary>What becomes of a mail.</summary>
public abstract record MailDecision
{
    private MailDecision()
    {
    }

    /// <summary>It opens a case.</summary>
    public sealed record NewCase : MailDecision;

    /// <summary>It goes on with a case that runs.</summary>
    public sealed record KnownCase(CaseFile Case) : MailDecision;

    /// <summary>It answers after the case has lapsed, and takes it up again.</summary>
    public sealed record LateAnswer(CaseFile Case) : MailDecision;

    /// <summary>One of our letters was not delivered.</summary>
    public sealed record Undelivered(CaseFile Case, MailBounce Bounce) : MailDecision;

    /// <summary>A person must look at it.</summary>
    public sealed record LookAt(string Reason) : MailDecision;

    /// <summary>It opens no case and gets no answer, and is kept.</summary>
    public sealed record SetAside(string Reason) : MailDecision;
}

/// <summary>
/// Decides what a mail is, from what it says and what is known. A mail is never parsed for the fields of a request, and never taken for a
/// withdrawal: that is an officer's judgement.
/// </summary>
public static class MailIntake
{
    public static MailDecision Decide(MailFacts facts)
    {
        var mail = facts.Message;
        if (mail.Bounce is { } bounce)
            return Bounced(facts, bounce);
        if (mail.IsAutoReply)
            return new MailDecision.SetAside($"automatic: {mail.AutomaticSign}");
        if (!mail.IsMessage)
            return new MailDecision.LookAt("not-a-message");
        if (Sender(mail) is null)
            return new MailDecision.LookAt("no-sender-address");
        if (mail.Defects.Any(defect => defect.Kind is MailDefectKind.MissingHeaderEnd or MailDefectKind.BoundaryNotFound or MailDefectKind.MissingBoundary or MailDefectKind.BadTransferEncoding))
            return new MailDecision.LookAt("damaged-message");
        return facts.ByThread.Count > 0 ? Continue(facts.ByThread, mail, isQuotedOnly: false) : facts.ByCode.Count > 0 ? Continue(facts.ByCode, mail, isQuotedOnly: true) : new MailDecision.NewCase();
    }

    /// <summary>The sender's address, or null when the mail has none that could be answered.</summary>
    public static string? Sender(MailMessage mail) => mail.From.Select(from => from.Address.Trim()).FirstOrDefault(address => address.Length is > 2 and < 255 && address.IndexOf('@', StringComparison.Ordinal) > 0);

    private static MailDecision Bounced(MailFacts facts, MailBounce bounce)
    {
        if (!bounce.IsFailure)
            return new MailDecision.SetAside("report of delivery or delay");
        return facts.ByBounce is [var file] ? new MailDecision.Undelivered(file, bounce) : new MailDecision.SetAside("bounce of a letter that is not ours");
    }

    /// <summary>A code alone proves nothing: from another address than the case's, the officer confirms.</summary>
    private static MailDecision Continue(IReadOnlyList<CaseFile> candidates, MailMessage mail, bool isQuotedOnly)
    {
        if (candidates.Count > 1)
            return new MailDecision.LookAt("answers-several-cases");
        var file = candidates[0];
        if (isQuotedOnly && !string.Equals(file.ApplicantAddress, Sender(mail), StringComparison.OrdinalIgnoreCase))
            return new MailDecision.LookAt("code-from-unknown-sender");
        if (file.ClosedAt is null)
            return new MailDecision.KnownCase(file);
        return file.Status == CaseStatus.Lapsed ? new MailDecision.LateAnswer(file) : new MailDecision.LookAt("case-is-closed");
    }
}
