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

    [Test]
    public async Task A_request_sent_twice_is_one_request_with_one_code_and_one_secret()
    {
        using var nobody = host.Browser();
        nobody.DefaultRequestHeaders.Add("Idempotency-Key", "6f2b0a54-0d0e-4f4e-9a37-5d9b6f1c2e70");
        var first = await nobody.PostAsync("/api/public/namdinh/requests", TestHost.Json(Samples.Request())).JsonAsync(HttpStatusCode.Created);
        var second = await nobody.PostAsync("/api/public/namdinh/requests", TestHost.Json(Samples.Request())).JsonAsync(HttpStatusCode.Created);
        Assert.That(second.ToJsonString(), Is.EqualTo(first.ToJsonString()));
        Assert.That((await nobody.PostAsync("/api/public/namdinh/requests", TestHost.Json(Samples.Request().Replace("Lan", "Liên", StringComparison.Ordinal))).ProblemAsync(422)).Rule, Is.EqualTo("key-reused"));

        nobody.DefaultRequestHeaders.Add("X-Case-Secret", (string)first["secret"]!);
        var path = $"/api/public/cases/{first["code"]}/withdrawal";
        var withdrawn = await nobody.PostAsync(path, TestHost.Json("""{"reason":"Đã thỏa thuận"}""")).JsonAsync();
        Assert.That((await nobody.PostAsync(path, TestHost.Json("""{"reason":"Đã thỏa thuận"}""")).JsonAsync()).ToJsonString(), Is.EqualTo(withdrawn.ToJsonString()));
    }

    [Test]
    public async Task A_key_that_could_be_guessed_is_refused()
    {
        using var nobody = host.Browser();
        nobody.DefaultRequestHeaders.Add("Idempotency-Key", "1");
        var refused = await nobody.PostAsync("/api/public/namdinh/requests", TestHost.Json(Samples.Request())).ProblemAsync(422);
        Assert.That((refused.Rule, refused.Fields), Is.EqualTo(("idempotency-key", new[] { "Idempotency-Key" })));
    }

    [Test]
    public async Task The_page_sent_twice_answers_the_same_and_changed_after_it_was_sent_is_another_request()
    {
        using var nobody = host.Browser();
        var page = await nobody.GetStringAsync("/form/haiphong");
        var typed = Typed(Once(page), "Vũ Thị Hai Lần");
        var first = await SendAsync(nobody, typed, HttpStatusCode.OK);
        Assert.That(await SendAsync(nobody, typed, HttpStatusCode.OK), Is.EqualTo(first).And.Contain("Mã bí mật"));

        var changed = await SendAsync(nobody, Typed(Once(page), "Vũ Thị Sửa Lại"), HttpStatusCode.Conflict);
        Assert.That(changed, Does.Contain("là một yêu cầu mới").And.Contain("Vũ Thị Sửa Lại"));
        Assert.That(await SendAsync(nobody, Typed(Once(changed), "Vũ Thị Sửa Lại"), HttpStatusCode.OK), Is.Not.EqualTo(first).And.Contain("Mã bí mật"));
        using var officer = await host.SignInAsync("intake-officer@haiphong");
        Assert.That((await officer.GetAsync("/api/cases?search=Vu Thi").JsonAsync())["items"]!.AsArray().Select(found => (string)found!["applicantName"]!), Is.EquivalentTo(["Vũ Thị Hai Lần", "Vũ Thị Sửa Lại"]));
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

    /// <summary>The one thing that makes a page's request the same again.</summary>
    private static string Once(string page) => page.Split("name=\"once\" value=\"")[1][..32];

    private static Dictionary<string, string> Typed(string once, string name) => new(StringComparer.Ordinal)
    {
        ["once"] = once, ["data.requester.name"] = name, ["data.requester.identityNumber"] = "036180001234", ["data.requester.address"] = "Hải Phòng",
        ["data.requester.capacity"] = "judgmentCreditor", ["data.requester.email"] = "hai@example.vn", ["data.judgment.number"] = "12/2026/DS-ST", ["data.judgment.date"] = "2026-01-12",
        ["data.judgment.court"] = "TAND Hải Phòng", ["data.judgment.effectiveOn"] = "2026-02-12", ["data.otherParty.name"] = "Trần Văn Hùng", ["data.otherParty.address"] = "Hải Phòng",
        ["data.obligations[0].kind"] = "money", ["data.obligations[0].content"] = "Nợ gốc", ["data.obligations[0].amount"] = "1000000", ["data.form"] = "post", ["data.delivery"] = "notifyAtAddress",
    };

    private static async Task<string> SendAsync(HttpClient nobody, Dictionary<string, string> typed, HttpStatusCode expected)
    {
        using var form = new FormUrlEncodedContent(typed);
        using var answer = await nobody.PostAsync("/form/haiphong", form);
        var page = await answer.Content.ReadAsStringAsync();
        Assert.That(answer.StatusCode, Is.EqualTo(expected), page);
        return page;
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
