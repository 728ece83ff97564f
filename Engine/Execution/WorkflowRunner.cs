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
    /// <summary>A timer that fails is set aside with an incident and the stimulus tried again, at most so often.</summary>
    private const int MaxFailedTimers = 8;

    private readonly List<ICommitListener> listeners = [];

    public void Subscribe(ICommitListener listener) => listeners.Add(listener);

    /// <exception cref="RejectedException">The stimulus is refused; nothing changed.</exception>
    /// <returns>The answer; its kind is <c>incident</c> when a defect stopped it and nothing else changed.</returns>
    public async Task<BurstAnswer> RunAsync(Stimulus stimulus, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var burst = new Burst(stimulus, parts);
            try
            {
                return await RunAsync(stimulus, burst.DecideAsync, cancellation);
            }
            catch (Exception exception) when (burst.IsDefect(exception))
            {
                LogDefect(exception, stimulus.InstanceId, stimulus.GetType().Name, burst.Point.ActivityId);
                var answer = await RecordAsync(stimulus, burst.Point, exception, cancellation);
                if (burst.Point.Timer is null || stimulus is FireTimers || attempt == MaxFailedTimers)
                    return answer;
            }
        }
    }

    private Task<BurstAnswer> RecordAsync(Stimulus stimulus, FailurePoint point, Exception exception, CancellationToken cancellation)
    {
        var recorder = new IncidentRecorder(stimulus, point, exception, parts);
        return RunAsync(new FireTimers(stimulus.InstanceId, stimulus.Actor), recorder.DecideAsync, cancellation);
    }

    private async Task<BurstAnswer> RunAsync(Stimulus stimulus, BurstDecision decide, CancellationToken cancellation)
    {
        BurstResult? result = null;
        var answer = await store.RunAsync(stimulus, async (snapshot, ledger) => result = await decide(snapshot, ledger), cancellation);
        if (result?.Instance is not null && !answer.IsRepeat)
        {
            foreach (var listener in listeners)
                listener.Committed(result);
        }

        return answer;
    }

    [LoggerMessage(LogLevel.Error, "Burst {Stimulus} of {Instance} failed at activity {Activity}; an incident is recorded")]
    private partial void LogDefect(Exception exception, string instance, string stimulus, string? activity);
}
