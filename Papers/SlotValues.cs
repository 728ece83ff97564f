using System.Text.Json;
using System.Text.Json.Nodes;

namespace ProcedureEngine.Papers;

/// <summary>Slots as plain values for the template engine: no control characters, so that a name can end no line and start no block.</summary>
internal static class SlotValues
{
    public static Dictionary<string, object?> Of(JsonObject slots) =>
        slots.ToDictionary(slot => slot.Key, slot => Value(slot.Value), StringComparer.Ordinal);

    public static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static object? Value(JsonNode? node) => node switch
    {
        null => null,
        JsonObject members => Of(members),
        JsonArray items => items.Select(Value).ToList(),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => Clean(value.GetValue<string>()),
        JsonValue value when value.GetValueKind() is JsonValueKind.True or JsonValueKind.False => value.GetValueKind() == JsonValueKind.True,
        JsonValue value when value.TryGetValue<long>(out var number) => number,
        _ => node.ToJsonString(),
    };

    /// <summary>Several lines become one with breaks of their own; other control characters go.</summary>
    private static string Clean(string text) =>
        string.Concat(text.ReplaceLineEndings("\n").Replace("\n", Blocks.LineBreak, StringComparison.Ordinal).Where(c => !char.IsControl(c)));
}
