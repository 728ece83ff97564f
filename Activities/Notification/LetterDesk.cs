using System.Globalization;
using NodaTime.Text;
using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Enforcement;
using ProcedureEngine.Activities.Offices;

namespace ProcedureEngine.Activities.Notification;

/// <summary>
/// Writes the office's letters: the record in the case's file, and the message for the outbox, with one Message-ID for ever.
/// Who has no e-mail address gets the same letter as a paper to hand over.
/// </summary>
public sealed class LetterDesk(IOfficeDirectory offices, DateTimeZone zone)
{
    /// <summary>The slots that every letter and paper written here has beside its own; the number and the officer where there are such.</summary>
    public static ImmutableArray<string> SharedSlots { get; } = ["office", "referenceCode", "date", "caseNumber", "applicantName", "officerName"];

    /// <summary>Of them those that a paper has which stays in the file.</summary>
    public static ImmutableArray<string> FileSlotNames { get; } = SharedSlots[..4];

    /// <param name="template">Letter kind in the template library.</param>
    /// <param name="slots">The letter's own slots; office, applicant, case number, code and date are added.</param>
    /// <param name="isAutomatic">True when no person wrote it.</param>
    public IEnumerable<Effect> Write(
        ActivityContext context, string template, JsonObject slots, bool isAutomatic = false, params ImmutableArray<LetterAttachment> attachments)
    {
        var applicant = context.Variable<Applicant>(Vars.Applicant) ?? throw new DefectException("The case has no applicant to write to.");
        var filled = Fill(context, applicant, slots);
        return applicant.Email is null
            ? [.. HandOver(context, template, filled), Journal(template, "paper")]
            : [.. Mail(context, applicant, template, filled, isAutomatic, attachments), Journal(template, "mail")];
    }

    /// <summary>A paper of the file, made from a template; it is kept, not sent.</summary>
    /// <param name="kind">Kind of the document in the file.</param>
    /// <param name="dated">The day that it bears, where it was made before today; null: today.</param>
    public WriteRecord Paper(ActivityContext context, string template, string kind, JsonObject slots, int version, LocalDate? dated = null) => new(new CaseDocument(
        string.Create(CultureInfo.InvariantCulture, $"{context.InstanceId}.{template}.{version}"), context.InstanceId, kind, $"{template}-{version}.html", "text/html; charset=utf-8", 0, null,
        template, Fill(context, context.Variable<Applicant>(Vars.Applicant)!, slots, dated), version, "office", context.Now, context.Actor.Id));

    /// <summary>A paper of the file as an attachment of a letter.</summary>
    public static LetterAttachment Attach(WriteRecord paper)
    {
        var document = (CaseDocument)paper.Record;
        return new LetterAttachment(document.Name, document.ContentType, null, document.Template, document.Slots, null);
    }

    /// <summary>The slots that every paper of a case's file begins with: office, code, day, and the case's number once it has one.</summary>
    public JsonObject FileSlots(ActivityContext context, LocalDate day)
    {
        var slots = new JsonObject { ["office"] = OfficeSlots(context.Office), ["referenceCode"] = CaseFiles.Of(context).ReferenceCode, ["date"] = Date(day) };
        if (context.Variable<CaseNumber>(Vars.CaseNumber) is { } number)
            slots["caseNumber"] = number.Text;
        return slots;
    }

    private JsonObject OfficeSlots(string officeId)
    {
        var office = offices.Find(officeId) ?? throw new DefectException($"Office '{officeId}' is not in the directory.");
        var slots = new JsonObject { ["name"] = office.Name, ["address"] = office.Address, ["mailbox"] = office.Mailbox, ["headTitle"] = office.HeadTitle };
        if (!string.IsNullOrWhiteSpace(office.Phone))
            slots["phone"] = office.Phone;
        return slots;
    }

    public static string Date(LocalDate date) => LocalDatePattern.Iso.Format(date);

    private JsonObject Fill(ActivityContext context, Applicant applicant, JsonObject slots, LocalDate? dated = null)
    {
        foreach (var (name, value) in FileSlots(context, dated ?? context.Now.InZone(zone).Date))
            slots[name] = value?.DeepClone();
        slots["applicantName"] = applicant.Name;
        if (context.Actor.Kind == ActorKind.Person)
            slots["officerName"] ??= context.Actor.DisplayName;
        return slots;
    }

    private IEnumerable<Effect> Mail(
        ActivityContext context, Applicant applicant, string template, JsonObject slots, bool isAutomatic, ImmutableArray<LetterAttachment> attachments)
    {
        var thread = context.Variable<LetterThread>(Vars.Letters) ?? new LetterThread(0, null, []);
        var sequence = thread.Sent + 1;
        var office = offices.Find(context.Office)!;
        var messageId = $"<{context.InstanceId}.{sequence.ToString(CultureInfo.InvariantCulture)}@{Domain(office.Mailbox)}>";
        var letter = new OutgoingLetter(
            template, office.Mailbox, office.Name, applicant.Email!, applicant.Name, slots, messageId, thread.LastReceived, thread.References, context.Now,
            isAutomatic, attachments.IsDefault ? [] : attachments);
        var outboxId = $"{context.InstanceId}.{OutboxChannels.Mail}.{sequence.ToString(CultureInfo.InvariantCulture)}";
        yield return new Send(OutboxChannels.Mail, template, EngineJson.ToObject(letter));
        yield return new WriteRecord(new CaseMessage(
            outboxId, context.InstanceId, MessageDirection.Out, template, messageId, applicant.Email!, template, context.Now, null, outboxId));
        yield return SetVariable.To(Vars.Letters, thread with { Sent = sequence, References = [.. thread.References.TakeLast(20), messageId] });
    }

    /// <summary>A step that stays open (an act at any time) writes the same letter again: each is a paper of its own.</summary>
    private static IEnumerable<Effect> HandOver(ActivityContext context, string template, JsonObject slots)
    {
        var thread = context.Variable<LetterThread>(Vars.Letters) ?? new LetterThread(0, null, []);
        var sequence = thread.OnPaper + 1;
        yield return new WriteRecord(new CaseDocument(
            string.Create(CultureInfo.InvariantCulture, $"{context.ActivityInstanceId}.{template}.{sequence}"), context.InstanceId, "letter", $"{template}.html", "text/html; charset=utf-8", 0, null,
            template, slots, 1, "office", context.Now, context.Actor.Id));
        yield return SetVariable.To(Vars.Letters, thread with { OnPaper = sequence });
    }

    private static Log Journal(string template, string way) =>
        new("LetterWritten", $"Letter {template} by {way}", new JsonObject { ["template"] = template, ["way"] = way });

    private static string Domain(string mailbox) => mailbox[(mailbox.LastIndexOf('@') + 1)..];
}
