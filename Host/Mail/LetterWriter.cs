using System.Text;
using ProcedureEngine.Activities.Notification;
using ProcedureEngine.Mail;
using ProcedureEngine.Papers;

namespace ProcedureEngine.Host.Mail;

/// <summary>From an outbox row to the bytes of a message: always the same bytes for the same row.</summary>
internal sealed class LetterWriter(DurableStore store, DateTimeZone zone)
{
    public async Task<byte[]> WriteAsync(OutgoingLetter letter, CancellationToken cancellation)
    {
        var rendered = LetterTemplates.Render(letter.Template, letter.Slots);
        var office = new MailAddress(letter.FromName, letter.FromMailbox);
        return MailWriter.Write(new OutgoingMail
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
            AutoSubmitted = letter.IsAutomatic ? letter.InReplyTo is null ? AutoSubmitted.Generated : AutoSubmitted.Replied : AutoSubmitted.No,
            Attachments = await AttachmentsAsync(letter, cancellation),
            Calendar = letter.Attachments.Select(a => a.Invite).FirstOrDefault(invite => invite is not null) is { } invite ? Event(letter, office, invite) : null,
        });
    }

    private async Task<List<OutgoingAttachment>> AttachmentsAsync(OutgoingLetter letter, CancellationToken cancellation)
    {
        var attachments = new List<OutgoingAttachment>();
        foreach (var attachment in letter.Attachments)
        {
            if (attachment is { Paper: { } paper, PaperSlots: { } slots })
                attachments.Add(new OutgoingAttachment(attachment.FileName, "text/html", Encoding.UTF8.GetBytes(LetterTemplates.Render(paper, slots).Html)));
            else if (attachment.Blob is { } blob)
                attachments.Add(new OutgoingAttachment(attachment.FileName, attachment.ContentType, await store.Blobs.GetAsync(blob, cancellation) ?? throw new InvalidOperationException($"Blob {blob} is missing.")));
        }

        return attachments;
    }

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
