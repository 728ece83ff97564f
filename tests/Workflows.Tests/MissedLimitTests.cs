using ProcedureEngine.Activities.TimeLimits;
using ProcedureEngine.Deadlines;
using ProcedureEngine.Engine.UserTasks;
using ProcedureEngine.Workflows.Tests.Support;

namespace ProcedureEngine.Workflows.Tests;

/// <summary>What follows a missed limit: an apology with a new date, the supervisor told; nobody's right ends by it. On both stores.</summary>
public sealed class MissedLimitTests
{
    private static readonly Duration Microsecond = Duration.FromTicks(10);

    /// <summary>Less than 5 working days from Monday 2 March: until the end of Friday 6.</summary>
    private static readonly Instant End = TestOffice.At(2026, 3, 7, 0);

    private static IEnumerable<StoreKind> Stores() => Enum.GetValues<StoreKind>();

    [TestCaseSource(nameof(Stores))]
    public async Task The_office_apologises_with_a_cause_and_a_new_date_and_the_supervisor_is_told(StoreKind kind)
    {
        await using var office = await TestOffice.OpenAsync(kind);
        office.DeliversTwice = true;
        var story = await Stories.ConfirmedAsync(office);
        await office.MoveToAsync(End - Microsecond);
        Assert.That(await TasksAsync(story), Is.Empty);
        await office.MoveToAsync(End);
        var tasks = await TasksAsync(story);
        Assert.That(tasks.Select(task => (task.Role, task.Name.Split('/')[0])), Is.EquivalentTo(new[] { ("intake-officer", "apology"), ("supervisor", "notice") }));
        var apology = tasks.Single(task => task.Role == "intake-officer");
        Assert.That(apology.Title.Vi, Is.EqualTo("Xin lỗi và hẹn lại: Dự thảo quyết định thi hành án"));

        await CompleteAsync(story, apology, "Apologised", Samples.Apology(new LocalDate(2026, 3, 11)));
        var limit = await story.FindLimitAsync("draft-decision");
        Assert.That((limit.State, limit.Cause, limit.PromisedOn), Is.EqualTo((TimeLimitState.Missed, (LateCause?)LateCause.Workload, (LocalDate?)new LocalDate(2026, 3, 11))));
        Assert.That(await story.LettersAsync(), Has.Exactly(1).EqualTo("apology-new-date"));
        Assert.That((await story.LedgerAsync("draft-decision")).Single().Kind, Is.EqualTo(TimeLimitActKind.Apologised));
        await CompleteAsync(story, tasks.Single(task => task.Role == "supervisor"), "Noted", null);

        await story.DoAsync("draft-decision", "Drafted", Samples.Draft());
        var late = await story.FindLimitAsync("draft-decision");
        Assert.That((late.State, late.Cause), Is.EqualTo((TimeLimitState.MetLate, (LateCause?)LateCause.Workload)), "the cause stays");
        await office.MoveToAsync(TestOffice.At(2026, 3, 12, 0));
        Assert.That((await story.JournalAsync()).Select(row => row.EventName), Does.Not.Contain("LimitPromiseBroken"), "the promise was kept");
        Assert.That(await story.IncidentsAsync(), Is.Empty);
    }

    [Test]
    public async Task A_promise_that_is_broken_too_is_told_again_at_the_end_of_its_day()
    {
        await using var office = await TestOffice.OpenAsync();
        var story = await Stories.ConfirmedAsync(office);
        await office.MoveToAsync(End);
        foreach (var task in await TasksAsync(story))
            await CompleteAsync(story, task, task.Role == "supervisor" ? "Noted" : "Apologised", task.Role == "supervisor" ? null : Samples.Apology(new LocalDate(2026, 3, 11)));
        await office.MoveToAsync(TestOffice.At(2026, 3, 12, 0) - Microsecond);
        Assert.That(await TasksAsync(story), Is.Empty);
        await office.MoveToAsync(TestOffice.At(2026, 3, 12, 0));
        Assert.That((await TasksAsync(story)).Select(task => task.Role), Is.EqualTo(new[] { "supervisor" }));
        Assert.That(await story.LimitAsync("draft-decision"), Is.EqualTo(TimeLimitState.Missed));
    }

    [Test]
    public async Task An_act_done_before_anybody_apologised_needs_its_cause_and_no_new_date()
    {
        await using var office = await TestOffice.OpenAsync();
        var story = await Stories.ConfirmedAsync(office);
        await office.MoveToAsync(End);
        var apology = (await TasksAsync(story)).Single(task => task.Role == "intake-officer");
        var reason = new JsonObject { ["cause"] = "staffShortage", ["explanation"] = "Một công chức nghỉ ốm." };
        Assert.That((await RefusedAsync(story, apology, "DoneMeanwhile", reason)).Rule, Is.EqualTo("still-owed"));
        await story.DoAsync("draft-decision", "Drafted", Samples.Draft());
        Assert.That((await RefusedAsync(story, apology, "Apologised", Samples.Apology(new LocalDate(2026, 3, 11)))).Rule, Is.EqualTo("already-done"));
        await CompleteAsync(story, apology, "DoneMeanwhile", reason);
        Assert.That((await story.FindLimitAsync("draft-decision")).Cause, Is.EqualTo(LateCause.StaffShortage));
        Assert.That(await story.LettersAsync(), Does.Not.Contain("apology-new-date"));
    }

    [TestCase("2026-03-07", "in-the-past", "the day on which it is written")]
    [TestCase("2026-03-08", "working-day", "a Sunday")]
    [TestCase("2028-03-08", "too-far", "two years away")]
    public async Task A_new_date_is_a_working_day_to_come(string date, string rule, string reason)
    {
        await using var office = await TestOffice.OpenAsync();
        var story = await Stories.ConfirmedAsync(office);
        await office.MoveToAsync(End);
        var apology = (await TasksAsync(story)).Single(task => task.Role == "intake-officer");
        var refused = await RefusedAsync(story, apology, "Apologised", Samples.Apology(NodaTime.Text.LocalDatePattern.Iso.Parse(date).Value));
        Assert.That((refused.Rule, refused.Fields.Single().Field), Is.EqualTo((rule, "data.newDate")), reason);
    }

    /// <summary>The office's own order of work, and the citizen's time, are nothing to apologise for.</summary>
    [TestCase("check-validity")]
    [TestCase("applicant-answer")]
    public async Task An_internal_limit_and_the_citizens_own_ask_for_no_apology(string limit)
    {
        await using var office = await TestOffice.OpenAsync();
        var story = await Story.ByMailAsync(office);
        if (limit == "applicant-answer")
            await story.DoAsync("check-validity", "Incomplete", Samples.Guidance());
        await office.MoveToAsync(TestOffice.At(2026, 5, 6, 0));
        Assert.That(await story.LimitAsync(limit), Is.EqualTo(TimeLimitState.Missed));
        Assert.That(await TasksAsync(story), Is.Empty);
    }

    [Test]
    public async Task The_tasks_go_with_the_case()
    {
        await using var office = await TestOffice.OpenAsync();
        var story = await Stories.ConfirmedAsync(office);
        await office.MoveToAsync(End);
        await story.RunAsync(new CancelInstance(story.CaseId, TestOffice.Person("operator"), "Sai hồ sơ"));
        Assert.That(await story.OpenTasksAsync(), Is.Empty);
    }

    /// <summary>Two hosts and a timer loop that comes again: found six times at once, missed once.</summary>
    [TestCaseSource(nameof(Stores))]
    public async Task However_often_an_end_is_found_it_has_one_effect(StoreKind kind)
    {
        await using var office = await TestOffice.OpenAsync(kind);
        var story = await Stories.ConfirmedAsync(office);
        await office.Store.AdvanceClockAsync(End, CancellationToken.None);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => office.Runner.RunAsync(new FireTimers(story.CaseId, Actor.Timer), CancellationToken.None)));
        Assert.That((await story.JournalAsync()).Count(row => row.EventName == "LimitMissed" && row.Text.Contains("draft-decision", StringComparison.Ordinal)), Is.EqualTo(1));
        Assert.That(await TasksAsync(story), Has.Count.EqualTo(2));
    }

    /// <summary>A local entry of 20 days beside the law's 60: he is reminded after 20 and late only after 60.</summary>
    [Test]
    public async Task A_citizens_time_that_a_local_entry_shortens_reminds_at_its_end_and_ends_with_the_laws()
    {
        await using var office = await TestOffice.OpenAsync(catalogue: new LimitCatalogue(LimitCatalogue.Default.All.Select(rule => rule is { Id: "applicant-answer", Set: LimitSets.Seed }
            ? rule with { Kind = LimitKind.Local, Amount = new CalendarDays(20), Law = new LawAmount(new CalendarDays(60), "Luật 60 ngày"), IsSettable = false, Extension = null } : rule)));
        var story = await Story.ByMailAsync(office);
        await story.DoAsync("check-validity", "Incomplete", Samples.Guidance());
        var limit = await story.FindLimitAsync("applicant-answer");
        Assert.That((limit.DueDate, limit.LocalDueDate, limit.RemindAt), Is.EqualTo(((LocalDate?)new LocalDate(2026, 5, 4), (LocalDate?)new LocalDate(2026, 3, 23), (Instant?)TestOffice.At(2026, 3, 24, 0))));
        await office.MoveToAsync(TestOffice.At(2026, 3, 24, 0) - Microsecond);
        Assert.That(await story.LettersAsync(), Does.Not.Contain("limit-reminder"));
        await office.MoveToAsync(TestOffice.At(2026, 3, 24, 0));
        Assert.That(await story.LettersAsync(), Has.Exactly(1).EqualTo("limit-reminder"));
        Assert.That(await story.LimitAsync("applicant-answer"), Is.EqualTo(TimeLimitState.Running));
        await office.MoveToAsync(TestOffice.At(2026, 5, 5, 0) - Microsecond);
        Assert.That(await story.StatusAsync(), Is.EqualTo("awaiting-applicant"), "the local end takes nothing from him");
        await office.MoveToAsync(TestOffice.At(2026, 5, 5, 0));
        Assert.That(await story.LimitAsync("applicant-answer"), Is.EqualTo(TimeLimitState.Missed));
    }

    private static async Task<IReadOnlyList<UserTask>> TasksAsync(Story story) => [.. (await story.OpenTasksAsync()).Where(task => task.Handler == ApologyTasks.HandlerName)];

    private static Task<BurstAnswer> CompleteAsync(Story story, UserTask task, string outcome, JsonObject? data) =>
        story.RunAsync(new CompleteTask(story.CaseId, TestOffice.Person(task.Role), task.Id, outcome, data, task.Revision));

    private static async Task<RejectedException> RefusedAsync(Story story, UserTask task, string outcome, JsonObject data) =>
        (await Assert.ThrowsAsync<RejectedException>(() => CompleteAsync(story, task, outcome, data)))!;
}
