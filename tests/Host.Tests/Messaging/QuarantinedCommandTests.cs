using Microsoft.Extensions.DependencyInjection;
using ProcedureEngine.Engine.Definitions;
using ProcedureEngine.Engine.Store;
using ProcedureEngine.Host.Loops;
using ProcedureEngine.Host.Tests.Support;
using ProcedureEngine.Persistence;

namespace ProcedureEngine.Host.Tests.Messaging;

/// <summary>A host that may not run a version holds no command of it for refused: another host may take it.</summary>
public sealed class QuarantinedCommandTests
{
    private const string Procedure = "enforcement-request";

    [Test]
    public async Task A_command_that_no_host_may_run_lies_in_the_error_queue_with_both_digests_until_one_may()
    {
        await using var database = await TestDatabase.CreateAsync();
        var name = Integrator.NewName();
        (string, string)[] settings =
        [
            ("Store:Postgres", database.ConnectionString), ("Messaging:RabbitMq", Broker.Shared.ToString()), ($"Messaging:Systems:{name}:Grants", "system@namdinh"), ("Messaging:PauseMilliseconds", "20 50 100"),
        ];
        await using var portal = await Integrator.ConnectAsync(Broker.Shared, name);
        var id = Guid.CreateVersion7();
        var start = new JsonObject { ["procedure"] = Procedure, ["office"] = Samples.Office, ["data"] = JsonNode.Parse(Samples.Request()) };
        await using (var other = new TestHost("Development", null, settings))
        {
            var stored = await OtherCodeAsync(other.Store);
            await other.Services.GetRequiredService<DefinitionWatch>().LookAsync(default);
            Assert.That(await ReadyAsync(other), Does.Contain($"procedure/{Procedure}/v1").And.Contain("ffffffffffff").And.Contain(stored.Hash[..12]));
            using var officer = await other.SignInAsync("intake-officer@namdinh");
            Assert.That((await officer.PostAsync($"/api/procedures/{Procedure}/cases", TestHost.Json($$"""{"office":"namdinh","channel":"counter","data":{{Samples.Request()}}}""")).ProblemAsync(409)).Rule, Is.EqualTo("procedure-quarantined"));

            var (type, told) = await portal.AskAsync("StartProcedure", start, id);
            Assert.That((type, (string)told["rule"]!), Is.EqualTo(("CommandFailed", "procedure-quarantined")));
            Assert.That((string)told["detail"]!["en"]!, Does.Contain("ffffffffffff").And.Contain(stored.Hash[..12]));
            Assert.That(await other.Store.Definitions.TryReplaceAsync(stored, default), Is.True, "the first one's code is there again");
        }

        await using var sound = new TestHost("Development", null, settings);
        using var operators = await sound.SignInAsync("operator@namdinh");
        var lying = (await operators.GetAsync("/api/messaging/errors").JsonAsync())["items"]!.AsArray().Single(message => ((string)message!["body"]!).Contains(id.ToString(), StringComparison.Ordinal))!;
        await operators.PostAsync($"/api/messaging/errors/{name}/{lying["id"]}/put-back", null).JsonAsync();
        var (answered, answer) = await portal.AnswerAsync();
        Assert.That((answered, (string?)answer["commandId"], (string?)answer["result"]), Is.EqualTo(("CommandAccepted", id.ToString(), "started")), answer.ToJsonString());
    }

    /// <summary>What a host with other code of the same version does in Development, where no case has begun.</summary>
    /// <returns>What stood before.</returns>
    private static async Task<StoredDefinition> OtherCodeAsync(DurableStore store)
    {
        var stored = (await store.Definitions.AllAsync(default)).Single(definition => definition.DefinitionId == Procedure);
        Assert.That(await store.Definitions.TryReplaceAsync(stored with { Hash = new string('f', 64), CreatedAt = stored.CreatedAt + NodaTime.Duration.FromSeconds(1) }, default), Is.True);
        return stored;
    }

    private static async Task<string> ReadyAsync(TestHost host)
    {
        using var browser = host.Browser();
        return await browser.GetStringAsync("/health/ready");
    }
}
