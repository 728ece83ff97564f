using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using ProcedureEngine.Activities.TimeLimits;
using ProcedureEngine.Engine.Definitions;
using ProcedureEngine.Engine.Store;
using ProcedureEngine.Engine.Timers;
using ProcedureEngine.Host.Loops;
using ProcedureEngine.Host.Operations.Why;
using ProcedureEngine.Host.Tests.Mail;
using ProcedureEngine.Host.Tests.Support;
using ProcedureEngine.Persistence;
using ProcedureEngine.Persistence.Sql;
using ProcedureEngine.Persistence.Supervision;

namespace ProcedureEngine.Host.Tests.Operations;

/// <summary>Each thing that keeps a case from moving, planted in a case of its own, is told with what to do about it; over HTTP and by the command.</summary>
[TestFixture(HostStore.Sqlite)]
[TestFixture(HostStore.Postgres)]
public sealed class WhyTests(HostStore kind)
{
    private static readonly Instant LongAgo = Instant.FromUtc(2020, 1, 1, 0, 0);

    private TestHost host = null!;
    private HttpClient person = null!;
    private string caseId = string.Empty;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        host = await TestHost.StartAsync(kind);
        person = await host.SignInAsync("operator@namdinh");
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        person.Dispose();
        await host.DisposeAsync();
    }

    [SetUp]
    public async Task OpenAsync() => caseId = await Samples.StartedAsync(host);

    [Test]
    public async Task A_case_in_order_waits_for_its_role_until_its_limit()
    {
        var findings = await FindingsAsync();
        Assert.That(findings.Select(finding => (string)finding["cause"]!), Does.Contain("task").And.Contain("limit").And.Contain("timer"));
        Assert.That(findings.Select(finding => (string)finding["weight"]!), Is.All.EqualTo("waits"));
        var task = findings.Single(finding => (string)finding["cause"]! == "task");
        Assert.That((string)task["text"]!["vi"]!, Does.Contain("namdinh"));
        Assert.That((string)task["advice"]!["en"]!, Does.Contain("intake-officer@namdinh"));
    }

    [Test]
    public async Task A_role_that_nobody_holds()
    {
        await PlantAsync(Maps.Tasks.Put((await host.Store.Queries.TasksAsync(new TaskFilter(null, null, IsOpen: true, InstanceId: caseId), default)).Items[0] with { Role = "no-such-role" }));
        await RequireAsync("stuck", "no-holder", "nobody holds that role");
    }

    [Test]
    public async Task A_task_of_somebody_who_has_left()
    {
        await PlantAsync(Maps.Tasks.Put((await host.Store.Queries.TasksAsync(new TaskFilter(null, null, IsOpen: true, InstanceId: caseId), default)).Items[0] with { Assignee = "gone@namdinh" }));
        await RequireAsync("stuck", "assignee-gone", "gone@namdinh");
    }

    [Test]
    public async Task A_task_that_is_late()
    {
        await PlantAsync(Maps.Tasks.Put((await host.Store.Queries.TasksAsync(new TaskFilter(null, null, IsOpen: true, InstanceId: caseId), default)).Items[0] with { DueAt = LongAgo }));
        await RequireAsync("wrong", "task-late", "late since 07:00 01/01/2020");
    }

    [TestCase(TimeLimitState.Missed, "wrong", "limit-missed")]
    [TestCase(TimeLimitState.Suspended, "waits", "limit-stopped")]
    [TestCase(TimeLimitState.Running, "wrong", "limit-unseen")]
    public async Task A_time_limit(TimeLimitState state, string weight, string cause)
    {
        var limit = (await host.Store.Queries.DeadlinesAsync(new DeadlineFilter(null, InstanceId: caseId), default)).Items[0];
        await PlantAsync(Maps.Put(limit with { State = state, DueAt = LongAgo, MissedAt = LongAgo, Remaining = 2, RemainingUnit = "workingDay" }));
        await RequireAsync(weight, cause, "ime limit '");
    }

    [Test]
    public async Task A_limit_that_is_red()
    {
        await host.Store.Watch.RaiseAsync(new LimitSuspect(caseId, "namdinh", $"{caseId}.check-validity.1", LimitDifference.NoTimer), "planted", default);
        await RequireAsync("wrong", "limit-red", "planted");
    }

    [Test]
    public async Task A_timer_that_no_host_fires()
    {
        await PlantAsync(Maps.Timers.Put(new TimerRow($"{caseId}/planted", caseId, "planted", LongAgo, null, "time-limit", null)), $"UPDATE timers SET leased_until = {long.MaxValue} WHERE id = '{caseId}/planted'");
        await RequireAsync("stuck", "timer-late", "'planted' was due at 07:00 01/01/2020");
    }

    [Test]
    public async Task An_incident()
    {
        await PlantAsync(Maps.Timers.Put(new TimerRow($"{caseId}/planted", caseId, "planted", LongAgo, null, "no-such-handler", null)));
        await host.Services.GetRequiredService<TimerLoop>().FireDueAsync(default);
        var incident = (await host.Store.Queries.IncidentsOfAsync(caseId, default)).Single();
        await RequireAsync("stuck", "incident", incident.Message);
        Assert.That((string)(await FindingsAsync())[0]["advice"]!["en"]!, Does.Contain($"/api/incidents/{incident.Id}/retry"));
    }

    [Test]
    public async Task A_path_on_which_nothing_is_awaited()
    {
        await PlantAsync(new Statement("UPDATE tasks SET is_open = 0 WHERE instance_id = @id", ("@id", caseId)), $"DELETE FROM bookmarks WHERE instance_id = '{caseId}'");
        await RequireAsync("stuck", "nothing-awaited", "check-validity");
    }

    [TestCase("pending", "outbox-waits", "451 later")]
    [TestCase("failed", "outbox-failed", "451 later")]
    public async Task A_letter_that_does_not_leave(string state, string cause, string error)
    {
        await PlantAsync(new Statement(
            """
            INSERT INTO outbox (id, instance_id, channel, sequence, kind, payload, created_at, state, attempts, next_attempt_at, leased_until, proof)
            VALUES (@id, @case, 'planted', 1, 'letter', '{}', @at, @state, 3, @next, 0, @error)
            """,
            ("@id", $"{caseId}/planted/1"), ("@case", caseId), ("@at", Micros.Of(LongAgo)), ("@next", Micros.Of(Instant.FromUtc(2099, 1, 1, 0, 0))), ("@state", state), ("@error", error)));
        await RequireAsync("wrong", cause, error);
    }

    [Test]
    public async Task A_stimulus_that_nobody_waited_for()
    {
        await PlantAsync(Maps.Inbox.Put(new InboxRow($"{caseId}/planted", caseId, "supplement", [], "system", LongAgo)));
        await RequireAsync("wrong", "inbox", "'supplement' came at 07:00 01/01/2020");
    }

    [Test]
    public async Task The_command_tells_it_beside_the_running_host_and_changes_nothing()
    {
        await A_role_that_nobody_holds();
        var revision = (await host.Store.Instances.StandingAsync(caseId, default))!.Revision;
        var number = (await host.Store.Queries.CaseAsync(caseId, default))!.Number!.Text;
        foreach (var name in new[] { caseId, number })
        {
            var (code, said) = await CommandAsync(name, "--lang", "en");
            Assert.That(code, Is.EqualTo(1), said);
            Assert.That(said, Does.Contain("STUCK [no-holder]").And.Contain(number));
        }

        Assert.That(await CommandAsync("khong-co"), Is.EqualTo((2, string.Empty)));
        Assert.That((await host.Store.Instances.StandingAsync(caseId, default))!.Revision, Is.EqualTo(revision));
        var (calm, words) = await CommandAsync(await Samples.StartedAsync(host));
        Assert.That((calm, words), Is.EqualTo((0, words)));
        Assert.That(words, Does.Contain("CHỜ [task]").And.Not.Contain("TẮC"));
    }

    [Test]
    public async Task Who_may_not_see_the_case_does_not_learn_that_it_is_there_and_who_is_no_operator_is_told_so()
    {
        using (var other = await host.SignInAsync("operator@hanoi"))
            await other.GetAsync($"/api/cases/{caseId}/why").ProblemAsync(404);
        using var officer = await host.SignInAsync("intake-officer@namdinh");
        Assert.That((await officer.GetAsync($"/api/cases/{caseId}/why").ProblemAsync(403)).Rule, Is.EqualTo("role-required"));
    }

    [Test]
    public async Task A_quarantined_procedure()
    {
        await using var own = new TestHost();
        using var head = await own.SignInAsync("operator@namdinh");
        var id = await Samples.StartedAsync(own);
        own.Services.GetRequiredService<DefinitionRegistry>().Quarantine("enforcement-request", (await own.Store.Queries.InstanceAsync(id, default))!.DefinitionVersion, "planted by a test");
        var first = (await head.GetAsync($"/api/cases/{id}/why").JsonAsync())["findings"]![0]!;
        Assert.That(((string)first["weight"]!, (string)first["cause"]!), Is.EqualTo(("stuck", "quarantine")));
        Assert.That((string)first["text"]!["en"]!, Does.Contain("planted by a test"));
    }

    private async Task<List<JsonNode>> FindingsAsync() => [.. (await person.GetAsync($"/api/cases/{caseId}/why").JsonAsync())["findings"]!.AsArray().Select(finding => finding!)];

    private async Task RequireAsync(string weight, string cause, string english)
    {
        var finding = (await FindingsAsync()).First(one => (string)one["cause"]! == cause);
        Assert.That((string)finding["weight"]!, Is.EqualTo(weight));
        Assert.That((string)finding["text"]!["en"]!, Does.Contain(english));
        Assert.That((string)finding["text"]!["vi"]!, Is.Not.Empty);
        Assert.That((string)finding["advice"]!["vi"]!, Is.Not.Empty);
    }

    private async Task<(int Code, string Said)> CommandAsync(params string[] arguments)
    {
        await using var output = new StringWriter();
        var code = await WhyCommand.RunAsync(
            [.. arguments, "--environment", "Development", "--Data:Folder", host.DataFolder, .. host.Postgres is { } postgres ? new[] { "--Store:Postgres", postgres } : []], output, TextWriter.Null);
        return (code, output.ToString());
    }

    private Task PlantAsync(Statement statement, string? more = null) => host.Store.WriteAsync<int>(
        async sql =>
        {
            var rows = await sql.ExecuteAsync(statement);
            return more is null ? rows : rows + await sql.ExecuteAsync(new Statement(more));
        },
        isBackground: false, default);
}
