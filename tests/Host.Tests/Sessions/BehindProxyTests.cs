using Microsoft.Extensions.Configuration;
using ProcedureEngine.Host.Composition;
using ProcedureEngine.Host.Tests.Support;

namespace ProcedureEngine.Host.Tests.Sessions;

/// <summary>Behind a reverse proxy the client counts, not the proxy; and nobody but a trusted proxy says who the client is.</summary>
public sealed class BehindProxyTests
{
    private const string Wrong = """{"user":"nobody","password":"wrong"}""";
    private const string Right = """{"user":"clerk@namdinh","password":"clerk@namdinh"}""";

    [Test]
    public async Task Clients_of_the_proxy_are_counted_apart()
    {
        await using var host = Limited();
        Assert.That(await SignInAsync(host, "203.0.113.7"), Is.EqualTo(401));
        Assert.That(await SignInAsync(host, "203.0.113.8"), Is.EqualTo(401), "another client");
        Assert.That(await SignInAsync(host, "203.0.113.7"), Is.EqualTo(429), "the first one again");
        Assert.That(await SignInAsync(host, "198.51.100.1, 203.0.113.7"), Is.EqualTo(429), "what a client writes before the proxy's entry is not believed");
        Assert.That(await SignInAsync(host, "2001:db8:1:2::7"), Is.EqualTo(401));
        Assert.That(await SignInAsync(host, "2001:db8:1:2:ffff::8"), Is.EqualTo(429), "one client has a /64");
        Assert.That(await SignInAsync(host, "2001:db8:1:3::7"), Is.EqualTo(401));
    }

    [TestCase("none", TestName = "Nobody is trusted")]
    [TestCase("10.0.8.0/24, 2001:db8::7", TestName = "Others are trusted")]
    public async Task A_caller_who_is_not_trusted_does_not_choose_his_address(string trusted)
    {
        await using var host = Limited(("Proxy:Trusted", trusted));
        Assert.That(await SignInAsync(host, "203.0.113.7"), Is.EqualTo(401));
        Assert.That(await SignInAsync(host, "203.0.113.8"), Is.EqualTo(429));
    }

    [Test]
    public async Task Two_proxies_are_passed_where_both_are_trusted_and_counted()
    {
        await using var host = Limited(("Proxy:Hops", "2"), ("Proxy:Trusted", "127.0.0.1/8 ::1 10.0.8.0/24"));
        Assert.That(await SignInAsync(host, "203.0.113.7, 10.0.8.5"), Is.EqualTo(401));
        Assert.That(await SignInAsync(host, "203.0.113.8, 10.0.8.5"), Is.EqualTo(401));
        Assert.That(await SignInAsync(host, "203.0.113.9, 192.0.2.1"), Is.EqualTo(401));
        Assert.That(await SignInAsync(host, "203.0.113.10, 192.0.2.1"), Is.EqualTo(429), "192.0.2.1 is no proxy, so it is the client");
    }

    [Test]
    public async Task A_browser_that_names_its_https_origin_alone_is_at_home_behind_TLS()
    {
        await using var host = new TestHost();
        using var client = new HttpClient { BaseAddress = host.Address };
        await SendAsync(client, null).ProblemAsync(403);
        using var signedIn = await SendAsync(client, "https");
        Assert.That(signedIn.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(signedIn.Headers.GetValues("Set-Cookie").Single(), Does.Contain("; secure"));

        static Task<HttpResponseMessage> SendAsync(HttpClient client, string? scheme) =>
            PostAsync(client, Right, ("Host", "pe.example.vn"), ("Origin", "https://pe.example.vn"), ("X-Forwarded-For", "203.0.113.7"), ("X-Forwarded-Proto", scheme));
    }

    [TestCase("pe.example.vn", 200, TestName = "Our name")]
    [TestCase("evil.example", 403, TestName = "Another name is not taken, so its origin is not ours")]
    public async Task A_host_name_that_is_passed_on_is_one_that_is_allowed(string name, int status)
    {
        await using var host = new TestHost("Development", null, ("AllowedHosts", "pe.example.vn;inside.example.vn"));
        using var client = new HttpClient { BaseAddress = host.Address };
        using var answer = await PostAsync(client, Right, ("Host", "inside.example.vn"), ("Origin", $"https://{name}"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", name));
        Assert.That((int)answer.StatusCode, Is.EqualTo(status));
    }

    [TestCase("10.0.8.0/33", "10.0.8.0/33", TestName = "A length that no network has")]
    [TestCase("10.1", "10.1", TestName = "A short form")]
    [TestCase("proxy.example.vn", "proxy.example.vn", TestName = "A name")]
    [TestCase("127.0.0.1 0.0.0.0/0", "0.0.0.0/0", TestName = "Everybody")]
    [TestCase("::/0", "::/0", TestName = "Everybody by IPv6")]
    public void What_is_no_proxy_is_refused_by_name(string trusted, string named)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Proxy:Trusted"] = trusted }).Build();
        var settings = new SettingReader(configuration);
        ProxyTrust.Read(configuration, settings);
        Assert.That(Assert.Throws<InvalidOperationException>(settings.ThrowIfAnyIsWrong)!.Message, Does.Contain($"Proxy:Trusted holds '{named}'"));
    }

    private static TestHost Limited(params (string Name, string Value)[] settings) => new("Development", null, [("Limits:SignInsPerMinute", "1"), .. settings]);

    private static async Task<int> SignInAsync(TestHost host, string forwardedFor)
    {
        using var client = host.Browser();
        using var answer = await PostAsync(client, Wrong, ("X-Forwarded-For", forwardedFor));
        return (int)answer.StatusCode;
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, string body, params (string Name, string? Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/session") { Content = TestHost.Json(body) };
        foreach (var (name, value) in headers)
        {
            if (value is not null)
                request.Headers.TryAddWithoutValidation(name, value);
        }

        return await client.SendAsync(request);
    }
}
