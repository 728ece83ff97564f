using System.Security.Cryptography;
using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Host.Mail;
using ProcedureEngine.Mail;
using ProcedureEngine.Mail.Intake;

namespace ProcedureEngine.Host.Cases;

/// <summary>A received mail for the eyes of an officer, read anew from the bytes that were stored. All text is in Unicode form C.</summary>
/// <param name="Date">The sender's own claim; null when the mail names none that can be read.</param>
/// <param name="Html">Safe to show, and shown in a frame without rights all the same; null when the mail has none, or one longer than is shown.</param>
/// <param name="IsCut">The mail is longer than is shown; its bytes have all of it.</param>
/// <param name="FilesLeftOut">Files beyond those that were taken out of the mail; they are in its bytes.</param>
/// <param name="AutomaticSign">The header field or subject by which a machine wrote it; null for a person's mail.</param>
internal sealed record MessageContent(
    string Subject, IReadOnlyList<MessageAddress> From, IReadOnlyList<MessageAddress> To, IReadOnlyList<MessageAddress> Cc, Instant? Date, string Text, string? Html, bool IsCut,
    IReadOnlyList<MessageFile> Attachments, int FilesLeftOut, string? AutomaticSign, IReadOnlyList<MessageOddity> Oddities)
{
    /// <summary>Characters of text, and of HTML, that a person may still look through.</summary>
    private const int MaxShown = 500_000;

    public static async Task<IResult> HandleAsync(string id, string messageId, CaseReader reader)
    {
        var (message, raw) = await reader.ReceivedAsync(id, messageId);
        var read = MimeReader.Read(raw);
        var files = new MailContent(read, MailIdentity.Of(read, message.Blob!)).Files;
        var documents = await reader.DocumentsAsync(id);
        return Body.Json(Of(read, [.. files.Select(file => MessageFile.Of(file, message.InstanceId, documents))]));
    }

    private static MessageContent Of(MailMessage read, IReadOnlyList<MessageFile> files)
    {
        var html = read.Html is { Length: <= MaxShown } ? Shown(HtmlSanitizer.Sanitize(read.Html)) : null;
        return new MessageContent(
            Shown(read.Subject), Addresses(read.From), Addresses(read.To), Addresses(read.Cc), read.Date?.ToInstant(), Shown(Cut(read.Text)), html, read.Text.Length > MaxShown || read.Html?.Length > MaxShown,
            files, Math.Max(0, read.Attachments.Count - MailOddities.MaxFiles), read.AutomaticSign, [.. read.Defects.Select(MessageOddity.Of)]);
    }

    private static IReadOnlyList<MessageAddress> Addresses(IEnumerable<MailAddress> addresses) =>
        [.. addresses.Take(MailOddities.MaxFiles).Select(address => new MessageAddress(Shown(address.DisplayName), Shown(address.Address)))];

    /// <summary>Half a surrogate pair is no text: it is shown as the replacement character.</summary>
    internal static string Shown(string text) => string.Concat(text.EnumerateRunes().Select(rune => rune.ToString())).Normalize();

    /// <summary>Never between the halves of a character.</summary>
    private static string Cut(string text) => text.Length <= MaxShown ? text : text[..(char.IsHighSurrogate(text[MaxShown - 1]) ? MaxShown - 1 : MaxShown)];
}

/// <param name="Name">Empty when there is none.</param>
/// <param name="Address">As written; empty when only a name was given.</param>
internal sealed record MessageAddress(string Name, string Address);

/// <param name="DocumentId">The case's paper that holds it; null when none does, as for files that stayed behind when a mail was split.</param>
internal sealed record MessageFile(string Name, string ContentType, long Size, string? DocumentId)
{
    public static MessageFile Of(MailFile file, string instanceId, IEnumerable<CaseDocument> documents)
    {
        var (name, digest) = (FileNames.Safe(file.Name), Convert.ToHexStringLower(SHA256.HashData(file.Bytes.Span)));
        var held = documents.Where(document => document.Blob == digest).MaxBy(document => (document.InstanceId == instanceId ? 2 : 0) + (document.Name == name ? 1 : 0));
        return new MessageFile(MessageContent.Shown(name), file.ContentType, file.Bytes.Length, held?.Id);
    }
}

/// <summary>What was odd about a mail.</summary>
/// <param name="Detail">The field or part and what was done, in English.</param>
internal sealed record MessageOddity(MailDefectKind Kind, LocalizedText Label, string Detail)
{
    public static MessageOddity Of(MailDefect defect) => new(defect.Kind, DefectWords.Of(defect.Kind), MessageContent.Shown(defect.Detail));
}
