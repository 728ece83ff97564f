using System.Globalization;
using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Activities.Registers;
using ProcedureEngine.Activities.TimeLimits;
using ProcedureEngine.Engine.Definitions;
using ProcedureEngine.Workflows.Tests.Support;

namespace ProcedureEngine.Workflows.Tests;

/// <summary>Invariants 4 to 7 of the claim, each with a twin whose guard is removed, and what guards acceptance and termination against an edited definition.</summary>
public sealed class ClaimIntakeInvariantTests
{
    /// <summary>The claimant got the request on Monday 2 March; the law's five working days end on Monday 9. What the head cuts out on 10 March, 08:00.</summary>
    [TestCase("2026-03-04", "2026-03-09", "2026-03-13", "3/3, then 10 to 13/3")]
    [TestCase("2026-03-09", "2026-03-09", "2026-03-10", "one day")]
    [TestCase("2026-03-05", "2026-03-08", "2026-03-11", "two working days and a weekend")]
    [TestCase("2026-03-01", "2026-03-03", "2026-03-10", "of days before the request only the part inside counts")]
    [TestCase("2026-03-03", "2026-03-10", "2026-03-17", "all of it and today: 11 to 13/3, 16/3, 17/3")]
    public async Task Invariant_4_days_of_an_obstacle_are_cut_out_exactly(string from, string to, string due, string reason)
    {
        await using var office = await OpenAsync();
        var story = await ClaimStories.SilentAsync(office);
        await story.DoAsync("decide-lapse", "MoreTime", ClaimSamples.Obstacle(from, to));
        var limit = await story.FindLimitAsync("claimant-supplement");
        Assert.That(limit.DueDate, Is.EqualTo(NodaTime.Text.LocalDatePattern.Iso.Parse(due).Value), reason);
        Assert.That(limit.StartedAt, Is.EqualTo(TestOffice.At(2026, 3, 2, 8, 30)), "counted anew from the same start");
        Assert.That(await ClaimChecker.FindAsync(office, story.CaseId), Is.Empty);
        await office.MoveToAsync(limit.DueAt!.Value);
        Assert.That((await story.TaskAsync("decide-lapse")).Role, Is.EqualTo("head"), "silence again comes to the head again");
    }

    /// <summary>
    /// The request was got on Monday 2 March; the head stopped the clock for 3 to 5 March by the limit's own door, so it ends on Thursday 12 March. An answer in part
    /// met the limit; the days stay cut out of it for the refusal too.
    /// </summary>
    [Test]
    public async Task Invariant_4_days_cut_out_at_the_limit_itself_keep_a_refusal_away()
    {
        await using var office = await OpenAsync();
        var story = await StoppedAsync(office);
        await office.MoveToAsync(TestOffice.At(2026, 3, 9, 9));
        await story.DoAsync("await-supplement", "Supplied", new JsonObject { ["what"] = "Một phần" });
        await story.DoAsync("prepare-check", "Prepared", ClaimSamples.Found(ClaimSamples.Papers("counter", "injuredPersonIdentity")));
        foreach (var early in new[] { TestOffice.At(2026, 3, 10, 8), TestOffice.At(2026, 3, 13, 0) - Duration.FromTicks(10) })
        {
            await office.MoveToAsync(early);
            Assert.That((await Assert.ThrowsAsync<RejectedException>(() => story.DoAsync("check-completeness", "NotAccepted", ClaimSamples.Refusal("notSupplemented"))))!.Rule, Is.EqualTo("time-not-over"));
        }

        await office.MoveToAsync(TestOffice.At(2026, 3, 13, 0));
        await story.DoAsync("check-completeness", "NotAccepted", ClaimSamples.Refusal("notSupplemented"));
    }

    [Test]
    public async Task Invariant_4_days_cut_out_at_the_limit_itself_and_after_it_count_together()
    {
        await using var office = await OpenAsync();
        var story = await StoppedAsync(office);
        await office.MoveToAsync(TestOffice.At(2026, 3, 13, 0));
        await story.DoAsync("decide-lapse", "MoreTime", ClaimSamples.Obstacle("2026-03-11", "2026-03-11"));
        var limit = await story.FindLimitAsync("claimant-supplement");
        Assert.That((limit.StartedAt, limit.DueDate), Is.EqualTo((TestOffice.At(2026, 3, 2, 8, 30), (LocalDate?)new LocalDate(2026, 3, 13))), "6, 9, 10, 12, 13/3");
    }

    /// <summary>Whether the time is over or not: a file that is complete by the checklist was supplemented.</summary>
    [Test]
    public async Task A_complete_file_is_never_refused_as_not_supplemented()
    {
        await using var office = await OpenAsync();
        var story = await ClaimStories.AskedAsync(office);
        await story.DoAsync("await-supplement", "Supplied", new JsonObject { ["what"] = "Giấy tờ nhân thân" });
        await story.DoAsync("prepare-check", "Prepared", ClaimSamples.Found(ClaimSamples.Papers()));
        await office.MoveToAsync(TestOffice.At(2026, 3, 10, 8));
        Assert.That(await RefusalAsync("check-completeness"), Is.EqualTo("file-complete"));
        await story.DoAsync("check-completeness", "Complete");
        Assert.That(await RefusalAsync("decide-acceptance"), Is.EqualTo("file-complete"));
        await story.DoAsync("decide-acceptance", "NotAccepted", ClaimSamples.Refusal("timeBarred"));

        async Task<string> RefusalAsync(string step) => (await Assert.ThrowsAsync<RejectedException>(() => story.DoAsync(step, "NotAccepted", ClaimSamples.Refusal("notSupplemented"))))!.Rule;
    }

    /// <summary>What was asked for beside papers is the head's to judge.</summary>
    [Test]
    public async Task What_was_to_be_made_clear_and_was_not_is_a_reason_once_the_time_is_over()
    {
        await using var office = await OpenAsync();
        var story = await ClaimStories.StartAsync(office);
        await story.DoAsync("prepare-check", "Prepared", ClaimSamples.Found(ClaimSamples.Papers()));
        await story.DoAsync("check-completeness", "SupplementNeeded", ClaimSamples.Request(null, "Làm rõ cách tính thiệt hại"));
        await story.DoAsync("await-supplement", "Supplied", new JsonObject { ["what"] = "Không làm rõ được" });
        await story.DoAsync("prepare-check", "Prepared", ClaimSamples.Found(ClaimSamples.Papers()));
        await office.MoveToAsync(TestOffice.At(2026, 3, 10, 0));
        await story.DoAsync("check-completeness", "NotAccepted", ClaimSamples.Refusal("notSupplemented"));
    }

    [TestCase("2026-03-07", "2026-03-08", "force-majeure", "time-still-over", "a weekend is no working day")]
    [TestCase("2026-03-09", "2026-03-11", "force-majeure", "in-the-future", "nobody knows how long it lasts")]
    [TestCase("2026-03-09", "2026-03-06", "force-majeure", "invalid-data", "it ends before it begins")]
    [TestCase("2026-03-09", "2026-03-09", "bad-weather", "unknown-ground", "no ground of art. 156")]
    public async Task An_obstacle_that_breaks_a_rule_is_refused(string from, string to, string ground, string rule, string reason)
    {
        await using var office = await OpenAsync();
        var story = await ClaimStories.SilentAsync(office);
        var refused = await Assert.ThrowsAsync<RejectedException>(() => story.DoAsync("decide-lapse", "MoreTime", ClaimSamples.Obstacle(from, to, ground)));
        Assert.That(refused!.Rule, Is.EqualTo(rule), reason);
    }

    [Test]
    public async Task Invariant_4_the_checker_reports_a_twin_that_begins_the_time_anew_after_the_obstacle()
    {
        await using var careless = await OpenAsync(activities: Unguarded.Replace(["Claims.DecideLapse"], does: (context, result) => result.Outcome != "MoreTime" ? result : result with
        {
            Effects = [.. result.Effects.Select(effect => effect is SetVariable { Name: "answerTime" } ? new SetVariable("answerTime", new JsonObject { ["since"] = EngineJson.ToNode(context.Now), ["stops"] = new JsonArray() }) : effect)],
        }));
        var twin = await ClaimStories.SilentAsync(careless);
        await twin.DoAsync("decide-lapse", "MoreTime", ClaimSamples.Obstacle("2026-03-04", "2026-03-09"));
        Assert.That(await ClaimChecker.FindAsync(careless, twin.CaseId), Has.Some.StartsWith("4:"));
    }

    [TestCase(0, "one-representative")]
    [TestCase(2, "one-representative")]
    public async Task Invariant_5_heirs_act_through_one_representative(int chosen, string rule)
    {
        await using var office = await OpenAsync();
        var refused = await Assert.ThrowsAsync<RejectedException>(() => ClaimStories.StartAsync(office, ClaimSamples.Claim(claimant: ClaimSamples.Heir(chosen))));
        Assert.That(refused!.Fields.Select(error => error.Rule), Is.EqualTo(new[] { rule }));
        var story = await ClaimStories.StartAsync(office, ClaimSamples.Claim(claimant: ClaimSamples.Heir()));
        Assert.That(await ClaimChecker.FindAsync(office, story.CaseId), Is.Empty);

        await using var careless = await OpenAsync(activities: Unguarded.Replace(["Claims.Receive"], does: (_, result) => Twins.Change(result, "request", claim =>
        {
            foreach (var heir in claim["claimant"]!["heirs"]!.AsArray())
                heir!["isChosen"] = chosen == 2;
        })));
        var twin = await ClaimStories.StartAsync(careless, ClaimSamples.Claim(claimant: ClaimSamples.Heir()));
        Assert.That(await ClaimChecker.FindAsync(careless, twin.CaseId), Has.Some.StartsWith("5:"));
    }

    [Test]
    public async Task Invariant_6_registers_run_without_gaps_when_claims_come_at_once_and_the_checker_reports_the_twin()
    {
        await using var office = await OpenAsync();
        var stories = await Task.WhenAll(Enumerable.Range(0, 5).Select(n => n == 2 ? FailToStartAsync(office) : StartAsync(office)));
        var started = stories.OfType<Story>().ToList();
        foreach (var story in started)
            await ClaimStories.CompleteAsync(story, ClaimSamples.Papers());
        await Task.WhenAll(started.Select((story, n) => n == 1
            ? story.DoAsync("decide-acceptance", "NotAccepted", ClaimSamples.Refusal("timeBarred"))
            : story.DoAsync("decide-acceptance", "Accepted", ClaimSamples.Conditions())));
        Assert.That(await ClaimChecker.FindAsync(office, [.. started.Select(story => story.CaseId)]), Is.Empty);
        Assert.That(await CountAsync(office, RegisterKinds.ClaimsReceived), Is.EqualTo(4));
        Assert.That(await CountAsync(office, RegisterKinds.ClaimsAccepted), Is.EqualTo(3), "what is not accepted takes no number of the register of acceptance");

        var taken = 1;
        await using var careless = await OpenAsync(activities: Unguarded.Replace(["Claims.Receive"], does: (_, result) => result with
        {
            Effects = [.. result.Effects.Select(effect => effect is TakeNumber { Variable: "receptionNumber" } number
                ? SetVariable.To(number.Variable, new CaseNumber(++taken, 2026, taken.ToString(CultureInfo.InvariantCulture)))
                : effect)],
        }));
        var twin = await ClaimStories.StartAsync(careless);
        Assert.That(await ClaimChecker.FindAsync(careless, twin.CaseId), Has.Some.StartsWith("6:"));
    }

    [TestCase("-1", "sum-out-of-range")]
    [TestCase("0", "sum-out-of-range")]
    [TestCase("1000000000000000000", "sum-out-of-range", Description = "10^18")]
    [TestCase("1000000000000001", "sum-out-of-range", Description = "a đồng more than the bound")]
    [TestCase("120000000.5", "type", Description = "a fraction of a đồng")]
    [TestCase("1e400", "type")]
    [TestCase("\"120000000\"", "type", Description = "a text is no sum")]
    public async Task Invariant_7_a_sum_is_whole_dong_within_the_bound(string sum, string rule)
    {
        await using var office = await OpenAsync();
        var claim = ClaimSamples.Claim();
        claim["sum"] = JsonNode.Parse(sum);
        var refused = await Assert.ThrowsAsync<RejectedException>(() => ClaimStories.StartAsync(office, claim));
        Assert.That(refused!.Fields.Select(error => (error.Field.EndsWith("sum", StringComparison.Ordinal), error.Rule)), Is.EqualTo(new[] { (true, rule) }), refused.Message);
    }

    [Test]
    public async Task Invariant_7_the_register_has_the_claim_s_sum_exactly_and_the_checker_reports_a_twin_that_rounds()
    {
        await using var office = await OpenAsync();
        var claim = ClaimSamples.Claim();
        claim["sum"] = 999_999_999_999_999;
        var story = await ClaimStories.StartAsync(office, claim);
        Assert.That(await ClaimChecker.FindAsync(office, story.CaseId), Is.Empty);

        await using var careless = await OpenAsync(activities: Unguarded.Replace(["Claims.EnterReception"], does: (_, result) => result with
        {
            Effects = [.. result.Effects.Select(effect => effect is WriteRecord { Record: RegisterLine line } ? new WriteRecord(line with { Cells = Rounded(line.Cells) }) : effect)],
        }));
        var twin = await ClaimStories.StartAsync(careless, (JsonObject)claim.DeepClone());
        Assert.That(await ClaimChecker.FindAsync(careless, twin.CaseId), Has.Some.StartsWith("7:"));
    }

    /// <summary>An edited copy that leaves out the head's check gets an incident, and no acceptance.</summary>
    [TestCase("prepare-check", "Prepared", "decide-acceptance", "complete-file-required")]
    [TestCase("prepare-check", "Prepared", "not-accepted", "refusal-has-reasons")]
    [TestCase("prepare-check", "Prepared", "enter-acceptance", "acceptance-required")]
    [TestCase("prepare-check", "Prepared", "appoint", "acceptance-required")]
    [TestCase("prepare-check", "Prepared", "record-appointment", "appointment-required")]
    [TestCase("prepare-check", "Prepared", "terminate", "termination-ground")]
    public async Task A_definition_that_leaves_a_step_out_gets_an_incident(string source, string port, string target, string rule)
    {
        var definition = CompensationClaimProcedure.Build();
        var edited = definition with { Connections = [.. definition.Connections.Select(arrow => arrow.SourceId == source && arrow.Port == port ? arrow with { TargetId = target } : arrow)] };
        await using var office = await OpenAsync(edited);
        var papers = ClaimSamples.Papers("counter", "basisDocument");
        var story = await ClaimStories.StartAsync(office, ClaimSamples.Claim(papers: papers));
        Assert.That((await story.DoAsync("prepare-check", "Prepared", ClaimSamples.Found((JsonArray)papers.DeepClone()))).Kind, Is.EqualTo("incident"));
        Assert.That((await story.IncidentsAsync()).Single().Message, Does.Contain(rule));
    }

    [Test]
    public async Task What_is_missing_is_named_and_nothing_is_asked_for_twice_without_a_reason()
    {
        await using var office = await OpenAsync();
        var papers = ClaimSamples.Papers("counter", "injuredPersonIdentity");
        var story = await ClaimStories.StartAsync(office, ClaimSamples.Claim(email: null, papers: papers));
        await story.DoAsync("prepare-check", "Prepared", ClaimSamples.Found((JsonArray)papers.DeepClone()));
        var incomplete = await Assert.ThrowsAsync<RejectedException>(() => story.DoAsync("check-completeness", "Complete"));
        Assert.That((incomplete!.Rule, incomplete.Basis), Is.EqualTo(("papers-missing", "Luật 10/2017/QH14, khoản 1, 2 Điều 41")));
        Assert.That(incomplete.Text.Vi, Does.Contain("Giấy tờ chứng minh nhân thân của người bị thiệt hại (chưa có)"));
        await story.DoAsync("check-completeness", "SupplementNeeded", ClaimSamples.Request(null, "Bảng tính thu nhập"));
        var letter = (await office.Store.Queries.DocumentsAsync(story.CaseId, CancellationToken.None)).Single(paper => paper.Template == "claim-supplement-request").Slots!;
        Assert.That((letter["missing"]!.ToJsonString(EngineJson.Options), (string?)letter["days"], (string?)letter["lawDays"]), Is.EqualTo(
            ("""["Giấy tờ chứng minh nhân thân của người bị thiệt hại (chưa có)","Bảng tính thu nhập"]""", "02", "05")));

        await SupplyAsync(story);
        await story.DoAsync("prepare-check", "Prepared", ClaimSamples.Found((JsonArray)papers.DeepClone()));
        Assert.That(await RuleAsync(() => story.DoAsync("check-completeness", "SupplementNeeded", ClaimSamples.Request())), Is.EqualTo("asked-before"));
        await story.DoAsync("check-completeness", "SupplementNeeded", ClaimSamples.Request("Bản đã nộp không đọc được."));

        await SupplyAsync(story);
        await story.DoAsync("prepare-check", "Prepared", ClaimSamples.Found(ClaimSamples.Papers()));
        Assert.That(await RuleAsync(() => story.DoAsync("check-completeness", "SupplementNeeded", ClaimSamples.Request())), Is.EqualTo("nothing-to-ask"));
        Assert.That(await RuleAsync(() => story.DoAsync("check-completeness", "SupplementNeeded", ClaimSamples.Request(null, "bảng  tính thu nhập"))), Is.EqualTo("asked-before"), "folded, it is the same");
        await story.DoAsync("check-completeness", "SupplementNeeded", ClaimSamples.Request(null, "Hợp đồng thuê nhà"));
    }

    [Test]
    public async Task All_three_conditions_hold_or_the_claim_is_not_accepted_and_a_refusal_has_reasons()
    {
        await using var office = await OpenAsync();
        var story = await ClaimStories.StartAsync(office);
        await ClaimStories.CompleteAsync(story, ClaimSamples.Papers());
        foreach (var condition in new[] { "ground", "damage", "causalLink" })
        {
            var conditions = ClaimSamples.Conditions();
            conditions[condition] = ClaimSamples.Condition(holds: false);
            Assert.That(await ErrorsAsync(() => story.DoAsync("decide-acceptance", "Accepted", conditions)), Is.EqualTo(new[] { ($"data.{condition}.holds", "all-three-conditions") }));
        }

        var silent = ClaimSamples.Refusal("outOfScope");
        silent["text"] = " ";
        Assert.That(await ErrorsAsync(() => story.DoAsync("decide-acceptance", "NotAccepted", silent)), Is.EqualTo(new[] { ("data.text", "reasons-required") }));
        Assert.That(await ErrorsAsync(() => story.DoAsync("decide-acceptance", "NotAccepted", ClaimSamples.Refusal("notCompetent"))), Is.EqualTo(new[] { ("data.competentBody", "required") }));
        Assert.That(await ErrorsAsync(() => story.DoAsync("decide-acceptance", "NotAccepted", ClaimSamples.Refusal("timeBarred", namesBody: true))), Is.EqualTo(new[] { ("data.competentBody", "competent-body-not-expected") }));
        Assert.That(await RuleAsync(() => story.DoAsync("decide-acceptance", "NotAccepted", ClaimSamples.Refusal("notSupplemented"))), Is.EqualTo("file-complete"), "nothing was asked for");
        await story.DoAsync("decide-acceptance", "NotAccepted", ClaimSamples.Refusal("alreadyDecided"));
    }

    [Test]
    public async Task Only_a_fit_officer_is_appointed_and_only_the_head_replaces_him()
    {
        await using var office = await OpenAsync();
        var story = await ClaimStories.StartAsync(office);
        Assert.That(await RuleAsync(() => ClaimStories.ReplaceAsync(story)), Is.EqualTo("nobody-appointed"));
        await ClaimStories.CompleteAsync(story, ClaimSamples.Papers());
        await story.DoAsync("decide-acceptance", "Accepted", ClaimSamples.Conditions());
        foreach (var finding in new[] { "inCharge", "experienced", "unrelated" })
        {
            var officer = ClaimSamples.Officer();
            officer[finding] = ClaimSamples.Condition(holds: false);
            Assert.That(await ErrorsAsync(() => story.DoAsync("appoint", "Appointed", officer)), Is.EqualTo(new[] { ($"data.{finding}.holds", "fit-officer") }));
        }

        await story.DoAsync("appoint", "Appointed", ClaimSamples.Officer());
        Assert.That(await RuleAsync(() => ClaimStories.ReplaceAsync(story, by: "reception")), Is.EqualTo("role-required"));
        Assert.That(await RuleAsync(() => ClaimStories.ReplaceAsync(story, officer: "settlement-officer")), Is.EqualTo("same-officer"));
        await ClaimStories.ReplaceAsync(story);
        Assert.That((await story.OpenTasksAsync()).Where(task => task.Role == "settlement-officer").Select(task => task.Assignee), Is.All.EqualTo($"other-officer@{TestOffice.Id}"), "his open tasks are the new one's");
        Assert.That(await story.IncidentsAsync(), Is.Empty);
    }

    [TestCase("2026-03-01", "authorisation-out-of-date", Description = "ended yesterday")]
    [TestCase("2026-03-02", null, Description = "its last day is today")]
    [TestCase(null, null, Description = "without an end")]
    public async Task Nobody_claims_under_an_authorisation_that_has_ended(string? validTo, string? rule)
    {
        await using var office = await OpenAsync();
        var claim = ClaimSamples.Claim(claimant: ClaimSamples.Authorised(validTo));
        if (rule is null)
            Assert.That(await (await ClaimStories.StartAsync(office, claim)).IncidentsAsync(), Is.Empty);
        else
            Assert.That(await RuleAsync(() => ClaimStories.StartAsync(office, claim)), Is.EqualTo("invalid-data").Or.EqualTo(rule));
    }

    /// <summary>Asked on Monday 2 March; the head stops the clock for 3 to 5 March at the limit itself, so that it ends on Thursday 12.</summary>
    private static async Task<Story> StoppedAsync(TestOffice office)
    {
        var story = await ClaimStories.AskedAsync(office);
        await office.MoveToAsync(TestOffice.At(2026, 3, 5, 16));
        await story.ActAsync(StopClock.Act, "claimant-supplement", new JsonObject { ["from"] = "2026-03-03", ["to"] = "2026-03-05", ["ground"] = "force-majeure" });
        Assert.That((await story.FindLimitAsync("claimant-supplement")).DueDate, Is.EqualTo(new LocalDate(2026, 3, 12)), "6, 9, 10, 11, 12/3");
        return story;
    }

    private static Task<TestOffice> OpenAsync(WorkflowDefinition? definition = null, Func<CaseServices, IEnumerable<IActivity>>? activities = null) =>
        TestOffice.OpenAsync(definition: definition ?? CompensationClaimProcedure.Build(), activities: activities);

    private static async Task<Story?> StartAsync(TestOffice office) => await ClaimStories.StartAsync(office);

    private static async Task<Story?> FailToStartAsync(TestOffice office)
    {
        var claim = ClaimSamples.Claim();
        claim["handedInAt"] = "serviceCentre";
        Assert.That(await RuleAsync(() => ClaimStories.StartAsync(office, claim)), Is.EqualTo("wrong-door"));
        return null;
    }

    private static async Task<int> CountAsync(TestOffice office, string register) => (await office.Store.Queries.RegisterAsync(register, TestOffice.Id, 2026, CancellationToken.None)).Count;

    private static JsonObject Rounded(JsonObject cells)
    {
        var copy = (JsonObject)cells.DeepClone();
        copy["sum"] = (long)(float)(long)cells["sum"]!;
        return copy;
    }

    private static async Task SupplyAsync(Story story)
    {
        await story.DoAsync("deliver-request", "Delivered", ClaimSamples.Delivery(await Stories.TodayAsync(story.Office)));
        await story.DoAsync("await-supplement", "Supplied", new JsonObject { ["what"] = "Giấy tờ nhân thân" });
    }

    private static async Task<(string, string)[]> ErrorsAsync(Func<Task> act) =>
        [.. (await Assert.ThrowsAsync<RejectedException>(() => act()))!.Fields.Select(error => (error.Field, error.Rule))];

    private static async Task<string> RuleAsync(Func<Task> act) => (await Assert.ThrowsAsync<RejectedException>(() => act()))!.Rule;
}
