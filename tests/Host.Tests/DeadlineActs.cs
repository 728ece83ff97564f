using NodaTime;
using NodaTime.Text;
using ProcedureEngine.Host.Tests.Mail;
using ProcedureEngine.Host.Tests.Support;

namespace ProcedureEngine.Host.Tests;

/// <summary>Stopping, resuming and extending limits over HTTP: who may, what is refused by which rule, the same request twice, what is shown.</summary>
[TestFixture(HostStore.Sqlite)]
[TestFixture(HostStore.Postgres)]
public sealed class DeadlineActs(HostStore store)
{
    private TestHost host = null!;
    private HttpClient supervisor = null!;
    private HttpClient officer = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        host = await TestHost.StartAsync(store);
        supervisor = await host.SignInAsync("supervisor@namdinh");
        officer = await host.SignInAsync("intake-officer@namdinh");
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        supervisor.Dispose();
        officer.Dispose();
        await host.DisposeAsync();
    }

    [Test]
    public async Task A_supervisor_stops_resumes_and_everything_shows_it()
    {
        var (caseId, id) = await LimitAsync();
        var today = await TodayAsync();
        var stopped = await PostAsync(id, "suspend", Stop(today, evidence: "Biên bản thiên tai")).JsonAsync();
        Assert.That(((string)stopped["state"]!, stopped["dueDate"], (int)stopped["remaining"]!, (string)stopped["remainingUnit"]!, (int)stopped["revision"]!), Is.EqualTo(("suspended", (JsonNode?)null, 2, "workingDay", 2)));
        var listed = (await supervisor.GetAsync("/api/deadlines?state=suspended&limit=500").JsonAsync())["items"]!.AsArray().Single(limit => (string)limit!["id"]! == id)!;
        Assert.That((int)listed["remaining"]!, Is.EqualTo(2));
        Assert.That((await Samples.TaskAsync(officer, caseId, "check-validity"))["dueAt"], Is.Null);
        Assert.That(await officer.GetStringAsync($"/desk/cases/{caseId}"), Does.Contain("Tạm dừng, còn 2 ngày làm việc"));

        var resumed = await PostAsync(id, "resume", $$"""{"to":"{{today}}","basis":"Hết bão","expectedRevision":2}""").JsonAsync();
        Assert.That(((string)resumed["state"]!, resumed["remaining"]), Is.EqualTo(("running", (JsonNode?)null)));
        var ledger = (await officer.GetAsync($"/api/deadlines/{id}/ledger").JsonAsync())["items"]!.AsArray();
        Assert.That(ledger.Select(line => ((string)line!["kind"]!, (string)line["actorId"]!)), Is.EqualTo(new[] { ("suspended", "supervisor@namdinh"), ("resumed", "supervisor@namdinh") }));
        Assert.That((string)ledger[1]!["after"]!["dueDate"]!, Is.EqualTo((string)resumed["dueDate"]!));
        var explained = await officer.GetAsync($"/api/deadlines/{id}/explanation").JsonAsync();
        Assert.That(explained["ledger"]!.AsArray(), Has.Count.EqualTo(2));
        Assert.That(await EventsAsync(caseId, 2), Is.EqualTo(new[] { "deadline.suspended", "deadline.resumed" }));
    }

    [Test]
    public async Task The_same_key_has_one_effect_and_one_answer_whatever_came_between()
    {
        var (_, id) = await LimitAsync();
        var today = await TodayAsync();
        var key = Samples.NewKey();
        var first = await PostAsync(id, "suspend", Stop(today), key).JsonAsync();
        await PostAsync(id, "resume", $$"""{"to":"{{today}}","basis":"Hết bão","expectedRevision":2}""").JsonAsync();
        var second = await PostAsync(id, "suspend", Stop(today), key).JsonAsync();
        Assert.That(second.ToJsonString(), Is.EqualTo(first.ToJsonString()));
        Assert.That((await officer.GetAsync($"/api/deadlines/{id}/ledger").JsonAsync())["items"]!.AsArray(), Has.Count.EqualTo(2));
        Assert.That((await PostAsync(id, "suspend", Stop(today, basis: "Khác"), key).ProblemAsync(422)).Rule, Is.EqualTo("key-reused").Or.Contain("key"));
    }

    [TestCase("intake-officer@namdinh", 403, "clock-role")]
    [TestCase("head@namdinh", 403, "clock-role")]
    [TestCase("operator@namdinh", 403, "clock-role")]
    [TestCase("supervisor@hanoi", 404, "not-found")]
    [TestCase("head@hanoi", 404, "not-found")]
    public async Task Whoever_may_not_is_told_the_rule_and_whoever_does_not_see_it_nothing(string who, int status, string rule)
    {
        var (_, id) = await LimitAsync();
        using var person = await host.SignInAsync(who);
        var today = await TodayAsync();
        foreach (var (act, body) in new[] { ("suspend", Stop(today)), ("resume", $$"""{"to":"{{today}}","basis":"x","expectedRevision":1}"""), ("extend", Extend(today)) })
            Assert.That((await PostAsync(id, act, body, null, person).ProblemAsync(status)).Rule, Is.EqualTo(rule), act);
    }

    [Test]
    public async Task A_supervisor_of_the_office_above_may()
    {
        var caseId = await Samples.StartedAsync(host, "cctpnamdinh");
        using var below = await host.SignInAsync("intake-officer@cctpnamdinh");
        var id = (string)(await below.GetAsync($"/api/cases/{caseId}/deadlines").JsonAsync())["items"]![0]!["id"]!;
        Assert.That((string)(await PostAsync(id, "suspend", Stop(await TodayAsync())).JsonAsync())["state"]!, Is.EqualTo("suspended"));
    }

    private static IEnumerable<TestCaseData> Refusals()
    {
        yield return new TestCaseData("suspend", """{"from":"{before}","ground":"force-majeure","basis":"b","expectedRevision":1}""", 422, "stop-before-limit", "from", true);
        yield return new TestCaseData("suspend", """{"from":"{far}","to":"{far}","ground":"force-majeure","basis":"b","expectedRevision":1}""", 422, "stop-after-limit", "from", true);
        yield return new TestCaseData("suspend", """{"from":"{far}","ground":"force-majeure","basis":"b","expectedRevision":1}""", 422, "in-the-future", "from", false);
        yield return new TestCaseData("suspend", """{"from":"{far}","to":"{today}","ground":"force-majeure","basis":"b","expectedRevision":1}""", 422, "stop-order", "to", true);
        yield return new TestCaseData("suspend", """{"from":"{today}","ground":"tired","basis":"b","expectedRevision":1}""", 422, "unknown-ground", "ground", true);
        yield return new TestCaseData("suspend", """{"from":"{today}","ground":"force-majeure","basis":"b","evidence":"{case}.nothing","expectedRevision":1}""", 422, "unknown-document", "evidence", false);
        yield return new TestCaseData("suspend", """{"from":"{today}","ground":"force-majeure","basis":"b","expectedRevision":9}""", 409, "stale-revision", null, false);
        yield return new TestCaseData("resume", """{"to":"{today}","basis":"b","expectedRevision":1}""", 422, "not-suspended", "state", true);
        yield return new TestCaseData("extend", """{"amount":1,"unit":"workingDay","agreedOn":"{today}","basis":"b","expectedRevision":1}""", 422, "cannot-be-extended", "amount", true);
        yield return new TestCaseData("extend", """{"amount":-1,"unit":"workingDay","agreedOn":"{today}","basis":"b","expectedRevision":1}""", 422, "amount-range", "amount", true);
        yield return new TestCaseData("extend", """{"amount":100000,"unit":"workingDay","agreedOn":"{today}","basis":"b","expectedRevision":1}""", 422, "amount-range", "amount", true);
        yield return new TestCaseData("extend", """{"amount":1,"unit":"fortnight","agreedOn":"{today}","basis":"b","expectedRevision":1}""", 422, "unknown-unit", "unit", true);
        yield return new TestCaseData("suspend", """{"from":"26/11/2026","ground":"force-majeure","basis":"b","expectedRevision":1}""", 400, "malformed-json", "body.from", false);
        yield return new TestCaseData("suspend", """{"from":"{today}","ground":"force-majeure","basis":"b"}""", 400, "malformed-json", "body.expectedRevision", false);
    }

    [TestCaseSource(nameof(Refusals))]
    public async Task What_is_refused_names_its_rule_the_field_and_the_source(string act, string body, int status, string rule, string? field, bool hasSource)
    {
        var (caseId, id) = await LimitAsync();
        var today = LocalDatePattern.Iso.Parse(await TodayAsync()).Value;
        var text = body.Replace("{before}", Iso(today.PlusDays(-1)), StringComparison.Ordinal).Replace("{today}", Iso(today), StringComparison.Ordinal)
            .Replace("{far}", Iso(today.PlusDays(60)), StringComparison.Ordinal).Replace("{case}", caseId, StringComparison.Ordinal);
        using var response = await PostAsync(id, act, text);
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.That(((int)response.StatusCode, (string)problem["type"]!), Is.EqualTo((status, $"/problems/{rule}")), problem.ToJsonString());
        Assert.That(problem["errors"]!.AsArray().Select(error => (string)error!["field"]!), field is null ? Is.Empty : Does.Contain(field));
        Assert.That(string.IsNullOrEmpty((string?)problem["source"]), Is.EqualTo(!hasSource));
        Assert.That((await officer.GetAsync($"/api/deadlines/{id}/ledger").JsonAsync())["items"]!.AsArray(), Is.Empty);
    }

    private static string Stop(string from, string basis = "Công điện 05/CĐ", string? evidence = null) =>
        $$"""{"from":"{{from}}","ground":"force-majeure","basis":"{{basis}}","evidence":{{(evidence is null ? "null" : $"\"{evidence}\"")}},"expectedRevision":1}""";

    private static string Extend(string agreedOn) => $$"""{"amount":1,"unit":"workingDay","agreedOn":"{{agreedOn}}","basis":"x","expectedRevision":1}""";

    private static string Iso(LocalDate date) => LocalDatePattern.Iso.Format(date);

    /// <summary>A new case and its running limit <c>check-validity</c>: 2 working days.</summary>
    private async Task<(string CaseId, string LimitId)> LimitAsync()
    {
        var caseId = await Samples.StartedAsync(host);
        var limits = (await officer.GetAsync($"/api/cases/{caseId}/deadlines").JsonAsync())["items"]!.AsArray();
        return (caseId, (string)limits.Single(limit => (string)limit!["limitId"]! == "check-validity")!["id"]!);
    }

    private async Task<string> TodayAsync() => Iso(
        InstantPattern.ExtendedIso.Parse((string)(await officer.GetAsync("/api/sandbox/clock").JsonAsync())["now"]!).Value.InZone(DateTimeZoneProviders.Tzdb["Asia/Ho_Chi_Minh"]).Date);

    private async Task<HttpResponseMessage> PostAsync(string id, string act, string body, string? key = null, HttpClient? person = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/deadlines/{id}/{act}") { Content = TestHost.Json(body) };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return await (person ?? supervisor).SendAsync(request);
    }

    /// <summary>The feed follows the commits; it is read until so many events of the case's limits are there.</summary>
    private async Task<string[]> EventsAsync(string caseId, int count)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var system = host.System();
        while (true)
        {
            limit.Token.ThrowIfCancellationRequested();
            var events = (await system.GetAsync("/api/events?limit=1000").JsonAsync())["items"]!.AsArray()
                .Where(e => (string)e!["caseId"]! == caseId && ((string)e["type"]!).StartsWith("deadline.", StringComparison.Ordinal)).Select(e => (string)e!["type"]!).ToArray();
            if (events.Length >= count)
                return events;
        }
    }
}
