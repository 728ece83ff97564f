using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using ProcedureEngine.Engine.Store;

namespace ProcedureEngine.Engine.Execution;

/// <summary>
/// The one door to the engine (rule 1). One call is one burst: load, fire what is due, apply the stimulus, move tokens until all
/// wait, commit. A refused stimulus changes nothing. A defect undoes the burst and leaves an incident.
/// </summary>
public sealed partial class WorkflowRunner(IWorkflowStore store, EngineParts parts, ILogger<WorkflowRunner> logger)
{
    private readonly List<ICommitListener> listeners = [];

    public void Subscribe(ICommitListener listener) => listeners.Add(listener);

    /// <exception cref="RejectedException">The stimulus is refused; nothing changed.</exception>
    /// <returns>The answer; its kind is <c>incident</c> when a defect stopped it and nothing else changed.</returns>
    public async Task<BurstAnswer> RunAsync(Stimulus stimulus, CancellationToken cancellation)
    {
        RequireReadable(stimulus);
        BurstAnswer? incident = null;
        while (true)
        {
            var burst = new Burst(stimulus, parts);
            try
            {
                var answer = await CommitAsync(stimulus, burst.DecideAsync, cancellation);
                return stimulus is FireTimers && incident is not null ? incident : answer;
            }
            catch (Exception exception) when (burst.IsDefect(exception))
            {
                LogDefect(exception, stimulus.InstanceId, stimulus.GetType().Name, burst.Point.ActivityId);
                var recorder = new IncidentRecorder(stimulus, burst.Point, exception, parts);
                incident = await RecordAsync(stimulus, recorder.DecideAsync, burst.Point.Timer is null ? stimulus.Key : null, cancellation);

                // A timer that fails is out of the way now; what was asked for is still to be done. Each round has a timer less.
                if (!recorder.SetTimerAside)
                    return incident;
            }
            catch (RejectedException refusal) when (burst.IsRetrying && refusal.Kind != RejectionKind.Unavailable)
            {
                return await RecordAsync(stimulus, new IncidentRecorder(stimulus, burst.Point, refusal, parts).DecideRefusedAsync, stimulus.Key, cancellation);
            }
        }
    }

    /// <summary>
    /// Decides a stimulus as <see cref="RunAsync"/> would and undoes it: nothing is written, no number is taken, no key is remembered, no
    /// listener is told. What it tells holds for the moment only.
    /// </summary>
    /// <exception cref="RejectedException">The stimulus would be refused, or would stop at a defect (rule <c>would-fail</c>).</exception>
    public async Task<BurstResult> PreviewAsync(Stimulus stimulus, CancellationToken cancellation)
    {
        RequireReadable(stimulus);
        var burst = new Burst(stimulus, parts);
        try
        {
            await store.RunAsync(stimulus with { Key = null }, async (snapshot, ledger) => throw new PreviewedException(await burst.DecideAsync(snapshot, ledger)), cancellation);
            throw new InvalidOperationException("A preview was committed.");
        }
        catch (PreviewedException previewed)
        {
            return previewed.Result;
        }
        catch (Exception exception) when (burst.IsDefect(exception))
        {
            throw RejectedException.Conflict("would-fail", $"Việc này sẽ gặp sự cố: {exception.Message}", $"This would stop at an incident: {exception.Message}");
        }
    }

    private static void RequireReadable(Stimulus stimulus)
    {
        var (json, field) = stimulus switch
        {
            StartProcedure start => (start.Input, "input"),
            CompleteTask complete => (complete.Data, "data"),
            Deliver deliver => (deliver.Payload, "payload"),
            PerformAct act => (act.Payload, "payload"),
            _ => (null, string.Empty),
        };
        UserTasks.FormData.RequireReadable(json, field);
    }

    /// <param name="key">The stimulus's own key when this answer is final: a twin is told the same and does nothing twice.</param>
    private Task<BurstAnswer> RecordAsync(Stimulus stimulus, BurstDecision decide, StimulusKey? key, CancellationToken cancellation) =>
        CommitAsync(new FireTimers(stimulus.InstanceId, stimulus.Actor) { Key = key }, decide, cancellation);

    private async Task<BurstAnswer> CommitAsync(Stimulus stimulus, BurstDecision decide, CancellationToken cancellation)
    {
        BurstResult? result = null;
        var answer = await store.RunAsync(stimulus, async (snapshot, ledger) => result = await decide(snapshot, ledger), cancellation);
        if (result?.Instance is not null && !answer.IsRepeat)
            Tell(result);
        return answer;
    }

    /// <summary>The burst is committed by now: a listener's failure must not look like the burst's.</summary>
    private void Tell(BurstResult result)
    {
        foreach (var listener in listeners)
        {
            try
            {
                listener.Committed(result);
            }
            catch (Exception exception)
            {
                LogListener(exception, listener.GetType().Name, result.Instance!.Id);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "Burst {Stimulus} of {Instance} failed at activity {Activity}; an incident is recorded")]
    private partial void LogDefect(Exception exception, string instance, string stimulus, string? activity);

    [LoggerMessage(LogLevel.Error, "{Listener} failed on the commit of {Instance}, which stands")]
    private partial void LogListener(Exception exception, string listener, string instance);
}

/// <summary>Carries a decided burst out of its transaction, which it undoes: what a decision throws rolls the burst back (<see cref="IWorkflowStore.RunAsync"/>).</summary>
internal sealed class PreviewedException(BurstResult result) : Exception("A preview; nothing is committed.")
{
    public BurstResult Result { get; } = result;
}
