using System.Globalization;
using ProcedureEngine.Deadlines;

namespace ProcedureEngine.Activities.TimeLimits;

/// <summary>
/// Starts, meets, cancels and recounts the time limits of a case, as effects. Each start is a new occurrence and takes the catalogue's entry of its
/// day; a met or missed one never changes again but for <c>met late</c>, or when a person records that the act was done in time and is entered late.
/// </summary>
public sealed class TimeLimitBook(LegalTime time, DateTimeZone zone)
{
    /// <summary>Starts a limit of the catalogue.</summary>
    /// <param name="from">The act that it runs from; may lie in the past. A limit that is born late is missed, and told so, at once.</param>
    /// <param name="variant">The special kind of the case (<c>remote</c>), where the entry has an amount of its own for it.</param>
    public IEnumerable<Effect> Start(ActivityContext context, string limitId, Instant from, string? variant = null) => Start(context, limitId, from, [], variant, []);

    /// <summary>
    /// Starts a limit with which timers of the waiting step go: they are armed here, move when the limit moves and rest while its clock is stopped.
    /// </summary>
    /// <param name="wakes">Name of a step's timer and the limit of the catalogue whose amount it counts from the same start; null for the limit's own end.</param>
    /// <remarks>A timer whose limit the catalogue does not have is left out: the procedure gives no such reminder.</remarks>
    public IEnumerable<Effect> StartWaking(ActivityContext context, string limitId, RunningTime from, params ImmutableArray<(string Timer, string? Limit)> wakes)
    {
        var timers = wakes.Select(wake => (wake.Timer, wake.Limit, Entry: wake.Limit is null ? null : time.Find(context.DefinitionId, wake.Limit, context.Office, from.Since)))
            .Where(wake => wake.Limit is null || wake.Entry is not null);
        return Start(context, limitId, from.Since, [.. timers.Select(wake => new StepTimer(wake.Timer, wake.Entry is null ? null : LimitFile.Write(wake.Entry)))], null, from.Stops);
    }

    /// <summary>The catalogue's entry that a start at <paramref name="from"/> takes: its figures, for a letter.</summary>
    public LimitRule Entry(ActivityContext context, string limitId, Instant from) => time.Entry(context.DefinitionId, limitId, context.Office, from);

    /// <summary>The exclusive end that a limit has when days were cut out of it.</summary>
    /// <exception cref="RejectedException">A stop breaks a rule of the entry; names it with its source.</exception>
    public Instant? DueAt(ActivityContext context, string limitId, RunningTime from)
    {
        try
        {
            var inputs = time.Begin(Entry(context, limitId, from.Since), from.Since, context.Office) with { Stops = from.Stops };
            time.RequireWithin(inputs, inputs.Stops);
            return time.Count(inputs).DueAt;
        }
        catch (DeadlineException refused)
        {
            throw Refusal(refused);
        }
    }

    /// <summary>A limit that spans several steps presses this one from here on: its task is due with it and moves when it moves.</summary>
    public IEnumerable<Effect> Press(ActivityContext context, string limitId) => Open(context, limitId).Take(1).Select(limit =>
        new WriteRecord(limit with
        {
            Run = context.ActivityInstanceId,
            ActivityId = context.Node.Id,
            Role = context.Input<string>("role") ?? limit.Role,
            EnteredStopped = limit.State == TimeLimitState.Suspended ? context.ActivityInstanceId : null,
        }));

    /// <summary>Starts a limit whose end the office set itself (an appointment's hour).</summary>
    public IEnumerable<Effect> StartUntil(ActivityContext context, string limitId, Instant from, Instant until)
    {
        var calculation = new JsonObject { ["limit"] = limitId, ["start"] = EngineJson.ToNode(from), ["setByOffice"] = EngineJson.ToNode(until) };
        var limit = New(context, limitId, from, "internal", "citizen", "Giờ hẹn do cơ quan ấn định (set by the office)", calculation) with { DueDate = until.InZone(zone).Date, DueAt = until };
        return Begin(context, limit, null);
    }

    /// <summary>The open occurrences of a limit, newest first.</summary>
    public IEnumerable<TimeLimit> Open(ActivityContext context, string limitId) =>
        context.RecordsOf<TimeLimit>().Where(limit => limit.LimitId == limitId && limit.IsOpen).OrderByDescending(limit => limit.Occurrence);

    /// <summary>The newest occurrence of a limit, running or ended; null when it never began.</summary>
    public static TimeLimit? Newest(ActivityContext context, string limitId) => context.RecordsOf<TimeLimit>().Where(limit => limit.LimitId == limitId).MaxBy(limit => limit.Occurrence);

    /// <summary>
    /// The last moment of a limit's last day, newest occurrence: what a limit that begins with that end runs from, so that the day after is its first.
    /// Now when no such limit has an end.
    /// </summary>
    public static Instant LastMoment(ActivityContext context, string limitId) =>
        Newest(context, limitId)?.DueAt?.Minus(Duration.FromTicks(10)) ?? context.Now;

    /// <summary>The exclusive end that a limit has when it starts at <paramref name="from"/>.</summary>
    public Instant? DueAt(ActivityContext context, string limitId, Instant from) => Count(context, limitId, from).DueAt;

    public LocalDate? DueDate(ActivityContext context, string limitId, Instant from) => Count(context, limitId, from).DueDate;

    /// <summary>The last day that a limit has when it begins with a day (that another limit ends on).</summary>
    public LocalDate DueDate(ActivityContext context, string limitId, LocalDate from, string? variant = null) => time.DueDate(context.DefinitionId, limitId, context.Office, from, variant);

    public bool IsWorkingDay(string office, LocalDate date) => time.IsWorkingDay(office, date);

    /// <summary>The n-th working day after a date at an office; n from 1.</summary>
    public LocalDate WorkingDaysAfter(string office, LocalDate date, int n) => time.WorkingDaysAfter(office, date, n);

    /// <summary>The same of a date that somebody said; null where the calendar does not reach.</summary>
    public LocalDate? FindWorkingDaysAfter(string office, LocalDate date, int n)
    {
        try
        {
            return WorkingDaysAfter(office, date, n);
        }
        catch (DeadlineException)
        {
            return null;
        }
    }

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

    /// <summary>The act was done before the limit's end and is entered only now: what the clock took for missed was met.</summary>
    public IEnumerable<Effect> MeetInTime(ActivityContext context, string limitId) =>
        Open(context, limitId).Take(1).SelectMany(limit => End(context, limit with { MissedAt = null }, TimeLimitState.Met));

    /// <summary>A time that nobody had to do anything in (a suspension) has run out: it ended as it should.</summary>
    public IEnumerable<Effect> RunOut(ActivityContext context, string limitId) => Open(context, limitId).ToList().SelectMany(limit => End(context, limit, TimeLimitState.Met));

    /// <summary>The limit's end itself was the event that went on (a lapse): missed, unless its timer has said so already.</summary>
    public IEnumerable<Effect> Miss(ActivityContext context, string limitId)
    {
        foreach (var limit in Open(context, limitId).Where(limit => limit.State != TimeLimitState.Missed).ToList())
        {
            foreach (var effect in MissedLimit.Miss(context, limit, context.Now))
                yield return effect;
            foreach (var effect in LimitTimers.Disarm(limit))
                yield return effect;
        }
    }

    /// <summary>Ended with its step or branch without the act: cancelled, never missed; what was missed by then stays missed.</summary>
    public IEnumerable<Effect> Cancel(ActivityContext context, string limitId) => Cancel(context, limit => limit.LimitId == limitId);

    /// <summary>The case ends: what runs is cancelled; what was missed stays missed.</summary>
    /// <param name="except">A limit that goes on; null: none.</param>
    public IEnumerable<Effect> CancelAll(ActivityContext context, string? except = null) => Cancel(context, limit => limit.LimitId != except);

    /// <summary>
    /// The case turned out to be of a special kind (<c>complex</c>): its running limit is counted anew from the same start, a total and not an addition.
    /// Both figures stay in the ledger. Nothing when the limit does not run or is of that kind already.
    /// </summary>
    /// <param name="variant">The entry's variant; null for an ordinary case again.</param>
    /// <exception cref="RejectedException">The entry has no such variant, or the new time has passed: a case becomes complex while its time runs.</exception>
    public IEnumerable<Effect> Recount(ActivityContext context, string limitId, string? variant, string basis)
    {
        foreach (var limit in Open(context, limitId).Where(limit => limit.State != TimeLimitState.Missed).ToList())
        {
            if (limit.Inputs() is not { } inputs || inputs.Variant == variant)
                continue;
            var details = new JsonObject { ["variant"] = variant, ["variantBefore"] = inputs.Variant, ["basis"] = basis };
            foreach (var effect in Change(context, limit, inputs with { Variant = variant }, TimeLimitActKind.Recomputed, details))
                yield return effect;
        }
    }

    /// <summary>
    /// Extends a limit from the end of its base time, once or more, within one cap for all of them; with the citizen's agreement where the entry asks for it.
    /// </summary>
    /// <exception cref="RejectedException">The limit has ended, or a rule of the entry is broken; names it with its source.</exception>
    public IReadOnlyList<Effect> Extend(ActivityContext context, TimeLimit limit, AgreedExtension extension, JsonObject details)
    {
        if (limit.State is not (TimeLimitState.Running or TimeLimitState.Suspended) || limit.Inputs() is not { } inputs)
            throw RejectedException.Conflict("limit-ended", "Thời hạn đã kết thúc, không gia hạn được nữa.", "The limit has ended and can no longer be extended.");
        var extended = inputs with { Extensions = inputs.Extensions.Add(extension) };
        try
        {
            LimitInputRules.Check(extended);
        }
        catch (DeadlineException refused)
        {
            throw Refusal(refused);
        }

        var basis = inputs.Entry.Extension!.LegalBasis;
        if (extension.AgreedOn > time.Day(context.Now))
            throw RejectedException.Invalid("agreedOn", "in-the-future", "Ngày này chưa đến.", "This day is still to come.", basis);
        if (extension.AgreedOn < inputs.Start.Date)
            throw RejectedException.Invalid("agreedOn", "agreed-before-limit", "Thỏa thuận trước khi thời hạn bắt đầu.", $"The limit began on {inputs.Start.Date:uuuu-MM-dd}; it cannot have been extended before.", basis);
        return Change(context, limit, extended, TimeLimitActKind.Extended, details);
    }

    /// <summary>
    /// An act on a limit that runs or stands still: what it is counted from becomes <paramref name="inputs"/>. Its row, ledger, timers and tasks follow,
    /// and other systems are told. Whatever the act, the limit is counted on the calendar in force from then on: it may come to days of which it was not told.
    /// </summary>
    /// <exception cref="RejectedException">The inputs break a rule of the entry; names it with its source.</exception>
    public IReadOnlyList<Effect> Change(ActivityContext context, TimeLimit limit, LimitInputs inputs, TimeLimitActKind kind, JsonObject details)
    {
        if (kind != TimeLimitActKind.Moved && time.Move(limit, context.Office, context.Now) is { } move)
        {
            inputs = inputs with { CalendarVersion = move.Inputs.CalendarVersion, EarlierCalendars = move.Inputs.EarlierCalendars, NotBefore = move.Inputs.NotBefore };
            details = Moved(limit, move, details);
        }

        LimitCount count;
        try
        {
            if (kind != TimeLimitActKind.Moved)
                time.RequireWithin(inputs, [.. inputs.Stops.Except(limit.Inputs()!.Stops)]);
            count = time.Count(inputs);
        }
        catch (DeadlineException refused)
        {
            throw Refusal(refused);
        }

        var isStopped = count.DueAt is null;
        var changed = Counted(limit, inputs, count) with
        {
            State = isStopped ? TimeLimitState.Suspended : TimeLimitState.Running,
            Revision = limit.Revision + 1,
            Calculation = inputs.ToJson(),
            PressedTasks = limit.State == TimeLimitState.Running ? Pressed(context, limit) : [.. limit.PressedTasks.Union(Entered(context, limit), StringComparer.Ordinal)],
        };
        var act = new TimeLimitAct(
            LedgerId(changed), context.InstanceId, limit.Id, changed.Revision, kind, context.Now, context.Actor.Id, details, LimitStanding.Of(limit), LimitStanding.Of(changed), limit.Calculation);
        return
        [
            new WriteRecord(changed),
            new WriteRecord(act),
            .. LimitTimers.Move(changed, context.Now),
            .. StepTimers(context, changed, inputs),
            .. changed.PressedTasks.Select(task => new SetTaskDue(task, changed.DueAt)),
            LimitNews.Journal(changed, act),
            .. act.Before == act.After ? (Effect[])[] : [LimitNews.Event(changed, act)],
        ];
    }

    /// <summary>A rule of legal time broken by what a person asked for. The fields of a count are those of <c>calculate</c>; here they are the act's own.</summary>
    internal static RejectedException Refusal(DeadlineException refused)
    {
        var field = refused.Field[(refused.Field.LastIndexOf('.') + 1)..];
        var own = field.StartsWith("suspensions", StringComparison.Ordinal) ? "from" : field == "extension" ? "amount" : field;
        return RejectedException.Invalid(own, refused.Rule, refused.Vi, refused.Message, refused.Basis);
    }

    /// <summary>What the ledger says of a calendar version, alone or with another act.</summary>
    internal static JsonObject Moved(TimeLimit limit, CalendarMove move, JsonObject? act = null)
    {
        var details = act?.DeepClone().AsObject() ?? [];
        details["calendar"] = move.Inputs.CalendarVersion;
        details["calendarBefore"] = limit.Inputs()!.CalendarVersion;
        details["kept"] = move.IsKept;
        return details;
    }

    internal static string LedgerId(TimeLimit limit) => string.Create(CultureInfo.InvariantCulture, $"{limit.Id}.r{limit.Revision}");

    private LimitCount Count(ActivityContext context, string limitId, Instant from) =>
        time.Count(time.Begin(time.Entry(context.DefinitionId, limitId, context.Office, from), from, context.Office));

    private IEnumerable<Effect> Start(ActivityContext context, string limitId, Instant from, ImmutableArray<StepTimer> wakes, string? variant, ImmutableArray<StoppedTime> stops)
    {
        var entry = time.Entry(context.DefinitionId, limitId, context.Office, from);
        var inputs = time.Begin(entry, from, context.Office, new StartingAct(entry.RunsFromVi, entry.RunsFromEn, context.ActivityInstanceId), variant) with { Stops = stops };
        var limit = New(context, limitId, from, LimitFile.Word(entry.Kind), LimitFile.Word(entry.Bearer), entry.LegalBasisOf(variant), inputs.ToJson()) with { StepTimers = wakes };
        return Begin(context, Counted(limit, inputs, time.Count(inputs)), inputs);
    }

    private static TimeLimit New(ActivityContext context, string limitId, Instant from, string kind, string bearer, string legalBasis, JsonObject calculation)
    {
        var occurrence = context.RecordsOf<TimeLimit>().Where(limit => limit.LimitId == limitId).Select(limit => limit.Occurrence).DefaultIfEmpty(0).Max() + 1;
        var id = $"{context.InstanceId}.{limitId}.{occurrence.ToString(CultureInfo.InvariantCulture)}";
        return new TimeLimit(
            id, context.InstanceId, context.DefinitionId, context.Office, limitId, occurrence, context.Node.Id, TimeLimitState.Running, from, null, null, null, null, null, kind, bearer, legalBasis, calculation)
        {
            Run = context.ActivityInstanceId,
            Role = context.Input<string>("role"),
        };
    }

    private static TimeLimit Counted(TimeLimit limit, LimitInputs inputs, LimitCount count) => limit with
    {
        DueDate = count.DueDate,
        DueAt = count.DueAt,
        WarnAt = count.WarnAt,
        BaseDueDate = count.BaseDueDate,
        LocalDueDate = count.LocalDueDate,
        LawDueDate = count.LawDueDate,
        RemindAt = count.RemindAt,
        Remaining = count.DueAt is null ? count.Remaining : null,
        RemainingUnit = count.DueAt is null ? LimitCounter.Governing(inputs).CountsWorkingDays ? LimitUnits.WorkingDay : LimitUnits.CalendarDay : null,
        LegalBasis = inputs.Entry.LegalBasisOf(inputs.Variant),
    };

    private IEnumerable<Effect> Begin(ActivityContext context, TimeLimit limit, LimitInputs? inputs)
    {
        yield return new WriteRecord(limit);
        foreach (var timer in limit.StepTimers)
            yield return new ArmTimer(timer.Name, At(limit, inputs!, timer)!.Value);
        yield return new Log("LimitStarted", $"{limit.LimitId} until {LimitNews.Text(limit.DueDate)}", new JsonObject { ["limit"] = limit.Id, ["dueAt"] = EngineJson.ToNode(limit.DueAt) });
        foreach (var effect in limit.DueAt <= context.Now ? MissedLimit.Miss(context, limit, context.Now) : LimitTimers.Arm(limit, context.Now))
            yield return effect;
    }

    private static IEnumerable<Effect> Cancel(ActivityContext context, Func<TimeLimit, bool> which) =>
        context.RecordsOf<TimeLimit>().Where(limit => limit.State is TimeLimitState.Running or TimeLimitState.Suspended && which(limit)).ToList()
            .SelectMany(limit => End(context, limit, TimeLimitState.Cancelled));

    private static IEnumerable<Effect> End(ActivityContext context, TimeLimit limit, TimeLimitState state)
    {
        yield return new WriteRecord(limit with { State = state, EndedAt = context.Now, Revision = limit.Revision + 1 });
        foreach (var effect in LimitTimers.Disarm(limit))
            yield return effect;
        yield return new Log("LimitEnded", $"{limit.LimitId}: {state}", new JsonObject { ["limit"] = limit.Id, ["state"] = EngineJson.ToNode(state) });
    }

    /// <summary>The open tasks of the limit's step that are due when it is.</summary>
    private static ImmutableArray<string> Pressed(ActivityContext context, TimeLimit limit) =>
        [.. context.Tasks.Where(task => task.IsOpen && task.ActivityInstanceId == limit.Run && task.DueAt is not null && task.DueAt == limit.DueAt).Select(task => task.Id)];

    /// <summary>The open tasks of the step that was entered while the clock stood still: they had no instant to be due at.</summary>
    private static IEnumerable<string> Entered(ActivityContext context, TimeLimit limit) =>
        context.Tasks.Where(task => task.IsOpen && task.DueAt is null && limit.EnteredStopped is { } run && task.ActivityInstanceId == run).Select(task => task.Id);

    /// <summary>The step's own timers follow; one that came before, or would come in the past, stays as it is.</summary>
    private IEnumerable<Effect> StepTimers(ActivityContext context, TimeLimit limit, LimitInputs inputs)
    {
        foreach (var timer in limit.StepTimers)
        {
            if (At(limit, inputs, timer) is not { } at)
                yield return new DisarmTimer(timer.Name) { Run = limit.Run };
            else if (timer.Entry is null || at > context.Now)
                yield return new ArmTimer(timer.Name, at) { Run = limit.Run };
        }
    }

    private Instant? At(TimeLimit limit, LimitInputs inputs, StepTimer timer) => timer.Entry is { } entry ? time.Beside(inputs, LimitFile.ReadEntry(entry)) : limit.DueAt;
}
