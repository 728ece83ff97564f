using ProcedureEngine.Engine.Execution;

namespace ProcedureEngine.Engine.UserTasks;

/// <summary>
/// Takes the outcome of tasks that belong to the case rather than to one of its steps: work that comes up beside the drawn path (an apology
/// for a missed time limit), so that no definition has to draw an arrow for it. Opened by <see cref="OpenTask.Handler"/> from wherever it
/// comes up: a timer, an act, a step. The end of a step leaves such a task open; the end of the case cancels it. A stateless singleton
/// without I/O, like an activity.
/// </summary>
public interface ICaseTaskHandler
{
    /// <summary>Stable; tasks in the store name it.</summary>
    string Name { get; }

    /// <summary>The typed record that completing <paramref name="task"/> with an outcome must carry; null when none.</summary>
    Type? OutcomeData(UserTask task, string outcome);

    /// <summary>
    /// Returns what completing the task means. <paramref name="context"/>'s node is the case's start activity and its run the task's id;
    /// what belongs to a run (a step's task, bookmark or timer) may not be among the effects.
    /// </summary>
    /// <exception cref="RejectedException">The outcome is refused; the task stays open.</exception>
    IReadOnlyList<Effect> Complete(ActivityContext context, TaskCompleted completed);
}
