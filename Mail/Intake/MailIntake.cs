using ProcedureEngine.Activities.Cases;

namespace ProcedureEngine.Mail.Intake;

/// <summary>
/// Decides what a mail is, from what it says and what is known (spec, step 1). A mail is never parsed for the fields of a request, and
/// never taken for a withdrawal: that is the officer's judgement. In doubt a person looks; nothing is answered that could answer back.
/// </summary>
public static class MailIntake
{
    public static MailDecision Decide(MailFacts facts)
    {
        var mail = facts.Message;
        if (facts.Seen == MailSeen.SameContent)
            return new MailDecision.KnownMessage();
        if (facts.Seen == MailSeen.OtherContent)
            return new MailDecision.LookAt(IntakeReason.MessageIdReused);
        if (!mail.IsMessage)
            return new MailDecision.LookAt(mail.Defects.Any(defect => defect.Kind == MailDefectKind.Unreadable) ? IntakeReason.Unreadable : IntakeReason.NotAMessage);
        if (mail.Bounce is { } bounce)
            return Bounced(facts.Bounced, bounce);
        return Automatic(facts) ?? Personal(facts, mail);
    }

    /// <summary>The sender's address, or null when the mail has none that could be answered.</summary>
    public static string? Sender(MailMessage mail) => mail.From.Select(from => from.Address.Trim()).FirstOrDefault(MailOddities.CanBeAnswered);

    /// <summary>A report of a delay or of success is no failure; a failure is the case's matter, and after its end a person's.</summary>
    private static MailDecision Bounced(CaseFile? file, MailBounce bounce)
    {
        if (file is null || !bounce.IsFailure)
            return new MailDecision.SetAside(IntakeReason.Bounce, $"{bounce.Action} {bounce.Status}".Trim(), file);
        return file.ClosedAt is null ? new MailDecision.Undelivered(file, bounce) : new MailDecision.LookAt(IntakeReason.UndeliveredAfterEnd, file);
    }

    /// <summary>
    /// Machines' mail is set aside. A subject alone, without a header field, proves nothing, and in a conversation of ours least of all: a party
    /// may write 'Vắng mặt theo lịch hẹn'. Nor does an empty envelope sender alone, which a badly set form of a web site may use.
    /// </summary>
    private static MailDecision? Automatic(MailFacts facts)
    {
        if (facts.HasIdOfOurLetter && IsOwnMailbox(facts))
            return new MailDecision.SetAside(IntakeReason.OwnLetter, "Message-ID");
        if (facts.Message.AutomaticSign is not { } sign)
            return null;
        var about = facts.Answered.Concat(facts.Thread).Concat(facts.Quoted).FirstOrDefault(file => file.Office == facts.Office.Id);
        if (IsWeak(sign))
            return new MailDecision.LookAt(IntakeReason.LooksAutomatic, about);
        return new MailDecision.SetAside(IsOfList(sign) ? IntakeReason.MailingList : IntakeReason.AutoReply, sign, about);
    }

    private static bool IsWeak(string sign) => sign.StartsWith("Subject:", StringComparison.Ordinal) || sign.StartsWith("Return-Path:", StringComparison.Ordinal);

    private static bool IsOwnMailbox(MailFacts facts) => string.Equals(Sender(facts.Message), facts.Office.Mailbox, StringComparison.OrdinalIgnoreCase);

    private static bool IsOfList(string sign) =>
        sign.StartsWith("List-", StringComparison.Ordinal) || sign.StartsWith("Feedback-ID", StringComparison.Ordinal)
        || (sign.StartsWith("Precedence:", StringComparison.Ordinal) && !sign.Contains("auto", StringComparison.OrdinalIgnoreCase));

    private static MailDecision Personal(MailFacts facts, MailMessage mail)
    {
        if (Sender(mail) is not { } sender)
            return new MailDecision.LookAt(IntakeReason.NoSender);
        if (IsOwnMailbox(facts))
            return new MailDecision.LookAt(IntakeReason.FromOwnMailbox);
        if (facts.HasIdOfOurLetter)
            return new MailDecision.LookAt(IntakeReason.MessageIdReused);
        // What a mail answers by its ids is sure even when it is damaged: the officer sees it in its case. The ids are known to those who had our letters.
        if (facts.Answered.Count > 0)
            return Continue(facts.Answered, sender);
        if (facts.Thread.Count > 0)
            return Continue(facts.Thread, sender);
        if (facts.Quoted.Count > 0)
            return Quoting(facts, sender);
        if (facts.IsFromAnOffice)
            return new MailDecision.LookAt(IntakeReason.FromAnOffice);
        if (facts.IsPressing)
            return new MailDecision.LookAt(IntakeReason.PressingSender);
        return MailOddities.Of(mail, facts.Now) is { } odd ? new MailDecision.LookAt(odd) : new MailDecision.NewCase();
    }

    /// <summary>A code or number alone proves nothing: from another address than the case's, the officer confirms.</summary>
    private static MailDecision Quoting(MailFacts facts, string sender)
    {
        if (facts.Quoted is [var file] && file.Office != facts.Office.Id)
            return new MailDecision.LookAt(IntakeReason.OtherOffice);
        return facts.Quoted is [{ } only] && !only.IsPartyAddress(sender) ? new MailDecision.LookAt(IntakeReason.UnknownSender, only) : Continue(facts.Quoted, sender);
    }

    /// <summary>
    /// Who answers our letter had it, so his mail belongs to the case. What it does there is a party's right: from another address it ends
    /// no wait and takes up no case before an officer has confirmed it.
    /// </summary>
    private static MailDecision Continue(IReadOnlyList<CaseFile> files, string sender)
    {
        if (files is not [var file])
            return new MailDecision.LookAt(IntakeReason.SeveralCases);
        var isStranger = !file.IsPartyAddress(sender);
        if (file.ClosedAt is null)
            return new MailDecision.KnownCase(file, isStranger);
        if (file.Status != CaseStatus.Lapsed)
            return new MailDecision.LookAt(IntakeReason.CaseClosed, file);
        return isStranger ? new MailDecision.LookAt(IntakeReason.UnknownReplier, file) : new MailDecision.LateAnswer(file);
    }
}
