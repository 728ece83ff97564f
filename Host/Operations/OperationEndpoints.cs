using Microsoft.AspNetCore.Mvc;
using ProcedureEngine.Activities;
using ProcedureEngine.Engine.Definitions;
using ProcedureEngine.Host.Feed;
using ProcedureEngine.Host.Operations.Why;

namespace ProcedureEngine.Host.Operations;

/// <summary>What operators and other systems ask: incidents and the feed of events.</summary>
internal static class OperationEndpoints
{
    private static readonly string[] IncidentReaders = [Roles.Operator.Id, Roles.Supervisor.Id, DevelopmentSeed.SystemRole];

    public static void MapOperations(this IEndpointRouteBuilder api)
    {
        api.MapGet("/incidents", IncidentsAsync).WithTags("Operation").WithSummary("Open incidents, oldest first: of all offices where the caller looks after them, or of one case");
        api.MapPost("/incidents/{id}/retry", RetryAsync).WithTags("Operation").WithSummary("Try again what an incident stopped");
        api.MapGet("/cases/{id}/why", WhyAsync).WithTags("Operation").WithSummary("Where a case waits, for whom, what keeps it, and what to do").Produces<WaitReport>();
        api.MapGet("/events", EventsAsync).WithTags("Operation").WithSummary("The feed of events, in order");
    }

    private static async Task<IResult> IncidentsAsync(Caller caller, DurableStore store, HttpContext http, [FromQuery(Name = "case")] string? caseId = null)
    {
        var offices = caller.OfficesAs(IncidentReaders);
        if (offices.Count == 0)
            throw Caller.RoleRequired(IncidentReaders, string.Empty);
        var items = await store.Queries.OpenIncidentsAsync(offices, 200, http.RequestAborted, caseId);
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

    private static async Task<IResult> WhyAsync(string id, Caller caller, DurableStore store, DefinitionRegistry definitions, HttpContext http)
    {
        var office = (await store.Instances.StandingAsync(id, http.RequestAborted))?.Office;
        caller.RequireSight(office, "hồ sơ (case)", id);
        caller.RequireRole(office!, Roles.Operator.Id, Roles.Supervisor.Id);
        var facts = await WaitFacts.ReadAsync(store, id, (definition, version) => Task.FromResult(definitions.FaultOf(definition, version)), http.RequestAborted);
        return Body.Json(WaitReport.Of(facts!, definitions.Find(facts!.Instance.DefinitionId, facts.Instance.DefinitionVersion)));
    }

    private static async Task<IResult> EventsAsync(Caller caller, DurableStore store, HttpContext http, long after = 0, int limit = 100)
    {
        var events = await store.Outbox.ReadEventsAsync(after, Math.Clamp(limit, 1, 1000), caller.Offices, http.RequestAborted);
        return Body.Json(new
        {
            items = events.Select(FeedItem.Of),
            next = events.Count == 0 ? after : events[^1].Position,
        });
    }
}
