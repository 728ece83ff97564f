using System.Text.Json.Nodes;
using ProcedureEngine.Engine.Text;

namespace ProcedureEngine.Engine.Definitions;

/// <summary>
/// The frozen hash of a definition: types, versions, ids, inputs, connections, variables, start and reopening. Positions,
/// labels and unknown members are left out, so a diagram may be tidied without becoming another procedure.
/// </summary>
public static class DefinitionHash
{
    public static string Of(WorkflowDefinition definition) => CanonicalJson.Sha256(CanonicalJson.Write(Content(definition)));

    private static JsonObject Content(WorkflowDefinition definition) => new()
    {
        ["definitionId"] = definition.DefinitionId,
        ["start"] = definition.StartActivityId,
        ["reopen"] = definition.ReopenActivityId,
        ["activities"] = new JsonArray([.. definition.Activities.OrderBy(node => node.Id, StringComparer.Ordinal).Select(Activity)]),
        ["connections"] = new JsonArray([.. definition.Connections
            .OrderBy(c => c.SourceId, StringComparer.Ordinal).ThenBy(c => c.Port, StringComparer.Ordinal).ThenBy(c => c.TargetId, StringComparer.Ordinal)
            .Select(c => (JsonNode)new JsonArray(c.SourceId, c.Port, c.TargetId))]),
        ["variables"] = new JsonArray([.. definition.Variables.OrderBy(v => v.Name, StringComparer.Ordinal)
            .Select(v => (JsonNode)new JsonArray(v.Name, v.TypeName))]),
    };

    private static JsonNode Activity(ActivityNode node)
    {
        var inputs = new JsonObject();
        foreach (var (name, input) in node.Inputs)
            inputs[name] = new JsonArray(input.Type, input.Value?.DeepClone());
        return new JsonObject { ["id"] = node.Id, ["type"] = node.Type, ["version"] = node.Version, ["inputs"] = inputs };
    }
}
