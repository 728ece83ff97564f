using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Activities.TimeLimits;
using ProcedureEngine.Engine.Definitions;
using ProcedureEngine.Workflows.Tests.Support;

namespace ProcedureEngine.Workflows.Tests;

/// <summary>Rules of the enforcement request beside its main path: from which day the law's time runs at the counter, whose the bailiff's tasks are, and what no form takes.</summary>
public sealed class RequestRules
{
    private const string Law = "decision-by-law";

    /// <summary>Begin: Monday 2 March 2026, 08:30. The law gives 5 working days from the original with the judgment at the office.</summary>
    private static IEnumerable<TestCaseData> WalkIns()
    {
        yield return Row("straight, recorded the day after he came: from the day he came", TestOffice.At(2026, 3, 10, 0), async story =>
        {
            await story.Office.MoveToAsync(TestOffice.At(2026, 3, 3, 9));
            await RecordAsync(story);
        });
        yield return Row("without the judgment on 2/3, guided, with it on 23/3, recorded on 24/3: from 23/3", TestOffice.At(2026, 3, 31, 0), async story =>
        {
            await SupplyAsync(story, TestOffice.At(2026, 3, 23, 9));
            await story.Office.MoveToAsync(TestOffice.At(2026, 3, 24, 9));
            await RecordAsync(story);
        });
        yield return Row("guided twice: from the second time", TestOffice.At(2026, 3, 31, 0), async story =>
        {
            await SupplyAsync(story, TestOffice.At(2026, 3, 16, 9));
            await SupplyAsync(story, TestOffice.At(2026, 3, 23, 9));
            await RecordAsync(story);
        });
        yield return Row("what was missing came on 20/3 by mail, the judgment itself on 23/3: from the day that the officer wrote down", TestOffice.At(2026, 3, 31, 0), async story =>
        {
            await SupplyAsync(story, TestOffice.At(2026, 3, 20, 9));
            await story.Office.MoveToAsync(TestOffice.At(2026, 3, 23, 9));
            await RecordAsync(story, "2026-03-23");
        });
        yield return Row("only a paper beside it was missing, the judgment was there from the first day: from that day", TestOffice.At(2026, 3, 10, 0), async story =>
        {
            await SupplyAsync(story, TestOffice.At(2026, 3, 23, 9));
            await RecordAsync(story, "2026-03-02");
        });
        yield return Row("lapsed, taken up again when he came with it on Monday 11/5: from 11/5", TestOffice.At(2026, 5, 19, 0), async story =>
        {
            await story.DoAsync("check-validity", "Incomplete", Samples.Guidance());
            await story.Office.MoveToAsync(TestOffice.At(2026, 5, 11, 9));
            await story.RunAsync(new Reopen(story.CaseId, TestOffice.Person("head"), "Đương sự đến với bản án"));
            await RecordAsync(story);
        });

        static TestCaseData Row(string reason, Instant end, Func<Story, Task> told) => new TestCaseData(reason, end, told).SetArgDisplayNames(reason);
    }

    [TestCaseSource(nameof(WalkIns))]
    public async Task At_the_counter_the_laws_time_runs_from_the_original_with_the_judgment(string reason, Instant end, Func<Story, Task> told)
    {
        await using var office = await TestOffice.OpenAsync();
        var story = await Story.ByHttpAsync(office, channel: Channels.Counter);
        await told(story);
        Assert.That((await story.FindLimitAsync(Law)).DueAt, Is.EqualTo(end), reason);
    }

    [TestCase("2026-03-01", "before-case")]
    [TestCase("2026-03-02", null)]
    [TestCase("2026-03-03", null)]
    [TestCase("2026-03-04", "in-the-future")]
    public async Task The_day_of_the_original_lies_between_the_cases_first_day_and_today(string day, string? rule)
    {
        await using var office = await TestOffice.OpenAsync();
        var story = await Story.ByHttpAsync(office, channel: Channels.Counter);
        await office.MoveToAsync(TestOffice.At(2026, 3, 3, 9));
        if (rule is null)
        {
            await RecordAsync(story, day);
            Assert.That(await story.LimitAsync(Law), Is.EqualTo(TimeLimitState.Running));
            return;
        }

        var refused = (await Assert.ThrowsAsync<RejectedException>(() => RecordAsync(story, day)))!;
        Assert.That((refused.Rule, refused.Fields.Single().Field), Is.EqualTo((rule, "data.receivedOn")));
    }

    [Test]
    public async Task The_form_knows_the_day_from_which_the_time_would_run()
    {
        await using var office = await TestOffice.OpenAsync();
        var story = await Story.ByHttpAsync(office, channel: Channels.Counter);
        await SupplyAsync(story, TestOffice.At(2026, 3, 23, 9));
        await story.DoAsync("check-validity", "Valid", Samples.Valid());
        Assert.That((string?)(await story.TaskAsync("record-original")).Context!["known"]!["receivedOn"], Is.EqualTo("2026-03-23"));
    }

    [Test]
    public async Task Notifying_and_taking_over_are_the_named_bailiffs_until_they_are_given_to_another()
    {
        await using var office = await TestOffice.OpenAsync();
        var story = await IssuedAsync(office);
        var tasks = (await story.OpenTasksAsync()).Where(task => task.ActivityId is "notify" or "take-over").ToList();
        Assert.That(tasks.Select(task => task.Assignee), Is.EqualTo(Enumerable.Repeat("bailiff@namdinh", 3)));

        var other = TestOffice.Person("bailiff", "bailiff2");
        var notify = tasks.First(task => task.ActivityId == "notify");
        var refused = (await Assert.ThrowsAsync<RejectedException>(() => story.DoAsync("notify", "Notified", Samples.Notified("2026-03-02"), other, notify.Name)))!;
        Assert.That(refused.Rule, Is.EqualTo("claimed-by-another"));

        await story.RunAsync(new AssignTask(story.CaseId, TestOffice.Person("supervisor"), notify.Id, other.Id, notify.Revision));
        await story.DoAsync("notify", "Failed", Samples.NotNotified("2026-03-02"), other, notify.Name);
        Assert.That((await story.TaskAsync("notify", notify.Name)).Assignee, Is.EqualTo(other.Id), "what he tried stays his");
        await story.DoAsync("take-over", "TakenOver", new JsonObject { ["on"] = "2026-03-02" });
    }

    private static IEnumerable<TestCaseData> Refused()
    {
        foreach (var typed in (string[])["lan", "lan@", "@example.vn", "lan @example.vn", "lan@example.vn lan@example.org"])
        {
            yield return Row($"a request to '{typed}'", "data.requester.email", office => Story.ByHttpAsync(office, With(Samples.Request(), "requester", typed)));
            yield return Row($"a claim to '{typed}'", "data.claimant.email", office => ClaimStories.StartAsync(office, With(ClaimSamples.Claim(), "claimant", typed)), CompensationClaimProcedure.Build());
            yield return Row($"a complaint to '{typed}'", "data.complainant.email", office => Story.OfComplaintAsync(office, With(ComplaintSamples.Complaint(), "complainant", typed)), CompensationComplaintProcedure.Build());
        }

        yield return Row("form 02-QT with a blank paper to hand in", "data.papersToHandIn[1]", office => GuideAsync(office, "papersToHandIn", "Bản án", "  "));
        yield return Row("form 02-QT with nothing but a blank paper to hand in", "data.papersToHandIn[0]", office => GuideAsync(office, "papersToHandIn", "  "));
        yield return Row("form 02-QT without a paper to hand in", "data.papersToHandIn", office => GuideAsync(office, "papersToHandIn"));
        yield return Row("form 02-QT with a blank line of what is missing", "data.missing[0]", office => GuideAsync(office, "missing", ""));
        yield return Row("an incomplete original of which a blank is missing", "data.missing[0]", async office =>
        {
            var story = await Stories.ConfirmedAsync(office);
            await story.DoAsync("receive-original", "Incomplete", new JsonObject { ["missing"] = new JsonArray(" "), ["text"] = "Đề nghị nộp bản án." });
        });
        yield return Row("a letter that differs in a blank", "data.differences[0]", async office =>
        {
            var story = await Stories.PostedAsync(office);
            await story.DoAsync("await-post", "Arrived", new JsonObject { ["receivedOn"] = await Stories.TodayAsync(office) });
            var mismatch = Samples.Visit(await Stories.NextVisitAsync(office));
            mismatch["differences"] = new JsonArray("\t");
            await story.DoAsync("compare-post", "Mismatch", mismatch);
        });

        static TestCaseData Row(string reason, string field, Func<TestOffice, Task> attempt, WorkflowDefinition? definition = null) => new TestCaseData(reason, field, attempt, definition).SetArgDisplayNames(reason);
    }

    [TestCaseSource(nameof(Refused))]
    public async Task What_no_letter_could_use_is_refused_at_its_field(string reason, string field, Func<TestOffice, Task> attempt, WorkflowDefinition? definition)
    {
        await using var office = await TestOffice.OpenAsync(definition: definition);
        var refused = (await Assert.ThrowsAsync<RejectedException>(() => attempt(office), reason))!;
        Assert.That(refused.Fields.Select(error => error.Field), Is.EqualTo(new[] { field }), reason);
    }

    /// <summary>Who leaves the address blank has none: the letters become papers to hand over.</summary>
    [TestCase("")]
    [TestCase("   ")]
    public async Task A_blank_address_is_none(string typed)
    {
        await using var office = await TestOffice.OpenAsync();
        var story = await Story.ByHttpAsync(office, With(Samples.Request(), "requester", typed));
        await story.DoAsync("check-validity", "Incomplete", Samples.Guidance());
        Assert.That(await story.LettersAsync(), Is.Empty);
        Assert.That((await office.Store.Queries.DocumentsAsync(story.CaseId, CancellationToken.None)).Where(paper => paper.Kind == "letter").Select(paper => paper.Template), Is.EqualTo(new[] { "guidance-02-qt" }));
    }

    private static JsonObject With(JsonObject form, string person, string email)
    {
        form[person]!["email"] = email;
        return form;
    }

    private static async Task GuideAsync(TestOffice office, string list, params string[] lines)
    {
        var guidance = Samples.Guidance();
        guidance[list] = new JsonArray([.. lines.Select(line => (JsonNode)line)]);
        await (await Story.ByMailAsync(office)).DoAsync("check-validity", "Incomplete", guidance);
    }

    /// <summary>Guided, and there again with what was missing.</summary>
    private static async Task SupplyAsync(Story story, Instant at)
    {
        await story.DoAsync("check-validity", "Incomplete", Samples.Guidance());
        await story.Office.MoveToAsync(at);
        await story.DoAsync("await-supplement", "Supplied", new JsonObject { ["what"] = "Bản án" });
    }

    private static async Task RecordAsync(Story story, string? receivedOn = null)
    {
        await story.DoAsync("check-validity", "Valid", Samples.Valid());
        var original = Samples.Original();
        if (receivedOn is not null)
            original["receivedOn"] = receivedOn;
        await story.DoAsync("record-original", "Recorded", original);
    }

    private static async Task<Story> IssuedAsync(TestOffice office)
    {
        var story = await Story.ByHttpAsync(office, channel: Channels.Counter);
        await RecordAsync(story);
        await story.DoAsync("draft-decision", "Drafted", Samples.Draft());
        await story.DoAsync("submit-proposal", "Submitted", Samples.Proposal());
        await story.DoAsync("sign-decision", "Signed", Samples.Signature());
        await story.DoAsync("issue-decision", "Issued", Samples.Issue());
        return story;
    }
}
