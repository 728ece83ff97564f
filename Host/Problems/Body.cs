using System.Text;
using System.Text.Json;

namespace ProcedureEngine.Host.Problems;

/// <summary>Reads request bodies strictly and writes answers in the engine's one JSON.</summary>
internal static class Body
{
    private const int MaxJson = 1 << 20;
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="JsonException">Malformed, an unknown member, a missing one, a wrong type.</exception>
    public static async Task<T> ReadAsync<T>(HttpContext http) where T : class => Read<T>(await TextAsync(http));

    public static T Read<T>(string text) where T : class =>
        JsonSerializer.Deserialize<T>(text, EngineJson.Options) ?? throw new JsonException("The body is null; an object is expected.");

    public static IResult Json<T>(T value, int status = 200) => Results.Content(Write(value), "application/json", Encoding.UTF8, status);

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, EngineJson.Options);

    /// <summary>The JSON text of a request, in UTF-8, with whole characters and no NUL in any string.</summary>
    public static async Task<string> TextAsync(HttpContext http)
    {
        if (!IsJson(http.Request.ContentType))
            throw new BadHttpRequestException("Content-Type must be application/json.", StatusCodes.Status415UnsupportedMediaType);
        return JsonText(await BytesAsync(http, MaxJson));
    }

    /// <exception cref="JsonException">No JSON, no UTF-8, or half a character: no store could hold it.</exception>
    /// <exception cref="RejectedException">A string holds a NUL.</exception>
    public static string JsonText(byte[] bytes)
    {
        if (bytes.Length > MaxJson)
            throw TooLarge();
        var text = Utf8(bytes);
        JsonStrings.RequireWhole(bytes);
        return text;
    }

    /// <exception cref="BadHttpRequestException">413 when it is larger.</exception>
    public static async Task<byte[]> BytesAsync(HttpContext http, int max)
    {
        if (http.Request.ContentLength > max)
            throw TooLarge();
        using var buffer = new MemoryStream();
        var chunk = new byte[64 * 1024];
        int read;
        while ((read = await http.Request.Body.ReadAsync(chunk, http.RequestAborted)) > 0)
        {
            if (buffer.Length + read > max)
                throw TooLarge();
            buffer.Write(chunk, 0, read);
        }

        return buffer.ToArray();
    }

    public static BadHttpRequestException TooLarge() => new("The body is too large.", StatusCodes.Status413PayloadTooLarge);

    private static bool IsJson(string? contentType) => string.Equals(contentType?.Split(';', 2)[0].Trim(), "application/json", StringComparison.OrdinalIgnoreCase);

    private static string Utf8(byte[] bytes)
    {
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException exception)
        {
            throw new JsonException("The body is not UTF-8.", exception);
        }
    }
}
