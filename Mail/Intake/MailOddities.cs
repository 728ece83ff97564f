using NodaTime;

namespace ProcedureEngine.Mail.Intake;

/// <summary>What makes a mail so damaged or so unlike any other that it opens no case before a person has seen it.</summary>
public static class MailOddities
{
    /// <summary>Files taken out of one mail; all of them stay in its raw bytes.</summary>
    public const int MaxFiles = 100;

    /// <summary>Bytes of a single attachment, as at the other doors.</summary>
    public const int MaxFile = 25 * 1024 * 1024;

    /// <summary>RFC 5321 4.5.3.1.3.</summary>
    private const int MaxAddress = 254;

    /// <summary>Characters of a name or subject that a person may have written.</summary>
    private const int MaxName = 1_000;

    /// <summary>Việt Nam joined the Internet on 19 November 1997; an earlier date, such as the 1970 of a clock without a battery, is none.</summary>
    private static readonly Instant FirstMail = Instant.FromUtc(1997, 11, 19, 0, 0);

    /// <summary>A clock that is set wrong by hours or days is common and harmless: no time limit is counted from it.</summary>
    private static readonly Duration Ahead = Duration.FromDays(7);

    /// <summary>Damage by which content may be lost or hidden. Wrong charsets, stray lines and missing dates are read as people meant them.</summary>
    private static readonly HashSet<MailDefectKind> Damage =
    [
        MailDefectKind.NulBytes, MailDefectKind.RepeatedHeader, MailDefectKind.MissingHeaderEnd, MailDefectKind.MissingBoundary,
        MailDefectKind.BoundaryNotFound, MailDefectKind.DisguisedMultipart, MailDefectKind.MissingCloseBoundary, MailDefectKind.BadTransferEncoding, MailDefectKind.TooManyAddresses,
    ];

    /// <returns>Null for an ordinary mail.</returns>
    public static IntakeReason? Of(MailMessage mail, Instant now)
    {
        if (mail.Defects.Any(defect => Damage.Contains(defect.Kind)))
            return IntakeReason.Damaged;
        if (HasOddDate(mail, now))
            return IntakeReason.OddDate;
        return HasOddNames(mail) || HasOddFiles(mail) ? IntakeReason.Odd : null;
    }

    /// <summary>An address of the form local-part@domain, of lawful length, without blanks or control characters.</summary>
    public static bool CanBeAnswered(string address) => address.Length is > 2 and <= MaxAddress && address.IndexOf('@', StringComparison.Ordinal) > 0
        && !address.EndsWith('@') && !address.Any(c => char.IsControl(c) || char.IsWhiteSpace(c));

    private static bool HasOddDate(MailMessage mail, Instant now) => mail.Date?.ToInstant() is { } sent && (sent < FirstMail || sent > now + Ahead);

    private static bool HasOddNames(MailMessage mail) => mail.Subject.Length > MaxName || mail.From.Any(from => from.DisplayName.Length > MaxName);

    private static bool HasOddFiles(MailMessage mail) => mail.Attachments.Count > MaxFiles || mail.Attachments.Any(file => file.Bytes.Length > MaxFile);
}
