namespace ProcedureEngine.Host.ElsaApi;

/// <summary>A line of the journal as Elsa writes it. What the line seals of people is not in it.</summary>
internal static class JournalView
{
    public static JsonObject Of(JournalRow row, ElsaDefinition definition)
    {
        var text = (JsonObject)JsonNode.Parse(row.Text)!;
        // Lines of the case itself stand at its start, as the engine's own effects on the case do.
        var node = definition.Find(row.ActivityId) ?? definition.Find(definition.StartActivityId);
        return new JsonObject
        {
            ["id"] = $"{row.InstanceId}.j{row.Sequence}",
            ["activityInstanceId"] = row.ActivityInstanceId ?? $"{row.InstanceId}.{NodeIds.Workflow}",
            ["parentActivityInstanceId"] = $"{row.InstanceId}.Flowchart1",
            ["activityId"] = node?.Id ?? row.ActivityId,
            ["activityType"] = node?.Type ?? row.ActivityType,
            ["activityTypeVersion"] = node?.Version ?? 1,
            ["activityName"] = node?.Label,
            ["nodeId"] = node?.NodeId,
            ["timestamp"] = EngineJson.ToNode(row.At),
            ["sequence"] = row.Sequence,
            ["eventName"] = row.EventName,
            ["message"] = text["message"]?.DeepClone(),
            ["source"] = text["actor"]?.DeepClone(),
            ["activityState"] = node?.Inputs() ?? [],
            ["payload"] = text["payload"]?.DeepClone(),
        };
    }
}
