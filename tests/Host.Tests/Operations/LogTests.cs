using ProcedureEngine.Host.Tests.Support;
using ProcedureEngine.Persistence.Sql;

namespace ProcedureEngine.Host.Tests.Operations;

/// <summary>The log is read by more people than a case: whom somebody looks for and under which code a case is asked for stand in no line of it.</summary>
public sealed class LogTests
{
    private const string Name = "Vũ-Thị-Kín";

    [TestCase("Development")]
    [TestCase("Production")]
    public async Task What_is_asked_for_is_not_logged_unless_an_operator_wants_it(string environment)
    {
        await using var host = new TestHost(environment, null, ("Logging:LogLevel:Default", "Information"));
        var code = await AskAsync(host);
        Assert.That(host.Log.Lines, Has.Some.Contains("Application started"));
        Assert.That(host.Log.Lines.Where(line => Tells(line, code)), Is.Empty);
    }

    [Test]
    public async Task What_an_operator_sets_is_stronger()
    {
        await using var host = new TestHost("Development", null, ("Logging:LogLevel:Microsoft.AspNetCore", "Information"));
        var code = await AskAsync(host);
        Assert.That(host.Log.Lines.Where(line => Tells(line, code)), Is.Not.Empty);
    }

    [Test]
    public async Task A_request_that_fails_is_logged_by_its_route()
    {
        await using var host = new TestHost("Development", null, ("Logging:LogLevel:Default", "Information"));
        await host.Store.WriteAsync<int>(async sql => await sql.ExecuteAsync(new Statement("ALTER TABLE cases RENAME TO cases_away")), isBackground: false, default);
        var code = await AskAsync(host);
        Assert.That(host.Log.Lines, Has.Some.Contains("GET /api/public/cases/{code} failed"));
        Assert.That(host.Log.Lines.Where(line => Tells(line, code)), Is.Empty);
    }

    /// <summary>A search by name and a look at a case by its code, as path and query carry them.</summary>
    private static async Task<string> AskAsync(TestHost host)
    {
        const string code = "K7QX-M2PD-R9TB";
        using var nobody = host.Browser();
        nobody.DefaultRequestHeaders.Add("X-Case-Secret", "secret");
        using var byName = await nobody.GetAsync($"/api/cases?search={Uri.EscapeDataString(Name)}");
        using var byCode = await nobody.GetAsync($"/api/public/cases/{code}");
        Assert.That(byName.IsSuccessStatusCode || byCode.IsSuccessStatusCode, Is.False);
        return code;
    }

    private static bool Tells(string line, string code) =>
        line.Contains(Name, StringComparison.Ordinal) || line.Contains(Uri.EscapeDataString(Name), StringComparison.OrdinalIgnoreCase) || line.Contains(code, StringComparison.Ordinal);
}
