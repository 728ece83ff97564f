using ProcedureEngine.Activities.Cases;

namespace ProcedureEngine.Activities.Enforcement;

/// <summary>One field in which the original differs from the online request.</summary>
public sealed record FieldDifference(string Field, string? Online, string? Original);

/// <summary>Step 5: the original against the online request, field by field; the original's values win (seed 000, step 5).</summary>
public static class Comparison
{
    /// <summary>
    /// The fields in which they differ, in the order of the record. How the request is made and how the decision is received
    /// are choices of the visit, not content of the request, and are not compared.
    /// </summary>
    public static ImmutableArray<FieldDifference> Of(EnforcementRequest online, EnforcementRequest original)
    {
        var (left, right) = (Content(online), Content(original));
        var differences = ImmutableArray.CreateBuilder<FieldDifference>();
        Walk(string.Empty, left, right, differences);
        return differences.ToImmutable();
    }

    /// <summary>The decision holds the original's values: nothing differs.</summary>
    public static bool Agree(EnforcementRequest left, EnforcementRequest right) => Of(left, right).IsEmpty;

    private static JsonObject Content(EnforcementRequest request)
    {
        var content = EngineJson.ToObject(request);
        content.Remove("form");
        content.Remove("delivery");
        return content;
    }

    private static void Walk(string path, JsonNode? online, JsonNode? original, ImmutableArray<FieldDifference>.Builder differences)
    {
        switch (online, original)
        {
            case (JsonObject left, JsonObject right):
                foreach (var name in left.Select(member => member.Key).Union(right.Select(member => member.Key), StringComparer.Ordinal).ToList())
                    Walk(path.Length == 0 ? name : $"{path}.{name}", left[name], right[name], differences);
                break;
            case (JsonArray left, JsonArray right):
                for (var i = 0; i < Math.Max(left.Count, right.Count); i++)
                    Walk($"{path}[{i}]", i < left.Count ? left[i] : null, i < right.Count ? right[i] : null, differences);
                break;
            default:
                var (was, becomes) = (Text(online), Text(original));
                if (!VietnameseText.SameValue(was, becomes))
                    differences.Add(new FieldDifference(path, was, becomes));
                break;
        }
    }

    private static string? Text(JsonNode? node) => node switch
    {
        null => null,
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        _ => CanonicalJson.Write(node),
    };
}
