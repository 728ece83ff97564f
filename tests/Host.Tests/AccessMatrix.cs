using ProcedureEngine.Access;
using ProcedureEngine.Engine.Execution;
using ProcedureEngine.Host.Tests.Mail;
using ProcedureEngine.Host.Tests.Support;

namespace ProcedureEngine.Host.Tests;

/// <summary>Who may do what: every operation of the API's own document asks who calls, and each act asks for its role at its office.</summary>
[TestFixture(HostStore.Sqlite)]
[TestFixture(HostStore.Postgres)]
public sealed class AccessMatrix(HostStore store)
{
    private TestHost host = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => host = await TestHost.StartAsync(store);

    [OneTimeTearDown]
    public async Task StopAsync() => await host.DisposeAsync();

    [Test]
    public async Task Every_operation_asks_who_calls()
    {
        using var nobody = host.Browser();
        using var stranger = host.Browser();
        stranger.DefaultRequestHeaders.Add("Authorization", "ApiKey unknown");
        var operations = await OperationsAsync();
        Assert.That(operations, Has.Count.GreaterThan(35));
        foreach (var (method, path) in operations)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            Assert.That((await nobody.SendAsync(request).ProblemAsync(401)).Rule, Is.EqualTo("sign-in-required"), $"{method} {path}");
            using var again = new HttpRequestMessage(new HttpMethod(method), path);
            Assert.That((await stranger.SendAsync(again).ProblemAsync(401)).Rule, Is.EqualTo("unknown-key"), $"{method} {path}");
        }
    }

    [Test]
    public async Task Every_unsafe_operation_by_cookie_asks_for_the_origin_of_our_pages()
    {
        using var officer = await host.SignInAsync("intake-officer@namdinh");
        foreach (var (method, path) in (await OperationsAsync()).Where(operation => operation.Method != "GET"))
        {
            foreach (var (name, value) in new[] { ("Origin", "https://evil.example"), ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Site", "same-site"), ("Origin", "null") })
            {
                officer.DefaultRequestHeaders.Remove("Origin");
                using var request = new HttpRequestMessage(new HttpMethod(method), path);
                request.Headers.Add(name, value);
                Assert.That((await officer.SendAsync(request).ProblemAsync(403)).Rule, Is.EqualTo("same-origin"), $"{method} {path} {name}: {value}");
            }
        }
    }

    [Test]
    public async Task Sec_Fetch_Site_of_our_own_pages_is_enough()
    {
        using var officer = await host.SignInAsync("intake-officer@namdinh");
        officer.DefaultRequestHeaders.Remove("Origin");
        officer.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        await officer.DeleteAsync("/api/session").JsonAsync(HttpStatusCode.NoContent);
    }

    // The case and its task 'check-validity' are of Nam Định.
    [TestCase("clerk@namdinh", "POST", "/api/tasks/{task}/claim", """{"expectedRevision":1}""", 403, "role-required")]
    [TestCase("head@namdinh", "POST", "/api/tasks/{task}/claim", """{"expectedRevision":1}""", 403, "role-required")]
    [TestCase("intake-officer@cctpnamdinh", "POST", "/api/tasks/{task}/claim", """{"expectedRevision":1}""", 404, "not-found")]
    [TestCase("system", "POST", "/api/tasks/{task}/claim", """{"expectedRevision":1}""", 403, "role-required")]
    [TestCase("intake-officer@namdinh", "POST", "/api/tasks/{task}/assign", """{"assignee":"intake-officer2@namdinh","expectedRevision":1}""", 403, "assign-role")]
    [TestCase("head@namdinh", "POST", "/api/tasks/{task}/assign", """{"assignee":"clerk@namdinh","expectedRevision":1}""", 422, "assignee-role")]
    [TestCase("head@namdinh", "POST", "/api/tasks/{task}/assign", """{"assignee":"intake-officer@hanoi","expectedRevision":1}""", 422, "assignee-role")]
    [TestCase("head@hanoi", "POST", "/api/tasks/{task}/assign", """{"assignee":"intake-officer@namdinh","expectedRevision":1}""", 404, "not-found")]
    [TestCase("clerk@namdinh", "POST", "/api/cases/{case}/withdraw", """{"reason":"x"}""", 403, "role-required")]
    [TestCase("intake-officer@hanoi", "POST", "/api/cases/{case}/withdraw", """{"reason":"x"}""", 404, "not-found")]
    [TestCase("head@hanoi", "POST", "/api/cases/{case}/reopen", """{"reason":"x"}""", 404, "not-found")]
    [TestCase("intake-officer@namdinh", "GET", "/api/incidents", null, 403, "role-required")]
    [TestCase("intake-officer@namdinh", "POST", "/api/procedures/enforcement-request/cases", """{"office":"namdinh","channel":"http","data":{}}""", 403, "role-required")]
    [TestCase("clerk@namdinh", "POST", "/api/procedures/enforcement-request/cases", """{"office":"namdinh","channel":"counter","data":{}}""", 403, "role-required")]
    [TestCase("system", "POST", "/api/procedures/enforcement-request/cases", """{"office":"namdinh","channel":"counter","data":{}}""", 403, "role-required")]
    [TestCase("intake-officer@namdinh", "POST", "/api/procedures/enforcement-request/cases", """{"office":"hanoi","channel":"counter","data":{}}""", 404, "not-found")]
    [TestCase("system", "POST", "/api/procedures/enforcement-request/cases", """{"office":"nowhere","channel":"http","data":{}}""", 404, "not-found")]
    [TestCase("system", "POST", "/api/procedures/enforcement-request/cases", """{"office":"namdinh","channel":"mail","data":{}}""", 422, "unknown-channel")]
    [TestCase("head@hanoi", "GET", "/api/registers/decisions?office=namdinh&year=2026", null, 404, "not-found")]
    [TestCase("head@hanoi", "GET", "/api/tasks/{task}", null, 404, "not-found")]
    [TestCase("head@cctpnamdinh", "GET", "/api/cases/{case}", null, 404, "not-found")]
    [TestCase("supervisor@hanoi", "GET", "/api/cases/{case}", null, 404, "not-found")]
    public async Task What_one_may_not_do_is_403_and_what_one_may_not_see_404(string who, string method, string path, string? body, int status, string rule)
    {
        var (caseId, taskId) = await CaseAsync("namdinh");
        using var caller = who == "system" ? host.System() : await host.SignInAsync(who);
        using var request = new HttpRequestMessage(
            new HttpMethod(method), path.Replace("{case}", caseId, StringComparison.Ordinal).Replace("{task}", taskId, StringComparison.Ordinal)) { Content = body is null ? null : TestHost.Json(body) };
        Assert.That((await caller.SendAsync(request).ProblemAsync(status)).Rule, Is.EqualTo(rule));
    }

    [TestCase("clerk@namdinh", 403)]
    [TestCase("operator@hanoi", 404)]
    [TestCase("operator@namdinh", 201)]
    public async Task Mail_by_hand_is_the_operator_s(string who, int status)
    {
        using var caller = await host.SignInAsync(who);
        using var answer = await caller.PostAsync($"/api/mail?mailbox={Samples.Mailbox}", TestHost.Mail(Samples.Mail()));
        Assert.That((int)answer.StatusCode, Is.EqualTo(status));
    }

    [TestCase("head@namdinh", 403)]
    [TestCase("clerk@hanoi", 404)]
    [TestCase("clerk@namdinh", 201)]
    public async Task Files_are_added_by_those_who_keep_the_file(string who, int status)
    {
        var (caseId, _) = await CaseAsync("namdinh");
        using var caller = await host.SignInAsync(who);
        using var form = new MultipartFormDataContent { { TestHost.Bytes([1], "image/png"), "file", "a.png" } };
        using var answer = await caller.PostAsync($"/api/cases/{caseId}/documents", form);
        Assert.That((int)answer.StatusCode, Is.EqualTo(status));
    }

    [Test]
    public async Task The_head_reopens_with_a_reason_and_nobody_else_does()
    {
        var (caseId, _) = await CaseAsync("namdinh");
        using var officer = await host.SignInAsync("intake-officer@namdinh");
        using var head = await host.SignInAsync("head@namdinh");
        Assert.That((await head.PostAsync($"/api/cases/{caseId}/reopen", TestHost.Json("""{"reason":"sai"}""")).ProblemAsync(409)).Rule, Is.EqualTo("still-running"));
        await officer.PostAsync($"/api/cases/{caseId}/withdraw", TestHost.Json("""{"reason":"Đã thỏa thuận"}""")).JsonAsync();
        Assert.That((await officer.PostAsync($"/api/cases/{caseId}/reopen", TestHost.Json("""{"reason":"x"}""")).ProblemAsync(403)).Rule, Is.EqualTo("reopen-role"));
        Assert.That((await head.PostAsync($"/api/cases/{caseId}/reopen", TestHost.Json("""{"reason":" "}""")).ProblemAsync(422)).Fields, Is.EqualTo(new[] { "reason" }));
        Assert.That((string)(await head.PostAsync($"/api/cases/{caseId}/reopen", TestHost.Json("""{"reason":"Rút nhầm"}""")).JsonAsync())["status"]!, Is.EqualTo("checking"));
    }

    [Test]
    public async Task A_supervisor_reassigns_and_lists_in_the_offices_below()
    {
        var (_, taskId) = await CaseAsync("cctpnamdinh");
        using var supervisor = await host.SignInAsync("supervisor@namdinh");
        var listed = await supervisor.GetAsync("/api/tasks?office=cctpnamdinh&limit=500").JsonAsync();
        Assert.That(listed["items"]!.AsArray().Select(task => (string)task!["id"]!), Does.Contain(taskId));
        var assigned = await supervisor.PostAsync($"/api/tasks/{taskId}/assign", TestHost.Json("""{"assignee":"intake-officer2@cctpnamdinh","expectedRevision":1}""")).JsonAsync();
        Assert.That(assigned, Is.Not.Null);
        Assert.That((string)(await supervisor.GetAsync($"/api/tasks/{taskId}").JsonAsync())["assignee"]!, Is.EqualTo("intake-officer2@cctpnamdinh"));
    }

    [Test]
    public async Task A_list_of_tasks_shows_the_caller_s_roles_only()
    {
        var (_, taskId) = await CaseAsync("namdinh");
        using var clerk = await host.SignInAsync("clerk@namdinh");
        Assert.That((await clerk.GetAsync("/api/tasks?limit=500").JsonAsync())["items"]!.AsArray().Select(task => (string)task!["role"]!), Is.All.EqualTo("clerk"));
        using var officer = await host.SignInAsync("intake-officer@namdinh");
        await officer.PostAsync($"/api/tasks/{taskId}/claim", TestHost.Json("""{"expectedRevision":1}""")).JsonAsync();
        Assert.That((await officer.GetAsync("/api/tasks?assignee=me&limit=500").JsonAsync())["items"]!.AsArray().Select(task => (string)task!["id"]!), Does.Contain(taskId));
        using var colleague = await host.SignInAsync("intake-officer2@namdinh");
        Assert.That((await colleague.PostAsync($"/api/tasks/{taskId}/release", TestHost.Json("""{"expectedRevision":2}""")).ProblemAsync(403)).Rule, Is.EqualTo("not-yours"));
        Assert.That((await colleague.PostAsync($"/api/tasks/{taskId}/claim", TestHost.Json("""{"expectedRevision":2}""")).ProblemAsync(409)).Rule, Is.EqualTo("already-claimed"));
        await officer.PostAsync($"/api/tasks/{taskId}/release", TestHost.Json("""{"expectedRevision":2}""")).JsonAsync();
        await colleague.PostAsync($"/api/tasks/{taskId}/claim", TestHost.Json("""{"expectedRevision":3}""")).JsonAsync();
    }

    [Test]
    public async Task A_session_follows_its_account()
    {
        await host.Store.Accounts.PutAsync(Person("mai", "mật khẩu 1", new Grant("clerk", "namdinh")), default);
        using var browser = host.Browser();
        await browser.PostAsync("/api/session", TestHost.Json("""{"user":"mai","password":"mật khẩu 1"}""")).JsonAsync();
        Assert.That(await OfficesAsync(browser), Is.EqualTo(new[] { "namdinh" }));

        var moved = (await host.Store.Accounts.FindAsync("mai", default))! with { Grants = [new Grant("clerk", "hanoi")] };
        await host.Store.Accounts.PutAsync(moved, default);
        Assert.That(await OfficesAsync(browser), Is.EqualTo(new[] { "hanoi" }));

        await host.Store.Accounts.PutAsync(Person("mai", "mật khẩu 2", new Grant("clerk", "hanoi")), default);
        Assert.That((await browser.GetAsync("/api/session").ProblemAsync(401)).Rule, Is.EqualTo("sign-in-required"));
    }

    private static async Task<string[]> OfficesAsync(HttpClient browser) =>
        [.. (await browser.GetAsync("/api/session").JsonAsync())["grants"]!.AsArray().Select(grant => (string)grant!["office"]!)];

    private static Account Person(string id, string password, params Grant[] grants) => new(id, id, Passwords.Hash(id, password), [.. grants]);

    /// <summary>Operations that need a caller, with every place in a path filled in.</summary>
    private async Task<List<(string Method, string Path)>> OperationsAsync()
    {
        using var nobody = host.Browser();
        var document = await nobody.GetAsync("/openapi/v1.json").JsonAsync();
        return
        [
            .. from path in document["paths"]!.AsObject()
               where (path.Key.StartsWith("/api/", StringComparison.Ordinal) && !path.Key.StartsWith("/api/public", StringComparison.Ordinal)) || path.Key.StartsWith("/elsa/", StringComparison.Ordinal)
               from operation in path.Value!.AsObject()
               where operation.Key is "get" or "post" or "put" or "delete" && (path.Key, operation.Key) is not ("/api/session", "post" or "delete")
               select (operation.Key.ToUpperInvariant(), System.Text.RegularExpressions.Regex.Replace(path.Key, @"\{\w+\}", "1", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1))),
        ];
    }

    private async Task<(string CaseId, string TaskId)> CaseAsync(string office)
    {
        var id = await Samples.StartedAsync(host, office);
        using var officer = await host.SignInAsync($"intake-officer@{office}");
        return (id, (string)(await Samples.TaskAsync(officer, id, "check-validity"))["id"]!);
    }
}
