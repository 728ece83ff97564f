using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Mail.Intake;

namespace ProcedureEngine.Host.Mail;

/// <summary>
/// Tells a case that a letter of it did not arrive, so that a person reaches the applicant another way; after the case's end the office
/// hears it.
/// </summary>
internal sealed class UndeliveredLetters(DurableStore store, WorkflowRunner runner, TriageDoor triage)
{
    /// <param name="key">Makes the second report of the same failure the same one.</param>
    public async Task<BurstAnswer> ReportAsync(string caseId, DeliveryFailure failure, StimulusKey key, CancellationToken cancellation)
    {
        var answer = await MarkAsync(caseId, failure, key, cancellation);
        if (answer.Kind == "inbox" && await store.Queries.CaseAsync(caseId, cancellation) is { } file)
        {
            var input = triage.Input(null, IntakeReason.UndeliveredAfterEnd, needsLook: true, file) with { Undelivered = failure };
            await triage.KeepAsync(file.Office, input, key with { Scope = key.Scope + ":after-end" }, cancellation);
        }

        return answer;
    }

    /// <summary>Marks the letter as not delivered and tells nobody else: for a report that a person looks at in any case.</summary>
    public Task<BurstAnswer> MarkAsync(string caseId, DeliveryFailure failure, StimulusKey key, CancellationToken cancellation) =>
        runner.RunAsync(new PerformAct(caseId, Actor.Engine, UndeliveredLetter.Act, EngineJson.ToObject(failure)) { Key = key }, cancellation);
}
