using ProcedureEngine.Persistence;

namespace ProcedureEngine.Kill.Tests;

/// <summary>
/// The built Host killed while mail comes in by Maildir and HTTP and letters leave to a mail server that lives on. <c>PE_KILLS</c> sets how often
/// (2 by default).
/// </summary>
[NonParallelizable]
[Category("Whole")]
public sealed class MailKillTests
{
    private const int Seed = 2033;

    [Test]
    public Task No_mail_is_lost_and_no_letter_sent_as_another_on_SQLite() => RunAsync(null);

    [Test]
    public Task No_mail_is_lost_and_no_letter_sent_as_another_on_PostgreSQL() => KillTests.WithDatabaseAsync("pe_mailkill", RunAsync);

    private static async Task RunAsync(string? postgres)
    {
        var folder = Directory.CreateTempSubdirectory("pe_mailkill_").FullName;
        var maildirs = Path.Combine(folder, "data", "mail-in");
        await using var sink = await MailSink.StartAsync();
        try
        {
            using var host = new HostProcess(folder, postgres, ("Smtp__Host", "127.0.0.1"), ("Smtp__Port", $"{sink.Port}"), ("Smtp__Security", "None"), ("Smtp__TimeoutSeconds", "20"), ("Mail__PollSeconds", "1"));
            var load = new MailLoad(maildirs, sink, host, Seed);
            await LoadAsync(host, load, sink);
            await host.KillAsync();
            await using var store = await KillTests.OpenAsync(folder, postgres);
            var facts = await MailFacts.ReadAsync(store, maildirs, sink);
            TestContext.Out.WriteLine(
                $"{load.Sent.Count} mails ({load.Sent.Count(m => m.Answers is not null)} answers, {load.Sent.Count(m => m.Mailboxes.Length > 1)} to two offices), {facts.Messages.Count(m => m.State is not null)} letters, arrived {facts.Taken.Length} times");
            Assert.That(MailChecker.Check(load.Sent, facts), Is.Empty);
            CheckTheChecker(load.Sent, facts);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task LoadAsync(HostProcess host, MailLoad load, MailSink sink)
    {
        var kills = int.Parse(Environment.GetEnvironmentVariable("PE_KILLS") ?? "2", System.Globalization.CultureInfo.InvariantCulture);
        var random = new Random(Seed);
        load.Prepare();
        await load.FillAsync();
        await host.StartAsync();
        var underway = 0;
        for (var kill = 0; kill < kills; kill++)
        {
            var goal = sink.Taken.Count + 8 + random.Next(25);
            await SandboxHost.UntilAsync(() => sink.Taken.Count >= goal, load.FillAsync, $"{goal} letters have left");
            underway += load.Waiting > 0 ? 1 : 0;
            await host.KillAsync();
            await host.StartAsync();
        }

        TestContext.Out.WriteLine($"{kills} kills, {underway} while mail was coming in; seed {Seed}");
        Assert.That(underway * 3, Is.GreaterThanOrEqualTo(kills * 2), "two thirds of the kills must find mail coming in");
        await load.EndAsync();
        await SandboxHost.UntilAsync(() => load.Waiting == 0 && Arrived(sink) >= load.ExpectedLetters, () => SandboxHost.AdvanceAsync(host, "PT3M"), "everything has come in and left");
        await SandboxHost.UntilAllHasLeftAsync(host);
    }

    private static int Arrived(MailSink sink) => sink.Taken.Select(letter => letter.Id).Distinct(StringComparer.Ordinal).Count();

    /// <summary>Each fault that the checker looks for, planted in what was found, is reported.</summary>
    private static void CheckTheChecker(IReadOnlyList<SentMail> sent, MailFacts facts)
    {
        var mail = facts.Messages.First(m => m.State is null);
        var letter = facts.Messages.First(m => m.State is not null);
        var taken = facts.Taken[0];
        var answer = sent.First(m => m.Answers is not null);
        Assert.Multiple(() =>
        {
            Assert.That(MailChecker.Check(sent, facts with { Messages = facts.Messages.Remove(mail) }), Has.Some.StartsWith("lost mail"));
            Assert.That(MailChecker.Check(sent, facts with { Messages = facts.Messages.Add(mail with { CaseId = "another" }) }), Has.Some.StartsWith("doubled mail"));
            Assert.That(MailChecker.Check(sent, facts with { Messages = [.. facts.Messages.Select(m => m.MessageId == answer.Id ? m with { CaseId = "another" } : m)] }), Has.Some.StartsWith("answer in another case"));
            Assert.That(MailChecker.Check(sent, facts with { Taken = [.. facts.Taken.Where(t => t.Id != letter.MessageId)] }), Has.Some.StartsWith("letter never arrived"));
            Assert.That(MailChecker.Check(sent, facts with { Taken = facts.Taken.Add(taken with { Id = "<new@example.vn>" }) }), Has.Some.StartsWith("letter without a case"));
            Assert.That(MailChecker.Check(sent, facts with { Taken = facts.Taken.Add(taken with { Digest = "other" }) }), Has.Some.StartsWith("changed letter"));
            Assert.That(MailChecker.Check(sent, facts with { Messages = facts.Messages.Add(letter with { MessageId = "<second@example.vn>" }) }), Has.Some.StartsWith("acknowledged twice"));
            Assert.That(MailChecker.Check(sent, facts with { FilesKept = facts.FilesKept - 1 }), Has.Some.StartsWith("Maildir"));
        });
    }
}
