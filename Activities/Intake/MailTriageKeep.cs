using System.Globalization;
using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Enforcement;

namespace ProcedureEngine.Activities.Intake;

public enum TriageNeed
{
    [Outcome("Cần cán bộ xem", "Needs a look")] Look,
    [Outcome("Chỉ lưu", "Only kept")] None,
}

/// <summary>Opens the file of a mail that opens no case by itself: its raw bytes and its attachments are papers of it.</summary>
[Activity("Intake.KeepMail", 1, "Giữ thư", "Keep the mail", Category = "Intake")]
public sealed class KeepMail : Activity<TriageNeed>
{
    public override ActivityResult Execute(ActivityContext context)
    {
        var input = context.Variable<TriageInput>(Vars.Input) ?? throw new DefectException("The triage was started without input.");
        return Leave(input.NeedsLook ? TriageNeed.Look : TriageNeed.None, [OpenFile(context, input), .. Papers(context, input), Journal(input)]);
    }

    private static WriteRecord OpenFile(ActivityContext context, TriageInput input)
    {
        var name = input.Mail is { } mail ? mail.FromName.Length > 0 ? mail.FromName : mail.From : input.Undelivered?.To ?? string.Empty;
        var address = input.Mail?.From ?? input.Undelivered?.To;
        var subject = input.Mail?.Subject ?? input.Undelivered?.Template ?? string.Empty;
        var (status, closedAt) = input.NeedsLook ? (MailTriage.LookAt, (Instant?)null) : (MailTriage.PutAside, context.Now);
        return new WriteRecord(new CaseFile(
            context.InstanceId, context.DefinitionId, context.Office, status, Channels.Mail, input.ReferenceCode, null, name, address, subject,
            VietnameseText.Fold($"{name} {address} {subject}"), context.Now, closedAt, input.About?.Id));
    }

    private static IEnumerable<Effect> Papers(ActivityContext context, TriageInput input)
    {
        if (input.Mail is not { } mail)
            yield break;
        var raw = new ReceivedFile("raw-mail", "thu-goc.eml", "message/rfc822", input.RawSize, mail.Blob);
        yield return IncomingMail.Document(context, raw, "raw", Channels.Mail);
        foreach (var (file, index) in mail.Attachments.Select((file, index) => (file, index)))
            yield return IncomingMail.Document(context, file, $"f{index.ToString(CultureInfo.InvariantCulture)}", Channels.Mail);
    }

    private static Log Journal(TriageInput input) => new(
        "MailKept", input.ReasonText.En,
        new JsonObject
        {
            ["reason"] = input.Reason,
            ["sign"] = input.Sign,
            ["messageId"] = input.Mail?.MessageId,
            ["blob"] = input.Mail?.Blob,
            ["about"] = input.About?.Id,
        },
        input.Mail is null ? null : new JsonObject { ["from"] = input.Mail.From });
}
