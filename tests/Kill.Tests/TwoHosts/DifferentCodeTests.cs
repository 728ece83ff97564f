using System.Text.RegularExpressions;

namespace ProcedureEngine.Kill.Tests.TwoHosts;

/// <summary>Two real Hosts whose code differs under one version of a definition: the second one refuses that definition by name and runs everything else.</summary>
[NonParallelizable]
[Category("Whole")]
public sealed partial class DifferentCodeTests
{
    private const string Procedure = "enforcement-request";
    private const int Commands = 6;

    private string folder = null!;

    [SetUp]
    public void Make() => folder = Directory.CreateTempSubdirectory("pe_code_").FullName;

    [TearDown]
    public void Remove() => Directory.Delete(folder, recursive: true);

    [Test]
    public Task The_second_host_refuses_the_definition_and_names_both_digests() => KillTests.WithDatabaseAsync("pe_code", RunAsync);

    private async Task RunAsync(string? postgres)
    {
        await using var broker = await AwayBroker.StartAsync();
        (string, string)[] settings =
            [("Messaging__RabbitMq", broker.Address.ToString()), ("Messaging__PauseMilliseconds", "20 50 100 200 400 800 1600 1600 1600 1600 1600 1600 1600 1600"), .. CommandSender.Settings([], ["namdinh"])];
        using var ledger = new Ledger(Path.Combine(folder, "ledger.jsonl"));
        using var first = new HostProcess(folder, postgres, settings);
        await first.StartAsync();
        var here = new Desk(first, ledger);
        var began = await here.StartAsync();
        Assert.That(began.Status, Is.EqualTo(201), began.Text);

        using var second = new HostProcess(folder, postgres, settings) { Program = await OtherBuild.MakeAsync(Path.Combine(folder, "other-build")) };
        await second.StartAsync();
        var there = new Desk(second, ledger);
        await RefusesAsync(there, (string)began.Json["id"]!);
        // Nothing else stops: other procedures there, this one at the first host, and commands, of which either host gets some.
        var complaint = await there.ComplainAsync();
        Assert.That(complaint.Status, Is.EqualTo(201), complaint.Text);
        var next = await here.StartAsync();
        Assert.That(next.Status, Is.EqualTo(201), next.Text);
        Assert.That((await here.ReadAsync("/health/ready")).Text, Does.Not.Contain($"procedure/{Procedure}/v1"));
        await CommandsAsync(broker);
    }

    /// <summary>Neither a start nor a step of a case that the first host began, and readiness says why.</summary>
    private static async Task RefusesAsync(Desk there, string began)
    {
        var ready = (await there.ReadAsync("/health/ready")).Json["degraded"]!.AsArray().Single(part => (string)part!["part"]! == $"procedure/{Procedure}/v1")!;
        var digests = Digest().Matches((string)ready["reason"]!).Select(match => match.Value).ToList();
        Assert.That(digests, Has.Count.EqualTo(2).And.Unique, (string)ready["reason"]!);
        foreach (var refused in new[] { await there.StartAsync(), await there.WithdrawAsync(began) })
        {
            Assert.That((refused.Status, refused.Rule), Is.EqualTo((409, "procedure-quarantined")), refused.Text);
            Assert.That(refused.Text, Does.Contain(digests[0]).And.Contain(digests[1]));
        }
    }

    private static async Task CommandsAsync(AwayBroker broker)
    {
        await using var systems = new CommandSender(broker);
        var started = await Task.WhenAll(Enumerable.Range(0, Commands).Select(number => systems.AskAsync(
            Callers.System, $"start-{number}", "StartProcedure", new JsonObject { ["procedure"] = Procedure, ["office"] = "namdinh", ["data"] = JsonNode.Parse(PostedRequestDriver.Request) })));
        Assert.That(started.Select(answer => answer.Type), Is.All.EqualTo("CommandAccepted"), string.Join('\n', started.Select(answer => answer.Told.ToJsonString())));
        Assert.That(started.Select(answer => (string?)answer.Told["number"]!["text"]), Is.Unique);
        Assert.That(systems.Contradictions, Is.Empty);
    }

    [GeneratedRegex("[0-9a-f]{12}", RegexOptions.None, 5000)]
    private static partial Regex Digest();

    /// <summary>A system that calls one of the two hosts.</summary>
    private sealed class Desk(HostProcess host, Ledger ledger)
    {
        private readonly Callers callers = new(LoadSite.Of(host, ledger, new LoadState()));
        private int calls;

        public Task<Answer> ReadAsync(string path) => callers.AskAsync(new Call(Callers.System, HttpMethod.Get, path, null));

        public Task<Answer> StartAsync() => PostAsync($"/api/procedures/{Procedure}/cases", $$"""{"office":"namdinh","channel":"http","data":{{PostedRequestDriver.Request}}}""");

        public Task<Answer> ComplainAsync() => PostAsync("/api/procedures/compensation-complaint/cases", ComplaintDriver.Start("phuong-mau", "http"));

        public Task<Answer> WithdrawAsync(string caseId) => PostAsync($"/api/cases/{caseId}/withdraw", """{"reason":"Đã tự nguyện thi hành."}""");

        private Task<Answer> PostAsync(string path, string body) => callers.AskAsync(new Call(Callers.System, HttpMethod.Post, path, $"{host.Address.Port}-{++calls}") { Body = body });
    }
}
