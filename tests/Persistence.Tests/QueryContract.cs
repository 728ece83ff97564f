using ProcedureEngine.Activities.Appointment;
using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Notification;
using ProcedureEngine.Activities.TimeLimits;

namespace ProcedureEngine.Persistence.Tests;

/// <summary>What lists and pages read, restricted to what the caller may see.</summary>
public sealed class QueryContract(StoreKind kind) : StoreContract(kind)
{
    private static readonly Duration Hour = Duration.FromHours(1);

    [Test]
    public async Task Cases_are_found_by_words_in_any_order_without_regard_to_case_and_diacritics()
    {
        await CaseAsync("c1", file => file with { SearchText = "nguyen thi anh duong 12/2026" });
        await CaseAsync("c2", file => file with { SearchText = "tran van at 100%_\\" });

        foreach (var (search, found) in ((string, string[])[])
            [
                ("Đường NGUYỄN", ["c1"]), ("ánh", ["c1"]), ("a", ["c2", "c1"]), ("anh tran", []), ("%", ["c2"]), ("_", ["c2"]), ("\\", ["c2"]), ("' OR 1=1", []),
                ("12/2026", ["c1"]), ("   ", ["c2", "c1"]),
            ])
            Assert.That(await CasesAsync(new CaseFilter(null, Search: search)), Is.EquivalentTo(found), search);
    }

    [Test]
    public async Task Cases_are_listed_by_office_procedure_and_status()
    {
        await CaseAsync("c1");
        await CaseAsync("c2", file => file with { Office = "hanoi", Status = "signing" });
        await CaseAsync("c3", file => file with { Procedure = "compensation" });

        Assert.That(await CasesAsync(new CaseFilter([Bursts.Office])), Is.EqualTo(new[] { "c3", "c1" }));
        Assert.That(await CasesAsync(new CaseFilter(["hanoi", "another"])), Is.EqualTo(new[] { "c2" }));
        Assert.That(await CasesAsync(new CaseFilter([])), Is.Empty);
        Assert.That(await CasesAsync(new CaseFilter(null, Procedure: "compensation")), Is.EqualTo(new[] { "c3" }));
        Assert.That(await CasesAsync(new CaseFilter([Bursts.Office], Status: "signing")), Is.Empty);
    }

    [Test]
    public async Task Pages_follow_each_other_while_cases_come_in()
    {
        // Two at each instant, so that the id has to decide.
        foreach (var i in Enumerable.Range(0, 7))
            await CaseAsync($"c{i}", file => file with { OpenedAt = Start + (Hour * (i / 2)) });
        var first = await Store.Queries.CasesAsync(new CaseFilter(null, Limit: 3), default);
        await CaseAsync("new", file => file with { OpenedAt = Start + (Hour * 9) });
        var second = await Store.Queries.CasesAsync(new CaseFilter(null, Cursor: first.Cursor, Limit: 3), default);
        var third = await Store.Queries.CasesAsync(new CaseFilter(null, Cursor: second.Cursor, Limit: 3), default);

        Assert.That(((Page<CaseFile>[])[first, second, third]).SelectMany(page => page.Items).Select(file => file.Id), Is.EqualTo(new[] { "c6", "c5", "c4", "c3", "c2", "c1", "c0" }));
        Assert.That(third.Cursor, Is.Null);
        Assert.That(first.Cursor, Does.Match("^[A-Za-z0-9_-]+$"));
    }

    [TestCase("nonsense!")]
    [TestCase("AAAA")]
    [TestCase("eAoyCjM", Description = "a key that is no number")]
    [TestCase("MQoz", Description = "of a list with one key")]
    public async Task A_cursor_of_no_list_is_refused(string cursor)
    {
        var rejected = await Assert.ThrowsAsync<RejectedException>(() => Store.Queries.TasksAsync(new TaskFilter(null, null, Cursor: cursor), default));
        Assert.That((rejected!.Kind, rejected.Rule), Is.EqualTo((RejectionKind.Invalid, "cursor")));
    }

    [Test]
    public async Task A_case_is_found_by_id_code_number_and_message()
    {
        await CaseAsync("c1", file => file with { Number = new CaseNumber(7, 2026, "07/2026") }, Rows.Message("c1", MessageDirection.In, "m1"));
        await CaseAsync("c2", file => file with { Office = "hanoi", Number = new CaseNumber(7, 2026, "07/2026") }, Rows.Message("c2", MessageDirection.In, "m1"));

        Assert.That((await Store.Queries.CaseAsync("c1", default))!.Id, Is.EqualTo("c1"));
        Assert.That((await Store.Queries.CaseByCodeAsync("code-c2", default))!.Id, Is.EqualTo("c2"));
        Assert.That((await Store.Queries.CasesByNumberAsync(Bursts.Office, "07/2026", default)).Single().Id, Is.EqualTo("c1"));
        Assert.That((await Store.Queries.CasesByMessageIdsAsync(Bursts.Office, ["<x@y>", "<c1.m1@example.vn>", "<c2.m1@example.vn>"], lettersOnly: false, default)).Single().Id, Is.EqualTo("c1"));
        Assert.That(await Store.Queries.CasesByMessageIdsAsync(Bursts.Office, [], lettersOnly: false, default), Is.Empty);
        Assert.That(await Store.Queries.CaseByCodeAsync("nothing", default), Is.Null);
    }

    [Test]
    public async Task Tasks_are_seen_through_grants_and_supervised_offices()
    {
        await TasksAsync(
            Rows.Task("c1", "t1"), Rows.Task("c1", "t2") with { Role = "head" }, Rows.Task("c1", "t3") with { Office = "hanoi" }, Rows.Task("c1", "t4") with { Office = "hanoi", Role = "head" });

        Assert.That(await TasksAsync(new TaskFilter(null, null)), Is.EqualTo(new[] { "t1", "t2", "t3", "t4" }));
        Assert.That(await TasksAsync(new TaskFilter(null, [])), Is.Empty);
        Assert.That(await TasksAsync(new TaskFilter(null, [new Grant("intake-officer", Bursts.Office), new Grant("head", "hanoi")])), Is.EqualTo(new[] { "t1", "t4" }));
        Assert.That(await TasksAsync(new TaskFilter(null, [new Grant("head", Bursts.Office)]) { SupervisedOffices = ["hanoi"] }), Is.EqualTo(new[] { "t2", "t3", "t4" }));
        Assert.That(await TasksAsync(new TaskFilter([Bursts.Office], []) { SupervisedOffices = ["hanoi"] }), Is.Empty);
        Assert.That(await TasksAsync(new TaskFilter(["hanoi"], null, Role: "head")), Is.EqualTo(new[] { "t4" }));
    }

    [Test]
    public async Task Tasks_are_ordered_by_their_limit_and_those_without_come_last_by_age()
    {
        await TasksAsync(
            Rows.Task("c1", "t1") with { DueAt = null, CreatedAt = Start + Hour }, Rows.Task("c1", "t2") with { DueAt = null }, Rows.Task("c1", "t3") with { DueAt = Start + (Hour * 2) },
            Rows.Task("c1", "t4") with { DueAt = Start + Hour, State = UserTaskState.Completed }, Rows.Task("c1", "t5") with { DueAt = Start + Hour, Assignee = "hoa", State = UserTaskState.Claimed });

        Assert.That(await TasksAsync(new TaskFilter(null, null)), Is.EqualTo(new[] { "t4", "t5", "t3", "t2", "t1" }));
        Assert.That(await TasksAsync(new TaskFilter(null, null, IsOpen: true)), Is.EqualTo(new[] { "t5", "t3", "t2", "t1" }));
        Assert.That(await TasksAsync(new TaskFilter(null, null, IsOpen: false)), Is.EqualTo(new[] { "t4" }));
        Assert.That(await TasksAsync(new TaskFilter(null, null, State: "claimed")), Is.EqualTo(new[] { "t5" }));
        Assert.That(await TasksAsync(new TaskFilter(null, null, Assignee: "hoa")), Is.EqualTo(new[] { "t5" }));
        Assert.That(await TasksAsync(new TaskFilter(null, null, OverdueAt: Start + Hour)), Is.EqualTo(new[] { "t5" }), "a limit's end is exclusive; closed tasks are not overdue");
        Assert.That(await TasksAsync(new TaskFilter(null, null, OverdueAt: Start + Hour - Duration.FromTicks(10))), Is.Empty);
        Assert.That(await TasksAsync(new TaskFilter(null, null, InstanceId: "another")), Is.Empty);
    }

    [Test]
    public async Task Every_page_of_tasks_joins_to_the_whole_list()
    {
        await TasksAsync([.. Enumerable.Range(1, 9).Select(i => Rows.Task("c1", $"t{i}") with { DueAt = i % 3 == 0 ? null : Start + (Hour * (i % 2)) })]);
        var whole = await TasksAsync(new TaskFilter(null, null));
        var (joined, cursor) = (new List<string>(), (string?)null);
        do
        {
            var page = await Store.Queries.TasksAsync(new TaskFilter(null, null, Cursor: cursor, Limit: 2), default);
            joined.AddRange(page.Items.Select(task => task.Id["c1.".Length..]));
            cursor = page.Cursor;
        }
        while (cursor is not null);
        Assert.That(joined, Is.EqualTo(whole).And.Count.EqualTo(9));
    }

    [Test]
    public async Task Deadlines_are_listed_by_their_end()
    {
        await StartAsync("c1", result => result with
        {
            Records =
            [
                Rows.Limit("c1", "a") with { DueAt = Start + (Hour * 3) }, Rows.Limit("c1", "b") with { DueAt = Start + Hour, State = TimeLimitState.MetLate },
                Rows.Limit("c1", "c") with { DueAt = null, DueDate = null, State = TimeLimitState.Suspended }, Rows.Limit("c1", "d") with { DueAt = Start + (Hour * 2), Office = "hanoi" },
            ],
        });

        Assert.That(await LimitsAsync(new DeadlineFilter(null)), Is.EqualTo(new[] { "b", "d", "a", "c" }));
        Assert.That(await LimitsAsync(new DeadlineFilter(null, State: "metLate")), Is.EqualTo(new[] { "b" }));
        Assert.That(await LimitsAsync(new DeadlineFilter(null, State: DeadlineFilter.Open)), Is.EqualTo(new[] { "d", "a", "c" }));
        Assert.That(await LimitsAsync(new DeadlineFilter([.. Enumerable.Range(1, 70).Select(i => $"o{i}"), Bursts.Office], State: DeadlineFilter.Open)), Is.EqualTo(new[] { "a", "c" }), "more offices than are asked one by one");
        Assert.That(await LimitsAsync(new DeadlineFilter(null) { Step = Rows.Limit("c1", "a").ActivityId }), Has.Exactly(4).Items);
        Assert.That(await LimitsAsync(new DeadlineFilter([Bursts.Office]) { Step = "another" }), Is.Empty);
        Assert.That(await LimitsAsync(new DeadlineFilter(null, State: "running", DueBefore: Start + (Hour * 3))), Is.EqualTo(new[] { "d" }));
        Assert.That(await LimitsAsync(new DeadlineFilter([Bursts.Office], Procedure: Bursts.Procedure)), Is.EqualTo(new[] { "b", "a", "c" }));
        Assert.That(await LimitsAsync(new DeadlineFilter(null, InstanceId: "another")), Is.Empty);
        Same.As([(await Store.Queries.DeadlineAsync("c1.a.1", default))!], Rows.Limit("c1", "a") with { DueAt = Start + (Hour * 3) });
    }

    [Test]
    public async Task Messages_show_how_their_sending_stands()
    {
        await StartAsync("c1", result => result with
        {
            Records = [Rows.Message("c1", MessageDirection.In, "m1"), Rows.Message("c1", MessageDirection.Out, "m2", outbox: "c1.mail.1"), Rows.Message("c1", MessageDirection.Out, "m3", outbox: "c1.mail.2")],
            Outbox = [Rows.Outbox("c1", "mail", 1), Rows.Outbox("c1", "mail", 2)],
        });
        await Store.Outbox.ClaimAsync("mail", 10, Hour, default);
        await Store.Outbox.MarkSentAsync("c1.mail.1", "250 queued as X", default);

        Assert.That(
            (await Store.Queries.MessagesAsync("c1", default)).Select(sent => (sent.Message.Id, sent.State, sent.Proof, sent.Attempts, sent.EndedAt)),
            Is.EqualTo(new (string, string?, string?, int, Instant?)[] { ("c1.m1", null, null, 0, null), ("c1.m2", "sent", "250 queued as X", 1, Start), ("c1.m3", "pending", null, 0, null) }));
    }

    [Test]
    public async Task Open_incidents_are_listed_by_office()
    {
        await StartAsync("c1", result => result with { Incidents = [Rows.Incident("c1"), Rows.Incident("c1", "e2") with { ResolvedAt = Start }] });
        Same.As(await Store.Queries.OpenIncidentsAsync([Bursts.Office], 10, default), Rows.Incident("c1"));
        Assert.That(await Store.Queries.OpenIncidentsAsync(["hanoi"], 10, default), Is.Empty);
        Same.As(await Store.Queries.OpenIncidentsAsync([Bursts.Office], 10, default, "c1"), Rows.Incident("c1"));
        Assert.That(await Store.Queries.OpenIncidentsAsync([Bursts.Office], 10, default, "c2"), Is.Empty);
        Assert.That(await Store.Queries.OpenIncidentsAsync(["hanoi"], 10, default, "c1"), Is.Empty, "a case of another office");
        Same.As(await Store.Queries.IncidentsOfAsync("c1", default), Rows.Incident("c1"), Rows.Incident("c1", "e2") with { ResolvedAt = Start });
        Same.As([(await Store.Queries.IncidentAsync("c1.e1", default))!], Rows.Incident("c1"));
    }

    [Test]
    public async Task Instances_are_paged_and_counted()
    {
        foreach (var i in Enumerable.Range(0, 5))
        {
            Clock.Now = TestClock.Start + (Hour * i);
            await StartAsync($"c{i}", result => result with
            {
                Instance = result.Instance! with { Status = i == 4 ? InstanceStatus.Finished : InstanceStatus.Running, IncidentCount = i == 1 ? 1 : 0, DefinitionId = i == 0 ? "other" : Bursts.Procedure },
                Records = [Rows.Case($"c{i}") with { SearchText = $"người {i}" }],
            });
        }

        await BurstAsync("c1");
        Assert.That(await InstancesAsync(new InstanceFilter(null) { PageSize = 2 }), Is.EqualTo((5, "c4 c3")));
        Assert.That(await InstancesAsync(new InstanceFilter(null) { PageSize = 2, Page = 2 }), Is.EqualTo((5, "c0")));
        Assert.That(await InstancesAsync(new InstanceFilter(null) { IsAscending = true, PageSize = 1 }), Is.EqualTo((5, "c0")));
        Assert.That(await InstancesAsync(new InstanceFilter(null) { OrderBy = InstanceOrder.Updated, PageSize = 2 }), Is.EqualTo((5, "c4 c1")));
        Assert.That(await InstancesAsync(new InstanceFilter(null) { DefinitionIds = ["other"] }), Is.EqualTo((1, "c0")));
        Assert.That(await InstancesAsync(new InstanceFilter(null) { Statuses = [InstanceStatus.Finished] }), Is.EqualTo((1, "c4")));
        Assert.That(await InstancesAsync(new InstanceFilter(null) { SubStatuses = [] }), Is.EqualTo((0, "")));
        Assert.That(await InstancesAsync(new InstanceFilter(null) { HasIncidents = true }), Is.EqualTo((1, "c1")));
        Assert.That(await InstancesAsync(new InstanceFilter(null) { Search = "c3" }), Is.EqualTo((1, "c3")));
        Assert.That(await InstancesAsync(new InstanceFilter(null) { Version = 2 }), Is.EqualTo((0, "")));
        Assert.That(await InstancesAsync(new InstanceFilter(["hanoi"])), Is.EqualTo((0, "")));
        Assert.That(await Store.Queries.CountInstancesAsync(Bursts.Procedure, 1, default), Is.EqualTo(4));
    }

    [Test]
    public async Task An_officers_standing_visits_that_touch_the_time_are_found()
    {
        await StartAsync("c1", result => result with
        {
            Records =
            [
                Rows.Appointment("c1", 1), Rows.Appointment("c1", 2), Rows.Appointment("c1", 3) with { State = AppointmentState.Moved }, Rows.Appointment("c1", 4) with { Officer = "lan" },
                Rows.Appointment("c1", 5),
            ],
        });
        var found = await Store.Queries.AppointmentsOfAsync(Bursts.Office, "hoa", Start + (Hour * 2), Start + (Hour * 5), default);
        Assert.That(found.Select(visit => visit.Occurrence), Is.EqualTo(new[] { 2 }), "the first ends when the time begins, the fifth begins when it ends");
        Assert.That(await Store.Queries.AppointmentsAsync("c1", default), Has.Count.EqualTo(5));
    }

    [Test]
    public async Task A_row_is_read_although_members_came_and_went_since_it_was_written()
    {
        await CaseAsync("c1");
        await Store.WriteAsync(
            async sql => await sql.ExecuteAsync(new Sql.Statement("UPDATE cases SET body = REPLACE(body, '\"subject\":', '\"formerName\":')")), isBackground: false, default);
        var file = (await Store.Queries.CaseAsync("c1", default))!;
        Assert.That((file.ApplicantName, file.Subject), Is.EqualTo((Rows.Case("c1").ApplicantName, (string?)null)));
    }

    private Task<BurstAnswer> CaseAsync(string id, Func<CaseFile, CaseFile>? with = null, params CaseRecord[] also) =>
        StartAsync(id, result => result with { Records = [with is null ? Rows.Case(id) : with(Rows.Case(id)), .. also] });

    private Task<BurstAnswer> TasksAsync(params UserTask[] tasks) => StartAsync("c1", result => result with { Tasks = tasks });

    private async Task<IEnumerable<string>> CasesAsync(CaseFilter filter) => (await Store.Queries.CasesAsync(filter, default)).Items.Select(file => file.Id).ToList();

    private async Task<IEnumerable<string>> TasksAsync(TaskFilter filter) =>
        (await Store.Queries.TasksAsync(filter, default)).Items.Select(task => task.Id["c1.".Length..]).ToList();

    private async Task<IEnumerable<string>> LimitsAsync(DeadlineFilter filter) =>
        (await Store.Queries.DeadlinesAsync(filter, default)).Items.Select(limit => limit.LimitId).ToList();

    private async Task<(long, string)> InstancesAsync(InstanceFilter filter)
    {
        var page = await Store.Instances.PageAsync(filter, default);
        return (page.TotalCount, string.Join(' ', page.Items.Select(item => item.Row.Id)));
    }
}
