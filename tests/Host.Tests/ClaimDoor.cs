using ProcedureEngine.Host.Tests.Mail;
using ProcedureEngine.Host.Tests.Support;

namespace ProcedureEngine.Host.Tests;

/// <summary>The claim over HTTP, steps 1 to 4: the counter's door, what is refused and by which rule, the registers, the head's acts.</summary>
[TestFixture(HostStore.Sqlite)]
[TestFixture(HostStore.Postgres)]
public sealed class ClaimDoor(HostStore store)
{
    private const string Office = "so-ha-nam";
    private const string WithoutDesk = "cuc-khong-quay";
    private const string Start = "/api/procedures/compensation-claim/cases";
    private const string Whole = """{"papers":[{"kind":"claim","form":"original"},{"kind":"basisDocument","form":"copyOriginalShown"},{"kind":"injuredPersonIdentity","form":"copyOriginalShown"}]}""";
    private const string Lacking = """{"papers":[{"kind":"claim","form":"original"},{"kind":"basisDocument","form":"copyOriginalShown"}]}""";
    private const string Yes = """{"holds":true,"text":"Có tại hồ sơ."}""";

    private TestHost host = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => host = await TestHost.StartAsync(store);

    [OneTimeTearDown]
    public async Task StopAsync() => await host.DisposeAsync();

    [Test]
    public async Task A_claim_handed_in_has_its_slip_and_its_line_at_once_and_says_where_it_stands()
    {
        using var reception = await host.SignInAsync($"reception@{Office}");
        var id = await HandInAsync(reception);
        var view = await reception.GetAsync($"/api/cases/{id}").JsonAsync();
        Assert.That((string)view["status"]!, Is.EqualTo("checking-completeness"));
        Assert.That((string)view["standing"]!["where"]!["vi"]!, Is.EqualTo("Kiểm tra thành phần hồ sơ"));
        Assert.That((string)view["standing"]!["whoseTurn"]!["vi"]!, Does.Contain("Bộ phận tiếp nhận"));
        Assert.That((string)view["standing"]!["why"]!["vi"]!, Does.Contain("Yêu cầu bổ sung hồ sơ").And.Contain("Quy trình Hà Nam"));
        var papers = (await reception.GetAsync($"/api/cases/{id}/documents").JsonAsync())["items"]!.AsArray();
        Assert.That(papers.Select(paper => (string)paper!["kind"]!), Is.EqualTo(new[] { "receipt" }));
        var slip = await (await reception.GetAsync($"/api/cases/{id}/documents/{papers[0]!["id"]}")).Content.ReadAsStringAsync();
        Assert.That(WebUtility.HtmlDecode(slip), Does.Contain("GIẤY XÁC NHẬN").And.Contain("Lê Văn Nam").And.Contain($"số {view["receptionNumber"]!["text"]} trong sổ nhận hồ sơ"));
        var line = await LineAsync(reception, "claims-received", id);
        Assert.That(((string)line["claimant"]!, (string)line["channel"]!, (long)line["sum"]!), Is.EqualTo(("Lê Văn Nam", "Trực tiếp", 120_000_000L)));
    }

    [TestCase("\"sum\":120000000", "\"sum\":-1", "sum-out-of-range", "data.sum")]
    [TestCase("\"sum\":120000000", "\"sum\":1000000000000000000", "sum-out-of-range", "data.sum", Description = "10^18")]
    [TestCase("\"sum\":120000000", "\"sum\":120000000.5", "type", "data.sum", Description = "a fraction of a đồng")]
    [TestCase("\"handedInAt\":\"serviceCentre\"", "\"handedInAt\":\"office\"", "wrong-door", "data.handedInAt")]
    [TestCase("\"madeOn\":\"2026-02-23\"", "\"madeOn\":\"2099-01-01\"", "date-in-future", "data.madeOn")]
    [TestCase("\"madeOn\":\"2026-02-23\"", "\"madeOn\":\"2018-06-30\"", "before-the-law", "data.madeOn")]
    [TestCase("\"act\":\"Kê biên nhầm\"", "\"act\":\" \"", "required", "data.act")]
    [TestCase("\"kind\":\"injuredPerson\"", "\"kind\":\"heir\",\"injuredPerson\":\"A\",\"hasWill\":true,\"heirs\":[{\"name\":\"Lê Văn Nam\",\"isChosen\":true},{\"name\":\"B\",\"isChosen\":true}]", "one-representative", "data.claimant.heirs")]
    [TestCase("\"kind\":\"injuredPerson\"", "\"kind\":\"authorisedRepresentative\",\"injuredPerson\":\"A\",\"authorisation\":{\"name\":\"Lê Văn Nam\",\"identityNumber\":\"1\",\"authorisation\":\"01\",\"validTo\":\"2020-01-01\"}", "authorisation-out-of-date", "data.claimant.authorisation.validTo")]
    [TestCase("\"kind\":\"injuredPerson\"", "\"kind\":\"authorisedRepresentative\",\"injuredPerson\":\"A\"", "required", "data.claimant.authorisation")]
    public async Task A_claim_that_breaks_a_rule_is_refused_by_name(string right, string wrong, string rule, string field)
    {
        using var reception = await host.SignInAsync($"reception@{Office}");
        var body = Body();
        Assert.That(body, Does.Contain(right));
        using var answer = await reception.PostAsync(Start, TestHost.Json(body.Replace(right, wrong, StringComparison.Ordinal)));
        var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.That((int)answer.StatusCode, Is.EqualTo(422), problem.ToJsonString());
        Assert.That(problem["errors"]!.AsArray().Select(error => ((string)error!["field"]!, (string)error["rule"]!)), Does.Contain((field, rule)));
    }

    [Test]
    public async Task The_wrong_door_is_told_where_the_right_one_is()
    {
        using var reception = await host.SignInAsync($"reception@{WithoutDesk}");
        using var answer = await reception.PostAsync(Start, TestHost.Json(Body(WithoutDesk)));
        var problem = await answer.Content.ReadAsStringAsync();
        Assert.That((int)answer.StatusCode, Is.EqualTo(422), problem);
        Assert.That(problem, Does.Contain("wrong-door").And.Contain("Số 2, tỉnh Hà Nam (mẫu)"));
        await reception.PostAsync(Start, TestHost.Json(Body(WithoutDesk).Replace("serviceCentre", "office", StringComparison.Ordinal))).JsonAsync(HttpStatusCode.Created);
    }

    [Test]
    public async Task A_second_request_for_the_same_paper_needs_a_reason_and_a_refusal_needs_reasons()
    {
        using var reception = await host.SignInAsync($"reception@{Office}");
        using var head = await host.SignInAsync($"head@{Office}");
        var id = await HandInAsync(reception);
        await DoAsync(reception, id, "prepare-check", "Prepared", Lacking).JsonAsync();
        var missing = await DoAsync(head, id, "check-completeness", "Complete", null);
        Assert.That(await missing.Content.ReadAsStringAsync(), Does.Contain("papers-missing").And.Contain("nhân thân").And.Contain("Điều 41"));
        await DoAsync(head, id, "check-completeness", "SupplementNeeded", """{"others":[]}""").JsonAsync();
        var standing = (await reception.GetAsync($"/api/cases/{id}").JsonAsync())["standing"]!;
        var limit = (await reception.GetAsync($"/api/cases/{id}/deadlines").JsonAsync())["items"]!.AsArray().Single(item => (string)item!["limitId"]! == "claimant-supplement")!;
        Assert.That((string)standing["until"]!, Is.EqualTo((string)limit["lawDueDate"]!), "late only after the law's time");
        Assert.That((string)standing["why"]!["en"]!, Does.Contain($"until {limit["localDueDate"]} by Quy trình Hà Nam").And.Contain("Đ.42(2)"));
        await DoAsync(reception, id, "await-supplement", "Supplied", """{"what":"Chưa đủ"}""").JsonAsync();
        await DoAsync(reception, id, "prepare-check", "Prepared", Lacking).JsonAsync();
        Assert.That((await DoAsync(head, id, "check-completeness", "SupplementNeeded", """{"others":[]}""").ProblemAsync(422)).Rule, Is.EqualTo("asked-before"));
        Assert.That((await DoAsync(head, id, "check-completeness", "NotAccepted", """{"reason":"outOfScope","text":" "}""").ProblemAsync(422)).Fields, Has.Some.Contains("text"));
        Assert.That((await DoAsync(head, id, "check-completeness", "NotAccepted", """{"reason":"notSupplemented","text":"Muộn"}""").ProblemAsync(409)).Rule, Is.EqualTo("time-not-over"));
        await DoAsync(head, id, "check-completeness", "NotAccepted", """{"reason":"outOfScope","text":"Không thuộc phạm vi."}""").JsonAsync();
        Assert.That((string)(await head.GetAsync($"/api/cases/{id}").JsonAsync())["standing"]!["whoseTurn"]!["vi"]!, Does.Contain("tiếp nhận"), "the file is given back");
    }

    [Test]
    public async Task Accepted_claims_have_a_register_of_their_own_and_only_the_head_replaces_the_officer()
    {
        using var reception = await host.SignInAsync($"reception@{Office}");
        using var head = await host.SignInAsync($"head@{Office}");
        var id = await HandInAsync(reception);
        await DoAsync(reception, id, "prepare-check", "Prepared", Whole).JsonAsync();
        await DoAsync(head, id, "check-completeness", "Complete", null).JsonAsync();
        Assert.That((await head.PostAsync($"/api/cases/{id}/settlement-officer", TestHost.Json(Replacement())).ProblemAsync(409)).Rule, Is.EqualTo("nobody-appointed"));
        await DoAsync(head, id, "decide-acceptance", "Accepted", $$"""{"ground":{{Yes}},"damage":{{Yes}},"causalLink":{{Yes}}}""").JsonAsync();
        foreach (var unfit in new[] { "nobody", "reception" })
            Assert.That(await ToldAsync(DoAsync(head, id, "appoint", "Appointed", Officer(unfit))), Is.EqualTo(("assignee-role", "data.officerId")), "his work would lie with nobody");
        await DoAsync(head, id, "appoint", "Appointed", Officer("settlement-officer")).JsonAsync();
        Assert.That((string)(await LineAsync(head, "claims-accepted", id))["claimant"]!, Is.EqualTo("Lê Văn Nam"));

        using var stranger = await host.SignInAsync($"head@{WithoutDesk}");
        Assert.That((await stranger.PostAsync($"/api/cases/{id}/settlement-officer", TestHost.Json(Replacement())).ProblemAsync(404)).Rule, Is.EqualTo("not-found"));
        Assert.That((await reception.PostAsync($"/api/cases/{id}/settlement-officer", TestHost.Json(Replacement())).ProblemAsync(403)).Rule, Is.EqualTo("role-required"));
        Assert.That((await head.PostAsync($"/api/cases/{id}/settlement-officer", TestHost.Json(Replacement(" "))).ProblemAsync(422)).Fields, Has.Some.Contains("reason"));
        Assert.That(await ToldAsync(head.PostAsync($"/api/cases/{id}/settlement-officer", TestHost.Json(Replacement(by: "nobody")))), Is.EqualTo(("assignee-role", "officer.officerId")));
        await head.PostAsync($"/api/cases/{id}/settlement-officer", TestHost.Json(Replacement())).JsonAsync();
        Assert.That((await head.PostAsync($"/api/cases/{id}/settlement-officer", TestHost.Json(Replacement())).ProblemAsync(409)).Rule, Is.EqualTo("same-officer"));
        var task = await Samples.TaskAsync(head, id, "verify-damage");
        Assert.That((string)task["assignee"]!, Is.EqualTo($"settlement-officer2@{Office}"), "the open task is the new officer's");
        using var officer = await host.SignInAsync("head@namdinh");
        Assert.That((await officer.PostAsync($"/api/cases/{await Samples.StartedAsync(host)}/settlement-officer", TestHost.Json(Replacement())).ProblemAsync(409)).Rule, Is.EqualTo("no-settlement-officer"));
    }

    [Test]
    public async Task The_start_form_and_the_limits_are_told_with_the_procedure()
    {
        using var reception = await host.SignInAsync($"reception@{Office}");
        var procedure = await reception.GetAsync("/api/procedures/compensation-claim").JsonAsync();
        Assert.That(procedure.ToJsonString(), Does.Contain("claimant-supplement").And.Contain("finance-body").And.Contain("10/2017/QH14"));
    }

    private static async Task<string> HandInAsync(HttpClient reception) => (string)(await reception.PostAsync(Start, TestHost.Json(Body())).JsonAsync(HttpStatusCode.Created))["id"]!;

    private static async Task<HttpResponseMessage> DoAsync(HttpClient person, string id, string step, string outcome, string? data) =>
        await Samples.CompleteAsync(person, await Samples.TaskAsync(person, id, step), outcome, data);

    private static async Task<JsonNode> LineAsync(HttpClient person, string register, string id)
    {
        var number = (await person.GetAsync($"/api/cases/{id}").JsonAsync())[register == "claims-received" ? "receptionNumber" : "acceptanceNumber"]!;
        var items = (await person.GetAsync($"/api/registers/{register}?office={Office}&year={number["year"]}").JsonAsync())["items"]!.AsArray();
        return items.Single(item => (string)item!["caseId"]! == id && (string)item["number"]! == (string)number["text"]!)!;
    }

    private static string Officer(string name) =>
        $$"""{"officerId":"{{name}}@{{Office}}","officerName":"Phạm Thị Thu","inCharge":{{Yes}},"experienced":{{Yes}},"unrelated":{{Yes}},"signature":{"signerTitle":"GIÁM ĐỐC","isDeputy":false} }""";

    private static string Replacement(string reason = "Có quan hệ thân thích.", string by = "settlement-officer2") => $$"""{"reason":"{{reason}}","officer":{{Officer(by)}} }""";

    private static async Task<(string Rule, string Field)> ToldAsync(Task<HttpResponseMessage> call)
    {
        var (rule, fields) = await call.ProblemAsync(422);
        return (rule, fields.Single());
    }

    private static string Body(string office = Office) => $$"""
        {"office":"{{office}}","channel":"counter","data":{"claimant":{"kind":"injuredPerson","name":"Lê Văn Nam","identityNumber":"035080001234","address":"Số 12","email":"nam@example.vn"},
         "madeOn":"2026-02-23","causedBy":{"name":"Chi cục mẫu","address":"Số 3"},"act":"Kê biên nhầm","damage":"Mất thu nhập","causalLink":"Không cho thuê được","sum":120000000,"reckoning":"Sáu tháng",
         "paymentAccount":{"holder":"Lê Văn Nam","number":"001","bank":"Ngân hàng mẫu"},"asksAdvance":false,"basis":"enclosed","papers":[{"kind":"claim","form":"original"}],"handedInAt":"serviceCentre"} }
        """;
}
