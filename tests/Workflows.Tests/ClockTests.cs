using ProcedureEngine.Activities.TimeLimits;
using ProcedureEngine.Deadlines;
using ProcedureEngine.Workflows.Tests.Support;

namespace ProcedureEngine.Workflows.Tests;

/// <summary>Stopped, resumed and extended limits of a case on a moved clock, on both stores, every stimulus delivered twice.</summary>
public sealed class ClockTests
{
    private static readonly Duration Microsecond = Duration.FromTicks(10);

    private static IEnumerable<StoreKind> Stores() => Enum.GetValues<StoreKind>();

    /// <summary>2 working days from Monday 2 March; stopped from Tuesday 3 to Monday 9: Tuesday 10 and Wednesday 11 are left.</summary>
    [TestCaseSource(nameof(Stores))]
    public async Task A_stopped_clock_has_no_due_date_only_what_is_left_and_ends_later_by_the_stopped_days(StoreKind kind)
    {
        await using var office = await TestOffice.OpenAsync(kind);
        office.DeliversTwice = true;
        var story = await Story.ByMailAsync(office);
        await office.MoveToAsync(TestOffice.At(2026, 3, 3, 10));
        await story.ActAsync(StopClock.Act, "check-validity", Stop("2026-03-03"));
        var stopped = await story.FindLimitAsync("check-validity");
        Assert.That((stopped.State, stopped.DueDate, stopped.DueAt, stopped.WarnAt, stopped.Remaining, stopped.RemainingUnit), Is.EqualTo((TimeLimitState.Suspended, (LocalDate?)null, (Instant?)null, (Instant?)null, (int?)2, "workingDay")));
        Assert.That((await story.TaskAsync("check-validity")).DueAt, Is.Null, "the task is due with its limit");
        Assert.That(await TimersAsync(story), Is.Empty);

        await office.MoveToAsync(TestOffice.At(2026, 3, 10, 9));
        Assert.That(await story.LimitAsync("check-validity"), Is.EqualTo(TimeLimitState.Suspended), "nothing is missed while stopped");
        await story.ActAsync(ResumeClock.Act, "check-validity", new JsonObject { ["to"] = "2026-03-09" });
        var end = TestOffice.At(2026, 3, 12, 0);
        var running = await story.FindLimitAsync("check-validity");
        Assert.That((running.State, running.DueAt, running.WarnAt, running.Remaining), Is.EqualTo((TimeLimitState.Running, (Instant?)end, (Instant?)TestOffice.At(2026, 3, 11, 0), (int?)null)));
        Assert.That((await story.TaskAsync("check-validity")).DueAt, Is.EqualTo(end));

        await office.MoveToAsync(end - Microsecond);
        Assert.That(await story.LimitAsync("check-validity"), Is.EqualTo(TimeLimitState.Running));
        await office.MoveToAsync(end);
        Assert.That(await story.LimitAsync("check-validity"), Is.EqualTo(TimeLimitState.Missed));
        Assert.That(await story.IncidentsAsync(), Is.Empty);
    }

    [Test]
    public async Task An_act_done_while_the_clock_is_stopped_meets_the_limit()
    {
        await using var office = await TestOffice.OpenAsync();
        var story = await Story.ByMailAsync(office);
        await story.ActAsync(StopClock.Act, "check-validity", Stop("2026-03-02"));
        await office.MoveToAsync(TestOffice.At(2026, 4, 1, 9));
        await story.DoAsync("check-validity", "Valid", Samples.Valid());
        Assert.That(await story.LimitAsync("check-validity"), Is.EqualTo(TimeLimitState.Met));
    }

    [Test]
    public async Task The_ledger_keeps_each_act_with_the_old_and_the_new_due_date_and_what_was_counted_before()
    {
        await using var office = await TestOffice.OpenAsync();
        var story = await Story.ByMailAsync(office);
        var began = await story.FindLimitAsync("check-validity");
        await story.ActAsync(StopClock.Act, "check-validity", Stop("2026-03-02", evidence: "Biên bản thiên tai"));
        await office.MoveToAsync(TestOffice.At(2026, 3, 5, 9));
        await story.ActAsync(ResumeClock.Act, "check-validity", new JsonObject { ["to"] = "2026-03-04" });
        var lines = await story.LedgerAsync("check-validity");
        Assert.That(lines.Select(line => (line.Kind, line.Revision, line.Before.DueDate, line.After.DueDate, line.ActorId)), Is.EqualTo(new (TimeLimitActKind, int, LocalDate?, LocalDate?, string)[]
        {
            (TimeLimitActKind.Suspended, 2, new LocalDate(2026, 3, 4), null, "supervisor@namdinh"),
            (TimeLimitActKind.Resumed, 3, null, new LocalDate(2026, 3, 6), "supervisor@namdinh"),
        }));
        Assert.That((string)lines[0].Details["ground"]!, Is.EqualTo("force-majeure"));
        Assert.That((string)lines[0].Details["evidence"]!, Is.EqualTo("Biên bản thiên tai"));
        Assert.That(lines[0].CalculationBefore.ToJsonString(), Is.EqualTo(began.Calculation.ToJsonString()), "the first explanation can be rebuilt");
        Assert.That((await story.JournalAsync()).Select(row => row.EventName), Does.Contain("LimitSuspended").And.Contain("LimitResumed"));
    }

    [Test]
    public async Task What_is_told_to_other_systems_names_old_and_new_ends()
    {
        await using var office = await TestOffice.OpenAsync();
        var story = await Story.ByMailAsync(office);
        await story.DoAsync("check-validity", "Incomplete", Samples.Guidance());
        await story.ActAsync(StopClock.Act, "applicant-answer", Stop("2026-03-02"));
        await office.MoveToAsync(TestOffice.At(2026, 3, 3, 9));
        await story.ActAsync(ResumeClock.Act, "applicant-answer", new JsonObject { ["to"] = "2026-03-02" });
        await story.ActAsync(ExtendClock.Act, "applicant-answer", Extension(10));
        var told = await EventsAsync(story);
        Assert.That(told.Select(e => e.Kind), Is.EqualTo(new[] { "deadline.suspended", "deadline.resumed", "deadline.extended" }));
        Assert.That(told[0].Data["remaining"]!.GetValue<int>(), Is.EqualTo(60));
        Assert.That((string)told[0].Data["dueAtBefore"]!, Is.EqualTo("2026-05-04T17:00:00Z"));
        Assert.That(told[0].Data["dueAt"], Is.Null);
        Assert.That((string)told[2].Data["dueAt"]!, Is.EqualTo("2026-05-14T17:00:00Z"));
    }

    /// <summary>60 days from 2 March end on Friday 1 May, a holiday: 4 May. Extensions run from there, 30 days together at most.</summary>
    [TestCaseSource(nameof(Stores))]
    public async Task An_extension_runs_from_the_rolled_end_once_or_more_and_the_steps_own_end_moves_with_it(StoreKind kind)
    {
        await using var office = await TestOffice.OpenAsync(kind);
        office.DeliversTwice = true;
        var story = await Story.ByMailAsync(office);
        await story.DoAsync("check-validity", "Incomplete", Samples.Guidance());
        await story.ActAsync(ExtendClock.Act, "applicant-answer", Extension(10));
        Assert.That((await story.FindLimitAsync("applicant-answer")).DueDate, Is.EqualTo(new LocalDate(2026, 5, 14)));
        await story.ActAsync(ExtendClock.Act, "applicant-answer", Extension(20));
        var limit = await story.FindLimitAsync("applicant-answer");
        Assert.That((limit.BaseDueDate, limit.DueDate), Is.EqualTo(((LocalDate?)new LocalDate(2026, 5, 4), (LocalDate?)new LocalDate(2026, 6, 3))));
        Assert.That((await RefusedAsync(story, ExtendClock.Act, "applicant-answer", Extension(1))).Rule, Is.EqualTo("extension-cap"));

        await office.MoveToAsync(TestOffice.At(2026, 6, 4, 0) - Microsecond);
        Assert.That(await story.StatusAsync(), Is.EqualTo("awaiting-applicant"), "the base end does not close the case");
        Assert.That(await story.LettersAsync(), Has.Exactly(1).EqualTo("answer-reminder"), "an extension moves no reminder");
        await office.MoveToAsync(TestOffice.At(2026, 6, 4, 0));
        Assert.That(await story.StatusAsync(), Is.EqualTo("closed-lapsed"));
        Assert.That(await story.LimitAsync("applicant-answer"), Is.EqualTo(TimeLimitState.Missed));
    }

    /// <summary>
    /// The limit ends on 4 May and does not touch 14 May, so that a version which makes that day and the next days off leaves it where it was counted. Extended by
    /// ten days to 14 May it ends on Monday 18 May, and its timers and its step's with it.
    /// </summary>
    [Test]
    public async Task A_limit_that_is_led_to_a_day_off_that_came_in_since_ends_on_the_next_working_day()
    {
        await using var office = await TestOffice.OpenAsync();
        var story = await Story.ByMailAsync(office);
        await story.DoAsync("check-validity", "Incomplete", Samples.Guidance());
        var before = await story.FindLimitAsync("applicant-answer");
        office.Calendar.Apply(new CalendarUpload(null, "Thông báo thử", new LocalDate(2026, 3, 2), [DayOff(14), DayOff(15)]));
        await story.ActAsync(ExtendClock.Act, "applicant-answer", Extension(10));
        Assert.That((await story.FindLimitAsync("applicant-answer")).DueDate, Is.EqualTo(new LocalDate(2026, 5, 18)));
        var line = (await story.LedgerAsync("applicant-answer")).Single();
        Assert.That(((string)line.Details["calendarBefore"]!, (string)line.Details["calendar"]!), Is.EqualTo((WorkingCalendar.National.Version, office.Calendar.Current().Version)));
        Assert.That(line.CalculationBefore.ToJsonString(), Is.EqualTo(before.Calculation.ToJsonString()), "the earlier explanation stays");

        await office.MoveToAsync(TestOffice.At(2026, 5, 19, 0) - Microsecond);
        Assert.That(await story.StatusAsync(), Is.EqualTo("awaiting-applicant"));
        await office.MoveToAsync(TestOffice.At(2026, 5, 19, 0));
        Assert.That(await story.StatusAsync(), Is.EqualTo("closed-lapsed"));
    }

    [Test]
    public async Task A_limit_on_a_version_that_was_not_read_here_waits_for_it_and_is_never_moved_back()
    {
        await using var office = await TestOffice.OpenAsync();
        var story = await Story.ByMailAsync(office);
        var limit = await story.FindLimitAsync("check-validity");
        var theirs = CalendarBook.National();
        var newer = limit.Inputs()! with { CalendarVersion = theirs.Apply(new CalendarUpload(null, "Thông báo thử", new LocalDate(2026, 3, 2), [DayOff(14)])).Version };
        var time = new LegalTime(LimitCatalogue.Default, new LimitCounter(office.Calendar, TestOffice.Zone), TestOffice.Zone);
        Assert.That(time.Move(limit with { Calculation = newer.ToJson() }, TestOffice.Id, TestOffice.At(2026, 3, 2, 10)), Is.Null);
        Action[] counts = [() => time.Count(newer), () => time.Explain(newer), () => time.Sheet(newer), () => time.Beside(newer, newer.Entry)];
        foreach (var count in counts)
        {
            var refused = Assert.Throws<RejectedException>(() => count())!;
            Assert.That((refused.Kind, refused.Rule), Is.EqualTo((RejectionKind.Unavailable, LegalTime.Unread)));
        }

        office.Calendar.Restore(theirs.Applied);
        Assert.That(time.Count(newer).DueDate, Is.EqualTo(limit.DueDate));
    }

    private static CalendarEntry DayOff(int day) => new(new LocalDate(2026, 5, day), DayKind.Holiday, "Nghỉ thử", "Trial day off");

    /// <summary>Reminder after 30 days, lapse after 60: stopped for ten days, both come ten days later; while stopped, neither comes.</summary>
    [Test]
    public async Task The_steps_timers_rest_while_the_clock_is_stopped_and_come_later_by_the_stopped_days()
    {
        await using var office = await TestOffice.OpenAsync();
        var story = await Story.ByMailAsync(office);
        await story.DoAsync("check-validity", "Incomplete", Samples.Guidance());
        await office.MoveToAsync(TestOffice.At(2026, 3, 10, 9));
        await story.ActAsync(StopClock.Act, "applicant-answer", Stop("2026-03-10"));
        Assert.That(await TimersAsync(story), Is.Empty);
        await office.MoveToAsync(TestOffice.At(2026, 8, 1, 9));
        Assert.That(await story.StatusAsync(), Is.EqualTo("awaiting-applicant"));
        Assert.That(await story.LettersAsync(), Does.Not.Contain("answer-reminder"));
        await story.ActAsync(ResumeClock.Act, "applicant-answer", new JsonObject { ["to"] = "2026-07-31" });
        await office.MoveToAsync(TestOffice.At(2026, 8, 25, 0) - Microsecond);
        Assert.That(await story.LettersAsync(), Does.Not.Contain("answer-reminder"));
        await office.MoveToAsync(TestOffice.At(2026, 8, 25, 0));
        Assert.That(await story.LettersAsync(), Does.Contain("answer-reminder"), "7 days ran until 9 March, the other 23 from 1 August end on Sunday 23, so with Monday 24");
        Assert.That((await story.FindLimitAsync("applicant-answer")).DueDate, Is.EqualTo(new LocalDate(2026, 9, 22)), "53 days from 1 August");
    }

    /// <summary>Any stops in any order give the same end: that of a count day by day which skips each stopped day once.</summary>
    [Test]
    public async Task Overlapping_stops_count_once_and_their_order_does_not_matter()
    {
        var random = new Random(20260302);
        await using var office = await TestOffice.OpenAsync();
        for (var round = 0; round < 12; round++)
        {
            var stops = Enumerable.Range(0, random.Next(1, 5)).Select(_ => (From: random.Next(0, 40), Days: random.Next(1, 12))).ToArray();
            var one = await EndAsync(office, stops);
            random.Shuffle(stops);
            var other = await EndAsync(office, stops);
            Assert.That(other, Is.EqualTo(one), $"round {round}");
            Assert.That(one, Is.EqualTo(CountedByDays(stops)), $"round {round}: {string.Join("; ", stops)}");
        }
    }

    private static async Task<LocalDate?> EndAsync(TestOffice office, IEnumerable<(int From, int Days)> stops)
    {
        var story = await Story.ByMailAsync(office);
        await story.DoAsync("check-validity", "Incomplete", Samples.Guidance());
        foreach (var (from, days) in stops)
            await story.ActAsync(StopClock.Act, "applicant-answer", Stop(Iso(Monday.PlusDays(from)), Iso(Monday.PlusDays(from + days - 1))));
        return (await story.FindLimitAsync("applicant-answer")).DueDate;
    }

    private static readonly LocalDate Monday = new(2026, 3, 2);

    private static LocalDate CountedByDays(IEnumerable<(int From, int Days)> stops)
    {
        var stopped = stops.SelectMany(stop => Enumerable.Range(stop.From, stop.Days)).Select(Monday.PlusDays).ToHashSet();
        var (day, counted) = (Monday, 0);
        while (counted < 60)
        {
            day = day.PlusDays(1);
            if (!stopped.Contains(day))
                counted++;
        }

        while (!WorkingCalendar.National.IsWorking(day) || stopped.Contains(day))
            day = day.PlusDays(1);
        return day;
    }

    private static IEnumerable<TestCaseData> WrongActs()
    {
        yield return Wrong(StopClock.Act, Stop("2026-03-01"), "stop-before-limit", "from", "a day before the limit began");
        yield return Wrong(StopClock.Act, Stop("2026-03-05", "2026-03-06"), "stop-after-limit", "from", "after its last day");
        yield return Wrong(StopClock.Act, Stop("2026-03-03"), "in-the-future", "from", "a day to come, without an end");
        yield return Wrong(StopClock.Act, Stop("2026-03-03", "2026-03-02"), "stop-order", "to", "an end before its start");
        yield return Wrong(StopClock.Act, Stop("2026-03-02", ground: "holiday"), "unknown-ground", "ground", "a ground that no text names");
        yield return Wrong(StopClock.Act, new JsonObject { ["from"] = "2026-03-02", ["ground"] = "force-majeure", ["basis"] = " " }, "invalid-data", "basis", "no basis");
        yield return Wrong(ResumeClock.Act, new JsonObject { ["to"] = "2026-03-02" }, "not-suspended", "state", "it runs");
        yield return Wrong(ExtendClock.Act, Extension(1), "cannot-be-extended", "amount", "no text allows an extension of this limit");
        yield return Wrong(ExtendClock.Act, Extension(-1), "amount-range", "amount", "a negative amount");
        yield return Wrong(ExtendClock.Act, Extension(100_000), "amount-range", "amount", "a typing error");
        yield return Wrong(ExtendClock.Act, Extension(1, "week"), "unknown-unit", "unit", "an unknown unit");
    }

    [TestCaseSource(nameof(WrongActs))]
    public async Task What_breaks_a_rule_is_refused_by_name_and_changes_nothing(string act, JsonObject said, string rule, string field)
    {
        await using var office = await TestOffice.OpenAsync();
        var story = await Story.ByMailAsync(office);
        var before = await story.FindLimitAsync("check-validity");
        var refused = await RefusedAsync(story, act, "check-validity", said);
        Assert.That((refused.Rule, refused.Kind, refused.Fields.Single().Field), Is.EqualTo((rule, RejectionKind.Invalid, field)));
        if (rule is not ("invalid-data" or "in-the-future"))
            Assert.That(refused.Basis, Is.Not.Null.And.Not.Empty, "the rule's source");
        Assert.That((await story.FindLimitAsync("check-validity")).Revision, Is.EqualTo(before.Revision));
        Assert.That(await story.LedgerAsync("check-validity"), Is.Empty);
    }

    [Test]
    public async Task A_clock_is_not_stopped_twice_nor_resumed_before_it_stopped()
    {
        await using var office = await TestOffice.OpenAsync();
        var story = await Story.ByMailAsync(office);
        await office.MoveToAsync(TestOffice.At(2026, 3, 3, 9));
        await story.ActAsync(StopClock.Act, "check-validity", Stop("2026-03-03"));
        Assert.That((await RefusedAsync(story, StopClock.Act, "check-validity", Stop("2026-03-03"))).Rule, Is.EqualTo("already-suspended"));
        Assert.That((await RefusedAsync(story, ResumeClock.Act, "check-validity", new JsonObject { ["to"] = "2026-03-02" })).Rule, Is.EqualTo("stop-order"));
        Assert.That((await RefusedAsync(story, ResumeClock.Act, "check-validity", new JsonObject { ["to"] = "2026-03-04" })).Rule, Is.EqualTo("in-the-future"));
    }

    [Test]
    public async Task A_limit_that_has_ended_changes_no_more()
    {
        await using var office = await TestOffice.OpenAsync();
        var story = await Story.ByMailAsync(office);
        await story.DoAsync("check-validity", "Valid", Samples.Valid());
        foreach (var (act, said) in new[] { (StopClock.Act, Stop("2026-03-02")), (ResumeClock.Act, new JsonObject { ["to"] = "2026-03-02" }), (ExtendClock.Act, Extension(1)) })
            Assert.That((await RefusedAsync(story, act, "check-validity", said)).Rule, Is.EqualTo("limit-ended"), act);

        var late = await Story.ByMailAsync(office);
        await office.MoveToAsync(TestOffice.At(2026, 3, 5, 0));
        Assert.That((await RefusedAsync(late, StopClock.Act, "check-validity", Stop("2026-03-03"))).Rule, Is.EqualTo("limit-ended"), "a missed limit is not stopped afterwards");
    }

    [Test]
    public async Task Who_saw_an_older_state_is_told_to_reload()
    {
        await using var office = await TestOffice.OpenAsync();
        var story = await Story.ByMailAsync(office);
        var said = Stop("2026-03-02", "2026-03-02");
        said["expectedRevision"] = 7;
        Assert.That((await RefusedAsync(story, StopClock.Act, "check-validity", said)).Rule, Is.EqualTo("stale-revision"));
    }

    [TestCase("intake-officer")]
    [TestCase("head")]
    [TestCase("operator")]
    public async Task Only_a_supervisor_stops_and_extends_where_the_procedure_names_nobody_else(string role)
    {
        await using var office = await TestOffice.OpenAsync();
        var story = await Story.ByMailAsync(office);
        var refused = await RefusedAsync(story, StopClock.Act, "check-validity", Stop("2026-03-02"), TestOffice.Person(role));
        Assert.That((refused.Kind, refused.Rule), Is.EqualTo((RejectionKind.Forbidden, "clock-role")));
    }

    [Test]
    public async Task An_extension_that_needs_agreement_is_refused_without_its_evidence()
    {
        await using var office = await TestOffice.OpenAsync(catalogue: Catalogue("check-validity", rule => rule with
        {
            Extension = new ExtensionRule(new WorkingDays(3), NeedsAgreement: true, LimitBearer.Both, "Luật 10/2017/QH14 Đ.45(2)"),
        }));
        var story = await Story.ByMailAsync(office);
        var refused = await RefusedAsync(story, ExtendClock.Act, "check-validity", Extension(2, "workingDay"));
        Assert.That((refused.Rule, refused.Fields.Single().Field, refused.Basis), Is.EqualTo(("agreement-required", "evidence", "Luật 10/2017/QH14 Đ.45(2)")));
        var agreed = Extension(2, "workingDay");
        agreed["evidence"] = "Biên bản thỏa thuận ngày 02/3/2026";
        await story.ActAsync(ExtendClock.Act, "check-validity", agreed);
        Assert.That((await story.FindLimitAsync("check-validity")).DueDate, Is.EqualTo(new LocalDate(2026, 3, 6)));
    }

    [Test]
    public async Task A_limit_that_no_text_lets_stop_is_not_stopped()
    {
        await using var office = await TestOffice.OpenAsync(catalogue: Catalogue("check-validity", rule => rule with { Suspension = null }));
        var story = await Story.ByMailAsync(office);
        Assert.That((await RefusedAsync(story, StopClock.Act, "check-validity", Stop("2026-03-02"))).Rule, Is.EqualTo("cannot-be-suspended"));
    }

    /// <summary>A case keeps the entry that it began with; a new start takes the entry of its day.</summary>
    [Test]
    public async Task An_entry_that_changes_moves_no_running_limit()
    {
        var entry = LimitCatalogue.Default.Find("enforcement-request", "check-validity", null, new LocalDate(2026, 3, 2))!;
        var catalogue = new LimitCatalogue(LimitCatalogue.Default.All.Where(rule => rule.EntryId != entry.EntryId).Concat(
            [entry with { ValidTo = new LocalDate(2026, 3, 3) }, entry with { ValidFrom = new LocalDate(2026, 3, 4), Amount = new WorkingDays(5) }]));
        await using var office = await TestOffice.OpenAsync(catalogue: catalogue);
        var old = await Story.ByMailAsync(office);
        await office.MoveToAsync(TestOffice.At(2026, 3, 4, 9));
        var young = await Story.ByMailAsync(office);
        await old.ActAsync(StopClock.Act, "check-validity", Stop("2026-03-03", "2026-03-03"));
        Assert.That((await old.FindLimitAsync("check-validity")).DueDate, Is.EqualTo(new LocalDate(2026, 3, 5)), "still 2 working days, one day stopped");
        Assert.That((await young.FindLimitAsync("check-validity")).DueDate, Is.EqualTo(new LocalDate(2026, 3, 11)));
    }

    private static LimitCatalogue Catalogue(string limit, Func<LimitRule, LimitRule> change) =>
        new(LimitCatalogue.Default.All.Select(rule => rule is { Procedure: "enforcement-request", Set: LimitSets.Seed } && rule.Id == limit ? change(rule) : rule));

    private static TestCaseData Wrong(string act, JsonObject said, string rule, string field, string reason) => new TestCaseData(act, said, rule, field).SetArgDisplayNames($"{act}: {reason}");

    private static JsonObject Stop(string from, string? to = null, string ground = "force-majeure", string? evidence = null) => new() { ["from"] = from, ["to"] = to, ["ground"] = ground, ["evidence"] = evidence };

    private static JsonObject Extension(int amount, string unit = "calendarDay") => new() { ["amount"] = amount, ["unit"] = unit, ["agreedOn"] = "2026-03-02" };

    private static string Iso(LocalDate date) => NodaTime.Text.LocalDatePattern.Iso.Format(date);

    private static async Task<RejectedException> RefusedAsync(Story story, string act, string limit, JsonObject said, Actor? actor = null) =>
        (await Assert.ThrowsAsync<RejectedException>(() => story.ActAsync(act, limit, said, actor)))!;

    /// <summary>Names of the timers that wait for the limits and for the steps.</summary>
    private static async Task<IReadOnlyList<string>> TimersAsync(Story story)
    {
        IReadOnlyList<string> names = [];
        await Assert.ThrowsAsync<InvalidOperationException>(() => story.Office.Store.RunAsync(new FireTimers(story.CaseId, Actor.Timer), (snapshot, _) =>
        {
            names = [.. snapshot.Timers.Select(timer => timer.Name)];
            throw new InvalidOperationException("Only looking.");
        }, CancellationToken.None));
        return names;
    }

    private static async Task<List<(string Kind, JsonObject Data)>> EventsAsync(Story story)
    {
        await story.Office.Store.Outbox.SequenceEventsAsync(1000, CancellationToken.None);
        return [.. (await story.Office.Store.Outbox.ReadEventsAsync(0, 1000, [TestOffice.Id], CancellationToken.None))
            .Where(e => e.Row.InstanceId == story.CaseId && e.Row.Kind.StartsWith("deadline.", StringComparison.Ordinal)).Select(e => (e.Row.Kind, e.Row.Payload))];
    }
}
