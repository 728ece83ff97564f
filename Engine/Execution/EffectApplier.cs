using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using ProcedureEngine.Engine.Definitions;
using ProcedureEngine.Engine.Store;
using ProcedureEngine.Engine.Timers;
using ProcedureEngine.Engine.UserTasks;

namespace ProcedureEngine.Engine.Execution;

/// <summary>Applies effects to the workspace, in order, on behalf of one run of an activity (or of a timer's handler).</summary>
internal sealed class EffectApplier(BurstWorkspace workspace, IBurstLedger ledger)
{
    /// <param name="node">The activity whose effects these are.</param>
    /// <param name="activityInstanceId">Its run; null for a handler's effects, which then may open no task and no bookmark.</param>
    /// <param name="outcomes">The activity's outcomes, to label those that a task offers.</param>
    public async ValueTask ApplyAsync(IEnumerable<Effect> effects, ActivityNode node, string? activityInstanceId, ImmutableArray<OutcomeDescriptor> outcomes)
    {
        foreach (var effect in effects)
            await ApplyAsync(effect, node, activityInstanceId, outcomes);
    }

    private async ValueTask ApplyAsync(Effect effect, ActivityNode node, string? run, ImmutableArray<OutcomeDescriptor> outcomes)
    {
        switch (effect)
        {
            case SetVariable variable:
                Set(variable);
                break;
            case OpenTask open:
                Open(open, node, open.Handler is null ? Run(run, effect) : null, outcomes);
                break;
            case SetTaskDue due when workspace.FindTask(due.TaskId) is { IsOpen: true } task:
                workspace.Put(task with { DueAt = due.DueAt });
                break;
            case GiveTask give when workspace.FindTask(give.TaskId) is { IsOpen: true } task:
                workspace.Put(task with { Assignee = give.Assignee, State = UserTaskState.Claimed, Revision = task.Revision + 1 });
                break;
            case CancelTask cancel when workspace.FindTask(cancel.TaskId) is { IsOpen: true } task:
                workspace.CancelTask(task);
                break;
            case SetTaskDue or CancelTask or GiveTask:
                break;
            case CreateBookmark bookmark:
                workspace.Put(new Bookmark(workspace.NewId("b"), workspace.Instance.Id, bookmark.Name, Run(run, effect), node.Id));
                break;
            case ArmTimer { Run: { } other } when !workspace.State.Tokens.Exists(token => token.ActivityInstanceId == other):
                break;
            case ArmTimer timer:
                var owner = timer.Handler is null ? timer.Run ?? Run(run, effect) : null;
                workspace.Put(new TimerRow(TimerId(timer.Name, timer.Handler, owner), workspace.Instance.Id, timer.Name, timer.Due, owner, timer.Handler, timer.Payload));
                break;
            case DisarmTimer timer:
                workspace.RemoveTimer(TimerId(timer.Name, timer.Handler, timer.Handler is null ? timer.Run ?? Run(run, effect) : null));
                break;
            case TakeNumber number:
                await TakeAsync(number, node, run);
                break;
            case Reserve reserve:
                await ReserveAsync(reserve);
                break;
            case Unreserve unreserve:
                workspace.GoneReservations.Add(ReservationId(unreserve.Id));
                break;
            case Send send:
                workspace.Put(send);
                break;
            case WriteRecord record:
                workspace.Put(record.Record);
                break;
            case Log log:
                workspace.Journal.Write(log.EventName, log.Message, node, run, log.Payload, log.Personal);
                break;
            case EndOtherPaths:
                Run(run, effect); // the interpreter ends them, and its own token stays
                break;
            case WakeSteps:
                Run(run, effect); // the interpreter wakes who waits once every effect of this result is applied
                break;
            case EndInstance:
                Run(run, effect); // the interpreter ends the instance once every effect of this result is applied
                break;
            default:
                throw new DefectException($"Effect {effect.GetType().Name} is not known to the engine.");
        }
    }

    private static string Run(string? run, Effect effect) =>
        run ?? throw new DefectException($"{effect.GetType().Name} belongs to an activity's run; a timer's handler or an observer cannot use it.");

    private string TimerId(string name, string? handler, string? run) => handler is null ? $"{run}/{name}" : $"{workspace.Instance.Id}/{handler}/{name}";

    private string ReservationId(string id) => $"{workspace.Instance.Id}/{id}";

    private void Set(SetVariable variable)
    {
        if (variable.Value is null)
            workspace.State.Variables.Remove(variable.Name);
        else
            workspace.State.Variables[variable.Name] = variable.Value.DeepClone();
    }

    /// <param name="run">Null for a task of the case itself, which no step's end takes away; it goes with the case.</param>
    private void Open(OpenTask open, ActivityNode node, string? run, ImmutableArray<OutcomeDescriptor> own)
    {
        var known = open.OutcomeType is null ? own : OutcomeDescriptor.Of(open.OutcomeType);
        var offered = open.Outcomes.Select(name => known.FirstOrDefault(o => o.Name == name)
            ?? throw new DefectException($"Task '{open.Name}' of '{node.Id}' offers '{name}', which is no outcome of it."));
        var task = new UserTask(
            workspace.NewId("t"), workspace.Instance.Id, run ?? workspace.Instance.Id, node.Id, open.Name, open.Title, open.Role, open.Office,
            [.. offered.Select(o => new TaskOutcome(o.Name, o.Label, o.Data is null ? null : FormSchema.Of(o.Data)))],
            open.Assignee is null ? UserTaskState.Open : UserTaskState.Claimed, open.Assignee, 1, workspace.Now, open.DueAt)
        {
            DefinitionId = workspace.Definition.DefinitionId,
            Context = open.Context,
            Handler = open.Handler,
        };
        workspace.Put(task);
        workspace.Put(EngineEvents.Opened(task));
    }

    private async ValueTask TakeAsync(TakeNumber number, ActivityNode node, string? run)
    {
        var sequence = await ledger.NextAsync(number.Key);
        var text = number.Pattern
            .Replace("{sequence}", sequence.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{year}", number.Key.Year.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        workspace.State.Variables[number.Variable] = new JsonObject { ["sequence"] = sequence, ["year"] = number.Key.Year, ["text"] = text };
        workspace.Journal.Write(
            "NumberTaken", $"{number.Key}: {text}", node, run, new JsonObject { ["counter"] = number.Key.ToString(), ["sequence"] = sequence, ["text"] = text });
    }

    private async ValueTask ReserveAsync(Reserve reserve)
    {
        workspace.GoneReservations.Remove(ReservationId(reserve.Id)); // given back and taken again in one burst: it stays
        var reservation = new Reservation(ReservationId(reserve.Id), workspace.Instance.Id, reserve.Resource, reserve.From, reserve.To);
        if (!await ledger.TryReserveAsync(reservation))
        {
            throw new RejectedException(
                RejectionKind.Conflict, "time-taken", new LocalizedText("Khoảng thời gian này đã có lịch khác.", "This time overlaps another appointment; choose another."),
                new FieldError(reserve.Field, "time-taken", new LocalizedText("Trùng lịch.", "Overlaps another appointment.")));
        }
    }
}
