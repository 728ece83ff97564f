using ProcedureEngine.Engine.Definitions;

namespace ProcedureEngine.Activities.Linting;

/// <summary>Which time limits are certain to run when a step begins: those that run on every way to it.</summary>
internal sealed class RunningLimits
{
    private readonly Dictionary<string, ImmutableHashSet<string>> onEntry = new(StringComparer.Ordinal);

    public RunningLimits(LintSubject subject)
    {
        var open = new Queue<string>();
        onEntry[subject.Definition.StartActivityId] = [];
        open.Enqueue(subject.Definition.StartActivityId);
        while (open.TryDequeue(out var id))
        {
            foreach (var arrow in subject.Graph.Leaving(id))
            {
                var after = After(subject.Step(id), arrow, onEntry[id]);
                var known = onEntry.GetValueOrDefault(arrow.TargetId);
                var both = known is null ? after : known.Intersect(after);
                if (known is not null && both.Count == known.Count)
                    continue;
                onEntry[arrow.TargetId] = both;
                open.Enqueue(arrow.TargetId);
            }
        }
    }

    /// <summary>The limits that run while the step waits.</summary>
    public IEnumerable<string> While(StepFacts step) =>
        onEntry.GetValueOrDefault(step.Id, []).Union(step.StartedOnEntry);

    /// <summary>Who waits, does so between the limits that begin with the step and those that its end meets; a step that does not wait only turns from some to others.</summary>
    private static ImmutableHashSet<string> After(StepFacts step, Connection arrow, ImmutableHashSet<string> before)
    {
        var waiting = step.Waits ? before.Union(step.StartedOnEntry) : before;
        var left = waiting.Except(step.MetBy(arrow.Port, waiting));
        return (step.Waits ? left : left.Union(step.StartedOnEntry)).Union(step.StartedBy(arrow.Port));
    }
}
