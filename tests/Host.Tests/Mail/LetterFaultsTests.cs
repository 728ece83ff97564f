using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using ProcedureEngine.Mail;

namespace ProcedureEngine.Host.Tests.Mail;

/// <summary>Whatever a mail server does at whatever stage, a letter has a clear outcome and is never sent as a new one.</summary>
public sealed class LetterFaultsTests
{
    private readonly ConcurrentQueue<SmtpFault> next = new();
    private FlappingServer server = null!;
    private MailHost host = null!;

    [OneTimeSetUp]
    public void Start()
    {
        server = new FlappingServer(_ => next.TryDequeue(out var fault) ? fault : SmtpFault.None);
        host = Host(server);
    }

    [SetUp]
    public void Forget() => server.Letters.Clear();

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await host.DisposeAsync();
        await server.DisposeAsync();
    }

    [TestCase(SmtpFault.HangsAtGreeting)]
    [TestCase(SmtpFault.HangsAtEhlo)]
    [TestCase(SmtpFault.HangsAtMail)]
    [TestCase(SmtpFault.HangsAtRcpt)]
    [TestCase(SmtpFault.HangsAtData)]
    [TestCase(SmtpFault.HangsAfterContent)]
    [TestCase(SmtpFault.DropsAtGreeting)]
    [TestCase(SmtpFault.DropsAtRcpt)]
    [TestCase(SmtpFault.DropsAfterContent)]
    [TestCase(SmtpFault.BusyAtGreeting)]
    [TestCase(SmtpFault.TriesLaterAtMail)]
    [TestCase(SmtpFault.TriesLaterAtRcpt)]
    [TestCase(SmtpFault.MailboxFullAtRcpt)]
    [TestCase(SmtpFault.TriesLaterAfterContent)]
    [TestCase(SmtpFault.SystemFullAfterContent)]
    [TestCase(SmtpFault.Garbage)]
    public async Task A_passing_fault_means_the_same_letter_again_and_nothing_else(SmtpFault fault)
    {
        next.Enqueue(fault);
        var opened = (await host.PostAsync(MailHost.Mail())).CaseId;
        var waiting = (await host.LettersAsync(opened, 1, m => m["proof"] is not null)).Single();
        Assert.That(((string?)waiting["state"], (int)waiting["attempts"]!), Is.EqualTo(("pending", 1)));

        await host.AdvanceAsync("PT61S");
        var sent = (await host.LettersAsync(opened, 1, m => (string?)m["state"] == "sent")).Single();

        Assert.That((int)sent["attempts"]!, Is.EqualTo(2));
        Assert.That((string?)sent["proof"], Does.Contain("Taken over"));
        Assert.That(server.Letters.Select(MessageId).Distinct(StringComparer.Ordinal), Is.EqualTo(new[] { (string?)sent["messageId"] }), "at least once, always the same Message-ID");
        Assert.That(server.Letters.Distinct(StringComparer.Ordinal).Count(), Is.EqualTo(1), "and the same Date, Subject and boundary");
    }

    [TestCase(SmtpFault.MailboxTooSmallAtRcpt, "552 5.2.2")]
    [TestCase(SmtpFault.TooLargeAfterContent, "552 5.3.4")]
    public async Task A_lasting_fault_is_told_to_the_case_with_the_servers_words(SmtpFault fault, string answer)
    {
        next.Enqueue(fault);
        var opened = (await host.PostAsync(MailHost.Mail())).CaseId;

        var failed = (await host.LettersAsync(opened, 1, m => (string?)m["state"] == "failed")).Single();
        var task = (await host.OpenTasksAsync(opened)).Single(t => (string?)t["activityId"] == "correspondence");

        Assert.That((string?)failed["proof"], Does.Contain(answer[4..]).And.StartsWith(answer[..3]));
        Assert.That((string?)task["context"]!["answer"], Is.EqualTo((string?)failed["proof"]));
        Assert.That(server.Letters, Is.Empty, "it is not tried again");
    }

    [Test]
    public async Task A_server_that_does_not_answer_the_farewell_has_the_letter()
    {
        next.Enqueue(SmtpFault.HangsAtQuit);
        var opened = (await host.PostAsync(MailHost.Mail())).CaseId;

        var sent = (await host.LettersAsync(opened, 1, m => (string?)m["state"] == "sent")).Single();

        Assert.That(((int)sent["attempts"]!, server.Letters.Count), Is.EqualTo((1, 1)));
    }

    /// <summary>A subject, name or code of a stranger's mail must not become a field of ours.</summary>
    [Test]
    public async Task What_a_stranger_writes_becomes_no_header_field()
    {
        var evil = "=?utf-8?B?" + Convert.ToBase64String("Lan\r\nBcc: ke.gian@example.vn\r\nX-A: b"u8) + "?=";
        var opened = (await host.PostAsync(MailHost.Mail(from: $"{evil} <lan@example.vn>", headers: [("Subject", evil), ("Reply-To", "ke.gian@example.vn")]))).CaseId;
        await host.LettersAsync(opened, 1, m => (string?)m["state"] == "sent");

        var header = server.Letters.Single();

        Assert.That(header, Does.Not.Contain("\nBcc:").And.Not.Contain("\nX-A:"));
        Assert.That(header.Split('\n').Count(line => line.StartsWith("To:", StringComparison.Ordinal)), Is.EqualTo(1));
    }

    /// <summary>Two machines that answer everything: ours stops by itself, since its letter says what it is and theirs is read for what it is.</summary>
    [TestCase("Auto-Submitted", "auto-replied", "set-aside")]
    [TestCase("Precedence", "bulk", "set-aside")]
    [TestCase("X-Autoreply", "yes", "set-aside")]
    [TestCase("Return-Path", "<>", "look-at")]
    public async Task An_automatic_answer_to_our_automatic_answer_gets_none(string field, string value, string outcome)
    {
        var before = await host.CasesAsync();
        var opened = (await host.PostAsync(MailHost.Mail())).CaseId;
        var ours = (await host.LettersAsync(opened, 1, m => (string?)m["state"] == "sent")).Single();
        for (var round = 0; round < 5; round++)
        {
            var answer = await host.PostAsync(MailHost.Mail(from: "lan@example.vn", headers: [(field, value), ("In-Reply-To", (string)ours["messageId"]!)]));
            Assert.That(answer["outcome"], Is.EqualTo(outcome));
        }

        Assert.That(await host.LettersAsync(opened, 1, m => (string?)m["state"] == "sent"), Has.Count.EqualTo(1));
        Assert.That((server.Letters.Count, await host.CasesAsync()), Is.EqualTo((1, before + 1)));
        Assert.That(server.Letters.Single(), Does.Contain("Auto-Submitted: auto-replied"));
    }

    /// <summary>One that hides what it is: new subject, no reference, no sign. The office stops it by hand after so many.</summary>
    [Test]
    public async Task A_machine_that_hides_is_stopped_after_so_many_cases()
    {
        await using var strict = Host(server, ("Mail:MaxCasesPerSenderHour", "5"));
        var outcomes = new List<string?>();
        for (var round = 0; round < 12; round++)
            outcomes.Add((await strict.PostAsync(MailHost.Mail(from: "may@example.vn", headers: ("Subject", $"Tra loi {round.ToString(CultureInfo.InvariantCulture)}"))))["outcome"]);

        Assert.That(outcomes.Count(outcome => outcome == "new-case"), Is.EqualTo(5));
        Assert.That(outcomes.Skip(5), Is.All.EqualTo("look-at"));
        await MailHost.UntilAsync(() => Task.FromResult(server.Letters.Count), count => count == 5, "five letters, no more");
    }

    private static string? MessageId(string header) => MimeReader.Read(System.Text.Encoding.Latin1.GetBytes(header + "\n")).MessageId is { } id ? $"<{id}>" : null;

    private static MailHost Host(FlappingServer server, params (string Name, string Value)[] more) => MailHost.Start(
    [
        ("Smtp:Host", "127.0.0.1"), ("Smtp:Port", server.Port.ToString(CultureInfo.InvariantCulture)), ("Smtp:Security", "None"), ("Smtp:TimeoutSeconds", "1"), .. more,
    ]);
}
