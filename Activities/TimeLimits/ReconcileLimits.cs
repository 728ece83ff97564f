using System.Globalization;
using ProcedureEngine.Engine.Timers;

namespace ProcedureEngine.Activities.TimeLimits;

/// <summary>How a case's limits and its armed timers disagreed.</summary>
public enum LimitDifference
{
    /// <summary>A limit runs and nothing would say when it is missed.</summary>
    NoTimer,

    /// <summary>Its timer stands at another instant than the limit's end.</summary>
    OtherInstant,

    /// <summary>A timer of a limit that is not there, or that no longer waits for it.</summary>
    NoLimit,
}

/// <summary>A difference that was found and put right, for the count of them; a line for ever.</summary>
/// <param name="Subject">Id of the limit, or of the timer that had none.</param>
/// <param name="Found">The timer's instant before; null when there was none.</param>
/// <param name="Set">The timer's instant since; null when it was taken away.</param>
public sealed record LimitRepair(string Id, string InstanceId, string Office, LimitDifference Difference, string Subject, Instant At, Instant? Found, Instant? Set) : CaseRecord
{
    public override string Id { get; } = Id;

    public override bool LoadsWithInstance => false;
}

/// <summary>
/// Holds a case's limits against its armed timers and puts right what differs, under the case's lock: what a comparison outside found is a hint.
/// The limit's row is what counts; timers follow it. A second time there is nothing to do.
/// </summary>
public sealed class ReconcileLimits : ICaseAct
{
    public const string ActName = "reconcile-limits";

    /// <summary>What the caller is told: how many differences were put right; what was right by then is none.</summary>
    public const string Repaired = "repaired";

    public string Name => ActName;

    /// <summary>The stimulus that asks for it.</summary>
    public static PerformAct Stimulus(string instanceId) => new(instanceId, Actor.Engine, ActName, []);

    public ActOutcome Perform(ActivityContext context, JsonObject payload)
    {
        var timers = context.Timers.Where(timer => timer.Handler == TimeLimitTimers.HandlerName).ToList();
        var armed = timers.ToDictionary(timer => timer.Name, StringComparer.Ordinal);
        var limits = context.RecordsOf<TimeLimit>().ToDictionary(limit => limit.Id, StringComparer.Ordinal);
        var repairs = limits.Values.SelectMany(limit => Unarmed(limit, armed, context.Now))
            .Concat(timers.Where(timer => !IsWanted(timer, limits)).Select(timer => (LimitDifference.NoLimit, timer.Id, timer.Name, (Instant?)timer.Due, (Instant?)null, timer.Payload))).ToList();
        return new ActOutcome([.. repairs.SelectMany((repair, index) => Effects(context, index, repair))]) { Told = new JsonObject { [Repaired] = repairs.Count } };
    }

    /// <summary>The end's timer stands until it has fired; a warning or reminder that was to come by now has come, or was passed over when the limit moved.</summary>
    private static IEnumerable<(LimitDifference Difference, string Subject, string Timer, Instant? Found, Instant? Set, JsonObject? Payload)> Unarmed(
        TimeLimit limit, Dictionary<string, TimerRow> armed, Instant now)
    {
        if (limit.State != TimeLimitState.Running)
            yield break;
        foreach (var (kind, at) in ((string, Instant?)[])[(LimitTimers.Due, limit.DueAt), (LimitTimers.Warn, limit.WarnAt), (LimitTimers.Remind, limit.RemindAt)])
        {
            var timer = armed.GetValueOrDefault(kind + limit.Id);
            if (at is { } wanted && timer?.Due != wanted && (kind == LimitTimers.Due || wanted > now))
                yield return (timer is null ? LimitDifference.NoTimer : LimitDifference.OtherInstant, limit.Id, kind + limit.Id, timer?.Due, wanted, new JsonObject { ["limit"] = limit.Id });
        }
    }

    private static bool IsWanted(TimerRow timer, Dictionary<string, TimeLimit> limits) =>
        (string?)timer.Payload?["limit"] is { } id && limits.TryGetValue(id, out var limit) && limit.State == TimeLimitState.Running;

    private static IEnumerable<Effect> Effects(
        ActivityContext context, int index, (LimitDifference Difference, string Subject, string Timer, Instant? Found, Instant? Set, JsonObject? Payload) repair)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{context.InstanceId}.repair.{context.Now.ToUnixTimeTicks()}.{index}");
        yield return repair.Set is { } due
            ? new ArmTimer(repair.Timer, due, TimeLimitTimers.HandlerName, repair.Payload)
            : new DisarmTimer(repair.Timer, TimeLimitTimers.HandlerName);
        yield return new WriteRecord(new LimitRepair(id, context.InstanceId, context.Office, repair.Difference, repair.Subject, context.Now, repair.Found, repair.Set));
        yield return new Log(
            "LimitReconciled", $"{repair.Subject}: {repair.Difference}",
            new JsonObject { ["subject"] = repair.Subject, ["difference"] = EngineJson.ToNode(repair.Difference), ["found"] = EngineJson.ToNode(repair.Found), ["set"] = EngineJson.ToNode(repair.Set) });
    }
}
