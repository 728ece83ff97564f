using ProcedureEngine.Activities.TimeLimits;
using ProcedureEngine.Persistence.Supervision;

namespace ProcedureEngine.Benchmarks;

/// <summary>The board of a country: pages of the list of time limits by the questions that supervisors ask, and totals, at a million limits of 700 offices.</summary>
internal static class BoardBenchmark
{
    private const int Limits = 1_000_000;
    private const int Offices = 700;

    public static string Header => $"{"board",-12}{"question",-58}{"limits",9}{"p50 ms",9}{"p95 ms",9}";

    public static async IAsyncEnumerable<string> RunAsync(BenchDatabase database, double scale)
    {
        var count = (int)(Limits * scale);
        await FillAsync(database, count);
        await using var store = await database.OpenAsync();
        await store.Figures.RebuildAsync(CancellationToken.None);
        if (database.Postgres is not null)
            await database.ExecuteAsync("VACUUM ANALYZE");
        var middle = Instant.FromUtc(2026, 7, 1, 0, 0);
        foreach (var (question, filter) in Questions(middle))
        {
            var times = await Percentiles.TimesAsync(60, _ => store.Queries.DeadlinesAsync(filter, CancellationToken.None));
            yield return Line(database, question, count, times);
        }

        foreach (var (question, filter, by) in Totals())
            yield return Line(database, question, count, await Percentiles.TimesAsync(20, _ => store.Figures.SumAsync(filter, by, CancellationToken.None)));
        yield return Line(database, "due counts of the country, 10 days", count, await Percentiles.TimesAsync(20, _ => store.Queries.DueCountsAsync(null, null, middle, middle + Duration.FromDays(10), CancellationToken.None)));
        yield return Line(database, "comparison of limits with timers", count, await Percentiles.TimesAsync(2, _ => store.Watch.SuspectsAsync(SuspectPlace.Start, 500, CancellationToken.None)));
    }

    private static IEnumerable<(string Question, DeadlineFilter Filter)> Questions(Instant middle)
    {
        string[] Some(int n) => [.. Enumerable.Range(0, n).Select(i => $"o{i * 7 % Offices}")];
        yield return ("the country, every state", new DeadlineFilter(null));
        yield return ("the country, running", new DeadlineFilter(null, "running"));
        yield return ("the country, running, due before", new DeadlineFilter(null, "running", middle) { DueFrom = middle - Duration.FromDays(3) });
        yield return ("the country, suspended", new DeadlineFilter(null, "suspended"));
        yield return ("the country, one procedure and limit", new DeadlineFilter(null, "running", Procedure: "p1") { LimitId = "l3" });
        yield return ("the country, local limits of citizens (rare)", new DeadlineFilter(null) { Kind = "local", Bearer = "citizen" });
        yield return ("the country, of the finance body", new DeadlineFilter(null, "running") { Bearer = "financeBody" });
        yield return ("one office, every state", new DeadlineFilter(["o5"]));
        yield return ("one office, missed", new DeadlineFilter(["o5"], "missed"));
        yield return ("20 offices, running", new DeadlineFilter(Some(20), "running"));
        yield return ("50 offices, every state", new DeadlineFilter(Some(50)));
        yield return ("200 offices, running", new DeadlineFilter(Some(200), "running"));
    }

    private static IEnumerable<(string Question, FigureFilter Filter, LimitDimension[] By)> Totals()
    {
        yield return ("totals of the country", new FigureFilter(null), []);
        yield return ("totals of the country by office", new FigureFilter(null), [LimitDimension.Office]);
        yield return ("totals of the country by procedure and limit", new FigureFilter(null), [LimitDimension.Procedure, LimitDimension.Limit]);
        yield return ("totals of one office by limit", new FigureFilter(["o5"]), [LimitDimension.Limit]);
    }

    private static string Line(BenchDatabase database, string question, int count, long[] times) => string.Create(
        CultureInfo.InvariantCulture, $"{database.StoreName,-12}{question,-58}{count,9}{Percentiles.Ms(times, 0.5),9:F1}{Percentiles.Ms(times, 0.95),9:F1}");

    /// <summary>One limit written by the store, and copies with other offices, limits, states and ends: a tenth runs, four fifths are met.</summary>
    private static async Task FillAsync(BenchDatabase database, int count)
    {
        var start = Instant.FromUtc(2026, 1, 5, 2, 0);
        await using (var store = await database.OpenAsync())
        {
            var limit = new TimeLimit(
                "board.l0.0", "board", "p0", "o0", "l0", 1, "step", TimeLimitState.Met, start, new LocalDate(2026, 1, 7), start + Duration.FromDays(2), null, null, start + Duration.FromDays(1), "law", "authority",
                "Điều 36", new JsonObject { ["text"] = new string('x', 600) });
            var row = new InstanceRow("board", "bench", 1, "o0", InstanceStatus.Running, InstanceSubStatus.Suspended, 1, 0, start, start, null, "{}", 0, string.Empty);
            await store.RunAsync(
                new StartProcedure("board", Actor.Engine, "bench", "o0", []), (_, _) => ValueTask.FromResult(new BurstResult(new BurstAnswer("started", "board", [])) { Instance = row, Records = [limit] }), CancellationToken.None);
        }

        await database.CloneAsync("time_limits", "id = 'board.l0.0'", "board.l0.0", count - 1);
        // The copy's number, spread over the columns; ends lie within a year.
        const string Number = "CAST(SUBSTR(id, 12) AS BIGINT)";
        await database.ExecuteAsync($"""
            UPDATE time_limits SET office = 'o' || ({Number} % {Offices}), procedure_id = 'p' || ({Number} / 7 % 3), limit_id = 'l' || ({Number} / 11 % 13), activity_id = 's' || ({Number} / 11 % 13),
                state = CASE WHEN {Number} % 100 < 10 THEN 'running' WHEN {Number} % 100 < 12 THEN 'suspended' WHEN {Number} % 100 < 92 THEN 'met' WHEN {Number} % 100 < 95 THEN 'missed'
                    WHEN {Number} % 100 < 99 THEN 'metLate' ELSE 'cancelled' END,
                due_at = CASE WHEN {Number} % 100 IN (10, 11) THEN {long.MaxValue} ELSE due_at + ({Number} * 7919 % 365) * 86400000000 END,
                kind = CASE WHEN {Number} / 11 % 13 = 12 AND {Number} % 400 = 1 THEN 'local' WHEN {Number} / 11 % 13 IN (3, 7) THEN 'internal' ELSE 'law' END,
                bearer = CASE WHEN {Number} / 11 % 13 IN (4, 12) THEN 'citizen' WHEN {Number} / 11 % 13 = 5 AND {Number} % 400 = 1 THEN 'financeBody' ELSE 'authority' END
            WHERE id <> 'board.l0.0'
            """);
    }
}
