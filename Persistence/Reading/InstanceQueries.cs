using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Persistence.Sql;

namespace ProcedureEngine.Persistence;

/// <summary>What is asked of instances as such, apart from their cases: lists by page number, how one stands, its journal, the runs of its activities.</summary>
public sealed class InstanceQueries
{
    /// <summary>Longest page that is given, whatever is asked.</summary>
    private const int MaxPage = 500;

    private readonly DurableStore store;

    internal InstanceQueries(DurableStore store) => this.store = store;

    /// <summary>Instances by page number, newest first unless asked otherwise, and how many there are in all.</summary>
    public Task<InstancePage> PageAsync(InstanceFilter filter, CancellationToken cancellation)
    {
        const string Tables = "instances i LEFT JOIN cases c ON c.id = i.id";
        var where = Where(filter);
        var direction = filter.IsAscending ? string.Empty : " DESC";
        var size = Math.Clamp(filter.PageSize, 1, MaxPage);
        var skip = (long)Math.Max(filter.Page, 0) * size;
        return store.ReadAsync(
            async sql =>
            {
                var sets = await sql.QueryAsync(
                [
                    where.Count(NeedsCase(filter) ? Tables : "instances i"),
                    where.Select("i.body, c.reference_code, c.number_text", Tables, $"{Column(filter.OrderBy)}{direction}, i.id{direction}", size, skip),
                ]);
                return new InstancePage(
                    [.. sets[1].Select(row => new ListedInstance(RowMap<InstanceRow>.Read((string)row[0]!), (string?)row[1], (string?)row[2]))], (long)sets[0][0][0]!);
            },
            cancellation);
    }

    /// <summary>How an instance stands, or null; one row by its key.</summary>
    public Task<InstanceStanding?> StandingAsync(string id, CancellationToken cancellation) => store.ReadAsync(
        async sql => await sql.QueryAsync(new Statement("SELECT office, status, sub_status, revision, updated_at FROM instances WHERE id = @id", ("@id", id))) is [var row]
            ? new InstanceStanding((string)row[0]!, (string)row[1]!, (string)row[2]!, (long)row[3]!, Micros.ToInstant((long)row[4]!))
            : null,
        cancellation);

    /// <summary>The revisions at which instances stand, to see which have moved.</summary>
    public Task<IReadOnlyDictionary<string, long>> RevisionsAsync(IReadOnlyCollection<string> ids, CancellationToken cancellation) => store.ReadAsync<IReadOnlyDictionary<string, long>>(
        async sql => (await sql.QueryAsync(new Filter().AndIn("id", ids).Select("id, revision", "instances", "id", Math.Max(ids.Count, 1))))
            .ToDictionary(row => (string)row[0]!, row => (long)row[1]!, StringComparer.Ordinal),
        cancellation);

    /// <summary>Lines of an instance's journal by sequence, and how many fit the filter in all.</summary>
    public Task<JournalPage> JournalAsync(JournalFilter filter, CancellationToken cancellation)
    {
        // Lines of the case itself have no activity; they count as those of the one that stands for it.
        IReadOnlyCollection<string>? activities = filter.ActivityIds is { } ids && ids.Contains(filter.CaseActivityId, StringComparer.Ordinal) ? [.. ids, string.Empty] : filter.ActivityIds;
        var where = new Filter().And("instance_id = @instance", ("@instance", filter.InstanceId)).AndIn("event_name", filter.EventNames).AndIn("COALESCE(activity_id, '')", activities);
        foreach (var (type, index) in filter.WithoutTypes.Select((type, index) => (type, index)))
            where.And($"(activity_type IS NULL OR activity_type <> @without{index})", ($"@without{index}", type));
        return store.ReadAsync(
            async sql =>
            {
                var sets = await sql.QueryAsync([where.Count("journal"), where.Select(JournalColumns, "journal", "sequence", Math.Clamp(filter.Take, 1, MaxPage), Math.Max(filter.Skip, 0))]);
                return new JournalPage([.. sets[1].Select(row => JournalRowOf(filter.InstanceId, row))], (long)sets[0][0][0]!);
            },
            cancellation);
    }

    /// <summary>All runs of an instance's activities in the order in which they began, grouped from the journal's index without its texts.</summary>
    public Task<IReadOnlyList<ActivityRun>> RunsAsync(string instanceId, CancellationToken cancellation) => store.ReadAsync<IReadOnlyList<ActivityRun>>(
        async sql =>
        [
            .. (await sql.QueryAsync(new Statement(
                """
                SELECT activity_instance_id, activity_id, MIN(sequence), MIN(CASE event_name WHEN 'Started' THEN at END), MAX(CASE event_name WHEN 'Completed' THEN at END),
                    MAX(CASE event_name WHEN 'Canceled' THEN at END), MAX(CASE event_name WHEN 'Faulted' THEN at END)
                FROM journal WHERE instance_id = @id AND activity_id IS NOT NULL AND activity_instance_id IS NOT NULL
                GROUP BY activity_id, activity_instance_id ORDER BY 3
                """,
                ("@id", instanceId))))
                .Select(row => new ActivityRun((string)row[0]!, (string)row[1]!, (long)row[2]!, At(row[3]), At(row[4]), At(row[5]), At(row[6]))),
        ],
        cancellation);

    /// <summary>The journal's lines on the runs of activities that tell how they began and ended.</summary>
    public Task<IReadOnlyList<JournalRow>> LinesOfRunsAsync(string instanceId, CancellationToken cancellation) => store.ReadAsync<IReadOnlyList<JournalRow>>(
        async sql =>
        [
            .. (await sql.QueryAsync(new Filter().And("instance_id = @instance", ("@instance", instanceId)).And("activity_instance_id IS NOT NULL")
                .AndIn("event_name", ["Started", "Completed", "TaskCompleted"]).Select(JournalColumns, "journal", "sequence", int.MaxValue)))
                .Select(row => JournalRowOf(instanceId, row)),
        ],
        cancellation);

    internal const string JournalColumns = "sequence, at, event_name, activity_instance_id, activity_id, activity_type, text, hash";

    internal static JournalRow JournalRowOf(string instanceId, IReadOnlyList<object?> row) => new(
        instanceId, (long)row[0]!, Micros.ToInstant((long)row[1]!), (string)row[2]!, (string?)row[3], (string?)row[4], (string?)row[5], (string)row[6]!, (string)row[7]!);

    private static Filter Where(InstanceFilter filter)
    {
        var where = new Filter().AndIn("i.office", filter.Offices).AndIn("i.definition_id", filter.DefinitionIds).AndIn("i.status", filter.Statuses).AndIn("i.sub_status", filter.SubStatuses)
            .AndIf(filter.Version is not null, "i.definition_version = @version", ("@version", (long?)filter.Version))
            .AndIf(filter.HasIncidents is true, "i.incident_count > 0").AndIf(filter.HasIncidents is false, "i.incident_count = 0")
            .AndIf(filter.Code is not null, "c.reference_code = @code", ("@code", filter.Code));
        foreach (var (id, index) in filter.WithoutDefinitionIds.Select((id, index) => (id, index)))
            where.And($"i.definition_id <> @without{index}", ($"@without{index}", id));
        foreach (var (condition, index) in filter.Instants.Select((condition, index) => (condition, index)))
            where.And($"{Column(condition.What)} {Sign(condition.Comparison)} @instant{index}", ($"@instant{index}", Micros.Of(condition.With)));
        if (!string.IsNullOrWhiteSpace(filter.Search))
        {
            where.And(
                @"(i.id LIKE @id ESCAPE '\' OR c.search_text LIKE @text ESCAPE '\')",
                ("@id", Filter.Containing(filter.Search.Trim())), ("@text", Filter.Containing(VietnameseText.Fold(filter.Search).Trim())));
        }

        return where;
    }

    private static bool NeedsCase(InstanceFilter filter) => filter.Code is not null || !string.IsNullOrWhiteSpace(filter.Search);

    private static string Column(InstanceOrder order) => order switch
    {
        InstanceOrder.Updated => "i.updated_at",
        InstanceOrder.Finished => "COALESCE(i.finished_at, 0)",
        InstanceOrder.Name => "COALESCE(c.number_text, c.reference_code, i.id)",
        _ => "i.created_at",
    };

    private static string Column(InstanceInstant what) => what switch
    {
        InstanceInstant.UpdatedAt => "i.updated_at",
        InstanceInstant.FinishedAt => "i.finished_at",
        _ => "i.created_at",
    };

    private static string Sign(Comparison comparison) => comparison switch
    {
        Comparison.IsNot => "<>",
        Comparison.LessThan => "<",
        Comparison.GreaterThan => ">",
        Comparison.LessThanOrEqual => "<=",
        Comparison.GreaterThanOrEqual => ">=",
        _ => "=",
    };

    private static Instant? At(object? micros) => micros is long at ? Micros.ToInstant(at) : null;
}
