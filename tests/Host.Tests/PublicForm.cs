using ProcedureEngine.Host.Tests.Support;

namespace ProcedureEngine.Host.Tests;

/// <summary>The public form as a door of its own: no number before the check, a code and a secret to come back with.</summary>
public sealed class PublicForm
{
    private TestHost host = null!;

    [OneTimeSetUp]
    public void Start() => host = new TestHost();

    [OneTimeTearDown]
    public async Task StopAsync() => await host.DisposeAsync();

    [Test]
    public async Task A_request_by_the_form_takes_no_number_and_is_found_with_its_secret_only()
    {
        using var nobody = host.Browser();
        var asked = await nobody.PostAsync("/api/public/namdinh/requests", TestHost.Json(Samples.Request())).JsonAsync(HttpStatusCode.Created);
        var code = (string)asked["code"]!;
        Assert.That((await nobody.GetAsync($"/api/public/cases/{code}").ProblemAsync(404)).Rule, Is.EqualTo("not-found"));
        nobody.DefaultRequestHeaders.Add("X-Case-Secret", "wrong");
        await nobody.GetAsync($"/api/public/cases/{code}").ProblemAsync(404);
        nobody.DefaultRequestHeaders.Remove("X-Case-Secret");
        nobody.DefaultRequestHeaders.Add("X-Case-Secret", (string)asked["secret"]!);
        var status = await nobody.GetAsync($"/api/public/cases/{code}").JsonAsync();
        Assert.That(((string)status["status"]!, status["number"]), Is.EqualTo(("checking", (JsonNode?)null)));
        Assert.That((string)(await nobody.PostAsync($"/api/public/cases/{code}/withdrawal", TestHost.Json("""{"reason":"Đã thỏa thuận"}""")).JsonAsync())["status"]!, Is.EqualTo("closed-withdrawn"));
        Assert.That((await nobody.PostAsync($"/api/public/cases/{code}/withdrawal", TestHost.Json("""{"reason":"Lần nữa"}""")).ProblemAsync(409)).Rule, Is.EqualTo("finished"));
    }

    [TestCase("phuong-mau", "", 403, TestName = "An office that runs no procedure with a public form")]
    [TestCase("namdinh", "?procedure=compensation-complaint", 403, TestName = "A procedure that takes nothing from who does not say who he is")]
    [TestCase("namdinh", "?procedure=unknown", 404, TestName = "No procedure")]
    public async Task What_is_not_taken_by_the_public_form_is_refused_by_name(string office, string query, int status)
    {
        using var nobody = host.Browser();
        var refused = await nobody.PostAsync($"/api/public/{office}/requests{query}", TestHost.Json(Samples.Request())).ProblemAsync(status);
        Assert.That(refused.Rule, Is.EqualTo(status == 403 ? "no-anonymous-form" : "not-found"));
    }

    [Test]
    public async Task The_page_says_what_is_missing_and_keeps_what_was_typed()
    {
        using var nobody = host.Browser();
        using var typed = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal) { ["data.requester.name"] = "Nguyễn <script>alert(1)</script>" });
        using var answer = await nobody.PostAsync("/form/namdinh", typed);
        var page = await answer.Content.ReadAsStringAsync();
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(page, Does.Contain("Trường này là bắt buộc").And.Contain("&lt;script&gt;").And.Not.Contain("<script>"));
    }

    [Test]
    public async Task An_officer_adds_a_scan_and_the_report_counts_the_case()
    {
        var id = await Samples.StartedAsync(host, "haiphong");
        using var officer = await host.SignInAsync("intake-officer@haiphong");
        using var form = new MultipartFormDataContent { { new StringContent("original"), "kind" }, { TestHost.Bytes([1, 2, 3], "image/png"), "file", "../../ban chinh.png" } };
        await officer.PostAsync($"/api/cases/{id}/documents", form).JsonAsync(HttpStatusCode.Created);
        var document = (await officer.GetAsync($"/api/cases/{id}/documents").JsonAsync())["items"]!.AsArray().Single()!;
        Assert.That(((string)document["kind"]!, (string)document["name"]!), Is.EqualTo(("original", "ban chinh.png")));
        var report = await officer.GetAsync("/api/reports/pilot?from=2016-01-01&to=2090-12-31").JsonAsync();
        var figures = report["offices"]!.AsArray().Single()!;
        Assert.That(((string)figures["office"]!, (int)figures["requests"]!, (int)figures["byChannel"]!["http"]!), Is.EqualTo(("haiphong", 1, 1)));
    }
}
