using NodaTime.Text;
using ProcedureEngine.Activities;
using ProcedureEngine.Deadlines;
using ProcedureEngine.Host.Composition;
using ProcedureEngine.Host.Deadlines;
using ProcedureEngine.Host.Loops;

namespace ProcedureEngine.Host.Operations;

/// <summary>What operators and other systems ask: incidents, the feed of events, the sandbox's clock.</summary>
internal static class OperationEndpoints
{
    private static readonly string[] IncidentReaders = [Roles.Operator.Id, Roles.Supervisor.Id, DevelopmentSeed.SystemRole];

    public static void MapOperations(this IEndpointRouteBuilder api)
    {
        api.MapGet("/incidents", IncidentsAsync).WithTags("Operation").WithSummary("Open incidents");
        api.MapPost("/incidents/{id}/retry", RetryAsync).WithTags("Operation").WithSummary("Try again what an incident stopped");
        api.MapGet("/events", EventsAsync).WithTags("Operation").WithSummary("The feed of events, in order");
        api.MapGet("/sandbox/clock", async (DurableStore store, EngineHostOptions options, HttpContext http) => Body.Json(await ClockAsync(store, options, http))).WithTags("Sandbox");
        api.MapPost("/sandbox/clock", MoveClockAsync).WithTags("Sandbox").WithSummary("Move the clock forward; what falls due on the way is fired").Accepts<MoveClock>("application/json");
    }

    private static async Task<IResult> IncidentsAsync(Caller caller, DurableStore store, HttpContext http)
    {
        var offices = caller.OfficesAs(IncidentReaders);
        if (offices.Count == 0)
            throw Caller.RoleRequired(IncidentReaders, string.Empty);
        var items = await store.Queries.OpenIncidentsAsync(offices, 200, http.RequestAborted);
        return Body.Json(new { items = items.Select(i => new { i.Id, caseId = i.InstanceId, i.ActivityId, i.ExceptionType, i.Message, i.At }) });
    }

    private static async Task<IResult> RetryAsync(string id, Caller caller, DurableStore store, WorkflowRunner runner, HttpContext http)
    {
        var incident = await store.Queries.IncidentAsync(id, http.RequestAborted) ?? throw RejectedException.NotFound("sự cố (incident)", id);
        var instance = await store.Queries.InstanceAsync(incident.InstanceId, http.RequestAborted);
        caller.RequireSight(instance?.Office, "sự cố (incident)", id);
        var answer = await runner.RunAsync(new RetryIncident(incident.InstanceId, caller.Actor, id), http.RequestAborted);
        return answer.Kind == "incident" ? Problem.Incident(http, answer) : Body.Json(answer.Body);
    }

    private static async Task<IResult> EventsAsync(Caller caller, DurableStore store, HttpContext http, long after = 0, int limit = 100)
    {
        var events = await store.Outbox.ReadEventsAsync(after, Math.Clamp(limit, 1, 1000), caller.Offices, http.RequestAborted);
        return Body.Json(new
        {
            items = events.Select(e => new { e.Position, e.Row.Id, type = e.Row.Kind, caseId = e.Row.InstanceId, e.Row.Sequence, e.Office, at = e.Row.CreatedAt, data = e.Row.Payload }),
            next = events.Count == 0 ? after : events[^1].Position,
        });
    }

    private static async Task<object> ClockAsync(DurableStore store, EngineHostOptions options, HttpContext http)
    {
        RequireSandbox(options);
        return new { now = await store.NowAsync(http.RequestAborted) };
    }

    private static async Task<IResult> MoveClockAsync(DurableStore store, EngineHostOptions options, TimerLoop timers, WorkingCalendar calendar, DateTimeZone zone, HttpContext http)
    {
        RequireSandbox(options);
        var request = await Body.ReadAsync<MoveClock>(http);
        var target = Target(request, await store.NowAsync(http.RequestAborted), calendar, zone);
        // Stop at every instant at which something falls due, so that all cases see their timers in one order.
        while (await store.NextDueAsync(http.RequestAborted) is { } next && next <= target && await store.NowAsync(http.RequestAborted) is var now && now < target)
        {
            if (next > now && !await store.AdvanceClockAsync(next, http.RequestAborted))
                continue;
            // None may be left to fire here: the loop beside was quicker, or it cannot be fired. Either is not found again at once.
            await timers.FireDueAsync(http.RequestAborted);
        }

        if (!await store.AdvanceClockAsync(target, http.RequestAborted) && request.Now is not null && target < await store.NowAsync(http.RequestAborted) - Duration.FromSeconds(30))
            throw RejectedException.Invalid("now", "clock-backwards", "Đồng hồ chỉ tiến, không lùi.", "The sandbox's clock only moves forward.");
        await timers.FireDueAsync(http.RequestAborted);
        return Body.Json(await ClockAsync(store, options, http));
    }

    private static Instant Target(MoveClock request, Instant now, WorkingCalendar calendar, DateTimeZone zone) => request switch
    {
        { Now: { } text, Advance: null, WorkingDays: null } => DeadlineEndpoints.ReadInstant("now", text),
        { Now: null, Advance: { } text, WorkingDays: null } => PeriodPattern.NormalizingIso.Parse(text) is { Success: true } period
            ? now.InZone(zone).LocalDateTime.Plus(period.Value).InZoneLeniently(zone).ToInstant()
            : throw RejectedException.Invalid("advance", "period", "Khoảng thời gian theo ISO 8601.", "Write a period as ISO 8601, as in P1D or PT2H."),
        { Now: null, Advance: null, WorkingDays: > 0 and var days } =>
            calendar.AddWorkingDays(now.InZone(zone).Date, days).At(now.InZone(zone).TimeOfDay).InZoneLeniently(zone).ToInstant(),
        _ => throw RejectedException.Invalid("now", "one-of", "Chọn một trong now, advance, workingDays.", "Give exactly one of now, advance, workingDays."),
    };

    private static void RequireSandbox(EngineHostOptions options)
    {
        if (!options.Sandbox)
            throw RejectedException.NotFound("sandbox", "clock");
    }
}

internal sealed record MoveClock
{
    public string? Now { get; init; }

    public string? Advance { get; init; }

    public int? WorkingDays { get; init; }
}
