using System.Net;
using System.Text.Json.Nodes;

namespace ProcedureEngine.Host.Tests.Mail;

/// <summary>What the officer makes of a message that a person must look at.</summary>
[TestFixture(HostStore.Sqlite)]
[TestFixture(HostStore.Postgres)]
public sealed class MailTriageTests(HostStore store)
{
    private MailHost host = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => host = await MailHost.StartAsync(store);

    [OneTimeTearDown]
    public async Task StopAsync() => await host.DisposeAsync();

    [Test]
    public async Task A_case_is_opened_from_it_once_and_its_sender_hears()
    {
        var raw = Odd("nguoi-gui@example.vn");
        var look = await host.PostAsync(raw);

        var done = await host.CompleteAsync(look["taskId"]!, "OpenCase", new { });

        Assert.That(done.Status, Is.EqualTo(HttpStatusCode.OK), done.ToString());
        var file = await SettledAsync(look.CaseId, "handled");
        var opened = (string)file["linkedCaseId"]!;
        var letter = (await host.LettersAsync(opened, 1, m => (string?)m["state"] == "sent")).Single();
        Assert.Multiple(async () =>
        {
            Assert.That((string?)(await host.GetAsync($"/api/cases/{opened}"))["status"], Is.EqualTo("checking"));
            Assert.That((string?)letter["address"], Is.EqualTo("nguoi-gui@example.vn"));
            Assert.That((await host.PostAsync(raw))["outcome"], Is.EqualTo("known-message"));
        });
    }

    [Test]
    public async Task A_mail_without_a_sender_needs_the_applicants_address()
    {
        var look = await host.PostAsync(MailHost.Mail(from: ""));

        var refused = await host.CompleteAsync(look["taskId"]!, "OpenCase", new { });
        var wrong = await host.CompleteAsync(look["taskId"]!, "OpenCase", new { applicantEmail = "khong phai dia chi" });
        var done = await host.CompleteAsync(look["taskId"]!, "OpenCase", new { applicantEmail = "that@example.vn", applicantName = "Trần Thị Thật" });

        Assert.That(new[] { refused, wrong }.Select(a => ((int)a.Status, (string?)a.Body["errors"]![0]!["field"])), Is.All.EqualTo((422,
            "data.applicantEmail")));
        Assert.That(done.Status, Is.EqualTo(HttpStatusCode.OK), done.ToString());
        var opened = (string)(await SettledAsync(look.CaseId, "handled"))["linkedCaseId"]!;
        Assert.That((string?)(await host.GetAsync($"/api/cases/{opened}"))["applicantName"], Is.EqualTo("Trần Thị Thật"));
    }

    [Test]
    public async Task It_is_attached_to_the_case_that_the_officer_names()
    {
        var known = await host.PostAsync(MailHost.Mail());
        var code = (string)(await host.GetAsync($"/api/cases/{known.CaseId}"))["referenceCode"]!;
        var look = await host.PostAsync(MailHost.Mail(from: "con-gai@example.vn", headers: ("Subject", $"bo sung {code}")));
        Assert.That((string?)(await host.OpenTasksAsync(look.CaseId)).Single()["context"]!["about"]!["name"], Is.EqualTo(code),
            "the officer sees what it seems to be about");

        await host.CompleteAsync(look["taskId"]!, "AttachToCase", new { caseNumberOrCode = $" {code.ToLowerInvariant()} " });

        var file = await SettledAsync(look.CaseId, "handled");
        Assert.That((string?)file["linkedCaseId"], Is.EqualTo(known.CaseId));
        Assert.That((await host.ItemsAsync($"/api/cases/{known.CaseId}/messages")).Select(m => (string?)m["address"]), Does.Contain("con-gai@example.vn"));
        Assert.That((await host.OpenTasksAsync(known.CaseId)).Count(t => (string?)t["activityId"] == "correspondence"), Is.EqualTo(1));
    }

    [TestCase("ZZZZ-ZZZZ-ZZZZ")]
    [TestCase("99999/2026/HTTT")]
    [TestCase("không phải mã")]
    public async Task A_case_that_does_not_exist_brings_it_back_with_the_reason(string named)
    {
        var look = await host.PostAsync(Odd());
        await host.CompleteAsync(look["taskId"]!, "AttachToCase", new { caseNumberOrCode = named });

        var task = await AskedAgainAsync(host, look);

        Assert.That((string?)task["name"], Is.EqualTo("look-again-1"));
        Assert.That((string?)task["context"]!["problem"]!["vi"], Does.Contain(named));
        await host.CompleteAsync((string)task["id"]!, "SetAside", new { reason = "Thư rác" });
        await SettledAsync(look.CaseId, "set-aside");
    }

    [Test]
    public async Task What_the_procedure_refuses_comes_back_with_its_reason()
    {
        await using var pilot = await MailHost.StartAsync(store, ("Pilot:Extended", "false"));
        var look = await pilot.PostAsync(MailHost.Mail());
        await pilot.CompleteAsync(look["taskId"]!, "OpenCase", new { });

        var task = await AskedAgainAsync(pilot, look);

        Assert.That((string?)task["context"]!["problem"]!["en"], Does.Contain("does not offer the online support"));
        Assert.That(await pilot.CasesAsync(), Is.Zero);
    }

    [Test]
    public async Task It_is_set_aside_with_a_reason_and_without_a_number()
    {
        var look = await host.PostAsync(Odd());

        var unreasoned = await host.CompleteAsync(look["taskId"]!, "SetAside", new { reason = " " });
        await host.CompleteAsync(look["taskId"]!, "SetAside", new { reason = "Quảng cáo" });

        var file = await SettledAsync(look.CaseId, "set-aside");
        Assert.That(((int)unreasoned.Status, file["number"]), Is.EqualTo((422, (JsonNode?)null)));
        Assert.That((string?)file["closedAt"], Is.Not.Null);
    }

    [Test]
    public async Task It_is_the_intake_officers_of_its_own_office()
    {
        var look = await host.PostAsync(Odd());
        var body = new { outcome = "SetAside", data = new { reason = "x" }, expectedRevision = 1 };

        Assert.That((int)(await host.SendAsync($"/api/tasks/{look["taskId"]}/complete", body, "clerk@namdinh")).Status, Is.EqualTo(403));
        Assert.That((int)(await host.SendAsync($"/api/tasks/{look["taskId"]}/complete", body, "intake-officer@hanoi")).Status, Is.EqualTo(404));
    }

    [Test]
    public async Task It_is_no_procedure_that_people_start()
    {
        Assert.That((await host.ItemsAsync("/api/procedures")).Select(p => (string?)p["id"]), Does.Not.Contain("mail-triage"));
        Assert.That((int)(await host.SendAsync("/api/procedures/mail-triage/cases", new { office = "namdinh", channel = "http",
            data = new { } })).Status, Is.EqualTo(404));
    }

    private static async Task<JsonNode> AskedAgainAsync(MailHost host, Answer look) => (await MailHost.UntilAsync(
        () => host.OpenTasksAsync(look.CaseId), tasks => tasks.Count == 1 && (string?)tasks[0]["id"] != look["taskId"], "the officer is asked again"))[0];

    private static byte[] Odd(string from = "lan@example.vn") => MailHost.Mail(from: from, headers: ("Date", "Wed, 01 Jan 1800 08:00:00 +0700"));

    private Task<JsonNode> SettledAsync(string caseId, string status) =>
        MailHost.UntilAsync(() => host.GetAsync($"/api/cases/{caseId}"), file => (string?)file["status"] == status, $"the message is {status}");
}
