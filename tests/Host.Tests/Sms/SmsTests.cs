using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ProcedureEngine.Activities.Notification;
using ProcedureEngine.Engine.Execution;
using ProcedureEngine.Host.Outbox;
using ProcedureEngine.Host.Tests.Mail;

namespace ProcedureEngine.Host.Tests.Sms;

/// <summary>Short messages as a gateway finds them: once or more under one name, in order, and a case that hears when one does not leave.</summary>
public sealed class SmsTests
{
    private MailHost host = null!;

    private string Folder => Path.Combine(host.Folder, "sms-out");

    [SetUp]
    public void Start() => host = MailHost.StartBroken(services => services.AddSingleton<ICaseAct, SayBySms>());

    [TearDown]
    public async Task StopAsync() => await host.DisposeAsync();

    [Test]
    public async Task A_message_is_one_file_with_all_that_a_gateway_needs_and_stands_among_the_case_s_messages()
    {
        var id = await CaseAsync();
        await SayAsync(id, "Mã hồ sơ: ABCD");
        var message = (await MessagesAsync(id, 1, "sent")).Single();
        var file = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Folder, $"{id}.sms.1.json")))!;
        Assert.That(Fields(file), Is.EqualTo(($"{id}.sms.1", id, "sms-case-code", "+84912345678", "Mã hồ sơ: ABCD")));
        Assert.That((long)file["sequence"]!, Is.EqualTo(1));
        Assert.That(((string)message["address"]!, (string)message["subject"]!, (string)message["proof"]!), Is.EqualTo(("+84912345678", "Mã hồ sơ: ABCD", $"sms-out/{id}.sms.1.json")));
        var desk = await (await host.PersonAsync("intake-officer@namdinh")).GetStringAsync($"/desk/cases/{id}");
        Assert.That(WebUtility.HtmlDecode(desk), Does.Contain("SMS: Mã hồ sơ: ABCD").And.Contain("+84912345678").And.Contain("Soạn tin nhắn SMS"));
    }

    [Test]
    public async Task The_second_delivery_of_a_message_is_the_same_file()
    {
        var id = await CaseAsync();
        await SayAsync(id, "một");
        await MessagesAsync(id, 1, "sent");
        var (name, first) = (Path.Combine(Folder, $"{id}.sms.1.json"), await File.ReadAllBytesAsync(Path.Combine(Folder, $"{id}.sms.1.json")));
        await host.Store.WriteAsync(async sql => await sql.ExecuteAsync(new Persistence.Sql.Statement("UPDATE outbox SET state = 'pending', ended_at = NULL WHERE id = @id", ("@id", $"{id}.sms.1"))), isBackground: true, default);
        File.Delete(name);
        await SayAsync(id, "hai");
        await MessagesAsync(id, 2, "sent");
        Assert.That(Directory.GetFiles(Folder).Select(Path.GetFileName), Is.EquivalentTo(new[] { $"{id}.sms.1.json", $"{id}.sms.2.json" }));
        Assert.That(await File.ReadAllBytesAsync(name), Is.EqualTo(first));
    }

    [Test]
    public async Task While_the_folder_cannot_be_written_to_messages_wait_in_order_and_go_when_it_can()
    {
        await File.WriteAllTextAsync(Folder, "a file where the folder should be");
        var id = await CaseAsync();
        await SayAsync(id, "một");
        await SayAsync(id, "hai");
        var waiting = await MailHost.UntilAsync(() => AllAsync(id), all => (int)all[0]["attempts"]! == 1 && (string?)all[0]["state"] == "pending", "the first was tried");
        Assert.That((int)waiting[1]["attempts"]!, Is.Zero, "the second waits for the first");
        Assert.That((string?)waiting[0]["proof"], Is.Not.Empty);

        File.Delete(Folder);
        await host.AdvanceAsync("PT61S");

        var sent = await MessagesAsync(id, 2, "sent");
        Assert.That(sent.Select(message => (int)message["attempts"]!), Is.EqualTo(new[] { 2, 1 }));
        Assert.That(File.GetLastWriteTimeUtc(Path.Combine(Folder, $"{id}.sms.1.json")), Is.LessThanOrEqualTo(File.GetLastWriteTimeUtc(Path.Combine(Folder, $"{id}.sms.2.json"))));
    }

    [Test]
    public async Task After_three_days_the_case_gets_a_task_and_the_next_message_goes()
    {
        await File.WriteAllTextAsync(Folder, "a file where the folder should be");
        var id = await CaseAsync();
        await SayAsync(id, "một");
        for (var attempt = 1; attempt <= 6; attempt++)
        {
            await MailHost.UntilAsync(() => AllAsync(id), all => (int)all[0]["attempts"]! == attempt && all[0]["proof"] is not null, $"attempt {attempt}");
            await host.AdvanceAsync("PT13H");
        }

        var failed = (await MessagesAsync(id, 1, "failed")).Single();
        var task = (await host.OpenTasksAsync(id)).Single(task => (string?)task["activityId"] == "correspondence");
        Assert.That((string?)failed["proof"], Does.StartWith("not taken over in three days"));
        Assert.That((string?)task["title"]!["vi"], Is.EqualTo("Tin nhắn không gửi được, liên hệ cách khác"));
        Assert.That(((string?)task["context"]!["to"], (string?)task["context"]!["template"]), Is.EqualTo(("+84912345678", "sms-case-code")));

        File.Delete(Folder);
        await SayAsync(id, "hai");
        await MailHost.UntilAsync(() => AllAsync(id), all => (string?)all[1]["state"] == "sent", "the next goes");
    }

    [Test]
    public async Task A_gateway_says_that_a_message_did_not_arrive_once_and_only_who_may()
    {
        var id = await CaseAsync();
        await SayAsync(id, "một");
        var message = (await MessagesAsync(id, 1, "sent")).Single();
        var path = $"/api/cases/{id}/messages/{message["id"]}/undelivered";
        Assert.That((await host.SendAsync(path, new { answer = "unknown subscriber" })).Status, Is.EqualTo(HttpStatusCode.Forbidden));
        for (var time = 0; time < 2; time++)
            Assert.That((await host.SendAsync(path, new { answer = "unknown subscriber" }, "operator@namdinh")).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await host.SendAsync(path, new { answer = " " }, "operator@namdinh")).Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        var letter = (await host.ItemsAsync($"/api/cases/{id}/messages")).First(m => (string?)m["channel"] == "mail");
        Assert.That((await host.SendAsync($"/api/cases/{id}/messages/{letter["id"]}/undelivered", new { answer = "x" }, "operator@namdinh")).Status, Is.EqualTo(HttpStatusCode.NotFound), "a letter's bounce comes by mail");

        Assert.That((string?)(await AllAsync(id)).Single()["state"], Is.EqualTo("undelivered"));
        Assert.That((await host.OpenTasksAsync(id)).Count(task => (string?)task["context"]?["answer"] == "unknown subscriber"), Is.EqualTo(1));
    }

    /// <summary>A link to the device that is always full stands where the file is written.</summary>
    [Test]
    public void On_a_full_disk_nothing_new_lies_in_the_folder_and_the_next_attempt_succeeds()
    {
        var folder = new PickupFolder(Folder);
        Directory.CreateDirectory(Folder);
        File.CreateSymbolicLink(Path.Combine(Folder, "a.json.part"), "/dev/full");

        Assert.That(async () => await folder.WriteAsync("a.json", new byte[10_000], default), Throws.InstanceOf<IOException>());
        Assert.That(Directory.GetFileSystemEntries(Folder), Is.Empty);
        Assert.That(async () => await folder.WriteAsync("a.json", "{}"u8.ToArray(), default), Throws.Nothing);
        Assert.That(Directory.GetFileSystemEntries(Folder).Select(Path.GetFileName), Is.EqualTo(new[] { "a.json" }));
    }

    private async Task<string> CaseAsync() => (await host.PostAsync(MailHost.Mail())).CaseId;

    private Task SayAsync(string id, string text) => host.RunAsync(new PerformAct(id, Actor.Engine, SayBySms.Act, new JsonObject { ["text"] = text }));

    private async Task<IReadOnlyList<JsonNode>> AllAsync(string id) => [.. (await host.ItemsAsync($"/api/cases/{id}/messages")).Where(message => (string?)message["channel"] == "sms")];

    private Task<IReadOnlyList<JsonNode>> MessagesAsync(string id, int count, string state) =>
        MailHost.UntilAsync(() => AllAsync(id), all => all.Count == count && all.All(message => (string?)message["state"] == state), $"{count} messages are {state}");

    private static (string?, string?, string?, string?, string?) Fields(JsonNode file) =>
        ((string?)file["id"], (string?)file["caseId"], (string?)file["kind"], (string?)file["to"], (string?)file["text"]);

    /// <summary>An act that writes an SMS, as an activity of a procedure would.</summary>
    private sealed class SayBySms : ICaseAct
    {
        public const string Act = "say-by-sms";

        public string Name => Act;

        public ActOutcome Perform(ActivityContext context, JsonObject payload) =>
            new([.. ShortMessages.Write(context, "sms-case-code", "0912 345 678", (string)payload["text"]!)]);
    }
}
