using ProcedureEngine.Host.Tests.Mail;
using ProcedureEngine.Host.Tests.Support;

namespace ProcedureEngine.Host.Tests;

/// <summary>The explanation of a case's limit: JSON, a page in two languages, and the sheet of each revision, the same for ever.</summary>
[TestFixture(HostStore.Sqlite)]
[TestFixture(HostStore.Postgres)]
public sealed class DeadlineExplanations(HostStore store)
{
    private TestHost host = null!;
    private HttpClient officer = null!;
    private HttpClient supervisor = null!;
    private string id = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        host = await TestHost.StartAsync(store);
        (officer, supervisor) = (await host.SignInAsync("intake-officer@namdinh"), await host.SignInAsync("supervisor@namdinh"));
        var caseId = await Samples.StartedAsync(host);
        id = (string)(await officer.GetAsync($"/api/cases/{caseId}/deadlines").JsonAsync())["items"]![0]!["id"]!;
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        officer.Dispose();
        supervisor.Dispose();
        await host.DisposeAsync();
    }

    [Test]
    public async Task It_is_JSON_unless_a_page_is_preferred()
    {
        var json = await officer.GetAsync($"/api/deadlines/{id}/explanation").JsonAsync();
        Assert.That((string)json["sheet"]!["limit"]!["id"]!, Is.EqualTo("check-validity"));
        Assert.That(json["explanation"]!.AsArray(), Is.Not.Empty);
        Assert.That((string)json["sheet"]!["act"]!["vi"]!, Is.EqualTo("tiếp nhận yêu cầu"), "the act that started it");
        Assert.That(await PageAsync("explanation", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"), Does.StartWith("<!doctype html>").IgnoreCase);
        Assert.That(await PageAsync("explanation", "application/json,text/html;q=0.5"), Does.StartWith("{"));
        Assert.That(await PageAsync("explanation", "*/*"), Does.StartWith("{"));
    }

    [TestCase(null, null, "Phiếu tính thời hạn")]
    [TestCase(null, "en-GB,vi;q=0.5", "Time limit sheet")]
    [TestCase(null, "vi,en;q=0.5", "Phiếu tính thời hạn")]
    [TestCase("en", "vi", "Time limit sheet")]
    [TestCase("vi", "en", "Phiếu tính thời hạn")]
    public async Task The_page_speaks_Vietnamese_and_English(string? query, string? accepted, string title)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/deadlines/{id}/explanation.html{(query is null ? "" : "?lang=" + query)}");
        if (accepted is not null)
            request.Headers.Add("Accept-Language", accepted);
        using var answer = await officer.SendAsync(request);
        Assert.That(answer.Content.Headers.ContentType!.MediaType, Is.EqualTo("text/html"));
        Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain(title));
    }

    [Test]
    public async Task What_it_does_not_have_is_refused()
    {
        Assert.That((await officer.GetAsync($"/api/deadlines/{id}/explanation?revision=99").ProblemAsync(422)).Rule, Is.EqualTo("unknown-revision"));
        Assert.That((await officer.GetAsync($"/api/deadlines/{id}/explanation?revision=0").ProblemAsync(422)).Rule, Is.EqualTo("unknown-revision"));
        Assert.That((await officer.GetAsync($"/api/deadlines/{id}/explanation.html?lang=fr").ProblemAsync(422)).Rule, Is.EqualTo("unknown-language"));
        using var stranger = await host.SignInAsync("intake-officer@hanoi");
        foreach (var form in new[] { "explanation", "explanation.html", "sheet", "ledger" })
            Assert.That((await stranger.GetAsync($"/api/deadlines/{id}/{form}").ProblemAsync(404)).Rule, Is.EqualTo("not-found"), form);
    }

    /// <summary>What was explained before an act is explained the same after it.</summary>
    [Test]
    public async Task The_sheet_of_each_revision_stays_the_same_for_ever()
    {
        var caseId = await Samples.StartedAsync(host);
        var other = (string)(await officer.GetAsync($"/api/cases/{caseId}/deadlines").JsonAsync())["items"]![0]!["id"]!;
        var began = await officer.GetStringAsync($"/api/deadlines/{other}/sheet");
        var today = (string)JsonNode.Parse(began)!["result"]!["dayZero"]!;
        await supervisor.PostAsync($"/api/deadlines/{other}/suspend", TestHost.Json($$"""{"from":"{{today}}","ground":"force-majeure","basis":"Bão số 9","evidence":"Công điện","expectedRevision":1}""")).JsonAsync();
        var stopped = await officer.GetStringAsync($"/api/deadlines/{other}/sheet");
        Assert.That((JsonNode.Parse(stopped)!["result"]!["dueDate"], (int)JsonNode.Parse(stopped)!["result"]!["remaining"]!), Is.EqualTo(((JsonNode?)null, 2)));
        Assert.That((string)JsonNode.Parse(stopped)!["count"]!["stops"]![0]!["by"]!, Is.EqualTo("supervisor@namdinh"));
        Assert.That(await officer.GetStringAsync($"/api/deadlines/{other}/sheet?revision=1"), Is.EqualTo(began));
        Assert.That(await officer.GetStringAsync($"/api/deadlines/{other}/explanation.html?revision=2"), Does.Contain("Bão số 9"));
        await supervisor.PostAsync($"/api/deadlines/{other}/resume", TestHost.Json($$"""{"to":"{{today}}","basis":"Hết bão","expectedRevision":2}""")).JsonAsync();
        Assert.That(await officer.GetStringAsync($"/api/deadlines/{other}/sheet?revision=1"), Is.EqualTo(began));
        Assert.That(await officer.GetStringAsync($"/api/deadlines/{other}/sheet?revision=2"), Is.EqualTo(stopped));
    }

    private async Task<string> PageAsync(string form, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/deadlines/{id}/{form}");
        request.Headers.Add("Accept", accept);
        using var answer = await officer.SendAsync(request);
        Assert.That(answer.IsSuccessStatusCode, Is.True);
        return await answer.Content.ReadAsStringAsync();
    }
}
