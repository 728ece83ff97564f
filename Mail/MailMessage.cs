using NodaTime;

namespace ProcedureEngine.Mail;

/// <summary>
/// What a raw message says, read once. Everything is kept as it was sent (no NFC, no trimming of diacritics); only line ends in
/// <see cref="Text"/> and <see cref="Html"/> become LF, NUL bytes are dropped and U+FFFE is replaced, none of which a store or page could show anyway.
/// </summary>
public sealed record MailMessage
{
    /// <summary>False when the bytes are no mail message at all (an HTML page, a PDF, random bytes): no From, Date, Subject... at the top.
    /// The content is then in <see cref="Text"/>, <see cref="Html"/> or <see cref="Attachments"/> and everything else is empty.</summary>
    public required bool IsMessage { get; init; }

    public IReadOnlyList<MailAddress> From { get; init; } = [];

    public IReadOnlyList<MailAddress> To { get; init; } = [];

    public IReadOnlyList<MailAddress> Cc { get; init; } = [];

    public IReadOnlyList<MailAddress> ReplyTo { get; init; } = [];

    /// <summary>Addresses the last mail server wrote into Delivered-To: the best witness of which mailbox the message is for.</summary>
    public IReadOnlyList<MailAddress> DeliveredTo { get; init; } = [];

    /// <summary>Addresses of X-Original-To, before aliases were resolved (Postfix).</summary>
    public IReadOnlyList<MailAddress> XOriginalTo { get; init; } = [];

    /// <summary>Decoded and unfolded; empty when the message has none.</summary>
    public string Subject { get; init; } = "";

    /// <summary>The sender's own claim, not to be trusted for any time limit; null when missing or unreadable.</summary>
    public OffsetDateTime? Date { get; init; }

    /// <summary>Without angle brackets; null when missing.</summary>
    public string? MessageId { get; init; }

    /// <summary>Message-IDs without angle brackets.</summary>
    public IReadOnlyList<string> InReplyTo { get; init; } = [];

    /// <summary>Message-IDs without angle brackets, oldest first as sent.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>Every header field of the message in its order, repeated ones included.</summary>
    public IReadOnlyList<MailHeader> Headers { get; init; } = [];

    /// <summary>The best plain text: the text parts in order; a part that is only HTML is turned into text. Empty when there is none.</summary>
    public string Text { get; init; } = "";

    /// <summary>HTML as sent, never to be shown before <see cref="HtmlSanitizer"/>; null when the message has none.</summary>
    public string? Html { get; init; }

    /// <summary>Everything that is not body text, in order: files, pictures, contained messages, calendars, and what could not be understood.</summary>
    public IReadOnlyList<MailAttachment> Attachments { get; init; } = [];

    /// <summary>What is wrong with the message; empty for a clean one. A defect never means that content was dropped.</summary>
    public IReadOnlyList<MailDefect> Defects { get; init; } = [];

    /// <summary>Written by a machine or sent to a list (RFC 3834 and its older kin): opens no case and gets no answer.</summary>
    public bool IsAutoReply => AutomaticSign is not null;

    /// <summary>The header field or subject that gives the automatic message away; null for a person's message.</summary>
    public string? AutomaticSign { get; init; }

    /// <summary>A report that mail could not be delivered (yet).</summary>
    public bool IsBounce => Bounce is not null;

    /// <summary>What the report says; null when the message is no bounce.</summary>
    public MailBounce? Bounce { get; init; }
}

/// <summary>One address of a header field.</summary>
/// <param name="DisplayName">Decoded; empty when there is none.</param>
/// <param name="Address">As written; empty when only a name was given.</param>
public sealed record MailAddress(string DisplayName, string Address);

/// <summary>One header field.</summary>
/// <param name="Name">As written; empty for a line that is no header field.</param>
/// <param name="Raw">The value as sent, unfolded, one character a byte (ISO 8859-1).</param>
/// <param name="Value">The value for people: encoded words and stray 8-bit text decoded.</param>
public sealed record MailHeader(string Name, string Raw, string Value);

/// <summary>A part kept as a file.</summary>
/// <param name="FileName">Decoded, as sent, without control characters: untrusted, never a path; null when the part has none.</param>
/// <param name="ContentType">Lower case, without parameters.</param>
/// <param name="ContentId">Without angle brackets; null when missing.</param>
/// <param name="Bytes">Transfer encoding undone; may be a slice of the raw message.</param>
/// <param name="IsInline">Meant to be seen within the text (a picture with a Content-ID), not as a file of its own.</param>
public sealed record MailAttachment(string? FileName, string ContentType, string? ContentId, ReadOnlyMemory<byte> Bytes, bool IsInline);

/// <summary>What a bounce says about the letter that came back; each value null when the report is silent.</summary>
/// <param name="OriginalMessageId">Message-ID of our letter, without angle brackets.</param>
/// <param name="Action">failed, delayed, delivered, relayed or expanded (RFC 3464), lower case.</param>
/// <param name="Status">Such as 5.1.1 (RFC 3463).</param>
/// <param name="Recipient">The address that was not reached.</param>
/// <param name="Diagnostic">The remote server's words.</param>
public sealed record MailBounce(string? OriginalMessageId, string? Action, string? Status, string? Recipient, string? Diagnostic)
{
    /// <summary>A report of a delay or of success is no failure; one that does not say is taken as a failure.</summary>
    public bool IsFailure => Action is null or "failed" && Status?.StartsWith('2') != true && Status?.StartsWith('4') != true
        || Action == "failed";
}

/// <summary>One thing that is wrong with a message.</summary>
/// <param name="Kind">For decisions.</param>
/// <param name="Detail">For the person who looks at it: the field or part and what was done.</param>
public sealed record MailDefect(MailDefectKind Kind, string Detail);

public enum MailDefectKind
{
    NotAMessage,
    Unreadable,
    LeadingRubbish,
    BareCarriageReturns,
    BadHeaderLine,
    MissingHeaderEnd,
    RepeatedHeader,
    EightBitHeader,
    NulBytes,
    MissingFrom,
    AddressWithoutAddress,
    TooManyAddresses,
    MissingDate,
    BadDate,
    MissingMessageId,
    BadContentType,
    MissingBoundary,
    BoundaryNotFound,
    DisguisedMultipart,
    MissingCloseBoundary,
    PartAfterCloseBoundary,
    TextOutsideParts,
    BadTransferEncoding,
    UnknownCharset,
    WrongCharset,
}
