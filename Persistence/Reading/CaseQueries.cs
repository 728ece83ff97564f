using ProcedureEngine.Activities.Appointment;
using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Activities.Issuance;
using ProcedureEngine.Activities.Notification;
using ProcedureEngine.Activities.Registers;
using ProcedureEngine.Activities.TimeLimits;
using ProcedureEngine.Engine.UserTasks;
using ProcedureEngine.Persistence.Sql;
using ProcedureEngine.Persistence.Supervision;

namespace ProcedureEngine.Persistence;

/// <summary>
/// What lists and pages read. Every list takes what the caller may see as part of the question, so that the rest is not there;
/// paged lists go by keyset.
/// </summary>
public sealed class CaseQueries
{
    /// <summary>Longest page that is given, whatever is asked.</summary>
    private const int MaxPage = 500;

    private static readonly ListOrder CaseOrder = new(["opened_at"], IsDescending: true);
    private static readonly ListOrder TaskOrder = new(["due_at", "created_at"]);
    private static readonly ListOrder LastDayOrder = new(["ended_day"], IsDescending: true);

    private readonly DurableStore store;

    internal CaseQueries(DurableStore store) => this.store = store;

    /// <summary>Cases, newest first.</summary>
    public Task<Page<CaseFile>> CasesAsync(CaseFilter filter, CancellationToken cancellation)
    {
        var where = new Filter().AndIn("office", filter.Offices)
            .AndIf(filter.Procedure is not null, "procedure_id = @procedure", ("@procedure", filter.Procedure))
            .AndIf(filter.Without is not null, "procedure_id <> @without", ("@without", filter.Without))
            .AndIf(filter.Status is not null, "status = @status", ("@status", filter.Status));
        foreach (var word in VietnameseText.Fold(filter.Search ?? string.Empty).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            where.AndContains("search_text", word);
        return PageAsync(where, "cases", CaseOrder, filter.Cursor, filter.Limit, RowMap<CaseFile>.Read, cancellation);
    }

    public Task<CaseFile?> CaseAsync(string id, CancellationToken cancellation) => OneAsync<CaseFile>("SELECT body FROM cases WHERE id = @value", id, cancellation);

    public Task<CaseFile?> CaseByCodeAsync(string referenceCode, CancellationToken cancellation) =>
        OneAsync<CaseFile>("SELECT body FROM cases WHERE reference_code = @value", referenceCode, cancellation);

    public Task<IReadOnlyList<CaseFile>> CasesByIdsAsync(IReadOnlyCollection<string> ids, CancellationToken cancellation) => ListAsync(
        new Filter().AndIn("id", ids).Select("body", "cases", "id", MaxPage), RowMap<CaseFile>.Read, cancellation);

    /// <summary>Cases of an office with this number.</summary>
    public Task<IReadOnlyList<CaseFile>> CasesByNumberAsync(string office, string number, CancellationToken cancellation) => ListAsync(
        new Statement("SELECT body FROM cases WHERE number_text = @number AND office = @office ORDER BY opened_at", ("@number", number), ("@office", office)), RowMap<CaseFile>.Read, cancellation);

    /// <summary>Cases whose file holds a message with one of these Message-IDs, of one office.</summary>
    /// <param name="lettersOnly">True to count only letters of the office among the messages.</param>
    public Task<IReadOnlyList<CaseFile>> CasesByMessageIdsAsync(string office, IReadOnlyCollection<string> messageIds, bool lettersOnly, CancellationToken cancellation) => ListAsync(
        new Filter().And("c.office = @office", ("@office", office)).AndIn("m.message_id", messageIds).AndIf(lettersOnly, "m.outbox_id IS NOT NULL")
            .Select("DISTINCT c.body, c.opened_at", "messages m JOIN cases c ON c.instance_id = m.instance_id", "c.opened_at", 20),
        RowMap<CaseFile>.Read, cancellation);

    /// <summary>Cases that were merged into this one, directly, oldest first.</summary>
    public Task<IReadOnlyList<CaseFile>> MergedIntoAsync(string id, CancellationToken cancellation) => ListAsync(
        new Statement("SELECT body FROM cases WHERE merged_into = @id ORDER BY opened_at, id", ("@id", id)), RowMap<CaseFile>.Read, cancellation);

    /// <summary>Cases that were split off from this one, oldest first.</summary>
    public Task<IReadOnlyList<CaseFile>> SplitFromAsync(string id, CancellationToken cancellation) => ListAsync(
        new Statement("SELECT body FROM cases WHERE split_from = @id ORDER BY opened_at, id", ("@id", id)), RowMap<CaseFile>.Read, cancellation);

    /// <summary>The traits of a case as they lie in the index.</summary>
    public Task<IReadOnlyList<CaseTrait>> TraitsAsync(string id, CancellationToken cancellation) => OfInstanceAsync("case_traits", id, "id", RowMap<CaseTrait>.Read, cancellation);

    /// <summary>Cases of the offices with a trait, newest first.</summary>
    public Task<IReadOnlyList<CaseFile>> CasesByTraitAsync(TraitValue trait, IReadOnlyCollection<string> offices, int limit, CancellationToken cancellation) => ListAsync(
        new Filter().And("t.digest = @digest", ("@digest", trait.Digest)).AndIn("c.office", offices)
            .Select("c.body", "case_traits t JOIN cases c ON c.id = t.instance_id", "c.opened_at DESC, c.id", Math.Clamp(limit, 1, MaxPage)),
        RowMap<CaseFile>.Read, cancellation);

    /// <summary>Cases of the offices that share a trait with these, newest first, each once with what they share.</summary>
    /// <param name="id">The case itself, which is not among them.</param>
    public async Task<IReadOnlyList<RelatedCase>> RelatedAsync(
        string id, IReadOnlyCollection<CaseTrait> traits, IReadOnlyCollection<string>? offices, int limit, CancellationToken cancellation)
    {
        if (traits.Count == 0)
            return [];
        var where = new Filter().AndIn("t.digest", [.. traits.Select(trait => trait.Digest).Distinct(StringComparer.Ordinal)]).And("t.instance_id <> @self", ("@self", id)).AndIn("c.office", offices);
        var rows = await store.ReadAsync(
            async sql => await sql.QueryAsync(where.Select("c.body, t.body", "case_traits t JOIN cases c ON c.id = t.instance_id", "c.opened_at DESC, c.id, t.kind", Math.Clamp(limit, 1, MaxPage))),
            cancellation);
        return
        [
            .. rows.Select(row => (Case: RowMap<CaseFile>.Read((string)row[0]!), Trait: RowMap<CaseTrait>.Read((string)row[1]!).Kind))
                .GroupBy(hit => hit.Case.Id, StringComparer.Ordinal).Select(hits => new RelatedCase(hits.First().Case, [.. hits.Select(hit => hit.Trait)])),
        ];
    }

    /// <summary>Tasks, what is due first first; those without a limit last, oldest first.</summary>
    public Task<Page<UserTask>> TasksAsync(TaskFilter filter, CancellationToken cancellation)
    {
        var where = new Filter()
            .AndIf(filter.IsOpen is true || filter.OverdueAt is not null, "is_open = 1").AndIf(filter.IsOpen is false, "is_open = 0")
            .AndIf(filter.State is not null, "state = @state", ("@state", filter.State))
            .AndIf(filter.Role is not null, "role = @role", ("@role", filter.Role))
            .AndIf(filter.Assignee is not null, "assignee = @assignee", ("@assignee", filter.Assignee))
            .AndIf(filter.OverdueAt is not null, "due_at <= @overdue", ("@overdue", Micros.Of(filter.OverdueAt)))
            .AndIf(filter.InstanceId is not null, "instance_id = @instance", ("@instance", filter.InstanceId))
            .AndIn("office", filter.Offices)
            .AndHeld(filter.Grants, filter.SupervisedOffices);
        return PageAsync(where, "tasks", TaskOrder, filter.Cursor, filter.Limit, RowMap<UserTask>.Read, cancellation);
    }

    public Task<UserTask?> TaskAsync(string id, CancellationToken cancellation) => OneAsync<UserTask>("SELECT body FROM tasks WHERE id = @value", id, cancellation);

    /// <summary>Time limits by their end.</summary>
    public Task<Page<TimeLimit>> DeadlinesAsync(DeadlineFilter filter, CancellationToken cancellation)
    {
        var size = Math.Clamp(filter.Limit, 1, MaxPage);
        return store.ReadAsync(async sql => ToPage(await sql.QueryAsync(LimitPage.Select(filter, size + 1)), size, RowMap<TimeLimit>.Read), cancellation);
    }

    /// <summary>How many running limits end on each day up to an instant (exclusive), from another (inclusive).</summary>
    public Task<IReadOnlyList<DueCount>> DueCountsAsync(IReadOnlyCollection<string>? offices, string? procedure, Instant from, Instant before, CancellationToken cancellation) =>
        store.ReadAsync<IReadOnlyList<DueCount>>(
            async sql => [.. (await sql.QueryAsync(LimitPage.DueCounts(offices, procedure, Micros.Of(from), Micros.Of(before)))).Select(row => new DueCount((string)row[0]!, Micros.ToInstant((long)row[1]!), (long)row[2]!))],
            cancellation);

    /// <summary>Limits met on the last day that they had, within days that both count, newest first.</summary>
    public Task<Page<TimeLimit>> MetOnLastDayAsync(IReadOnlyCollection<string>? offices, (LocalDate From, LocalDate To) days, string? cursor, int limit, CancellationToken cancellation)
    {
        var where = new Filter().And("is_last_day = 1").And("ended_day >= @from AND ended_day <= @to", ("@from", LimitFacts.Number(days.From)), ("@to", LimitFacts.Number(days.To))).AndIn("office", offices);
        return PageAsync(where, "time_limits", LastDayOrder, cursor, limit, RowMap<TimeLimit>.Read, cancellation);
    }

    /// <summary>The ledger of a limit, oldest line first.</summary>
    public Task<IReadOnlyList<TimeLimitAct>> LedgerAsync(string limitId, CancellationToken cancellation) => ListAsync(
        new Statement("SELECT body FROM time_limit_acts WHERE time_limit = @limit ORDER BY revision", ("@limit", limitId)), RowMap<TimeLimitAct>.Read, cancellation);

    public Task<TimeLimit?> DeadlineAsync(string id, CancellationToken cancellation) => OneAsync<TimeLimit>("SELECT body FROM time_limits WHERE id = @value", id, cancellation);

    /// <summary>The whole journal of a case by sequence.</summary>
    public Task<IReadOnlyList<JournalRow>> JournalAsync(string instanceId, CancellationToken cancellation) => store.ReadAsync<IReadOnlyList<JournalRow>>(
        async sql =>
        [
            .. (await sql.QueryAsync(new Statement($"SELECT {InstanceQueries.JournalColumns} FROM journal WHERE instance_id = @id ORDER BY sequence", ("@id", instanceId))))
                .Select(row => InstanceQueries.JournalRowOf(instanceId, row)),
        ],
        cancellation);

    /// <summary>The personal values that the journal's text holds as digests; those erased are not among them.</summary>
    public Task<IReadOnlyList<PersonalRow>> PersonalAsync(string instanceId, CancellationToken cancellation) => store.ReadAsync<IReadOnlyList<PersonalRow>>(
        async sql =>
        [
            .. (await sql.QueryAsync(new Statement("SELECT sequence, name, salt, value FROM journal_personal WHERE instance_id = @id ORDER BY sequence, name", ("@id", instanceId))))
                .Select(row => new PersonalRow(instanceId, (long)row[0]!, (string)row[1]!, (string)row[2]!, (string)row[3]!)),
        ],
        cancellation);

    public Task<IReadOnlyList<CaseDocument>> DocumentsAsync(string instanceId, CancellationToken cancellation) =>
        OfInstanceAsync("documents", instanceId, "at, id", RowMap<CaseDocument>.Read, cancellation);

    /// <summary>A document whose bytes the blob store or the template library gives.</summary>
    public Task<CaseDocument?> DocumentAsync(string id, CancellationToken cancellation) => OneAsync<CaseDocument>("SELECT body FROM documents WHERE id = @value", id, cancellation);

    public Task<IReadOnlyList<AppointmentRow>> AppointmentsAsync(string instanceId, CancellationToken cancellation) =>
        OfInstanceAsync("appointments", instanceId, "from_at", RowMap<AppointmentRow>.Read, cancellation);

    /// <summary>Visits of an officer that stand and touch the time, to offer hours that are free.</summary>
    public Task<IReadOnlyList<AppointmentRow>> AppointmentsOfAsync(string office, string officer, Instant from, Instant to, CancellationToken cancellation) => ListAsync(
        new Statement(
            "SELECT body FROM appointments WHERE office = @office AND officer = @officer AND state = 'set' AND from_at < @to AND to_at > @from ORDER BY from_at, id",
            ("@office", office), ("@officer", officer), ("@from", Micros.Of(from)), ("@to", Micros.Of(to))),
        RowMap<AppointmentRow>.Read, cancellation);

    public Task<IReadOnlyList<Bookmark>> BookmarksAsync(string instanceId, CancellationToken cancellation) =>
        OfInstanceAsync("bookmarks", instanceId, "id", RowMap<Bookmark>.Read, cancellation);

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
                SELECT m.body, o.state, o.proof, o.attempts, o.ended_at, u.body FROM messages m LEFT JOIN outbox o ON o.id = m.outbox_id
                LEFT JOIN undelivered_letters u ON u.id = m.outbox_id WHERE m.instance_id = @id ORDER BY m.at, m.id
                """,
                ("@id", instanceId))))
                .Select(row => new SentMessage(
                    RowMap<CaseMessage>.Read((string)row[0]!), (string?)row[1], (string?)row[2], (int)((long?)row[3] ?? 0), row[4] is long at ? Micros.ToInstant(at) : null)
                {
                    Undelivered = row[5] is string undelivered ? RowMap<UndeliveredLetter>.Read(undelivered) : null,
                }),
        ],
        cancellation);

    /// <summary>Open incidents of the offices, or of one case of them, oldest first.</summary>
    public Task<IReadOnlyList<IncidentRow>> OpenIncidentsAsync(IReadOnlyCollection<string>? offices, int limit, CancellationToken cancellation, string? caseId = null) => ListAsync(
        new Filter().And("n.is_open = 1").AndIf(caseId is not null, "n.instance_id = @case", ("@case", caseId)).AndIn("i.office", offices).Select("n.body", "incidents n JOIN instances i ON i.id = n.instance_id", "n.at", limit),
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

    /// <summary>The lines of a register in the order of their numbers.</summary>
    public Task<IReadOnlyList<RegisterLine>> RegisterAsync(string kind, string office, int year, CancellationToken cancellation) => ListAsync(
        new Statement(
            "SELECT body FROM register_lines WHERE kind = @kind AND office = @office AND year = @year ORDER BY sequence", ("@kind", kind), ("@office", office), ("@year", (long)year)),
        RowMap<RegisterLine>.Read, cancellation);

    /// <summary>Instances that run per definition version: what a version's retirement waits for.</summary>
    public Task<long> CountInstancesAsync(string definitionId, int version, CancellationToken cancellation) => store.ReadAsync(
        async sql => (long)(await sql.ScalarAsync(new Statement(
            "SELECT COUNT(*) FROM instances WHERE definition_id = @id AND definition_version = @version", ("@id", definitionId), ("@version", (long)version))))!,
        cancellation);

    private Task<Page<T>> PageAsync<T>(Filter where, string table, ListOrder order, string? cursor, int limit, Func<string, T> read, CancellationToken cancellation) => store.ReadAsync(
        async sql =>
        {
            var size = Math.Clamp(limit, 1, MaxPage);
            return ToPage(await sql.QueryAsync(order.After(where, cursor).Select($"body, id, {string.Join(", ", order.Columns)}", table, order.Text, size + 1)), size, read);
        },
        cancellation);

    /// <summary>A page of rows of body, id and sort keys; one row more than the page tells that there is another.</summary>
    private static Page<T> ToPage<T>(IReadOnlyList<object?[]> rows, int size, Func<string, T> read)
    {
        var next = rows.Count > size ? new Cursor([.. rows[size - 1].Skip(2).Select(key => (long)key!)], (string)rows[size - 1][1]!).ToString() : null;
        return new Page<T>([.. rows.Take(size).Select(row => read((string)row[0]!))], next);
    }

    private Task<IReadOnlyList<T>> OfInstanceAsync<T>(string table, string instanceId, string orderBy, Func<string, T> read, CancellationToken cancellation) => ListAsync(
        new Statement($"SELECT body FROM {table} WHERE instance_id = @instance ORDER BY {orderBy}", ("@instance", instanceId)), read, cancellation);

    private Task<IReadOnlyList<T>> ListAsync<T>(Statement statement, Func<string, T> read, CancellationToken cancellation) => store.ReadAsync<IReadOnlyList<T>>(
        async sql => [.. (await sql.QueryAsync(statement)).Select(row => read((string)row[0]!))], cancellation);

    private Task<T?> OneAsync<T>(string sqlText, string value, CancellationToken cancellation) where T : class => store.ReadAsync(
        async sql => await sql.ScalarAsync(new Statement(sqlText, ("@value", value))) is string body ? RowMap<T>.Read(body) : null, cancellation);
}
