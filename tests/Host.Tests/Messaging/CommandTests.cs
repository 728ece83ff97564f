using System.Diagnostics;
using ProcedureEngine.Host.Tests.Support;

namespace ProcedureEngine.Host.Tests.Messaging;

/// <summary>Commands over a real RabbitMQ: each twice, with answers and faults, and what is put aside.</summary>
public sealed class CommandTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private TestHost host = null!;
    private Integrator portal = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        var name = Integrator.NewName();
        host = new TestHost(
            "Development", null, ("Messaging:RabbitMq", Broker.Shared.ToString()), ($"Messaging:Systems:{name}:Grants", "system@namdinh intake-officer@namdinh"),
            ("Messaging:PauseMilliseconds", "20 50 100"), ("Messaging:UnknownCaseSeconds", "600"));
        portal = await Integrator.ConnectAsync(Broker.Shared, name);
        await ReadyAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await portal.DisposeAsync();
        await host.DisposeAsync();
    }

    [Test]
    public async Task A_start_that_comes_twice_opens_one_case_and_is_answered_the_same()
    {
        var id = Guid.CreateVersion7();
        var command = StartCommand("Phạm Văn Hai Lần");
        var first = await portal.AskAsync("StartProcedure", command, id);
        var second = await portal.AskAsync("StartProcedure", command, id);

        Assert.That(first.Type, Is.EqualTo("CommandAccepted"), first.Message.ToJsonString());
        Assert.That((string)first.Message["result"]!, Is.EqualTo("started"));
        Assert.That((string)first.Message["commandId"]!, Is.EqualTo(id.ToString()));
        Assert.That((string?)first.Message["number"]!["text"], Does.EndWith("/HTTT"));
        Assert.That(second.Message.ToJsonString(), Is.EqualTo(first.Message.ToJsonString()));
        var found = await CasesAsync("Phạm Văn Hai Lần");
        Assert.That(found, Is.EqualTo(new[] { (string)first.Message["caseId"]! }));
    }

    [Test]
    public async Task The_same_message_id_with_another_body_is_refused()
    {
        var id = Guid.CreateVersion7();
        await portal.AskAsync("StartProcedure", StartCommand("Lê Thị Khác Một"), id);
        var (type, answer) = await portal.AskAsync("StartProcedure", StartCommand("Lê Thị Khác Hai"), id);

        Assert.That((type, (string)answer["rule"]!), Is.EqualTo(("CommandRejected", "key-reused")));
        Assert.That(await CasesAsync("Lê Thị Khác Hai"), Is.Empty);
    }

    [Test]
    public async Task A_task_is_completed_once_by_the_same_message_twice()
    {
        var caseId = await StartedAsync();
        var task = (await portal.EventsUntilAsync(caseId, "task.opened"))[^1]["data"]!;
        var id = Guid.CreateVersion7();
        var command = new JsonObject { ["taskId"] = task["task"]!.DeepClone(), ["outcome"] = "Valid", ["expectedRevision"] = task["revision"]!.DeepClone(), ["data"] = ValidData() };
        var first = await portal.AskAsync("CompleteTask", command, id);
        var second = await portal.AskAsync("CompleteTask", command, id);

        Assert.That((first.Type, (string?)first.Message["result"]), Is.EqualTo(("CommandAccepted", "completed")), first.Message.ToJsonString());
        Assert.That(second.Message.ToJsonString(), Is.EqualTo(first.Message.ToJsonString()));
        var third = await portal.AskAsync("CompleteTask", command);
        Assert.That(third.Type, Is.EqualTo("CommandRejected"), "another message is another command, and the task is done");
    }

    [Test]
    public async Task A_supplement_and_a_withdrawal_reach_the_case_once()
    {
        var caseId = await StartedAsync();
        var supplement = new JsonObject { ["caseId"] = caseId, ["name"] = "supplement", ["payload"] = new JsonObject { ["text"] = "Bổ sung bản án." } };
        var id = Guid.CreateVersion7();
        var first = await portal.AskAsync("DeliverStimulus", supplement, id);
        var second = await portal.AskAsync("DeliverStimulus", supplement, id);
        Assert.That((first.Type, (string?)first.Message["result"]), Is.EqualTo(("CommandAccepted", "delivered")), first.Message.ToJsonString());
        Assert.That(second.Message.ToJsonString(), Is.EqualTo(first.Message.ToJsonString()));

        var withdrawal = new JsonObject { ["caseId"] = caseId, ["name"] = "withdrawal", ["payload"] = new JsonObject { ["reason"] = "Đã tự nguyện thi hành." } };
        var end = Guid.CreateVersion7();
        var withdrawn = await portal.AskAsync("DeliverStimulus", withdrawal, end);
        var again = await portal.AskAsync("DeliverStimulus", withdrawal, end);
        Assert.That((withdrawn.Type, (string?)withdrawn.Message["status"]), Is.EqualTo(("CommandAccepted", "closed-withdrawn")), withdrawn.Message.ToJsonString());
        Assert.That(again.Message.ToJsonString(), Is.EqualTo(withdrawn.Message.ToJsonString()), "though the case has ended by now");
        var late = await portal.AskAsync("DeliverStimulus", withdrawal);
        Assert.That((late.Type, (string?)late.Message["rule"]), Is.EqualTo(("CommandRejected", "finished")));
    }

    [Test]
    public async Task A_refusal_names_rule_and_field_and_stays_a_refusal()
    {
        var command = StartCommand("Võ Văn Thiếu");
        ((JsonObject)command["data"]!["requester"]!).Remove("address");
        var id = Guid.CreateVersion7();
        var first = await portal.AskAsync("StartProcedure", command, id);
        var second = await portal.AskAsync("StartProcedure", command, id);

        Assert.That((first.Type, (string)first.Message["kind"]!), Is.EqualTo(("CommandRejected", "invalid")));
        Assert.That((string?)first.Message["errors"]![0]!["field"], Does.StartWith("data.requester"));
        Assert.That((string?)first.Message["detail"]!["vi"], Is.Not.Empty);
        Assert.That(second.Message.ToJsonString(), Is.EqualTo(first.Message.ToJsonString()));
    }

    [TestCase("hanoi", "notFound", "not-found", TestName = "An office where the sender has no rights does not exist for it")]
    [TestCase("khong-co", "notFound", "not-found", TestName = "An office that does not exist")]
    public async Task A_sender_acts_only_where_it_has_rights(string office, string kind, string rule)
    {
        var command = StartCommand("Trần Thị Quyền");
        command["office"] = office;
        var (type, answer) = await portal.AskAsync("StartProcedure", command);
        Assert.That((type, (string)answer["kind"]!, (string)answer["rule"]!), Is.EqualTo(("CommandRejected", kind, rule)));
    }

    [Test]
    public async Task A_task_of_a_role_that_the_sender_does_not_hold_is_forbidden()
    {
        var caseId = await StartedAsync();
        using var operators = await host.SignInAsync("operator@namdinh");
        var task = (await portal.EventsUntilAsync(caseId, "task.opened"))[^1]["data"]!;
        var complete = new JsonObject { ["taskId"] = task["task"]!.DeepClone(), ["outcome"] = "Valid", ["expectedRevision"] = 1, ["data"] = ValidData() };
        await portal.AskAsync("CompleteTask", complete);
        var next = (await portal.EventsUntilAsync(caseId, "task.opened"))[^1]["data"]!;
        Assert.That((string)next["role"]!, Is.EqualTo("intake-officer"));
        var (type, answer) = await portal.AskAsync("CompleteTask", new JsonObject { ["taskId"] = next["task"]!.DeepClone(), ["outcome"] = "Nowhere", ["expectedRevision"] = 1 });
        Assert.That((type, (string)answer["rule"]!), Is.EqualTo(("CommandRejected", "unknown-outcome")));
    }

    [Test]
    public async Task Events_come_in_the_order_of_their_sequence_as_the_feed_tells_them()
    {
        var caseId = await StartedAsync();
        await portal.AskAsync("DeliverStimulus", new JsonObject { ["caseId"] = caseId, ["name"] = "withdrawal", ["payload"] = new JsonObject { ["reason"] = "Rút." } });
        var heard = await portal.EventsUntilAsync(caseId, "task.cancelled");

        Assert.That(heard.Select(told => (long)told["sequence"]!), Is.EqualTo(Enumerable.Range(1, heard.Count).Select(n => (long)n)));
        Assert.That(heard.Select(told => (string)told["type"]!), Is.SupersetOf(new[] { "procedure.started", "task.opened", "task.cancelled", "case.closed" }));
        using var system = host.System();
        var feed = (await system.GetAsync("/api/events?limit=1000").JsonAsync())["items"]!.AsArray().Where(told => (string)told!["caseId"]! == caseId).ToList();
        Assert.That(heard.Select(Same), Is.EqualTo(feed.Select(told => Same(told!))));
    }

    [Test]
    public async Task A_case_that_nobody_knows_is_waited_for_ten_minutes_and_then_lies_in_the_error_queue()
    {
        var unknown = Guid.CreateVersion7().ToString("N");
        var id = Guid.CreateVersion7();
        await portal.SendAsync("DeliverStimulus", new JsonObject { ["caseId"] = unknown, ["name"] = "withdrawal", ["payload"] = new JsonObject { ["reason"] = "Rút." } }, id);
        Assert.That((await portal.AskAsync("StartProcedure", StartCommand("Người Không Chờ"))).Type, Is.EqualTo("CommandAccepted"), "others go on meanwhile");
        Assert.That((await LyingAsync()).Select(Text), Has.None.Contains(id.ToString()));

        Assert.That(await host.Store.AdvanceClockAsync(await host.Store.NowAsync(default) + NodaTime.Duration.FromMinutes(10), default), Is.True);
        var (type, answer) = await portal.AnswerAsync();
        Assert.That((type, (string)answer["rule"]!, (string)answer["commandId"]!), Is.EqualTo(("CommandFailed", "unknown-case", id.ToString())));
        Assert.That((string)(await LyingAsync(id.ToString()))["rule"]!, Is.EqualTo("unknown-case"));
    }

    [TestCase("no JSON at all", "unreadable-message", TestName = "A poison message: no JSON")]
    [TestCase("""{"messageType":["urn:message:ProcedureEngine.Contracts.V1:StartProcedure"],"message":{"procedure":"enforcement-request","marker":"A3"}}""", "unreadable-message", TestName = "A poison message: required members are missing")]
    [TestCase("""{"messageId":"no-guid","messageType":["urn:message:ProcedureEngine.Contracts.V1:StartProcedure"],"message":{"marker":"A4"}}""", "unreadable-message", TestName = "A poison message: its id is none")]
    [TestCase("""{"messageType":["urn:message:ProcedureEngine.Contracts.V1:CompleteTask"],"message":{"taskId":"x.t1","outcome":"Valid","expectedRevision":1}}""", "message-id-missing", TestName = "A message without an id")]
    [TestCase("""{"messageId":"0194b2c0-0000-7000-8000-000000000001","messageType":["urn:message:ProcedureEngine.Contracts.V9:StartProcedure"],"message":{}}""", "unknown-message", TestName = "A version that this host does not know")]
    [TestCase("""{"messageId":"0194b2c0-0000-7000-8000-000000000002","messageType":[],"message":{}}""", "unknown-message", TestName = "A message of no type")]
    [TestCase("""{"messageId":"0194b2c0-0000-7000-8000-000000000003","messageType":["urn:message:ProcedureEngine.Contracts.V1:StartProcedure"],"message":{"procedure":"khong-co","office":"namdinh","data":{}}}""", "not-found", TestName = "A refusal that nobody would hear")]
    [TestCase("""{"messageId":"0194b2c0-0000-7000-8000-000000000004","responseAddress":"queue:procedure-engine.commands.other","messageType":["urn:message:ProcedureEngine.Contracts.V1:StartProcedure"],"message":{"procedure":"khong-co","office":"namdinh","data":{}}}""", "answer-address", TestName = "An answer into a queue of ours")]
    [TestCase("""{"messageId":"0194b2c0-0000-7000-8000-000000000101","messageType":["urn:message:ProcedureEngine.Contracts.V1:StartProcedure"],"message":{"procedure":"enforcement-request","office":"namdinh","data":{}},"requestId":null,"requestId":null}""", "unreadable-message", TestName = "A poison message: a member of the envelope stands twice")]
    [TestCase("""{"messageId":"0194b2c0-0000-7000-8000-000000000102","messageType":["urn:message:ProcedureEngine.Contracts.V1:StartProcedure"],"message":{"procedure":"enforcement-request","office":"namdinh","data":{"note":1,"note":2}}}""", "unreadable-message", TestName = "A poison message: a member of the data stands twice")]
    [TestCase("""{"messageId":"\ud800","messageType":["urn:message:ProcedureEngine.Contracts.V1:StartProcedure"],"message":{"procedure":"enforcement-request","office":"namdinh","data":{}}}""", "unreadable-message", TestName = "A poison message: half a character in its id")]
    [TestCase("""{"messageId":"0194b2c0-0000-7000-8000-000000000103","messageType":["\ud800"],"message":{"procedure":"enforcement-request","office":"namdinh","data":{}}}""", "unreadable-message", TestName = "A poison message: half a character in its type")]
    [TestCase("""{"messageId":"0194b2c0-0000-7000-8000-000000000104","responseAddress":"queue:\ud800","messageType":["urn:message:ProcedureEngine.Contracts.V1:StartProcedure"],"message":{"procedure":"enforcement-request","office":"namdinh","data":{}}}""", "unreadable-message", TestName = "A poison message: half a character in an address")]
    [TestCase("""{"messageId":"0194b2c0-0000-7000-8000-000000000105","faultAddress":"queue:\ud800","messageType":["urn:message:ProcedureEngine.Contracts.V9:X"],"message":{}}""", "unreadable-message", TestName = "A poison message: half a character in an address, of a type that nobody knows")]
    [TestCase("""{"messageId":"0194b2c0-0000-7000-8000-000000000106","\ud800":1,"messageType":["urn:message:ProcedureEngine.Contracts.V1:StartProcedure"],"message":{"procedure":"enforcement-request","office":"namdinh","data":{}}}""", "unreadable-message", TestName = "A poison message: half a character in a name")]
    [TestCase("""{"messageId":"0194b2c0-0000-7000-8000-000000000107","messageType":["urn:message:ProcedureEngine.Contracts.V1:StartProcedure"],"message":{"procedure":"enforcement-request","office":"namdinh","data":{"note":"\ud800"}}}""", "malformed-json", TestName = "A poison message: half a character in the data")]
    [TestCase("""{"messageId":"0194b2c0-0000-7000-8000-000000000108","messageType":["urn:message:ProcedureEngine.Contracts.V1:StartProcedure"],"message":{"procedure":"enforcement-request","office":"namdinh","data":{"note":1e99999}}}""", "invalid-data", TestName = "A number beyond all measure in the data")]
    [TestCase("""{"messageId":"0194b2c0-0000-7000-8000-000000000109","messageType":["urn:message:ProcedureEngine.Contracts.V1:CompleteTask"],"message":{"taskId":"x.t1","outcome":"Valid","expectedRevision":1e99999}}""", "unreadable-message", TestName = "A poison message: a number beyond all measure")]
    [TestCase("""{"messageId":"0194b2c0-0000-7000-8000-000000000110","messageType":["urn:message:ProcedureEngine.Contracts.V1:StartProcedure"],"message":[]}""", "unreadable-message", TestName = "A poison message: a list for a command")]
    [TestCase("""{"messageId":"no-guid","messageType":["urn:message:ProcedureEngine.Contracts.V1:StartProcedure"],"message":{"procedure":"enforcement-request","office":"namdinh","data":{}}}""", "unreadable-message", TestName = "A whole command whose id is none")]
    [TestCase("""{"messageId":"0194b2c0-0000-7000-8000-000000000113","messageType":"urn:message:ProcedureEngine.Contracts.V1:StartProcedure","message":{"procedure":"enforcement-request","office":"namdinh","data":{}}}""", "unreadable-message", TestName = "A type that is no list")]
    [TestCase("", "unreadable-message", TestName = "A poison message: nothing at all")]
    [TestCase("""[]""", "unreadable-message", TestName = "A poison message: a list")]
    [TestCase("""null""", "unreadable-message", TestName = "A poison message: null")]
    [TestCase("\"\\ud800\"", "unreadable-message", TestName = "A poison message: half a character alone")]
    [TestCaseSource(nameof(Nested))]
    public async Task What_cannot_be_a_command_is_isolated_with_its_reason(string body, string rule)
    {
        await portal.SendRawAsync(body);
        Assert.That((await portal.AskAsync("StartProcedure", StartCommand("Người Đi Sau"))).Type, Is.EqualTo("CommandAccepted"), "nothing else stops");
        var lying = await LyingAsync(message => Text(message) == body, body);
        Assert.That((string)lying["rule"]!, Is.EqualTo(rule));
        Assert.That((string?)lying["reason"], Is.Not.Empty);
    }

    [Test]
    public async Task What_comes_with_headers_as_large_as_the_broker_takes_is_isolated_too()
    {
        var body = """{"messageId":"0194b2c0-0000-7000-8000-000000000121","marker":"headers"}""";
        await portal.SendRawAsync(body, new Dictionary<string, object?>(StringComparer.Ordinal) { ["large"] = new string('x', 130_900) });
        Assert.That((await portal.AskAsync("StartProcedure", StartCommand("Người Đi Sau"))).Type, Is.EqualTo("CommandAccepted"), "nothing else stops");
        Assert.That((string)(await LyingAsync(body))["rule"]!, Is.EqualTo("unreadable-message"));
    }

    private static IEnumerable<TestCaseData> Nested()
    {
        foreach (var (what, address) in new[]
        {
            ("that the broker keeps for itself", "queue:amq.rabbitmq.reply"), ("longer than the broker takes", $"queue:{new string('q', 300)}"), ("of no bus", "mailto:ai@example.vn"),
            ("that ties an exchange to another system's queue", "exchange:portal-answers?bind=true&queue=procedure-engine.commands.other"), ("that ties an exchange to one of ours", "exchange:portal-answers?bindexchange=procedure-engine.commands.other"),
            ("that is hidden", "queue:procedure%2Dengine.commands.other"), ("with a name of nothing", "queue:"),
        })
        {
            yield return new TestCaseData($$"""{"messageId":"{{Guid.CreateVersion7()}}","responseAddress":"{{address}}","messageType":["urn:message:ProcedureEngine.Contracts.V1:StartProcedure"],"message":{"procedure":"khong-co","office":"namdinh","data":{} } }""", "answer-address").SetName($"An answer to an address {what}");
        }

        var (open, close) = (new string('[', 5000), new string(']', 5000));
        yield return new TestCaseData(open, "unreadable-message").SetName("A poison message: lists in lists that never end");
        yield return new TestCaseData($$"""{"messageId":"0194b2c0-0000-7000-8000-000000000120","messageType":["urn:message:ProcedureEngine.Contracts.V1:StartProcedure"],"message":{"data":{{open}}{{close}} } }""", "unreadable-message").SetName("A poison message: data of five thousand lists in one another");
    }

    [Test]
    public async Task An_unknown_version_is_told_to_its_sender()
    {
        var id = Guid.CreateVersion7();
        await portal.SendAsync("StartProcedure", StartCommand("Người Tương Lai"), id, version: "V2");
        var (type, answer) = await portal.AnswerAsync();
        Assert.That((type, (string)answer["rule"]!, (string?)answer["commandId"]), Is.EqualTo(("CommandFailed", "unknown-message", id.ToString())));
        Assert.That((string?)answer["detail"]!["en"], Does.Contain("Contracts.V2:StartProcedure"));
    }

    [Test]
    public async Task An_operator_puts_a_command_back_when_its_cause_is_mended()
    {
        var caseId = Guid.CreateVersion7().ToString("N");
        var id = Guid.CreateVersion7();
        await portal.SendAsync("CompleteTask", new JsonObject { ["taskId"] = $"{caseId}.t1", ["outcome"] = "Valid", ["expectedRevision"] = 1 }, id);
        await host.Store.AdvanceClockAsync(await host.Store.NowAsync(default) + NodaTime.Duration.FromMinutes(11), default);
        var failed = (await FailedAsync(id)).Message;
        Assert.That((string)failed["rule"]!, Is.EqualTo("unknown-case"));

        var lying = await LyingAsync(id.ToString());
        using var operators = await host.SignInAsync("operator@namdinh");
        var path = $"/api/messaging/errors/{portal.Name}/{lying["id"]}/put-back";
        await operators.PostAsync(path, null).JsonAsync();
        Assert.That(await operators.PostAsync(path, null).ProblemAsync(404), Is.EqualTo(("not-found", Array.Empty<string>())).Using<(string, string[])>((a, b) => a.Item1 == b.Item1));
        await host.Store.AdvanceClockAsync(await host.Store.NowAsync(default) + NodaTime.Duration.FromMinutes(11), default);
        Assert.That((string)(await FailedAsync(id)).Message["commandId"]!, Is.EqualTo(id.ToString()), "it was tried anew, for ten minutes anew");
    }

    [Test]
    public async Task Error_queues_are_for_operators_of_all_offices_of_the_sender()
    {
        using var officer = await host.SignInAsync("intake-officer@namdinh");
        Assert.That((await officer.GetAsync("/api/messaging/errors").ProblemAsync(403)).Rule, Is.EqualTo("role-required"));
        using var elsewhere = await host.SignInAsync("operator@hanoi");
        Assert.That((await elsewhere.GetAsync("/api/messaging/errors").JsonAsync())["items"]!.AsArray(), Is.Empty);
        Assert.That((await elsewhere.PostAsync($"/api/messaging/errors/{portal.Name}/abc/put-back", null).ProblemAsync(404)).Rule, Is.EqualTo("not-found"));
    }

    private static JsonObject StartCommand(string name) => new() { ["procedure"] = "enforcement-request", ["office"] = Samples.Office, ["data"] = JsonNode.Parse(Samples.Request(name)) };

    private static JsonObject ValidData() => new() { ["request"] = JsonNode.Parse(Samples.Request()) };

    private async Task<string> StartedAsync()
    {
        var (type, answer) = await portal.AskAsync("StartProcedure", StartCommand("Nguyễn Thị Tin"));
        Assert.That(type, Is.EqualTo("CommandAccepted"), answer.ToJsonString());
        return (string)answer["caseId"]!;
    }

    private async Task<string[]> CasesAsync(string name)
    {
        using var officer = await host.SignInAsync("intake-officer@namdinh");
        return [.. (await officer.GetAsync($"/api/cases?search={Uri.EscapeDataString(name)}").JsonAsync())["items"]!.AsArray().Select(file => (string)file!["id"]!)];
    }

    private async Task<(string Type, JsonNode Message)> FailedAsync(Guid id)
    {
        while (true)
        {
            var heard = await portal.AnswerAsync();
            if (heard.Type == "CommandFailed" && (string?)heard.Message["commandId"] == id.ToString())
                return heard;
        }
    }

    private async Task<IReadOnlyList<JsonNode>> LyingAsync()
    {
        using var operators = await host.SignInAsync("operator@namdinh");
        return [.. (await operators.GetAsync("/api/messaging/errors").JsonAsync())["items"]!.AsArray().Select(message => message!)];
    }

    /// <summary>The message in the error queue whose body holds a text, as soon as it lies there.</summary>
    private Task<JsonNode> LyingAsync(string text) => LyingAsync(message => Text(message).Contains(text, StringComparison.Ordinal), text);

    private async Task<JsonNode> LyingAsync(Func<JsonNode, bool> isIt, string text)
    {
        var started = Stopwatch.StartNew();
        while (started.Elapsed < Patience)
        {
            if ((await LyingAsync()).FirstOrDefault(isIt) is { } found)
                return found;
        }

        throw new AssertionException($"No message with '{text}' lies in the error queue.");
    }

    private static string Text(JsonNode message) => (string)message["body"]!;

    /// <summary>Instants are written in two ways, and mean the same.</summary>
    private static string Same(JsonNode told) => $"{told["position"]} {told["id"]} {told["type"]} {told["sequence"]} {told["procedure"]} {told["office"]} {DateTimeOffset.Parse((string)told["at"]!, System.Globalization.CultureInfo.InvariantCulture):O}";

    private async Task ReadyAsync()
    {
        using var client = host.System();
        var started = Stopwatch.StartNew();
        JsonNode state;
        do
            state = await client.GetAsync("/health/ready").JsonAsync();
        while (state["degraded"]!.ToJsonString().Contains("\"messaging\"", StringComparison.Ordinal) && started.Elapsed < Patience);
        Assert.That(state["degraded"]!.AsArray().Select(part => (string)part!["part"]!), Has.None.EqualTo("messaging"), state.ToJsonString());
    }
}
