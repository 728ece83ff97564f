using System.Text.Json.Nodes;
using NodaTime;
using ProcedureEngine.Engine.Execution;

namespace ProcedureEngine.Engine.UserTasks;

/// <summary>
/// Base of steps that a person takes: it opens one task for the role that the definition names, and leaves by the outcome
/// that the person chose.
/// </summary>
public abstract class UserTaskActivity<TOutcome> : Activity<TOutcome> where TOutcome : struct, Enum
{
    /// <summary>Input that names the candidate role.</summary>
    public const string RoleInput = "role";

    private const string MainTask = "task";

    protected override IReadOnlyList<InputDescriptor> Inputs => [InputDescriptor.Required(RoleInput, "Vai trò", "Role")];

    public override ActivityResult Execute(ActivityContext context) => Wait([.. Enter(context), Open(context)]);

    public override ActivityResult Resume(ActivityContext context, Resumption resumption) => resumption switch
    {
        TaskCompleted completed => Complete(context, completed, Enum.Parse<TOutcome>(completed.Outcome)),
        _ => base.Resume(context, resumption),
    };

    /// <summary>Effects of entering the step, before its task opens (a limit starts, a status changes).</summary>
    protected virtual IEnumerable<Effect> Enter(ActivityContext context) => [];

    /// <summary>What completing the task means. The record has been read and validated.</summary>
    protected abstract ActivityResult Complete(ActivityContext context, TaskCompleted completed, TOutcome outcome);

    /// <summary>The outcomes offered here and now; all of them unless the step says otherwise.</summary>
    protected virtual IEnumerable<TOutcome> Offered(ActivityContext context) => Enum.GetValues<TOutcome>();

    /// <summary>Exclusive instant from which the task is late.</summary>
    protected virtual Instant? DueAt(ActivityContext context) => null;

    protected virtual string? Assignee(ActivityContext context) => null;

    /// <summary>What the person sees beside the form: known facts, never asked for again.</summary>
    protected virtual JsonObject? Shown(ActivityContext context) => null;

    /// <summary>The task that the step opens.</summary>
    protected OpenTask Open(ActivityContext context) => new(
        MainTask, context.Node.Label, context.RequiredInput<string>(RoleInput), context.Office, [.. Offered(context).Select(o => o.ToString())],
        DueAt(context), Assignee(context), Shown(context));
}
