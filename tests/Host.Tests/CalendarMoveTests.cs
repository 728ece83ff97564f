using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Text;
using ProcedureEngine.Activities.TimeLimits;
using ProcedureEngine.Deadlines;
using ProcedureEngine.Engine.Timers;
using ProcedureEngine.Host.Calendar;
using ProcedureEngine.Host.Loops;
using ProcedureEngine.Host.Tests.Mail;
using ProcedureEngine.Host.Tests.Support;
using ProcedureEngine.Persistence.Sql;

namespace ProcedureEngine.Host.Tests;

/// <summary>What a calendar version does to limits that run: told beforehand, done once case by case, also after a crash; what has ended stays.</summary>
[TestFixture(HostStore.Sqlite)]
[TestFixture(HostStore.Postgres)]
public sealed class CalendarMoveTests(HostStore store)
{
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Asia/Ho_Chi_Minh"];

    private TestHost host = null!;
    private HttpClient supervisor = null!;
    private string caseId = string.Empty;

    private string LimitId => $"{caseId}.check-validity.1";

    [SetUp]
    public async Task StartAsync()
    {
        // Far from every holiday, so that working days are weekdays: Monday, 9 June 2031, nine o'clock.
        host = await TestHost.StartAsync(store);
        supervisor = await host.SignInAsync("supervisor@namdinh");
        await MoveClockAsync("2031-06-09T09:00:00+07:00");
        caseId = await Samples.StartedAsync(host);
        Assert.That((string)(await LimitAsync())["dueDate"]!, Is.EqualTo("2031-06-11"), "two working days");
    }

    [TearDown]
    public async Task StopAsync()
    {
        supervisor.Dispose();
        await host.DisposeAsync();
    }

    [Test]
    public async Task A_day_off_moves_limit_timers_and_task_and_both_explanations_stay()
    {
        var before = await ExplanationAsync();
        var preview = (await supervisor.PostAsync("/api/calendar/versions/preview", TestHost.Json(DayOff("2031-06-10"))).JsonAsync())["items"]!.AsArray();
        Assert.That(
            preview.Select(move => ((string)move!["limit"]!, (string)move["caseId"]!, (string)move["from"]!, (string)move["to"]!)), Is.EqualTo(new[] { (LimitId, caseId, "2031-06-11", "2031-06-12") }));

        await ApplyAsync(DayOff("2031-06-10"));
        var limit = await LimitAsync();
        var end = new LocalDate(2031, 6, 13).AtStartOfDayInZone(Zone).ToInstant();
        Assert.That(((string)limit["dueDate"]!, Read(limit["dueAt"])), Is.EqualTo(("2031-06-12", end)));
        var timers = await TimersAsync();
        Assert.That(timers.Single(timer => timer.Name == $"due/{LimitId}").Due, Is.EqualTo(end));
        Assert.That(timers.Single(timer => timer.Name == $"warn/{LimitId}").Due, Is.EqualTo(end - Duration.FromDays(1)));
        using var officer = await host.SignInAsync("intake-officer@namdinh");
        Assert.That(Read((await Samples.TaskAsync(officer, caseId, "check-validity"))["dueAt"]), Is.EqualTo(end));

        var after = await ExplanationAsync();
        Assert.That(after["explanation"]!.AsArray().Select(line => (string)line!["date"]!), Does.Contain("2031-06-10"));
        var line = after["ledger"]!.AsArray().Single()!;
        Assert.That(((string)line["kind"]!, (string)line["before"]!["dueDate"]!, (string)line["after"]!["dueDate"]!), Is.EqualTo(("moved", "2031-06-11", "2031-06-12")));

        // What it was counted from before gives the earlier explanation, word for word.
        var inputs = LimitInputs.FromJson(line["calculationBefore"]!.AsObject());
        var rebuilt = host.Services.GetRequiredService<LimitCounter>().Explain(inputs);
        Assert.That(rebuilt.CalendarVersion, Is.EqualTo((string)before["calendarVersion"]!));
        Assert.That(rebuilt.DueDate, Is.EqualTo(new LocalDate(2031, 6, 11)));
        Assert.That(rebuilt.Explanation.Select(entry => LocalDatePattern.Iso.Format(entry.Date)), Is.EqualTo(before["explanation"]!.AsArray().Select(entry => (string)entry!["date"]!)));
    }

    [Test]
    public async Task It_is_done_once_and_then_finished()
    {
        await ApplyAsync(DayOff("2031-06-10"));
        Assert.That(await MoveAsync(), Is.Zero, "nothing is left");
        var version = (await supervisor.GetAsync("/api/calendar/versions").JsonAsync())["items"]!.AsArray().Single()!;
        Assert.That((long)version["left"]!, Is.Zero);
        Assert.That(version["doneAt"], Is.Not.Null);
        Assert.That((await ExplanationAsync())["ledger"]!.AsArray(), Has.Count.EqualTo(1));
        Assert.That((await host.Services.GetRequiredService<ReconciliationLoop>().ReconcileAsync(default)), Is.Zero, "timers follow their limits");
    }

    [Test]
    public async Task What_a_crash_left_is_done_by_the_next_and_each_case_once()
    {
        var cases = new List<string> { caseId };
        foreach (var _ in Enumerable.Range(0, 4))
            cases.Add(await Samples.StartedAsync(host));
        // The version is in force and the loop that moves the cases stopped after two of them.
        await StopLoopAsync();
        await PostAsync(DayOff("2031-06-10"));
        foreach (var done in cases.Take(2))
            await host.Services.GetRequiredService<ProcedureEngine.Engine.Execution.WorkflowRunner>().RunAsync(ApplyCalendar.Stimulus(done, new LocalDate(2031, 6, 10), new LocalDate(2031, 6, 10)), default);
        var version = (await supervisor.GetAsync("/api/calendar/versions").JsonAsync())["items"]!.AsArray().Single()!;
        Assert.That((long)version["left"]!, Is.EqualTo(3));

        Assert.That(await MoveAsync(), Is.EqualTo(3));
        foreach (var id in cases)
            Assert.That(await host.Store.Queries.LedgerAsync($"{id}.check-validity.1", default), Has.Count.EqualTo(1), id);
        Assert.That((await host.Store.Queries.DeadlinesAsync(new Persistence.DeadlineFilter(null, "running"), default)).Items.Select(limit => limit.DueDate), Has.All.EqualTo(new LocalDate(2031, 6, 12)));
    }

    [Test]
    public async Task A_version_that_another_host_added_is_read_before_anything_is_moved_or_called_done()
    {
        await StopLoopAsync();
        var upload = new CalendarUpload(null, "Thông báo thử", new LocalDate(2031, 6, 1), [new CalendarEntry(new LocalDate(2031, 6, 10), DayKind.Holiday, "Nghỉ thử", "Trial day off")]);
        await host.Store.Calendars.TryAddAsync(upload, upload.VersionAfter(string.Empty), CalendarBook.National().Preview(upload).Version, "supervisor@namdinh", 0, default);
        Assert.That(await MoveAsync(), Is.EqualTo(1));
        Assert.That((string)(await LimitAsync())["dueDate"]!, Is.EqualTo("2031-06-12"));
        Assert.That((await host.Store.Calendars.AllAsync(default)).Single().DoneAt, Is.Not.Null);
    }

    [Test]
    public async Task Who_has_lost_the_work_to_another_calls_no_version_done()
    {
        await StopLoopAsync();
        await PostAsync(DayOff("2031-06-10"));
        await host.Services.GetRequiredService<CalendarMoves>().MoveAsync(mayFinish: true, _ => Task.FromResult(false), default);
        Assert.That((await host.Store.Calendars.AllAsync(default)).Single().DoneAt, Is.Null);
    }

    [Test]
    public async Task What_is_met_missed_or_closed_never_changes()
    {
        var missed = await Samples.StartedAsync(host);
        await MoveClockAsync("2031-06-12T09:00:00+07:00");
        var before = (await host.Store.Queries.DeadlinesAsync(new Persistence.DeadlineFilter(null, "missed"), default)).Items;
        Assert.That(before.Select(limit => limit.InstanceId), Does.Contain(missed));
        await ApplyAsync(DayOff("2031-06-10"));
        var after = (await host.Store.Queries.DeadlinesAsync(new Persistence.DeadlineFilter(null, "missed"), default)).Items;
        Assert.That(after.Select(limit => (limit.Id, limit.DueAt, limit.Revision)), Is.EqualTo(before.Select(limit => (limit.Id, limit.DueAt, limit.Revision))));
        Assert.That(await host.Store.Queries.LedgerAsync($"{missed}.check-validity.1", default), Is.Empty);
    }

    [Test]
    public async Task An_office_s_own_day_off_moves_its_cases_alone()
    {
        var other = await Samples.StartedAsync(host, "cctpnamdinh");
        await ApplyAsync(DayOff("2031-06-10", "cctpnamdinh"));
        Assert.That((await host.Store.Queries.DeadlineAsync($"{other}.check-validity.1", default))!.DueDate, Is.EqualTo(new LocalDate(2031, 6, 12)));
        Assert.That((string)(await LimitAsync())["dueDate"]!, Is.EqualTo("2031-06-11"));
    }

    [Test]
    public async Task A_limit_that_touches_none_of_the_days_stays_as_it_was_counted()
    {
        await ApplyAsync(DayOff("2031-06-12"));
        Assert.That((string)(await LimitAsync())["dueDate"]!, Is.EqualTo("2031-06-11"));
        Assert.That((await ExplanationAsync())["ledger"]!.AsArray(), Is.Empty);
    }

    [Test]
    public async Task A_day_off_never_shortens_a_limit()
    {
        foreach (var day in new[] { "2031-06-09", "2031-06-10", "2031-06-11", "2031-06-12", "2031-06-13" })
        {
            var before = (string)(await LimitAsync())["dueDate"]!;
            await ApplyAsync(DayOff(day));
            Assert.That(string.CompareOrdinal((string)(await LimitAsync())["dueDate"]!, before), Is.GreaterThanOrEqualTo(0), day);
        }

        Assert.That((string)(await LimitAsync())["dueDate"]!, Is.EqualTo("2031-06-17"), "the next week's second working day");
    }

    private async Task ApplyAsync(string set)
    {
        await StopLoopAsync();
        await PostAsync(set);
        await MoveAsync();
    }

    private Task<JsonNode> PostAsync(string set) => supervisor.PostAsync("/api/calendar/versions", TestHost.Json(set)).JsonAsync(HttpStatusCode.Created);

    /// <summary>The test itself says when cases are moved.</summary>
    private Task StopLoopAsync() => host.Services.GetRequiredService<CalendarLoop>().StopAsync(default);

    private Task<int> MoveAsync() => host.Services.GetRequiredService<CalendarMoves>().MoveAsync(mayFinish: true, _ => Task.FromResult(true), default);

    private async Task<JsonNode> LimitAsync() => (await supervisor.GetAsync($"/api/cases/{caseId}/deadlines").JsonAsync())["items"]!.AsArray().Single(limit => (string)limit!["id"]! == LimitId)!;

    private Task<JsonNode> ExplanationAsync() => supervisor.GetAsync($"/api/deadlines/{LimitId}/explanation").JsonAsync();

    private Task<List<TimerRow>> TimersAsync() => host.Store.ReadAsync(
        async sql => (await sql.QueryAsync(new Statement("SELECT body FROM timers WHERE instance_id = @id", ("@id", caseId)))).Select(row => RowMap<TimerRow>.Read((string)row[0]!)).ToList(), default);

    private Task<JsonNode> MoveClockAsync(string now) => supervisor.PostAsync("/api/sandbox/clock", TestHost.Json($$"""{"now":"{{now}}"}""")).JsonAsync();

    private static Instant Read(JsonNode? instant) => InstantPattern.ExtendedIso.Parse((string)instant!).Value;

    private static string DayOff(string date, string? office = null) => office is null
        ? $$"""{"source":"Thông báo thử","decidedOn":"2031-06-01","entries":[{"date":"{{date}}","kind":"holiday","nameVi":"Nghỉ thử","nameEn":"Trial day off"}]}"""
        : $$"""{"office":"{{office}}","source":"Thông báo thử","decidedOn":"2031-06-01","entries":[{"date":"{{date}}","kind":"closure","nameVi":"Bão","nameEn":"Storm"}]}""";
}
