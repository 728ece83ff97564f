using System.Net;
using Microsoft.AspNetCore.Mvc;
using ProcedureEngine.Activities;
using ProcedureEngine.Engine.Definitions;
using ProcedureEngine.Host.Linting;
using ProcedureEngine.Host.Mail;

namespace ProcedureEngine.Host.Health;

/// <summary>
/// Is the process alive, and can it serve. Ready with a list of degraded parts is still ready: a quarantined procedure or letters that wait
/// are for people to mend, not for a balancer to switch the host off. Only a store that cannot be used makes it 503.
/// </summary>
internal static class HealthEndpoints
{
    /// <summary>Mail waits so long only when its server does not take it.</summary>
    private static readonly Duration LongWait = Duration.FromMinutes(15);

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/health").WithTags("Health");
        group.MapGet("/live", () => Results.Text("live")).WithSummary("The process answers");
        group.MapGet("/ready", ReadyAsync).WithSummary("It can serve; what is degraded").Produces<Readiness>().Produces<Readiness>(503);
    }

    private static async Task<IResult> ReadyAsync(
        DurableStore store, DefinitionRegistry definitions, OtherVersions others, StuckMail stuck, ProcedureLint lint, [FromServices] IEnumerable<IReadinessPart> parts, HttpContext http)
    {
        var condition = await store.CheckAsync(http.RequestAborted);
        if (condition != StoreCondition.Ready)
            return Unavailable(http, condition);
        try
        {
            List<DegradedPart> degraded = [.. Quarantined(definitions), .. await OutboxAsync(store, http.RequestAborted), .. await LimitsAsync(store, http.RequestAborted), .. Stuck(stuck)];
            foreach (var part in parts)
                degraded.AddRange(await part.CheckAsync(http.RequestAborted));
            var (abandoned, elsewhere) = await others.CheckAsync(http.RequestAborted);
            degraded.AddRange(abandoned);
            return Told(http, new Readiness(degraded.Count == 0 ? "ready" : "degraded", degraded) { Information = [.. Findings(lint), .. elsewhere] });
        }
        catch (StoreException)
        {
            return Unavailable(http, StoreCondition.Unreachable);
        }
    }

    /// <summary>Reasons name systems, addresses and errors; a stranger gets the parts alone.</summary>
    private static IResult Told(HttpContext http, Readiness readiness, int status = StatusCodes.Status200OK) => Body.Json(IsOfTheHouse(http) ? readiness : readiness.ForStrangers(), status);

    /// <summary>Who asks from the machine itself (through a proxy nobody does: the client's address counts), or an operator of any office.</summary>
    private static bool IsOfTheHouse(HttpContext http) => http.Connection.RemoteIpAddress is not { } address || IPAddress.IsLoopback(address)
        || (http.User.Identity is { IsAuthenticated: true } && Caller.Read(http.User).Grants.Any(grant => grant.Role == Roles.Operator.Id));

    private static IResult Unavailable(HttpContext http, StoreCondition condition) => Told(
        http,
        new Readiness("unavailable", [new DegradedPart("store", condition switch
        {
            StoreCondition.Migrating => "another host is changing the store's schema",
            StoreCondition.HalfApplied => "steps of the store's schema are missing: a half-applied migration or a half restored copy",
            StoreCondition.Newer => "a newer program has changed the store's schema by a one-way step; this one must be replaced",
            _ => "the store cannot be reached",
        })]),
        StatusCodes.Status503ServiceUnavailable);

    private static IEnumerable<DegradedPart> Quarantined(DefinitionRegistry definitions) =>
        definitions.Quarantined.Select(q => new DegradedPart($"procedure/{q.Key.Id}/v{q.Key.Version}", q.Value)).OrderBy(part => part.Part, StringComparer.Ordinal);

    /// <summary>What the linter found at start is for people to read; nothing is degraded by it.</summary>
    private static IEnumerable<DegradedPart> Findings(ProcedureLint lint) => lint.AtStart.Where(finding => finding.IsOpen).GroupBy(finding => finding.Procedure, StringComparer.Ordinal)
        .Select(procedure => new DegradedPart($"procedure/{procedure.Key}", $"the linter has open findings: {LintReport.Count(procedure)}; see /api/procedures/{procedure.Key}/findings"));

    private static IEnumerable<DegradedPart> Stuck(StuckMail stuck) => stuck.Reasons.GroupBy(reason => reason, StringComparer.Ordinal)
        .Select(group => new DegradedPart("mail-in", group.Count() == 1 ? group.Key : $"{group.Count()} messages: {group.Key}"));

    private static async Task<IEnumerable<DegradedPart>> LimitsAsync(DurableStore store, CancellationToken cancellation) => await store.Watch.CountAlarmsAsync(cancellation) is > 0 and var alarms
        ? [new DegradedPart("time-limits", $"{alarms} time limits cannot be armed; see /api/supervision/reconciliation")]
        : [];

    private static async Task<IEnumerable<DegradedPart>> OutboxAsync(DurableStore store, CancellationToken cancellation)
    {
        var figures = await store.Outbox.FiguresAsync(cancellation);
        var now = await store.NowAsync(cancellation);
        var parts = new List<DegradedPart>();
        if (figures.Failed > 0)
            parts.Add(new DegradedPart("outbox", $"{figures.Failed} messages failed for good"));
        if (figures.OldestPending is { } oldest && now - oldest > LongWait)
            parts.Add(new DegradedPart("outbox", $"{figures.Pending} messages wait, the oldest since {oldest}"));
        return parts;
    }
}

internal sealed record Readiness(string Status, IReadOnlyList<DegradedPart> Degraded)
{
    /// <summary>Worth knowing, and no reason to call anything degraded.</summary>
    public IReadOnlyList<DegradedPart> Information { get; init; } = [];

    public Readiness ForStrangers() => new(Status, Names(Degraded)) { Information = Names(Information) };

    private static IReadOnlyList<DegradedPart> Names(IEnumerable<DegradedPart> parts) => [.. parts.Select(part => part with { Reason = null }).Distinct()];
}

/// <param name="Reason">Null for strangers.</param>
internal sealed record DegradedPart(string Part, string? Reason);
