using ProcedureEngine.Engine.BuiltIn;
using ProcedureEngine.Engine.Definitions;

namespace ProcedureEngine.Activities.Linting;

/// <summary>The steps of a definition and the arrows between them, as the rules walk them. Arrows to or from nowhere are left out.</summary>
internal sealed class StepGraph
{
    /// <summary>More ways through a procedure than this are not looked at one by one.</summary>
    public const int MostPaths = 20_000;

    private readonly LintSubject subject;
    private readonly ILookup<string, Connection> leaving;
    private readonly ILookup<string, Connection> entering;

    public StepGraph(LintSubject subject)
    {
        this.subject = subject;
        var definition = subject.Definition;
        var arrows = definition.Connections.Where(arrow => definition.FindActivity(arrow.SourceId) is not null && definition.FindActivity(arrow.TargetId) is not null).ToList();
        leaving = arrows.ToLookup(arrow => arrow.SourceId, StringComparer.Ordinal);
        entering = arrows.ToLookup(arrow => arrow.TargetId, StringComparer.Ordinal);
        Reached = Closure(Roots, step => leaving[step].Select(arrow => arrow.TargetId));
        Concurrent = leaving[definition.StartActivityId].Where(arrow => arrow.Port == StructuralTypes.AnyTimePort).Select(arrow => arrow.TargetId).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>What can be reached from the start or a reopening.</summary>
    public IReadOnlySet<string> Reached { get; }

    /// <summary>The steps that stand beside the case from its start and wait for what may come.</summary>
    public IReadOnlySet<string> Concurrent { get; }

    public IEnumerable<Connection> Leaving(string step) => leaving[step];

    public IEnumerable<Connection> Entering(string step) => entering[step];

    private IEnumerable<string> Roots => new[] { subject.Definition.StartActivityId, subject.Definition.ReopenActivityId }.OfType<string>().Where(id => subject.Definition.FindActivity(id) is not null);

    /// <summary>The shortest way from the start over arrows that may be gone, or null.</summary>
    public IReadOnlyList<string>? Way(string to, Func<Connection, bool> mayGo) => Shortest(Roots, to, mayGo);

    /// <summary>The steps from which one of these can be reached, themselves included.</summary>
    public IReadOnlySet<string> Before(IEnumerable<string> steps) => Closure(steps, step => entering[step].Select(arrow => arrow.SourceId));

    /// <summary>A loop that uses only these steps, in order, for each group of steps that loop into each other.</summary>
    public IEnumerable<IReadOnlyList<string>> Loops(IReadOnlySet<string> within)
    {
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var step in subject.Definition.Activities.Select(node => node.Id).Where(within.Contains))
        {
            if (told.Contains(step) || Loop(step, within) is not { } loop)
                continue;
            told.UnionWith(loop);
            yield return loop;
        }
    }

    /// <summary>Every way from the start to an end that passes no step twice; of parallel branches each is a way of its own.</summary>
    /// <returns>The arrows of a way; never more than <see cref="MostPaths"/> ways.</returns>
    public IEnumerable<IReadOnlyList<Connection>> Paths()
    {
        var count = 0;
        var way = new List<Connection>();
        var passed = new HashSet<string>(StringComparer.Ordinal) { subject.Definition.StartActivityId };
        return Walk(subject.Definition.StartActivityId);

        IEnumerable<IReadOnlyList<Connection>> Walk(string step)
        {
            if (!leaving[step].Any())
            {
                count++;
                yield return [.. way];
                yield break;
            }

            foreach (var arrow in leaving[step].Where(arrow => arrow.Port != StructuralTypes.AnyTimePort || step != subject.Definition.StartActivityId))
            {
                if (count >= MostPaths || !passed.Add(arrow.TargetId))
                    continue;
                way.Add(arrow);
                foreach (var whole in Walk(arrow.TargetId))
                    yield return whole;
                way.RemoveAt(way.Count - 1);
                passed.Remove(arrow.TargetId);
            }
        }
    }

    /// <summary>The shortest way from the step back to it, without the return; null when there is none.</summary>
    private List<string>? Loop(string step, IReadOnlySet<string> within)
    {
        var back = Shortest(leaving[step].Select(arrow => arrow.TargetId).Where(within.Contains), step, arrow => within.Contains(arrow.TargetId));
        return back is null ? null : [step, .. back.SkipLast(1)];
    }

    private List<string>? Shortest(IEnumerable<string> from, string to, Func<Connection, bool> mayGo)
    {
        var before = new Dictionary<string, string?>(StringComparer.Ordinal);
        var open = new Queue<string>();
        foreach (var root in from.Where(root => before.TryAdd(root, null)))
            open.Enqueue(root);
        while (open.TryDequeue(out var step))
        {
            if (step == to)
                return Trace(before, step);
            foreach (var arrow in leaving[step].Where(arrow => mayGo(arrow) && before.TryAdd(arrow.TargetId, step)))
                open.Enqueue(arrow.TargetId);
        }

        return null;
    }

    private static List<string> Trace(Dictionary<string, string?> before, string last)
    {
        var way = new List<string>();
        for (string? at = last; at is not null; at = before[at])
            way.Insert(0, at);
        return way;
    }

    private static HashSet<string> Closure(IEnumerable<string> seeds, Func<string, IEnumerable<string>> next)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(seeds);
        while (open.TryPop(out var step))
        {
            if (found.Add(step))
            {
                foreach (var other in next(step))
                    open.Push(other);
            }
        }

        return found;
    }
}
