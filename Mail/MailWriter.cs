using System.Security.Cryptography;
using System.Text;
using MimeKit;
using MimeKit.Utils;

namespace ProcedureEngine.Mail;

/// <summary>
/// Writes a letter as a message of RFC 5322 in 7-bit ASCII: CRLF, short lines, encoded words (RFC 2047) that never cut a character, file names by RFC 2231
/// and, for older programs, without diacritics. The same letter gives the same bytes.
/// </summary>
public static class MailWriter
{
    /// <summary>Of a long conversation this many Message-IDs are named: the first and the newest (RFC 5322 3.6.4 allows it).</summary>
    private const int MaxReferences = 30;

    /// <exception cref="InvalidOutgoingMailException">An address, the Message-ID or a content type cannot be written; nothing was.</exception>
    public static byte[] Write(OutgoingMail mail)
    {
        if (mail.To.Count == 0)
        {
            throw new InvalidOutgoingMailException(nameof(mail.To), "a letter needs an addressee");
        }

        var messageId = OutgoingRules.MessageId(nameof(mail.MessageId), mail.MessageId);
        var header = HeaderOf(mail, messageId);
        using var body = BodyOf(mail, Boundary(messageId));
        using var bytes = new MemoryStream();
        bytes.Write(header.ToBytes());
        body.WriteTo(Format(), bytes);
        return bytes.ToArray();
    }

    private static FormatOptions Format() => new()
    {
        NewLineFormat = NewLineFormat.Dos,
        EnsureNewLine = true,
        ParameterEncodingMethod = ParameterEncodingMethod.Rfc2231,
    };

    /// <summary>Equals and underscore together occur in no encoded body, so that no content can look like a boundary.</summary>
    private static string Boundary(string messageId) => "=_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(messageId)))[..32];

    private static HeaderWriter HeaderOf(OutgoingMail mail, string messageId)
    {
        var header = new HeaderWriter();
        header.AddAddresses("From", Addresses(nameof(mail.From), [mail.From]));
        header.AddAddresses("To", Addresses(nameof(mail.To), mail.To));
        header.AddAddresses("Cc", Addresses(nameof(mail.Cc), mail.Cc));
        header.AddAddresses("Reply-To", Addresses(nameof(mail.ReplyTo), mail.ReplyTo));
        header.AddText("Subject", OutgoingRules.OneLine(mail.Subject));
        header.Add("Date", DateUtils.FormatDate(mail.Date.ToDateTimeOffset()));
        header.Add("Message-ID", $"<{messageId}>");
        if (mail.InReplyTo is not null && OutgoingRules.TryMessageId(mail.InReplyTo) is { } answered)
        {
            header.Add("In-Reply-To", $"<{answered}>");
        }

        var references = References(mail.References);
        if (references.Count > 0)
        {
            header.Add("References", references.Select(id => $"<{id}>"));
        }

        if (mail.AutoSubmitted != AutoSubmitted.No)
        {
            header.Add("Auto-Submitted", mail.AutoSubmitted == AutoSubmitted.Replied ? "auto-replied" : "auto-generated");
            // Exchange knows this field only.
            header.Add("X-Auto-Response-Suppress", "OOF, AutoReply");
        }

        header.Add("MIME-Version", "1.0");
        return header;
    }

    private static List<(string DisplayName, string Address)> Addresses(string field, IReadOnlyList<MailAddress> addresses) =>
        addresses.Select(a => (OutgoingRules.OneLine(a.DisplayName), OutgoingRules.Address(field, a))).ToList();

    private static List<string> References(IReadOnlyList<string> ids)
    {
        var valid = ids.Select(OutgoingRules.TryMessageId).OfType<string>().ToList();
        return valid.Count <= MaxReferences ? valid : [valid[0], .. valid.TakeLast(MaxReferences - 1)];
    }

    private static MimeEntity BodyOf(OutgoingMail mail, string boundary)
    {
        var versions = new List<MimeEntity> { TextOf("plain", mail.Text) };
        if (mail.Html is not null)
        {
            versions.Add(TextOf("html", mail.Html));
        }

        if (mail.Calendar is not null)
        {
            var invitation = TextOf("calendar", mail.Calendar.Write());
            invitation.ContentType.Parameters.Add("method", mail.Calendar.MethodName);
            versions.Add(invitation);
        }

        var body = versions.Count == 1 ? versions[0] : Join("alternative", boundary + ".a", versions);
        var files = mail.Attachments.Select(FileOf).ToList();
        if (mail.Calendar is not null)
        {
            files.Add(FileOf(new OutgoingAttachment("lich-hen.ics", "application/ics", Encoding.UTF8.GetBytes(mail.Calendar.Write()))));
        }

        return files.Count == 0 ? body : Join("mixed", boundary + ".m", [body, .. files]);
    }

    private static Multipart Join(string subtype, string boundary, IEnumerable<MimeEntity> parts)
    {
        var multipart = new Multipart(subtype) { Boundary = boundary };
        foreach (var part in parts)
        {
            multipart.Add(part);
        }

        return multipart;
    }

    private static TextPart TextOf(string subtype, string text)
    {
        text = OutgoingRules.Body(text);
        var part = new TextPart(subtype);
        part.SetText(Encoding.UTF8, text);
        var best = part.GetBestEncoding(EncodingConstraint.SevenBit, 76);
        // 7bit only where nothing can be mistaken: not for a boundary, not for an mbox line.
        var isPlain = best == ContentEncoding.SevenBit && !text.Contains("=_", StringComparison.Ordinal) && !text.Contains("From ", StringComparison.Ordinal);
        part.ContentTransferEncoding = isPlain ? ContentEncoding.SevenBit : best == ContentEncoding.SevenBit ? ContentEncoding.QuotedPrintable : best;
        return part;
    }

    private static MimePart FileOf(OutgoingAttachment file)
    {
        var name = OutgoingRules.FileName(file.FileName);
        var type = OutgoingRules.ContentType(nameof(OutgoingMail.Attachments), file.ContentType);
        // For programs that do not know RFC 2231.
        type.Parameters.Add("name", OutgoingRules.AsciiFileName(name));
        var disposition = new ContentDisposition(ContentDisposition.Attachment);
        disposition.Parameters.Add(new Parameter(Encoding.UTF8, "filename", name) { EncodingMethod = ParameterEncodingMethod.Rfc2231 });
        return new MimePart(type)
        {
            Content = new MimeContent(new MemoryStream(file.Bytes.ToArray())),
            ContentDisposition = disposition,
            ContentTransferEncoding = ContentEncoding.Base64,
        };
    }
}
