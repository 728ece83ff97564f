using System.Text;
using ProcedureEngine.Activities.Notification;
using ProcedureEngine.Mail;
using ProcedureEngine.Papers;

namespace ProcedureEngine.Host.Mail;

/// <summary>A letter ready to leave.</summary>
/// <param name="EnvelopeSender">Empty for the automatic answer to a mail, to which no bounce may come (RFC 3834 3.3).</param>
internal sealed record WrittenLetter(byte[] Bytes, string EnvelopeSender, string Recipient);

/// <summary>A letter that cannot be written: a paper or file of it is missing, or it is too large. It never gets better by itself.</summary>
internal sealed class LetterException(string message) : Exception(message);

/// <summary>From an outbox row to the bytes of a message: always the same bytes for the same row, at every attempt.</summary>
internal sealed class LetterWriter(DurableStore store, DateTimeZone zone, MailSettings settings)
{
    /// <summary>The one letter that a machine writes in answer to a mail; other automatic letters are sent for a reason of their own.</summary>
    private const string Acknowledgement = "received";

    /// <exception cref="LetterException">A file is missing, or the message is larger than the settings allow.</exception>
    /// <exception cref="MissingSlotException">A template's mandatory slot is empty.</exception>
    /// <exception cref="InvalidOutgoingMailException">An address or a content type cannot be written.</exception>
    public async Task<WrittenLetter> WriteAsync(OutgoingLetter letter, CancellationToken cancellation)
    {
        var rendered = LetterTemplates.Render(letter.Template, letter.Slots);
        var office = new MailAddress(letter.FromName, letter.FromMailbox);
        var answers = !letter.IsAutomatic ? AutoSubmitted.No : letter.Template == Acknowledgement ? AutoSubmitted.Replied : AutoSubmitted.Generated;
        var bytes = MailWriter.Write(new OutgoingMail
        {
            From = office,
            To = [new MailAddress(letter.ToName, letter.To)],
            ReplyTo = [office],
            Subject = rendered.Subject,
            Text = rendered.Text,
            Html = rendered.Html,
            Date = letter.WrittenAt.InZone(zone).ToOffsetDateTime(),
            MessageId = letter.MessageId,
            InReplyTo = letter.InReplyTo,
            References = letter.References,
            AutoSubmitted = answers,
            Attachments = await AttachmentsAsync(letter, cancellation),
            Calendar = letter.Attachments.Select(a => a.Invite).OfType<CalendarInvite>().Select(invite => Event(letter, office, invite)).FirstOrDefault(),
        });
        return bytes.Length <= settings.MaxBytes
            ? new WrittenLetter(bytes, answers == AutoSubmitted.Replied ? string.Empty : letter.FromMailbox, letter.To)
            : throw new LetterException($"the message has {bytes.Length} bytes; Smtp:MaxMegabytes allows {settings.MaxBytes}");
    }

    private async Task<List<OutgoingAttachment>> AttachmentsAsync(OutgoingLetter letter, CancellationToken cancellation)
    {
        var attachments = new List<OutgoingAttachment>();
        foreach (var attachment in letter.Attachments.Where(a => a.Invite is null))
            attachments.Add(new OutgoingAttachment(attachment.FileName, TypeOf(attachment.ContentType), await BytesAsync(attachment, cancellation)));
        return attachments;
    }

    private async Task<byte[]> BytesAsync(LetterAttachment attachment, CancellationToken cancellation) => attachment switch
    {
        { Paper: { } paper } => Encoding.UTF8.GetBytes(LetterTemplates.Render(paper, attachment.PaperSlots ?? []).Html),
        { Blob: { } blob } => await store.Blobs.GetAsync(blob, cancellation)
            ?? throw new LetterException($"the bytes of '{attachment.FileName}' ({blob}) are not in the store"),
        _ => throw new LetterException($"attachment '{attachment.FileName}' is neither a file, a paper nor an invitation"),
    };

    /// <summary>Without parameters: the writer sets its own.</summary>
    private static string TypeOf(string contentType) => contentType.Split(';', 2)[0].Trim();

    private static CalendarEvent Event(OutgoingLetter letter, MailAddress office, CalendarInvite invite) => new()
    {
        Uid = invite.Uid,
        Sequence = invite.Sequence,
        Method = invite.IsCancelled ? CalendarMethod.Cancel : CalendarMethod.Request,
        Stamp = letter.WrittenAt,
        Start = invite.From,
        End = invite.To,
        Summary = invite.Summary,
        Location = invite.Location,
        Description = invite.Description,
        Organizer = office,
        Attendee = new MailAddress(letter.ToName, letter.To),
    };
}
