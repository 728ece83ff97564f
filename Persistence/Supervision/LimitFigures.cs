using ProcedureEngine.Activities.TimeLimits;
using ProcedureEngine.Persistence.Sql;

namespace ProcedureEngine.Persistence.Supervision;

/// <summary>
/// Figures of time limits, exact at every instant: a burst writes what it changes as delta rows in its own transaction, so no two bursts
/// meet at a counter; a loop folds them into totals; a reader sums both in one statement.
/// </summary>
public sealed class LimitFigures
{
    /// <summary>Whoever holds this row folds or rebuilds; the others wait.</summary>
    private const string FoldLock = "fold/time-limits";

    /// <summary>What the rows themselves say, in the shape of the totals.</summary>
    private const string Recount = """
        SELECT 0 AS day, office, procedure_id, limit_id, activity_id, kind, bearer, cause, state AS measure, COUNT(*) AS n FROM time_limits
            GROUP BY office, procedure_id, limit_id, activity_id, kind, bearer, cause, state
        UNION ALL SELECT started_day, office, procedure_id, limit_id, activity_id, kind, bearer, cause, 'started', COUNT(*) FROM time_limits WHERE started_day > 0
            GROUP BY started_day, office, procedure_id, limit_id, activity_id, kind, bearer, cause
        UNION ALL SELECT missed_day, office, procedure_id, limit_id, activity_id, kind, bearer, cause, 'missed', COUNT(*) FROM time_limits WHERE missed_day > 0
            GROUP BY missed_day, office, procedure_id, limit_id, activity_id, kind, bearer, cause
        UNION ALL SELECT ended_day, office, procedure_id, limit_id, activity_id, kind, bearer, cause, state, COUNT(*) FROM time_limits WHERE ended_day > 0
            GROUP BY ended_day, office, procedure_id, limit_id, activity_id, kind, bearer, cause, state
        UNION ALL SELECT ended_day, office, procedure_id, limit_id, activity_id, kind, bearer, cause, 'seconds', CAST(SUM(seconds) AS BIGINT) FROM time_limits WHERE seconds > 0
            GROUP BY ended_day, office, procedure_id, limit_id, activity_id, kind, bearer, cause
        UNION ALL SELECT ended_day, office, procedure_id, limit_id, activity_id, kind, bearer, cause, 'metOnLastDay', COUNT(*) FROM time_limits WHERE is_last_day = 1
            GROUP BY ended_day, office, procedure_id, limit_id, activity_id, kind, bearer, cause
        """;

    private const string InsertDelta = $"INSERT INTO limit_deltas (id, {LimitKey.Columns}, n) VALUES (@id, {LimitKey.Values}, @n)";

    /// <summary>The sums of the totals, in the shape of the rollups.</summary>
    private const string Resum = """
        SELECT day, '*' AS office, procedure_id, limit_id, activity_id, kind, bearer, cause, measure, CAST(SUM(n) AS BIGINT) AS n FROM limit_totals
            GROUP BY day, procedure_id, limit_id, activity_id, kind, bearer, cause, measure
        UNION ALL SELECT day, office, '*', '*', '*', '*', '*', '*', measure, CAST(SUM(n) AS BIGINT) FROM limit_totals GROUP BY day, office, measure
        """;

    private static readonly string AddToTotal = AddTo("limit_totals");
    private static readonly string AddToRollup = AddTo("limit_rollups");

    private readonly DurableStore store;

    internal LimitFigures(DurableStore store) => this.store = store;

    /// <summary>Sums by the given dimensions, standing (no days) or of days from one to another, both inclusive.</summary>
    public Task<IReadOnlyList<LimitFigure>> SumAsync(FigureFilter filter, IReadOnlyList<LimitDimension> by, CancellationToken cancellation) => store.ReadAsync<IReadOnlyList<LimitFigure>>(
        async sql =>
        {
            var columns = by.Select(Column).ToList();
            var (table, only) = TotalsOf(filter, by);
            var rows = await sql.QueryAsync(Where(filter).Sum([.. columns, "measure"], [(table, only), ("limit_deltas", null)]));
            return [.. rows.Select(row => new LimitFigure([.. row.Take(columns.Count).Select(Text)], (string)row[columns.Count]!, (long)row[columns.Count + 1]!))];
        },
        cancellation);

    /// <summary>True when delta rows wait to be folded.</summary>
    public Task<bool> AnyUnfoldedAsync(CancellationToken cancellation) => store.ReadAsync(async sql => await sql.ScalarAsync(new Statement("SELECT 1 FROM limit_deltas LIMIT 1")) is not null, cancellation);

    /// <summary>Adds delta rows to the totals.</summary>
    /// <returns>How many delta rows were folded; less than <paramref name="limit"/> when no more wait.</returns>
    public Task<int> FoldAsync(int limit, CancellationToken cancellation) => store.WriteAsync(async sql => await FoldAsync(sql, limit), isBackground: true, cancellation);

    /// <summary>Counts anew from the rows. Bursts that write limits wait meanwhile; for a repair, not for daily use.</summary>
    public Task RebuildAsync(CancellationToken cancellation) => store.WriteAsync(
        async sql =>
        {
            await LockAsync(sql);
            if (sql.TableLock("time_limits") is { } tableLock)
                await sql.ExecuteAsync(tableLock);
            return await sql.ExecuteAsync(
            [
                new Statement("DELETE FROM limit_deltas"), new Statement("DELETE FROM limit_totals"), new Statement($"INSERT INTO limit_totals ({LimitKey.Columns}, n) {Recount}"),
                new Statement("DELETE FROM limit_rollups"), new Statement($"INSERT INTO limit_rollups ({LimitKey.Columns}, n) {Resum}"),
            ]);
        },
        isBackground: true, cancellation);

    /// <summary>Figures that differ from a full recount; none when all is right, also while bursts and folds go on: it is one statement.</summary>
    public Task<IReadOnlyList<string>> DifferencesAsync(CancellationToken cancellation) => store.ReadAsync<IReadOnlyList<string>>(
        async sql =>
        {
            var rows = await sql.QueryAsync(new Statement(
                $"""
                SELECT {LimitKey.Columns}, CAST(SUM(n) AS BIGINT) FROM (
                    SELECT {LimitKey.Columns}, n FROM limit_totals UNION ALL SELECT {LimitKey.Columns}, n FROM limit_deltas
                    UNION ALL SELECT {LimitKey.Columns}, -n FROM ({Recount}) counted
                    UNION ALL SELECT {LimitKey.Columns}, n FROM limit_rollups UNION ALL SELECT {LimitKey.Columns}, -n FROM ({Resum}) summed) figures
                GROUP BY {LimitKey.Columns} HAVING SUM(n) <> 0 ORDER BY {LimitKey.Columns} LIMIT 100
                """));
            return [.. rows.Select(row => $"{LimitKey.Of(row)}: {row[9]} too many")];
        },
        cancellation);

    /// <summary>The fold inside an open transaction.</summary>
    internal static async ValueTask<int> FoldAsync(ISqlExecutor sql, int limit)
    {
        await LockAsync(sql);
        var rows = await sql.QueryAsync(new Statement(
            $"DELETE FROM limit_deltas WHERE id IN (SELECT id FROM limit_deltas LIMIT @limit) RETURNING {LimitKey.Columns}, n", ("@limit", (long)limit)));
        var sums = rows.GroupBy(LimitKey.Of, row => (long)row[9]!).Select(group => (group.Key, Sum: group.Sum())).Where(sum => sum.Sum != 0);
        var known = sums.ToList();
        await sql.ExecuteAsync(
        [
            .. known.Select(sum => new Statement(AddToTotal, [.. sum.Key.Parameters, ("@n", sum.Sum)])),
            .. known.SelectMany(sum => sum.Key.Rollups.Select(key => (Key: key, sum.Sum))).GroupBy(sum => sum.Key, sum => sum.Sum).Select(group => new Statement(AddToRollup, [.. group.Key.Parameters, ("@n", group.Sum())])),
        ]);
        return rows.Count;
    }

    /// <summary>The delta rows of a burst that writes limits.</summary>
    internal static IEnumerable<Statement> Deltas(Snapshot loaded, BurstResult result)
    {
        if (!result.Records.Any(record => record is TimeLimit))
            return [];
        var known = loaded.Records.OfType<TimeLimit>().ToDictionary(limit => limit.Id, StringComparer.Ordinal);
        var last = result.Records.OfType<TimeLimit>().GroupBy(limit => limit.Id, StringComparer.Ordinal).Select(group => group.Last());
        return last.SelectMany(limit => LimitFacts.Changes(known.GetValueOrDefault(limit.Id), limit))
            .GroupBy(change => change.Key, change => change.Change).Select(group => (group.Key, Sum: group.Sum())).Where(change => change.Sum != 0)
            .Select((change, index) => new Statement(
                InsertDelta, [("@id", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{result.Instance!.Id}/{result.Instance.Revision}/{index}")), .. change.Key.Parameters, ("@n", change.Sum)]));
    }

    private static string AddTo(string table) =>
        $"INSERT INTO {table} ({LimitKey.Columns}, n) VALUES ({LimitKey.Values}, @n) ON CONFLICT ({LimitKey.Columns}) DO UPDATE SET n = {table}.n + excluded.n";

    /// <summary>Where the fewest rows answer: the sums of the country, those of the offices, else the totals themselves.</summary>
    private static (string Table, string? Only) TotalsOf(FigureFilter filter, IReadOnlyList<LimitDimension> by)
    {
        if (filter.Offices is null && !by.Contains(LimitDimension.Office))
            return ("limit_rollups", "office = '*'");
        var isOfOffices = filter is { Procedure: null, Limit: null, Kind: null, Bearer: null } && by.All(dimension => dimension is LimitDimension.Office or LimitDimension.Day);
        return isOfOffices ? ("limit_rollups", "office <> '*' AND procedure_id = '*'") : ("limit_totals", null);
    }

    private static async ValueTask LockAsync(ISqlExecutor sql) => await sql.ExecuteAsync(new Statement(
        "INSERT INTO counters (id, value) VALUES (@id, 0) ON CONFLICT (id) DO UPDATE SET value = counters.value", ("@id", FoldLock)));

    private static Filter Where(FigureFilter filter) => (filter.Days is { } days
            ? new Filter().And("day >= @from AND day <= @to", ("@from", LimitFacts.Number(days.From)), ("@to", LimitFacts.Number(days.To)))
            : new Filter().And("day = 0"))
        .AndIn("office", filter.Offices)
        .AndIf(filter.Procedure is not null, "procedure_id = @procedure", ("@procedure", filter.Procedure))
        .AndIf(filter.Limit is not null, "limit_id = @limit", ("@limit", filter.Limit))
        .AndIf(filter.Kind is not null, "kind = @kind", ("@kind", filter.Kind))
        .AndIf(filter.Bearer is not null, "bearer = @bearer", ("@bearer", filter.Bearer));

    private static string Text(object? value) => value is long day ? NodaTime.Text.LocalDatePattern.Iso.Format(LimitFacts.Date(day)) : (string)value!;

    private static string Column(LimitDimension dimension) => dimension switch
    {
        LimitDimension.Office => "office",
        LimitDimension.Procedure => "procedure_id",
        LimitDimension.Limit => "limit_id",
        LimitDimension.Step => "activity_id",
        LimitDimension.Kind => "kind",
        LimitDimension.Bearer => "bearer",
        LimitDimension.Cause => "cause",
        _ => "day",
    };
}

/// <summary>By what figures are told apart.</summary>
public enum LimitDimension
{
    Office,
    Procedure,
    Limit,
    Step,
    Kind,
    Bearer,
    Cause,
    Day,
}

/// <param name="Offices">Null for every office.</param>
/// <param name="Days">Both inclusive; null for what stands now.</param>
public sealed record FigureFilter(IReadOnlyCollection<string>? Offices, (LocalDate From, LocalDate To)? Days = null)
{
    public string? Procedure { get; init; }

    public string? Limit { get; init; }

    public string? Kind { get; init; }

    public string? Bearer { get; init; }
}

/// <param name="Group">The values of the dimensions asked for, in their order; a day as yyyy-MM-dd.</param>
/// <param name="Measure">A state's slug, or one of <see cref="LimitMeasures"/>.</param>
public sealed record LimitFigure(ImmutableArray<string> Group, string Measure, long Count);
