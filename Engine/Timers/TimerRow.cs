using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using NodaTime;
using ProcedureEngine.Engine.Execution;
using ProcedureEngine.Engine.Store;

namespace ProcedureEngine.Engine.Timers;

/// <summary>A timer that waits for its instant. It fires once in effect: the burst that fires it deletes it.</summary>
/// <param name="Id">Unique in the store: instance, owner and name.</param>
/// <param name="ActivityInstanceId">The activity's run that it resumes; null when a handler fires it.</param>
/// <param name="Handler">Name of the <see cref="ITimerHandler"/>; null when it resumes an activity.</param>
public sealed record TimerRow(
    string Id, string InstanceId, string Name, Instant Due, string? ActivityInstanceId, string? Handler, JsonObject? Payload)
{
    /// <summary>The burst that armed it, where somebody follows bursts.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TraceOrigin? Origin { get; init; }
}

/// <summary>Fires timers that belong to the case rather than to an activity (time limits).</summary>
public interface ITimerHandler
{
    string Name { get; }

    /// <summary>Returns the effects of the timer's coming due. <paramref name="context"/>'s node is the case's start activity.</summary>
    IReadOnlyList<Effect> Fire(ActivityContext context, TimerRow timer);
}
