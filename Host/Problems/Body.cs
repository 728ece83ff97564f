using System.Text.Json;

namespace ProcedureEngine.Host.Problems;

/// <summary>Reads request bodies strictly and writes answers in the engine's one JSON.</summary>
internal static class Body
{
    private const int MaxJson = 1 << 20;

    /// <exception cref="JsonException">Malformed, an unknown member, a missing one, a wrong type.</exception>
    public static async Task<T> ReadAsync<T>(HttpContext http) where T : class => Read<T>(await TextAsync(http));

    public static T Read<T>(string text) where T : class =>
        JsonSerializer.Deserialize<T>(text, EngineJson.Options) ?? throw new JsonException("The body is null; an object is expected.");

    public static IResult Json<T>(T value, int status = 200) => Results.Content(JsonSerializer.Serialize(value, EngineJson.Options), "application/json", System.Text.Encoding.UTF8, status);

    public static async Task<string> TextAsync(HttpContext http)
    {
        if (http.Request.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) != true)
            throw new BadHttpRequestException("Content-Type must be application/json.", StatusCodes.Status415UnsupportedMediaType);
        var bytes = await BytesAsync(http, MaxJson);
        RequireWholeText(bytes);
        return Utf8(bytes);
    }

    /// <summary>JSON can escape half a character; no store could hold such a text, so it is refused at the door.</summary>
    private static void RequireWholeText(byte[] bytes)
    {
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = 64 });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
                    reader.GetString();
            }
        }
        catch (InvalidOperationException exception)
        {
            throw new JsonException("A text holds half a character (a lone surrogate); send whole Unicode.", exception);
        }
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

    public static string Utf8(byte[] bytes)
    {
        try
        {
            return new System.Text.UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (System.Text.DecoderFallbackException exception)
        {
            throw new JsonException("The body is not UTF-8.", exception);
        }
    }

    private static BadHttpRequestException TooLarge() => new("The body is too large.", StatusCodes.Status413PayloadTooLarge);
}
