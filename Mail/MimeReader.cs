namespace ProcedureEngine.Mail;

/// <summary>
/// Reads a raw message (RFC 5322, 2045-2047, 2231, 3676, 3464). It never throws and never drops text, an attachment or an address: what is broken is read as
/// far as it can be, kept otherwise, and named in <see cref="MailMessage.Defects"/>. Time is linear in the size. Messages within the message
/// (message/rfc822), archives and winmail.dat are kept as attachments, unopened; a contained message can be read with a call of its own.
/// </summary>
public static class MimeReader
{
    public static MailMessage Read(ReadOnlyMemory<byte> raw) => Read(raw, ReadWhole);

    /// <summary>What no reader may do, and one does some day: a fault is told as a defect, so that a person sees the mail.</summary>
    internal static MailMessage Read(ReadOnlyMemory<byte> raw, Func<ReadOnlyMemory<byte>, MailMessage> reader)
    {
        try
        {
            return reader(raw);
        }
        catch (Exception fault)
        {
            return Unreadable(fault);
        }
    }

    /// <summary>Stands for a mail that could not be read because of a fault of ours.</summary>
    public static MailMessage Unreadable(Exception fault) => new()
    {
        IsMessage = false,
        Defects = [new MailDefect(MailDefectKind.Unreadable, $"the mail could not be read ({fault.GetType().Name}: {fault.Message}); its bytes are kept")],
    };

    private static MailMessage ReadWhole(ReadOnlyMemory<byte> raw)
    {
        var defects = new Defects();
        var root = MimeStructure.Read(RawMessage.Prepare(raw, defects), defects);
        return root.Headers.All.Any(f => HeaderFields.IsTelling(f.Name)) ? Message(root, defects) : NotAMessage(raw);
    }

    private static MailMessage Message(MimeNode root, Defects defects)
    {
        var headers = root.Headers;
        var walker = new PartWalker(defects);
        walker.Walk(root);
        var from = AddressList.Read(headers.Named("From"), defects);
        var subject = EncodedWords.Decode(headers.First("Subject") ?? "", defects).Trim();
        var sign = AutomaticMail.SignOf(headers, subject, root.ContentType);
        var text = walker.Text;
        HeaderDefects(headers, from, defects);
        return new MailMessage
        {
            IsMessage = true,
            From = from,
            To = AddressList.Read(headers.Named("To"), defects),
            Cc = AddressList.Read(headers.Named("Cc"), defects),
            ReplyTo = AddressList.Read(headers.Named("Reply-To"), defects),
            DeliveredTo = AddressList.Read(headers.Named("Delivered-To"), defects),
            XOriginalTo = AddressList.Read(headers.Named("X-Original-To"), defects),
            Subject = subject,
            Date = MailDate.Parse(headers.First("Date") ?? ""),
            MessageId = MessageIds.First(headers.First("Message-ID")),
            InReplyTo = MessageIds.All(headers.Named("In-Reply-To").Select(f => f.Raw)),
            References = MessageIds.All(headers.Named("References").Select(f => f.Raw)),
            Headers = headers.All.Select(f => new MailHeader(f.Name, f.Raw, EncodedWords.Decode(f.Raw))).ToList(),
            Text = text,
            Html = walker.Html,
            Attachments = walker.Attachments,
            AutomaticSign = sign,
            Bounce = BounceReader.Read(root, from, sign, walker.ReportParts, text),
            Defects = defects.List,
        };
    }

    private static void HeaderDefects(HeaderFields headers, IReadOnlyList<MailAddress> from, Defects defects)
    {
        if (!from.Any(a => a.Address.Length > 0))
        {
            defects.Add(MailDefectKind.MissingFrom, "no sender address in From: nobody can be answered");
        }

        if (headers.First("Message-ID") is null)
        {
            defects.Add(MailDefectKind.MissingMessageId, "no Message-ID");
        }

        var date = headers.First("Date");
        if (date is null)
        {
            defects.Add(MailDefectKind.MissingDate, "no Date");
        }
        else if (MailDate.Parse(date) is null)
        {
            defects.Add(MailDefectKind.BadDate, $"Date '{Excerpt.Of(date)}' cannot be read");
        }

        foreach (var name in new[] { "From", "Subject", "Date", "Message-ID", "Content-Type" }.Where(n => headers.Named(n).Count > 1))
        {
            defects.Add(MailDefectKind.RepeatedHeader, $"{name} stands {headers.Named(name).Count} times; of all but addresses the first counts");
        }

        if (headers.All.Any(f => f.Raw.Contains('\0', StringComparison.Ordinal)))
        {
            defects.Add(MailDefectKind.NulBytes, "NUL bytes in header fields were dropped");
        }
    }

    /// <summary>Something else came in place of a message: shown as text or a page when it is one, else kept as a file.</summary>
    private static MailMessage NotAMessage(ReadOnlyMemory<byte> raw)
    {
        var defects = new[] { new MailDefect(MailDefectKind.NotAMessage, "no mail header field (From, Date, Subject...) at the top: this is no mail message") };
        var message = new MailMessage { IsMessage = false, Defects = defects };
        if (IsBinary(raw.Span))
        {
            return message with { Attachments = [new MailAttachment(null, "application/octet-stream", null, raw, IsInline: false)] };
        }

        var text = TextDecoding.Decode(raw.Span, label: null).ReplaceLineEndings("\n");
        var isHtml = text.AsSpan().TrimStart().StartsWith("<");
        return message with { Text = isHtml ? HtmlToText.Convert(text) : text, Html = isHtml ? text : null };
    }

    private static bool IsBinary(ReadOnlySpan<byte> bytes)
    {
        var marked = bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..];
        return !marked && bytes[..Math.Min(bytes.Length, 8000)].ContainsAnyInRange((byte)0, (byte)8);
    }
}
