using ProcedureEngine.Host.Composition;
using ProcedureEngine.Host.Loops;

namespace ProcedureEngine.Host.Sandbox;

/// <summary>The sandbox's clock: read by all, moved forward by whoever is signed in. Where the sandbox is off there is no such thing.</summary>
internal static class SandboxEndpoints
{
    /// <summary>Who asks for an instant that has just gone by gets now.</summary>
    private static readonly Duration Tolerance = Duration.FromSeconds(30);

    public static void MapSandbox(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/sandbox/clock").WithTags("Sandbox").AddEndpointFilter(RequireSandboxAsync);
        group.MapGet("/", NowAsync).WithSummary("The store's now");
        group.MapPost("/", MoveAsync).WithSummary("Move the clock forward; what falls due on the way is fired, in order over all cases").Accepts<MoveClock>("application/json");
    }

    private static ValueTask<object?> RequireSandboxAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.RequestServices.GetRequiredService<EngineHostOptions>().Sandbox ? next(context) : throw RejectedException.NotFound("đồng hồ thử nghiệm (sandbox)", "clock");

    private static async Task<IResult> NowAsync(DurableStore store, HttpContext http) => Body.Json(new { now = await store.NowAsync(http.RequestAborted) });

    private static async Task<IResult> MoveAsync(DurableStore store, TimerLoop timers, ClockTarget targets, Signals signals, HttpContext http)
    {
        var request = await Body.ReadAsync<MoveClock>(http);
        var now = await store.NowAsync(http.RequestAborted);
        var target = targets.Of(request, now);
        if (target < now - Tolerance)
            throw RejectedException.Invalid(request.Advance is null ? "now" : "advance", "clock-backwards", "Đồng hồ chỉ tiến, không lùi.", "The sandbox's clock only moves forward.");
        await FireOnTheWayAsync(target, store, timers, http.RequestAborted);
        await store.AdvanceClockAsync(target, http.RequestAborted);
        await timers.FireDueAsync(http.RequestAborted);
        // Letters and stimuli that waited for their next attempt may be due now.
        signals.Mail.Set();
        signals.ShortMessages.Set();
        signals.Stimuli.Set();
        return await NowAsync(store, http);
    }

    /// <summary>Stops at every instant at which something falls due, so that all cases see their timers in one order.</summary>
    private static async Task FireOnTheWayAsync(Instant target, DurableStore store, TimerLoop timers, CancellationToken cancellation)
    {
        while (await store.NextDueAsync(cancellation) is { } next && next <= target && await store.NowAsync(cancellation) is var now && now < target)
        {
            if (next > now && !await store.AdvanceClockAsync(next, cancellation))
                continue;
            // None may be left to fire here: the loop beside was quicker, or it cannot be fired. Either is not found again at once.
            await timers.FireDueAsync(cancellation);
        }
    }
}
