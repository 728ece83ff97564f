namespace ProcedureEngine.Activities.Compensation.Claims;

/// <summary>Sums that are fixed already, shown beside the form of a step that must name or heed them; whole đồng.</summary>
internal static class KnownSums
{
    /// <summary>Member of a task's context: a list of names with their sums.</summary>
    public const string Key = "sums";

    public static JsonObject Of(params ReadOnlySpan<(LocalizedText Name, long Sum)> sums)
    {
        var shown = new JsonArray();
        foreach (var (name, sum) in sums)
            shown.Add((JsonNode)new JsonObject { ["name"] = EngineJson.ToNode(name), ["sum"] = sum });
        return new JsonObject { [Key] = shown };
    }
}
