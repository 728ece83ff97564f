using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using ProcedureEngine.Activities.TimeLimits;
using ProcedureEngine.Engine.Definitions;
using ProcedureEngine.Engine.Timers;
using ProcedureEngine.Host.Loops;
using ProcedureEngine.Host.Tests.Mail;
using ProcedureEngine.Host.Tests.Support;
using ProcedureEngine.Persistence;
using ProcedureEngine.Persistence.Sql;

namespace ProcedureEngine.Host.Tests;

/// <summary>Each way in which limits and timers can disagree, planted in the store, is named, put right once and counted; what cannot be is red.</summary>
[TestFixture(HostStore.Sqlite)]
[TestFixture(HostStore.Postgres)]
public sealed class ReconciliationTests(HostStore store)
{
    private TestHost host = null!;
    private HttpClient supervisor = null!;
    private string caseId = string.Empty;

    private string LimitId => $"{caseId}.check-validity.1";

    private string TimerId => $"{caseId}/time-limit/due/{LimitId}";

    [SetUp]
    public async Task StartAsync()
    {
        host = await TestHost.StartAsync(store);
        supervisor = await host.SignInAsync("supervisor@namdinh");
        caseId = await Samples.StartedAsync(host);
    }

    [TearDown]
    public async Task StopAsync()
    {
        supervisor.Dispose();
        await host.DisposeAsync();
    }

    [Test]
    public async Task Nothing_is_done_when_nothing_differs()
    {
        Assert.That(await ReconcileAsync(), Is.Zero);
        Assert.That((await ShownAsync())["latest"]!.AsArray(), Is.Empty);
    }

    [Test]
    public async Task A_limit_without_its_timer_is_armed_again()
    {
        await PlantAsync($"DELETE FROM timers WHERE id = '{TimerId}'");
        Assert.That(await ReconcileAsync(), Is.EqualTo(1));
        await RequireArmedAsync("noTimer");
    }

    [Test]
    public async Task A_timer_at_another_instant_is_moved_to_the_limit_s_end()
    {
        var moved = (await TimerAsync())! with { Due = Instant.FromUtc(2099, 1, 1, 0, 0) };
        await PlantAsync(Put(moved));
        Assert.That(await ReconcileAsync(), Is.EqualTo(1));
        await RequireArmedAsync("otherInstant");
    }

    [Test]
    public async Task A_timer_of_no_limit_is_taken_away()
    {
        var orphan = new TimerRow($"{caseId}/time-limit/due/{caseId}.sign-decision.9", caseId, $"due/{caseId}.sign-decision.9", Instant.FromUtc(2099, 1, 1, 0, 0), null, "time-limit", new JsonObject { ["limit"] = $"{caseId}.sign-decision.9" });
        await PlantAsync(Put(orphan));
        Assert.That(await ReconcileAsync(), Is.EqualTo(1));
        Assert.That((await ShownAsync())["repaired"]!.ToJsonString(), Is.EqualTo("""{"noLimit":1}"""));
        Assert.That((await TimersAsync()).Select(timer => timer.Id), Does.Not.Contain(orphan.Id).And.Contain(TimerId));
        Assert.That(await ReconcileAsync(), Is.Zero);
    }

    [Test]
    public async Task A_limit_whose_end_has_passed_unseen_is_missed_at_once()
    {
        await PlantAsync($"DELETE FROM timers WHERE id = '{TimerId}'");
        await supervisor.PostAsync("/api/sandbox/clock", TestHost.Json("""{"workingDays":5}""")).JsonAsync();
        Assert.That((string)(await LimitAsync())["state"]!, Is.EqualTo("running"));
        Assert.That(await ReconcileAsync(), Is.EqualTo(1));
        await host.Services.GetRequiredService<TimerLoop>().FireDueAsync(default);
        var limit = await LimitAsync();
        Assert.That((string)limit["state"]!, Is.EqualTo("missed"));
        Assert.That((string)limit["missedAt"]!, Is.EqualTo((string)limit["dueAt"]!));
    }

    [Test]
    public async Task Of_two_that_find_the_same_difference_one_puts_it_right()
    {
        await PlantAsync($"DELETE FROM timers WHERE id = '{TimerId}'");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ReconcileAsync()));
        Assert.That((await ShownAsync())["repaired"]!.ToJsonString(), Is.EqualTo("""{"noTimer":1}"""));
        Assert.That((await host.Store.Queries.JournalAsync(caseId, default)).Count(line => line.EventName == "LimitReconciled"), Is.EqualTo(1));
    }

    [Test]
    public async Task Of_two_hosts_one_takes_the_round()
    {
        var lease = await host.Store.Leases.TakeAsync("round", Duration.FromSeconds(50), default);
        Assert.That(lease, Is.Not.Null);
        Assert.That(await host.Store.Leases.TakeAsync("round", Duration.FromSeconds(50), default), Is.Null);
        await host.Store.Leases.GiveBackAsync(lease!, default);
        Assert.That(await host.Store.Leases.TakeAsync("round", Duration.FromSeconds(50), default), Is.Not.Null);
    }

    [Test]
    public async Task A_lease_is_renewed_and_given_back_only_by_who_has_it()
    {
        var lease = (await host.Store.Leases.TakeAsync("long", Duration.FromSeconds(50), default))!;
        var renewed = (await host.Store.Leases.RenewAsync(lease, Duration.FromSeconds(50), default))!;
        Assert.That(await host.Store.Leases.RenewAsync(lease, Duration.FromSeconds(50), default), Is.Null, "another has it by now");
        await host.Store.Leases.GiveBackAsync(lease, default);
        Assert.That(await host.Store.Leases.TakeAsync("long", Duration.FromSeconds(50), default), Is.Null);
        await host.Store.Leases.GiveBackAsync(renewed, default);
        Assert.That(await host.Store.Leases.TakeAsync("long", Duration.FromSeconds(50), default), Is.Not.Null);
    }

    [Test]
    public async Task What_another_has_put_right_by_then_is_not_counted()
    {
        var right = await host.Services.GetRequiredService<ProcedureEngine.Engine.Execution.WorkflowRunner>().RunAsync(ReconcileLimits.Stimulus(caseId), default);
        Assert.That((int)right.Body[ReconcileLimits.Repaired]!, Is.Zero);
        await PlantAsync($"DELETE FROM timers WHERE instance_id = '{caseId}'");
        var wrong = await host.Services.GetRequiredService<ProcedureEngine.Engine.Execution.WorkflowRunner>().RunAsync(ReconcileLimits.Stimulus(caseId), default);
        Assert.That((int)wrong.Body[ReconcileLimits.Repaired]!, Is.EqualTo(2), "the end and the warning to come");
    }

    [Test]
    public async Task What_cannot_be_armed_is_red_until_it_can()
    {
        await PlantAsync($"DELETE FROM timers WHERE id = '{TimerId}'");
        var definitions = host.Services.GetRequiredService<DefinitionRegistry>();
        var version = (await host.Store.Queries.InstanceAsync(caseId, default))!.DefinitionVersion;
        definitions.Quarantine("enforcement-request", version, "planted by a test");

        Assert.That(await ReconcileAsync(), Is.Zero);
        var alarm = (await ShownAsync())["alarms"]!.AsArray().Single()!;
        Assert.That(((string)alarm["subject"]!, (string)alarm["instanceId"]!, (string)alarm["difference"]!, (string)alarm["reason"]!), Is.EqualTo((LimitId, caseId, "noTimer", alarm["reason"]!.ToString())));
        Assert.That((string)alarm["reason"]!, Does.Contain("planted by a test"));
        using (var other = await host.SignInAsync("supervisor@hanoi"))
            Assert.That((await other.GetAsync("/api/supervision/reconciliation").JsonAsync())["alarms"]!.AsArray(), Is.Empty);
        Assert.That((await ReadyAsync()), Does.Contain("time-limits"));

        // A timer is there again, as after the version was mended and the round had come by.
        await PlantAsync(Put(new TimerRow(TimerId, caseId, $"due/{LimitId}", InstantOf(await LimitAsync(), "dueAt"), null, "time-limit", new JsonObject { ["limit"] = LimitId })));
        await ReconcileAsync();
        Assert.That((await ShownAsync())["alarms"]!.AsArray(), Is.Empty);
        Assert.That((await ReadyAsync()), Does.Not.Contain("time-limits"));
    }

    [Test]
    public async Task A_timer_that_failed_waits_with_its_incident_and_is_not_armed_again_and_again()
    {
        // Its payload names no limit of the case, so its firing fails.
        await PlantAsync(Put((await TimerAsync())! with { Due = Instant.FromUtc(2020, 1, 1, 0, 0), Handler = "no-such-handler" }));
        await host.Services.GetRequiredService<TimerLoop>().FireDueAsync(default);
        Assert.That((await host.Store.Queries.IncidentsOfAsync(caseId, default)).Single().SetAsideTimer()!.Id, Is.EqualTo(TimerId));

        await ReconcileAsync();
        await ReconcileAsync();
        Assert.That((string)(await ShownAsync())["alarms"]!.AsArray().Single()!["reason"]!, Does.Contain("incident"));
        Assert.That(await host.Store.Queries.IncidentsOfAsync(caseId, default), Has.Count.EqualTo(1));
    }

    private Task<int> ReconcileAsync() => host.Services.GetRequiredService<ReconciliationLoop>().ReconcileAsync(default);

    private Task<JsonNode> ShownAsync() => supervisor.GetAsync("/api/supervision/reconciliation").JsonAsync();

    private async Task RequireArmedAsync(string difference)
    {
        Assert.That((await TimerAsync())!.Due, Is.EqualTo(InstantOf(await LimitAsync(), "dueAt")));
        var shown = await ShownAsync();
        Assert.That(shown["repaired"]!.ToJsonString(), Is.EqualTo($$"""{"{{difference}}":1}"""));
        Assert.That(((string)shown["latest"]![0]!["subject"]!, (string)shown["latest"]![0]!["difference"]!), Is.EqualTo((LimitId, difference)));
        Assert.That(await ReconcileAsync(), Is.Zero, "once");
    }

    private async Task<JsonNode> LimitAsync() => (await supervisor.GetAsync($"/api/cases/{caseId}/deadlines").JsonAsync())["items"]!.AsArray().Single(limit => (string)limit!["id"]! == LimitId)!;

    private async Task<string> ReadyAsync()
    {
        using var browser = host.Browser();
        return await browser.GetStringAsync("/health/ready");
    }

    private async Task<TimerRow?> TimerAsync() => (await TimersAsync()).SingleOrDefault(timer => timer.Id == TimerId);

    private Task<List<TimerRow>> TimersAsync() => host.Store.ReadAsync(
        async sql => (await sql.QueryAsync(new Statement("SELECT body FROM timers WHERE instance_id = @id", ("@id", caseId)))).Select(row => RowMap<TimerRow>.Read((string)row[0]!)).ToList(), default);

    private Task PlantAsync(string sqlText) => PlantAsync(new Statement(sqlText));

    private Task PlantAsync(Statement statement) => host.Store.WriteAsync(async sql => await sql.ExecuteAsync(statement), isBackground: false, default);

    private static Statement Put(TimerRow timer) => Maps.Timers.Put(timer);

    private static Instant InstantOf(JsonNode limit, string member) => NodaTime.Text.InstantPattern.ExtendedIso.Parse((string)limit[member]!).Value;
}
