using ProcedureEngine.Host.Tests.Mail;
using ProcedureEngine.Host.Tests.Support;

namespace ProcedureEngine.Host.Tests;

/// <summary>What must not be taken is refused with the field and the rule, and nothing changes.</summary>
[TestFixture(HostStore.Sqlite)]
[TestFixture(HostStore.Postgres)]
public sealed class BadInput(HostStore store)
{
    private TestHost host = null!;
    private HttpClient officer = null!;
    private HttpClient system = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        host = await TestHost.StartAsync(store);
        officer = await host.SignInAsync("intake-officer@namdinh");
        system = host.System();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        officer.Dispose();
        system.Dispose();
        await host.DisposeAsync();
    }

    [Test]
    public async Task An_unknown_outcome_names_the_ones_there_are()
    {
        var (_, task) = await TaskAsync();
        Assert.That(Told(await Samples.CompleteAsync(officer, task, "Approved", null).ProblemAsync(422)), Is.EqualTo("unknown-outcome: outcome"));
    }

    [Test]
    public async Task Every_missing_field_is_named()
    {
        var (_, task) = await TaskAsync();
        var (rule, fields) = await Samples.CompleteAsync(officer, task, "Valid", """{"request":{"requester":{"name":"Lan"},"judgment":{}}}""").ProblemAsync(422);
        Assert.That(rule, Is.EqualTo("invalid-data"));
        Assert.That(fields, Does.Contain("data.request.requester.identityNumber").And.Contain("data.request.judgment.number").And.Contain("data.request.otherParty").And.Contain("data.request.form"));
    }

    [TestCase("\"unknown\":1", "data.unknown")]
    public async Task An_unknown_field_is_named(string member, string field)
    {
        var (_, task) = await TaskAsync();
        var (_, fields) = await Samples.CompleteAsync(officer, task, "Valid", $$"""{"request":{{Samples.Request()}},{{member}}}""").ProblemAsync(422);
        Assert.That(fields, Does.Contain(field));
    }

    [Test]
    public async Task A_stale_revision_changes_nothing()
    {
        var (id, task) = await TaskAsync();
        Assert.That((await Samples.CompleteAsync(officer, task, "Valid", $$"""{"request":{{Samples.Request()}}}""", revision: 9).ProblemAsync(409)).Rule, Is.EqualTo("stale-revision"));
        Assert.That((int)(await Samples.TaskAsync(officer, id, "check-validity"))["revision"]!, Is.EqualTo(1));
    }

    [Test]
    public async Task Another_role_s_task_is_forbidden_and_another_office_s_is_not_there()
    {
        var (_, task) = await TaskAsync();
        using var clerk = await host.SignInAsync("clerk@namdinh");
        using var stranger = await host.SignInAsync("intake-officer@hanoi");
        var data = $$"""{"request":{{Samples.Request()}}}""";
        Assert.That((await Samples.CompleteAsync(clerk, task, "Valid", data).ProblemAsync(403)).Rule, Is.EqualTo("role-required"));
        Assert.That((await Samples.CompleteAsync(stranger, task, "Valid", data).ProblemAsync(404)).Rule, Is.EqualTo("not-found"));
    }

    [Test]
    public async Task A_second_completion_is_refused()
    {
        var (_, task) = await TaskAsync();
        var data = $$"""{"request":{{Samples.Request()}}}""";
        await Samples.CompleteAsync(officer, task, "Valid", data).JsonAsync();
        Assert.That((await Samples.CompleteAsync(officer, task, "Valid", data).ProblemAsync(409)).Rule, Is.EqualTo("task-closed"));
    }

    [Test]
    public async Task The_same_key_gives_the_same_answer_and_with_another_body_422()
    {
        var key = Samples.NewKey();
        var first = await StartAsync(key, Samples.Start()).JsonAsync(HttpStatusCode.Created);
        var second = await StartAsync(key, Samples.Start()).JsonAsync(HttpStatusCode.Created);
        Assert.That(second.ToJsonString(), Is.EqualTo(first.ToJsonString()));
        Assert.That(Told(await StartAsync(key, Samples.Start(Samples.Request("Khác"))).ProblemAsync(422)), Is.EqualTo("key-reused: Idempotency-Key"));
    }

    [Test]
    public async Task Twins_at_the_same_instant_have_one_effect()
    {
        var key = Samples.NewKey();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => StartAsync(key, Samples.Start()).JsonAsync(HttpStatusCode.Created)));
        Assert.That(answers.Select(answer => (string)answer["id"]!).Distinct(StringComparer.Ordinal).Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_system_must_send_a_key() => Assert.That(Told(await system.PostAsync("/api/procedures/enforcement-request/cases", TestHost.Json(Samples.Start())).ProblemAsync(422)), Is.EqualTo("idempotency-key: Idempotency-Key"));

    [TestCase("\"date\":\"2026-01-12\"", "\"date\":\"1800-01-01\"", "data.judgment.date")]
    [TestCase("\"amount\":250000000", "\"amount\":0", "data.obligations[0].amount")]
    [TestCase("\"amount\":250000000", "\"amount\":1.5", "data.obligations[0].amount")]
    [TestCase("\"amount\":250000000", "\"amount\":1000000000000000000", "data.obligations[0].amount")]
    [TestCase("\"capacity\":\"judgmentCreditor\"", "\"capacity\":\"friend\"", "data.requester.capacity")]
    [TestCase("\"name\":\"Trần Văn Hùng\"", "\"name\":\"a\\u0000b\"", "data.otherParty.name")]
    [TestCase("\"name\":\"Trần Văn Hùng\"", "\"name\":null", "data.otherParty.name")]
    public async Task A_wrong_value_names_its_field(string right, string wrong, string field)
    {
        using var response = await StartAsync(Samples.NewKey(), Samples.Start(Samples.Request().Replace(right, wrong, StringComparison.Ordinal)));
        Assert.That((int)response.StatusCode, Is.InRange(400, 422));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain(field));
    }

    [Test]
    public async Task A_name_of_ten_thousand_characters_is_too_long()
    {
        var (rule, fields) = await StartAsync(Samples.NewKey(), Samples.Start(Samples.Request(new string('n', 10_000)))).ProblemAsync(422);
        Assert.That(Told((rule, fields)), Is.EqualTo("invalid-data: data.requester.name"));
    }

    [Test]
    public async Task Invalid_UTF_8_and_malformed_JSON_are_400()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/procedures/enforcement-request/cases") { Content = TestHost.Bytes([0x7B, 0x22, 0xFF, 0xFE, 0x22, 0x7D], "application/json") };
        request.Headers.Add("Idempotency-Key", Samples.NewKey());
        Assert.That((await system.SendAsync(request).ProblemAsync(400)).Rule, Is.EqualTo("malformed-json"));
        Assert.That((await StartAsync(Samples.NewKey(), "{\"office\":").ProblemAsync(400)).Rule, Is.EqualTo("malformed-json"));
        var halfPair = Samples.Start(Samples.Request("a\\ud800b"));
        Assert.That((await StartAsync(Samples.NewKey(), halfPair).ProblemAsync(400)).Rule, Is.EqualTo("malformed-json"));
    }

    [Test]
    public async Task Sixty_megabytes_of_mail_are_413() =>
        Assert.That((await PostMailAsync(TestHost.Bytes(new byte[60 * 1024 * 1024], "message/rfc822")).ProblemAsync(413)).Rule, Is.EqualTo("too-large"));

    [Test]
    public async Task An_unknown_mailbox_is_422_and_nothing_is_stored()
    {
        var before = await CasesAsync();
        var problem = await system.PostAsync("/api/mail?mailbox=nobody@moj.gov.vn", TestHost.Mail(Samples.Mail())).ProblemAsync(422);
        Assert.That(Told(problem), Is.EqualTo("unknown-mailbox: mailbox"));
        Assert.That(await CasesAsync(), Is.EqualTo(before));
    }

    [TestCase("<!DOCTYPE html><html><body>Xin chào</body></html>", "not-a-message")]
    [TestCase("From: \r\nSubject: x\r\nDate: Mon, 02 Mar 2026 08:00:00 +0700\r\nMessage-ID: <nofrom@x>\r\n\r\nhello\r\n", "no-sender-address")]
    public async Task What_is_no_mail_is_put_before_an_officer_with_its_bytes(string raw, string reason)
    {
        var answer = await PostMailAsync(TestHost.Mail(raw)).JsonAsync(HttpStatusCode.Accepted);
        Assert.That(((string)answer["outcome"]!, (string)answer["reason"]!), Is.EqualTo(("look-at", reason)));
        var task = await Samples.TaskAsync(officer, (string)answer["caseId"]!, "look");
        Assert.That((string?)task["context"]!["blob"], Has.Length.EqualTo(64));
    }

    [Test]
    public async Task A_message_id_used_again_with_other_content_goes_to_a_person()
    {
        var first = await PostMailAsync(TestHost.Mail(Samples.Mail("<again@example.vn>"))).JsonAsync(HttpStatusCode.Created);
        var second = await PostMailAsync(TestHost.Mail(Samples.Mail("<again@example.vn>", from: "Kẻ khác <other@example.vn>", body: "Khác"))).JsonAsync(HttpStatusCode.Accepted);
        Assert.That((string)second["reason"]!, Is.EqualTo("message-id-reused"));
        Assert.That((string)second["caseId"]!, Is.Not.EqualTo((string)first["caseId"]!));
    }

    [TestCase("Date: Mon, 01 Jan 1800 00:00:00 +0000", HttpStatusCode.Accepted, "look-at")]
    [TestCase("Date: nonsense", HttpStatusCode.Created, "new-case")]
    public async Task A_mail_with_an_impossible_date_is_kept_and_goes_on(string date, HttpStatusCode status, string outcome)
    {
        var raw = Samples.Mail().Replace("Date: Mon, 02 Mar 2026 08:00:00 +0700", date, StringComparison.Ordinal);
        Assert.That((string)(await PostMailAsync(TestHost.Mail(raw)).JsonAsync(status))["outcome"]!, Is.EqualTo(outcome));
    }

    [TestCase("""{"start":"2026-03-02","amount":5,"unit":"fortnight"}""", "unit", "unknown-unit")]
    [TestCase("""{"start":"2026-03-02","amount":-1,"unit":"workingDay"}""", "amount", "amount-range")]
    [TestCase("""{"start":"2026-03-02","amount":100000,"unit":"workingDay"}""", "amount", "amount-range")]
    [TestCase("""{"start":"2026-03-02","amount":0,"unit":"month"}""", "amount", "zero-unit")]
    [TestCase("""{"start":"2013-04-30","amount":5,"unit":"workingDay"}""", "start", "date-range")]
    [TestCase("""{"start":"2101-01-01","amount":5,"unit":"workingDay"}""", "start", "date-range")]
    [TestCase("""{"start":"2100-12-30","amount":5,"unit":"workingDay"}""", "amount", "date-range")]
    [TestCase("""{"start":"yesterday","amount":5,"unit":"workingDay"}""", "start", "instant")]
    [TestCase("""{"start":"2026-03-02T09:00:00","amount":5,"unit":"workingDay"}""", "start", "instant")]
    [TestCase("""{"start":"2026-02-30T09:00:00+07:00","amount":5,"unit":"workingDay"}""", "start", "instant")]
    [TestCase("""{"start":"2026-03-02","amount":5,"unit":"calendarDay","strictlyLess":true}""", "strictlyLess", "strictly-less-unit")]
    [TestCase("""{"start":"2026-03-02","amount":5,"unit":"workingDay","receiptPolicy":"1"}""", "receiptPolicy", "unknown-policy")]
    [TestCase("""{"start":"2026-03-02","amount":5,"unit":"workingDay","suspensions":[{"from":"2026-03-05","to":"2026-03-04"}]}""", "suspensions[0].to", "stop-order")]
    [TestCase("""{"start":"2026-03-02","amount":5,"unit":"workingDay","suspensions":[{"from":"2026-02-05","to":"2026-02-06"}]}""", "suspensions[0].to", "stop-before-limit")]
    [TestCase("""{"start":"2026-03-02","amount":5,"unit":"workingDay","suspensions":[{"from":"2026-03-03","to":"2026-03-03"},{"from":"2026-04-05"}]}""", "suspensions[1].from", "stop-after-limit")]
    [TestCase("""{"start":"2026-03-02","amount":5,"unit":"workingDay","suspensions":[{"from":"5/3/2026"}]}""", "suspensions[0].from", "date")]
    [TestCase("""{"start":"2026-03-02","amount":5,"unit":"workingDay","extension":{"amount":0,"unit":"workingDay"}}""", "extension.amount", "extension-amount")]
    [TestCase("""{"start":"2026-03-02","amount":5,"unit":"workingDay","extension":{"amount":-3,"unit":"calendarDay"}}""", "extension.amount", "amount-range")]
    public async Task A_limit_that_cannot_be_counted_names_its_field_its_rule_and_the_rule_s_source(string body, string field, string rule)
    {
        var problem = await officer.PostAsync("/api/deadlines/calculate", TestHost.Json(body)).JsonAsync(HttpStatusCode.UnprocessableEntity);
        Assert.That(((string?)problem["errors"]![0]!["field"], (string?)problem["errors"]![0]!["rule"]), Is.EqualTo((field, rule)));
        Assert.That((string?)problem["source"], Is.Not.Null.And.Not.Empty);
    }

    [TestCase("/api/cases?search=a%00b", "search")]
    [TestCase("/api/tasks?role=%00", "role")]
    [TestCase("/api/cases?cursor=%00", "cursor")]
    public async Task A_NUL_in_a_question_names_its_parameter(string path, string field) =>
        Assert.That(Told(await officer.GetAsync(path).ProblemAsync(422)), Is.EqualTo($"control-character: {field}"));

    [Test]
    public async Task A_NUL_in_any_text_names_its_place()
    {
        var id = await Samples.StartedAsync(host);
        Assert.That(Told(await officer.PostAsync($"/api/cases/{id}/withdraw", TestHost.Json("""{"reason":"a\u0000b"}""")).ProblemAsync(422)), Is.EqualTo("control-character: reason"));
        using var nobody = host.Browser();
        Assert.That(Told(await nobody.PostAsync("/api/session", TestHost.Json("""{"user":"head@namdinh\u0000","password":"x"}""")).ProblemAsync(422)), Is.EqualTo("control-character: user"));
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal) { ["user"] = "head@namdinh\0", ["password"] = "x" });
        await nobody.PostAsync("/desk/sign-in", form).ProblemAsync(400);
    }

    [TestCase("/api/cases?limit=many", "limit")]
    [TestCase("/api/tasks?overdue=perhaps", "overdue")]
    [TestCase("/api/events?after=99999999999999999999", "after")]
    [TestCase("/api/registers/decisions?office=namdinh", "year")]
    public async Task A_parameter_that_cannot_be_read_is_named(string path, string field) =>
        Assert.That(Told(await officer.GetAsync(path).ProblemAsync(400)), Is.EqualTo($"bad-parameter: {field}"));

    [TestCase("/api/tasks?state=sleeping", "unknown-state: state")]
    [TestCase("/api/deadlines?state=sleeping", "unknown-state: state")]
    [TestCase("/api/deadlines?dueBefore=2026-03-02", "instant: dueBefore")]
    [TestCase("/api/cases?cursor=abc", "cursor: cursor")]
    [TestCase("/api/calendar/1999", "date-range: year")]
    public async Task A_parameter_that_means_nothing_is_named(string path, string told) => Assert.That(Told(await officer.GetAsync(path).ProblemAsync(422)), Is.EqualTo(told));

    private static string Told((string Rule, string[] Fields) problem) => $"{problem.Rule}: {string.Join(", ", problem.Fields)}";

    private async Task<(string CaseId, JsonNode Task)> TaskAsync()
    {
        var id = await Samples.StartedAsync(host);
        return (id, await Samples.TaskAsync(officer, id, "check-validity"));
    }

    private async Task<int> CasesAsync() => (await officer.GetAsync("/api/cases?limit=500").JsonAsync())["items"]!.AsArray().Count;

    private Task<HttpResponseMessage> PostMailAsync(HttpContent mail) => system.PostAsync($"/api/mail?mailbox={Samples.Mailbox}", mail);

    private async Task<HttpResponseMessage> StartAsync(string key, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/procedures/enforcement-request/cases") { Content = TestHost.Json(body) };
        request.Headers.Add("Idempotency-Key", key);
        return await system.SendAsync(request);
    }
}
