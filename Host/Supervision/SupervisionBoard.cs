using ProcedureEngine.Activities.TimeLimits;
using ProcedureEngine.Deadlines;
using ProcedureEngine.Persistence.Supervision;

namespace ProcedureEngine.Host.Supervision;

/// <summary>What a supervisor is told, composed from the figures.</summary>
internal sealed class SupervisionBoard(DurableStore store, SupervisedOffices scope, CalendarBook book, LegalTime time, DateTimeZone zone)
{
    public async Task<LocalDate> TodayAsync(CancellationToken cancellation) => (await store.NowAsync(cancellation)).InZone(zone).Date;

    public async Task<TotalsView> TotalsAsync(FigureFilter filter, IReadOnlyList<LimitDimension> by, CancellationToken cancellation)
    {
        var figures = await store.Figures.SumAsync(filter, by, cancellation);
        var groups = figures.GroupBy(figure => string.Join('\n', figure.Group), StringComparer.Ordinal).Select(group => Totals([.. group], by)).ToList();
        return new TotalsView(by is [LimitDimension.Office] ? WithSubtrees(groups, figures) : groups, LimitCounts.Of(figures));
    }

    public async Task<DueView> DueAsync(string? office, string? procedure, int days, CancellationToken cancellation)
    {
        var now = await store.NowAsync(cancellation);
        var today = now.InZone(zone).Date;
        var until = scope.Listed(office).ToDictionary(listed => listed, listed => LastOf(listed, today, days), StringComparer.Ordinal);
        var last = until.Values.Max();
        var counts = (await store.Queries.DueCountsAsync(scope.Of(office), procedure, Next(now), Next(time.EndOf(last)), cancellation))
            .Select(count => (count.Office, Date: LastDay(count.DueAt), count.Count)).Where(count => until.TryGetValue(count.Office, out var end) && count.Date <= end);
        var perDay = counts.GroupBy(count => count.Date).OrderBy(group => group.Key).Select(group => new DueDay(
            group.Key, group.Sum(count => count.Count), group.GroupBy(count => count.Office, StringComparer.Ordinal).ToDictionary(of => of.Key, of => of.Sum(count => count.Count), StringComparer.Ordinal))).ToList();
        return new DueView(perDay, perDay.Sum(day => day.Count), until);
    }

    /// <summary>Running limits whose last day is today: less than one working day is left.</summary>
    public async Task<LimitListView> EndingTodayAsync(DeadlineFilter filter, CancellationToken cancellation)
    {
        var now = await store.NowAsync(cancellation);
        var page = await store.Queries.DeadlinesAsync(
            filter with { State = "running", DueFrom = Next(now), DueBefore = Next(time.EndOf(now.InZone(zone).Date)) }, cancellation);
        return new LimitListView(page.Items, page.Cursor);
    }

    public async Task<CausesView> CausesAsync(FigureFilter filter, CancellationToken cancellation)
    {
        var figures = await store.Figures.SumAsync(filter, [LimitDimension.Cause], cancellation);
        return new CausesView(
        [
            .. figures.GroupBy(figure => figure.Group[0], StringComparer.Ordinal).Select(group => (Cause: group.Key, Counts: LimitCounts.Of(group))).Where(group => group.Counts.Late > 0)
                .OrderByDescending(group => group.Counts.Late)
                .Select(group => new CauseCount(group.Cause.Length == 0 ? null : group.Cause, group.Counts.Missed, group.Counts.MetLate, group.Counts.Late)),
        ]);
    }

    public async Task<StepsView> StepsAsync(FigureFilter standing, (LocalDate From, LocalDate To) days, CancellationToken cancellation)
    {
        LimitDimension[] by = [LimitDimension.Office, LimitDimension.Step];
        var now = await store.Figures.SumAsync(standing, by, cancellation);
        var times = (await store.Figures.SumAsync(standing with { Days = days }, by, cancellation)).ToLookup(figure => (figure.Group[0], figure.Group[1]));
        var cells = now.GroupBy(figure => (Office: figure.Group[0], Step: figure.Group[1])).Select(cell => Cell(cell.Key.Office, cell.Key.Step, LimitCounts.Of(cell), times[cell.Key])).ToList();
        return new StepsView(
            [.. cells.Select(cell => cell.Office).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)], [.. cells.Select(cell => cell.Step).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            cells, days.From, days.To);
    }

    public async Task<DaysView> DaysAsync(FigureFilter filter, CancellationToken cancellation)
    {
        var figures = await store.Figures.SumAsync(filter, [LimitDimension.Day], cancellation);
        return new DaysView([.. figures.GroupBy(figure => figure.Group[0], StringComparer.Ordinal).Select(group => Day(group.Key, group.ToDictionary(figure => figure.Measure, figure => figure.Count, StringComparer.Ordinal)))]);
    }

    private static DayFigures Day(string date, Dictionary<string, long> of) => new(
        NodaTime.Text.LocalDatePattern.Iso.Parse(date).Value, of.GetValueOrDefault(LimitMeasures.Started), of.GetValueOrDefault("met"), of.GetValueOrDefault("metLate"), of.GetValueOrDefault("missed"),
        of.GetValueOrDefault("cancelled"), of.GetValueOrDefault(LimitMeasures.MetOnLastDay));

    private static StepCell Cell(string office, string step, LimitCounts standing, IEnumerable<LimitFigure> ofDays)
    {
        var ended = ofDays.Where(figure => figure.Measure is "met" or "metLate").Sum(figure => figure.Count);
        var seconds = ofDays.Where(figure => figure.Measure == LimitMeasures.Seconds).Sum(figure => figure.Count);
        return new StepCell(office, step, standing.Open, standing.Missed, ended, ended == 0 ? null : Math.Round(seconds / 3600.0 / ended, 2));
    }

    private LimitTotals Totals(IReadOnlyList<LimitFigure> figures, IReadOnlyList<LimitDimension> by)
    {
        string? Value(LimitDimension dimension) => by.Contains(dimension) ? figures[0].Group[by.ToList().IndexOf(dimension)] : null;
        var office = Value(LimitDimension.Office);
        return new LimitTotals(LimitCounts.Of(figures))
        {
            Office = office, OfficeName = office is null ? null : scope.NameOf(office), Procedure = Value(LimitDimension.Procedure), Limit = Value(LimitDimension.Limit),
            Step = Value(LimitDimension.Step), Kind = Value(LimitDimension.Kind), Bearer = Value(LimitDimension.Bearer),
        };
    }

    /// <summary>Each office's own counts beside those of all below it; an office that has only offices below it is there too.</summary>
    private List<LimitTotals> WithSubtrees(IReadOnlyList<LimitTotals> own, IReadOnlyList<LimitFigure> figures)
    {
        var byOffice = figures.ToLookup(figure => figure.Group[0], StringComparer.Ordinal);
        var known = own.ToDictionary(totals => totals.Office!, StringComparer.Ordinal);
        return
        [
            .. scope.Listed(null).Concat(known.Keys).Distinct(StringComparer.Ordinal)
                .Select(office => (known.GetValueOrDefault(office) ?? Totals([new LimitFigure([office], "running", 0)], [LimitDimension.Office])) with
                {
                    Subtree = LimitCounts.Of(scope.Subtree(office).DefaultIfEmpty(office).SelectMany(below => byOffice[below])),
                })
                .Where(totals => totals.Subtree!.Total > 0).OrderBy(totals => totals.Office, StringComparer.Ordinal),
        ];
    }

    /// <summary>The n-th working day from today on, today being the first when it is one.</summary>
    private LocalDate LastOf(string office, LocalDate today, int days)
    {
        var calendar = book.Current(office);
        var first = calendar.OnOrAfter(today);
        return days == 1 ? first : calendar.AddWorkingDays(first, days - 1);
    }

    /// <summary>An end is the first instant after the last day.</summary>
    private LocalDate LastDay(Instant end) => (end - Duration.FromTicks(10)).InZone(zone).Date;

    /// <summary>The next instant that the store can tell apart.</summary>
    private static Instant Next(Instant instant) => instant + Duration.FromTicks(10);
}
