using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using ProcedureEngine.Activities.Intake;

namespace ProcedureEngine.Mail.Intake;

/// <summary>A file to store before the mail is handed on.</summary>
public sealed record MailFile(string Name, string ContentType, ReadOnlyMemory<byte> Bytes);

/// <summary>
/// What of a mail a case keeps in its own words: texts of bounded length and its files. Longer text goes with the files whole; the raw
/// message has everything in any case.
/// </summary>
public sealed class MailContent
{
    /// <summary>Characters of text that lie with the case's state.</summary>
    private const int MaxText = 100_000;

    private const int MaxLine = 500;
    private const int MaxReferences = 50;

    private readonly MailMessage message;
    private readonly MailIdentity identity;

    public MailContent(MailMessage message, MailIdentity identity)
    {
        (this.message, this.identity) = (message, identity);
        Files = [.. message.Attachments.Take(MailOddities.MaxFiles).Select(Named), .. LongText()];
    }

    public IReadOnlyList<MailFile> Files { get; }

    /// <param name="mailbox">The office's mailbox.</param>
    /// <param name="raw">SHA-256 of the raw bytes.</param>
    /// <param name="stored">The <see cref="Files"/>, stored.</param>
    public ReceivedMail Received(string mailbox, string raw, ImmutableArray<ReceivedFile> stored)
    {
        var sender = MailIntake.Sender(message);
        var from = message.From.FirstOrDefault(address => address.Address.Trim() == sender) ?? message.From.FirstOrDefault()
            ?? new MailAddress(string.Empty, string.Empty);
        var text = Cut(message.Text, MaxText);
        return new ReceivedMail(
            mailbox, identity.MessageId, sender ?? OneLine(from.Address), OneLine(from.DisplayName), OneLine(message.Subject), text,
            QuotedReply.Strip(text).NewText, raw, message.Date?.ToInstant(), References(), stored);
    }

    private ImmutableArray<string> References() =>
    [
        .. message.References.Concat(message.InReplyTo).Where(MailIdentity.IsUsable).Distinct(StringComparer.Ordinal)
            .TakeLast(MaxReferences).Select(MailIdentity.Bracketed),
    ];

    private static MailFile Named(MailAttachment attachment, int index) => new(
        attachment.FileName ?? $"tep-{(index + 1).ToString(CultureInfo.InvariantCulture)}{Extension(attachment.ContentType)}", attachment.ContentType,
        attachment.Bytes);

    private static string Extension(string contentType) => contentType switch
    {
        "message/rfc822" => ".eml",
        "text/plain" => ".txt",
        "text/html" => ".html",
        "text/calendar" => ".ics",
        "image/jpeg" => ".jpg",
        "image/png" => ".png",
        "application/pdf" => ".pdf",
        _ => string.Empty,
    };

    private IEnumerable<MailFile> LongText()
    {
        if (message.Text.Length > MaxText)
            yield return new MailFile("noi-dung-thu.txt", "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(message.Text));
    }

    private static string OneLine(string text) => Cut(string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Trim(), MaxLine);

    /// <summary>Never between the halves of a character.</summary>
    private static string Cut(string text, int length) => text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
}
