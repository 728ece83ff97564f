using System.Text.Json;
using ProcedureEngine.Activities;
using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Engine.UserTasks;
using ProcedureEngine.Host.Composition;

namespace ProcedureEngine.Host.Procedures;

/// <param name="Channel"><c>http</c> for a calling system, <c>counter</c> for an officer with the applicant before him.</param>
internal sealed record StartCaseRequest(string Office, string Channel, JsonObject Data)
{
    /// <summary>The files of a multipart request, each with the part that holds it.</summary>
    public ImmutableArray<StartDocument> Documents { get; init; } = [];

    public string? LinkedCaseId { get; init; }
}

internal sealed record StartDocument(string Kind, string Part);

/// <summary>Starts a case over HTTP: checked and with its files stored before the burst, and the same answer to the same key.</summary>
internal static class StartCase
{
    private const string RequestPart = "request";
    private const int MaxKind = 40;

    public static async Task<IResult> HandleAsync(string id, HttpContext http, Caller caller, WorkflowRunner runner, DurableStore store, IdSource ids)
    {
        var (definition, profile) = ProcedureEndpoints.Find(id);
        var (text, files) = await ReadAsync(http);
        var request = Body.Read<StartCaseRequest>(text);
        await CheckAsync(caller, profile, request, store, http.RequestAborted);
        var documents = Match(request, files);
        RequireKey(http, caller);
        var stored = await StoreAsync(documents, store, http.RequestAborted);
        var key = RequestKey.Of(http, caller, text, stored.Select(file => file.Blob));
        var answer = await runner.RunAsync(Stimulus(definition.DefinitionId, request, stored, caller.Actor, ids) with { Key = key }, http.RequestAborted);
        if (answer.Kind == "incident")
            return Problem.Incident(http, answer);
        http.Response.Headers.Location = $"/api/cases/{answer.InstanceId}";
        return Body.Json(answer.Body, StatusCodes.Status201Created);
    }

    /// <summary>May this caller start this here, and is the data whole; the same for a request and a message.</summary>
    /// <exception cref="RejectedException">Names what is wrong.</exception>
    public static async Task CheckAsync(Caller caller, ProcedureProfile profile, StartCaseRequest request, DurableStore store, CancellationToken cancellation)
    {
        Check(caller, profile, request);
        FormData.Read(profile.StartData, request.Data);
        if (request.LinkedCaseId is { } linked)
            caller.RequireSight((await store.Queries.CaseAsync(linked, cancellation))?.Office, "hồ sơ (case)", linked);
    }

    public static StartProcedure Stimulus(string procedure, StartCaseRequest request, ImmutableArray<ReceivedFile> files, Actor actor, IdSource ids)
    {
        var start = new CaseStart(request.Channel, ids.NewReferenceCode(), request.Data, null, files, request.LinkedCaseId);
        return new StartProcedure(ids.NewId(), actor, procedure, request.Office, EngineJson.ToObject(start));
    }

    private static void Check(Caller caller, ProcedureProfile profile, StartCaseRequest request)
    {
        caller.RequireSight(request.Office, "cơ quan (office)", request.Office);
        switch (request.Channel)
        {
            case Channels.Http:
                caller.RequireRole(request.Office, DevelopmentSeed.SystemRole);
                break;
            case Channels.Counter:
                caller.RequireRole(request.Office, profile.CounterRole.Id);
                break;
            default:
                throw RejectedException.Invalid("channel", "unknown-channel", "Kênh là http hoặc counter.", "The channel is 'http' or 'counter'; mail and the public form have doors of their own.");
        }
    }

    /// <summary>A system must send a key, since it retries.</summary>
    private static void RequireKey(HttpContext http, Caller caller)
    {
        if (caller.Actor.Kind == ActorKind.System && !RequestKey.IsGiven(http))
            throw RequestKey.Wrong();
    }

    private static async Task<(string Text, IReadOnlyList<UploadedPart> Files)> ReadAsync(HttpContext http)
    {
        if (!Multipart.IsUsed(http))
            return (await Body.TextAsync(http), []);
        var parts = await Multipart.ReadAsync(http);
        var request = parts.FirstOrDefault(part => part.Name == RequestPart) ?? throw RejectedException.Invalid(RequestPart, "missing-part", "Thiếu phần 'request'.", "The multipart body has no part 'request' with the JSON.");
        return (Body.JsonText(request.Bytes), [.. parts.Where(part => part != request)]);
    }

    /// <summary>Each document with its part; a part that no document names would be lost, so it is refused.</summary>
    private static List<(string Kind, UploadedPart Part)> Match(StartCaseRequest request, IReadOnlyList<UploadedPart> files)
    {
        if (request.Documents.IsDefault)
            throw new JsonException("'documents' is null; leave it out or give an array.", "$.documents", null, null);
        var matched = request.Documents.Select((document, index) => (Kind(document, index), Part(document, index, files))).ToList();
        if (files.FirstOrDefault(file => !matched.Exists(match => match.Item2 == file)) is { } extra)
            throw RejectedException.Invalid("documents", "unlisted-part", $"Tệp '{extra.Name}' không có trong danh sách.", $"Part '{extra.Name}' is not listed in 'documents', or is named twice.");
        return matched;
    }

    private static string Kind(StartDocument document, int index) => document.Kind is { Length: > 0 and <= MaxKind } && document.Kind.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
        ? document.Kind
        : throw RejectedException.Invalid($"documents[{index}].kind", "kind", "Loại tài liệu gồm chữ, số, gạch nối.", $"A kind is 1 to {MaxKind} letters, digits and hyphens, such as 'judgment'.");

    private static UploadedPart Part(StartDocument document, int index, IReadOnlyList<UploadedPart> files) => files.FirstOrDefault(file => file.Name == document.Part)
        ?? throw RejectedException.Invalid($"documents[{index}].part", "missing-part", $"Thiếu tệp '{document.Part}'.", $"The request names part '{document.Part}', which it does not hold.");

    private static async Task<ImmutableArray<ReceivedFile>> StoreAsync(IEnumerable<(string Kind, UploadedPart Part)> documents, DurableStore store, CancellationToken cancellation)
    {
        var stored = ImmutableArray.CreateBuilder<ReceivedFile>();
        foreach (var (kind, part) in documents)
            stored.Add(new ReceivedFile(kind, FileNames.Safe(part.FileName ?? part.Name), part.ContentType, part.Bytes.Length, await store.Blobs.PutAsync(part.Bytes, cancellation)));
        return stored.ToImmutable();
    }
}
