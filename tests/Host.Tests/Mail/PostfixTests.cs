using System.Globalization;
using System.Net;

namespace ProcedureEngine.Host.Tests.Mail;

/// <summary>The whole way with a real Postfix between applicant and office: in by LMTP or Maildir, out by SMTP with STARTTLS, and back.</summary>
[Category("Whole")]
public sealed class PostfixTests
{
    private const string Lan = "lan@example.vn";

    private PostfixServer postfix = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => postfix = await PostfixServer.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await postfix.DisposeAsync();

    [Test]
    public async Task A_request_by_LMTP_is_answered_by_SMTP_and_the_reply_comes_to_the_same_case()
    {
        // Nobody listens for LMTP yet: the mail server keeps the mail.
        await postfix.SubmitAsync(Lan, MailHost.Mail(from: Lan), MailHost.Mailbox);
        await MailHost.UntilAsync(() => Task.FromResult(postfix.Log), log => log.Contains("status=deferred", StringComparison.Ordinal), "Postfix keeps the mail");
        await using var host = Host();

        var opened = (await host.FilesOfAsync(Lan, 1)).Single().Id;
        var done = await host.CompleteAsync(await host.TaskAsync(opened, "check-validity"), "Incomplete", MailDoorTests.Guidance());
        Assert.That(done.Status, Is.EqualTo(HttpStatusCode.OK), done.ToString());
        var sent = await host.LettersAsync(opened, 2, m => (string?)m["state"] == "sent");
        var letters = await MailHost.UntilAsync(() => Task.FromResult(postfix.LettersOf(Lan)), found => found.Count == 2, "both letters arrive");
        var guidance = letters.Single(letter => letter.AutomaticSign is null);
        await postfix.SubmitAsync(Lan, MailHost.Mail(from: Lan, body: "Tôi gửi bổ sung.", headers: [("Subject", "Re: " + "yeu cau"), ("In-Reply-To", $"<{guidance.MessageId}>"), ("References", $"<{guidance.MessageId}>")]), MailHost.Mailbox);
        var messages = await MailHost.UntilAsync(() => host.ItemsAsync($"/api/cases/{opened}/messages"), all => all.Count(m => (string?)m["direction"] == "in") == 2, "the reply is in the case");

        Assert.Multiple(async () =>
        {
            Assert.That(sent.Select(m => (string?)m["proof"]), Is.All.Contains("queued as"), "the mail server's own words");
            Assert.That(letters.SelectMany(letter => letter.Defects), Is.Empty);
            Assert.That(letters.Select(letter => $"<{letter.MessageId}>"), Is.EquivalentTo(sent.Select(m => (string?)m["messageId"])));
            Assert.That(letters.Single(letter => letter != guidance).Headers.First(field => field.Name == "Return-Path").Value, Is.EqualTo("<>"), "no bounce may come to an automatic answer");
            Assert.That(postfix.Log, Does.Contain("TLS").Or.Contain("status=sent"));
            Assert.That(messages.Count(m => (string?)m["direction"] == "out"), Is.EqualTo(2), "the reply gets no automatic answer");
            Assert.That((await host.OpenTasksAsync(opened)).Select(t => (string?)t["activityId"]), Does.Contain("check-validity"), "the check goes on with the answer");
            Assert.That(await host.FilesOfAsync(Lan, 1), Has.Count.EqualTo(1), "and no second case");
        });
    }

    [Test]
    public async Task A_mail_to_two_offices_goes_one_way_by_LMTP_and_the_other_by_Maildir()
    {
        await using var host = Host();
        var raw = MailHost.Mail(from: "hai@example.vn", headers: [("To", $"{MailHost.Mailbox}, {MailHost.OtherMailbox}")]);

        await postfix.SubmitAsync("hai@example.vn", raw, MailHost.Mailbox, MailHost.OtherMailbox);
        await host.FilesOfAsync("hai@example.vn", 1);
        await host.FilesOfAsync("hai@example.vn", 1, "hanoi");
        await postfix.SubmitAsync("hai@example.vn", raw, MailHost.OtherMailbox);
        await MailHost.UntilAsync(
            () => Task.FromResult(Directory.GetFiles(Path.Combine(postfix.Offices, MailHost.OtherMailbox, "cur")).Length), count => count == 2, "both copies are handled");

        Assert.That(await host.FilesOfAsync("hai@example.vn", 1, "hanoi"), Has.Count.EqualTo(1), "the same message again has one effect");
    }

    [Test]
    public async Task What_cannot_be_delivered_comes_back_and_opens_a_task()
    {
        await using var host = Host();
        // Postfix takes mail for this domain over and finds afterwards that it cannot be delivered.
        await postfix.SubmitAsync("xa@noi-khac.example", MailHost.Mail(from: "xa@noi-khac.example"), MailHost.Mailbox);
        var opened = (await host.FilesOfAsync("xa@noi-khac.example", 1)).Single().Id;
        await host.CompleteAsync(await host.TaskAsync(opened, "check-validity"), "Incomplete", MailDoorTests.Guidance());

        var tasks = await MailHost.UntilAsync(
            () => host.OpenTasksAsync(opened), open => open.Any(t => (string?)t["activityId"] == "correspondence"), "the bounce of the letter opens a task");

        var task = tasks.Single(t => (string?)t["activityId"] == "correspondence");
        Assert.That((string?)task["context"]!["template"], Is.EqualTo("guidance-02-qt"));
        Assert.That((string?)task["context"]!["answer"], Does.Contain("5.1.1").And.Contain("No office has this mailbox"));
    }

    private MailHost Host() => MailHost.Start(
        ("Mail:Lmtp", postfix.LmtpPort.ToString(CultureInfo.InvariantCulture)), ("Mail:Maildir", postfix.Offices), ("Mail:PollSeconds", "1"), ("Smtp:Host", "127.0.0.1"),
        ("Smtp:Port", postfix.Port.ToString(CultureInfo.InvariantCulture)), ("Smtp:Security", "StartTls"), ("Smtp:CertificateSha256", postfix.CertificateSha256));
}
