using System.Text.Json;

namespace ProcedureEngine.Host.Problems;

/// <summary>
/// JSON can escape what no store can hold: half a character, or a NUL. Both are refused at the door, with the place. One pass over the bytes
/// finds that there is none; only a refusal looks for the place.
/// </summary>
internal static class JsonStrings
{
    private const int MaxDepth = 64;

    /// <exception cref="JsonException">Malformed JSON, or half a character.</exception>
    /// <exception cref="RejectedException">A NUL, naming the field.</exception>
    public static void RequireWhole(byte[] json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
                Require(Judge(ref reader), json);
        }
    }

    private static void Require(Soundness soundness, byte[] json)
    {
        switch (soundness)
        {
            case Soundness.HalfACharacter:
                throw new JsonException("A text holds half a character (a lone surrogate); send whole Unicode.", $"${Place(json)}", null, null);
            case Soundness.Nul:
                var field = Place(json) is { Length: > 0 } place ? place[1..] : "body";
                throw new RejectedException(RejectionKind.Invalid, ControlCharacter.Rule, ControlCharacter.Text, new FieldError(field, ControlCharacter.Rule, ControlCharacter.Text));
        }
    }

    private static Soundness Judge(ref Utf8JsonReader reader)
    {
        try
        {
            return Judge(reader.GetString()!);
        }
        catch (InvalidOperationException)
        {
            return Soundness.HalfACharacter;
        }
    }

    private static Soundness Judge(JsonElement element)
    {
        try
        {
            return Judge(element.GetString()!);
        }
        catch (InvalidOperationException)
        {
            return Soundness.HalfACharacter;
        }
    }

    private static Soundness Judge(string text) => text.Contains('\0', StringComparison.Ordinal) ? Soundness.Nul : Soundness.Sound;

    /// <summary>The path of the first unsound value, such as <c>.data.obligations[0].content</c>; empty when it is a name that is unsound.</summary>
    private static string Place(byte[] json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaxDepth });
        try
        {
            return Find(document.RootElement, string.Empty) ?? string.Empty;
        }
        catch (InvalidOperationException)
        {
            return string.Empty;
        }
    }

    private static string? Find(JsonElement element, string path) => element.ValueKind switch
    {
        JsonValueKind.String => Judge(element) == Soundness.Sound ? null : path,
        JsonValueKind.Object => element.EnumerateObject().Select(member => Find(member.Value, $"{path}.{member.Name}")).FirstOrDefault(found => found is not null),
        JsonValueKind.Array => element.EnumerateArray().Select((item, index) => Find(item, $"{path}[{index}]")).FirstOrDefault(found => found is not null),
        _ => null,
    };

    private enum Soundness
    {
        Sound,
        Nul,
        HalfACharacter,
    }
}
