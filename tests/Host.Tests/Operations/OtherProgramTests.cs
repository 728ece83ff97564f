using Microsoft.Extensions.DependencyInjection;
using ProcedureEngine.Engine.Store;
using ProcedureEngine.Host.Outbox;
using ProcedureEngine.Host.Tests.Mail;
using ProcedureEngine.Host.Tests.Support;
using ProcedureEngine.Persistence.Sql;

namespace ProcedureEngine.Host.Tests.Operations;

/// <summary>What a host on a shared store makes of cases and messages of a program that it is not: it leaves them, and says whether anybody has them.</summary>
public sealed class OtherProgramTests
{
    private const string Case = "019a0000000070008000000000000009";
    private const string Part = "procedure/enforcement-request/v9";

    private TestHost host = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        host = await TestHost.StartAsync(HostStore.Postgres);
        await PlantAsync("INSERT INTO definitions (definition_id, version, hash, json, created_at) VALUES ('enforcement-request', 9, 'x', '{}', 0)");
        await PlantAsync($$"""
            INSERT INTO instances (id, definition_id, definition_version, office, status, sub_status, revision, incident_count, created_at, updated_at, body, state)
            VALUES ('{{Case}}', 'enforcement-request', 9, 'namdinh', 'Running', 'Suspended', 1, 0, 0, 0,
                '{"id":"{{Case}}","definitionId":"enforcement-request","definitionVersion":9,"office":"namdinh","status":"Running","subStatus":"Suspended","revision":1,"incidentCount":0,"createdAt":"2026-03-02T01:00:00Z","updatedAt":"2026-03-02T01:00:00Z","state":"","lastSequence":0,"lastHash":""}', '{}')
            """);
    }

    [SetUp]
    public Task AloneAsync() => PlantAsync("DELETE FROM hosts WHERE id = 'other'");

    [OneTimeTearDown]
    public async Task StopAsync() => await host.DisposeAsync();

    [Test]
    public async Task Readiness_tells_whether_somebody_acts_on_the_cases_of_another_version()
    {
        var alone = await ReadyAsync();
        Assert.That((string)alone["degraded"]!.AsArray().Single(part => (string)part!["part"]! == Part)!["reason"]!, Does.Contain("no host runs it, and its open cases wait: start the program that declares it"));
        await BesideAsync("enforcement-request/1 enforcement-request/9");
        var beside = await ReadyAsync();
        Assert.That(beside["degraded"]!.AsArray().Select(part => (string)part!["part"]!), Has.None.EqualTo(Part));
        Assert.That((string)beside["information"]!.AsArray().Single(part => (string)part!["part"]! == Part)!["reason"]!, Is.EqualTo("a host of another program acts on its cases"));
    }

    [Test]
    public async Task An_act_on_such_a_case_is_left_to_its_host_in_both_languages()
    {
        using var client = await host.SignInAsync("head@namdinh");
        foreach (var (language, words) in new[] { ("vi", "hãy gửi lại sau giây lát"), ("en", "send it again in a moment, with the same key") })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/tasks/{Case}.t1/claim") { Content = TestHost.Json("""{"expectedRevision":1}""") };
            request.Headers.AcceptLanguage.ParseAdd(language);
            using var answer = await client.SendAsync(request);
            var text = await answer.Content.ReadAsStringAsync();
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable), text);
            Assert.That((string)JsonNode.Parse(text)!["type"]!, Is.EqualTo("/problems/version-unknown"));
            Assert.That((string)JsonNode.Parse(text)!["detail"]!, Does.Contain(words));
            Assert.That(answer.Headers.RetryAfter!.Delta, Is.EqualTo(TimeSpan.FromSeconds(5)));
        }
    }

    [TestCase(false, "failed", Description = "nobody else will ever write it")]
    [TestCase(true, "pending", Description = "the other program may")]
    public async Task A_message_that_this_program_cannot_write_is_given_up_only_when_no_other_program_runs(bool isBesideAnother, string state)
    {
        var caseId = await Samples.StartedAsync(host);
        var id = $"{caseId}.mail.900";
        await PlantAsync($$"""
            INSERT INTO outbox (id, instance_id, channel, sequence, kind, payload, created_at, state, attempts, next_attempt_at, leased_until)
            VALUES ('{{id}}', '{{caseId}}', 'mail', 900, 'letter', '{}', 0, 'pending', 1, 0, {{long.MaxValue}})
            """);
        if (isBesideAnother)
            await BesideAsync("enforcement-request/9");
        var row = new OutboxRow(id, caseId, "mail", 900, "letter", [], await host.Store.NowAsync(default));
        await host.Services.GetRequiredService<Tries>().UnwritableAsync(new ClaimedMessage(row, 1), "a@example.vn", "unknown member", default);
        Assert.That(await host.Store.ReadAsync(async sql => (string?)await sql.ScalarAsync(new Statement("SELECT state FROM outbox WHERE id = @id", ("@id", id))), default), Is.EqualTo(state));
    }

    private async Task<JsonNode> ReadyAsync()
    {
        using var client = host.Browser();
        return await client.GetAsync("/health/ready").JsonAsync();
    }

    /// <summary>A host of another program has just said that it is there.</summary>
    private Task BesideAsync(string versions) => PlantAsync(
        $"INSERT INTO hosts (id, machine, program, steps, seen_at, versions) VALUES ('other', 'office-2:200', '9.0.0', 99, (EXTRACT(EPOCH FROM clock_timestamp()) * 1000000)::bigint, '{versions}')");

    private Task PlantAsync(string sql) => host.Store.WriteAsync(async executor => await executor.ExecuteAsync(new Statement(sql)), isBackground: false, default);
}
