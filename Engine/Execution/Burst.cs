using System.Data.Common;
using System.Text.Json.Nodes;
using ProcedureEngine.Engine.BuiltIn;
using ProcedureEngine.Engine.Definitions;
using ProcedureEngine.Engine.Store;
using ProcedureEngine.Engine.Timers;
using ProcedureEngine.Engine.UserTasks;

namespace ProcedureEngine.Engine.Execution;

/// <summary>Decides one stimulus on one loaded instance.</summary>
internal sealed class Burst(Stimulus stimulus, EngineParts parts)
{
    /// <summary>An act that had been done before.</summary>
    private const string UnchangedKind = "unchanged";

    private BurstInterpreter? interpreter;
    private JsonObject told = [];

    /// <summary>Where it stood when an exception left it.</summary>
    public FailurePoint Point => interpreter?.Point ?? FailurePoint.Nowhere;

    /// <summary>True for a retry once it has begun to do again what the incident stopped; for a start false, whose incident stays until it is started or cancelled.</summary>
    public bool IsRetrying { get; private set; }

    /// <summary>
    /// True for what becomes an incident: neither a refusal, nor the store's own failure, nor a cancelled call. A timer's firing
    /// has nobody to be refused, so there a refusal is a defect too.
    /// </summary>
    public bool IsDefect(Exception exception) => exception switch
    {
        DefectException or DefinitionException => true,
        RejectedException refused => Point.Timer is not null && refused.Kind != RejectionKind.Unavailable,
        OperationCanceledException or StoreException or DbException => false,
        _ => interpreter is not null,
    };

    public async ValueTask<BurstResult> DecideAsync(Snapshot snapshot, IBurstLedger ledger)
    {
        (interpreter, IsRetrying, told) = (null, false, []);
        if (stimulus is StartProcedure start && snapshot.Instance is null)
            return await StartAsync(start, snapshot, ledger);
        var workspace = Open(snapshot, stimulus.Actor);
        return await DecideAsync(workspace, ledger, snapshot, stimulus, () => new BurstInterpreter(workspace, ledger, parts, stimulus.Actor));
    }

    private async ValueTask<BurstResult> DecideAsync(
        BurstWorkspace workspace, IBurstLedger ledger, Snapshot snapshot, Stimulus what, Func<BurstInterpreter> create)
    {
        if (what is RetryIncident retry)
            return await RetryAsync(retry, workspace, ledger, snapshot);
        interpreter = create();
        await interpreter.FireDueAsync();
        if (what is FireTimers && stimulus is FireTimers && interpreter.Fired == 0)
            return new BurstResult(Answer(workspace, "fired")); // another host was faster
        var kind = await ApplyAsync(what, workspace, snapshot);
        return kind == UnchangedKind && interpreter.Fired == 0 ? new BurstResult(Answer(workspace, kind)) : Result(workspace, kind);
    }

    private async ValueTask<BurstResult> StartAsync(StartProcedure start, Snapshot snapshot, IBurstLedger ledger)
    {
        var definition = parts.Definitions.ForStart(start.DefinitionId);
        var workspace = Create(start, definition, snapshot);
        interpreter = new BurstInterpreter(workspace, ledger, parts, start.Actor);
        await interpreter.StartAsync(definition.StartActivityId);
        return Result(workspace, "started");
    }

    internal static BurstWorkspace Create(StartProcedure start, WorkflowDefinition definition, Snapshot snapshot)
    {
        var instance = new InstanceRow(
            start.InstanceId, definition.DefinitionId, definition.Version, start.Office, InstanceStatus.Running, InstanceSubStatus.Suspended, 0, 0, snapshot.Now,
            snapshot.Now, null, string.Empty, 0, ProcedureEngine.Engine.Journal.JournalChain.Genesis);
        var state = new InstanceState();
        state.Variables["input"] = start.Input.DeepClone();
        return new BurstWorkspace(snapshot, definition, instance, state, new JournalWriter(instance, snapshot.Now, start.Actor));
    }

    private BurstWorkspace Open(Snapshot snapshot, Actor actor)
    {
        var instance = snapshot.Instance ?? throw RejectedException.NotFound("hồ sơ (case)", stimulus.InstanceId);
        var definition = parts.Definitions.ForBurst(instance.DefinitionId, instance.DefinitionVersion);
        return new BurstWorkspace(snapshot, definition, instance, InstanceState.Read(instance.State), new JournalWriter(instance, snapshot.Now, actor));
    }

    private async ValueTask<string> ApplyAsync(Stimulus what, BurstWorkspace workspace, Snapshot snapshot)
    {
        switch (what)
        {
            case CompleteTask complete:
                await CompleteAsync(complete, workspace);
                return "completed";
            case ClaimTask or ReleaseTask or AssignTask:
                TaskHandling.Apply(what, workspace);
                return "task";
            case Deliver deliver:
                return await DeliverAsync(deliver, workspace);
            case CancelInstance cancel:
                TaskHandling.RequireOperator(cancel.Actor, workspace.Instance);
                RequireRunning(workspace);
                FormData.RequireText("reason", cancel.Reason);
                workspace.Journal.Write("CancelRequested", cancel.Reason);
                await interpreter!.EndAsync(InstanceSubStatus.Cancelled);
                return "cancelled";
            case Reopen reopen:
                await ReopenAsync(reopen, workspace);
                return "reopened";
            case PerformAct act:
                return await PerformAsync(act, workspace);
            case StartProcedure start:
                await RestartAsync(start, workspace, snapshot);
                return "started";
            default:
                return "fired";
        }
    }

    private async ValueTask CompleteAsync(CompleteTask complete, BurstWorkspace workspace)
    {
        var task = TaskHandling.FindForCompletion(complete, workspace, parts);
        var data = TaskHandling.ReadData(complete, task, workspace, parts);
        workspace.Put(task with
        {
            State = UserTaskState.Completed,
            Assignee = task.Assignee ?? complete.Actor.Id,
            CompletedBy = complete.Actor.Id,
            Outcome = complete.Outcome,
            EndedAt = workspace.Now,
            Revision = task.Revision + 1,
        });
        var isLate = task.DueAt is { } due && workspace.Now >= due;
        workspace.Journal.Write(
            "TaskCompleted", $"{task.Id}: {complete.Outcome}", workspace.Definition.GetActivity(task.ActivityId), task.ActivityInstanceId,
            new JsonObject { ["task"] = task.Id, ["outcome"] = complete.Outcome, ["late"] = isLate },
            complete.Data is null ? null : new JsonObject { ["data"] = complete.Data.DeepClone() });
        workspace.Put(EngineEvents.Completed(task, complete.Outcome, complete.Actor.Id, isLate));
        var completed = new TaskCompleted(task, complete.Outcome, data);
        if (task.Handler is { } handler)
            await interpreter!.CompleteAsync(parts.TaskHandler(handler), completed);
        else
            await interpreter!.ResumeAsync(task.ActivityInstanceId, completed);
    }

    private async ValueTask<string> DeliverAsync(Deliver deliver, BurstWorkspace workspace)
    {
        if (deliver.MustBeRunning)
            RequireRunning(workspace);
        var waiting = workspace.Bookmarks.Where(bookmark => bookmark.Name == deliver.Name)
            .OrderBy(bookmark => workspace.State.Tokens.Find(t => t.ActivityInstanceId == bookmark.ActivityInstanceId)?.IsAnyTime ?? true)
            .ThenBy(bookmark => bookmark.Id.Length).ThenBy(bookmark => bookmark.Id, StringComparer.Ordinal).FirstOrDefault();
        if (waiting is not null && !workspace.HasEnded)
        {
            await interpreter!.ResumeAsync(waiting.ActivityInstanceId, new StimulusDelivered(deliver.Name, deliver.Payload));
            return "delivered";
        }

        if (deliver.MustBeRunning)
        {
            throw RejectedException.Conflict(
                "nobody-waits", "Hồ sơ đang ở giai đoạn không tiếp nhận việc này nữa (ví dụ đang đình chỉ); chưa ghi nhận gì.",
                $"No step of the case waits for '{deliver.Name}' now (it may be on its way to a termination); nothing was recorded.");
        }

        workspace.Inbox.Add(new InboxRow(workspace.NewId("i"), workspace.Instance.Id, deliver.Name, deliver.Payload, deliver.Actor.Id, workspace.Now));
        workspace.Journal.Write("Inbox", $"'{deliver.Name}' arrived; nobody waits for it", personal: new JsonObject { ["payload"] = deliver.Payload.DeepClone() });
        return "inbox";
    }

    private async ValueTask<string> PerformAsync(PerformAct act, BurstWorkspace workspace)
    {
        TaskHandling.RequireVisible(act.Actor, workspace.Instance.Office, "hồ sơ (case)", workspace.Instance.Id);
        var outcome = await interpreter!.PerformAsync(parts.Act(act.Act), act.Payload);
        told = outcome.Told;
        if (outcome.Then is { } then)
            return await DeliverAsync(new Deliver(act.InstanceId, act.Actor, then.Name, then.Payload), workspace);
        return outcome.Effects.Count == 0 ? UnchangedKind : "performed";
    }

    private async ValueTask ReopenAsync(Reopen reopen, BurstWorkspace workspace)
    {
        TaskHandling.RequireVisible(reopen.Actor, workspace.Instance.Office, "hồ sơ (case)", workspace.Instance.Id);
        var target = workspace.Definition.ReopenActivityId
            ?? throw RejectedException.Conflict("not-reopenable", "Thủ tục này không cho mở lại hồ sơ.", "This procedure has no step to reopen at.");
        var start = workspace.Definition.GetActivity(workspace.Definition.StartActivityId);
        var role = interpreter!.Context(start, workspace.Instance.Id).Input<string>(StructuralTypes.ReopenRoleInput);
        if (reopen.Actor != Actor.Engine && !(role is not null && reopen.Actor.Has(role, workspace.Instance.Office)))
            throw RejectedException.Forbidden("reopen-role", "Chỉ người có thẩm quyền được mở lại hồ sơ.", $"Only role '{role}' of the office may reopen the case.");
        if (!workspace.HasEnded)
            throw RejectedException.Conflict("still-running", "Hồ sơ đang được xử lý.", "The case is still running; there is nothing to reopen.");
        FormData.RequireText("reason", reopen.Reason);
        workspace.Instance = workspace.Instance with { Status = InstanceStatus.Running, SubStatus = InstanceSubStatus.Suspended, FinishedAt = null };
        workspace.Journal.Write("Reopened", reopen.Reason, start);
        foreach (var observer in parts.Observers)
            await interpreter.ApplyAsync(observer.Reopened(interpreter.Context(start, workspace.Instance.Id), reopen.Reason), start);
        await interpreter.StartAsync(target);
    }

    /// <summary>The retry of a start whose first try failed: the instance exists, but no token ever moved.</summary>
    private async ValueTask RestartAsync(StartProcedure start, BurstWorkspace workspace, Snapshot snapshot)
    {
        if (workspace.State.Tokens.Count > 0 || workspace.HasEnded || !snapshot.OpenIncidents.Any(i => i.Stimulus is not null))
            throw RejectedException.Conflict("exists", "Hồ sơ đã tồn tại.", $"Instance '{start.InstanceId}' exists already.");
        await interpreter!.StartAsync(workspace.Definition.StartActivityId);
    }

    private async ValueTask<BurstResult> RetryAsync(RetryIncident retry, BurstWorkspace workspace, IBurstLedger ledger, Snapshot snapshot)
    {
        TaskHandling.RequireOperator(retry.Actor, workspace.Instance);
        var incident = snapshot.OpenIncidents.FirstOrDefault(i => i.Id == retry.IncidentId) ?? throw RejectedException.NotFound("sự cố (incident)", retry.IncidentId);
        workspace.Resolve(incident, retry.Actor.Id);
        workspace.Journal.Write("IncidentRetried", incident.Id);
        if (incident.SetAsideTimer() is { } timer && !TryRearm(timer, workspace))
        {
            workspace.Journal.Write("IncidentObsolete", $"timer {timer.Name} has nothing to wake any more");
            return Result(workspace, "obsolete");
        }

        var again = IncidentRecorder.StimulusOf(incident);
        IsRetrying = again is not StartProcedure;
        return await DecideAsync(workspace, ledger, snapshot, again, () => new BurstInterpreter(workspace, ledger, parts, again.Actor));
    }

    /// <summary>Puts a timer back that an incident had set aside, unless its activity or its case is over or it was armed anew.</summary>
    private static bool TryRearm(TimerRow timer, BurstWorkspace workspace)
    {
        var isWanted = !workspace.HasEnded && !workspace.IsLoadedTimer(timer.Id)
            && (timer.ActivityInstanceId is null || workspace.State.Tokens.Exists(token => token.ActivityInstanceId == timer.ActivityInstanceId));
        if (isWanted)
            workspace.Put(timer);
        return isWanted;
    }

    private BurstResult Result(BurstWorkspace workspace, string kind)
    {
        if (!workspace.HasEnded)
        {
            workspace.Instance = workspace.Instance with
            {
                SubStatus = workspace.Instance.IncidentCount > 0 ? InstanceSubStatus.Faulted : InstanceSubStatus.Suspended,
            };
        }

        return workspace.ToResult(Answer(workspace, kind));
    }

    private BurstAnswer Answer(BurstWorkspace workspace, string kind)
    {
        var body = parts.Answers.Compose(workspace.Instance.Id, workspace.Records);
        foreach (var (name, value) in told)
            body[name] = value?.DeepClone();
        return new BurstAnswer(kind, workspace.Instance.Id, body);
    }

    private static void RequireRunning(BurstWorkspace workspace)
    {
        if (workspace.HasEnded)
            throw RejectedException.Conflict("finished", "Hồ sơ đã kết thúc.", "The case has ended.");
    }
}
