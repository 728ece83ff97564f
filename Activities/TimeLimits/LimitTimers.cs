using ProcedureEngine.Engine.Timers;

namespace ProcedureEngine.Activities.TimeLimits;

/// <summary>The timers of a limit: each has one name, so arming it again moves it.</summary>
internal static class LimitTimers
{
    public const string Handler = "time-limit";

    public const string Due = "due/";
    public const string Warn = "warn/";

    /// <summary>The end of the citizen's shorter local time.</summary>
    public const string Remind = "remind/";

    /// <summary>Of a limit that begins; a warning in the past is none.</summary>
    public static IEnumerable<Effect> Arm(TimeLimit limit, Instant now)
    {
        if (limit.DueAt is { } due)
            yield return Timer(Due, limit, due);
        if (limit.WarnAt is { } warn && warn > now)
            yield return Timer(Warn, limit, warn);
        if (limit.RemindAt is { } remind && remind > now)
            yield return Timer(Remind, limit, remind);
    }

    /// <summary>After an act: what no longer comes is disarmed, what comes is armed at its new instant.</summary>
    public static IEnumerable<Effect> Move(TimeLimit limit, Instant now) => Disarm(limit).Concat(Arm(limit, now));

    public static IEnumerable<Effect> Disarm(TimeLimit limit)
    {
        foreach (var kind in (string[])[Due, Warn, Remind])
            yield return new DisarmTimer(kind + limit.Id, Handler);
        yield return new DisarmTimer(limit.Id, PromisedDate.HandlerName);
    }

    public static TimeLimit LimitOf(ActivityContext context, TimerRow timer) => context.Records.GetValueOrDefault((string)timer.Payload!["limit"]!) as TimeLimit
        ?? throw new DefectException($"Timer {timer.Id} belongs to no time limit of the case.");

    public static ArmTimer Timer(string kind, TimeLimit limit, Instant at) => new(kind + limit.Id, at, Handler, new JsonObject { ["limit"] = limit.Id });
}
