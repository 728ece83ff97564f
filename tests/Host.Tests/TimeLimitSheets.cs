using ProcedureEngine.Host.Tests.Mail;
using ProcedureEngine.Host.Tests.Support;
using ProcedureEngine.VerifyDeadline;

namespace ProcedureEngine.Host.Tests;

/// <summary>The sheet of a case's limit, over HTTP.</summary>
[TestFixture(HostStore.Sqlite)]
[TestFixture(HostStore.Postgres)]
public sealed class TimeLimitSheets(HostStore store)
{
    private TestHost host = null!;
    private HttpClient officer = null!;
    private string limit = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        host = await TestHost.StartAsync(store);
        officer = await host.SignInAsync("intake-officer@namdinh");
        var id = await Samples.StartedAsync(host);
        limit = (string)(await officer.GetAsync($"/api/cases/{id}/deadlines").JsonAsync())["items"]!.AsArray().First(row => (string)row!["limitId"]! == "check-validity")!["id"]!;
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        officer.Dispose();
        await host.DisposeAsync();
    }

    [Test]
    public async Task The_document_is_counted_again_by_the_small_program_and_is_the_same_each_time()
    {
        var first = await officer.GetStringAsync($"/api/deadlines/{limit}/sheet");
        Assert.That(Sheet.Verify(first), Is.Empty);
        Assert.That(await officer.GetStringAsync($"/api/deadlines/{limit}/sheet"), Is.EqualTo(first));
        var row = (await officer.GetAsync($"/api/deadlines/{limit}/explanation").JsonAsync())["limit"]!;
        Assert.That((string?)JsonNode.Parse(first)!["result"]!["dueDate"], Is.EqualTo((string?)row["dueDate"]));
    }

    [TestCase("vi", "Phiếu tính thời hạn")]
    [TestCase("en", "Time limit sheet")]
    public async Task The_page_prints_in_either_language_and_may_load_and_run_nothing(string language, string title)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/deadlines/{limit}/sheet?lang={language}");
        request.Headers.Add("Accept", "text/html");
        using var answer = await officer.SendAsync(request);
        Assert.That(answer.Content.Headers.ContentType?.MediaType, Is.EqualTo("text/html"));
        Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain(title));
        Assert.That(answer.Headers.GetValues("Content-Security-Policy").Single(), Does.StartWith("default-src 'none'").And.Contain("sandbox"));
    }

    [Test]
    public async Task Another_office_does_not_see_it_and_a_language_that_is_none_is_refused()
    {
        using var other = await host.SignInAsync("intake-officer@hanoi");
        await other.GetAsync($"/api/deadlines/{limit}/sheet").ProblemAsync(404);
        Assert.That((await officer.GetAsync($"/api/deadlines/{limit}/sheet?lang=fr").ProblemAsync(422)).Rule, Is.EqualTo("unknown-language"));
    }
}
