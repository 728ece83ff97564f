using ProcedureEngine.Activities.Enforcement;
using ProcedureEngine.Activities.Notification;
using ProcedureEngine.Engine.Timers;

namespace ProcedureEngine.Activities.TimeLimits;

/// <summary>
/// What happens when a limit's warning, reminder or end comes: an event, and the limit's own state. A missed limit never ends a right by
/// itself; the step that waits has its own timer where the procedure says so.
/// </summary>
public sealed class TimeLimitTimers(LetterDesk letters) : ITimerHandler
{
    public const string HandlerName = LimitTimers.Handler;

    public string Name => HandlerName;

    /// <remarks>A timer is a hint: what counts is the limit as it is now, so one that was armed twice or is out of date has no effect of its own.</remarks>
    public IReadOnlyList<Effect> Fire(ActivityContext context, TimerRow timer)
    {
        var limit = LimitTimers.LimitOf(context, timer);
        return KindOf(timer) switch
        {
            _ when limit.State != TimeLimitState.Running => [],
            LimitTimers.Warn => [.. Warned(limit)],
            LimitTimers.Remind => [.. Reminded(context, limit)],
            _ when limit.DueAt > context.Now => [LimitTimers.Timer(LimitTimers.Due, limit, limit.DueAt.Value)],
            _ => [.. MissedLimit.Miss(context, limit, timer.Due)],
        };
    }

    private static string KindOf(TimerRow timer) => timer.Name[..(timer.Name.IndexOf('/', StringComparison.Ordinal) + 1)];

    private static IEnumerable<Effect> Warned(TimeLimit limit) =>
    [
        new Log("LimitApproaching", limit.LimitId, new JsonObject { ["limit"] = limit.Id }),
        LimitNews.Event(EventKinds.DeadlineApproaching, limit),
    ];

    /// <summary>The citizen hears that the office's shorter time is over and until when the law still gives him time.</summary>
    private IEnumerable<Effect> Reminded(ActivityContext context, TimeLimit limit)
    {
        yield return new Log("LimitReminded", limit.LimitId, new JsonObject { ["limit"] = limit.Id });
        yield return LimitNews.Event(EventKinds.DeadlineReminded, limit);
        if (context.Variable<Applicant>(Vars.Applicant) is null || limit.DueDate is not { } due)
            yield break;
        var slots = new JsonObject
        {
            ["limitName"] = limit.Name().Vi,
            ["localDueDate"] = LimitNews.Text(limit.LocalDueDate),
            ["dueDate"] = LimitNews.Text(due),
            ["legalBasis"] = limit.LegalBasis,
        };
        foreach (var effect in letters.Write(context with { ActivityInstanceId = limit.Id }, "limit-reminder", slots, isAutomatic: true))
            yield return effect;
    }
}
