using ProcedureEngine.Host.Tests.Support;

namespace ProcedureEngine.Host.Tests;

/// <summary>Who may come in, what he sees, and what the service tells of itself.</summary>
public sealed class Doors
{
    private TestHost host = null!;

    [OneTimeSetUp]
    public void Start() => host = new TestHost();

    [OneTimeTearDown]
    public async Task StopAsync() => await host.DisposeAsync();

    [TestCase("/api/tasks")]
    [TestCase("/api/cases")]
    [TestCase("/api/deadlines")]
    [TestCase("/api/events")]
    [TestCase("/elsa/api/workflow-definitions/by-definition-id/enforcement-request")]
    public async Task Without_a_session_or_key_nothing_is_shown(string path)
    {
        using var nobody = host.Browser();
        Assert.That((await nobody.GetAsync(path).ProblemAsync(401)).Rule, Is.EqualTo("sign-in-required"));
    }

    [Test]
    public async Task A_wrong_password_and_a_wrong_user_are_told_alike()
    {
        using var nobody = host.Browser();
        foreach (var user in new[] { "head@namdinh", "nobody@namdinh" })
            Assert.That((await nobody.PostAsync("/api/session", TestHost.Json($$"""{"user":"{{user}}","password":"x"}""")).ProblemAsync(401)).Rule, Is.EqualTo("wrong-credentials"));
    }

    [Test]
    public async Task An_unsafe_call_by_cookie_needs_the_origin_of_our_pages()
    {
        using var browser = await host.SignInAsync("head@namdinh");
        browser.DefaultRequestHeaders.Remove("Origin");
        Assert.That((await browser.DeleteAsync("/api/session").ProblemAsync(403)).Rule, Is.EqualTo("same-origin"));
        browser.DefaultRequestHeaders.Add("Origin", "https://evil.example");
        Assert.That((await browser.DeleteAsync("/api/session").ProblemAsync(403)).Rule, Is.EqualTo("same-origin"));
    }

    [TestCase("head@namdinh", 204)] // the session's own
    [TestCase("head%40namdinh", 204)] // as a browser writes it
    [TestCase("", 204)] // nobody is named
    [TestCase("clerk@namdinh", 409)] // another has signed in meanwhile
    [TestCase("HEAD@namdinh", 409)] // names are told apart exactly
    [TestCase("h%c3%a9ad@namdinh", 409)] // more than ASCII
    public async Task A_call_that_names_its_person_is_refused_when_the_session_is_another_s(string named, int status)
    {
        using var browser = await host.SignInAsync("head@namdinh");
        browser.DefaultRequestHeaders.TryAddWithoutValidation("Expected-User", named);
        if (status == 204)
            await browser.DeleteAsync("/api/session").JsonAsync(HttpStatusCode.NoContent);
        else
            Assert.That((await browser.DeleteAsync("/api/session").ProblemAsync(409)).Rule, Is.EqualTo("another-user"));
        browser.DefaultRequestHeaders.Remove("Expected-User");
        using var after = await browser.GetAsync("/api/session");
        Assert.That(after.StatusCode, Is.EqualTo(status == 204 ? HttpStatusCode.Unauthorized : HttpStatusCode.OK), "what is refused is not done");
    }

    [Test]
    public async Task An_act_under_another_s_name_does_nothing_and_who_is_not_signed_in_is_asked_to()
    {
        var id = await Samples.StartedAsync(host);
        using var officer = await host.SignInAsync("intake-officer@namdinh");
        var task = await Samples.TaskAsync(officer, id, "check-validity");
        officer.DefaultRequestHeaders.Add("Expected-User", "intake-officer2%40namdinh");
        Assert.That((await officer.PostAsync($"/api/tasks/{task["id"]}/claim", TestHost.Json($$"""{"expectedRevision":{{task["revision"]}}}""")).ProblemAsync(409)).Rule, Is.EqualTo("another-user"));
        officer.DefaultRequestHeaders.Remove("Expected-User");
        Assert.That((await Samples.TaskAsync(officer, id, "check-validity"))["assignee"], Is.Null);
        using var nobody = host.Browser();
        nobody.DefaultRequestHeaders.Add("Expected-User", "head@namdinh");
        Assert.That((await nobody.GetAsync("/api/tasks").ProblemAsync(401)).Rule, Is.EqualTo("sign-in-required"));
    }

    [Test]
    public async Task A_session_ends_when_it_is_signed_out()
    {
        using var browser = await host.SignInAsync("head@namdinh");
        Assert.That((string)(await browser.GetAsync("/api/session").JsonAsync())["user"]!, Is.EqualTo("head@namdinh"));
        await browser.DeleteAsync("/api/session").JsonAsync(HttpStatusCode.NoContent);
        await browser.GetAsync("/api/session").ProblemAsync(401);
    }

    [Test]
    public async Task A_case_of_another_office_is_not_there_in_any_way()
    {
        var id = await Samples.StartedAsync(host, "hanoi");
        using var officer = await host.SignInAsync("intake-officer@namdinh");
        foreach (var below in new[] { string.Empty, "/journal", "/tasks", "/deadlines", "/documents", "/messages" })
            Assert.That((await officer.GetAsync($"/api/cases/{id}{below}").ProblemAsync(404)).Rule, Is.EqualTo("not-found"), below);
        Assert.That((await officer.GetAsync("/api/cases?office=hanoi").JsonAsync())["items"]!.AsArray(), Is.Empty);
        Assert.That((await officer.GetAsync("/api/tasks?office=hanoi").JsonAsync())["items"]!.AsArray(), Is.Empty);
        using var page = await officer.GetAsync($"/desk/cases/{id}");
        Assert.That(page.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task A_supervisor_sees_the_offices_below()
    {
        var id = await Samples.StartedAsync(host, "cctpnamdinh");
        using var supervisor = await host.SignInAsync("supervisor@namdinh");
        Assert.That((string)(await supervisor.GetAsync($"/api/cases/{id}").JsonAsync())["office"]!, Is.EqualTo("cctpnamdinh"));
    }

    [Test]
    public async Task Search_folds_case_diacritics_and_d()
    {
        await Samples.StartedAsync(host);
        using var officer = await host.SignInAsync("intake-officer@namdinh");
        foreach (var search in new[] { "nguyen thi lan", "NGUYỄN", "tran van hung" })
            Assert.That((await officer.GetAsync($"/api/cases?search={Uri.EscapeDataString(search)}").JsonAsync())["items"]!.AsArray(), Is.Not.Empty, search);
        Assert.That((await officer.GetAsync("/api/cases?search=khongcoai").JsonAsync())["items"]!.AsArray(), Is.Empty);
    }

    [Test]
    public async Task The_procedure_shows_its_start_form_steps_and_limits()
    {
        using var system = host.System();
        var procedure = await system.GetAsync("/api/procedures/enforcement-request").JsonAsync();
        Assert.Multiple(() =>
        {
            Assert.That(procedure["startSchema"]!["properties"]!["requester"], Is.Not.Null);
            Assert.That(procedure["steps"]!.AsArray().Select(step => (string)step!["id"]!), Does.Contain("sign-decision"));
            Assert.That(procedure["limits"]!.AsArray().Select(limit => (string)limit!["id"]!), Does.Contain("draft-decision"));
        });
    }

    [Test]
    public async Task The_definition_is_served_in_Elsa_s_shape_and_read_only()
    {
        using var officer = await host.SignInAsync("operator@namdinh");
        var definition = await officer.GetAsync("/elsa/api/workflow-definitions/by-definition-id/enforcement-request?versionOptions=Latest").JsonAsync();
        var root = definition["root"]!;
        Assert.Multiple(() =>
        {
            Assert.That((string)definition["id"]!, Is.EqualTo("enforcement-request-v1"));
            Assert.That(definition["links"]!.AsArray().Select(link => (string)link!["rel"]!), Does.Not.Contain("publish"));
            Assert.That((string)root["nodeId"]!, Is.EqualTo("Workflow1:Flowchart1"));
            Assert.That(root["activities"]!.AsArray().Select(node => (string)node!["nodeId"]!), Is.All.StartsWith("Workflow1:Flowchart1:"));
            Assert.That(root["connections"]!.AsArray(), Has.Count.GreaterThan(50));
        });
        var descriptors = (await officer.GetAsync("/elsa/api/descriptors/activities").JsonAsync())["items"]!.AsArray().Select(d => $"{d!["typeName"]}/{d["version"]}").ToList();
        Assert.That(root["activities"]!.AsArray().Select(node => $"{node!["type"]}/{node["version"]}").Except(descriptors, StringComparer.Ordinal), Is.Empty, "an activity without a descriptor empties the canvas");
        Assert.That(descriptors, Is.Unique);
    }

    [Test]
    public async Task Health_OpenAPI_and_docs_are_there()
    {
        using var nobody = host.Browser();
        Assert.That((string)(await nobody.GetAsync("/health/ready").JsonAsync())["status"]!, Is.EqualTo("ready"));
        var paths = (await nobody.GetAsync("/openapi/v1.json").JsonAsync())["paths"]!.AsObject().Select(path => path.Key).ToList();
        Assert.That(paths, Does.Contain("/api/tasks/{id}/complete").And.Contain("/api/mail").And.Contain("/api/deadlines/calculate"));
        using var docs = await nobody.GetAsync("/docs/index.html");
        Assert.That(docs.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task The_calculator_answers_with_the_other_reading()
    {
        using var officer = await host.SignInAsync("intake-officer@namdinh");
        var answer = await officer.PostAsync("/api/deadlines/calculate", TestHost.Json("""{"start":"2026-03-02T09:00:00+07:00","amount":5,"unit":"workingDay","strictlyLess":true}""")).JsonAsync();
        Assert.That(((string)answer["dueDate"]!, (string)answer["dueAt"]!), Is.EqualTo(("2026-03-06", "2026-03-06T17:00:00Z")));
        Assert.That(answer["alternatives"]!.AsArray().Select(other => (string)other!["dueDate"]!), Does.Contain("2026-03-09"));
    }

    [Test]
    public async Task Files_of_a_multipart_start_lie_in_the_case_and_come_back_byte_for_byte()
    {
        var bytes = Encoding.UTF8.GetBytes("%PDF-1.4 bản án");
        using var form = new MultipartFormDataContent
        {
            { TestHost.Json(Samples.Start().TrimEnd('}') + "},\"documents\":[{\"kind\":\"judgment\",\"part\":\"f1\"}]}"), "request" },
            { TestHost.Bytes(bytes, "application/pdf"), "f1", "ban-an.pdf" },
        };
        using var system = host.System();
        system.DefaultRequestHeaders.Add("Idempotency-Key", Samples.NewKey());
        var id = (string)(await system.PostAsync("/api/procedures/enforcement-request/cases", form).JsonAsync(HttpStatusCode.Created))["id"]!;
        using var officer = await host.SignInAsync("intake-officer@namdinh");
        var document = (await officer.GetAsync($"/api/cases/{id}/documents").JsonAsync())["items"]!.AsArray().Single()!;
        Assert.That((string)document["kind"]!, Is.EqualTo("judgment"));
        Assert.That(await officer.GetByteArrayAsync($"/api/cases/{id}/documents/{document["id"]}"), Is.EqualTo(bytes));
    }

    [Test]
    public async Task Events_come_in_one_order_and_go_on_after_a_position()
    {
        var id = await Samples.StartedAsync(host);
        using var system = host.System();
        var found = await ReadUntilAsync(system, id);
        Assert.That((string)found["type"]!, Is.EqualTo("procedure.started"));
        var after = await system.GetAsync($"/api/events?after={found["position"]}").JsonAsync();
        Assert.That(after["items"]!.AsArray().Select(e => (long)e!["position"]!), Is.All.GreaterThan((long)found["position"]!));
    }

    /// <summary>The feed follows the commit; it is read until the event has its place.</summary>
    private static async Task<JsonNode> ReadUntilAsync(HttpClient system, string caseId)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            limit.Token.ThrowIfCancellationRequested();
            var events = await system.GetAsync("/api/events?limit=1000").JsonAsync();
            if (events["items"]!.AsArray().FirstOrDefault(e => (string)e!["caseId"]! == caseId) is { } found)
                return found;
        }
    }
}
