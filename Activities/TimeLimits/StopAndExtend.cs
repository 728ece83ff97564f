using ProcedureEngine.Deadlines;

namespace ProcedureEngine.Activities.TimeLimits;

/// <summary>
/// Stops a clock for an obstacle that the limit's entry names. With an end it cuts days out that are known; without one the limit has no due date
/// until it is resumed, only what is left. Days in several stops count once.
/// </summary>
public sealed class SuspendLimit(LegalTime time, TimeLimitBook book, ClockRoles roles) : ClockAct(time, book, roles)
{
    public override string Name => StopClock.Act;

    protected override ActOutcome Decide(ActivityContext context, JsonObject payload)
    {
        var stop = EngineJson.Read<StopClock>(payload)!;
        var (limit, inputs) = Find(context, stop.Limit, "cannot-be-suspended", new LocalizedText("Thời hạn này không được tạm dừng.", "This limit cannot be stopped: no text allows it."));
        FormData.RequireText("basis", stop.Basis);
        var stopped = inputs with
        {
            Stops = inputs.Stops.Add(new StoppedTime(stop.From, stop.To, stop.Ground) { Basis = stop.Basis, Evidence = stop.Evidence ?? string.Empty, By = context.Actor.Id }),
        };
        LimitInputRules.Check(stopped);
        RequireDays(context, limit, inputs, stop);
        RequireRevision(limit, stop.ExpectedRevision);
        return Change(context, limit, stopped, TimeLimitActKind.Suspended, stop);
    }

    private void RequireDays(ActivityContext context, TimeLimit limit, LimitInputs inputs, StopClock stop)
    {
        var source = inputs.Entry.Suspension!.Grounds.First(ground => ground.Id == stop.Ground).LegalBasis;
        if (stop.To < stop.From)
            throw RejectedException.Invalid("to", "stop-order", "Ngày kết thúc tạm dừng trước ngày bắt đầu.", "This stop ends before it begins.", source);
        if (stop.From < inputs.Start.Date)
            throw RejectedException.Invalid("from", "stop-before-limit", "Tạm dừng trước khi thời hạn bắt đầu.", $"The limit began on {inputs.Start.Date:uuuu-MM-dd}; a stop cannot begin before it.", source);
        if (stop.To is not null)
            return;
        if (limit.State == TimeLimitState.Suspended)
            throw RejectedException.Invalid("from", "already-suspended", "Thời hạn đang tạm dừng.", "The clock is stopped already; resume it, or give this stop an end.", source);
        RequireCome(context, "from", stop.From);
    }
}

/// <summary>Lets a stopped clock run again: the stopped days are cut out, and the limit has a due date once more.</summary>
public sealed class ResumeLimit(LegalTime time, TimeLimitBook book, ClockRoles roles) : ClockAct(time, book, roles)
{
    public override string Name => ResumeClock.Act;

    protected override ActOutcome Decide(ActivityContext context, JsonObject payload)
    {
        var resume = EngineJson.Read<ResumeClock>(payload)!;
        var (limit, inputs) = Find(context, resume.Limit, "not-suspended", new LocalizedText("Thời hạn không tạm dừng.", "The clock is not stopped."));
        FormData.RequireText("basis", resume.Basis);
        if (inputs.Stops.FirstOrDefault(stop => stop.To is null) is not { } open)
            throw RejectedException.Invalid("state", "not-suspended", "Thời hạn không tạm dừng.", "The clock is not stopped; there is nothing to resume.", limit.LegalBasis);
        if (resume.To < open.From)
        {
            throw RejectedException.Invalid(
                "to", "stop-order", "Ngày kết thúc tạm dừng trước ngày bắt đầu.", $"The clock stopped on {open.From:uuuu-MM-dd}; its last stopped day cannot be before.",
                inputs.Entry.Suspension!.Grounds.First(ground => ground.Id == open.Ground).LegalBasis);
        }

        RequireCome(context, "to", resume.To);
        RequireRevision(limit, resume.ExpectedRevision);
        return Change(context, limit, inputs with { Stops = inputs.Stops.Replace(open, open with { To = resume.To }) }, TimeLimitActKind.Resumed, resume);
    }
}

/// <summary>
/// Extends a limit from the end of its base time, once or more, within one cap for all of them; with the citizen's agreement where the entry asks for it.
/// </summary>
public sealed class ExtendLimit(LegalTime time, TimeLimitBook book, ClockRoles roles) : ClockAct(time, book, roles)
{
    public override string Name => ExtendClock.Act;

    protected override ActOutcome Decide(ActivityContext context, JsonObject payload)
    {
        var extend = EngineJson.Read<ExtendClock>(payload)!;
        var (limit, _) = Find(context, extend.Limit, "cannot-be-extended", new LocalizedText("Thời hạn này không được gia hạn.", "This limit cannot be extended: no text allows it."));
        FormData.RequireText("basis", extend.Basis);
        RequireRevision(limit, extend.ExpectedRevision);
        var extension = new AgreedExtension(LimitAmount.Of(extend.Amount, extend.Unit), extend.AgreedOn)
        {
            Basis = extend.Basis, Evidence = extend.Evidence?.Trim() ?? string.Empty, By = context.Actor.Id,
        };
        return Extend(context, limit, extension, extend);
    }
}
