using ProcedureEngine.Activities;
using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Host.Procedures;

namespace ProcedureEngine.Host.Cases;

/// <summary>An officer adds files to a running case: scans of the original, proofs of notification.</summary>
internal static class FileDocuments
{
    private const int MaxKind = 40;

    public static async Task<IResult> HandleAsync(string id, CaseReader reader, Caller caller, DurableStore store, WorkflowRunner runner, HttpContext http)
    {
        var file = await reader.FindAsync(id);
        caller.RequireRole(file.Office, [.. ProcedureEndpoints.FileKeepers(file.Procedure), DevelopmentSeed.SystemRole]);
        var parts = await Multipart.ReadAsync(http);
        var files = parts.Where(part => part.FileName is not null).ToList();
        if (files.Count == 0)
            throw RejectedException.Invalid("files", "required", "Chưa có tệp nào.", "Send at least one file.");
        var kind = Kind(parts);
        var received = ImmutableArray.CreateBuilder<ReceivedFile>();
        foreach (var part in files)
            received.Add(new ReceivedFile(kind, FileNames.Safe(part.FileName!), part.ContentType, part.Bytes.Length, await store.Blobs.PutAsync(part.Bytes, http.RequestAborted)));
        var filed = EngineJson.ToObject(new FiledDocuments(received.ToImmutable()));
        var stimulus = new Deliver(id, caller.Actor, StimulusNames.Documents, filed) { MustBeRunning = true, Key = RequestKey.Of(http, caller, filed.ToJsonString()) };
        var answer = await runner.RunAsync(stimulus, http.RequestAborted);
        return answer.Kind == "incident" ? Problem.Incident(http, answer) : Body.Json(new { documents = received.Select(f => new { f.Name, f.Size, sha256 = f.Blob }) }, StatusCodes.Status201Created);
    }

    /// <summary>The form's field <c>kind</c>; an attachment when it has none.</summary>
    private static string Kind(IEnumerable<UploadedPart> parts)
    {
        if (parts.FirstOrDefault(part => part is { Name: "kind", FileName: null }) is not { } field)
            return "attachment";
        return field.Bytes is { Length: > 0 and <= MaxKind } && field.Bytes.All(c => char.IsAsciiLetterOrDigit((char)c) || c == '-')
            ? System.Text.Encoding.ASCII.GetString(field.Bytes)
            : throw RejectedException.Invalid("kind", "kind", "Loại tài liệu gồm chữ, số, gạch nối.", $"A kind is 1 to {MaxKind} letters, digits and hyphens, such as 'judgment'.");
    }
}
