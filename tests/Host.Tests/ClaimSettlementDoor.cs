using NodaTime;
using NodaTime.Text;
using ProcedureEngine.Host.Tests.Mail;
using ProcedureEngine.Host.Tests.Support;

namespace ProcedureEngine.Host.Tests;

/// <summary>
/// The claim over HTTP, steps 5 to 9a: at every step what is wrong is refused by the rule's name and its source, and changes nothing; what is right at the same
/// task goes on, to the payment with the advance deducted, or over the 30 days in which a refused decision may be taken.
/// </summary>
[TestFixture(HostStore.Sqlite)]
[TestFixture(HostStore.Postgres)]
public sealed class ClaimSettlementDoor(HostStore store)
{
    private const string Office = "so-ha-nam";
    private const string Yes = """{"holds":true,"text":"Có tại hồ sơ."}""";
    private const string Signature = """{"signerTitle":"GIÁM ĐỐC","isDeputy":false}""";
    private const string Minutes = "Hai bên thống nhất mức bồi thường.";
    private const string TenToThe18th = "1000000000000000000";

    private TestHost host = null!;
    private HttpClient head = null!;
    private HttpClient officer = null!;
    private HttpClient finance = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        host = await TestHost.StartAsync(store);
        head = await host.SignInAsync($"head@{Office}");
        officer = await host.SignInAsync($"settlement-officer@{Office}");
        finance = await host.SignInAsync($"finance-body@{Office}");
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        foreach (var person in (HttpClient[])[head, officer, finance])
            person.Dispose();
        await host.DisposeAsync();
    }

    [Test]
    public async Task An_advance_lies_between_half_of_the_value_and_the_whole_and_is_paid_as_fixed()
    {
        var id = await AppointedAsync(asksAdvance: true);
        var propose = new Step(officer, id, "propose-advance", "Proposed", """{"mentalDamage":15000000,"immediateDamage":5000001,"sum":12000000,"reckoning":"Theo bảng kê."}""");
        await RefusedAsync(propose, "\"sum\":12000000", "\"sum\":-1", "data.sum", "sum-out-of-range");
        await RefusedAsync(propose, "\"sum\":12000000", "\"sum\":12000000.5", "data.sum", "type");
        await RefusedAsync(propose, "15000000", TenToThe18th, "data.mentalDamage", "sum-out-of-range");
        await RefusedAsync(propose, "15000000", "-15000000", "data.mentalDamage", "sum-out-of-range");
        await RefusedAsync(propose, "\"sum\":12000000", "\"sum\":10000000", "data.sum", "advance-under-half", "Đ.44");
        await RefusedAsync(propose, "\"sum\":12000000", "\"sum\":20000002", "data.sum", "advance-over-value", "Đ.44");
        await DoAsync(propose);

        var fix = new Step(head, id, "fix-advance", "EnoughBudget", """{"sum":10000001,"reason":"Không dưới 50%."}""");
        await RefusedAsync(fix, "10000001", "10000000", "data.sum", "advance-under-half", "Đ.44", "49.99 %: half of 20,000,001 is 10,000,000.5");
        await RefusedAsync(fix, "10000001", "20000002", "data.sum", "advance-over-value", "Đ.44");
        await RefusedAsync(fix, "10000001", "10000001.5", "data.sum", "type");
        await RefusedAsync(fix, "10000001", TenToThe18th, "data.sum", "sum-out-of-range");
        await RefusedAsync(fix with { Outcome = "InsufficientBudget" }, "\"reason\"", "\"available\":10000001,\"reason\"", "data.available", "budget-enough");
        Assert.That((await Samples.TaskAsync(head, id, "fix-advance"))["outcomes"]!.AsArray().Select(outcome => (string)outcome!["name"]!), Does.Not.Contain("NoDamage"), "there is such damage, so it is not refused");
        await DoAsync(fix);

        var pay = new Step(head, id, "pay-advance", "Paid", $$"""{"sum":10000001,"paidOn":"{{await TodayAsync()}}","receipt":"UNC 07"}""");
        await RefusedAsync(pay, "10000001", "10000000", "data.sum", "payment-as-due");
        await RefusedAsync(pay, "UNC 07", " ", "data.receipt", "required");
        await RefusedAsync(pay, await TodayAsync(), await TodayAsync(1), "data.paidOn", "date-out-of-range");
        await DoAsync(pay);
    }

    [Test]
    public async Task A_verification_is_extended_by_agreement_within_its_cap_and_reported_in_whole_dong()
    {
        var id = await AppointedAsync();
        var extend = new Step(officer, id, "verify-damage", "Agreed", $$"""{"amount":10,"agreedOn":"{{await TodayAsync()}}","evidence":"Biên bản thỏa thuận","reason":"Chờ giám định."}""") { Task = "extension" };
        await RefusedAsync(extend, "Biên bản thỏa thuận", " ", "data.evidence", "agreement-required", "Điều 45");
        await RefusedAsync(extend, "\"amount\":10", "\"amount\":0", "data.amount", "at-least-one-day");
        await RefusedAsync(extend, "\"amount\":10", "\"amount\":1000000000", "data.amount", "amount-range", why: "no defect, however large");
        await RefusedAsync(extend, "\"amount\":10", "\"amount\":16", "data.amount", "extension-cap", "10/2017/QH14");
        await DoAsync(extend);
        await RefusedAsync(extend, "\"amount\":10", "\"amount\":6", "data.amount", "extension-cap", "10/2017/QH14", "16 days in two agreements");
        await DoAsync(extend with { Data = extend.Data.Replace("\"amount\":10", "\"amount\":5", StringComparison.Ordinal) });

        var verify = new Step(officer, id, "verify-damage", "Verified", """{"damages":[{"damage":"Thu nhập bị mất","sum":108000000,"evidence":"Hợp đồng"}],"places":["Tổ 3"],"result":"Niêm phong sáu tháng."}""");
        await RefusedAsync(verify, "108000000", "-1", "data.damages[0].sum", "sum-out-of-range");
        await RefusedAsync(verify, "108000000", "0.5", "data.damages[0].sum", "type");
        await RefusedAsync(verify, "108000000", TenToThe18th, "data.damages[0].sum", "sum-out-of-range");
        await RefusedAsync(verify, "[\"Tổ 3\"]", "[]", "data.places", "required");
        await DoAsync(verify);

        var report = new Step(officer, id, "verification-report", "Reported", """{"text":"Thiệt hại có thật.","proposed":60000000}""");
        await RefusedAsync(report, "60000000", "-60000000", "data.proposed", "sum-out-of-range");
        await RefusedAsync(report, "60000000", "60000000.01", "data.proposed", "type");
        await RefusedAsync(report, "60000000", TenToThe18th, "data.proposed", "sum-out-of-range");
        await DoAsync(report);
    }

    [Test]
    public async Task What_is_agreed_is_signed_and_what_is_paid_is_what_is_due()
    {
        var id = await AgreedAsync(refusals: true);
        var handOver = new Step(officer, id, "hand-over", "HandedOver", $$"""{"on":"{{await TodayAsync()}}","receivedBy":"Lê Văn Nam","minutes":"{{Minutes}}"}""");
        await RefusedAsync(handOver, await TodayAsync(), await TodayAsync(1), "data.on", "date-out-of-range");
        await DoAsync(handOver);
        await DoAsync(new Step(head, id, "request-funds", "Sent", """{"text":"Kèm quyết định, biên bản."}"""));
        var grant = new Step(finance, id, "grant-funds", "Granted", """{"sum":50000000,"document":"12/TB-STC"}""");
        await RefusedAsync(grant, "50000000", "49999999", "data.sum", "grant-as-asked");
        await RefusedAsync(grant, "50000000", "-50000000", "data.sum", "sum-out-of-range");
        await DoAsync(grant);
        var pay = new Step(head, id, "pay-compensation", "Paid", $$"""{"sum":50000000,"paidOn":"{{await TodayAsync()}}","receipt":"UNC 08"}""");
        await RefusedAsync(pay, "50000000", "50000001", "data.sum", "payment-as-due");
        await RefusedAsync(pay, "50000000", "50000000.5", "data.sum", "type");
        await RefusedAsync(pay, "50000000", TenToThe18th, "data.sum", "sum-out-of-range");
        await RefusedAsync(pay, await TodayAsync(), await TodayAsync(-1), "data.paidOn", "date-out-of-range");
        await DoAsync(pay);
        Assert.That(await StatusAsync(id), Is.EqualTo("completed"));
    }

    [Test]
    public async Task A_decision_that_is_refused_may_be_taken_for_thirty_days()
    {
        var id = await AgreedAsync(refusals: false);
        var refuse = new Step(officer, id, "hand-over", "Refused", """{"minutes":"Không nhận quyết định.","consequenceStated":true,"participants":[{"name":"Lê Văn Bình","agency":"Sở Tài chính","signed":true}]}""");
        await RefusedAsync(refuse, "true,\"participants\"", "false,\"participants\"", "data.consequenceStated", "consequence-stated", "Điều 51");
        await RefusedAsync(refuse, """[{"name":"Lê Văn Bình","agency":"Sở Tài chính","signed":true}]""", "[]", "data.participants", "required");
        await DoAsync(refuse);
        await DoAsync(new Step(officer, id, "send-refusal-minutes", "Sent", """{"proof":"Thư bảo đảm RN123"}"""));
        var limit = (await head.GetAsync($"/api/cases/{id}/deadlines").JsonAsync())["items"]!.AsArray().Single(item => (string)item!["limitId"]! == "take-decision")!;
        Assert.That(((string)limit["bearer"]!, (string)limit["state"]!), Is.EqualTo(("citizen", "running")));
        Assert.That(LocalDatePattern.Iso.Parse((string)limit["dueDate"]!).Value, Is.GreaterThanOrEqualTo(LocalDatePattern.Iso.Parse(await TodayAsync(30)).Value), "30 days, and on to a working day");
        var taken = new Step(head, id, "await-taking", "Taken", $$"""{"on":"{{await TodayAsync()}}","receivedBy":"Lê Văn Nam","minutes":"{{Minutes}}"}""");
        await RefusedAsync(taken, await TodayAsync(), await TodayAsync(1), "data.on", "date-out-of-range");
        await DoAsync(taken);
        Assert.That(await StatusAsync(id), Is.EqualTo("funding-and-payment"));
    }

    [Test]
    public async Task Over_the_thirty_days_the_head_signs_the_termination()
    {
        var id = await AgreedAsync(refusals: false);
        await DoAsync(new Step(officer, id, "hand-over", "Refused", """{"minutes":"Không nhận quyết định.","consequenceStated":true,"participants":[{"name":"Lê Văn Bình","agency":"Sở Tài chính","signed":true}]}"""));
        await DoAsync(new Step(officer, id, "send-refusal-minutes", "Sent", """{"proof":"Thư bảo đảm RN123"}"""));
        var end = (string)(await head.GetAsync($"/api/cases/{id}/deadlines").JsonAsync())["items"]!.AsArray().Single(item => (string)item!["limitId"]! == "take-decision")!["dueAt"]!;
        var last = InstantPattern.ExtendedIso.Parse(end).Value - Duration.FromHours(1);
        await head.PostAsync("/api/sandbox/clock", TestHost.Json($$"""{"now":"{{InstantPattern.ExtendedIso.Format(last)}}"}""")).JsonAsync();
        Assert.That(await StatusAsync(id), Is.EqualTo("awaiting-taking"), "in the last hour it may still be taken");
        await head.PostAsync("/api/sandbox/clock", TestHost.Json($$"""{"now":"{{end}}"}""")).JsonAsync();
        Assert.That(await StatusAsync(id), Is.EqualTo("confirming-silence"), "nothing is terminated before the head has looked");
        var until = (string)(await head.GetAsync($"/api/cases/{id}").JsonAsync())["standing"]!["until"]!;
        Assert.That(until, Is.GreaterThan(await TodayAsync()), "the time to terminate, and not the claimant's that has passed");
        await DoAsync(new Step(head, id, "confirm-not-taken", "NotTaken", "null"));
        Assert.That(await StatusAsync(id), Is.EqualTo("terminating"));
        await NobodyWaitsAsync(id);
        await DoAsync(new Step(head, id, "terminate", "Signed", Signature));
        Assert.That(await StatusAsync(id), Is.EqualTo("closed-terminated"));
    }

    /// <summary>A case brought to the decision's hand-over, with an advance of nothing.</summary>
    private async Task<string> AgreedAsync(bool refusals)
    {
        var id = await AppointedAsync();
        await DoAsync(new Step(officer, id, "verify-damage", "Verified", """{"damages":[{"damage":"Thu nhập bị mất","sum":108000000,"evidence":"Hợp đồng"}],"places":["Tổ 3"],"result":"Niêm phong sáu tháng."}"""));
        await DoAsync(new Step(officer, id, "verification-report", "Reported", """{"text":"Thiệt hại có thật.","proposed":60000000}"""));
        var at = InstantPattern.ExtendedIso.Format(await NowAsync() + Duration.FromMinutes(1));
        var invite = new Step(officer, id, "invite", "Invited", $$"""{"at":"{{at}}","place":"Phòng họp số 2","participants":[{"name":"Lê Văn Bình","agency":"Sở Tài chính"}]}""");
        if (refusals)
        {
            await RefusedAsync(invite, at, "2020-01-01T00:00:00Z", "data.at", "in-the-past");
            await RefusedAsync(invite, """[{"name":"Lê Văn Bình","agency":"Sở Tài chính"}]""", "[]", "data.participants", "required");
        }

        await DoAsync(invite);
        await head.PostAsync("/api/sandbox/clock", TestHost.Json("""{"advance":"PT2M"}""")).JsonAsync();
        var agree = new Step(officer, id, "hold-session", "Agreed", $$"""
            {"heldAt":"{{at}}","minutes":"{{Minutes}}","sum":50000000,"paymentManner":"Chuyển khoản","claimantSigned":true,"officerSigned":true,"participants":[{"name":"Lê Văn Bình","agency":"Sở Tài chính","signed":true}]}
            """);
        if (refusals)
            await RefusedAgreementsAsync(agree);
        await DoAsync(agree);
        await DoAsync(new Step(head, id, "sign-decision", "Signed", Signature));
        return id;
    }

    private async Task RefusedAgreementsAsync(Step agree)
    {
        await RefusedAsync(agree, "50000000", "-1", "data.sum", "sum-out-of-range");
        await RefusedAsync(agree, "50000000", "50000000.5", "data.sum", "type");
        await RefusedAsync(agree, "50000000", TenToThe18th, "data.sum", "sum-out-of-range");
        await RefusedAsync(agree, "\"claimantSigned\":true", "\"claimantSigned\":false", "data.claimantSigned", "minutes-signed", "Điều 47");
        await RefusedAsync(agree, "\"officerSigned\":true", "\"officerSigned\":false", "data.officerSigned", "minutes-signed", "Điều 47");
        await RefusedAsync(agree, """[{"name":"Lê Văn Bình","agency":"Sở Tài chính","signed":true}]""", "[]", "data.participants", "required");
        await RefusedAsync(
            agree with { Outcome = "Failed", Data = """{"heldAt":"2026-01-01T00:00:00Z","minutes":"Không thống nhất.","rightToSueExplained":false}""" }, "Không", "Chưa", "data.rightToSueExplained", "right-to-sue-explained");
    }

    private async Task<string> AppointedAsync(bool asksAdvance = false)
    {
        using var reception = await host.SignInAsync($"reception@{Office}");
        var id = (string)(await reception.PostAsync("/api/procedures/compensation-claim/cases", TestHost.Json(Claim(asksAdvance))).JsonAsync(HttpStatusCode.Created))["id"]!;
        await DoAsync(new Step(reception, id, "prepare-check", "Prepared", """{"papers":[{"kind":"claim","form":"original"},{"kind":"basisDocument","form":"copyOriginalShown"},{"kind":"injuredPersonIdentity","form":"copyOriginalShown"}]}"""));
        await DoAsync(new Step(head, id, "check-completeness", "Complete", "null"));
        await DoAsync(new Step(head, id, "decide-acceptance", "Accepted", $$"""{"ground":{{Yes}},"damage":{{Yes}},"causalLink":{{Yes}}}"""));
        await DoAsync(new Step(
            head, id, "appoint", "Appointed",
            $$"""{"officerId":"settlement-officer@{{Office}}","officerName":"Phạm Thị Thu","inCharge":{{Yes}},"experienced":{{Yes}},"unrelated":{{Yes}},"signature":{{Signature}}}"""));
        return id;
    }

    /// <summary>On its way to a termination the case hears nothing else, and says so.</summary>
    private async Task NobodyWaitsAsync(string id)
    {
        using var reception = await host.SignInAsync($"reception@{Office}");
        using var form = new MultipartFormDataContent { { TestHost.Bytes([1, 2, 3], "image/png"), "file", "bien-ban.png" } };
        Assert.That((await reception.PostAsync($"/api/cases/{id}/documents", form).ProblemAsync(409)).Rule, Is.EqualTo("nobody-waits"));
        Assert.That((await reception.PostAsync($"/api/cases/{id}/withdraw", TestHost.Json("""{"reason":"Rút"}""")).ProblemAsync(409)).Rule, Is.EqualTo("nobody-waits"));
        Assert.That((await head.PostAsync($"/api/cases/{id}/complex", TestHost.Json("""{"reason":"Nhiều tình tiết"}""")).ProblemAsync(409)).Rule, Is.EqualTo("nobody-waits"));
        var papers = (await reception.GetAsync($"/api/cases/{id}/documents").JsonAsync())["items"]!.AsArray();
        Assert.That(papers.Select(paper => (string)paper!["name"]!), Does.Not.Contain("bien-ban.png"));
    }

    private static async Task DoAsync(Step step) => await Samples.CompleteAsync(step.Person, await step.TaskAsync(), step.Outcome, step.Data).JsonAsync();

    /// <summary>Nothing has changed afterwards: the task has the revision that it had.</summary>
    /// <param name="source">What the rule's source says; null where the rule is this product's own.</param>
    private static async Task RefusedAsync(Step step, string right, string wrong, string field, string rule, string? source = null, string? why = null)
    {
        Assert.That(step.Data, Does.Contain(right));
        var task = await step.TaskAsync();
        using var answer = await Samples.CompleteAsync(step.Person, task, step.Outcome, step.Data.Replace(right, wrong, StringComparison.Ordinal));
        var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.That((int)answer.StatusCode, Is.EqualTo(422), problem.ToJsonString());
        Assert.That(problem["errors"]!.AsArray().Select(error => ((string)error!["field"]!, (string)error["rule"]!)), Does.Contain((field, rule)), why ?? problem.ToJsonString());
        if (source is not null)
            Assert.That($"{problem["source"]} {problem["errors"]![0]!["message"]}", Does.Contain(source), "the source is told, of a form's own field in its message");
        Assert.That((int)(await step.TaskAsync())["revision"]!, Is.EqualTo((int)task["revision"]!));
    }

    private async Task<string> StatusAsync(string id) => (string)(await head.GetAsync($"/api/cases/{id}").JsonAsync())["status"]!;

    private async Task<Instant> NowAsync() => InstantPattern.ExtendedIso.Parse((string)(await head.GetAsync("/api/sandbox/clock").JsonAsync())["now"]!).Value;

    /// <summary>A day of the sandbox's clock in Asia/Ho_Chi_Minh.</summary>
    private async Task<string> TodayAsync(int days = 0) => LocalDatePattern.Iso.Format((await NowAsync()).InZone(DateTimeZoneProviders.Tzdb["Asia/Ho_Chi_Minh"]).Date.PlusDays(days));

    private static string Claim(bool asksAdvance) => $$"""
        {"office":"{{Office}}","channel":"counter","data":{"claimant":{"kind":"injuredPerson","name":"Lê Văn Nam","identityNumber":"035080001234","address":"Số 12","email":"nam@example.vn"},
         "madeOn":"2026-02-23","causedBy":{"name":"Chi cục mẫu","address":"Số 3"},"act":"Kê biên nhầm","damage":"Mất thu nhập","causalLink":"Không cho thuê được","sum":120000000,"reckoning":"Sáu tháng",
         "paymentAccount":{"holder":"Lê Văn Nam","number":"001","bank":"Ngân hàng mẫu"},"asksAdvance":{{(asksAdvance ? "true" : "false")}},"basis":"enclosed","papers":[{"kind":"claim","form":"original"}],"handedInAt":"serviceCentre"} }
        """;

    private sealed record Step(HttpClient Person, string CaseId, string Name, string Outcome, string Data)
    {
        /// <summary>The task's own name, where the step has more than one.</summary>
        public string? Task { get; init; }

        public async Task<JsonNode> TaskAsync() => Task is null
            ? (await TasksAsync()).First(task => (string)task!["name"]! != "extension")!
            : (await TasksAsync()).First(task => (string)task!["name"]! == Task)!;

        private async Task<IEnumerable<JsonNode?>> TasksAsync() => (await Person.GetAsync($"/api/cases/{CaseId}/tasks").JsonAsync())["items"]!.AsArray()
            .Where(task => (string)task!["activityId"]! == Name && (string)task["state"]! is "open" or "claimed");
    }
}
