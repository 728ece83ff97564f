using ProcedureEngine.Activities.Notification;
using ProcedureEngine.Engine.Timers;

namespace ProcedureEngine.Activities.TimeLimits;

/// <summary>
/// What happens when a limit's warning or end comes: an event, and the limit's own state. A missed limit never ends a right by
/// itself; the step that waits has its own timer where the procedure says so.
/// </summary>
public sealed class TimeLimitTimers : ITimerHandler
{
    public const string HandlerName = "time-limit";

    private const string Due = "due/";
    private const string Warn = "warn/";

    public string Name => HandlerName;

    internal static string DueName(string limitId) => Due + limitId;

    internal static string WarnName(string limitId) => Warn + limitId;

    public IReadOnlyList<Effect> Fire(ActivityContext context, TimerRow timer)
    {
        var limit = context.Records.GetValueOrDefault((string)timer.Payload!["limit"]!) as TimeLimit
            ?? throw new DefectException($"Timer {timer.Id} belongs to no time limit of the case.");
        if (limit.State != TimeLimitState.Running)
            return [];
        return timer.Name.StartsWith(Warn, StringComparison.Ordinal)
            ?
            [
                new Log("LimitApproaching", limit.LimitId, new JsonObject { ["limit"] = limit.Id }),
                new Send(OutboxChannels.Event, EventKinds.DeadlineApproaching, Payload(limit)),
            ]
            : [.. Missed(limit, timer.Due)];
    }

    internal static IEnumerable<Effect> Missed(TimeLimit limit, Instant at) =>
    [
        new WriteRecord(limit with { State = TimeLimitState.Missed, MissedAt = limit.DueAt ?? at }),
        new Log("LimitMissed", limit.LimitId, new JsonObject { ["limit"] = limit.Id }),
        new Send(OutboxChannels.Event, EventKinds.DeadlineMissed, Payload(limit)),
    ];

    private static JsonObject Payload(TimeLimit limit) => new()
    {
        ["limit"] = limit.LimitId,
        ["occurrence"] = limit.Occurrence,
        ["bearer"] = limit.Bearer,
        ["dueAt"] = EngineJson.ToNode(limit.DueAt),
    };
}
