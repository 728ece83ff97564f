using ProcedureEngine.Activities;
using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Engine.UserTasks;
using ProcedureEngine.Host.Composition;
using ProcedureEngine.Host.Portal;

namespace ProcedureEngine.Host.Procedures;

/// <param name="Channel">One of the procedure's: <c>http</c> for a calling system, <c>counter</c> for an officer with the applicant before him, <c>post</c>, <c>portal</c>.</param>
internal sealed record StartCaseRequest(string Office, string Channel, JsonObject Data)
{
    /// <summary>The files of a multipart request, each with the part that holds it.</summary>
    public ImmutableArray<EnclosedDocument> Documents { get; init; } = [];

    public string? LinkedCaseId { get; init; }

    /// <summary>Portal: the account that asks, unless it stands in <c>data</c>.</summary>
    public string? Account { get; init; }

    /// <summary>Portal: the account's phone, unless it stands in <c>data</c>.</summary>
    public string? Phone { get; init; }
}

/// <summary>Starts a case over HTTP: checked and with its files stored before the burst, and the same answer to the same key.</summary>
internal static class StartCase
{
    public static async Task<IResult> HandleAsync(string id, HttpContext http, Caller caller, WorkflowRunner runner, DurableStore store, IdSource ids)
    {
        var (definition, profile) = ProcedureEndpoints.Find(id);
        var body = await RequestWithFiles.ReadAsync(http);
        var request = Body.Read<StartCaseRequest>(body.Text);
        await CheckAsync(caller, profile, request, store, http.RequestAborted);
        var documents = body.Match(request.Documents);
        RequireKey(http, caller);
        var stored = await RequestWithFiles.StoreAsync(documents, store, http.RequestAborted);
        var key = RequestKey.Of(http, caller, body.Text, stored.Select(file => file.Blob));
        var answer = await runner.RunAsync(Stimulus(definition.DefinitionId, request, stored, caller.Actor, ids) with { Key = key }, http.RequestAborted);
        if (answer.Kind == "incident")
            return Problem.Incident(http, answer);
        http.Response.Headers.Location = PortalAccounts.Of(caller.Actor, request) is { } account
            ? $"/api/portal/cases/{answer.Body["code"]}?account={Uri.EscapeDataString(account.Account)}"
            : $"/api/cases/{answer.InstanceId}";
        return Body.Json(answer.Body, StatusCodes.Status201Created);
    }

    /// <summary>May this caller start this here, and is the data whole; the same for a request and a message.</summary>
    /// <exception cref="RejectedException">Names what is wrong.</exception>
    public static async Task CheckAsync(Caller caller, ProcedureProfile profile, StartCaseRequest request, DurableStore store, CancellationToken cancellation)
    {
        Check(caller, profile, request);
        if (request.Channel == Channels.Portal)
            PortalAccounts.PutInto(request);
        FormData.Read(profile.StartData, request.Data);
        if (request.LinkedCaseId is { } linked)
            caller.RequireSight((await store.Queries.CaseAsync(linked, cancellation))?.Office, "hồ sơ (case)", linked);
    }

    public static StartProcedure Stimulus(string procedure, StartCaseRequest request, ImmutableArray<ReceivedFile> files, Actor actor, IdSource ids)
    {
        var start = new CaseStart(request.Channel, ids.NewReferenceCode(), request.Data, null, files, request.LinkedCaseId) { Account = PortalAccounts.Of(actor, request) };
        return new StartProcedure(ids.NewId(), actor, procedure, request.Office, EngineJson.ToObject(start));
    }

    private static void Check(Caller caller, ProcedureProfile profile, StartCaseRequest request)
    {
        if (!caller.OfficesAs(PortalRights.Role).Contains(request.Office, StringComparer.Ordinal))
            caller.RequireSight(request.Office, "cơ quan (office)", request.Office);
        if (!profile.Channels.Contains(request.Channel, StringComparer.Ordinal))
            throw WrongChannel(profile, request.Channel);
        if (request.Channel == Channels.Portal)
            caller.RequireRole(request.Office, PortalRights.Role, DevelopmentSeed.SystemRole);
        else if (request.Channel == Channels.Http)
            caller.RequireRole(request.Office, DevelopmentSeed.SystemRole);
        else
            caller.RequireRole(request.Office, profile.CounterRole.Id);
    }

    /// <summary>An anonymous form is told the rule by its own name.</summary>
    private static RejectedException WrongChannel(ProcedureProfile profile, string channel)
    {
        if (channel == Channels.Form && profile.Channels.Contains(Channels.Portal, StringComparer.Ordinal))
            return PortalAccounts.Required("channel");
        var known = string.Join(", ", profile.Channels.Select(name => $"'{name}'"));
        return RejectedException.Invalid("channel", "unknown-channel", $"Kênh là một trong: {known}.", $"The channel is one of {known}; mail and the public form have doors of their own.");
    }

    /// <summary>A system must send a key, since it retries.</summary>
    private static void RequireKey(HttpContext http, Caller caller)
    {
        if (caller.Actor.Kind == ActorKind.System && !RequestKey.IsGiven(http))
            throw RequestKey.Wrong();
    }
}
