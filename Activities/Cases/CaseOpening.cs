using System.Globalization;
using ProcedureEngine.Activities.Enforcement;
using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Activities.Notification;

namespace ProcedureEngine.Activities.Cases;

/// <summary>
/// What every procedure does first: one case file per request, what came with it kept, the number taken at once where the door
/// is one of known callers (HTTP with a key, the counter, a portal), and other systems told.
/// </summary>
internal static class CaseOpening
{
    public static CaseStart Start(ActivityContext context) => context.Variable<CaseStart>(Vars.Input) ?? throw new DefectException("The case was started without input.");

    /// <param name="subject">Null while a mail has not been read by a person.</param>
    /// <param name="title">The case's subject line in lists.</param>
    public static IEnumerable<Effect> Open(
        CaseServices services, ActivityContext context, CaseStart start, Applicant applicant, CaseSubject? subject, string status, string title) =>
    [
        .. Number(services, context, start.Channel),
        SetVariable.To(Vars.Applicant, applicant),
        SetVariable.To(Vars.Subject, subject),
        SetVariable.To(Vars.Letters, new LetterThread(0, start.Mail?.MessageId, start.Mail is null ? [] : [start.Mail.MessageId])),
        File(context, start, applicant, subject, status, title),
        .. CaseTraits.Of(context, subject, applicant, start.Account),
        .. Papers(context, start),
        .. Split(start.SplitFrom),
        new Log("RequestReceived", $"Request by {start.Channel}", new JsonObject { ["channel"] = start.Channel, ["code"] = start.ReferenceCode },
            new JsonObject { ["applicant"] = EngineJson.ToNode(applicant) }),
        new Send(OutboxChannels.Event, EventKinds.ProcedureStarted, new JsonObject { ["procedure"] = context.DefinitionId, ["office"] = context.Office, ["channel"] = start.Channel }),
    ];

    private static IEnumerable<Effect> Number(CaseServices services, ActivityContext context, string channel)
    {
        if (channel is not (Channels.Mail or Channels.Form))
            yield return CaseNumbering.Take(services, context);
    }

    private static WriteRecord File(ActivityContext context, CaseStart start, Applicant applicant, CaseSubject? subject, string status, string title) => new(new CaseFile(
        context.InstanceId, context.DefinitionId, context.Office, status, start.Channel, start.ReferenceCode, null, applicant.Name,
        applicant.Email ?? applicant.Address, title,
        $"{subject?.SearchText ?? VietnameseText.Fold(applicant.Name)} {VietnameseText.Fold($"{start.Mail?.Subject} {applicant.Email} {start.ReferenceCode}")}",
        context.Now, null, start.LinkedCaseId)
    {
        SplitFrom = start.SplitFrom?.CaseId,
    }.WithPartyAddresses(subject?.Addresses ?? []));

    private static IEnumerable<Log> Split(SplitOrigin? origin) => origin is null
        ? []
        :
        [
            new Log(
                "SplitFromCase", $"Split off from {origin.Name}", new JsonObject { ["case"] = origin.CaseId, ["name"] = origin.Name, ["by"] = origin.By },
                new JsonObject { ["reason"] = origin.Reason }),
        ];

    private static IEnumerable<Effect> Papers(ActivityContext context, CaseStart start)
    {
        if (start.Mail is { } mail)
        {
            foreach (var effect in IncomingMail.Record(context, mail, "request"))
                yield return effect;
        }

        foreach (var (file, index) in start.Files.Select((file, index) => (file, index)))
            yield return IncomingMail.Document(context, file, $"f{index.ToString(CultureInfo.InvariantCulture)}", start.Channel);
    }
}
