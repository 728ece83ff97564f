using ProcedureEngine.Activities.Merging;
using ProcedureEngine.Activities.Notification;
using ProcedureEngine.Engine.Authoring;
using ProcedureEngine.Engine.BuiltIn;
using ProcedureEngine.Engine.Definitions;

namespace ProcedureEngine.Activities.Intake;

/// <summary>
/// A system procedure of the product: what comes by mail and is no plain request is kept byte for byte, and put before an officer when a
/// person must look at it (spec, 'Real input': kept, put before a human, never lost). It takes no number.
/// </summary>
public static class MailTriage
{
    public const string Id = "mail-triage";

    /// <summary>An officer must look at it.</summary>
    public const string LookAt = "look-at";

    /// <summary>A case was opened from it, or it lies in one.</summary>
    public const string Handled = "handled";

    /// <summary>It concerns no case.</summary>
    public const string PutAside = "set-aside";

    /// <param name="procedure">The procedure that a mail to an office starts.</param>
    public static WorkflowDefinition Build(string procedure)
    {
        var triage = new ProcedureBuilder(
            Id, version: 1, new LocalizedText("Xem xét thư đến", "Mail triage"),
            new LocalizedText("Thư không tự mở hồ sơ: giữ nguyên và chờ cán bộ xem.", "Mail that opens no case by itself: kept, and looked at."));
        var keep = triage.Step<KeepMail, TriageNeed>("keep", "Giữ thư", "Keep the mail");
        var look = triage.Step<LookAtMail, MailLook>("look", "Xem thư này", "Look at this message")
            .For(Roles.IntakeOfficer.Id).With(LookAtMail.ProcedureInput, procedure);
        var handled = triage.End("handled", "Đã đưa vào hồ sơ", "In a case");
        var aside = triage.End("aside", "Để riêng", "Set aside");
        triage.Start.On(StartPort.Done, keep);
        keep.On(TriageNeed.Look, look);
        keep.On(TriageNeed.None, aside);
        look.On(MailLook.OpenCase, handled);
        look.On(MailLook.AttachToCase, handled);
        look.On(MailLook.SetAside, aside);
        return triage.Build() with { IsSystem = true };
    }
}

/// <summary>The input of a triage.</summary>
/// <param name="Mail">The message; null when there is only a letter of ours that did not arrive.</param>
/// <param name="Reason">Stable slug of why it opens no case.</param>
/// <param name="NeedsLook">False for what is only kept (automatic replies, lists).</param>
/// <param name="ReferenceCode">Made by the door; the triage's own.</param>
public sealed record TriageInput(ReceivedMail? Mail, string Reason, LocalizedText ReasonText, bool NeedsLook, string ReferenceCode)
{
    /// <summary>Bytes of the raw message.</summary>
    public long RawSize { get; init; }

    /// <summary>What gave an automatic message away, or a refusal's words.</summary>
    public string? Sign { get; init; }

    /// <summary>What is wrong with the message, each in a line.</summary>
    public ImmutableArray<string> Defects { get; init; } = [];

    /// <summary>The case that it seems to belong to, or null.</summary>
    public TriagedCase? About { get; init; }

    /// <summary>Id and code for the case that an officer may open from it; made by the door, so that the same decision always means the same case.</summary>
    public TriagedCase? Spare { get; init; }

    /// <summary>The letter that did not arrive, or null.</summary>
    public DeliveryFailure? Undelivered { get; init; }
}

/// <param name="Name">Its number, or its reference code while it has none.</param>
public sealed record TriagedCase(string Id, string Name);

/// <summary>Asks the outbox to put a mail into the case that an officer named; payload of kind <see cref="Kind"/> on channel <c>stimulus</c>.</summary>
/// <param name="NumberOrCode">As the officer wrote it.</param>
public sealed record AttachMail(string Office, string NumberOrCode, ReceivedMail Mail)
{
    public const string Kind = "attach-mail";
}

/// <summary>
/// What became of a stimulus that a case sent through the outbox (<see cref="OutboxChannels.Stimulus"/>): the sender hears it under
/// <see cref="Name"/>, once.
/// </summary>
/// <param name="CaseId">The case it reached; null when it was refused.</param>
/// <param name="Problem">Why it was refused; null when it was done.</param>
public sealed record StimulusSettled(string? CaseId, LocalizedText? Problem)
{
    public const string Name = "stimulus-settled";

    private static readonly LocalizedText SplitRefused = new("Chưa tách được yêu cầu thứ hai", "The second request could not be split off");

    /// <summary>
    /// What the sender hears; null when it need not. The halves of a merge or split that succeed need no word; of one that is refused,
    /// the merged case is taken up again, and the split one's officer is told.
    /// </summary>
    public Stimulus? ReportTo(OutboxRow row) => (row.Kind, Problem) switch
    {
        (AbsorbedCase.Act, { } problem) => new Reopen(row.InstanceId, Actor.Engine, $"Không gộp được: {problem.Vi} (the merge was refused: {problem.En})"),
        (SplitRequest.Act, { } problem) => new Deliver(row.InstanceId, Actor.Engine, StimulusNames.Notice, EngineJson.ToObject(new OfficeNotice(row.Id, SplitRefused, problem))),
        (AbsorbedCase.Act or ReleasedCase.Act or SplitRequest.Act, _) => null,
        _ => new Deliver(row.InstanceId, Actor.Engine, Name, EngineJson.ToObject(this)),
    };
}
