using Microsoft.Extensions.DependencyInjection;
using ProcedureEngine.Engine.Definitions;
using ProcedureEngine.Host.Tests.Support;

namespace ProcedureEngine.Host.Tests.Operations;

/// <summary>Readiness asks nobody to sign in, so what it tells a stranger is no more than a balancer needs.</summary>
public sealed class ReadinessTests
{
    private const string Reason = "planted: https://inside.example.vn answered system:cong-dvc";

    private TestHost host = null!;

    [OneTimeSetUp]
    public void Start()
    {
        host = new TestHost();
        host.Services.GetRequiredService<DefinitionRegistry>().Quarantine("enforcement-request", 9, Reason);
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await host.DisposeAsync();

    [TestCase(null, null, true, TestName = "From the machine itself")]
    [TestCase(null, "203.0.113.7", false, TestName = "A stranger through the proxy")]
    [TestCase(null, "127.0.0.1, 203.0.113.7", false, TestName = "A stranger who says that he is the machine")]
    [TestCase("operator@hanoi", "203.0.113.7", true, TestName = "An operator through the proxy")]
    [TestCase("clerk@hanoi", "203.0.113.7", false, TestName = "Another person through the proxy")]
    public async Task Reasons_are_for_the_machine_itself_and_for_operators(string? user, string? client, bool isTold)
    {
        using var browser = user is null ? host.Browser() : await host.SignInAsync(user);
        if (client is not null)
            browser.DefaultRequestHeaders.Add("X-Forwarded-For", client);
        var ready = await browser.GetAsync("/health/ready").JsonAsync();
        Assert.That((string?)ready["status"], Is.EqualTo("degraded"));
        var part = ready["degraded"]!.AsArray().Single()!;
        Assert.That(((string?)part["part"], (string?)part["reason"]), Is.EqualTo(("procedure/enforcement-request/v9", isTold ? Reason : null)));
    }

    [Test]
    public async Task Why_the_store_cannot_be_used_is_told_to_the_machine_itself_alone()
    {
        await using var broken = new TestHost();
        await broken.Store.WriteAsync<int>(
            async sql => await sql.ExecuteAsync(new Persistence.Sql.Statement("INSERT INTO schema_steps (step, hash, applied_at) VALUES (999, 'later', 0)")), isBackground: false, default);
        using var browser = broken.Browser();
        Assert.That((string?)(await StoreAsync(browser))["reason"], Does.Contain("newer program"));
        browser.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");
        Assert.That((string?)(await StoreAsync(browser))["reason"], Is.Null);

        static async Task<JsonNode> StoreAsync(HttpClient browser)
        {
            var part = (await browser.GetAsync("/health/ready").JsonAsync(HttpStatusCode.ServiceUnavailable))["degraded"]!.AsArray().Single()!;
            Assert.That((string?)part["part"], Is.EqualTo("store"));
            return part;
        }
    }
}
