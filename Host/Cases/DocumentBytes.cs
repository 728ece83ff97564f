using ProcedureEngine.Papers;

namespace ProcedureEngine.Host.Cases;

/// <summary>
/// The bytes of a paper: received ones as they came and only to be saved, the office's own rendered from their frozen values. Nothing of it
/// may run a script or be framed as ours.
/// </summary>
internal static class DocumentBytes
{
    public static async Task<IResult> HandleAsync(string id, string documentId, CaseReader reader, DurableStore store, HttpContext http)
    {
        if ((await reader.DocumentsAsync(id)).FirstOrDefault(held => held.Id == documentId) is not { } document)
            throw RejectedException.NotFound("tài liệu (document)", documentId);
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        if (document is { Template: { } template, Slots: { } slots })
            return Results.Content(LetterTemplates.Render(template, slots).Html, "text/html", System.Text.Encoding.UTF8);
        var bytes = await store.Blobs.GetAsync(document.Blob!, http.RequestAborted) ?? throw RejectedException.NotFound("tài liệu (document)", documentId);
        return Results.File(bytes, "application/octet-stream", document.Name);
    }
}
