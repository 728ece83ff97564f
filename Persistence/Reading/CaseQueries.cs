using ProcedureEngine.Activities.Appointment;
using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Issuance;
using ProcedureEngine.Activities.Notification;
using ProcedureEngine.Activities.TimeLimits;
using ProcedureEngine.Engine.UserTasks;
using ProcedureEngine.Persistence.Sql;

namespace ProcedureEngine.Persistence;

/// <summary>
/// What lists and pages read. Every list takes what the caller may see as part of the question, so that the rest is not there;
/// paged lists go by keyset.
/// </summary>
public sealed class CaseQueries
{
    private readonly DurableStore store;

    internal CaseQueries(DurableStore store) => this.store = store;

    /// <summary>Cases, newest first.</summary>
    public Task<Page<CaseFile>> CasesAsync(CaseFilter filter, CancellationToken cancellation)
    {
        var after = Cursor.Read(filter.Cursor);
        var where = new Filter().AndIn("office", filter.Offices)
            .AndIf(filter.Procedure is not null, "procedure_id = @procedure", ("@procedure", filter.Procedure))
            .AndIf(filter.Status is not null, "status = @status", ("@status", filter.Status))
            .AndIf(after is not null, "(opened_at < @key OR (opened_at = @key AND id < @after))", ("@key", after?.Key), ("@after", after?.Id));
        foreach (var (word, index) in VietnameseText.Fold(filter.Search ?? string.Empty).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select((word, index) => (word, index)))
            where.And($@"search_text LIKE @word{index} ESCAPE '\'", ($"@word{index}", $"%{EscapeLike(word)}%"));
        return PageAsync(where, "cases", "opened_at", descending: true, filter.Limit, RowMap<CaseFile>.Read, cancellation);
    }

    public Task<CaseFile?> CaseAsync(string id, CancellationToken cancellation) => OneAsync<CaseFile>("SELECT body FROM cases WHERE id = @value", id, cancellation);

    public Task<CaseFile?> CaseByCodeAsync(string referenceCode, CancellationToken cancellation) =>
        OneAsync<CaseFile>("SELECT body FROM cases WHERE reference_code = @value", referenceCode, cancellation);

    /// <summary>Cases of an office with this number.</summary>
    public Task<IReadOnlyList<CaseFile>> CasesByNumberAsync(string office, string number, CancellationToken cancellation) => ListAsync(
        new Statement("SELECT body FROM cases WHERE number_text = @number AND office = @office ORDER BY opened_at", ("@number", number), ("@office", office)), RowMap<CaseFile>.Read, cancellation);

    /// <summary>Cases whose file holds a message with one of these Message-IDs, of one office.</summary>
    public Task<IReadOnlyList<CaseFile>> CasesByMessageIdsAsync(string office, IReadOnlyCollection<string> messageIds, CancellationToken cancellation) => ListAsync(
        new Filter().And("c.office = @office", ("@office", office)).AndIn("m.message_id", messageIds)
            .Select("DISTINCT c.body, c.opened_at", "messages m JOIN cases c ON c.instance_id = m.instance_id", "c.opened_at", 20),
        RowMap<CaseFile>.Read, cancellation);

    /// <summary>Tasks, what is due first first.</summary>
    public Task<Page<UserTask>> TasksAsync(TaskFilter filter, CancellationToken cancellation)
    {
        var after = Cursor.Read(filter.Cursor);
        var where = new Filter()
            .AndIf(filter.IsOpen is true, "is_open = 1").AndIf(filter.IsOpen is false, "is_open = 0")
            .AndIf(filter.State is not null, "state = @state", ("@state", filter.State))
            .AndIf(filter.Role is not null, "role = @role", ("@role", filter.Role))
            .AndIf(filter.Assignee is not null, "assignee = @assignee", ("@assignee", filter.Assignee))
            .AndIf(filter.OverdueAt is not null, "due_at <= @overdue", ("@overdue", Micros.Of(filter.OverdueAt)))
            .AndIf(filter.InstanceId is not null, "instance_id = @instance", ("@instance", filter.InstanceId))
            .AndIf(after is not null, "(due_at > @key OR (due_at = @key AND id > @after))", ("@key", after?.Key), ("@after", after?.Id))
            .AndIn("office", filter.Offices);
        AndGrants(where, filter.Grants);
        return PageAsync(where, "tasks", "due_at", descending: false, filter.Limit, RowMap<UserTask>.Read, cancellation);
    }

    public Task<UserTask?> TaskAsync(string id, CancellationToken cancellation) => OneAsync<UserTask>("SELECT body FROM tasks WHERE id = @value", id, cancellation);

    /// <summary>Time limits by their end.</summary>
    public Task<Page<TimeLimit>> DeadlinesAsync(DeadlineFilter filter, CancellationToken cancellation)
    {
        var after = Cursor.Read(filter.Cursor);
        var where = new Filter()
            .AndIf(filter.State is not null, "state = @state", ("@state", filter.State))
            .AndIf(filter.DueBefore is not null, "due_at < @before", ("@before", Micros.Of(filter.DueBefore)))
            .AndIf(filter.Procedure is not null, "procedure_id = @procedure", ("@procedure", filter.Procedure))
            .AndIf(filter.InstanceId is not null, "instance_id = @instance", ("@instance", filter.InstanceId))
            .AndIf(after is not null, "(due_at > @key OR (due_at = @key AND id > @after))", ("@key", after?.Key), ("@after", after?.Id))
            .AndIn("office", filter.Offices);
        return PageAsync(where, "time_limits", "due_at", descending: false, filter.Limit, RowMap<TimeLimit>.Read, cancellation);
    }

    public Task<TimeLimit?> DeadlineAsync(string id, CancellationToken cancellation) => OneAsync<TimeLimit>("SELECT body FROM time_limits WHERE id = @value", id, cancellation);

    /// <summary>The whole journal of a case by sequence.</summary>
    public Task<IReadOnlyList<JournalRow>> JournalAsync(string instanceId, CancellationToken cancellation) => store.ReadAsync<IReadOnlyList<JournalRow>>(
        async sql =>
        [
            .. (await sql.QueryAsync(new Statement(
                "SELECT sequence, at, event_name, activity_instance_id, activity_id, activity_type, text, hash FROM journal WHERE instance_id = @id ORDER BY sequence", ("@id", instanceId))))
                .Select(row => new JournalRow(
                    instanceId, (long)row[0]!, Micros.ToInstant((long)row[1]!), (string)row[2]!, (string?)row[3], (string?)row[4], (string?)row[5], (string)row[6]!, (string)row[7]!)),
        ],
        cancellation);

    public Task<IReadOnlyList<CaseDocument>> DocumentsAsync(string instanceId, CancellationToken cancellation) =>
        OfInstanceAsync("documents", instanceId, "at, id", RowMap<CaseDocument>.Read, cancellation);

    /// <summary>A document whose bytes the blob store or the template library gives.</summary>
    public Task<CaseDocument?> DocumentAsync(string id, CancellationToken cancellation) => OneAsync<CaseDocument>("SELECT body FROM documents WHERE id = @value", id, cancellation);

    public Task<IReadOnlyList<AppointmentRow>> AppointmentsAsync(string instanceId, CancellationToken cancellation) =>
        OfInstanceAsync("appointments", instanceId, "from_at", RowMap<AppointmentRow>.Read, cancellation);

    public Task<IReadOnlyList<InboxRow>> InboxAsync(string instanceId, CancellationToken cancellation) =>
        OfInstanceAsync("inbox", instanceId, "at", RowMap<InboxRow>.Read, cancellation);

    public Task<IReadOnlyList<IncidentRow>> IncidentsOfAsync(string instanceId, CancellationToken cancellation) =>
        OfInstanceAsync("incidents", instanceId, "at", RowMap<IncidentRow>.Read, cancellation);

    /// <summary>The messages of a case with how their sending stands.</summary>
    public Task<IReadOnlyList<SentMessage>> MessagesAsync(string instanceId, CancellationToken cancellation) => store.ReadAsync<IReadOnlyList<SentMessage>>(
        async sql =>
        [
            .. (await sql.QueryAsync(new Statement(
                """
                SELECT m.body, o.state, o.proof, o.attempts, o.ended_at FROM messages m LEFT JOIN outbox o ON o.id = m.outbox_id
                WHERE m.instance_id = @id ORDER BY m.at, m.id
                """,
                ("@id", instanceId))))
                .Select(row => new SentMessage(
                    RowMap<CaseMessage>.Read((string)row[0]!), (string?)row[1], (string?)row[2], (int)((long?)row[3] ?? 0), row[4] is long at ? Micros.ToInstant(at) : null)),
        ],
        cancellation);

    /// <summary>Open incidents of the offices, oldest first.</summary>
    public Task<IReadOnlyList<IncidentRow>> OpenIncidentsAsync(IReadOnlyCollection<string>? offices, int limit, CancellationToken cancellation) => ListAsync(
        new Filter().And("n.is_open = 1").AndIn("i.office", offices).Select("n.body", "incidents n JOIN instances i ON i.id = n.instance_id", "n.at", limit),
        RowMap<IncidentRow>.Read, cancellation);

    public Task<IncidentRow?> IncidentAsync(string id, CancellationToken cancellation) => OneAsync<IncidentRow>("SELECT body FROM incidents WHERE id = @value", id, cancellation);

    public Task<InstanceRow?> InstanceAsync(string id, CancellationToken cancellation) => store.ReadAsync(
        async sql => (await sql.QueryAsync(new Statement("SELECT body, state FROM instances WHERE id = @id", ("@id", id)))) is [var row]
            ? RowMap<InstanceRow>.Read((string)row[0]!) with { State = (string)row[1]! }
            : null,
        cancellation);

    /// <summary>The register of decisions of an office and year, by number.</summary>
    public Task<IReadOnlyList<DecisionEntry>> DecisionsAsync(string office, int year, CancellationToken cancellation) => ListAsync(
        new Statement("SELECT body FROM decisions WHERE office = @office AND year = @year ORDER BY sequence", ("@office", office), ("@year", (long)year)),
        RowMap<DecisionEntry>.Read, cancellation);

    /// <summary>Instances that run per definition version: what a version's retirement waits for.</summary>
    public Task<long> CountInstancesAsync(string definitionId, int version, CancellationToken cancellation) => store.ReadAsync(
        async sql => (long)(await sql.ScalarAsync(new Statement(
            "SELECT COUNT(*) FROM instances WHERE definition_id = @id AND definition_version = @version", ("@id", definitionId), ("@version", (long)version))))!,
        cancellation);

    private static string EscapeLike(string word) =>
        word.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal);

    /// <summary>Tasks of these roles at these offices; null for no restriction by role.</summary>
    private static void AndGrants(Filter where, IReadOnlyCollection<Grant>? grants)
    {
        if (grants is null)
            return;
        if (grants.Count == 0)
        {
            where.And("1 = 0");
            return;
        }

        var pairs = grants.Select((grant, index) => ($"(role = @grole{index} AND office = @goffice{index})", grant, index)).ToList();
        where.And(
            $"({string.Join(" OR ", pairs.Select(pair => pair.Item1))})",
            [.. pairs.SelectMany(pair => new (string, object?)[] { ($"@grole{pair.index}", pair.grant.Role), ($"@goffice{pair.index}", pair.grant.Office) })]);
    }

    private Task<Page<T>> PageAsync<T>(Filter where, string table, string key, bool descending, int limit, Func<string, T> read, CancellationToken cancellation) => store.ReadAsync(
        async sql =>
        {
            var size = Math.Clamp(limit, 1, 500);
            var direction = descending ? " DESC" : string.Empty;
            var rows = await sql.QueryAsync(where.Select($"body, {key}, id", table, $"{key}{direction}, id{direction}", size + 1));
            var cursor = rows.Count > size ? new Cursor((long)rows[size - 1][1]!, (string)rows[size - 1][2]!).ToString() : null;
            return new Page<T>([.. rows.Take(size).Select(row => read((string)row[0]!))], cursor);
        },
        cancellation);

    private Task<IReadOnlyList<T>> OfInstanceAsync<T>(string table, string instanceId, string orderBy, Func<string, T> read, CancellationToken cancellation) => ListAsync(
        new Statement($"SELECT body FROM {table} WHERE instance_id = @instance ORDER BY {orderBy}", ("@instance", instanceId)), read, cancellation);

    private Task<IReadOnlyList<T>> ListAsync<T>(Statement statement, Func<string, T> read, CancellationToken cancellation) => store.ReadAsync<IReadOnlyList<T>>(
        async sql => [.. (await sql.QueryAsync(statement)).Select(row => read((string)row[0]!))], cancellation);

    private Task<T?> OneAsync<T>(string sqlText, string value, CancellationToken cancellation) where T : class => store.ReadAsync(
        async sql => await sql.ScalarAsync(new Statement(sqlText, ("@value", value))) is string body ? RowMap<T>.Read(body) : null, cancellation);
}
