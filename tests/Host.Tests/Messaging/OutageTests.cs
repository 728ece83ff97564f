using System.Diagnostics;
using System.Net.Sockets;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using ProcedureEngine.Contracts.V1;
using ProcedureEngine.Host.Tests.Support;

namespace ProcedureEngine.Host.Tests.Messaging;

/// <summary>The broker goes away and comes back; an integrator on .NET with MassTransit and our contracts.</summary>
[Category("Whole")]
public sealed class OutageTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Test]
    public async Task With_the_broker_down_requests_go_on_the_outbox_waits_and_drains_in_order()
    {
        var port = FreePort();
        var name = Integrator.NewName();
        // The system's queue is there from before: the host, which tries again by itself, may be sooner at the broker than the system.
        await using var broker = await Broker.StartAsync(port);
        await (await Integrator.ConnectAsync(broker.Address, name)).DisposeAsync();
        await broker.StopAsync();
        // The host starts and answers with no broker there at all.
        await using var host = new TestHost(
            "Development", null, ("Messaging:RabbitMq", $"amqp://guest:guest@127.0.0.1:{port}/"), ($"Messaging:Systems:{name}:Grants", "system@namdinh"), ("Loops:RetrySeconds", "1"));
        var early = await Samples.StartedAsync(host);
        Assert.That(await MessagingAsync(host), Does.Contain("RabbitMQ cannot be reached").And.Contain("events wait"));

        await broker.StartAsync();
        await using (var portal = await Integrator.ConnectAsync(broker.Address, name))
        {
            await portal.EventsUntilAsync(early, "task.opened", Patience);
            await WellAsync(host);
        }

        await broker.StopAsync();
        var during = await Samples.StartedAsync(host);
        await WithdrawAsync(host, during);
        Assert.That(await UntilAsync(host, told => told is not null), Does.Contain("RabbitMQ cannot be reached"));

        await broker.StartAsync();
        await using (var portal = await Integrator.ConnectAsync(broker.Address, name))
        {
            var heard = await portal.EventsUntilAsync(during, "task.cancelled", Patience);
            var first = heard.Select(told => (long)told["sequence"]!).Distinct().ToList();
            Assert.That(first, Is.EqualTo(Enumerable.Range(1, first.Count).Select(n => (long)n)), "in order, none left out");
            var answer = await portal.AskAsync("StartProcedure", new JsonObject { ["procedure"] = "enforcement-request", ["office"] = "namdinh", ["data"] = JsonNode.Parse(Samples.Request()) });
            Assert.That(answer.Type, Is.EqualTo("CommandAccepted"), "commands are taken again");
        }

        await WellAsync(host);
    }

    [Test]
    public async Task An_integrator_on_NET_uses_the_contracts()
    {
        var name = Integrator.NewName();
        await using var host = new TestHost("Development", null, ("Messaging:RabbitMq", Broker.Shared.ToString()), ($"Messaging:Systems:{name}:Grants", "system@namdinh"));
        var heard = System.Threading.Channels.Channel.CreateUnbounded<TaskOpened>();
        var services = new ServiceCollection().AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.AddRequestClient<StartProcedure>(new Uri($"exchange:procedure-engine.commands.{name}"));
            bus.UsingRabbitMq((_, rabbit) =>
            {
                rabbit.Host(Broker.Shared);
                rabbit.ReceiveEndpoint($"{name}-tasks", endpoint => endpoint.Handler<TaskOpened>(context => heard.Writer.WriteAsync(context.Message).AsTask()));
            });
        });
        await using var provider = services.BuildServiceProvider();
        var control = provider.GetRequiredService<IBusControl>();
        await control.StartAsync(new CancellationTokenSource(Patience).Token);
        await WellAsync(host);
        try
        {
            await using var scope = provider.CreateAsyncScope();
            var client = scope.ServiceProvider.GetRequiredService<IRequestClient<StartProcedure>>();
            var start = new StartProcedure { Procedure = "enforcement-request", Office = "namdinh", Data = JsonNode.Parse(Samples.Request())!.AsObject() };
            var accepted = await client.GetResponse<CommandAccepted, CommandRejected>(start);
            Assert.That(accepted.Is(out Response<CommandAccepted>? done), Is.True);
            var refused = await client.GetResponse<CommandAccepted, CommandRejected>(start with { Office = "hanoi" });
            Assert.That(refused.Is(out Response<CommandRejected>? refusal), Is.True);
            Assert.That(refusal!.Message.Rule, Is.EqualTo("not-found"));

            using var limit = new CancellationTokenSource(Patience);
            TaskOpened told;
            do
                told = await heard.Reader.ReadAsync(limit.Token);
            while (told.CaseId != done!.Message.CaseId);
            Assert.That((told.Type, told.Data.Step, told.Office), Is.EqualTo(("task.opened", "check-validity", "namdinh")));
        }
        finally
        {
            await control.StopAsync();
        }
    }

    [Test]
    public async Task Two_hosts_on_one_store_share_commands_and_publish_each_case_in_order()
    {
        await using var database = await TestDatabase.CreateAsync();
        var name = Integrator.NewName();
        (string, string)[] settings = [("Store:Postgres", database.ConnectionString), ("Messaging:RabbitMq", Broker.Shared.ToString()), ($"Messaging:Systems:{name}:Grants", "system@namdinh")];
        await using var first = new TestHost("Development", null, settings);
        await using var second = new TestHost("Development", null, settings);
        await using var portal = await Integrator.ConnectAsync(Broker.Shared, name);
        await WellAsync(first);
        await WellAsync(second);

        var id = Guid.CreateVersion7();
        var start = new JsonObject { ["procedure"] = "enforcement-request", ["office"] = "namdinh", ["data"] = JsonNode.Parse(Samples.Request()) };
        // Twins at the same moment, of which each host may get one.
        await Task.WhenAll(portal.SendAsync("StartProcedure", start, id), portal.SendAsync("StartProcedure", start, id));
        var (one, two) = (await portal.AnswerAsync(), await portal.AnswerAsync());
        Assert.That((one.Type, one.Message.ToJsonString()), Is.EqualTo(("CommandAccepted", two.Message.ToJsonString())));

        var caseIds = new List<string>();
        for (var i = 0; i < 8; i++)
        {
            var caseId = await Samples.StartedAsync(i % 2 == 0 ? first : second);
            await WithdrawAsync(i % 2 == 0 ? second : first, caseId);
            caseIds.Add(caseId);
        }

        var heard = await portal.EventsUntilAsync(caseIds[^1], "task.cancelled", Patience, ofAnyCase: true);
        foreach (var caseId in caseIds)
        {
            var own = heard.Where(told => (string)told["caseId"]! == caseId).Select(told => (long)told["sequence"]!).Distinct().ToList();
            Assert.That(own, Is.EqualTo(Enumerable.Range(1, own.Count).Select(n => (long)n)).And.Count.GreaterThan(3), caseId);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task WithdrawAsync(TestHost host, string caseId)
    {
        using var system = host.System();
        await system.PostAsync($"/api/cases/{caseId}/withdraw", TestHost.Json("""{"reason":"Đã tự nguyện thi hành."}""")).JsonAsync();
    }

    private static Task WellAsync(TestHost host) => UntilAsync(host, told => told is null);

    /// <summary>What readiness says of the bus, as soon as it says what is waited for.</summary>
    private static async Task<string?> UntilAsync(TestHost host, Func<string?, bool> isWaitedFor)
    {
        var started = Stopwatch.StartNew();
        string? told;
        do
            told = await MessagingAsync(host);
        while (!isWaitedFor(told) && started.Elapsed < Patience);
        Assert.That(isWaitedFor(told), Is.True, told);
        return told;
    }

    private static async Task<string?> MessagingAsync(TestHost host)
    {
        using var system = host.System();
        var state = await system.GetAsync("/health/ready").JsonAsync();
        return (string?)state["degraded"]!.AsArray().FirstOrDefault(part => (string)part!["part"]! == "messaging")?["reason"];
    }
}
