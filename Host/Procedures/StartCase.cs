using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
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
    private const int MaxFile = 25 * 1024 * 1024;
    private const int MaxRequest = 100 * 1024 * 1024;

    public static async Task<IResult> HandleAsync(string id, HttpContext http, Caller caller, WorkflowRunner runner, DurableStore store, IdSource ids)
    {
        var (definition, profile) = ProcedureEndpoints.Find(id);
        var (text, files) = await ReadAsync(http);
        var request = Body.Read<StartCaseRequest>(text);
        Check(caller, request);
        FormData.Read(profile.StartData, request.Data);
        if (request.LinkedCaseId is { } linked)
            caller.RequireSight((await store.Queries.CaseAsync(linked, http.RequestAborted))?.Office, "hồ sơ (case)", linked);
        var stored = await StoreAsync(request, files, store, http.RequestAborted);
        var start = new CaseStart(request.Channel, ids.NewReferenceCode(), request.Data, null, stored, request.LinkedCaseId);
        var stimulus = new StartProcedure(ids.NewId(), caller.Actor, definition.DefinitionId, request.Office, EngineJson.ToObject(start)) { Key = Key(http, caller, text, stored) };
        var answer = await runner.RunAsync(stimulus, http.RequestAborted);
        if (answer.Kind == "incident")
            return Problem.Incident(http, answer);
        http.Response.Headers.Location = $"/api/cases/{answer.InstanceId}";
        return Body.Json(answer.Body, StatusCodes.Status201Created);
    }

    private static void Check(Caller caller, StartCaseRequest request)
    {
        caller.RequireSight(request.Office, "cơ quan (office)", request.Office);
        switch (request.Channel)
        {
            case Channels.Http:
                caller.RequireRole(request.Office, DevelopmentSeed.SystemRole);
                break;
            case Channels.Counter:
                caller.RequireRole(request.Office, Roles.IntakeOfficer.Id);
                break;
            default:
                throw RejectedException.Invalid("channel", "unknown-channel", "Kênh là http hoặc counter.", "The channel is 'http' or 'counter'; mail and the public form have doors of their own.");
        }
    }

    /// <summary>The key is scoped to caller and route; a system must send one, since it retries.</summary>
    private static StimulusKey? Key(HttpContext http, Caller caller, string text, ImmutableArray<ReceivedFile> files)
    {
        var key = http.Request.Headers["Idempotency-Key"].ToString();
        if (key.Length == 0 && caller.Actor.Kind != ActorKind.System)
            return null;
        if (key.Length is 0 or > 200)
        {
            throw RejectedException.Invalid(
                "Idempotency-Key", "idempotency-key", "Thiếu Idempotency-Key (1 đến 200 ký tự).", "Send an Idempotency-Key of 1 to 200 characters, and the same one when you try again.");
        }

        var digest = CanonicalJson.Sha256(CanonicalJson.Write(JsonNode.Parse(text)) + string.Concat(files.Select(file => file.Blob)));
        return new StimulusKey($"{caller.Actor.Id} POST {http.Request.Path}", key, digest);
    }

    private static async Task<(string Text, Dictionary<string, (string Name, string ContentType, byte[] Bytes)> Files)> ReadAsync(HttpContext http)
    {
        if (http.Request.ContentType?.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase) != true)
            return (await Body.TextAsync(http), []);
        string? text = null;
        var total = 0L;
        var files = new Dictionary<string, (string, string, byte[])>(StringComparer.Ordinal);
        var boundary = HeaderUtilities.RemoveQuotes(MediaTypeHeaderValue.Parse(http.Request.ContentType).Boundary).Value
            ?? throw new BadHttpRequestException("multipart/form-data needs a boundary.");
        var reader = new MultipartReader(boundary, http.Request.Body) { BodyLengthLimit = MaxFile + 1 };
        while (await reader.ReadNextSectionAsync(http.RequestAborted) is { } section)
        {
            var bytes = await ReadPartAsync(section, http.RequestAborted);
            if ((total += bytes.Length) > MaxRequest)
                throw new BadHttpRequestException("The request is too large.", StatusCodes.Status413PayloadTooLarge);
            var disposition = section.GetContentDispositionHeader();
            var part = HeaderUtilities.RemoveQuotes(disposition?.Name ?? default).Value ?? string.Empty;
            if (part == "request")
                text = Body.Utf8(bytes);
            else
                files[part] = (HeaderUtilities.RemoveQuotes(disposition?.FileNameStar.Value ?? disposition?.FileName.Value ?? part).Value ?? part, section.ContentType ?? "application/octet-stream", bytes);
        }

        return (text ?? throw new JsonException("The multipart body has no part 'request'."), files);
    }

    private static async Task<byte[]> ReadPartAsync(MultipartSection section, CancellationToken cancellation)
    {
        using var buffer = new MemoryStream();
        try
        {
            await section.Body.CopyToAsync(buffer, cancellation);
        }
        catch (InvalidDataException exception)
        {
            throw new BadHttpRequestException("A file may have 25 MB.", StatusCodes.Status413PayloadTooLarge, exception);
        }

        return buffer.Length <= MaxFile ? buffer.ToArray() : throw new BadHttpRequestException("A file may have 25 MB.", StatusCodes.Status413PayloadTooLarge);
    }

    private static async Task<ImmutableArray<ReceivedFile>> StoreAsync(
        StartCaseRequest request, Dictionary<string, (string Name, string ContentType, byte[] Bytes)> files, DurableStore store, CancellationToken cancellation)
    {
        var stored = ImmutableArray.CreateBuilder<ReceivedFile>();
        foreach (var document in request.Documents)
        {
            if (!files.TryGetValue(document.Part, out var file))
                throw RejectedException.Invalid("documents", "missing-part", $"Thiếu tệp '{document.Part}'.", $"The request names part '{document.Part}', which it does not hold.");
            stored.Add(new ReceivedFile(document.Kind, FileNames.Safe(file.Name), file.ContentType, file.Bytes.Length, await store.Blobs.PutAsync(file.Bytes, cancellation)));
        }

        return stored.ToImmutable();
    }
}

/// <summary>File names as they came, without what a file system or a browser would take for more than a name.</summary>
internal static class FileNames
{
    public static string Safe(string name)
    {
        var last = name.Replace('\\', '/').Split('/')[^1];
        var clean = string.Concat(last.Where(c => !char.IsControl(c) && c is not ('<' or '>' or ':' or '"' or '|' or '?' or '*')));
        return clean.Trim('.', ' ').Length == 0 ? "tep-dinh-kem" : clean[..Math.Min(clean.Length, 200)];
    }
}
