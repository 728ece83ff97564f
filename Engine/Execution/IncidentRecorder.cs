using System.Text.Json;
using System.Text.Json.Nodes;
using ProcedureEngine.Engine.Store;
using ProcedureEngine.Engine.Timers;

namespace ProcedureEngine.Engine.Execution;

/// <summary>
/// The burst that follows a failed one: it changes nothing of the case but records the incident, with the stimulus (or the timer)
/// that a retry does again. A timer that failed is disarmed, so that it does not fail for ever.
/// </summary>
internal sealed class IncidentRecorder(Stimulus stimulus, FailurePoint point, Exception exception, EngineParts parts)
{
    /// <summary>True when a stored timer was disarmed: what the burst was about has not been tried yet.</summary>
    public bool SetTimerAside { get; private set; }

    public ValueTask<BurstResult> DecideAsync(Snapshot snapshot, IBurstLedger ledger)
    {
        var workspace = Open(snapshot);
        workspace.State.LastId = Math.Max(workspace.State.LastId, point.LastId);
        SetTimerAside = point.Timer is { } timer && workspace.RemoveTimer(timer.Id);
        if (stimulus is RetryIncident retry && !SetTimerAside)
            return ValueTask.FromResult(RetryFailed(workspace, retry));
        var incident = new IncidentRow(
            workspace.NewId("e"), workspace.Instance.Id, point.ActivityId, point.ActivityInstanceId, exception.GetType().Name, exception.Message,
            exception.StackTrace, workspace.Now, null, null, Remember());
        workspace.Incidents.Add(incident);
        workspace.Put(EngineEvents.Raised(incident));
        workspace.Instance = workspace.Instance with { IncidentCount = workspace.Instance.IncidentCount + 1 };
        if (!workspace.HasEnded)
            workspace.Instance = workspace.Instance with { SubStatus = InstanceSubStatus.Faulted };
        var node = point.ActivityId is null ? null : workspace.Definition.FindActivity(point.ActivityId);
        workspace.Journal.Write(
            "Faulted", exception.Message, node, point.ActivityInstanceId, new JsonObject { ["incident"] = incident.Id, ["exception"] = incident.ExceptionType });
        return ValueTask.FromResult(Answer(workspace, "incident", incident.Id));
    }

    /// <summary>
    /// The burst that follows a retry whose stimulus is refused by now (the task was done again meanwhile): the incident is closed, and
    /// whoever retried it is told why. What was refused can still be sent anew.
    /// </summary>
    public ValueTask<BurstResult> DecideRefusedAsync(Snapshot snapshot, IBurstLedger ledger)
    {
        var (workspace, retry, refusal) = (Open(snapshot), (RetryIncident)stimulus, (RejectedException)exception);
        var incident = snapshot.OpenIncidents.First(i => i.Id == retry.IncidentId);
        workspace.Resolve(incident, retry.Actor.Id);
        workspace.Journal.Write("IncidentRefused", refusal.Message, payload: new JsonObject { ["incident"] = incident.Id, ["rule"] = refusal.Rule });
        var answer = Answer(workspace, "refused", incident.Id);
        answer.Answer.Body["refused"] = refusal.Rule;
        answer.Answer.Body["reason"] = EngineJson.ToNode(refusal.Text);
        return ValueTask.FromResult(answer);
    }

    /// <summary>What a retry runs: the stopped stimulus, or the firing of the timer put back.</summary>
    internal static Stimulus StimulusOf(IncidentRow incident) => incident.StoppedStimulus() ?? new FireTimers(incident.InstanceId, Actor.Timer);

    private BurstWorkspace Open(Snapshot snapshot)
    {
        if (snapshot.Instance is not { } instance)
        {
            return stimulus is StartProcedure start
                ? Burst.Create(start, parts.Definitions.ForStart(start.DefinitionId), snapshot)
                : throw RejectedException.NotFound("hồ sơ (case)", stimulus.InstanceId);
        }

        var definition = parts.Definitions.ForBurst(instance.DefinitionId, instance.DefinitionVersion);
        return new BurstWorkspace(snapshot, definition, instance, InstanceState.Read(instance.State), new JournalWriter(instance, snapshot.Now, stimulus.Actor));
    }

    private BurstResult RetryFailed(BurstWorkspace workspace, RetryIncident retry)
    {
        workspace.Journal.Write("IncidentRetryFailed", exception.Message, payload: new JsonObject { ["incident"] = retry.IncidentId });
        return Answer(workspace, "incident", retry.IncidentId);
    }

    private static BurstResult Answer(BurstWorkspace workspace, string kind, string incidentId) =>
        workspace.ToResult(new BurstAnswer(kind, workspace.Instance.Id, new JsonObject { ["incident"] = incidentId }));

    private JsonObject Remember() => point.Timer is { } timer
        ? new JsonObject { [IncidentRow.TimerMember] = EngineJson.ToNode(timer) }
        : new JsonObject { [IncidentRow.StimulusMember] = JsonSerializer.SerializeToNode(stimulus with { Key = null }, EngineJson.Options) };
}
