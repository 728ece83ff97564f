using System.Net;
using System.Text.Json.Nodes;
using ProcedureEngine.Host.Mail;
using NodaTime;

namespace ProcedureEngine.Host.Tests.Mail;

/// <summary>Letters leave to a real mail server: once per Message-ID when it answers, in order per case, with its words as proof; else later, or a
/// task.</summary>
public sealed class LettersOutTests
{
    private SmtpServer server = null!;
    private MailHost host = null!;

    [SetUp]
    public async Task StartAsync()
    {
        server = await SmtpServer.StartAsync();
        host = MailHost.Start(Smtp());
    }

    [TearDown]
    public async Task StopAsync()
    {
        await host.DisposeAsync();
        await server.DisposeAsync();
    }

    [Test]
    public async Task A_letter_arrives_once_with_the_servers_answer_as_proof()
    {
        var opened = await OpenAsync("lan");

        var taken = await server.NextAsync();
        var letter = (await host.LettersAsync(opened, 1, IsSent)).Single();

        Assert.That((taken.To, taken.From), Is.EqualTo(("lan@example.vn", "<>")), "no bounce may come to an automatic answer");
        Assert.That($"<{taken.Message.MessageId}>", Is.EqualTo((string)letter["messageId"]!));
        Assert.That((string?)letter["proof"], Does.Contain("Taken over as TEST-1"));
        Assert.That(taken.Message.Defects, Is.Empty);
        Assert.That(Directory.Exists(host.MailOut), Is.False);
    }

    [Test]
    public async Task Try_again_later_means_later_and_the_next_letter_of_the_case_waits_for_it()
    {
        var opened = await OpenAsync("later");
        var first = (await host.LettersAsync(opened, 1, m => (string?)m["proof"] is { } p && p.Contains("451", StringComparison.Ordinal))).Single();
        await GuideAsync(opened);
        Assert.That(((string?)first["state"], (int)first["attempts"]!), Is.EqualTo(("pending", 1)));

        await host.AdvanceAsync("PT61S");
        var arrived = new[] { await server.NextAsync(), await server.NextAsync() };
        var letters = await host.LettersAsync(opened, 2, IsSent);

        Assert.That(arrived.Select(a => $"<{a.Message.MessageId}>"), Is.EqualTo(letters.Select(m => (string)m["messageId"]!)),
            "in the order in which they were written");
        Assert.That(letters.Select(m => ((string?)m["kind"], (int)m["attempts"]!)), Is.EqualTo(new[] { ("received", 2), ("guidance-02-qt", 1) }));
        Assert.That(arrived[1].From, Is.EqualTo(MailHost.Mailbox), "a bounce of a person's letter comes to the mailbox");
    }

    [TestCase("never", "550")]
    [TestCase("late-no", "554")]
    public async Task Never_means_a_task_and_the_next_letter_goes_its_way(string recipient, string code)
    {
        var opened = await OpenAsync(recipient);
        await GuideAsync(opened);

        var letters = await host.LettersAsync(opened, 2, m => (string?)m["state"] == "failed");

        var tasks = (await host.OpenTasksAsync(opened)).Where(t => (string?)t["activityId"] == "correspondence").ToList();
        Assert.That(letters.Select(m => (string?)m["proof"]), Is.All.StartsWith(code));
        Assert.That(tasks.Select(t => (string?)t["context"]!["template"]), Is.EqualTo(new[] { "received", "guidance-02-qt" }));
        Assert.That(tasks.Select(t => (string?)t["context"]!["to"]), Is.All.EqualTo($"{recipient}@example.vn"));
    }

    [Test]
    public async Task Never_after_the_cases_end_is_told_to_the_office()
    {
        var opened = await OpenAsync("never");
        await host.SendAsync($"/api/cases/{opened}/withdraw", new { reason = "Đã thỏa thuận xong" });
        await host.LettersAsync(opened, 2, m => (string?)m["state"] == "failed");

        var files = await MailHost.UntilAsync(() => host.ItemsAsync("/api/cases?procedure=mail-triage"), items => items.Count > 0, "the office is told");
        var tasks = (await Task.WhenAll(files.Select(file => host.OpenTasksAsync((string)file["id"]!)))).SelectMany(t => t).ToList();

        Assert.That(tasks.Select(t => (string?)t["context"]!["reason"]), Is.All.EqualTo("undelivered-after-end"));
        Assert.That(tasks.Select(t => (string?)t["context"]!["letter"]!["to"]), Is.All.EqualTo("never@example.vn"));
        Assert.That(tasks.Select(t => (string?)t["context"]!["letter"]!["template"]), Does.Contain("withdrawal-confirmed"));
        Assert.That(tasks[0]["outcomes"]!.AsArray().Select(o => (string?)o!["name"]), Is.EqualTo(new[] { "SetAside" }));
    }

    [Test]
    public async Task A_letter_that_cannot_be_written_is_a_task_and_the_others_go()
    {
        var broken = await OpenAsync("đấu.không.dấu");
        var well = await OpenAsync("lan");

        var failed = (await host.LettersAsync(broken, 1, m => (string?)m["state"] == "failed")).Single();

        Assert.That((string?)failed["proof"], Does.StartWith("cannot be written").And.Contains("e-mail address"));
        Assert.That((await host.OpenTasksAsync(broken)).Count(t => (string?)t["activityId"] == "correspondence"), Is.EqualTo(1));
        Assert.That((await server.NextAsync()).To, Is.EqualTo("lan@example.vn"));
        await host.LettersAsync(well, 1, IsSent);
    }

    [Test]
    public async Task A_server_that_hangs_is_left_and_tried_again()
    {
        var opened = await OpenAsync("hang");
        var waiting = (await host.LettersAsync(opened, 1, m => m["proof"] is not null)).Single();
        Assert.That((string?)waiting["proof"], Does.Contain("2 seconds"));

        await host.AdvanceAsync("PT61S");

        Assert.That((await server.NextAsync()).To, Is.EqualTo("hang@example.vn"));
        Assert.That((int)(await host.LettersAsync(opened, 1, IsSent)).Single()["attempts"]!, Is.EqualTo(2));
    }

    [Test]
    public async Task A_server_that_takes_it_and_does_not_say_so_gets_the_same_bytes_again()
    {
        var opened = await OpenAsync("silent");
        var first = await server.NextAsync();
        await host.LettersAsync(opened, 1, m => m["proof"] is not null);

        await host.AdvanceAsync("PT61S");
        var second = await server.NextAsync();

        Assert.That(second.Bytes, Is.EqualTo(first.Bytes), "the same Message-ID, Date and boundary: whoever gets both sees one message");
        await host.LettersAsync(opened, 1, IsSent);
    }

    [Test]
    public async Task One_hanging_recipient_does_not_hold_up_the_others()
    {
        var hanging = await Task.WhenAll(Enumerable.Range(0, 4).Select(n => OpenAsync($"hang{n}")));
        var others = await Task.WhenAll(Enumerable.Range(0, 12).Select(n => OpenAsync($"a{n}")));
        await Task.WhenAll(others.Select(GuideAsync));

        var arrived = new List<TakenLetter>();
        for (var n = 0; n < 24; n++)
            arrived.Add(await server.NextAsync());

        foreach (var opened in others)
        {
            var letters = await host.LettersAsync(opened, 2, IsSent);
            var mine = arrived.Select(a => $"<{a.Message.MessageId}>").Where(id => letters.Any(m => (string?)m["messageId"] == id));
            Assert.That(mine, Is.EqualTo(letters.Select(m => (string)m["messageId"]!)), "once each, in order");
        }

        Assert.That(hanging, Has.Length.EqualTo(4));
    }

    [Test]
    public async Task Two_hosts_on_one_store_send_each_letter_once()
    {
        await using var first = await MailHost.StartAsync(HostStore.Postgres, Smtp());
        await using var second = MailHost.Start([.. Smtp(), first.SharedStore]);
        var mails = Enumerable.Range(0, 30).Select(n => MailHost.Mail(from: $"hai{n}@example.vn"));
        var opened = await Task.WhenAll(mails.Select((mail, n) => (n % 2 == 0 ? first : second).PostAsync(mail)));

        var arrived = new List<string?>();
        for (var n = 0; n < opened.Length; n++)
            arrived.Add((await server.NextAsync()).Message.MessageId);
        foreach (var answer in opened)
            Assert.That((int)(await first.LettersAsync(answer.CaseId, 1, IsSent)).Single()["attempts"]!, Is.EqualTo(1));

        Assert.That(arrived, Is.Unique);
    }

    [Test]
    public async Task A_host_with_a_letter_on_its_way_stops_within_ten_seconds()
    {
        await OpenAsync("hang");
        var clock = System.Diagnostics.Stopwatch.StartNew();

        await host.DisposeAsync();

        Assert.That(clock.Elapsed, Is.LessThan(TimeSpan.FromSeconds(10)));
        host = MailHost.Start();
    }

    [TestCase(1, 1)]
    [TestCase(2, 2)]
    [TestCase(3, 4)]
    [TestCase(6, 32)]
    [TestCase(7, 60)]
    [TestCase(500, 60)]
    public void Pauses_grow_to_an_hour(int attempts, int minutes)
    {
        Assert.That(Outbox.Tries.Pause(attempts), Is.EqualTo(Duration.FromMinutes(minutes)));
    }

    [TestCase(75, 73, true)]
    [TestCase(75, 71, false)]
    [TestCase(2, 100, false, TestName = "A host that was off for days has not tried yet")]
    public void A_letter_is_given_up_after_three_days_of_trying(int attempts, int hours, bool isEnough)
    {
        Assert.That(Outbox.Tries.IsEnough(attempts, Duration.FromHours(hours)), Is.EqualTo(isEnough));
    }

    private (string Name, string Value)[] Smtp() =>
    [
        ("Smtp:Host", "127.0.0.1"), ("Smtp:Port", server.Port.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("Smtp:Security", "None"),
        ("Smtp:TimeoutSeconds", "2"),
    ];

    private static bool IsSent(JsonNode letter) => (string?)letter["state"] == "sent";

    private async Task<string> OpenAsync(string localPart)
    {
        var answer = await host.PostAsync(MailHost.Mail(from: $"{localPart}@example.vn"));
        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.Created), answer.ToString());
        return answer.CaseId;
    }

    private async Task GuideAsync(string caseId)
    {
        var done = await host.CompleteAsync(await host.TaskAsync(caseId, "check-validity"), "Incomplete", MailDoorTests.Guidance());
        Assert.That(done.Status, Is.EqualTo(HttpStatusCode.OK), done.ToString());
    }
}
