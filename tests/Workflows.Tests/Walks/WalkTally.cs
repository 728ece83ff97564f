using System.Globalization;

namespace ProcedureEngine.Workflows.Tests.Walks;

/// <summary>How often what happened in the walks.</summary>
internal sealed class WalkTally
{
    public const string Right = "right";
    public const string Wrong = "wrong";
    public const string Twice = "arrived twice";
    public const string Finished = "finished";

    private readonly SortedDictionary<string, int> counts = new(StringComparer.Ordinal);

    public int this[string name] => counts.GetValueOrDefault(name);

    public void Count(string name) => counts[name] = this[name] + 1;

    /// <summary>Each once, however often it was met in the case.</summary>
    public void CountCase(IEnumerable<string> names)
    {
        foreach (var name in names.Distinct(StringComparer.Ordinal))
            Count(name);
    }

    public void Add(WalkTally other)
    {
        foreach (var (name, count) in other.counts)
            counts[name] = this[name] + count;
    }

    public override string ToString() => string.Join("; ", counts.Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Key} {count.Value}")));
}
