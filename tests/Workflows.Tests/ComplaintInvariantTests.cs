using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Compensation.Complaints;
using ProcedureEngine.Activities.Registers;
using ProcedureEngine.Engine.Definitions;
using ProcedureEngine.Workflows.Tests.Support;

namespace ProcedureEngine.Workflows.Tests;

/// <summary>Each invariant of the complaint holds, and the checker that says so reports it in a twin whose guard is removed.</summary>
public sealed class ComplaintInvariantTests
{
    [Test]
    public async Task Invariant_1_guidance_is_offered_once_and_the_checker_reports_a_second()
    {
        await using var office = await OpenAsync();
        var story = await GuidedAsync(office);
        Assert.That((await story.TaskAsync("appraise")).Outcomes.Select(outcome => outcome.Name), Is.EqualTo(new[] { "Sufficient", "DecideAsIs", "Refuse" }));
        Assert.That(async () => await story.DoAsync("appraise", "SupplementNeeded", ComplaintSamples.Guidance()), Throws.TypeOf<RejectedException>());
        Assert.That(await ComplaintChecker.FindAsync(office, story.CaseId), Is.Empty);

        await using var careless = await OpenAsync(activities: Unguarded.Replace(["Complaints.Appraise"], sees: context => Twins.Without(context, "guidance")));
        var twin = await GuidedAsync(careless);
        await twin.DoAsync("appraise", "SupplementNeeded", ComplaintSamples.Guidance());
        Assert.That(await ComplaintChecker.FindAsync(careless, twin.CaseId), Has.Some.StartsWith("1:"));
    }

    /// <summary>Seizures of before the labour code, and typing errors at the end of the calendar: a machine check only informs.</summary>
    [TestCase("2012-06-15")]
    [TestCase("2013-04-30")]
    [TestCase("2100-12-30")]
    public async Task A_fact_whose_working_days_cannot_be_counted_holds_nothing_up(string day)
    {
        await using var office = await OpenAsync();
        var complaint = ComplaintSamples.Complaint();
        complaint["facts"] = new JsonObject { ["annulledOn"] = day, ["fileReceivedOn"] = "2026-02-02" };
        var story = await Story.OfComplaintAsync(office, complaint);
        await story.DoAsync("take-in", "Received", ComplaintSamples.TakenIn());
        Assert.That((await story.DoAsync("decide-acceptance", "Accepted", [])).Kind, Is.EqualTo("completed"));
        var checks = (await story.TaskAsync("appraise")).Context!["checks"]!.AsArray();
        Assert.That(checks.Select(check => ((string)check!["ground"]!, (bool?)check["holds"])), Is.EqualTo(new[] { ("1b", (bool?)true), ("5a", null) }));
    }

    [Test]
    public async Task Invariant_2_nothing_is_refused_without_reasons_and_the_checker_reports_the_twin()
    {
        var edited = Redirect("decide-acceptance", "Transferred", "sign-refusal");
        await using var office = await OpenAsync(edited);
        var story = await ComplaintStories.TakenInAsync(office);
        Assert.That((await story.DoAsync("decide-acceptance", "Transferred", Transfer())).Kind, Is.EqualTo("incident"));
        Assert.That((await story.IncidentsAsync()).Single().Message, Does.Contain("refusal-has-reasons"));
        Assert.That(await ComplaintChecker.FindAsync(office, story.CaseId), Is.Empty);

        var refusal = new JsonObject { ["reasons"] = new JsonArray("Không ghi"), ["proposedBy"] = "x", ["at"] = "2026-03-02T01:00:00Z" };
        await using var careless = await OpenAsync(edited, Unguarded.Replace(["Complaints.SignRefusal", "Complaints.Notify"], sees: context => Twins.With(context, "refusal", refusal)));
        var twin = await ComplaintStories.TakenInAsync(careless);
        await twin.DoAsync("decide-acceptance", "Transferred", Transfer());
        await twin.DoAsync("sign-refusal", "Signed", ComplaintSamples.Signature());
        await twin.DoAsync("deliver-notice", "Returned", ComplaintSamples.Delivery(await Stories.TodayAsync(careless)));
        Assert.That(await ComplaintChecker.FindAsync(careless, twin.CaseId), Has.Some.StartsWith("2:"));
    }

    [Test]
    public async Task Invariant_3_receipts_and_lines_run_without_gaps_when_officers_take_in_at_once_and_the_checker_reports_the_twin()
    {
        await using var office = await OpenAsync();
        var stories = new List<Story>();
        for (var i = 0; i < 5; i++)
            stories.Add(await Story.OfComplaintAsync(office));
        await Task.WhenAll(stories.Select((story, index) => index == 2 ? FailToTakeInAsync(story) : story.DoAsync("take-in", "Received", ComplaintSamples.TakenIn())));
        Assert.That(await ComplaintChecker.FindAsync(office, [.. stories.Select(story => story.CaseId)]), Is.Empty);
        Assert.That(await office.Store.Queries.RegisterAsync(RegisterKinds.Complaints, TestOffice.Id, 2026, CancellationToken.None), Has.Count.EqualTo(4));

        var taken = 1;
        var skipping = Unguarded.Replace(["Complaints.TakeIn"], does: (_, result) => result.Outcome is null ? result : result with
        {
            Effects = [.. result.Effects.Select(effect => effect is TakeNumber number ? SetVariable.To(number.Variable, new CaseNumber(Interlocked.Increment(ref taken), 2026, $"{taken}")) : effect)],
        });
        await using var careless = await OpenAsync(activities: skipping);
        var twin = await ComplaintStories.TakenInAsync(careless);
        Assert.That(await ComplaintChecker.FindAsync(careless, twin.CaseId), Has.Some.StartsWith("3:"));
    }

    [Test]
    public async Task Invariant_4_nothing_closes_without_its_archive_list_and_the_checker_reports_the_twin()
    {
        var edited = Redirect("say-transferred", "Done", "closed-transferred");
        await using var office = await OpenAsync(edited);
        var story = await ComplaintStories.TakenInAsync(office);
        Assert.That((await story.DoAsync("decide-acceptance", "Transferred", Transfer())).Kind, Is.EqualTo("incident"));
        Assert.That((await story.IncidentsAsync()).Single().Message, Does.Contain("archive-list-required"));
        Assert.That(await ComplaintChecker.FindAsync(office, story.CaseId), Is.Empty);

        var archive = new JsonObject { ["papers"] = new JsonArray(ComplaintSamples.Paper("Đơn")), ["place"] = "x", ["at"] = "2026-03-02T01:00:00Z" };
        await using var careless = await OpenAsync(edited, Unguarded.Replace(["Complaints.Close"], sees: context => Twins.With(context, "archive", archive)));
        var twin = await ComplaintStories.TakenInAsync(careless);
        await twin.DoAsync("decide-acceptance", "Transferred", Transfer());
        Assert.That(await ComplaintChecker.FindAsync(careless, twin.CaseId), Has.Some.StartsWith("4:"));
    }

    [Test]
    public async Task Subject_1_shows_the_time_that_does_not_count_into_the_limitation_period_and_no_other_way_out_does()
    {
        await using var office = await OpenAsync();
        var decided = await ComplaintStories.IsFounded(office);
        Assert.That((await decided.FactsAsync())["limitationInterval"]!.ToJsonString(), Is.EqualTo("""{"from":"2026-03-02","to":"2026-03-02"}"""));
        foreach (var tell in new Func<TestOffice, Task<Story>>[] { ComplaintStories.IsNotAccepted, ComplaintStories.WithdrawsTheComplaint, ComplaintStories.IsReturnedByTheLeader })
            Assert.That((await (await tell(office)).FactsAsync())["limitationInterval"], Is.Null, tell.Method.Name);
    }

    private static Task<TestOffice> OpenAsync(WorkflowDefinition? definition = null, Func<CaseServices, IEnumerable<IActivity>>? activities = null) =>
        TestOffice.OpenAsync(definition: definition ?? CompensationComplaintProcedure.Build(), activities: activities);

    private static async Task<Story> GuidedAsync(TestOffice office)
    {
        var story = await ComplaintStories.AcceptedAsync(office);
        await story.DoAsync("appraise", "SupplementNeeded", ComplaintSamples.Guidance());
        await story.DoAsync("await-supplement", "Supplied", new JsonObject { ["what"] = "Giấy ủy quyền" });
        return story;
    }

    private static async Task FailToTakeInAsync(Story story)
    {
        var data = ComplaintSamples.TakenIn();
        data["identityShown"] = false;
        Assert.That(async () => await story.DoAsync("take-in", "Received", data), Throws.TypeOf<RejectedException>());
    }

    private static WorkflowDefinition Redirect(string source, string port, string target) => Twins.Redirect(CompensationComplaintProcedure.Build(), source, port, target);

    private static JsonObject Transfer() => new() { ["competentBody"] = new JsonObject { ["name"] = "UBND quận", ["address"] = "Số 9" }, ["reason"] = "Vượt thẩm quyền." };
}
