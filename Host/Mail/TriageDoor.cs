using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Host.Composition;
using ProcedureEngine.Mail.Intake;

namespace ProcedureEngine.Host.Mail;

/// <summary>Keeps what opens no case by itself in a triage, with a task when a person must look at it.</summary>
internal sealed class TriageDoor(WorkflowRunner runner, IdSource ids)
{
    /// <summary>Who sent it is written in the file, not in the journal's text.</summary>
    private static readonly Actor Sender = Actor.Party("sender");

    public Task<BurstAnswer> KeepAsync(string office, TriageInput input, StimulusKey key, CancellationToken cancellation) =>
        runner.RunAsync(new StartProcedure(ids.NewId(), Sender, MailTriage.Id, office, EngineJson.ToObject(input)) { Key = key }, cancellation);

    public TriageInput Input(ReceivedMail? mail, IntakeReason reason, bool needsLook, CaseFile? about) =>
        new(mail, reason.Slug, reason.Text, needsLook, ids.NewReferenceCode())
    {
        About = about is null ? null : new TriagedCase(about.Id, about.Number?.Text ?? about.ReferenceCode),
        Spare = needsLook && mail is not null ? new TriagedCase(ids.NewId(), ids.NewReferenceCode()) : null,
    };
}
