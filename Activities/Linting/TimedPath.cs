using System.Globalization;
using ProcedureEngine.Deadlines;
using ProcedureEngine.Engine.BuiltIn;
using ProcedureEngine.Engine.Definitions;

namespace ProcedureEngine.Activities.Linting;

/// <summary>A time limit on a way: from which wait of the way to which. Between two waits no time passes.</summary>
internal sealed record LimitSpan(LimitRule Rule, int From, int To)
{
    /// <summary>The office's own figure, where the limit is not the law's alone.</summary>
    public LimitAmount? StepTime => Rule is { Kind: not LimitKind.Law, IsOfficesOwn: true } ? Rule.Amount : null;

    /// <summary>The law's figure, where it has one.</summary>
    public LimitAmount? Statutory => !Rule.IsOfficesOwn ? null : Rule.Kind == LimitKind.Law ? Rule.Amount : Rule.Law?.Amount;

    public bool IsWithin(LimitSpan other) => From >= other.From && To <= other.To;
}

/// <summary>One way through a procedure, with the limits that run on it.</summary>
internal sealed record TimedPath(ImmutableArray<string> Steps, ImmutableArray<LimitSpan> Spans)
{
    public string End => Steps[^1];

    /// <summary>The catalogue's own entries, or an office's.</summary>
    public static TimedPath Of(LintSubject subject, IReadOnlyList<Connection> way, string? office)
    {
        var spans = ImmutableArray.CreateBuilder<LimitSpan>();
        var running = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var (waits, joined) = (0, (int?)null);
        foreach (var arrow in way)
        {
            var step = subject.Step(arrow.SourceId);
            if (step.Node.Type == StructuralTypes.Join)
                joined = waits;
            if (step.Waits)
            {
                Start(step.StartedOnEntry);
                waits++;
                Meet([.. step.MetBy(arrow.Port, running.Keys)]);
            }
            else
            {
                Meet([.. step.MetBy(arrow.Port, running.Keys)]);
                Start(step.StartedOnEntry);
            }

            Start(step.StartedBy(arrow.Port));
        }

        Meet([.. running.Keys]);
        return new TimedPath([subject.Definition.StartActivityId, .. way.Select(arrow => arrow.TargetId)], spans.ToImmutable());

        void Start(IEnumerable<string> limits)
        {
            foreach (var limit in limits)
                running.TryAdd(limit, waits);
        }

        void Meet(IEnumerable<string> limits)
        {
            foreach (var limit in limits)
            {
                // What a parallel branch started runs at the join at the latest.
                int? from = running.Remove(limit, out var started) ? started : joined;
                if (from is not null && subject.Limit(limit, office) is { } rule)
                    spans.Add(new LimitSpan(rule, from.Value, waits));
            }
        }
    }

    /// <summary>Of these spans those that follow one another and last longest together.</summary>
    public static ImmutableArray<LimitSpan> LongestChain(IEnumerable<LimitSpan> spans, Func<LimitSpan, int> days)
    {
        var ordered = spans.OrderBy(span => span.To).ThenBy(span => span.From).ToList();
        var best = new List<(int Days, ImmutableArray<LimitSpan> Chain)>();
        foreach (var span in ordered)
        {
            var before = ordered.Take(best.Count).Select((other, index) => (other, best[index])).Where(pair => pair.other.To <= span.From).Select(pair => pair.Item2)
                .OrderByDescending(chain => chain.Days).FirstOrDefault((Days: 0, Chain: []));
            best.Add((before.Days + days(span), [.. before.Chain, span]));
        }

        return best.OrderByDescending(chain => chain.Days).FirstOrDefault((Days: 0, Chain: [])).Chain;
    }
}

/// <summary>How long limits are together, so that sums can be compared.</summary>
/// <param name="IsWorking">All of it is counted in working days; otherwise in days of ordinary weeks, without holidays.</param>
internal sealed record Total(int Days, bool IsWorking)
{
    private const int WorkingWeek = 5;
    private const int WeekRest = 2;

    public string Vi => Days.ToString(CultureInfo.InvariantCulture) + (IsWorking ? " ngày làm việc" : " ngày");

    public string En => Days.ToString(CultureInfo.InvariantCulture) + (IsWorking ? " working day" : " day") + (Days == 1 ? string.Empty : "s");

    /// <summary>One amount in the unit that is used; of working days the fewest days that they can take in ordinary weeks.</summary>
    public static int DaysOf(LimitAmount amount, bool isWorking)
    {
        var whole = amount.IsStrictlyLess ? amount.Count - 1 : amount.Count;
        return amount switch
        {
            { CountsWorkingDays: true } when isWorking || whole == 0 => whole,
            { CountsWorkingDays: true } => whole + (WeekRest * ((whole - 1) / WorkingWeek)),
            Months => whole * 30,
            Years => whole * 365,
            _ => whole,
        };
    }
}
