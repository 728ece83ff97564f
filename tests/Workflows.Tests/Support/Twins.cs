using ProcedureEngine.Engine.Definitions;

namespace ProcedureEngine.Workflows.Tests.Support;

/// <summary>What the twins of the invariants are made of: other facts seen, other facts written, arrows that lead elsewhere.</summary>
internal static class Twins
{
    /// <summary>The definition with one arrow led to another step, as an edited copy would have it.</summary>
    public static WorkflowDefinition Redirect(WorkflowDefinition definition, string source, string port, string target) =>
        definition with { Connections = [.. definition.Connections.Select(arrow => arrow.SourceId == source && arrow.Port == port ? arrow with { TargetId = target } : arrow)] };

    /// <summary>The context as if a variable held this.</summary>
    public static ActivityContext With(ActivityContext context, string name, JsonNode value) =>
        context with { Variables = new Dictionary<string, JsonNode?>(context.Variables, StringComparer.Ordinal) { [name] = value.DeepClone() } };

    /// <summary>The context as if a variable had never been set.</summary>
    public static ActivityContext Without(ActivityContext context, string name) =>
        context with { Variables = context.Variables.Where(variable => variable.Key != name).ToDictionary(StringComparer.Ordinal) };

    /// <summary>The result with another value of a variable that it sets.</summary>
    public static ActivityResult Change(ActivityResult result, string variable, Action<JsonNode> change) => result with
    {
        Effects = [.. result.Effects.Select(effect =>
        {
            if (effect is not SetVariable set || set.Name != variable)
                return effect;
            var value = set.Value!.DeepClone();
            change(value);
            return new SetVariable(variable, value);
        })],
    };
}
