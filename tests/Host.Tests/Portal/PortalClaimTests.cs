using System.Net.Http.Headers;
using ProcedureEngine.Host.Tests.Mail;
using ProcedureEngine.Host.Tests.Support;

namespace ProcedureEngine.Host.Tests.Portal;

/// <summary>A claim that comes online: from an account of a portal, with its code at once, to the account alone.</summary>
[TestFixture(HostStore.Sqlite)]
[TestFixture(HostStore.Postgres)]
public sealed class PortalClaimTests(HostStore store)
{
    private const string Office = "so-ha-nam";
    private const string Start = "/api/procedures/compensation-claim/cases";

    private TestHost host = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => host = await TestHost.StartAsync(store);

    [OneTimeTearDown]
    public async Task StopAsync() => await host.DisposeAsync();

    [Test]
    public async Task The_code_is_answered_at_once_goes_to_the_phone_and_finds_the_case_for_its_account_alone()
    {
        using var portal = Portal();
        var key = Samples.NewKey();
        var started = await SendAsync(portal, Body("lan", "0912 345 678"), key).JsonAsync(HttpStatusCode.Created);
        var again = await SendAsync(portal, Body("lan", "0912 345 678"), key).JsonAsync(HttpStatusCode.Created);
        Assert.That(again.ToJsonString(), Is.EqualTo(started.ToJsonString()), "the same key is the same claim");
        var (id, code) = ((string)started["id"]!, (string)started["code"]!);
        Assert.That((string)started["number"]!["text"]!, Is.Not.Empty);

        var file = Path.Combine(host.DataFolder, "sms-out", $"{id}.sms.1.json");
        await MailHost.UntilAsync(() => Task.FromResult(File.Exists(file)), found => found, "the SMS lies in its folder");
        var sms = JsonNode.Parse(await File.ReadAllTextAsync(file))!;
        Assert.That(((string)sms["to"]!, (string)sms["kind"]!), Is.EqualTo(("+84912345678", "sms-case-code")));
        Assert.That((string)sms["text"]!, Does.Contain(code).And.Not.Contain("Lê Văn Nam"));
        Assert.That(Directory.GetFiles(Path.GetDirectoryName(file)!, $"{id}*"), Has.Length.EqualTo(1));

        var shown = await portal.GetAsync($"/api/portal/cases/{code}?account=lan").JsonAsync();
        Assert.That(((string)shown["summary"]!["code"]!, (string)shown["standing"]!["until"]!), Is.EqualTo((code, (string)shown["standing"]!["until"]!)));
        Assert.That((await portal.GetAsync("/api/portal/cases?account=lan").JsonAsync())["items"]!.AsArray().Select(item => (string)item!["code"]!), Does.Contain(code));
        foreach (var other in (string[])["Lan", "lan2", "hung"])
            Assert.That((await portal.GetAsync($"/api/portal/cases/{code}?account={other}").ProblemAsync(404)).Rule, Is.EqualTo("not-found"), other);
        using var otherPortal = host.System();
        Assert.That((await otherPortal.GetAsync($"/api/portal/cases/{code}?account=lan").ProblemAsync(404)).Rule, Is.EqualTo("not-found"), "another portal's account of that name");
        Assert.That((await portal.GetAsync($"/api/cases/{id}").ProblemAsync(404)).Rule, Is.EqualTo("not-found"), "the office's view is not the portal's");
        using var reception = await host.SignInAsync($"reception@{Office}");
        var messages = (await reception.GetAsync($"/api/cases/{id}/messages").JsonAsync())["items"]!.AsArray();
        Assert.That(messages.Any(message => (string)message!["channel"]! == "sms"), Is.True);
    }

    [Test]
    public async Task An_account_supplements_with_a_scan_and_withdraws()
    {
        using var portal = Portal();
        var started = await SendAsync(portal, Body("mai", "+84 98 765 4321"), Samples.NewKey()).JsonAsync(HttpStatusCode.Created);
        var code = (string)started["code"]!;
        using var form = new MultipartFormDataContent
        {
            { TestHost.Json("""{"account":"mai","text":"Gửi bản chụp căn cước.","documents":[{"kind":"injuredPersonIdentity","part":"scan"}]}"""), "request" },
            { TestHost.Bytes([1, 2, 3], "image/png"), "scan", "can-cuoc.png" },
        };
        await portal.PostAsync($"/api/portal/cases/{code}/supplement", form).JsonAsync();
        using var reception = await host.SignInAsync($"reception@{Office}");
        var papers = (await reception.GetAsync($"/api/cases/{started["id"]}/documents").JsonAsync())["items"]!.AsArray();
        Assert.That(papers.Select(paper => (string)paper!["name"]!), Does.Contain("can-cuoc.png"));

        Assert.That((await portal.PostAsync($"/api/portal/cases/{code}/withdrawal", TestHost.Json("""{"account":"hung","reason":"x"}""")).ProblemAsync(404)).Rule, Is.EqualTo("not-found"));
        var withdrawn = await portal.PostAsync($"/api/portal/cases/{code}/withdrawal", TestHost.Json("""{"account":"mai","reason":"Đã thỏa thuận"}""")).JsonAsync();
        Assert.That((string)withdrawn["code"]!, Is.EqualTo(code));
    }

    [TestCase("\"account\":\"lan\",", "", "registered-account", "account")]
    [TestCase("\"account\":\"lan\",", "\"account\":\" \",", "registered-account", "account")]
    [TestCase("\"channel\":\"portal\"", "\"channel\":\"form\"", "registered-account", "channel", Description = "an anonymous form")]
    [TestCase("\"phone\":\"0912 345 678\",", "", "phone", "phone")]
    [TestCase("0912 345 678", "02263 850 000", "phone-landline", "phone")]
    [TestCase("0912 345 678", "01234567890", "phone-old-form", "phone")]
    [TestCase("\"data\":{", "\"data\":{\"account\":\"hung\",", "given-twice", "account")]
    public async Task What_is_missing_or_wrong_is_named(string right, string wrong, string rule, string field)
    {
        using var portal = Portal();
        var body = Body("lan", "0912 345 678");
        Assert.That(body, Does.Contain(right));
        var refused = await SendAsync(portal, body.Replace(right, wrong, StringComparison.Ordinal), Samples.NewKey()).ProblemAsync(422);
        Assert.That((refused.Rule, refused.Fields.Single()), Is.EqualTo((rule, field)));
    }

    [Test]
    public async Task Account_and_phone_may_stand_in_the_data_and_nobody_else_comes_by_this_door()
    {
        var within = Body("nam", "0912345678").Replace("\"account\":\"nam\",\"phone\":\"0912345678\",", string.Empty, StringComparison.Ordinal).Replace("\"data\":{", "\"data\":{\"account\":\"nam\",\"phone\":\"0912345678\",", StringComparison.Ordinal);
        using var portal = Portal();
        await SendAsync(portal, within, Samples.NewKey()).JsonAsync(HttpStatusCode.Created);
        using var reception = await host.SignInAsync($"reception@{Office}");
        Assert.That((await SendAsync(reception, Body("lan", "0912345678"), Samples.NewKey()).ProblemAsync(403)).Rule, Is.EqualTo("role-required"));
        using var nobody = host.Browser();
        Assert.That((await SendAsync(nobody, Body("lan", "0912345678"), Samples.NewKey()).ProblemAsync(401)).Rule, Is.EqualTo("sign-in-required"));
        Assert.That((await nobody.PostAsync($"/api/public/{Office}/requests?procedure=compensation-claim", TestHost.Json("{}")).ProblemAsync(403)).Rule, Is.EqualTo("no-anonymous-form"));
    }

    private HttpClient Portal()
    {
        var client = host.Browser(withOrigin: false);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("ApiKey", "development-portal");
        return client;
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient caller, string body, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Start) { Content = TestHost.Json(body) };
        request.Headers.Add("Idempotency-Key", key);
        return await caller.SendAsync(request);
    }

    private static string Body(string account, string phone) => $$"""
        {"office":"{{Office}}","channel":"portal","account":"{{account}}","phone":"{{phone}}","data":{"claimant":{"kind":"injuredPerson","name":"Lê Văn Nam","identityNumber":"035080001234","address":"Số 12","email":"nam@example.vn"},
         "madeOn":"2026-02-23","causedBy":{"name":"Chi cục mẫu","address":"Số 3"},"act":"Kê biên nhầm","damage":"Mất thu nhập","causalLink":"Không cho thuê được","sum":120000000,"reckoning":"Sáu tháng",
         "paymentAccount":{"holder":"Lê Văn Nam","number":"001","bank":"Ngân hàng mẫu"},"asksAdvance":false,"basis":"enclosed","papers":[{"kind":"claim","form":"scan"}]} }
        """;
}
