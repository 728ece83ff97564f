using ProcedureEngine.Engine.Store;
using ProcedureEngine.Engine.UserTasks;

namespace ProcedureEngine.Engine.Execution;

/// <summary>The rules of claiming, releasing, assigning and completing a task.</summary>
internal static class TaskHandling
{
    public const string OperatorRole = "operator";
    public const string SupervisorRole = "supervisor";

    public static UserTask FindForCompletion(CompleteTask complete, BurstWorkspace workspace, EngineParts parts)
    {
        var task = Find(complete.TaskId, complete.Actor, workspace);
        RequireCandidate(complete.Actor, task);
        RequireOpen(task, complete.ExpectedRevision);
        if (task.Assignee is { } assignee && assignee != complete.Actor.Id)
            throw RejectedException.Conflict("claimed-by-another", $"Công việc đang do {assignee} xử lý.", $"'{assignee}' has claimed this task; it must be released or reassigned first.");
        return task.Outcomes.Any(o => o.Name == complete.Outcome) ? task : throw NotOffered(complete.Outcome, task, workspace, parts);
    }

    /// <summary>An outcome of the step that its task does not offer now is refused by the rule that says why.</summary>
    private static RejectedException NotOffered(string outcome, UserTask task, BurstWorkspace workspace, EngineParts parts)
    {
        var offered = string.Join(", ", task.Outcomes.Select(o => o.Name));
        var node = workspace.Definition.GetActivity(task.ActivityId);
        var known = task.Handler is null ? parts.Activities.Get(node.Type, node.Version).Descriptor.Outcomes.FirstOrDefault(o => o.Name == outcome) : null;
        return known?.Withheld is { } withheld
            ? RejectedException.Invalid("outcome", withheld.Rule, $"{withheld.Why.Vi} Chọn: {offered}.", $"{withheld.Why.En} Choose one of: {offered}.")
            : RejectedException.Invalid("outcome", "unknown-outcome", $"Không có kết quả '{outcome}'.", $"'{outcome}' is no outcome of this task; choose one of: {offered}.");
    }

    /// <summary>The outcome's record, read strictly; null when the outcome carries none.</summary>
    public static object? ReadData(CompleteTask complete, UserTask task, BurstWorkspace workspace, EngineParts parts)
    {
        var node = workspace.Definition.GetActivity(task.ActivityId);
        var type = task.Handler is { } handler
            ? parts.TaskHandler(handler).OutcomeData(task, complete.Outcome)
            : parts.Activities.Get(node.Type, node.Version).OutcomeData(task, complete.Outcome);
        if (type is not null)
            return FormData.Read(type, complete.Data);
        return complete.Data is null or { Count: 0 }
            ? null
            : throw RejectedException.Invalid("data", "no-data", "Kết quả này không có dữ liệu kèm theo.", $"Outcome '{complete.Outcome}' carries no data; leave it out.");
    }

    public static void Apply(Stimulus stimulus, BurstWorkspace workspace)
    {
        switch (stimulus)
        {
            case ClaimTask claim:
                Claim(claim, workspace);
                break;
            case ReleaseTask release:
                Release(release, workspace);
                break;
            case AssignTask assign:
                Assign(assign, workspace);
                break;
        }
    }

    public static void RequireOperator(Actor actor, InstanceRow instance)
    {
        if (actor == Actor.Engine || actor.Has(OperatorRole, instance.Office))
            return;
        RequireVisible(actor, instance.Office, "hồ sơ (case)", instance.Id);
        throw RejectedException.Forbidden("operator-only", "Chỉ quản trị vận hành được làm việc này.", $"Only an operator of '{instance.Office}' may do this.");
    }

    private static void Claim(ClaimTask claim, BurstWorkspace workspace)
    {
        var task = Find(claim.TaskId, claim.Actor, workspace);
        RequireCandidate(claim.Actor, task);
        RequireOpen(task, claim.ExpectedRevision);
        if (task.Assignee is not null)
            throw RejectedException.Conflict("already-claimed", $"Công việc đang do {task.Assignee} xử lý.", $"'{task.Assignee}' has claimed this task.");
        Change(task, UserTaskState.Claimed, claim.Actor.Id, "TaskClaimed", workspace);
    }

    private static void Release(ReleaseTask release, BurstWorkspace workspace)
    {
        var task = Find(release.TaskId, release.Actor, workspace);
        RequireOpen(task, release.ExpectedRevision);
        if (task.Assignee != release.Actor.Id && !release.Actor.Has(SupervisorRole, task.Office))
            throw RejectedException.Forbidden("not-yours", "Công việc không do bạn nhận.", "Only the person who claimed the task, or a supervisor, may release it.");
        Change(task, UserTaskState.Open, null, "TaskReleased", workspace);
    }

    private static void Assign(AssignTask assign, BurstWorkspace workspace)
    {
        var task = Find(assign.TaskId, assign.Actor, workspace);
        if (!assign.Actor.Has(SupervisorRole, task.Office) && !assign.Actor.Has("head", task.Office))
            throw RejectedException.Forbidden("assign-role", "Chỉ lãnh đạo hoặc người giám sát được phân công.", "Only the head or a supervisor of the office may assign tasks.");
        RequireOpen(task, assign.ExpectedRevision);
        FormData.RequireText("assignee", assign.Assignee);
        Change(task, UserTaskState.Claimed, assign.Assignee, "TaskAssigned", workspace);
    }

    private static void Change(UserTask task, UserTaskState state, string? assignee, string eventName, BurstWorkspace workspace)
    {
        workspace.Put(task with { State = state, Assignee = assignee, Revision = task.Revision + 1 });
        workspace.Journal.Write(eventName, assignee is null ? task.Id : $"{task.Id}: {assignee}", workspace.Definition.GetActivity(task.ActivityId), task.ActivityInstanceId);
    }

    private static UserTask Find(string id, Actor actor, BurstWorkspace workspace)
    {
        var task = workspace.FindTask(id) ?? throw RejectedException.NotFound("công việc (task)", id);
        RequireVisible(actor, task.Office, "công việc (task)", id);
        return task;
    }

    /// <summary>Whoever holds no role at the office does not learn that the thing exists.</summary>
    public static void RequireVisible(Actor actor, string office, string what, string id)
    {
        if (actor != Actor.Engine && !actor.Grants.Any(grant => grant.Office == office))
            throw RejectedException.NotFound(what, id);
    }

    private static void RequireCandidate(Actor actor, UserTask task)
    {
        if (!actor.Has(task.Role, task.Office))
            throw RejectedException.Forbidden("role-required", "Bạn không có vai trò thực hiện công việc này.", $"This task needs role '{task.Role}' at office '{task.Office}'.");
    }

    private static void RequireOpen(UserTask task, int expectedRevision)
    {
        if (!task.IsOpen)
            throw RejectedException.Conflict("task-closed", "Công việc đã kết thúc.", $"The task is already {task.State}; reload the case.");
        if (task.Revision != expectedRevision)
        {
            throw RejectedException.Conflict(
                "stale-revision", "Công việc đã thay đổi, hãy tải lại.", $"The task is at revision {task.Revision}, not {expectedRevision}; reload it and decide again.");
        }
    }
}
