using System.Globalization;
using ProcedureEngine.Activities.TimeLimits;
using ProcedureEngine.Persistence.Sql;

namespace ProcedureEngine.Persistence.Supervision;

/// <summary>
/// A page of time limits by their end, fast however many there are. An index gives rows in order only within one value of each column before
/// the order's own, so a question with several values (offices, states) is asked as one slice a value, each of a page's length, and the slices
/// are merged. Past <see cref="MaxSlices"/> the slices go by a coarser column and the rest is filtered.
/// </summary>
internal static class LimitPage
{
    private const int MaxSlices = 60;

    private static readonly string[] States = [.. Enum.GetValues<TimeLimitState>().Select(Maps.Slug)];
    private static readonly string[] OpenStates = [Maps.Slug(TimeLimitState.Running), Maps.Slug(TimeLimitState.Suspended), Maps.Slug(TimeLimitState.Missed)];
    private static readonly string[] Kinds = ["law", "local", "internal"];
    private static readonly string[] Bearers = ["authority", "citizen", "financeBody", "both"];

    /// <summary>Body, id and due instant of the first <paramref name="count"/> rows after the filter's cursor.</summary>
    public static Statement Select(DeadlineFilter filter, int count)
    {
        var slices = Slices(filter);
        var parameters = new List<(string, object?)>();
        var common = Common(filter, parameters);
        var texts = slices.Select((slice, index) => Slice(slice, index, common, parameters, count)).ToList();
        var sql = string.Create(
            CultureInfo.InvariantCulture,
            $"SELECT t.body, t.id, t.due_at FROM (SELECT id, due_at FROM ({string.Join(" UNION ALL ", texts)}) merged ORDER BY due_at, id LIMIT {count}) page JOIN time_limits t ON t.id = page.id ORDER BY t.due_at, t.id");
        return new Statement(sql, parameters);
    }

    /// <summary>Office, due instant and number of the running limits that end in a range.</summary>
    public static Statement DueCounts(IReadOnlyCollection<string>? offices, string? procedure, long from, long before)
    {
        var where = new Filter().And("state = 'running'").And("due_at >= @from AND due_at < @before", ("@from", from), ("@before", before))
            .AndIf(procedure is not null, "procedure_id = @procedure", ("@procedure", procedure)).AndIn("office", offices);
        return where.CountBy("office, due_at", "time_limits");
    }

    private static string Slice(IReadOnlyList<(string Column, string Value)> slice, int index, Filter common, List<(string, object?)> parameters, int count)
    {
        var conditions = slice.Select((part, ordinal) =>
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"@s{index}x{ordinal}");
            parameters.Add((name, part.Value));
            return $"{part.Column} = {name}";
        });
        var where = string.Join(" AND ", conditions.Concat(common.Conditions));
        return string.Create(CultureInfo.InvariantCulture, $"SELECT * FROM (SELECT id, due_at FROM time_limits{(where.Length == 0 ? where : " WHERE " + where)} ORDER BY due_at, id LIMIT {count}) slice{index}");
    }

    /// <summary>The conditions that hold in every slice. Those that a slice states again do no harm.</summary>
    private static Filter Common(DeadlineFilter filter, List<(string, object?)> parameters)
    {
        var where = new Filter()
            .AndIf(filter.DueBefore is not null, "due_at < @before", ("@before", Micros.Of(filter.DueBefore)))
            .AndIf(filter.DueFrom is not null, "due_at >= @from", ("@from", Micros.Of(filter.DueFrom)))
            .AndIf(StatesOf(filter).Length == 1, "state = @state", ("@state", filter.State))
            .AndIn("state", filter.State == DeadlineFilter.Open ? OpenStates : null)
            .AndIf(filter.Procedure is not null, "procedure_id = @procedure", ("@procedure", filter.Procedure))
            .AndIf(filter.LimitId is not null, "limit_id = @limit", ("@limit", filter.LimitId))
            .AndIf(filter.Step is not null, "activity_id = @step", ("@step", filter.Step))
            .AndIf(filter.Kind is not null, "kind = @kind", ("@kind", filter.Kind))
            .AndIf(filter.Bearer is not null, "bearer = @bearer", ("@bearer", filter.Bearer))
            .AndIf(filter.InstanceId is not null, "instance_id = @instance", ("@instance", filter.InstanceId));
        if (filter.Offices is { } offices && !IsSlicedByOffice(filter))
            where.AndIn("office", offices);
        where = new ListOrder(["due_at"]).After(where, filter.Cursor);
        parameters.AddRange(where.Parameters);
        return where;
    }

    private static bool IsSlicedByOffice(DeadlineFilter filter) => filter.InstanceId is null && filter.Offices is { Count: > 0 and <= MaxSlices };

    /// <summary>The values to ask for one by one, in the order of the index that serves them.</summary>
    private static IEnumerable<IReadOnlyList<(string Column, string Value)>> Slices(DeadlineFilter filter)
    {
        var states = StatesOf(filter);
        if (filter.InstanceId is not null || filter.Offices is { Count: 0 })
            return [[]];
        if (IsSlicedByOffice(filter))
        {
            return filter.Offices!.Count * states.Length <= MaxSlices
                ? from office in filter.Offices from state in states select Parts(("office", office), ("state", state))
                : filter.Offices.Select(office => Parts(("office", office)));
        }

        if (filter is { Procedure: { } procedure, LimitId: { } limit })
            return states.Select(state => Parts(("procedure_id", procedure), ("limit_id", limit), ("state", state)));
        return filter.Kind is null && filter.Bearer is null
            ? states.Select(state => Parts(("state", state)))
            : from kind in filter.Kind is null ? Kinds : [filter.Kind]
              from bearer in filter.Bearer is null ? Bearers : [filter.Bearer]
              from state in states
              select Parts(("kind", kind), ("bearer", bearer), ("state", state));
    }

    private static string[] StatesOf(DeadlineFilter filter) => filter.State switch
    {
        null => States,
        DeadlineFilter.Open => OpenStates,
        var state => [state],
    };

    private static IReadOnlyList<(string Column, string Value)> Parts(params (string Column, string Value)[] parts) => parts;
}

/// <summary>Running limits of an office that end at one instant.</summary>
public sealed record DueCount(string Office, Instant DueAt, long Count);
