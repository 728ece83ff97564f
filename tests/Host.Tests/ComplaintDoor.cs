using ProcedureEngine.Host.Tests.Mail;
using ProcedureEngine.Host.Tests.Support;

namespace ProcedureEngine.Host.Tests;

/// <summary>The complaint over HTTP: its doors, what is refused and by which rule, the leader's act, the register in its three forms.</summary>
[TestFixture(HostStore.Sqlite)]
[TestFixture(HostStore.Postgres)]
public sealed class ComplaintDoor(HostStore store)
{
    private const string Ward = "phuong-mau";
    private const string Start = "/api/procedures/compensation-complaint/cases";
    private const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private TestHost host = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => host = await TestHost.StartAsync(store);

    [OneTimeTearDown]
    public async Task StopAsync() => await host.DisposeAsync();

    [Test]
    public async Task The_same_complaint_twice_by_a_system_is_one_case_with_one_number()
    {
        using var system = host.System();
        var key = Samples.NewKey();
        var answers = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, Start) { Content = TestHost.Json(Body("http")) };
            request.Headers.Add("Idempotency-Key", key);
            answers.Add((await system.SendAsync(request).JsonAsync(HttpStatusCode.Created)).ToJsonString());
        }

        Assert.That(answers[1], Is.EqualTo(answers[0]));
        Assert.That((string?)JsonNode.Parse(answers[0])!["number"]?["text"], Does.EndWith("/KNBT"), "the number is told at once");
    }

    [TestCase("\"grounds\":[\"1b\"]", "\"grounds\":[\"5a\"]", "ground-of-other-subject", "data.grounds[0]")]
    [TestCase("\"grounds\":[\"1b\"]", "\"grounds\":[]", "required", "data.grounds")]
    [TestCase("\"isSigned\":true", "\"isSigned\":false", "signature-required", "data.isSigned")]
    [TestCase("\"subject\":1", "\"subject\":7", "capacity-of-subject", "data.complainant.capacity")]
    [TestCase("\"madeOn\":\"2026-03-02\"", "\"madeOn\":\"2099-01-01\"", "date-in-future", "data.madeOn")]
    [TestCase("\"email\":\"mai@example.vn\"", "\"representative\":{\"name\":\"A\",\"identityNumber\":\"1\",\"authorisation\":\"01/2026\",\"validTo\":\"2026-03-01\"}", "authorisation-out-of-date", "data.complainant.representative.validTo")]
    [TestCase("\"reason\":\"Quá hạn\"", "\"reason\":\" \"", "required", "data.reason")]
    public async Task A_complaint_that_breaks_a_rule_is_refused_by_name(string right, string wrong, string rule, string field)
    {
        using var officer = await host.SignInAsync($"judicial-officer@{Ward}");
        var body = Body("counter");
        Assert.That(body, Does.Contain(right));
        using var answer = await officer.PostAsync(Start, TestHost.Json(body.Replace(right, wrong, StringComparison.Ordinal)));
        var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.That((int)answer.StatusCode, Is.EqualTo(422), problem.ToJsonString());
        var errors = problem["errors"]!.AsArray().Select(error => ((string)error!["field"]!, (string)error["rule"]!)).ToList();
        Assert.That(errors, Does.Contain((field, rule)));
    }

    [Test]
    public async Task An_office_that_does_not_run_the_procedure_refuses()
    {
        using var system = host.System();
        using var request = new HttpRequestMessage(HttpMethod.Post, Start) { Content = TestHost.Json(Body("http", "namdinh")) };
        request.Headers.Add("Idempotency-Key", Samples.NewKey());
        Assert.That((await system.SendAsync(request).ProblemAsync(422)).Rule, Is.EqualTo("office-procedure"));
    }

    [Test]
    public async Task The_leader_declares_complexity_with_a_reason_and_nobody_else_does()
    {
        var id = await AcceptedAsync();
        using var leader = await host.SignInAsync($"ward-leader@{Ward}");
        using var handler = await host.SignInAsync($"case-handler@{Ward}");
        using var stranger = await host.SignInAsync("ward-leader@xa-vung-xa");
        Assert.That((await stranger.PostAsync($"/api/cases/{id}/complex", Reason("x")).ProblemAsync(404)).Rule, Is.EqualTo("not-found"));
        Assert.That((await handler.PostAsync($"/api/cases/{id}/complex", Reason("x")).ProblemAsync(403)).Rule, Is.EqualTo("role-required"));
        Assert.That((await leader.PostAsync($"/api/cases/{id}/complex", Reason(" ")).ProblemAsync(422)).Fields, Has.Some.Contains("reason"));
        await leader.PostAsync($"/api/cases/{id}/complex", Reason("Nhiều cơ quan")).JsonAsync();
        Assert.That((await leader.PostAsync($"/api/cases/{id}/complex", Reason("Nhiều cơ quan")).ProblemAsync(409)).Rule, Is.EqualTo("already-complex"));
        using var officer = await host.SignInAsync("intake-officer@namdinh");
        var request = await Samples.StartedAsync(host);
        Assert.That((await officer.PostAsync($"/api/cases/{request}/complex", Reason("x")).ProblemAsync(409)).Rule, Is.EqualTo("no-complex-cases"));
    }

    [Test]
    public async Task A_case_says_in_words_where_it_stands_whose_turn_it_is_until_when_and_why()
    {
        var id = await AcceptedAsync();
        using var officer = await host.SignInAsync($"judicial-officer@{Ward}");
        var standing = (await officer.GetAsync($"/api/cases/{id}").JsonAsync())["standing"]!;
        Assert.That((string)standing["where"]!["vi"]!, Is.EqualTo("Thẩm định hồ sơ khiếu nại"));
        Assert.That((string)standing["whoseTurn"]!["vi"]!, Does.Contain("Cán bộ thụ lý hồ sơ"));
        Assert.That((string)standing["until"]!, Is.Not.Empty);
        Assert.That((string)standing["why"]!["vi"]!, Does.Contain("B3-B4"));
    }

    [Test]
    public async Task The_register_is_read_as_JSON_as_CSV_and_as_a_workbook()
    {
        var id = await AcceptedAsync();
        using var officer = await host.SignInAsync($"judicial-officer@{Ward}");
        var year = (await officer.GetAsync($"/api/cases/{id}").JsonAsync())["receiptNumber"]!["year"];
        var path = $"/api/registers/complaints?office={Ward}&year={year}";
        var line = (await officer.GetAsync(path).JsonAsync())["items"]!.AsArray().Single(item => (string)item!["caseId"]! == id)!;
        Assert.That((string)line["complainant"]!, Is.EqualTo("=Trần Thị Mai"));
        var csv = Encoding.UTF8.GetString(await AcceptAsync(officer, path, "text/csv"));
        Assert.That(csv, Does.Contain("\"'=Trần Thị Mai\""), "no cell is a formula");
        using var workbook = new System.IO.Compression.ZipArchive(new MemoryStream(await AcceptAsync(officer, path, Xlsx)));
        using var sheet = new StreamReader(workbook.Entries.Single(entry => entry.Name == "sheet1.xml" || entry.FullName.StartsWith("xl/worksheets/", StringComparison.Ordinal)).Open());
        Assert.That(await sheet.ReadToEndAsync(), Does.Contain("=Trần Thị Mai").And.Not.Contain("<x:f>"));
        using var stranger = await host.SignInAsync("judicial-officer@xa-vung-xa");
        Assert.That((await stranger.GetAsync(path).ProblemAsync(404)).Rule, Is.EqualTo("not-found"));
    }

    private async Task<string> AcceptedAsync()
    {
        using var officer = await host.SignInAsync($"judicial-officer@{Ward}");
        var id = (string)(await officer.PostAsync(Start, TestHost.Json(Body("counter"))).JsonAsync(HttpStatusCode.Created))["id"]!;
        await Samples.CompleteAsync(officer, await Samples.TaskAsync(officer, id, "take-in"), "Received", """{"identityShown":true,"papers":[{"name":"Đơn khiếu nại","isOriginal":true}]}""").JsonAsync();
        using var handler = await host.SignInAsync($"case-handler@{Ward}");
        await Samples.CompleteAsync(handler, await Samples.TaskAsync(handler, id, "decide-acceptance"), "Accepted", "{}").JsonAsync();
        return id;
    }

    private static async Task<byte[]> AcceptAsync(HttpClient caller, string path, string type)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Accept", type);
        using var answer = await caller.SendAsync(request);
        Assert.That(answer.Content.Headers.ContentType?.MediaType, Is.EqualTo(type));
        return await answer.Content.ReadAsByteArrayAsync();
    }

    private static StringContent Reason(string reason) => TestHost.Json($$"""{"reason":"{{reason}}"}""");

    private static string Body(string channel, string office = Ward) => $$"""
        {"office":"{{office}}","channel":"{{channel}}","data":{"complainant":{"name":"=Trần Thị Mai","isOrganisation":false,"identityNumber":"036180001234","address":"Số 7","capacity":"injuredPerson","email":"mai@example.vn"},
         "scope":"stateManagement","subject":1,"grounds":["1b"],"body":{"name":"UBND quận mẫu","address":"Số 9"},"form":"written","isSigned":true,"madeOn":"2026-03-02","content":"Không hướng dẫn","reason":"Quá hạn","relief":"Thụ lý"} }
        """;
}
