using System.Globalization;
using ProcedureEngine.Activities.Cases;

namespace ProcedureEngine.Activities.TimeLimits;

/// <summary>
/// Starts, meets and cancels the time limits of a case, as effects. Each start is a new occurrence; a met or missed one never
/// changes again but for <c>met late</c>.
/// </summary>
public sealed class TimeLimitBook(LegalTime time, DateTimeZone zone)
{
    /// <summary>Starts a limit of the catalogue.</summary>
    /// <param name="from">The act that it runs from; may lie in the past, and then the limit can be missed at once.</param>
    public IEnumerable<Effect> Start(ActivityContext context, string limitId, Instant from)
    {
        var counted = time.Count(context.DefinitionId, limitId, from);
        return Start(context, limitId, from, counted);
    }

    /// <summary>Starts a limit whose end the office set itself (an appointment's hour).</summary>
    public IEnumerable<Effect> StartUntil(ActivityContext context, string limitId, Instant from, Instant until)
    {
        var day = until.InZone(zone).Date;
        var calculation = new JsonObject { ["limit"] = limitId, ["start"] = EngineJson.ToNode(from), ["setByOffice"] = EngineJson.ToNode(until) };
        return Start(context, limitId, from, new CountedLimit(day, until, null, "internal", "citizen", "Giờ hẹn do cơ quan ấn định (set by the office)", calculation));
    }

    /// <summary>The open occurrences of a limit, newest first.</summary>
    public IEnumerable<TimeLimit> Open(ActivityContext context, string limitId) =>
        context.RecordsOf<TimeLimit>().Where(limit => limit.LimitId == limitId && limit.IsOpen).OrderByDescending(limit => limit.Occurrence);

    /// <summary>The exclusive end that a limit has when it starts at <paramref name="from"/>.</summary>
    public Instant? DueAt(ActivityContext context, string limitId, Instant from) => time.Count(context.DefinitionId, limitId, from).DueAt;

    public LocalDate? DueDate(ActivityContext context, string limitId, Instant from) => time.Count(context.DefinitionId, limitId, from).DueDate;

    public bool IsWorkingDay(LocalDate date) => time.IsWorkingDay(date);

    /// <summary>The act was done: the limit is met, late when its instant has passed however late the timer loop runs (rule 9).</summary>
    public IEnumerable<Effect> Meet(ActivityContext context, string limitId)
    {
        foreach (var limit in Open(context, limitId).ToList())
        {
            var isLate = limit.State == TimeLimitState.Missed || (limit.DueAt is { } due && context.Now >= due);
            foreach (var effect in End(context, limit, isLate ? TimeLimitState.MetLate : TimeLimitState.Met))
                yield return effect;
        }
    }

    /// <summary>The limit's end itself was the event that went on (a lapse): missed, unless its timer has said so already.</summary>
    public IEnumerable<Effect> Miss(ActivityContext context, string limitId)
    {
        foreach (var limit in Open(context, limitId).Where(limit => limit.State != TimeLimitState.Missed).ToList())
        {
            foreach (var effect in TimeLimitTimers.Missed(limit, context.Now))
                yield return effect;
            yield return new DisarmTimer(TimeLimitTimers.DueName(limit.Id), TimeLimitTimers.HandlerName);
            yield return new DisarmTimer(TimeLimitTimers.WarnName(limit.Id), TimeLimitTimers.HandlerName);
        }
    }

    /// <summary>Ended with its step or branch without the act: cancelled, never missed.</summary>
    public IEnumerable<Effect> Cancel(ActivityContext context, string limitId) =>
        Open(context, limitId).ToList().SelectMany(limit => End(context, limit, TimeLimitState.Cancelled));

    /// <summary>The case ends: what runs is cancelled; what was missed stays missed.</summary>
    public IEnumerable<Effect> CancelAll(ActivityContext context) =>
        context.RecordsOf<TimeLimit>().Where(limit => limit.State is TimeLimitState.Running or TimeLimitState.Suspended).ToList()
            .SelectMany(limit => End(context, limit, TimeLimitState.Cancelled));

    private static IEnumerable<Effect> Start(ActivityContext context, string limitId, Instant from, CountedLimit counted)
    {
        var occurrence = context.RecordsOf<TimeLimit>().Where(limit => limit.LimitId == limitId).Select(limit => limit.Occurrence).DefaultIfEmpty(0).Max() + 1;
        var id = $"{context.InstanceId}.{limitId}.{occurrence.ToString(CultureInfo.InvariantCulture)}";
        var limit = new TimeLimit(
            id, context.InstanceId, context.DefinitionId, context.Office, limitId, occurrence, context.Node.Id, TimeLimitState.Running, from, counted.DueDate, counted.DueAt,
            counted.WarnAt, null, null, counted.Kind, counted.Bearer, counted.LegalBasis, counted.Calculation);
        yield return new WriteRecord(limit);
        yield return new ArmTimer(TimeLimitTimers.DueName(id), counted.DueAt, TimeLimitTimers.HandlerName, new JsonObject { ["limit"] = id });
        if (counted.WarnAt is { } warn && warn > context.Now)
            yield return new ArmTimer(TimeLimitTimers.WarnName(id), warn, TimeLimitTimers.HandlerName, new JsonObject { ["limit"] = id });
        yield return new Log("LimitStarted", $"{limitId} until {LocalDateText(counted.DueDate)}", new JsonObject { ["limit"] = id, ["dueAt"] = EngineJson.ToNode(counted.DueAt) });
    }

    private static IEnumerable<Effect> End(ActivityContext context, TimeLimit limit, TimeLimitState state)
    {
        yield return new WriteRecord(limit with { State = state, EndedAt = context.Now });
        yield return new DisarmTimer(TimeLimitTimers.DueName(limit.Id), TimeLimitTimers.HandlerName);
        yield return new DisarmTimer(TimeLimitTimers.WarnName(limit.Id), TimeLimitTimers.HandlerName);
        yield return new Log("LimitEnded", $"{limit.LimitId}: {state}", new JsonObject { ["limit"] = limit.Id, ["state"] = EngineJson.ToNode(state) });
    }

    private static string LocalDateText(LocalDate date) => NodaTime.Text.LocalDatePattern.Iso.Format(date);
}
