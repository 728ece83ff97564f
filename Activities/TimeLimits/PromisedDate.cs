using ProcedureEngine.Activities.Notification;
using ProcedureEngine.Engine.Timers;

namespace ProcedureEngine.Activities.TimeLimits;

/// <summary>The end of the day that the office promised when it apologised: if the act is still owed, the supervisor is told again.</summary>
public sealed class PromisedDate : ITimerHandler
{
    public const string HandlerName = "limit-promise";

    public string Name => HandlerName;

    internal static ArmTimer Timer(TimeLimit limit, Instant at) => new(limit.Id, at, HandlerName, new JsonObject { ["limit"] = limit.Id });

    public IReadOnlyList<Effect> Fire(ActivityContext context, TimerRow timer)
    {
        var limit = LimitTimers.LimitOf(context, timer);
        return limit.State != TimeLimitState.Missed
            ? []
            :
            [
                new Log("LimitPromiseBroken", limit.LimitId, new JsonObject { ["limit"] = limit.Id }),
                LimitNews.Event(EventKinds.DeadlinePromiseBroken, limit),
                MissedLimit.TellSupervisor(context, limit),
            ];
    }
}
