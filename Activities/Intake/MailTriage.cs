using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Notification;
using ProcedureEngine.Engine.Authoring;
using ProcedureEngine.Engine.BuiltIn;
using ProcedureEngine.Engine.Definitions;

namespace ProcedureEngine.Activities.Intake;

/// <summary>The input of a mail's triage.</summary>
/// <param name="NeedsLook">False for what is only kept (automatic answers, lists).</param>
public sealed record TriageInput(ReceivedMail Mail, string Reason, bool NeedsLook, string ReferenceCode);

/// <summary>
/// A system procedure of the product: what arrives by mail and is no plain request is kept byte for byte, and put before an officer when a
/// person must look at it. It takes no number.
/// </summary>
public static class MailTriage
{
    public const string Id = "mail-triage";

    public static WorkflowDefinition Build()
    {
        var procedure = new ProcedureBuilder(
            Id, version: 1, new LocalizedText("Xem xét thư đến", "Mail triage"), new LocalizedText("Thư không mở hồ sơ ngay: giữ nguyên và chờ cán bộ xem.", "Mail that opens no case by itself: kept, and looked at."));
        var keep = procedure.Step<KeepMail, TriageNeed>("keep", "Giữ thư", "Keep the mail");
        var look = procedure.Step<LookAtMail, MailLook>("look", "Xem thư này", "Look at this message").For(Roles.IntakeOfficer.Id);
        var done = procedure.Step<CloseCase, EndOfCase>("done", "Đã xử lý", "Done").With("status", "triaged");
        var aside = procedure.Step<CloseCase, EndOfCase>("aside", "Để riêng", "Set aside").With("status", "set-aside");
        procedure.Start.On(StartPort.Done, keep);
        keep.On(TriageNeed.Look, look);
        keep.On(TriageNeed.None, aside);
        look.On(MailLook.OpenCase, done);
        look.On(MailLook.AttachToCase, done);
        look.On(MailLook.SetAside, aside);
        return procedure.ReopenAt(look, Roles.Head.Id).Build() with { IsSystem = true };
    }
}

public enum TriageNeed
{
    [Outcome("Cần cán bộ xem", "Needs a look")] Look,
    [Outcome("Chỉ lưu", "Only kept")] None,
}

/// <summary>Opens the file of a mail that opens no case by itself.</summary>
[Activity("Intake.KeepMail", 1, "Giữ thư", "Keep the mail", Category = "Intake")]
public sealed class KeepMail : Activity<TriageNeed>
{
    public override ActivityResult Execute(ActivityContext context)
    {
        var input = context.Variable<TriageInput>("input")!;
        var mail = input.Mail;
        var file = new CaseFile(
            context.InstanceId, context.DefinitionId, context.Office, input.NeedsLook ? "look-at" : "set-aside", Channels.Mail, input.ReferenceCode, null,
            mail.FromName.Length > 0 ? mail.FromName : mail.From, mail.From, mail.Subject, VietnameseText.Fold($"{mail.FromName} {mail.From} {mail.Subject}"), context.Now, null, null);
        var log = new Log("MailKept", input.Reason, new JsonObject { ["reason"] = input.Reason, ["blob"] = mail.Blob });
        return Leave(input.NeedsLook ? TriageNeed.Look : TriageNeed.None, [new WriteRecord(file), .. IncomingMail.Record(context, mail, "triage"), log]);
    }
}

/// <summary>What the officer makes of it.</summary>
public enum MailLook
{
    [Outcome("Mở hồ sơ mới", "Open a case")] OpenCase,
    [Outcome("Đưa vào hồ sơ đã có", "Attach to a case", typeof(AttachToCase))] AttachToCase,
    [Outcome("Để riêng", "Set aside", typeof(SetAsideReason))] SetAside,
}

/// <param name="CaseId">Id of the case, from its page.</param>
public sealed record AttachToCase([property: Field("Mã hồ sơ trong hệ thống", "Id of the case", MaxLength = 64)] string CaseId) : IValidated
{
    public IEnumerable<FieldError> Validate()
    {
        if (CaseId.Length == 0 || CaseId.Any(c => !char.IsAsciiLetterOrDigit(c)))
            yield return new FieldError("caseId", "case-id", new LocalizedText("Mã hồ sơ không hợp lệ.", "Copy the id from the case's page: letters and digits."));
    }
}

public sealed record SetAsideReason([property: Field("Lý do", "Reason", Multiline = true)] string Reason) : IValidated
{
    public IEnumerable<FieldError> Validate() => Enforcement.Required.Text("reason", Reason);
}

/// <summary>'Look at this message': the officer opens a case from it, attaches it to one, or sets it aside with a reason.</summary>
[Activity("Intake.LookAtMail", 1, "Xem thư này", "Look at this message", Category = "Intake")]
public sealed class LookAtMail : UserTaskActivity<MailLook>
{
    public override ActivityResult Execute(ActivityContext context)
    {
        var input = context.Variable<TriageInput>("input")!;
        var shown = new JsonObject { ["reason"] = input.Reason, ["from"] = input.Mail.From, ["subject"] = input.Mail.Subject, ["text"] = input.Mail.Text[..Math.Min(input.Mail.Text.Length, 4000)], ["blob"] = input.Mail.Blob };
        return Wait(Open(context) with { Context = shown });
    }

    protected override ActivityResult Complete(ActivityContext context, TaskCompleted completed, MailLook outcome)
    {
        var mail = context.Variable<TriageInput>("input")!.Mail;
        return completed.Data switch
        {
            AttachToCase attach => Leave(outcome, Dispatch(new Deliver(attach.CaseId, context.Actor, StimulusNames.Mail, EngineJson.ToObject(mail)))),
            SetAsideReason reason => Leave(outcome, new Log("MailSetAside", "Set aside by an officer", null, new JsonObject { ["reason"] = reason.Reason })),
            _ => OpenCase(context, mail),
        };
    }

    /// <summary>The new case's id and code follow from this one's, so that the same decision always means the same case.</summary>
    private static ActivityResult OpenCase(ActivityContext context, ReceivedMail mail)
    {
        if (mail.From.IndexOf('@', StringComparison.Ordinal) <= 0)
        {
            throw RejectedException.Conflict(
                "no-sender-address", "Thư không có địa chỉ người gửi để trả lời; hãy tiếp nhận tại quầy.", "The mail has no address to answer to; open the case at the counter.");
        }

        var seed = CanonicalJson.Sha256($"{context.ActivityInstanceId} open-case").ToUpperInvariant();
        var start = new CaseStart(Channels.Mail, $"{seed[..4]}-{seed[4..8]}-{seed[8..12]}", null, mail, []);
        return Leave(MailLook.OpenCase, Dispatch(new StartProcedure(seed[..32].ToLowerInvariant(), context.Actor, "enforcement-request", context.Office, EngineJson.ToObject(start))));
    }

    private static Send Dispatch(Stimulus stimulus) =>
        new(OutboxChannels.Stimulus, stimulus.GetType().Name, (JsonObject)System.Text.Json.JsonSerializer.SerializeToNode(stimulus, EngineJson.Options)!);
}
