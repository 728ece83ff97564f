using ProcedureEngine.Activities;
using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Host.Procedures;

namespace ProcedureEngine.Host.Cases;

/// <summary>An officer adds files to a running case: scans of the original, proofs of notification.</summary>
internal static class FileDocuments
{
    private const int MaxFile = 25 * 1024 * 1024;

    public static async Task<IResult> HandleAsync(string id, CaseReader reader, Caller caller, DurableStore store, WorkflowRunner runner, HttpContext http)
    {
        var file = await reader.FindAsync(id);
        caller.RequireRole(file.Office, Roles.IntakeOfficer.Id, Roles.Clerk.Id, Roles.Bailiff.Id, DevelopmentSeed.SystemRole);
        if (file.ClosedAt is not null)
            throw RejectedException.Conflict("finished", "Hồ sơ đã kết thúc.", "The case has ended.");
        if (!http.Request.HasFormContentType)
            throw new BadHttpRequestException("Send the files as multipart/form-data.", StatusCodes.Status415UnsupportedMediaType);
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (form.Files.Count == 0)
            throw RejectedException.Invalid("files", "required", "Chưa có tệp nào.", "Send at least one file.");
        var kind = form["kind"].ToString() is { Length: > 0 and <= 40 } named ? named : "attachment";
        var received = ImmutableArray.CreateBuilder<ReceivedFile>();
        foreach (var upload in form.Files)
            received.Add(await StoreAsync(upload, kind, store, http.RequestAborted));
        var answer = await runner.RunAsync(new Deliver(id, caller.Actor, StimulusNames.Documents, EngineJson.ToObject(new FiledDocuments(received.ToImmutable()))), http.RequestAborted);
        return answer.Kind == "incident" ? Problem.Incident(http, answer) : Body.Json(new { documents = received.Select(f => new { f.Name, f.Size, sha256 = f.Blob }) }, StatusCodes.Status201Created);
    }

    private static async Task<ReceivedFile> StoreAsync(IFormFile upload, string kind, DurableStore store, CancellationToken cancellation)
    {
        if (upload.Length > MaxFile)
            throw new BadHttpRequestException("A file may have 25 MB.", StatusCodes.Status413PayloadTooLarge);
        using var buffer = new MemoryStream();
        await upload.CopyToAsync(buffer, cancellation);
        var blob = await store.Blobs.PutAsync(buffer.ToArray(), cancellation);
        return new ReceivedFile(kind, FileNames.Safe(upload.FileName), upload.ContentType ?? "application/octet-stream", upload.Length, blob);
    }
}
