using System.Text.Json;
using System.Text.Json.Nodes;
using ProcedureEngine.Engine.Execution;

namespace ProcedureEngine.Engine.UserTasks;

/// <summary>
/// What can be wrong with JSON from outside whatever it says: a name that comes twice, half a surrogate pair, endless nesting. JSON nodes are
/// read lazily, so this would otherwise show in the middle of a burst and look like a defect.
/// </summary>
internal static class JsonFaults
{
    /// <summary>Deeper than any form; what is stored wraps it in a few levels more, of which JSON readers take 64.</summary>
    private const int MaxDepth = 32;

    public static List<FieldError> Find(JsonNode? node, string path)
    {
        var errors = new List<FieldError>();
        Find(node, path, 0, errors);
        return errors;
    }

    private static void Find(JsonNode? node, string path, int depth, List<FieldError> errors)
    {
        if (depth > MaxDepth)
        {
            errors.Add(new FieldError(path, "too-deep", new LocalizedText("Dữ liệu lồng nhau quá sâu.", $"Nested deeper than {MaxDepth} levels; flatten it.")));
            return;
        }

        switch (node)
        {
            case JsonObject members:
                foreach (var (name, value) in Members(members, path, errors))
                    Find(value, $"{path}.{name}", depth + 1, errors);
                break;
            case JsonArray items:
                for (var i = 0; i < items.Count; i++)
                    Find(items[i], $"{path}[{i}]", depth + 1, errors);
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String && !IsText(value):
                errors.Add(new FieldError(path, "control-character", new LocalizedText("Chứa ký tự không hợp lệ.", "Holds broken Unicode; remove it.")));
                break;
        }
    }

    private static List<KeyValuePair<string, JsonNode?>> Members(JsonObject data, string path, List<FieldError> errors)
    {
        try
        {
            return [.. data];
        }
        catch (Exception exception) when (exception is ArgumentException or JsonException or InvalidOperationException)
        {
            errors.Add(new FieldError(path, "repeated-field", new LocalizedText("Có trường xuất hiện hai lần hoặc tên hỏng.", "A field comes twice, or its name is broken; send each once.")));
            return [];
        }
    }

    private static bool IsText(JsonValue value)
    {
        try
        {
            return value.TryGetValue<string>(out _) || value.ToString() is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
