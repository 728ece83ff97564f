namespace ProcedureEngine.Engine.Tests;

/// <summary>Claiming, releasing, assigning and completing; every refusal names its rule and changes nothing.</summary>
public sealed class UserTaskTests
{
    private TestEngine engine = null!;

    [SetUp]
    public async Task BeginAsync()
    {
        engine = await TestEngine.OpenAsync(Procedures.OneTask(30));
        await engine.StartAsync();
    }

    [TearDown]
    public async Task EndAsync() => await engine.DisposeAsync();

    [Test]
    public async Task A_task_is_offered_to_its_role_at_its_office_with_the_forms_of_its_outcomes()
    {
        var task = await engine.TaskAsync("ask");
        Assert.That((task.Role, task.Office, task.State, task.Assignee, task.Revision), Is.EqualTo(("officer", TestEngine.Office, UserTaskState.Open, (string?)null, 1)));
        Assert.That(task.DueAt, Is.EqualTo(engine.Clock.Now + Duration.FromMinutes(30)));
        Assert.That(task.Outcomes.Select(o => (o.Name, o.Label.Vi, o.Schema is null)), Is.EqualTo([("Yes", "Có", true), ("No", "Không", false)]));
    }

    [Test]
    public async Task Completing_records_who_what_and_when()
    {
        var before = await engine.TaskAsync("ask");
        await engine.DoAsync("ask", "No", Data());
        var task = await ClosedAsync(before);
        Assert.That((task.State, task.Outcome, task.CompletedBy, task.Assignee, task.Revision), Is.EqualTo((UserTaskState.Completed, "No", "officer", "officer", 2)));
        Assert.That(task.EndedAt, Is.EqualTo(engine.Clock.Now));
        Assert.That(await engine.VariableAsync<string>("refusal"), Is.EqualTo("chưa đủ"));
    }

    [TestCase(30, true)]
    [TestCase(29, false)]
    public async Task A_task_completed_at_its_instant_is_late_and_before_it_is_not(int minutes, bool isLate)
    {
        engine.Clock.Now += Duration.FromMinutes(minutes);
        await engine.DoAsync("ask", "Yes");
        var text = JsonNode.Parse((await engine.JournalAsync()).Single(row => row.EventName == "TaskCompleted").Text)!;
        Assert.That((bool)text["payload"]!["late"]!, Is.EqualTo(isLate));
    }

    [Test]
    public async Task Claim_release_and_assign_move_the_revision()
    {
        var task = await engine.TaskAsync("ask");
        await engine.RunAsync(new ClaimTask(TestEngine.Case, TestEngine.Officer, task.Id, 1));
        Assert.That(await StateAsync(), Is.EqualTo((UserTaskState.Claimed, "officer", 2)));
        await engine.RunAsync(new ReleaseTask(TestEngine.Case, TestEngine.Officer, task.Id, 2));
        Assert.That(await StateAsync(), Is.EqualTo((UserTaskState.Open, (string?)null, 3)));
        await engine.RunAsync(new AssignTask(TestEngine.Case, TestEngine.Head, task.Id, "officer-2", 3));
        Assert.That(await StateAsync(), Is.EqualTo((UserTaskState.Claimed, "officer-2", 4)));
        await engine.RunAsync(new ReleaseTask(TestEngine.Case, TestEngine.Person("supervisor"), task.Id, 4));
        Assert.That(await StateAsync(), Is.EqualTo((UserTaskState.Open, (string?)null, 5)));
        await engine.RunAsync(new CompleteTask(TestEngine.Case, TestEngine.Person("officer", "officer-3"), task.Id, "Yes", null, 5));
        Assert.That((await engine.JournalAsync()).Select(row => row.EventName), Is.SupersetOf(["TaskClaimed", "TaskReleased", "TaskAssigned", "TaskCompleted"]));
    }

    [Test]
    public async Task A_stale_revision_is_refused()
    {
        var completion = await engine.CompletionAsync("ask", "Yes");
        await engine.RunAsync(new ClaimTask(TestEngine.Case, TestEngine.Officer, completion.TaskId, 1));
        Assert.That((await engine.RefusedAsync(completion, "stale-revision")).Message, Does.Contain("revision 2, not 1"));
        await engine.RefusedAsync(new ClaimTask(TestEngine.Case, TestEngine.Officer, completion.TaskId, 1), "stale-revision");
        await engine.RefusedAsync(new ReleaseTask(TestEngine.Case, TestEngine.Officer, completion.TaskId, 1), "stale-revision");
        await engine.RefusedAsync(new AssignTask(TestEngine.Case, TestEngine.Head, completion.TaskId, "x", 1), "stale-revision");
    }

    [Test]
    public async Task A_second_completion_is_refused()
    {
        var completion = await engine.CompletionAsync("ask", "Yes");
        await engine.RunAsync(completion);
        Assert.That((await engine.RefusedAsync(completion, "task-closed")).Message, Does.Contain("already Completed"));
        await engine.RefusedAsync(completion with { ExpectedRevision = 2 }, "task-closed");
        await engine.RefusedAsync(new ClaimTask(TestEngine.Case, TestEngine.Officer, completion.TaskId, 2), "task-closed");
    }

    [Test]
    public async Task What_another_has_claimed_is_his()
    {
        var completion = await engine.CompletionAsync("ask", "Yes", actor: TestEngine.Person("officer", "second"));
        await engine.RunAsync(new ClaimTask(TestEngine.Case, TestEngine.Officer, completion.TaskId, 1));
        await engine.RefusedAsync(completion with { ExpectedRevision = 2 }, "claimed-by-another");
        await engine.RefusedAsync(new ClaimTask(TestEngine.Case, completion.Actor, completion.TaskId, 2), "already-claimed");
        Assert.That((await engine.RefusedAsync(new ReleaseTask(TestEngine.Case, completion.Actor, completion.TaskId, 2), "not-yours")).Kind, Is.EqualTo(RejectionKind.Forbidden));
    }

    [Test]
    public async Task Another_role_is_forbidden_and_another_office_does_not_see_it()
    {
        foreach (var (actor, rule, kind) in new[]
        {
            (TestEngine.Head, "role-required", RejectionKind.Forbidden), (TestEngine.Person("officer", office: "other"), "not-found", RejectionKind.NotFound),
            (Actor.Party("party"), "not-found", RejectionKind.NotFound), (Actor.Timer, "not-found", RejectionKind.NotFound), (Actor.Engine, "role-required", RejectionKind.Forbidden),
        })
        {
            var completion = await engine.CompletionAsync("ask", "Yes", actor: actor);
            Assert.That((await engine.RefusedAsync(completion, rule)).Kind, Is.EqualTo(kind), actor.Id);
            Assert.That((await engine.RefusedAsync(new ClaimTask(TestEngine.Case, actor, completion.TaskId, 1), rule)).Kind, Is.EqualTo(kind), actor.Id);
        }

        await engine.RefusedAsync(new AssignTask(TestEngine.Case, TestEngine.Officer, (await engine.TaskAsync("ask")).Id, "second", 1), "assign-role");
    }

    [Test]
    public async Task A_task_of_another_case_is_not_found()
    {
        await engine.StartAsync("c2");
        var other = await engine.CompletionAsync("ask", "Yes", id: "c2");
        await engine.RefusedAsync(other with { InstanceId = "c1" }, "not-found");
    }

    [TestCase("Maybe")]
    [TestCase("yes")]
    [TestCase("")]
    [TestCase("0")]
    public async Task An_unknown_outcome_is_refused_with_those_that_are_offered(string outcome)
    {
        var refused = await engine.RefusedAsync(await engine.CompletionAsync("ask", outcome), "unknown-outcome");
        Assert.That(refused.Fields.Single().Field, Is.EqualTo("outcome"));
        Assert.That(refused.Message, Does.Contain("Yes, No"));
    }

    [TestCase("{}", "data.reason required", "data.times required")]
    [TestCase("""{"times":1}""", "data.reason required")]
    [TestCase("""{"reason":null,"times":1}""", "data.reason required")]
    [TestCase("""{"reason":"a","times":1,"other":2}""", "data.other unknown-field")]
    [TestCase("""{"reason":"a","times":"1"}""", "data.times type")]
    [TestCase("""{"reason":7,"times":1}""", "data.reason type")]
    [TestCase("""{"reason":"a","times":1.5}""", "data.times type")]
    [TestCase("""{"reason":"a","times":99999999999}""", "data.times type")]
    [TestCase("""{"reason":"a","times":1,"on":"2026-02-30"}""", "data.on type")]
    [TestCase("""{"reason":"a","times":1,"on":20260230}""", "data.on type")]
    [TestCase("""{"reason":"a","times":1,"on":"1800-01-01"}""", "data.on date-range")]
    [TestCase("""{"reason":"a\u0000b","times":1}""", "data.reason control-character")]
    [TestCase("""{"reason":"a\ud800","times":1}""", "data.reason control-character")]
    [TestCase("""{"reason":"01234567890123456789012345678901234567890","times":1}""", "data.reason too-long")]
    public async Task A_wrong_field_is_named_with_its_rule(string data, params string[] expected)
    {
        var refused = await engine.RefusedAsync(await engine.CompletionAsync("ask", "No", JsonNode.Parse(data)!.AsObject()), "invalid-data");
        Assert.That(refused.Kind, Is.EqualTo(RejectionKind.Invalid));
        Assert.That(refused.Fields.Select(field => $"{field.Field} {field.Rule}"), Is.EquivalentTo(expected));
        Assert.That(refused.Fields.Select(field => field.Message.Vi), Is.All.Not.Empty);
    }

    [Test]
    public async Task Data_may_not_be_left_out_where_the_outcome_needs_it() =>
        Assert.That((await engine.RefusedAsync(await engine.CompletionAsync("ask", "No"), "object-required")).Fields.Single().Field, Is.EqualTo("data"));

    [Test]
    public async Task Data_on_an_outcome_without_any_is_refused()
    {
        await engine.RefusedAsync(await engine.CompletionAsync("ask", "Yes", Data()), "no-data");
        await engine.DoAsync("ask", "Yes", []);
        Assert.That((await engine.InstanceAsync()).Status, Is.EqualTo(InstanceStatus.Finished), "an empty object says nothing");
    }

    [Test]
    public async Task A_field_that_comes_twice_is_refused_and_no_incident()
    {
        var twice = JsonNode.Parse("""{"reason":"a","times":1,"times":2}""")!.AsObject();
        Assert.That((await engine.RefusedAsync(await engine.CompletionAsync("ask", "No", twice), "invalid-data")).Fields.Single().Rule, Is.EqualTo("repeated-field"));
        var deep = JsonNode.Parse("""{"a":[{"b":1,"b":2}]}""")!.AsObject();
        Assert.That((await engine.RefusedAsync(await engine.CompletionAsync("ask", "Yes", deep), "invalid-data")).Fields.Single().Field, Is.EqualTo("data.a[0]"));
    }

    [TestCase("")]
    [TestCase(" ")]
    [TestCase("a\0b")]
    public async Task Nobody_is_assigned_without_a_name(string name)
    {
        var refused = await engine.RefusedAsync(new AssignTask(TestEngine.Case, TestEngine.Head, (await engine.TaskAsync("ask")).Id, name, 1), "invalid-data");
        Assert.That(refused.Fields[0].Field, Is.EqualTo("assignee"));
    }

    private static JsonObject Data() => new() { ["reason"] = "chưa đủ", ["times"] = 1, ["on"] = "2026-03-02" };

    private async Task<(UserTaskState, string?, int)> StateAsync() => await engine.TaskAsync("ask") is var task ? (task.State, task.Assignee, task.Revision) : default;

    private async Task<UserTask> ClosedAsync(UserTask task) =>
        (await engine.LoadAsync(stimulus: new ClaimTask(TestEngine.Case, TestEngine.Officer, task.Id, 1))).Tasks.Single(t => t.Id == task.Id);
}
