using ProcedureEngine.Host.Tests.Mail;
using ProcedureEngine.Host.Tests.Support;

namespace ProcedureEngine.Host.Tests;

/// <summary>
/// Who got no answer sends again with the same Idempotency-Key: every writing door on a case gives the first answer once more, also when what was asked has ended
/// the case, or when somebody else has meanwhile.
/// </summary>
[TestFixture(HostStore.Sqlite)]
[TestFixture(HostStore.Postgres)]
public sealed class SecondAnswers(HostStore store)
{
    private const string Ward = "phuong-mau";
    private const string Withdrawal = """{"reason":"Đã thỏa thuận."}""";

    private TestHost host = null!;
    private HttpClient officer = null!;
    private HttpClient head = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        host = await TestHost.StartAsync(store);
        officer = await host.SignInAsync("intake-officer@namdinh");
        head = await host.SignInAsync("head@namdinh");
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        officer.Dispose();
        head.Dispose();
        await host.DisposeAsync();
    }

    [Test]
    public async Task A_withdrawal_that_has_ended_its_case()
    {
        var path = $"/api/cases/{await Samples.StartedAsync(host)}/withdraw";
        var key = Samples.NewKey();
        await SameTwiceAsync(officer, path, () => TestHost.Json(Withdrawal), key);
        Assert.That((await officer.PostAsync(path, TestHost.Json(Withdrawal)).ProblemAsync(409)).Rule, Is.EqualTo("finished"), "another withdrawal");
        Assert.That((await SendAsync(officer, path, TestHost.Json("""{"reason":"Khác"}"""), key).ProblemAsync(422)).Rule, Is.EqualTo("key-reused"));
    }

    [Test]
    public async Task A_case_that_is_taken_up_again_is_taken_up_once()
    {
        var id = await Samples.StartedAsync(host);
        await officer.PostAsync($"/api/cases/{id}/withdraw", TestHost.Json(Withdrawal)).JsonAsync();
        await SameTwiceAsync(head, $"/api/cases/{id}/reopen", () => TestHost.Json("""{"reason":"Rút nhầm."}"""), Samples.NewKey());
        Assert.That(await CountAsync(id, "Reopened"), Is.EqualTo(1));
    }

    [Test]
    public async Task Files_are_added_once_and_are_told_again_after_the_end()
    {
        var id = await Samples.StartedAsync(host);
        var key = Samples.NewKey();
        var first = await SameTwiceAsync(officer, $"/api/cases/{id}/documents", Scan, key);
        Assert.That(await CountAsync(id, "DocumentsFiled"), Is.EqualTo(1));
        await officer.PostAsync($"/api/cases/{id}/withdraw", TestHost.Json(Withdrawal)).JsonAsync();
        Assert.That(await AnswerAsync(officer, $"/api/cases/{id}/documents", Scan(), key), Is.EqualTo(first), "after the end");
        Assert.That((await officer.GetAsync($"/api/cases/{id}/documents").JsonAsync())["items"]!.AsArray().Count(paper => (string)paper!["name"]! == "ban-an.png"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_task_that_is_given_to_a_person_taken_and_given_back()
    {
        var id = await Samples.StartedAsync(host);
        var task = (string)(await Samples.TaskAsync(officer, id, "check-validity"))["id"]!;
        await SameTwiceAsync(officer, $"/api/tasks/{task}/claim", () => TestHost.Json("""{"expectedRevision":1}"""), Samples.NewKey());
        await SameTwiceAsync(officer, $"/api/tasks/{task}/release", () => TestHost.Json("""{"expectedRevision":2}"""), Samples.NewKey());
        await SameTwiceAsync(head, $"/api/tasks/{task}/assign", () => TestHost.Json("""{"assignee":"intake-officer2@namdinh","expectedRevision":3}"""), Samples.NewKey());
        Assert.That((int)(await Samples.TaskAsync(officer, id, "check-validity"))["revision"]!, Is.EqualTo(4));
    }

    [Test]
    public async Task An_act_of_the_leader_on_a_case_that_ended_meanwhile()
    {
        using var judicial = await host.SignInAsync($"judicial-officer@{Ward}");
        using var handler = await host.SignInAsync($"case-handler@{Ward}");
        using var leader = await host.SignInAsync($"ward-leader@{Ward}");
        var id = (string)(await judicial.PostAsync("/api/procedures/compensation-complaint/cases", TestHost.Json(Complaint)).JsonAsync(HttpStatusCode.Created))["id"]!;
        await Samples.CompleteAsync(judicial, await Samples.TaskAsync(judicial, id, "take-in"), "Received", """{"identityShown":true,"papers":[{"name":"Đơn khiếu nại","isOriginal":true}]}""").JsonAsync();
        await Samples.CompleteAsync(handler, await Samples.TaskAsync(handler, id, "decide-acceptance"), "Accepted", "{}").JsonAsync();
        var key = Samples.NewKey();
        var first = await SameTwiceAsync(leader, $"/api/cases/{id}/complex", () => TestHost.Json(Withdrawal), key);
        await judicial.PostAsync($"/api/cases/{id}/withdraw", TestHost.Json(Withdrawal)).JsonAsync();
        Assert.That(await AnswerAsync(leader, $"/api/cases/{id}/complex", TestHost.Json(Withdrawal), key), Is.EqualTo(first));
        Assert.That((await leader.PostAsync($"/api/cases/{id}/complex", TestHost.Json(Withdrawal)).ProblemAsync(409)).Rule, Is.EqualTo("finished"));
    }

    [Test]
    public async Task A_withdrawal_through_a_portal_after_the_head_has_signed_the_termination()
    {
        using var portal = host.Browser(withOrigin: false);
        portal.DefaultRequestHeaders.Add("Authorization", "ApiKey development-portal");
        using var departmentHead = await host.SignInAsync("head@so-ha-nam");
        var started = await (await SendAsync(portal, "/api/procedures/compensation-claim/cases", TestHost.Json(Claim), Samples.NewKey())).Content.ReadAsStringAsync();
        var (id, code) = ((string)JsonNode.Parse(started)!["id"]!, (string)JsonNode.Parse(started)!["code"]!);
        var key = Samples.NewKey();
        var first = await SameTwiceAsync(portal, $"/api/portal/cases/{code}/withdrawal", () => TestHost.Json("""{"account":"lan","reason":"Đã thỏa thuận."}"""), key);
        await Samples.CompleteAsync(departmentHead, await Samples.TaskAsync(departmentHead, id, "terminate"), "Signed", """{"signerTitle":"GIÁM ĐỐC","isDeputy":false}""").JsonAsync();
        Assert.That(await AnswerAsync(portal, $"/api/portal/cases/{code}/withdrawal", TestHost.Json("""{"account":"lan","reason":"Đã thỏa thuận."}"""), key), Is.EqualTo(first));
    }

    private const string Complaint = $$"""
        {"office":"{{Ward}}","channel":"counter","data":{"complainant":{"name":"Trần Thị Mai","isOrganisation":false,"identityNumber":"036180001234","address":"Số 7","capacity":"injuredPerson"},
         "scope":"stateManagement","subject":1,"grounds":["1b"],"body":{"name":"UBND quận mẫu","address":"Số 9"},"form":"written","isSigned":true,"madeOn":"2026-03-02","content":"Không hướng dẫn","reason":"Quá hạn","relief":"Thụ lý"} }
        """;

    private const string Claim = """
        {"office":"so-ha-nam","channel":"portal","account":"lan","phone":"0912 345 678","data":{"claimant":{"kind":"injuredPerson","name":"Lê Văn Nam","identityNumber":"035080001234","address":"Số 12"},
         "madeOn":"2026-02-23","causedBy":{"name":"Chi cục mẫu","address":"Số 3"},"act":"Kê biên nhầm","damage":"Mất thu nhập","causalLink":"Không cho thuê được","sum":120000000,"reckoning":"Sáu tháng",
         "paymentAccount":{"holder":"Lê Văn Nam","number":"001","bank":"Ngân hàng mẫu"},"asksAdvance":false,"basis":"enclosed","papers":[{"kind":"claim","form":"scan"}]} }
        """;

    /// <returns>The answer: status and text.</returns>
    private static async Task<(HttpStatusCode Status, string Text)> SameTwiceAsync(HttpClient caller, string path, Func<HttpContent> body, string key)
    {
        var first = await AnswerAsync(caller, path, body(), key);
        Assert.That((int)first.Status, Is.InRange(200, 299), first.Text);
        Assert.That(await AnswerAsync(caller, path, body(), key), Is.EqualTo(first), path);
        return first;
    }

    private static async Task<(HttpStatusCode Status, string Text)> AnswerAsync(HttpClient caller, string path, HttpContent body, string key)
    {
        using var answer = await SendAsync(caller, path, body, key);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient caller, string path, HttpContent body, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body };
        request.Headers.Add("Idempotency-Key", key);
        return await caller.SendAsync(request);
    }

    private static HttpContent Scan() => new MultipartFormDataContent { { new StringContent("judgment"), "kind" }, { TestHost.Bytes([1, 2, 3], "image/png"), "file", "ban-an.png" } };

    private async Task<int> CountAsync(string id, string name) =>
        (await officer.GetAsync($"/api/cases/{id}/journal").JsonAsync())["items"]!.AsArray().Count(entry => (string)entry!["event"]! == name);
}
