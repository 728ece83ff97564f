using System.Text.Json;
using ProcedureEngine.Activities.Intake;

namespace ProcedureEngine.Host.Uploads;

/// <param name="Part">The part of the multipart body that holds the file.</param>
internal sealed record EnclosedDocument(string Kind, string Part);

/// <summary>A request as JSON, or as multipart with the JSON in part <c>request</c> and the files that its <c>documents</c> list.</summary>
internal sealed record RequestWithFiles(string Text, IReadOnlyList<UploadedPart> Files)
{
    private const string RequestPart = "request";
    private const int MaxKind = 40;

    public static async Task<RequestWithFiles> ReadAsync(HttpContext http)
    {
        if (!Multipart.IsUsed(http))
            return new RequestWithFiles(await Body.TextAsync(http), []);
        var parts = await Multipart.ReadAsync(http);
        var request = parts.FirstOrDefault(part => part.Name == RequestPart) ?? throw RejectedException.Invalid(RequestPart, "missing-part", "Thiếu phần 'request'.", "The multipart body has no part 'request' with the JSON.");
        return new RequestWithFiles(Body.JsonText(request.Bytes), [.. parts.Where(part => part != request)]);
    }

    /// <summary>Each document with its part; a part that no document names would be lost, so it is refused.</summary>
    public IReadOnlyList<(string Kind, UploadedPart Part)> Match(ImmutableArray<EnclosedDocument> documents)
    {
        if (documents.IsDefault)
            throw new JsonException("'documents' is null; leave it out or give an array.", "$.documents", null, null);
        var matched = documents.Select((document, index) => (Kind(document, index), Part(document, index))).ToList();
        if (Files.FirstOrDefault(file => !matched.Exists(match => match.Item2 == file)) is { } extra)
            throw RejectedException.Invalid("documents", "unlisted-part", $"Tệp '{extra.Name}' không có trong danh sách.", $"Part '{extra.Name}' is not listed in 'documents', or is named twice.");
        return matched;
    }

    /// <summary>The bytes are in the store before the burst that refers to them.</summary>
    public static async Task<ImmutableArray<ReceivedFile>> StoreAsync(IEnumerable<(string Kind, UploadedPart Part)> documents, DurableStore store, CancellationToken cancellation)
    {
        var stored = ImmutableArray.CreateBuilder<ReceivedFile>();
        foreach (var (kind, part) in documents)
            stored.Add(new ReceivedFile(kind, FileNames.Safe(part.FileName ?? part.Name), part.ContentType, part.Bytes.Length, await store.Blobs.PutAsync(part.Bytes, cancellation)));
        return stored.ToImmutable();
    }

    private static string Kind(EnclosedDocument document, int index) => document.Kind is { Length: > 0 and <= MaxKind } && document.Kind.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
        ? document.Kind
        : throw RejectedException.Invalid($"documents[{index}].kind", "kind", "Loại tài liệu gồm chữ, số, gạch nối.", $"A kind is 1 to {MaxKind} letters, digits and hyphens, such as 'judgment'.");

    private UploadedPart Part(EnclosedDocument document, int index) => Files.FirstOrDefault(file => file.Name == document.Part)
        ?? throw RejectedException.Invalid($"documents[{index}].part", "missing-part", $"Thiếu tệp '{document.Part}'.", $"The request names part '{document.Part}', which it does not hold.");
}
