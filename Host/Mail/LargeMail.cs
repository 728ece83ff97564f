using ProcedureEngine.Activities.Intake;
using System.Globalization;
using ProcedureEngine.Activities.Offices;
using ProcedureEngine.Mail;
using ProcedureEngine.Mail.Delivery;
using ProcedureEngine.Mail.Intake;

namespace ProcedureEngine.Host.Mail;

/// <summary>A message of a Maildir that is too large to be taken in: it stays where it lies, and an officer hears of it once.</summary>
internal sealed class LargeMail(TriageDoor triage)
{
    private const int MaxHead = 256 * 1024;

    private static readonly IntakeReason TooLarge = new("too-large", new LocalizedText(
        "Thư lớn hơn mức hệ thống nhận; thư vẫn nằm trong hộp thư, cần mở bằng chương trình thư.",
        "The mail is larger than this system takes; it lies in the mailbox, to be read with a mail program."));

    /// <summary>The beginning, which holds the header; the rest is not read.</summary>
    public static async Task<byte[]> HeadAsync(string path, CancellationToken cancellation)
    {
        await using var file = File.OpenRead(path);
        var head = new byte[MaxHead];
        return head[..await file.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellation)];
    }

    public Task<BurstAnswer> TellAsync(Office office, MaildirFile file, byte[] head, CancellationToken cancellation)
    {
        var key = new StimulusKey($"maildir:{office.Mailbox.ToLowerInvariant()}", file.UniqueName, file.Bytes.ToString(CultureInfo.InvariantCulture), IsPermanent: true);
        return triage.KeepAsync(office.Id, Input(file, head), key, cancellation);
    }

    private TriageInput Input(MaildirFile file, byte[] head)
    {
        var message = MimeReader.Read(head);
        return triage.Input(null, TooLarge, needsLook: true, null) with
        {
            Sign = $"{file.UniqueName}: {file.Bytes.ToString("N0", CultureInfo.InvariantCulture)} bytes",
            RawSize = file.Bytes,
            Defects = [$"From: {string.Join(", ", message.From.Select(from => from.Address))}", $"Subject: {message.Subject}"],
        };
    }
}
