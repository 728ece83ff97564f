using NodaTime;

namespace ProcedureEngine.Mail;

/// <summary>A letter to be written as a message. Everything that could differ between two runs is passed in: the same letter gives the same bytes.</summary>
public sealed record OutgoingMail
{
    public required MailAddress From { get; init; }

    public required IReadOnlyList<MailAddress> To { get; init; }

    public IReadOnlyList<MailAddress> Cc { get; init; } = [];

    public IReadOnlyList<MailAddress> ReplyTo { get; init; } = [];

    /// <summary>Line ends and control characters become spaces, because it may repeat the subject of a stranger's mail.</summary>
    public required string Subject { get; init; }

    /// <summary>Plain text; line ends of any kind.</summary>
    public required string Text { get; init; }

    /// <summary>The same letter as HTML; null for a letter in plain text only.</summary>
    public string? Html { get; init; }

    public IReadOnlyList<OutgoingAttachment> Attachments { get; init; } = [];

    /// <summary>An appointment, its change or its cancellation; null for letters without one.</summary>
    public CalendarEvent? Calendar { get; init; }

    /// <summary>The moment the letter is written, with the office's offset.</summary>
    public required OffsetDateTime Date { get; init; }

    /// <summary>With or without angle brackets; the parts' boundaries are derived from it.</summary>
    public required string MessageId { get; init; }

    /// <summary>Message-ID of the mail that is answered. One that RFC 5322 does not allow (strangers write them) is left out.</summary>
    public string? InReplyTo { get; init; }

    /// <summary>Message-IDs of the conversation, oldest first; invalid ones are left out, of very many the first and the last are kept.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>How far a person wrote it; tells other machines not to answer.</summary>
    public AutoSubmitted AutoSubmitted { get; init; } = AutoSubmitted.No;
}

/// <summary>RFC 3834 section 5.</summary>
public enum AutoSubmitted
{
    /// <summary>A person's letter: no field is written.</summary>
    No,

    /// <summary>Sent by the system on its own, such as a reminder.</summary>
    Generated,

    /// <summary>Sent in answer to a mail, such as 'received, reference CODE'.</summary>
    Replied,
}

/// <summary>A file of a letter.</summary>
/// <param name="FileName">In any language; separators of folders become underscores.</param>
/// <param name="ContentType">type/subtype.</param>
/// <param name="Bytes">The content.</param>
public sealed record OutgoingAttachment(string FileName, string ContentType, ReadOnlyMemory<byte> Bytes);

/// <summary>Rejects a letter whose addresses, Message-ID or content type cannot be written safely. Nothing was written; correct the named field.</summary>
public sealed class InvalidOutgoingMailException(string field, string rule) : Exception($"{field}: {rule}")
{
    /// <summary>The property of <see cref="OutgoingMail"/>.</summary>
    public string Field { get; } = field;

    public string Rule { get; } = rule;
}
