using ProcedureEngine.Access;
using ProcedureEngine.Access.Offices;
using ProcedureEngine.Host.Tests.Messaging;
using ProcedureEngine.Host.Tests.Support;
using ProcedureEngine.Persistence;

namespace ProcedureEngine.Host.Tests.Portal;

/// <summary>What a portal's key is good for, and for nothing else.</summary>
public sealed class PortalKeyTests
{
    private TestHost host = null!;

    [OneTimeSetUp]
    public void Start() => host = new TestHost("Development", null,
        ("Portals:ha-nam:KeySha256", Passwords.HashKey("secret").ToUpperInvariant()), ("Portals:ha-nam:Offices", "namdinh, hanoi"));

    [OneTimeTearDown]
    public async Task StopAsync() => await host.DisposeAsync();

    [Test]
    public async Task A_portal_sees_no_case_of_an_office_and_acts_on_none()
    {
        var id = await Samples.StartedAsync(host);
        using var portal = Portal("secret");
        foreach (var path in (string[])["", "/journal", "/documents", "/tasks", "/messages", "/deadlines"])
            Assert.That((await portal.GetAsync($"/api/cases/{id}{path}").ProblemAsync(404)).Rule, Is.EqualTo("not-found"), path);
        foreach (var path in (string[])["/api/cases", "/api/tasks", "/api/deadlines", "/api/events"])
            Assert.That((await portal.GetAsync(path).JsonAsync())["items"]!.AsArray(), Is.Empty, path);
        Assert.That((await portal.PostAsync($"/api/cases/{id}/withdraw", TestHost.Json("""{"reason":"x"}""")).ProblemAsync(404)).Rule, Is.EqualTo("not-found"));
        foreach (var (act, body) in new[] { ("claim", """{"expectedRevision":1}"""), ("release", """{"expectedRevision":1}"""), ("complete", """{"outcome":"Valid","data":{},"expectedRevision":1}""") })
            Assert.That((await portal.PostAsync($"/api/tasks/{id}.t1/{act}", TestHost.Json(body)).ProblemAsync(404)).Rule, Is.EqualTo("not-found"), act);
        Assert.That((await StartAsync(portal, "namdinh", "http").ProblemAsync(403)).Rule, Is.EqualTo("role-required"));
        Assert.That((await StartAsync(portal, "namdinh", "counter").ProblemAsync(403)).Rule, Is.EqualTo("role-required"));
    }

    [Test]
    public async Task A_portal_hears_of_no_case_by_webhook()
    {
        await using var target = await WebhookTarget.StartAsync();
        using var portal = Portal("secret");
        Assert.That((await portal.PostAsync("/api/webhooks", TestHost.Json($$"""{"url":"{{target.Url}}"}""")).ProblemAsync(403)).Rule, Is.EqualTo("no-office"));
        Assert.That((await portal.GetAsync("/api/webhooks").JsonAsync())["items"]!.AsArray(), Is.Empty);
    }

    [Test]
    public async Task A_webhook_that_a_portal_has_from_before_is_told_nothing_and_switched_off()
    {
        await using var target = await WebhookTarget.StartAsync();
        var hook = new Webhook("portal-hook", "system:portal", target.Url, "unread", [], [], await host.Store.NowAsync(default));
        await host.Store.Webhooks.AddAsync(hook, 0, default);
        await Samples.StartedAsync(host);

        using var portal = Portal("development-portal");
        JsonNode standing;
        var started = System.Diagnostics.Stopwatch.StartNew();
        do
            standing = await portal.GetAsync("/api/webhooks/portal-hook").JsonAsync();
        while ((string)standing["state"]! != "off" && started.Elapsed < TimeSpan.FromSeconds(30));
        Assert.That(((string)standing["state"]!, (string?)standing["error"]), Is.EqualTo(("off", "its system sees no office's cases")));
        Assert.That((long)standing["position"]!, Is.Zero, "it came past no event");
        Assert.That(target.IsSilent, Is.True);
        Assert.That((await portal.PostAsync("/api/webhooks/portal-hook/switch-on", null).ProblemAsync(403)).Rule, Is.EqualTo("no-office"));
        Assert.That((await portal.PostAsync("/api/webhooks/portal-hook/replay", TestHost.Json($$"""{"from":"{{await FirstEventAsync()}}"}""")).ProblemAsync(404)).Rule, Is.EqualTo("not-found"));
        Assert.That((int)(await portal.DeleteAsync("/api/webhooks/portal-hook")).StatusCode, Is.EqualTo(204), "it may be taken away");
    }

    [TestCase("secret", "hochiminh", TestName = "Bound by the settings to other offices")]
    [TestCase("development-portal", "nowhere", TestName = "No office")]
    public async Task An_office_that_the_key_is_not_for_is_not_there(string key, string office)
    {
        using var portal = Portal(key);
        Assert.That((await StartAsync(portal, office, "portal").ProblemAsync(404)).Rule, Is.EqualTo("not-found"));
    }

    [Test]
    public async Task A_procedure_without_portals_says_by_which_doors_it_starts()
    {
        using var portal = Portal("secret");
        Assert.That((await StartAsync(portal, "namdinh", "portal").ProblemAsync(422)).Rule, Is.EqualTo("unknown-channel"));
    }

    [Test]
    public async Task Only_a_portal_asks_for_an_account_s_cases()
    {
        using var officer = await host.SignInAsync("intake-officer@namdinh");
        Assert.That((await officer.GetAsync("/api/portal/cases?account=lan").ProblemAsync(403)).Rule, Is.EqualTo("role-required"));
        using var portal = Portal("secret");
        Assert.That((await portal.GetAsync("/api/portal/cases?account=lan").JsonAsync())["items"]!.AsArray(), Is.Empty);
        Assert.That((await portal.GetAsync("/api/portal/cases").ProblemAsync(422)).Rule, Is.EqualTo("registered-account"));
    }

    [TestCase("short", "namdinh", "KeySha256")]
    [TestCase(null, "namdinh", "KeySha256")]
    [TestCase("ok", "", "names no office")]
    [TestCase("ok", "atlantis", "'atlantis', which is no office")]
    public void Wrong_settings_are_named(string? key, string offices, string named)
    {
        var hash = key == "ok" ? Passwords.HashKey("k") : key;
        var directory = OfficeDirectory.Load(Path.Combine(host.DataFolder, "none.json"), isPilotExtended: false);
        var exception = Assert.Throws<InvalidOperationException>(() => PortalKeys.Of([("p", hash, offices.Length == 0 ? [] : [offices])], directory));
        Assert.That(exception!.Message, Does.Contain(named));
    }

    private async Task<string> FirstEventAsync()
    {
        using var system = host.System();
        return (string)(await system.GetAsync("/api/events?limit=1").JsonAsync())["items"]![0]!["id"]!;
    }

    private HttpClient Portal(string key)
    {
        var client = host.Browser(withOrigin: false);
        client.DefaultRequestHeaders.Add("Authorization", $"ApiKey {key}");
        return client;
    }

    private static async Task<HttpResponseMessage> StartAsync(HttpClient portal, string office, string channel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/procedures/enforcement-request/cases") { Content = TestHost.Json(Samples.Start(office: office, channel: channel)) };
        request.Headers.Add("Idempotency-Key", Samples.NewKey());
        return await portal.SendAsync(request);
    }
}
