using System.Globalization;
using System.Text;

namespace ProcedureEngine.Mail.Tests.Reading;

/// <summary>The differences by cause, as differences.md holds them.</summary>
internal sealed class DifferenceReport
{
    private readonly Dictionary<(string Cause, string Reader, string Field), (int Whole, int Mutated)> _counts = [];

    private readonly SortedDictionary<string, (int All, int Partial)> _shown = new(StringComparer.Ordinal);

    public int Count => _counts.Values.Sum(c => c.Whole + c.Mutated);

    public void Add(Cause cause, string reader, Sample sample, Difference difference)
    {
        var key = (cause.Name, reader, difference.Field);
        var (whole, mutated) = _counts.GetValueOrDefault(key);
        _counts[key] = sample.IsMutation ? (whole, mutated + 1) : (whole + 1, mutated);
    }

    /// <param name="reason">Of intake.</param>
    /// <param name="isPartial">Another reader finds something in the message that ours did not.</param>
    public void AddShown(string reason, bool isPartial)
    {
        var (all, partial) = _shown.GetValueOrDefault(reason);
        _shown[reason] = (all + 1, isPartial ? partial + 1 : partial);
    }

    public string Render(IReadOnlyList<Sample> samples)
    {
        var text = new StringBuilder();
        var mutated = samples.Count(s => s.IsMutation);
        text.Append(CultureInfo.InvariantCulture, $"# Where other readers read mail otherwise\n\nEach of {samples.Count - mutated} messages and {mutated} seeded mutations of them was read by ours, by npm mailparser");
        text.Append(CultureInfo.InvariantCulture, $" and by Python's email, and compared\nfield by field. {Count} fields differ; each has a cause below. The test OracleComparisonTests counts anew and fails when a difference has");
        text.Append(" no cause or a count\nis another. Counts are: field, in whole messages + in mutations.\n\n");
        foreach (var cause in Cause.All.Where(c => _counts.Keys.Any(k => k.Cause == c.Name)))
        {
            text.Append(CultureInfo.InvariantCulture, $"## {cause.Name}\n\n{cause.Reason}\n\n");
            foreach (var reader in _counts.Where(c => c.Key.Cause == cause.Name).GroupBy(c => c.Key.Reader, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
            {
                var fields = reader.OrderBy(f => f.Key.Field, StringComparer.Ordinal).Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Key.Field} {f.Value.Whole}+{f.Value.Mutated}"));
                text.Append(CultureInfo.InvariantCulture, $"- {reader.Key}: {string.Join(", ", fields)}\n");
            }

            text.Append('\n');
        }

        text.Append("## Put before a person\n\nMessages that open no case by themselves for what they look like, by the reason that intake gives; in the second number of them another reader\n");
        text.Append("finds an address, a file or words that ours did not. In all other messages ours has whatever any of the three finds.\n\n");
        foreach (var (reason, (all, partial)) in _shown)
        {
            text.Append(CultureInfo.InvariantCulture, $"- {reason}: {all}, {partial}\n");
        }

        return text.ToString().TrimEnd() + "\n";
    }
}
