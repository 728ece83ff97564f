using ProcedureEngine.Host.Tests.Mail;
using ProcedureEngine.Host.Tests.Support;

namespace ProcedureEngine.Host.Tests.Elsa;

/// <summary>Counts and runs of activities, as the badges, the executions tab and the call stack show them.</summary>
[TestFixture(HostStore.Sqlite)]
[TestFixture(HostStore.Postgres)]
public sealed class ExecutionTests(HostStore store)
{
    private TestHost host = null!;
    private HttpClient officer = null!;
    private string id = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        host = await TestHost.StartAsync(store);
        officer = await host.SignInAsync("intake-officer@namdinh");
        id = await Samples.StartedAsync(host);
        await ElsaCases.CheckAsync(officer, id);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        officer.Dispose();
        await host.DisposeAsync();
    }

    [Test]
    public async Task The_report_counts_what_began_ended_and_waits()
    {
        var report = await officer.ReportAsync(id);
        Assert.That(report["check-validity"], Is.EqualTo((1, 1, 0, false, false)));
        Assert.That(report["confirm-receipt"], Is.EqualTo((1, 0, 1, true, false)));
        Assert.That(report["correspondence"], Is.EqualTo((1, 0, 1, true, false)));
        Assert.That(report.Keys, Does.Not.Contain("sign-decision"), "what never began has no badge");
        Assert.That((await officer.ReportAsync(id, $"[\"{ElsaCases.NodeId("receive")}\"]")).Keys, Is.EqualTo(new[] { "receive" }));
    }

    [Test]
    public async Task A_step_done_again_is_counted_again()
    {
        var again = await Samples.StartedAsync(host);
        using (var answer = await Samples.CompleteAsync(officer, await Samples.TaskAsync(officer, again, "check-validity"), "Incomplete", """
            {"right":{"hasRight":true,"text":"x"},"competence":{"competent":true,"text":"x"},"judgmentContent":"x","formsOfRequest":"x","papersToHandIn":["Bản án"],"reason":"Thiếu bản án","missing":["Bản án"]}
            """))
            Assert.That(answer.IsSuccessStatusCode, Is.True, await answer.Content.ReadAsStringAsync());
        using (var answer = await Samples.CompleteAsync(officer, await Samples.TaskAsync(officer, again, "await-supplement"), "Supplied", """{"what":"Bản án"}"""))
            Assert.That(answer.IsSuccessStatusCode, Is.True, await answer.Content.ReadAsStringAsync());
        Assert.That((await officer.ReportAsync(again))["check-validity"], Is.EqualTo((2, 1, 1, true, false)));
        var runs = (await officer.ReadAsync($"/activity-executions/list?WorkflowInstanceId={again}&ActivityNodeId={ElsaCases.NodeId("check-validity")}"))["items"]!.AsArray();
        Assert.That(runs.Select(run => (string)run!["status"]!), Is.EqualTo(new[] { "Completed", "Running" }), "by their beginning, the latest last");
    }

    [Test]
    public async Task A_run_tells_its_inputs_its_outcome_and_who_did_it()
    {
        var run = (await officer.ReadAsync($"/activity-execution-summaries/list?WorkflowInstanceId={id}&ActivityNodeId={ElsaCases.NodeId("check-validity")}"))["items"]!.AsArray().Single()!;
        Assert.That(((string)run["status"]!, (string)run["activityType"]!, (bool)run["hasBookmarks"]!), Is.EqualTo(("Completed", "Validation.CheckValidity", false)));
        Assert.That((string)run["payload"]!["Outcomes"]![0]!, Is.EqualTo("Valid"));
        Assert.That((string)run["activityState"]!["Limit"]!, Is.EqualTo("check-validity"), "under the names of the descriptor");
        Assert.That((string)run["properties"]!["CompletedBy"]!, Is.EqualTo("intake-officer@namdinh"));
        Assert.That((await officer.ReadAsync($"/activity-executions/by-id?id={run["id"]}")).ToJsonString(), Is.EqualTo(run.ToJsonString()));
    }

    /// <summary>Studio asks every second for a selected step that waits; the browser answers three times of four, for the same person.</summary>
    [Test]
    public async Task Runs_that_have_not_moved_are_not_sent_again_and_moved_ones_are()
    {
        var moving = await Samples.StartedAsync(host);
        var list = $"/activity-execution-summaries/list?WorkflowInstanceId={moving}&ActivityNodeId={ElsaCases.NodeId("check-validity")}";
        var run = $"/activity-executions/by-id?id={(await officer.ReadAsync(list))["items"]![0]!["id"]}";
        using var stranger = await host.SignInAsync("operator@hanoi");
        using var itsOperator = await host.SignInAsync("operator@namdinh");
        foreach (var path in new[] { list, run })
        {
            using var first = await AskAsync(officer, path, null);
            Assert.That((first.StatusCode, first.Headers.CacheControl!.ToString(), first.Headers.Vary.ToString()), Is.EqualTo((HttpStatusCode.OK, "max-age=4, private", "Cookie")), path);
            using var again = await AskAsync(officer, path, first.Headers.ETag);
            Assert.That((again.StatusCode, (await again.Content.ReadAsByteArrayAsync()).Length), Is.EqualTo((HttpStatusCode.NotModified, 0)), path);
            using var more = await AskAsync(itsOperator, path, first.Headers.ETag);
            Assert.That(more.StatusCode, Is.EqualTo(HttpStatusCode.OK), "an operator may be shown more");
            using var nothing = await AskAsync(stranger, path, first.Headers.ETag);
            Assert.That(nothing.StatusCode, Is.EqualTo(HttpStatusCode.NotFound), "a tag opens nothing");
        }

        using var before = await AskAsync(officer, run, null);
        await ElsaCases.CheckAsync(officer, moving);
        using var after = await AskAsync(officer, run, before.Headers.ETag);
        Assert.That((string)JsonNode.Parse(await after.Content.ReadAsStringAsync())!["status"]!, Is.EqualTo("Completed"));

        static Task<HttpResponseMessage> AskAsync(HttpClient person, string path, System.Net.Http.Headers.EntityTagHeaderValue? known)
        {
            var request = new HttpRequestMessage(HttpMethod.Get, ElsaCases.Api + path);
            if (known is not null)
                request.Headers.IfNoneMatch.Add(known);
            return person.SendAsync(request);
        }
    }

    [TestCase("Workflow1", "Elsa.Workflow")]
    [TestCase("Workflow1:Flowchart1", "Elsa.Flowchart")]
    public async Task The_containers_run_as_long_as_the_instance(string nodeId, string type)
    {
        var run = (await officer.ReadAsync($"/activity-executions/list?WorkflowInstanceId={id}&ActivityNodeId={nodeId}"))["items"]!.AsArray().Single()!;
        Assert.That(((string)run["activityType"]!, (string)run["status"]!), Is.EqualTo((type, "Pending")));
        Assert.That((string)(await officer.ReadAsync($"/activity-executions/by-id?id={run["id"]}"))["activityNodeId"]!, Is.EqualTo(nodeId));
    }

    [Test]
    public async Task The_call_stack_leads_from_the_start_to_the_run()
    {
        var run = (await officer.ReadAsync($"/activity-executions/list?WorkflowInstanceId={id}&ActivityNodeId={ElsaCases.NodeId("confirm-receipt")}"))["items"]!.AsArray().Single()!;
        var stack = await officer.ReadAsync($"/activity-executions/{run["id"]}/call-stack?includeCrossWorkflowChain=True");
        Assert.That(stack["items"]!.AsArray().Select(item => (string)item!["activityId"]!), Is.EqualTo(new[] { "start", "receive", "acknowledge", "check-validity", "by-channel", "confirm-receipt" }));
        Assert.That(stack["items"]!.AsArray().Select(item => (int)item!["callStackDepth"]!), Is.EqualTo(Enumerable.Range(0, 6)));
        Assert.That((int)stack["totalCount"]!, Is.EqualTo(6));
        var page = await officer.ReadAsync($"/activity-executions/{run["id"]}/call-stack?skip=4&take=1");
        Assert.That(page["items"]!.AsArray().Select(item => (string)item!["activityId"]!), Is.EqualTo(new[] { "by-channel" }));
    }

    [TestCase("/activity-executions/by-id?id=none")]
    [TestCase("/activity-executions/by-id?id={id}.a999")]
    [TestCase("/activity-executions/{id}.a999/call-stack")]
    [TestCase("/activity-executions/list?WorkflowInstanceId=none")]
    public async Task What_is_not_there_is_told(string path) =>
        Assert.That((await officer.GetAsync(new Uri(ElsaCases.Api + path.Replace("{id}", id, StringComparison.Ordinal), UriKind.Relative)).ProblemAsync(404)).Rule, Is.EqualTo("not-found"));

    [Test]
    public async Task Parameters_that_are_missing_or_wrong_are_named()
    {
        Assert.That((await officer.GetAsync(new Uri("/elsa/api/activity-executions/by-id", UriKind.Relative)).ProblemAsync(400)).Fields, Is.EqualTo(new[] { "id" }));
        Assert.That((await officer.SendAsync("/activity-executions/report", "{}").ProblemAsync(422)).Fields, Is.EqualTo(new[] { "workflowInstanceId" }));
        Assert.That((await officer.SendAsync($"/workflow-instances/{id}/journal?skip=many", "{}").ProblemAsync(422)).Fields, Is.EqualTo(new[] { "skip" }));
    }
}
