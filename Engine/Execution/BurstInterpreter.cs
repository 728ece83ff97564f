using System.Text.Json.Nodes;
using ProcedureEngine.Engine.BuiltIn;
using ProcedureEngine.Engine.Definitions;
using ProcedureEngine.Engine.Store;
using ProcedureEngine.Engine.Timers;

namespace ProcedureEngine.Engine.Execution;

/// <summary>
/// Moves the tokens of one instance until all of them wait. Pure but for the ledger: it changes the workspace only, and an
/// exception leaves the whole burst undone.
/// </summary>
internal sealed class BurstInterpreter(BurstWorkspace workspace, IBurstLedger ledger, EngineParts parts, Actor actor)
{
    private readonly EffectApplier effects = new(workspace, ledger);

    /// <summary>Of a timer that was armed in this burst, the stored one whose firing led to it.</summary>
    private readonly Dictionary<string, TimerRow> causes = new(StringComparer.Ordinal);

    private int moves;
    private FailurePoint point = FailurePoint.Nowhere;

    /// <summary>The activity or timer at work, so that a failure can be told where it happened.</summary>
    public FailurePoint Point => point with { LastId = State.LastId };

    /// <summary>How many timers this burst has fired.</summary>
    public int Fired { get; private set; }

    private InstanceState State => workspace.State;

    /// <summary>The first token, and one that waits on each any-time branch.</summary>
    public async ValueTask StartAsync(string activityId)
    {
        foreach (var branch in workspace.Definition.From(workspace.Definition.StartActivityId, StructuralTypes.AnyTimePort))
            State.Tokens.Add(new Token(workspace.NewId("k"), branch.TargetId) { IsAnyTime = true });
        State.Tokens.Add(new Token(workspace.NewId("k"), activityId));
        await MoveAsync();
    }

    /// <summary>Fires the timers that are due at the burst's now, in due order; each may remove or arm others. Counts as moves, so it ends.</summary>
    public async ValueTask FireDueAsync()
    {
        while (!workspace.HasEnded && NextDue() is { } timer)
        {
            await FireAsync(timer);
            Fired++;
        }
    }

    /// <summary>Resumes the activity that waits for something, then moves on.</summary>
    public async ValueTask ResumeAsync(string activityInstanceId, Resumption resumption)
    {
        await WakeAsync(activityInstanceId, resumption);
        await MoveAsync();
    }

    private async ValueTask WakeAsync(string activityInstanceId, Resumption resumption)
    {
        var token = State.Tokens.FirstOrDefault(t => t.ActivityInstanceId == activityInstanceId)
            ?? throw new DefectException($"No token waits in {activityInstanceId}.");
        var (node, activity) = Open(token);
        workspace.Journal.Write("Resumed", Describe(resumption), node, token.ActivityInstanceId);
        var result = activity.Resume(Context(node, token.ActivityInstanceId!), resumption);
        await SettleAsync(token, node, activity, result);
    }

    /// <summary>Ends everything: tokens, tasks, bookmarks and timers go, and the observers close what they keep beside.</summary>
    public async ValueTask EndAsync(string subStatus)
    {
        foreach (var token in State.Tokens.Where(t => t.ActivityInstanceId is not null).ToList())
            Cancel(token, "ends with the case");

        foreach (var task in workspace.Tasks.Where(task => task is { IsOpen: true, Handler: not null }).ToList())
            workspace.CancelTask(task);
        State.Tokens.Clear();
        State.Scopes.Clear();
        var start = workspace.Definition.GetActivity(workspace.Definition.StartActivityId);
        foreach (var observer in parts.Observers)
            await effects.ApplyAsync(observer.Ended(Context(start, workspace.Instance.Id), subStatus), start, null, []);
        foreach (var timer in workspace.Timers.ToList())
            workspace.RemoveTimer(timer.Id);
        workspace.ReleasesReservations = true;
        workspace.Instance = workspace.Instance with { Status = InstanceStatus.Finished, SubStatus = subStatus, FinishedAt = workspace.Now };
        workspace.Journal.Write(subStatus, $"Instance {subStatus}", start);
    }

    /// <summary>An act on the case itself.</summary>
    public async ValueTask<ActOutcome> PerformAsync(ICaseAct act, JsonObject payload)
    {
        var start = workspace.Definition.GetActivity(workspace.Definition.StartActivityId);
        var outcome = act.Perform(Context(start, workspace.Instance.Id), payload);
        await effects.ApplyAsync(outcome.Effects.Where(effect => effect is not EndInstance), start, null, []);
        if (outcome.Effects.OfType<EndInstance>().FirstOrDefault() is { } end)
            await EndAsync(end.SubStatus);
        return outcome;
    }

    /// <summary>A task of the case itself was completed; no token moves.</summary>
    public ValueTask CompleteAsync(UserTasks.ICaseTaskHandler handler, TaskCompleted completed)
    {
        var start = workspace.Definition.GetActivity(workspace.Definition.StartActivityId);
        return effects.ApplyAsync(handler.Complete(Context(start, completed.Task.Id), completed), start, null, []);
    }

    /// <summary>Applies effects on behalf of the case itself (reopening).</summary>
    public ValueTask ApplyAsync(IEnumerable<Effect> caseEffects, ActivityNode node) => effects.ApplyAsync(caseEffects, node, null, []);

    public ActivityContext Context(ActivityNode node, string activityInstanceId) => new()
    {
        InstanceId = workspace.Instance.Id,
        DefinitionId = workspace.Definition.DefinitionId,
        DefinitionVersion = workspace.Definition.Version,
        Office = workspace.Instance.Office,
        Node = node,
        ActivityInstanceId = activityInstanceId,
        Now = workspace.Now,
        Actor = actor,
        Variables = State.Variables,
        Records = workspace.Records,
        Tasks = workspace.Tasks,
        Timers = workspace.Timers,
    };

    private static string Describe(Resumption resumption) => resumption switch
    {
        TaskCompleted completed => $"{completed.Task.Id} completed: {completed.Outcome}",
        TimerFired fired => $"timer {fired.Timer.Name}",
        StimulusDelivered delivered => $"stimulus {delivered.Name}",
        _ => resumption.GetType().Name,
    };

    private TimerRow? NextDue() => workspace.Timers.Where(timer => timer.Due <= workspace.Now)
        .OrderBy(timer => timer.Due).ThenBy(timer => timer.Id.Length).ThenBy(timer => timer.Id, StringComparer.Ordinal).FirstOrDefault();

    private async ValueTask FireAsync(TimerRow timer)
    {
        var cause = causes.GetValueOrDefault(timer.Id, timer);
        point = new FailurePoint(null, timer.ActivityInstanceId, cause);
        Count($"timer '{timer.Name}'");
        workspace.RemoveTimer(timer.Id);
        var others = workspace.Timers.Select(other => other.Id).ToHashSet(StringComparer.Ordinal);
        if (timer.Handler is null)
        {
            await ResumeAsync(timer.ActivityInstanceId!, new TimerFired(timer));
        }
        else
        {
            var handler = parts.TimerHandler(timer.Handler);
            var start = workspace.Definition.GetActivity(workspace.Definition.StartActivityId);
            await effects.ApplyAsync(handler.Fire(Context(start, workspace.Instance.Id), timer), start, null, []);
        }

        foreach (var armed in workspace.Timers.Where(armed => !others.Contains(armed.Id)))
            causes[armed.Id] = cause;
        point = FailurePoint.Nowhere;
    }

    private void Count(string what)
    {
        if (++moves > parts.MaxMoves)
            throw new DefectException($"More than {parts.MaxMoves} moves in one burst: the definition loops without waiting, last at {what}.");
    }

    private async ValueTask MoveAsync()
    {
        while (!workspace.HasEnded && State.Tokens.Find(t => t.Status == TokenStatus.Ready) is { } token)
        {
            Count($"'{token.ActivityId}'");
            await EnterAsync(token);
        }

        if (!workspace.HasEnded && !State.Tokens.Exists(t => !t.IsAnyTime))
            await EndAsync(InstanceSubStatus.Finished);
    }

    private async ValueTask EnterAsync(Token token)
    {
        token.ActivityInstanceId = workspace.NewId("a");
        var (node, activity) = Open(token);
        workspace.Journal.Write(
            "Started", node.Label.En, node, token.ActivityInstanceId, token.ScheduledBy is null ? null : new JsonObject { ["scheduledBy"] = token.ScheduledBy });
        switch (node.Type)
        {
            case StructuralTypes.Fork:
                Fork(token, node);
                break;
            case StructuralTypes.Join:
                token.Status = TokenStatus.AtJoin;
                TryPassJoin(token);
                break;
            case StructuralTypes.End:
                Remove(token, node);
                break;
            default:
                await SettleAsync(token, node, activity, activity.Execute(Context(node, token.ActivityInstanceId)));
                break;
        }
    }

    private async ValueTask SettleAsync(Token token, ActivityNode node, IActivity activity, ActivityResult result)
    {
        await effects.ApplyAsync(result.Effects, node, token.ActivityInstanceId, activity.Descriptor.Outcomes);
        foreach (var signal in result.Effects.OfType<WakeSteps>())
            await SignalAsync(signal, token);
        if (workspace.HasEnded)
            return;
        if (result.Effects.Any(effect => effect is EndOtherPaths))
            EndOthers(token);
        if (result.Effects.OfType<EndInstance>().FirstOrDefault() is { } end)
        {
            Complete(token, node, result.Outcome ?? end.SubStatus);
            State.Tokens.Remove(token);
            await EndAsync(end.SubStatus);
        }
        else if (result.Outcome is not null)
        {
            Complete(token, node, result.Outcome);
            Follow(token, node, result.Outcome);
        }
        else
        {
            token.Status = TokenStatus.Waiting;
            workspace.Journal.Write("Suspended", $"{node.Id} waits", node, token.ActivityInstanceId);
        }
    }

    /// <summary>The token's path is the only one from here on, and inside no fork.</summary>
    private void EndOthers(Token token)
    {
        foreach (var other in State.Tokens.Where(other => other != token).ToList())
        {
            if (other.ActivityInstanceId is not null)
                Cancel(other, "ends: another path goes on alone");
            State.Tokens.Remove(other);
        }

        State.Scopes.Clear();
        (token.ScopeId, token.IsAnyTime) = (null, false);
    }

    private void Cancel(Token token, string why)
    {
        workspace.ReleaseWaits(token.ActivityInstanceId!);
        workspace.Journal.Write("Canceled", $"{token.ActivityId} {why}", workspace.Definition.FindActivity(token.ActivityId), token.ActivityInstanceId);
    }

    /// <summary>Wakes every step but the signalling one that waits under the name; they move on with the burst's other tokens.</summary>
    private async ValueTask SignalAsync(WakeSteps signal, Token by)
    {
        var waiting = workspace.Bookmarks.Where(bookmark => bookmark.Name == signal.Name && bookmark.ActivityInstanceId != by.ActivityInstanceId)
            .OrderBy(bookmark => bookmark.Id.Length).ThenBy(bookmark => bookmark.Id, StringComparer.Ordinal).ToList();
        var here = point;
        foreach (var bookmark in waiting.Where(_ => !workspace.HasEnded))
        {
            Count($"signal '{signal.Name}'");
            await WakeAsync(bookmark.ActivityInstanceId, new StimulusDelivered(signal.Name, []));
        }

        point = here;
    }

    private void Complete(Token token, ActivityNode node, string outcome)
    {
        workspace.ReleaseWaits(token.ActivityInstanceId!);
        workspace.Journal.Write(
            "Completed", $"{node.Id}: {outcome}", node, token.ActivityInstanceId, new JsonObject { ["outcomes"] = new JsonArray(outcome) });
    }

    private void Follow(Token token, ActivityNode node, string port)
    {
        var targets = workspace.Definition.From(node.Id, port).ToList();
        if (targets.Count != 1)
            throw new DefinitionException(workspace.Definition.DefinitionId, $"has {targets.Count} arrows for outcome '{port}' of '{node.Id}'; one is needed");
        State.Tokens.Remove(token);
        State.Tokens.Add(new Token(workspace.NewId("k"), targets[0].TargetId) { ScopeId = token.ScopeId, IsAnyTime = token.IsAnyTime, ScheduledBy = token.ActivityInstanceId });
    }

    private void Fork(Token token, ActivityNode node)
    {
        var branches = Context(node, token.ActivityInstanceId!).RequiredInput<List<string>>(StructuralTypes.BranchesInput);
        var scope = new Scope(workspace.NewId("s"), token.ScopeId, node.Id);
        State.Scopes.Add(scope);
        Complete(token, node, string.Join(", ", branches));
        State.Tokens.Remove(token);
        foreach (var target in branches.SelectMany(branch => workspace.Definition.From(node.Id, branch)))
            State.Tokens.Add(new Token(workspace.NewId("k"), target.TargetId) { ScopeId = scope.Id, IsAnyTime = token.IsAnyTime, ScheduledBy = token.ActivityInstanceId });
    }

    private void TryPassJoin(Token token)
    {
        if (token.ScopeId is null)
            throw new DefinitionException(workspace.Definition.DefinitionId, $"reaches join '{token.ActivityId}' outside a fork");
        var siblings = State.Tokens.Where(t => t.ScopeId == token.ScopeId).ToList();
        var isNested = State.Scopes.Exists(s => s.ParentId == token.ScopeId);
        if (isNested || siblings.Exists(t => t.Status != TokenStatus.AtJoin))
            return;
        var scope = State.Scopes.Single(s => s.Id == token.ScopeId);
        if (siblings.Find(t => t.ActivityId != token.ActivityId) is { } elsewhere)
            throw new DefinitionException(workspace.Definition.DefinitionId, $"lets the branches of '{scope.ForkActivityId}' wait at two joins, '{elsewhere.ActivityId}' and '{token.ActivityId}'");
        var node = workspace.Definition.GetActivity(token.ActivityId);
        foreach (var sibling in siblings)
        {
            Complete(sibling, node, StructuralTypes.DonePort);
            State.Tokens.Remove(sibling);
        }

        State.Scopes.Remove(scope);
        var next = workspace.Definition.From(node.Id, StructuralTypes.DonePort).Single();
        State.Tokens.Add(new Token(workspace.NewId("k"), next.TargetId) { ScopeId = scope.ParentId, IsAnyTime = token.IsAnyTime, ScheduledBy = token.ActivityInstanceId });
    }

    private void Remove(Token token, ActivityNode node)
    {
        Complete(token, node, StructuralTypes.DonePort);
        State.Tokens.Remove(token);
        LeaveScope(token.ScopeId);
    }

    /// <summary>A branch has ended: its siblings may pass their join now; when it was the last one, the fork around has a branch less.</summary>
    private void LeaveScope(string? scopeId)
    {
        if (scopeId is null)
            return;
        if (State.Tokens.Find(t => t.Status == TokenStatus.AtJoin && t.ScopeId == scopeId) is { } waiting)
        {
            TryPassJoin(waiting);
        }
        else if (!State.Tokens.Exists(t => t.ScopeId == scopeId) && !State.Scopes.Exists(s => s.ParentId == scopeId))
        {
            var scope = State.Scopes.Single(s => s.Id == scopeId);
            State.Scopes.Remove(scope);
            LeaveScope(scope.ParentId);
        }
    }

    private (ActivityNode Node, IActivity Activity) Open(Token token)
    {
        point = point with { ActivityId = token.ActivityId, ActivityInstanceId = token.ActivityInstanceId };
        var node = workspace.Definition.GetActivity(token.ActivityId);
        return (node, parts.Activities.Get(node.Type, node.Version));
    }
}

/// <summary>Where a burst was when it failed.</summary>
/// <param name="Timer">The stored timer that was being fired, or whose firing armed the one that was; null when none.</param>
internal sealed record FailurePoint(string? ActivityId, string? ActivityInstanceId, TimerRow? Timer)
{
    public static FailurePoint Nowhere { get; } = new(null, null, null);

    /// <summary>The last running number that the undone burst gave away, so that none means two things in the journal.</summary>
    public long LastId { get; init; }
}
