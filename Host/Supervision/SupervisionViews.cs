using ProcedureEngine.Activities.TimeLimits;
using ProcedureEngine.Persistence.Supervision;

namespace ProcedureEngine.Host.Supervision;

/// <summary>How many limits stand in each state.</summary>
/// <param name="Missed">Missed and not met since.</param>
/// <param name="Open">Running, suspended or missed: something is still to be done.</param>
/// <param name="Late">Missed, or met late.</param>
internal sealed record LimitCounts(long Running, long Suspended, long Met, long Missed, long MetLate, long Cancelled, long Open, long Late, long Total)
{
    public static LimitCounts Of(IEnumerable<LimitFigure> figures)
    {
        var counts = figures.GroupBy(figure => figure.Measure, figure => figure.Count, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Sum(), StringComparer.Ordinal);
        long Count(string state) => counts.GetValueOrDefault(state);
        var (running, suspended, met, missed, metLate, cancelled) = (Count("running"), Count("suspended"), Count("met"), Count("missed"), Count("metLate"), Count("cancelled"));
        return new LimitCounts(running, suspended, met, missed, metLate, cancelled, running + suspended + missed, missed + metLate, running + suspended + met + missed + metLate + cancelled);
    }
}

/// <param name="Subtree">With all offices below, when grouped by office alone.</param>
internal sealed record LimitTotals(LimitCounts Counts)
{
    public string? Office { get; init; }

    public string? OfficeName { get; init; }

    public string? Procedure { get; init; }

    public string? Limit { get; init; }

    public string? Step { get; init; }

    public string? Kind { get; init; }

    public string? Bearer { get; init; }

    public LimitCounts? Subtree { get; init; }
}

internal sealed record TotalsView(IReadOnlyList<LimitTotals> Items, LimitCounts All);

/// <param name="Date">A last day.</param>
internal sealed record DueDay(LocalDate Date, long Count, IReadOnlyDictionary<string, long> ByOffice);

/// <param name="Until">The last of the working days, by office: its calendar decides.</param>
internal sealed record DueView(IReadOnlyList<DueDay> Days, long Total, IReadOnlyDictionary<string, LocalDate> Until);

/// <param name="Cause">Null as long as none is given.</param>
internal sealed record CauseCount(string? Cause, long Missed, long MetLate, long Total);

internal sealed record CausesView(IReadOnlyList<CauseCount> Items);

/// <param name="Open">Limits of the step that run, are suspended or are missed.</param>
/// <param name="Late">Of these, missed ones.</param>
/// <param name="MeanHours">From start to end of the limits met in the days asked for, in clock hours; null when none was.</param>
internal sealed record StepCell(string Office, string Step, long Open, long Late, long Ended, double? MeanHours);

internal sealed record StepsView(IReadOnlyList<string> Offices, IReadOnlyList<string> Steps, IReadOnlyList<StepCell> Cells, LocalDate From, LocalDate To);

/// <param name="Missed">By the last day that was missed.</param>
/// <param name="MetOnLastDay">Of those met, on the last day that they had.</param>
internal sealed record DayFigures(LocalDate Date, long Started, long Met, long MetLate, long Missed, long Cancelled, long MetOnLastDay);

internal sealed record DaysView(IReadOnlyList<DayFigures> Days);

internal sealed record LimitListView(IReadOnlyList<TimeLimit> Items, string? Cursor);

/// <param name="Alarms">Red: nothing says when these limits are missed, and the reason.</param>
/// <param name="Repaired">Differences that were put right, by sort.</param>
/// <param name="Latest">The newest of these.</param>
internal sealed record ReconciliationView(IReadOnlyList<LimitAlarm> Alarms, IReadOnlyDictionary<LimitDifference, long> Repaired, IReadOnlyList<LimitRepair> Latest);

internal sealed record TotalsCheck(bool IsExact, IReadOnlyList<string> Differences);
