using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace ProcedureEngine.Host.Uploads;

/// <param name="FileName">Null for a field of a form.</param>
internal sealed record UploadedPart(string Name, string? FileName, string ContentType, byte[] Bytes);

/// <summary>Reads multipart/form-data: 25 MB a part, 100 MB in all, 100 parts.</summary>
internal static class Multipart
{
    public const int MaxFile = 25 * 1024 * 1024;
    private const int MaxTotal = 100 * 1024 * 1024;
    private const int MaxParts = 100;
    private const string AnyBytes = "application/octet-stream";

    public static bool IsUsed(HttpContext http) => http.Request.ContentType?.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase) is true;

    /// <exception cref="BadHttpRequestException">413 when a part or the whole is larger; 415 for another content type; 400 when it is no multipart.</exception>
    public static async Task<IReadOnlyList<UploadedPart>> ReadAsync(HttpContext http)
    {
        if (!IsUsed(http))
            throw new BadHttpRequestException("Content-Type must be multipart/form-data.", StatusCodes.Status415UnsupportedMediaType);
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) || HeaderUtilities.RemoveQuotes(type.Boundary) is not { Length: > 0 and <= 70 } boundary)
            throw Malformed("it needs a boundary of 1 to 70 characters");
        try
        {
            return await ReadAsync(new MultipartReader(boundary.Value!, http.Request.Body) { BodyLengthLimit = MaxFile + 1 }, http.RequestAborted);
        }
        catch (Exception exception) when (exception is IOException and not BadHttpRequestException or InvalidDataException)
        {
            throw Malformed(exception.Message, exception);
        }
    }

    private static async Task<IReadOnlyList<UploadedPart>> ReadAsync(MultipartReader reader, CancellationToken cancellation)
    {
        var parts = new List<UploadedPart>();
        var total = 0L;
        while (await reader.ReadNextSectionAsync(cancellation) is { } section)
        {
            if (parts.Count == MaxParts)
                throw Malformed($"it has more than {MaxParts} parts");
            var part = await ReadAsync(section, cancellation);
            parts.Add(part);
            if ((total += part.Bytes.Length) > MaxTotal)
                throw Body.TooLarge();
        }

        return parts;
    }

    private static async Task<UploadedPart> ReadAsync(MultipartSection section, CancellationToken cancellation)
    {
        var disposition = section.GetContentDispositionHeader() ?? throw Malformed("a part has no Content-Disposition");
        var name = HeaderUtilities.RemoveQuotes(disposition.Name).Value is { Length: > 0 } given ? given : throw Malformed("a part has no name");
        var fileName = disposition.FileNameStar.HasValue ? disposition.FileNameStar : HeaderUtilities.RemoveQuotes(disposition.FileName);
        return new UploadedPart(name, fileName.Value, TypeOf(section.ContentType), await BytesAsync(section, cancellation));
    }

    private static async Task<byte[]> BytesAsync(MultipartSection section, CancellationToken cancellation)
    {
        using var buffer = new MemoryStream();
        try
        {
            await section.Body.CopyToAsync(buffer, cancellation);
        }
        catch (InvalidDataException) when (buffer.Length > 0)
        {
            throw Body.TooLarge();
        }

        return buffer.Length <= MaxFile ? buffer.ToArray() : throw Body.TooLarge();
    }

    /// <summary>What the sender says it is, when that is a media type at all.</summary>
    private static string TypeOf(string? said) =>
        said is { Length: <= 100 } && MediaTypeHeaderValue.TryParse(said, out var type) ? type.MediaType.Value ?? AnyBytes : AnyBytes;

    private static BadHttpRequestException Malformed(string why, Exception? inner = null) =>
        inner is null ? new($"The body is no multipart/form-data: {why}.") : new($"The body is no multipart/form-data: {why}", inner);
}
