using ProcedureEngine.Host.Tests.Mail;
using ProcedureEngine.Host.Tests.Support;

namespace ProcedureEngine.Host.Tests;

/// <summary>Who may not watch, and what cannot be asked.</summary>
[TestFixture(HostStore.Sqlite)]
[TestFixture(HostStore.Postgres)]
public sealed class SupervisionRefusals(HostStore store)
{
    private TestHost host = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => host = await TestHost.StartAsync(store);

    [OneTimeTearDown]
    public async Task StopAsync() => await host.DisposeAsync();

    [TestCase("supervisor@hanoi", "totals?office=namdinh", 404, "not-found")]
    [TestCase("supervisor@cctpnamdinh", "totals?office=namdinh", 404, "not-found")]
    [TestCase("supervisor@namdinh", "totals?office=nowhere", 404, "not-found")]
    [TestCase("head@namdinh", "totals?office=namdinh", 403, "role-required")]
    [TestCase("head@namdinh", "due", 403, "role-required")]
    [TestCase("head@namdinh", "nearly-missed", 403, "role-required")]
    [TestCase("head@namdinh", "late-causes", 403, "role-required")]
    [TestCase("head@namdinh", "steps", 403, "role-required")]
    [TestCase("head@namdinh", "days", 403, "role-required")]
    [TestCase("supervisor@namdinh", "totals/check", 403, "role-required")]
    [TestCase("operator@cctpnamdinh", "totals/check", 403, "role-required")]
    [TestCase("supervisor@namdinh", "totals?by=weather", 422, "unknown-dimension")]
    [TestCase("supervisor@namdinh", "totals?kind=x", 422, "unknown-kind")]
    [TestCase("supervisor@namdinh", "totals?bearer=x", 422, "unknown-bearer")]
    [TestCase("supervisor@namdinh", "due?days=0", 422, "days-range")]
    [TestCase("supervisor@namdinh", "due?days=61", 422, "days-range")]
    [TestCase("supervisor@namdinh", "nearly-missed?state=x", 422, "unknown-state")]
    [TestCase("supervisor@namdinh", "days?from=2026-03-02&to=2026-03-01", 422, "days-range")]
    [TestCase("supervisor@namdinh", "days?from=2026-02-30", 422, "date")]
    public async Task Who_may_not_is_told_the_rule(string who, string path, int status, string rule)
    {
        using var caller = await host.SignInAsync(who);
        Assert.That((await caller.GetAsync($"/api/supervision/{path}").ProblemAsync(status)).Rule, Is.EqualTo(rule));
    }
}
