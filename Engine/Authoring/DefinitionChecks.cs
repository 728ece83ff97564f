using System.Text.Json.Nodes;
using ProcedureEngine.Engine.BuiltIn;
using ProcedureEngine.Engine.Definitions;
using ProcedureEngine.Engine.Execution;

namespace ProcedureEngine.Engine.Authoring;

/// <summary>What every definition must satisfy before it may run, whether built in code or read from JSON.</summary>
public static class DefinitionChecks
{
    /// <param name="descriptors">The descriptor of each activity, by the activity's id.</param>
    /// <exception cref="DefinitionException">The first thing that is wrong, with the step's id.</exception>
    public static void Check(WorkflowDefinition definition, IReadOnlyDictionary<string, ActivityDescriptor> descriptors)
    {
        CheckStart(definition);
        foreach (var node in definition.Activities)
        {
            CheckInputs(definition, node, descriptors[node.Id]);
            CheckOutcomes(definition, node, descriptors[node.Id]);
        }

        CheckArrows(definition, descriptors);
        CheckReachable(definition);
        if (definition.ReopenActivityId is { } reopen && definition.FindActivity(reopen) is null)
            throw Wrong(definition, $"reopens at '{reopen}', which it does not have");
        BranchChecks.Check(definition);
    }

    /// <summary>Checks a definition against the activities of this program.</summary>
    /// <exception cref="DefinitionException">An activity type is unknown, or the definition is incomplete.</exception>
    public static void Check(WorkflowDefinition definition, ActivityRegistry activities) => Check(
        definition,
        definition.Activities.ToDictionary(
            node => node.Id,
            node => activities.TryGet(node.Type, node.Version, out var activity)
                ? activity.Descriptor
                : throw Wrong(definition, $"uses activity {node.Type} version {node.Version}, which this program does not have"),
            StringComparer.Ordinal));

    private static void CheckStart(WorkflowDefinition definition)
    {
        if (definition.FindActivity(definition.StartActivityId)?.Type != StructuralTypes.Start)
            throw Wrong(definition, $"starts at '{definition.StartActivityId}', which is no {StructuralTypes.Start} of it");
    }

    private static void CheckInputs(WorkflowDefinition definition, ActivityNode node, ActivityDescriptor descriptor)
    {
        foreach (var input in descriptor.Inputs.Where(input => input.IsRequired && !node.Inputs.ContainsKey(input.Name)))
            throw Wrong(definition, $"leaves input '{input.Name}' of '{node.Id}' unset");
        foreach (var name in node.Inputs.Keys.Where(name => descriptor.Inputs.All(input => input.Name != name)))
            throw Wrong(definition, $"sets input '{name}' of '{node.Id}', which {descriptor.Type} does not have");
        foreach (var (name, input) in node.Inputs)
        {
            if (ElsaDefinitionReader.IsNodeMember(name))
                throw Wrong(definition, $"sets input '{name}' of '{node.Id}', a name that the JSON of an activity keeps for itself; the activity must call it otherwise");
            if (input.Type is not (InputExpression.Literal or InputExpression.Variable))
                throw Wrong(definition, $"gives input '{name}' of '{node.Id}' an expression of type '{input.Type}'; only Literal and Variable are evaluated");
        }
    }

    private static void CheckOutcomes(WorkflowDefinition definition, ActivityNode node, ActivityDescriptor descriptor)
    {
        foreach (var port in Ports(definition, node, descriptor))
        {
            var arrows = definition.From(node.Id, port).Count();
            if (arrows == 0)
                throw Wrong(definition, $"leaves outcome '{port}' of '{node.Id}' without an arrow");
            if (arrows > 1)
                throw Wrong(definition, $"draws {arrows} arrows for outcome '{port}' of '{node.Id}'");
        }
    }

    /// <summary>The ports an activity must have connected; any-time branches are optional.</summary>
    private static IEnumerable<string> Ports(WorkflowDefinition definition, ActivityNode node, ActivityDescriptor descriptor) => node.Type switch
    {
        StructuralTypes.Fork => Branches(definition, node),
        StructuralTypes.Start => [StructuralTypes.DonePort],
        _ => descriptor.Outcomes.Select(outcome => outcome.Name),
    };

    private static IReadOnlyList<string> Branches(WorkflowDefinition definition, ActivityNode node)
    {
        var names = node.Inputs[StructuralTypes.BranchesInput] is { Type: InputExpression.Literal, Value: JsonArray { Count: > 0 } items }
            && items.All(item => item is JsonValue value && value.TryGetValue<string>(out _))
            ? items.Select(item => item!.GetValue<string>()).ToList()
            : throw Wrong(definition, $"needs in input '{StructuralTypes.BranchesInput}' of fork '{node.Id}' the names of its branches, one at least");
        return names.Distinct(StringComparer.Ordinal).Count() == names.Count
            ? names
            : throw Wrong(definition, $"names a branch of fork '{node.Id}' twice");
    }

    private static void CheckArrows(WorkflowDefinition definition, IReadOnlyDictionary<string, ActivityDescriptor> descriptors)
    {
        foreach (var arrow in definition.Connections)
        {
            if (definition.FindActivity(arrow.SourceId) is not { } source || definition.FindActivity(arrow.TargetId) is null)
                throw Wrong(definition, $"draws an arrow from '{arrow.SourceId}' to '{arrow.TargetId}', one of which it does not have");
            var isAnyTime = arrow.Port == StructuralTypes.AnyTimePort && source.Id == definition.StartActivityId;
            if (!isAnyTime && !Ports(definition, source, descriptors[source.Id]).Contains(arrow.Port, StringComparer.Ordinal))
                throw Wrong(definition, $"draws an arrow for outcome '{arrow.Port}' of '{source.Id}', which {source.Type} does not have");
        }
    }

    private static void CheckReachable(WorkflowDefinition definition)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>([definition.StartActivityId]);
        while (open.TryPop(out var id))
        {
            if (reached.Add(id))
            {
                foreach (var arrow in definition.Connections.Where(c => c.SourceId == id))
                    open.Push(arrow.TargetId);
            }
        }

        if (definition.Activities.FirstOrDefault(node => !reached.Contains(node.Id)) is { } lost)
            throw Wrong(definition, $"has step '{lost.Id}', which no arrow reaches");
    }

    private static DefinitionException Wrong(WorkflowDefinition definition, string problem) => new(definition.DefinitionId, problem);
}
