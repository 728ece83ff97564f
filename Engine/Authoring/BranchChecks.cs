using ProcedureEngine.Engine.BuiltIn;
using ProcedureEngine.Engine.Definitions;

namespace ProcedureEngine.Engine.Authoring;

/// <summary>
/// Follows every path and counts the forks that it is inside. A join outside a fork would stop the case, and a path that comes
/// back to a fork whose join it has not passed would split again on every round (rule 8: a join is passed once, a loop past it has a step
/// of its own).
/// </summary>
internal static class BranchChecks
{
    /// <exception cref="DefinitionException">Names the join or the fork.</exception>
    public static void Check(WorkflowDefinition definition)
    {
        var forks = definition.Activities.Count(node => node.Type == StructuralTypes.Fork);
        var seen = new HashSet<(string Id, int Depth)>();
        var open = new Stack<(string Id, int Depth)>(Roots(definition).Select(id => (id, 0)));
        while (open.TryPop(out var at))
        {
            if (!seen.Add(at))
                continue;
            var depth = at.Depth + Change(definition.GetActivity(at.Id));
            if (depth < 0)
                throw new DefinitionException(definition.DefinitionId, $"reaches join '{at.Id}' on a path that is inside no fork");
            if (depth > forks)
                throw new DefinitionException(definition.DefinitionId, $"comes back to fork '{at.Id}' on a path that has not passed its join");
            foreach (var arrow in definition.Connections.Where(c => c.SourceId == at.Id))
                open.Push((arrow.TargetId, depth));
        }
    }

    private static IEnumerable<string> Roots(WorkflowDefinition definition) =>
        definition.ReopenActivityId is { } reopen ? [definition.StartActivityId, reopen] : [definition.StartActivityId];

    private static int Change(ActivityNode node) => node.Type switch
    {
        StructuralTypes.Fork => 1,
        StructuralTypes.Join => -1,
        _ => 0,
    };
}
