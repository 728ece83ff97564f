using System.Text.Json.Nodes;
using ProcedureEngine.Engine.Store;
using ProcedureEngine.Engine.Text;
using ProcedureEngine.Engine.UserTasks;

namespace ProcedureEngine.Engine.Execution;

/// <summary>What the engine itself tells other systems of any procedure. Nobody's personal data goes along; who may see the case reads them there.</summary>
public static class EngineEvents
{
    /// <summary>The outbox channel of events.</summary>
    public const string Channel = "event";

    public const string TaskOpened = "task.opened";
    public const string TaskCompleted = "task.completed";

    /// <summary>It was taken back unanswered: its step went on another way, or the case ended.</summary>
    public const string TaskCancelled = "task.cancelled";

    public const string IncidentRaised = "incident.raised";

    internal static Send Opened(UserTask task) => new(Channel, TaskOpened, new JsonObject
    {
        ["task"] = task.Id,
        ["step"] = task.ActivityId,
        ["title"] = EngineJson.ToNode(task.Title),
        ["role"] = task.Role,
        ["assignee"] = task.Assignee,
        ["outcomes"] = new JsonArray([.. task.Outcomes.Select(outcome => (JsonNode)outcome.Name)]),
        ["revision"] = task.Revision,
        ["dueAt"] = EngineJson.ToNode(task.DueAt),
    });

    /// <param name="by">Who completed it.</param>
    /// <param name="isLate">At or after its due instant.</param>
    internal static Send Completed(UserTask task, string outcome, string by, bool isLate) => new(Channel, TaskCompleted, new JsonObject
    {
        ["task"] = task.Id,
        ["step"] = task.ActivityId,
        ["outcome"] = outcome,
        ["by"] = by,
        ["late"] = isLate,
    });

    internal static Send Cancelled(UserTask task) => new(Channel, TaskCancelled, new JsonObject { ["task"] = task.Id, ["step"] = task.ActivityId });

    internal static Send Raised(IncidentRow incident) => new(Channel, IncidentRaised, new JsonObject
    {
        ["incident"] = incident.Id,
        ["step"] = incident.ActivityId,
        ["exception"] = incident.ExceptionType,
    });
}
