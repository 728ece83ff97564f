using System.Collections.Immutable;
using System.Text.Json.Nodes;
using NodaTime;
using ProcedureEngine.Engine.Text;

namespace ProcedureEngine.Engine.UserTasks;

public enum UserTaskState
{
    Open,
    Claimed,
    Completed,
    Cancelled,
}

/// <summary>A piece of work for a person in a role at an office.</summary>
/// <param name="Id">The instance's id and a running number: <c>{instance}.t7</c>.</param>
/// <param name="ActivityInstanceId">The run of the activity that waits for it; the instance's id for a task of the case itself.</param>
/// <param name="Revision">From 1, raised by every change; a completion names the one it saw.</param>
/// <param name="DueAt">Exclusive instant from which the task is late.</param>
public sealed record UserTask(
    string Id, string InstanceId, string ActivityInstanceId, string ActivityId, string Name, LocalizedText Title, string Role, string Office,
    ImmutableArray<TaskOutcome> Outcomes, UserTaskState State, string? Assignee, int Revision, Instant CreatedAt, Instant? DueAt)
{
    public string DefinitionId { get; init; } = string.Empty;

    /// <summary>Name of the <see cref="ICaseTaskHandler"/> to whom it belongs; null when a step waits for it.</summary>
    public string? Handler { get; init; }

    public Instant? EndedAt { get; init; }

    /// <summary>Who completed it.</summary>
    public string? CompletedBy { get; init; }

    /// <summary>The chosen outcome, once completed.</summary>
    public string? Outcome { get; init; }

    public JsonObject? Context { get; init; }

    public bool IsOpen => State is UserTaskState.Open or UserTaskState.Claimed;
}

/// <summary>An outcome offered by a task.</summary>
/// <param name="Schema">JSON Schema of the data it carries, or null.</param>
public sealed record TaskOutcome(string Name, LocalizedText Label, JsonObject? Schema);
