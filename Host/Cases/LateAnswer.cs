using ProcedureEngine.Activities.Cases;

namespace ProcedureEngine.Host.Cases;

/// <summary>
/// An answer after a lapse takes the case up again at step 2, once, whichever door it comes by; the answer itself is delivered next. One that the door has acted on
/// before changes nothing, also when the case has lapsed since.
/// </summary>
internal static class LateAnswer
{
    /// <param name="key">The answer's own key; null where its door has none.</param>
    /// <param name="reason">What the file says of it.</param>
    public static async Task ReopenAsync(DurableStore store, WorkflowRunner runner, CaseFile file, StimulusKey? key, string reason, CancellationToken cancellation)
    {
        if (file.Status != CaseStatus.Lapsed || (key is not null && await store.FindKeyAsync(key.Scope, key.Key, cancellation) is not null))
            return;
        try
        {
            await runner.RunAsync(new Reopen(file.Id, Actor.Engine, reason) { Key = key is null ? null : key with { Scope = key.Scope + ":reopen" } }, cancellation);
        }
        catch (RejectedException rejected) when (rejected.Rule == "still-running")
        {
            // The head, or another answer, was first.
        }
    }
}
