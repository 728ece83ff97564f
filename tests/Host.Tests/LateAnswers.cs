using Microsoft.Extensions.DependencyInjection;
using ProcedureEngine.Access;
using ProcedureEngine.Engine.Execution;
using ProcedureEngine.Host.Messaging;
using ProcedureEngine.Host.Sessions;
using ProcedureEngine.Host.Tests.Mail;
using ProcedureEngine.Host.Tests.Support;

namespace ProcedureEngine.Host.Tests;

/// <summary>A case that closed because its applicant was silent for 60 days is taken up again by his late answer, once, whichever door it comes by. (By mail: <c>MailDoorTests</c>.)</summary>
[TestFixture(HostStore.Sqlite)]
[TestFixture(HostStore.Postgres)]
public sealed class LateAnswers(HostStore store)
{
    private const string Text = """{"text":"Tôi bổ sung bản án."}""";

    private TestHost host = null!;
    private HttpClient officer = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        host = await TestHost.StartAsync(store);
        officer = await host.SignInAsync("intake-officer@namdinh");
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        officer.Dispose();
        await host.DisposeAsync();
    }

    [Test]
    public async Task By_the_public_form_with_the_code_in_small_letters()
    {
        using var nobody = host.Browser();
        var asked = await nobody.PostAsync("/api/public/namdinh/requests", TestHost.Json(Samples.Request())).JsonAsync(HttpStatusCode.Created);
        nobody.DefaultRequestHeaders.Add("X-Case-Secret", (string)asked["secret"]!);
        var path = $"/api/public/cases/{((string)asked["code"]!).ToLowerInvariant()}";
        var id = (string)(await officer.GetAsync($"/api/cases?search={asked["code"]}").JsonAsync())["items"]!.AsArray().Single()!["id"]!;
        nobody.DefaultRequestHeaders.Add("Idempotency-Key", "before");
        await LapseAsync(id, () => nobody.PostAsync($"{path}/supplement", TestHost.Json(Text)));
        Assert.That((string)(await nobody.GetAsync(path).JsonAsync())["status"]!, Is.EqualTo("closed-lapsed"));

        var old = await nobody.PostAsync($"{path}/supplement", TestHost.Json(Text)).JsonAsync();
        Assert.That((string)(await nobody.GetAsync(path).JsonAsync())["status"]!, Is.EqualTo("closed-lapsed"), $"what was answered before the lapse is no late answer: {old}");

        nobody.DefaultRequestHeaders.Remove("Idempotency-Key");
        nobody.DefaultRequestHeaders.Add("Idempotency-Key", "late");
        var first = await nobody.PostAsync($"{path}/supplement", TestHost.Json(Text)).JsonAsync();
        Assert.That((string)first["status"]!, Is.EqualTo("checking"));
        Assert.That((await nobody.PostAsync($"{path}/supplement", TestHost.Json(Text)).JsonAsync()).ToJsonString(), Is.EqualTo(first.ToJsonString()));
        await RequireOnceAsync(id);
    }

    [Test]
    public async Task By_a_command()
    {
        var id = await Samples.StartedAsync(host);
        await LapseAsync(id);
        var door = host.Services.GetService<CommandDoor>() ?? ActivatorUtilities.CreateInstance<CommandDoor>(host.Services);
        var system = SendingSystem.Of("integrator", [new Grant(DevelopmentSeed.SystemRole, "namdinh")], host.Services.GetRequiredService<Visibility>());
        var command = new Contracts.V1.DeliverStimulus { CaseId = id, Name = "supplement", Payload = (JsonObject)JsonNode.Parse(Text)! };
        var first = await door.RunAsync(system, "message-1", command, remembersRefusals: true, CancellationToken.None);
        var second = await door.RunAsync(system, "message-1", command, remembersRefusals: true, CancellationToken.None);
        Assert.That((first.IsRepeat, second.IsRepeat, (string)second.Body["status"]!), Is.EqualTo((false, true, "checking")));
        await RequireOnceAsync(id);
    }

    /// <summary>Guided, and silent for longer than 60 days; or answered once, guided again, and silent then.</summary>
    private async Task LapseAsync(string id, Func<Task<HttpResponseMessage>>? answer = null)
    {
        await GuideAsync(id);
        if (answer is not null)
        {
            await answer().JsonAsync();
            await GuideAsync(id);
        }

        await officer.PostAsync("/api/sandbox/clock", TestHost.Json("""{"advance":"P80D"}""")).JsonAsync();
        Assert.That((string)(await officer.GetAsync($"/api/cases/{id}").JsonAsync())["status"]!, Is.EqualTo("closed-lapsed"));
    }

    private async Task GuideAsync(string id) => await Samples.CompleteAsync(officer, await Samples.TaskAsync(officer, id, "check-validity"), "Incomplete", """
        {"right":{"hasRight":true,"text":"Có quyền."},"competence":{"competent":true,"text":"Thuộc thẩm quyền."},"judgmentContent":"Buộc trả tiền.","formsOfRequest":"Trực tiếp.","papersToHandIn":["Bản án"],"reason":"Thiếu bản án.","missing":["Bản án"]}
        """).JsonAsync();

    /// <summary>Taken up once, at step 2, with the answer before an officer once.</summary>
    private async Task RequireOnceAsync(string id)
    {
        var history = await host.Store.Queries.JournalAsync(id, CancellationToken.None);
        var open = (await officer.GetAsync($"/api/cases/{id}/tasks").JsonAsync())["items"]!.AsArray().Where(task => (string)task!["state"]! is "open" or "claimed").Select(task => (string)task!["activityId"]!);
        Assert.That(history.Count(row => row.EventName == "Reopened"), Is.EqualTo(1));
        Assert.That(open, Is.EquivalentTo(new[] { "check-validity", "correspondence" }));
    }
}
