using System.Text.Json.Nodes;
using ProcedureEngine.Engine.Execution;
using ProcedureEngine.Engine.Text;

namespace ProcedureEngine.Engine.Definitions;

/// <summary>
/// The frozen hash of a definition: types, versions, ids, inputs, connections, variables, start and reopening. Positions,
/// labels and unknown members are left out, so a diagram may be tidied without becoming another procedure.
/// </summary>
public static class DefinitionHash
{
    public static string Of(WorkflowDefinition definition) => CanonicalJson.Sha256(CanonicalJson.Write(Content(definition)));

    /// <summary>Why this program may not run a version: two programs have different code of it. Both digests are named by their first digits.</summary>
    /// <param name="stored">Of what the store has under the version; another host runs it.</param>
    /// <param name="own">Of this program's code.</param>
    public static string Difference(string stored, string own) =>
        $"its code (digest {Short(own)}) differs from what is stored under this version (digest {Short(stored)}); raise the version";

    /// <summary>As <see cref="Difference"/>, of the contract of an activity that a version uses.</summary>
    public static string ContractDifference(ActivityDescriptor descriptor, string stored) =>
        $"activity {descriptor.Type} version {descriptor.Version} changed its contract (digest {Short(descriptor.ContractHash)}, stored {Short(stored)}); it needs a new version";

    private static string Short(string hash) => hash[..Math.Min(hash.Length, 12)];

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
