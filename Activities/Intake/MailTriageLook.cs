using System.Globalization;
using System.Text.Json;
using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Enforcement;
using ProcedureEngine.Activities.Merging;
using ProcedureEngine.Activities.Notification;

namespace ProcedureEngine.Activities.Intake;

/// <summary>What the officer makes of a message.</summary>
public enum MailLook
{
    [Outcome("Mở hồ sơ mới", "Open a case", typeof(OpenCaseFromMail))] OpenCase,
    [Outcome("Đưa vào hồ sơ đã có", "Attach to a case", typeof(AttachToCase))] AttachToCase,
    [Outcome("Để riêng", "Set aside", typeof(SetAsideReason))] SetAside,
}

/// <summary>The sender is the applicant unless the officer says otherwise.</summary>
public sealed record OpenCaseFromMail : IValidated
{
    [Field("Tên đương sự (nếu khác người gửi)", "Applicant's name, if not the sender's", MaxLength = 200)]
    public string? ApplicantName { get; init; }

    [Field("Địa chỉ thư điện tử của đương sự (nếu khác người gửi)", "Applicant's e-mail address, if not the sender's", MaxLength = 254)]
    public string? ApplicantEmail { get; init; }

    public IEnumerable<FieldError> Validate() => SenderAddress.Errors("applicantEmail", ApplicantEmail);
}

/// <param name="CaseNumberOrCode">Of a case of the same office.</param>
public sealed record AttachToCase(
    [property: Field("Số hồ sơ hoặc mã tra cứu", "Case number or reference code", MaxLength = 64)] string CaseNumberOrCode) : IValidated
{
    public IEnumerable<FieldError> Validate() => Required.Text("caseNumberOrCode", CaseNumberOrCode);
}

public sealed record SetAsideReason([property: Field("Lý do", "Reason", Multiline = true)] string Reason) : IValidated
{
    public IEnumerable<FieldError> Validate() => Required.Text("reason", Reason);
}

/// <summary>An e-mail address of somebody who writes to the office, or is written to.</summary>
internal static class SenderAddress
{
    /// <summary>Blank is none.</summary>
    public static string? OrNone(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed.Trim();

    /// <summary>What is typed is neither blank nor an address that could be answered: every letter to it would fail.</summary>
    public static IEnumerable<FieldError> Errors(string field, string? typed)
    {
        if (OrNone(typed) is { } address && !CanBeAnswered(address))
            yield return new FieldError(field, "email", new LocalizedText("Địa chỉ thư điện tử không hợp lệ.", "This is no e-mail address; write name@domain, or leave it empty."));
    }

    public static bool CanBeAnswered(string address) => address.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && at < address.Length - 1
        && !address.Any(c => char.IsWhiteSpace(c) || char.IsControl(c));
}

/// <summary>
/// 'Look at this message': the officer opens a case from it, attaches it to one, or sets it aside with a reason. What he asks of another
/// case goes through the outbox; the message is handled when that is done, and comes back to him, with the reason, when it is refused.
/// </summary>
[Activity("Intake.LookAtMail", 1, "Xem thư này", "Look at this message", Category = "Intake")]
public sealed class LookAtMail : UserTaskActivity<MailLook>
{
    public const string ProcedureInput = "procedure";
    private const string Choice = "choice";
    private const string Refusals = "refusals";
    private const int ShownText = 4_000;

    /// <summary>
    /// The officer finds the message to be one request with a case: it goes there as one that he attaches, with his reason, and comes back to
    /// him when that case cannot take it.
    /// </summary>
    internal static ActOutcome Merge(ActivityContext context, MergeInto merge)
    {
        if (CaseFiles.Of(context).LinkedCaseId == merge.CaseId && CaseFiles.Of(context).Status == MailTriage.Handled)
            return ActOutcome.Nothing;
        if (CaseFiles.Of(context).ClosedAt is not null || context.Variable<string>(Choice) is not null)
            throw RejectedException.Conflict("finished", "Thư này đã được xử lý.", "This message has been decided on.");
        if (Input(context).Mail is null)
            throw RejectedException.Conflict("no-mail", "Đây là báo thư không đến nơi, không có nội dung để gộp.", "This is a report of a letter that did not arrive; it holds nothing to merge.");
        return new ActOutcome(
        [
            .. context.Tasks.Where(task => task.IsOpen).Select(task => new CancelTask(task.Id)), Chosen(MailLook.AttachToCase),
            new Log("MailMerged", $"Goes to {merge.Name}", new JsonObject { ["into"] = merge.CaseId, ["name"] = merge.Name }, new JsonObject { ["reason"] = merge.Reason }),
            Attach(context, new AttachToCase(merge.Code)),
        ]);
    }

    protected override IReadOnlyList<InputDescriptor> Inputs =>
        [.. base.Inputs, InputDescriptor.Required(ProcedureInput, "Thủ tục mở từ thư", "Procedure that a mail starts")];

    public override ActivityResult Execute(ActivityContext context) => Wait(new CreateBookmark(StimulusSettled.Name), Ask(context, "look", null));

    public override ActivityResult Resume(ActivityContext context, Resumption resumption) => resumption switch
    {
        StimulusDelivered { Name: StimulusSettled.Name } settled => Settled(context, EngineJson.Read<StimulusSettled>(settled.Payload)!),
        _ => base.Resume(context, resumption),
    };

    /// <summary>A letter that did not arrive holds nothing that a case could be opened from.</summary>
    protected override IEnumerable<MailLook> Offered(ActivityContext context) => Input(context).Mail is null ? [MailLook.SetAside] : base.Offered(context);

    protected override ActivityResult Complete(ActivityContext context, TaskCompleted completed, MailLook outcome) => completed.Data switch
    {
        OpenCaseFromMail open => Wait(Chosen(outcome), OpenCase(context, open)),
        AttachToCase attach => Wait(Chosen(outcome), Attach(context, attach)),
        SetAsideReason reason => Leave(
            outcome, Close(context, MailTriage.PutAside, null),
            new Log("MailSetAside", "Set aside by an officer", null, new JsonObject { ["reason"] = reason.Reason })),
        _ => throw new DefectException("A look at a message was completed without its record."),
    };

    private ActivityResult Settled(ActivityContext context, StimulusSettled settled)
    {
        if (context.Variable<string>(Choice) is not { } choice)
            return Wait();
        if (settled.Problem is { } problem)
        {
            var refusals = context.Variable<int>(Refusals) + 1;
            return Wait(
                new SetVariable(Choice, null), SetVariable.To(Refusals, refusals), new Log("MailRefused", problem.En),
                Ask(context, $"look-again-{refusals.ToString(CultureInfo.InvariantCulture)}", problem));
        }

        return Leave(
            Enum.Parse<MailLook>(choice), Close(context, MailTriage.Handled, settled.CaseId),
            new Log("MailHandled", $"The message lies in case {settled.CaseId}", new JsonObject { ["case"] = settled.CaseId }));
    }

    private static SetVariable Chosen(MailLook outcome) => SetVariable.To(Choice, outcome.ToString());

    private static WriteRecord Close(ActivityContext context, string status, string? caseId)
    {
        var file = CaseFiles.Of(context);
        return new WriteRecord(file with { Status = status, ClosedAt = context.Now, LinkedCaseId = caseId ?? file.LinkedCaseId });
    }

    private static Send Attach(ActivityContext context, AttachToCase attach) => new(
        OutboxChannels.Stimulus, AttachMail.Kind, EngineJson.ToObject(new AttachMail(context.Office, attach.CaseNumberOrCode.Trim(), Input(context).Mail!)));

    private static Send OpenCase(ActivityContext context, OpenCaseFromMail open)
    {
        var input = Input(context);
        var given = SenderAddress.OrNone(open.ApplicantEmail);
        var email = given ?? input.Mail!.From;
        if (!SenderAddress.CanBeAnswered(email))
        {
            throw RejectedException.Invalid(
                "data.applicantEmail", "required", "Thư không có địa chỉ người gửi; hãy nhập địa chỉ của đương sự.",
                "The mail has no address that could be answered; give the applicant's.");
        }

        var mail = input.Mail! with { From = email, FromName = open.ApplicantName ?? (given is null ? input.Mail.FromName : string.Empty) };
        var spare = input.Spare ?? throw new DefectException("The triage has no id for a case to open.");
        var start = new CaseStart(Channels.Mail, spare.Name, null, mail, [], input.About?.Id);
        Stimulus stimulus = new StartProcedure(
            spare.Id, Actor.Party(Roles.Applicant.Id), context.RequiredInput<string>(ProcedureInput), context.Office, EngineJson.ToObject(start));
        return new Send(OutboxChannels.Stimulus, nameof(StartProcedure), (JsonObject)JsonSerializer.SerializeToNode(stimulus, EngineJson.Options)!);
    }

    private OpenTask Ask(ActivityContext context, string name, LocalizedText? problem) => Open(context) with { Name = name, Context = Shown(context, problem) };

    private static JsonObject Shown(ActivityContext context, LocalizedText? problem)
    {
        var input = Input(context);
        var shown = new JsonObject { ["reason"] = input.Reason, ["reasonText"] = EngineJson.ToNode(input.ReasonText), ["sign"] = input.Sign };
        if (input.Mail is { } mail)
        {
            shown["from"] = mail.From;
            shown["fromName"] = mail.FromName;
            shown["subject"] = mail.Subject;
            shown["text"] = mail.Text[..Math.Min(mail.Text.Length, ShownText)];
            shown["files"] = new JsonArray([.. mail.Attachments.Select(file => (JsonNode)file.Name)]);
            shown["blob"] = mail.Blob;
        }

        if (input.Undelivered is { } letter)
            shown["letter"] = EngineJson.ToNode(letter);
        shown["defects"] = EngineJson.ToNode(input.Defects);
        shown["about"] = EngineJson.ToNode(input.About);
        shown["problem"] = EngineJson.ToNode(problem);
        return shown;
    }

    private static TriageInput Input(ActivityContext context) =>
        context.Variable<TriageInput>(Vars.Input) ?? throw new DefectException("The triage was started without input.");
}
