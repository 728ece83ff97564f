using System.Globalization;
using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Enforcement;
using ProcedureEngine.Activities.Notification;

namespace ProcedureEngine.Activities.Intake;

/// <summary>
/// Step 1 (seed 000): one case file per request; the message is kept byte for byte, and the sender hears that it arrived. A mail
/// is not parsed for fields. By HTTP with a key and at the counter the number is taken at once; by mail and public form it waits
/// for the first check, so that nonsense takes none.
/// </summary>
[Activity("Intake.ReceiveRequest", 1, "Tiếp nhận yêu cầu", "Receive the request", Category = "Intake")]
public sealed class ReceiveRequest(CaseServices services) : Activity<Done>
{
    public override ActivityResult Execute(ActivityContext context)
    {
        var start = CaseOpening.Start(context);
        var request = start.Data is null ? null : FormData.Read<EnforcementRequest>(start.Data);
        RequireOffered(context, start);
        return Leave(Done.Done,
        [
            SetVariable.To(Vars.Request, request),
            .. CaseOpening.Open(
                services, context, start, ApplicantOf(start, request), request?.Subject(), CaseStatus.Checking, start.Mail?.Subject ?? request?.Judgment.Number ?? string.Empty),
        ]);
    }

    /// <summary>The pilot's offices and days are data; who comes to the counter is always received (invariant 6).</summary>
    private void RequireOffered(ActivityContext context, CaseStart start)
    {
        if (start.Channel != Channels.Counter && !services.Offices.OffersOnlineSupport(context.Office, services.Day(context.Now)))
        {
            throw RejectedException.Invalid(
                "office", "pilot-scope", "Cơ quan này chưa (hoặc không còn) hỗ trợ trực tuyến yêu cầu thi hành án.",
                "This office does not offer the online support on this day; the request can be made at its counter.");
        }
    }

    private static Applicant ApplicantOf(CaseStart start, EnforcementRequest? request) => start.Mail is { } mail
        ? new Applicant(string.IsNullOrWhiteSpace(mail.FromName) ? mail.From : mail.FromName, mail.From, null)
        : new Applicant(
            request?.Requester.Name ?? throw RejectedException.Invalid("data", "required", "Thiếu nội dung yêu cầu.", "The request's data is required on this channel."),
            start.Channel == Channels.Counter ? null : request.Requester.Email, request.Requester.Address);
}

/// <summary>What comes in by mail becomes a message of the file, and each attachment a document.</summary>
internal static class IncomingMail
{
    private const int MaxShown = 4_000;

    public static IEnumerable<Effect> Record(ActivityContext context, ReceivedMail mail, string kind)
    {
        var id = $"{context.ActivityInstanceId}.{mail.Blob[..12]}";
        yield return new WriteRecord(new CaseMessage(
            id, context.InstanceId, MessageDirection.In, kind, mail.MessageId, mail.From, mail.Subject, context.Now, mail.Blob, null));
        foreach (var (file, index) in mail.Attachments.Select((file, index) => (file, index)))
            yield return Document(context, file, $"{mail.Blob[..12]}.{index.ToString(CultureInfo.InvariantCulture)}", Channels.Mail);
    }

    /// <summary>What a task that asks an officer to read it shows.</summary>
    public static JsonObject Shown(ReceivedMail mail) => new() { ["from"] = mail.From, ["subject"] = mail.Subject, ["text"] = mail.NewText[..Math.Min(mail.NewText.Length, MaxShown)], ["blob"] = mail.Blob };

    /// <summary>The thread now answers this mail.</summary>
    public static SetVariable Continue(ActivityContext context, ReceivedMail mail)
    {
        var thread = context.Variable<LetterThread>(Vars.Letters) ?? new LetterThread(0, null, []);
        return SetVariable.To(Vars.Letters, thread with { LastReceived = mail.MessageId, References = [.. thread.References.TakeLast(20), mail.MessageId] });
    }

    public static WriteRecord Document(ActivityContext context, ReceivedFile file, string suffix, string origin) => new(new CaseDocument(
        $"{context.ActivityInstanceId}.{suffix}", context.InstanceId, file.Kind, file.Name, file.ContentType, file.Size, file.Blob, null, null, 1, origin, context.Now,
        context.Actor.Id));
}

/// <summary>The case's number: a counter per office and year, without gaps.</summary>
internal static class CaseNumbering
{
    public static TakeNumber Take(CaseServices services, ActivityContext context)
    {
        var office = services.OfficeOf(context);
        var key = new CounterKey(office.Id, $"case/{context.DefinitionId}", services.NumberingYear(office, context.Now));
        return new TakeNumber(key, office.CasePattern, Vars.CaseNumber);
    }

    public static bool IsTaken(ActivityContext context) => context.Variable<CaseNumber>(Vars.CaseNumber) is not null;
}
