using ProcedureEngine.Host.Tests.Mail;
using ProcedureEngine.Host.Tests.Support;

namespace ProcedureEngine.Host.Tests.Elsa;

/// <summary>Instances for Studio: what each caller may see of them, and what an operator may do.</summary>
[TestFixture(HostStore.Sqlite)]
[TestFixture(HostStore.Postgres)]
public sealed class InstanceTests(HostStore store)
{
    private TestHost host = null!;
    private HttpClient officer = null!;
    private HttpClient operatorOfOffice = null!;
    private HttpClient stranger = null!;
    private string running = null!;
    private string checkedCase = null!;
    private string finished = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        host = await TestHost.StartAsync(store);
        officer = await host.SignInAsync("intake-officer@namdinh");
        operatorOfOffice = await host.SignInAsync("operator@namdinh");
        stranger = await host.SignInAsync("operator@hanoi");
        running = await Samples.StartedAsync(host);
        checkedCase = await Samples.StartedAsync(host);
        await ElsaCases.CheckAsync(officer, checkedCase);
        finished = await Samples.StartedAsync(host);
        await officer.PostAsync($"/api/cases/{finished}/withdraw", TestHost.Json("""{"reason":"Đã thỏa thuận"}""")).JsonAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        officer.Dispose();
        operatorOfOffice.Dispose();
        stranger.Dispose();
        await host.DisposeAsync();
    }

    // R: waits at its check; C: checked; F: withdrawn. The newest first unless asked otherwise.
    [TestCase("{}", "F C R")]
    [TestCase("""{"page":0,"pageSize":2}""", "F C")]
    [TestCase("""{"page":1,"pageSize":2}""", "R", Description = "pages begin at 0")]
    [TestCase("""{"orderBy":"Created","orderDirection":"Ascending"}""", "R C F")]
    [TestCase("""{"orderBy":"Finished","orderDirection":"Descending","pageSize":1}""", "F", Description = "what has not finished comes last")]
    [TestCase("""{"orderBy":"Name","orderDirection":"Ascending"}""", "R C F", Description = "by case number")]
    [TestCase("""{"orderBy":null,"orderDirection":null,"searchTerm":"","statuses":[],"definitionIds":null,"timestampFilters":[]}""", "F C R", Description = "null and empty are no restriction")]
    [TestCase("""{"status":"Finished"}""", "F")]
    [TestCase("""{"statuses":["Running"]}""", "C R")]
    [TestCase("""{"subStatus":"Suspended","subStatuses":["Finished"]}""", "F C R")]
    [TestCase("""{"subStatuses":["Faulted"]}""", "")]
    [TestCase("""{"hasIncidents":true}""", "")]
    [TestCase("""{"hasIncidents":false,"isSystem":false,"version":1}""", "F C R")]
    [TestCase("""{"isSystem":true}""", "", Description = "no mail waits for a person")]
    [TestCase("""{"definitionId":"enforcement-request"}""", "F C R")]
    [TestCase("""{"definitionIds":["mail-triage"]}""", "")]
    [TestCase("""{"version":2}""", "")]
    [TestCase("""{"searchTerm":"nguyen thi LAN"}""", "F C R", Description = "names are folded")]
    [TestCase("""{"searchTerm":"khong ai"}""", "")]
    [TestCase("""{"timestampFilters":[{"column":"FinishedAt","operator":"GreaterThan","timestamp":"2020-01-01T00:00:00+07:00"}]}""", "F")]
    [TestCase("""{"timestampFilters":[{"column":"CreatedAt","operator":"LessThan","timestamp":"2020-01-01T00:00:00.000Z"}]}""", "")]
    public async Task The_list_answers_what_is_asked(string body, string expected)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal) { [running] = "R", [checkedCase] = "C", [finished] = "F" };
        // Tests of acts add cases of their own behind these.
        var found = (await officer.IdsAsync(body)).Where(names.ContainsKey).Select(id => names[id]);
        Assert.That(string.Join(' ', found), Is.EqualTo(expected));
    }

    [Test]
    public async Task The_total_counts_what_the_page_leaves_out() => Assert.That((int)(await officer.InstancesAsync("""{"pageSize":1,"status":"Finished","searchTerm":"Lan"}"""))["totalCount"]!, Is.GreaterThanOrEqualTo(1));

    [Test]
    public async Task One_is_found_by_its_id_and_by_the_case_code()
    {
        var row = (await officer.InstancesAsync($$"""{"searchTerm":"{{running}}"}"""))["items"]!.AsArray().Single()!;
        Assert.That((string)row["definitionVersionId"]!, Is.EqualTo("enforcement-request-v1"));
        Assert.That((string)row["name"]!, Does.EndWith("/HTTT"));
        Assert.That(await officer.IdsAsync($$"""{"correlationId":"{{row["correlationId"]}}"}"""), Is.EqualTo(new[] { running }));
    }

    [TestCase("""{"status":"Late"}""", "statuses")]
    [TestCase("""{"subStatuses":["Nowhere"]}""", "subStatuses")]
    [TestCase("""{"orderBy":"Colour"}""", "orderBy")]
    [TestCase("""{"timestampFilters":[{"column":"BornAt","operator":"Is","timestamp":"2020-01-01T00:00:00Z"}]}""", "timestampFilters[0].column")]
    [TestCase("""{"timestampFilters":[{"column":"CreatedAt","operator":"About","timestamp":"2020-01-01T00:00:00Z"}]}""", "timestampFilters[0].operator")]
    public async Task A_list_that_cannot_be_is_refused_by_its_field(string body, string field) => Assert.That((await officer.SendAsync("/workflow-instances", body).ProblemAsync(422)).Fields, Is.EqualTo(new[] { field }));

    [TestCase("/workflow-instances", "{")]
    [TestCase("/workflow-instances", "[]")]
    [TestCase("/workflow-instances", "null")]
    [TestCase("/workflow-instances", """{"page":"first"}""")]
    [TestCase("/workflow-instances/{id}/journal", """{"filter":[]}""")]
    [TestCase("/activity-executions/report", """{"workflowInstanceId":5}""")]
    [TestCase("/workflow-definitions/enforcement-request/execute", "{")]
    public async Task Malformed_bodies_are_problems(string path, string body) =>
        Assert.That((await operatorOfOffice.SendAsync(path.Replace("{id}", running, StringComparison.Ordinal), body).ProblemAsync(400)).Rule, Is.EqualTo("malformed-json"));

    [Test]
    public async Task A_person_of_another_office_sees_nothing_of_a_case()
    {
        Assert.That(await stranger.IdsAsync(), Is.Empty);
        Assert.That((int)(await stranger.InstancesAsync($$"""{"searchTerm":"{{running}}"}"""))["totalCount"]!, Is.Zero);
        foreach (var path in new[] { "", "/execution-state", "/variables" })
            Assert.That((await stranger.GetAsync(new Uri($"/elsa/api/workflow-instances/{running}{path}", UriKind.Relative)).ProblemAsync(404)).Rule, Is.EqualTo("not-found"), path);
        foreach (var (path, body) in new[] { ($"/workflow-instances/{running}/journal", "{}"), ("/activity-executions/report", $$"""{"workflowInstanceId":"{{running}}"}"""), ($"/cancel/workflow-instances/{running}", "{}"), ("/bulk-actions/cancel/workflow-instances", $$"""{"ids":["{{running}}"]}""") })
            Assert.That((await stranger.SendAsync(path, body).ProblemAsync(404)).Rule, Is.EqualTo("not-found"), path);
        var run = (string)(await officer.JournalAsync(running)).First(line => (string)line!["activityId"]! == "receive")!["activityInstanceId"]!;
        foreach (var path in new[] { $"/activity-executions/list?WorkflowInstanceId={running}&ActivityNodeId=Workflow1", $"/activity-execution-summaries/list?WorkflowInstanceId={running}", $"/activity-executions/by-id?id={run}", $"/activity-executions/{run}/call-stack" })
            Assert.That((await stranger.GetAsync(new Uri($"/elsa/api{path}", UriKind.Relative)).ProblemAsync(404)).Rule, Is.EqualTo("not-found"), path);
    }

    [Test]
    public async Task An_instance_shows_its_state_and_nothing_of_the_people_in_it()
    {
        var instance = await officer.ReadAsync($"/workflow-instances/{running}");
        var state = instance["workflowState"]!;
        Assert.That(((string)instance["status"]!, (string)instance["subStatus"]!), Is.EqualTo(("Running", "Suspended")));
        Assert.That((string)state["activityExecutionContexts"]!.AsArray().Single(context => context!["parentContextId"] is null)!["scheduledActivityNodeId"]!, Is.EqualTo("Workflow1"));
        Assert.That(
            state["activityExecutionContexts"]!.AsArray().Select(context => (string)context!["scheduledActivityNodeId"]!),
            Is.EquivalentTo(new[] { "Workflow1", "Workflow1:Flowchart1", ElsaCases.NodeId("check-validity"), ElsaCases.NodeId("correspondence") }));
        Assert.That(state["bookmarks"]!.AsArray().Select(bookmark => (string)bookmark!["activityNodeId"]!), Does.Contain(ElsaCases.NodeId("check-validity")));
        var text = string.Concat(
            instance.ToJsonString(), (await officer.ReadAsync($"/workflow-instances/{running}/variables")).ToJsonString(), (await officer.JournalAsync(running)).ToJsonString(),
            (await officer.ReadAsync($"/activity-executions/list?WorkflowInstanceId={running}")).ToJsonString());
        Assert.That(text, Does.Not.Contain("Lan").And.Not.Contain("036180001234").And.Not.Contain("lan@example.vn").And.Not.Contain("250000000"));
        Assert.That((await officer.GetAsync($"/api/cases/{running}").JsonAsync()).ToJsonString(), Does.Contain("036180001234"), "the case file shows it by its own rights");
    }

    [Test]
    public async Task Variables_show_numbers_and_counts_and_the_shape_of_the_rest()
    {
        var variables = (await officer.ReadAsync($"/workflow-instances/{checkedCase}/variables"))["items"]!.AsArray().ToDictionary(item => (string)item!["name"]!, item => item!["value"], StringComparer.Ordinal);
        Assert.That((string)variables["caseNumber"]!["text"]!, Does.EndWith("/HTTT"));
        Assert.That((string)variables["request"]!["requester"]!["name"]!, Is.EqualTo("(string)"));
    }

    [Test]
    public async Task Execution_state_tells_both_names_of_the_sub_status()
    {
        var state = await officer.ReadAsync($"/workflow-instances/{finished}/execution-state");
        Assert.That(((string)state["status"]!, (string)state["subStatus"]!, (string)state["workflowSubStatus"]!), Is.EqualTo(("Finished", "Finished", "Finished")));
        Assert.That((string)state["updatedAt"]!, Does.EndWith("Z"));
    }

    [Test]
    public async Task The_journal_is_paged_and_filtered()
    {
        var all = await officer.JournalAsync(running);
        Assert.That(all.Select(line => (long)line!["sequence"]!), Is.Ordered.Ascending.And.Unique);
        Assert.That(all.Select(line => (string)line!["eventName"]!), Does.Contain("Started").And.Contain("Completed").And.Contain("Suspended").And.Contain("NumberTaken"));
        Assert.That(all.Select(line => (string?)line!["nodeId"]), Has.None.Null);
        var second = await officer.JournalAsync(running, paging: "?skip=2&take=3");
        Assert.That(second.Select(line => (long)line!["sequence"]!), Is.EqualTo(all.Skip(2).Take(3).Select(line => (long)line!["sequence"]!)));
        var check = await officer.JournalAsync(running, $$"""{"activityNodeIds":["{{ElsaCases.NodeId("check-validity")}}"],"eventNames":["Started","Suspended"]}""");
        Assert.That(check.Select(line => $"{line!["activityId"]} {line["eventName"]}"), Is.EqualTo(new[] { "check-validity Started", "check-validity Suspended" }));
        Assert.That(await officer.JournalAsync(running, """{"eventNames":["Faulted"]}"""), Is.Empty);
        Assert.That((await officer.JournalAsync(running, """{"excludedActivityTypes":["Elsa.Workflow","Elsa.Flowchart"]}""")).Count, Is.EqualTo(all.Count));
        Assert.That((await officer.JournalAsync(running, """{"activityIds":["receive"],"excludedActivityTypes":["Intake.ReceiveRequest"]}""")), Is.Empty);
        Assert.That((await officer.JournalAsync(finished)).Select(line => $"{line!["activityId"]} {line["eventName"]}"), Does.Contain("check-validity Canceled"));
    }

    [Test]
    public async Task Cancelling_needs_the_operator_of_the_office_and_happens_once()
    {
        var id = await Samples.StartedAsync(host);
        Assert.That((await officer.SendAsync($"/cancel/workflow-instances/{id}", "{}").ProblemAsync(403)).Rule, Is.EqualTo("role-required"));
        using (var answer = await operatorOfOffice.PostAsync($"/elsa/api/cancel/workflow-instances/{id}", null))
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NoContent), "Studio sends no body");
        var journal = (await officer.JournalAsync(id)).ToJsonString();
        using (var again = await operatorOfOffice.SendAsync($"/cancel/workflow-instances/{id}", """{"reason":"once more"}"""))
            Assert.That(again.StatusCode, Is.EqualTo(HttpStatusCode.NoContent), "a lost answer is asked for again");
        Assert.That((await officer.JournalAsync(id)).ToJsonString(), Is.EqualTo(journal), "nothing happened twice");
        Assert.That(((string)(await officer.ReadAsync($"/workflow-instances/{id}"))["subStatus"]!), Is.EqualTo("Cancelled"));
        Assert.That((await operatorOfOffice.SendAsync($"/cancel/workflow-instances/{finished}", "{}").ProblemAsync(409)).Rule, Is.EqualTo("finished"));
        Assert.That((await operatorOfOffice.SendAsync("/cancel/workflow-instances/none", "{}").ProblemAsync(404)).Rule, Is.EqualTo("not-found"));
    }

    [Test]
    public async Task Many_are_cancelled_each_on_its_own()
    {
        var (one, two) = (await Samples.StartedAsync(host), await Samples.StartedAsync(host));
        Assert.That((await operatorOfOffice.SendAsync("/bulk-actions/cancel/workflow-instances", $$"""{"ids":["{{one}}","{{finished}}","{{two}}"]}""").ProblemAsync(409)).Rule, Is.EqualTo("finished"));
        Assert.That(await officer.IdsAsync("""{"subStatus":"Cancelled"}"""), Does.Contain(one).And.Contain(two), "the one that had ended keeps the others from nothing");
    }

    [TestCase("DELETE", "/workflow-instances/{id}")]
    [TestCase("POST", "/bulk-actions/delete/workflow-instances/by-id")]
    public async Task A_case_is_never_deleted_here(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), ElsaCases.Api + path.Replace("{id}", running, StringComparison.Ordinal)) { Content = TestHost.Json($$"""{"ids":["{{running}}"]}""") };
        Assert.That((await operatorOfOffice.SendAsync(request).ProblemAsync(403)).Rule, Is.EqualTo("instances-are-kept"));
        await officer.ReadAsync($"/workflow-instances/{running}");
    }

    [TestCase("intake-officer@namdinh", "{}", 403, "role-required")]
    [TestCase("operator@namdinh", "{}", 422, "input-required", "input.office", "input.data", Description = "Studio's bare button")]
    [TestCase("operator@namdinh", """{"input":{"office":"namdinh"}}""", 422, "input-required", "input.data")]
    [TestCase("operator@namdinh", """{"input":{"office":7,"data":{}}}""", 422, "input-required", "input.office")]
    [TestCase("operator@namdinh", """{"input":{"office":"hanoi","data":{}}}""", 404, "not-found")]
    [TestCase("operator@namdinh", """{"input":{"office":"namdinh","data":{}}}""", 422, "invalid-data")]
    public async Task Run_is_refused_by_the_rule_that_it_breaks(string user, string body, int status, string rule, params string[] fields)
    {
        using var person = await host.SignInAsync(user);
        var before = (int)(await operatorOfOffice.InstancesAsync())["totalCount"]!;
        var (found, named) = await person.SendAsync("/workflow-definitions/enforcement-request/execute", body).ProblemAsync(status);
        if (rule != "invalid-data")
            Assert.That((found, named), Is.EqualTo((rule, fields)));
        else
            Assert.That(named, Is.Not.Empty, found);
        Assert.That((int)(await operatorOfOffice.InstancesAsync())["totalCount"]!, Is.EqualTo(before));
    }

    [TestCase("mail-triage", 403, "system-definition")]
    [TestCase("none", 404, "not-found")]
    public async Task Run_of_what_nobody_may_run_is_refused(string definition, int status, string rule) =>
        Assert.That((await operatorOfOffice.SendAsync($"/workflow-definitions/{definition}/execute", "{}").ProblemAsync(status)).Rule, Is.EqualTo(rule));

    [Test]
    public async Task Run_starts_a_case_through_the_same_door_and_once_for_one_key()
    {
        var body = $$"""{"versionOptions":"Latest","input":{"office":"namdinh","data":{{Samples.Request("Vũ Thị Chạy")}} } }""";
        var ids = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/elsa/api/workflow-definitions/enforcement-request/execute") { Content = TestHost.Json(body) };
            request.Headers.Add("Idempotency-Key", "run-once");
            using var answer = await operatorOfOffice.SendAsync(request);
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), await answer.Content.ReadAsStringAsync());
            ids.Add(answer.Headers.GetValues("x-elsa-workflow-instance-id").Single());
        }

        Assert.That(ids[0], Is.EqualTo(ids[1]));
        Assert.That(await officer.IdsAsync("""{"searchTerm":"vu thi chay"}"""), Is.EqualTo(new[] { ids[0] }));
    }
}
