using System.Collections.Immutable;
using System.Text.Json.Nodes;
using NodaTime;

namespace ProcedureEngine.Activities.Notification;

/// <summary>Outbox channels of this product.</summary>
public static class OutboxChannels
{
    public const string Mail = "mail";
    public const string Event = EngineEvents.Channel;

    /// <summary>Short messages to phones; the payload is an <see cref="OutgoingSms"/>.</summary>
    public const string Sms = "sms";

    /// <summary>A stimulus for another instance (the payload is the stimulus), run by the outbox itself.</summary>
    public const string Stimulus = "stimulus";
}

/// <summary>Payload of an outbox row on channel <c>mail</c>: the letter is rendered from it after the burst, always to the same bytes.</summary>
/// <param name="Template">Letter kind in the template library.</param>
/// <param name="FromMailbox">The office's mailbox, also Reply-To.</param>
/// <param name="Slots">The template's values, frozen in the burst.</param>
/// <param name="MessageId">With angle brackets; the same at every attempt.</param>
/// <param name="WrittenAt">The letter's Date.</param>
/// <param name="IsAutomatic">True when no person wrote it (Auto-Submitted: auto-replied).</param>
public sealed record OutgoingLetter(
    string Template, string FromMailbox, string FromName, string To, string ToName, JsonObject Slots, string MessageId, string? InReplyTo,
    ImmutableArray<string> References, Instant WrittenAt, bool IsAutomatic, ImmutableArray<LetterAttachment> Attachments);

/// <summary>An attachment: received bytes, or a paper made from a template, or an appointment's calendar event.</summary>
/// <param name="Blob">SHA-256 of bytes to attach as they are; null for a paper or an invitation.</param>
/// <param name="Paper">Paper kind in the template library; null for bytes.</param>
public sealed record LetterAttachment(string FileName, string ContentType, string? Blob, string? Paper, JsonObject? PaperSlots, CalendarInvite? Invite);

/// <summary>An appointment for the applicant's calendar; an update or cancellation keeps the UID and raises the sequence.</summary>
public sealed record CalendarInvite(string Uid, int Sequence, bool IsCancelled, Instant From, Instant To, string Summary, string Location, string Description);
