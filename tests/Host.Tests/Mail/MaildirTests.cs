using System.Text;
using ProcedureEngine.Mail.Delivery;

namespace ProcedureEngine.Host.Tests.Mail;

/// <summary>One Maildir a mailbox: what is delivered there comes in once, and every file stays.</summary>
public sealed class MaildirTests
{
    private const int TooLarge = 50 * 1024 * 1024 + 1;
    private static int counter;

    private MailHost host = null!;

    [SetUp]
    public void Start() => host = MailHost.Start(("Mail:PollSeconds", "1"));

    [TearDown]
    public async Task StopAsync() => await host.DisposeAsync();

    [Test]
    public async Task A_delivered_file_opens_a_case_and_is_moved_to_cur_as_seen()
    {
        var raw = MailHost.Mail(from: "mot@example.vn");

        var name = Deliver(MailHost.Mailbox, raw);

        var file = (await host.FilesOfAsync("mot@example.vn", 1)).Single();
        Assert.That(file.Procedure, Is.EqualTo("enforcement-request"));
        var kept = await InCurAsync(MailHost.Mailbox, name);
        Assert.That(Path.GetFileName(kept), Is.EqualTo($"{name}:2,S"));
        Assert.That(await File.ReadAllBytesAsync(kept), Is.EqualTo(raw), "no byte of it is changed");
        Assert.That(Directory.EnumerateFiles(Part(MailHost.Mailbox, "new")), Is.Empty);
    }

    [Test]
    public async Task A_message_for_a_person_is_flagged_and_flags_that_were_there_stay()
    {
        Maildir.Create(Path.Combine(host.MailIn, MailHost.Mailbox));
        await File.WriteAllBytesAsync(Path.Combine(Part(MailHost.Mailbox, "cur"), "1700000000.a.b:2,R"), Encoding.UTF8.GetBytes("<html>Không phải thư</html>"));

        var kept = await InCurAsync(MailHost.Mailbox, "1700000000.a.b:2,FRS");

        Assert.That(Path.GetFileName(kept), Is.EqualTo("1700000000.a.b:2,FRS"), "also what an IMAP server has moved to cur before us is taken in");
        Assert.That((await host.ItemsAsync("/api/cases?procedure=mail-triage")).Count, Is.EqualTo(1));
    }

    [Test]
    public async Task What_is_being_written_in_tmp_is_not_looked_at()
    {
        var maildir = Path.Combine(host.MailIn, MailHost.Mailbox);
        Maildir.Create(maildir);
        var half = Path.Combine(maildir, "tmp", "half");
        await File.WriteAllBytesAsync(half, MailHost.Mail(from: "nua@example.vn")[..40]);
        Deliver(MailHost.Mailbox, MailHost.Mail(from: "ca@example.vn"));
        await host.FilesOfAsync("ca@example.vn", 1);

        Assert.That(File.Exists(half), Is.True);
        Assert.That(await host.CasesAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task Killed_between_store_and_rename_the_message_comes_again_and_has_one_effect()
    {
        var raw = MailHost.Mail(from: "hai@example.vn");
        await host.PostAsync(raw);

        var name = Deliver(MailHost.Mailbox, raw);

        await InCurAsync(MailHost.Mailbox, name);
        Assert.That(await host.FilesOfAsync("hai@example.vn", 1), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_message_over_the_limit_stays_in_place_and_an_officer_hears_of_it_once()
    {
        var maildir = Maildir.Create(Path.Combine(host.MailIn, MailHost.Mailbox));
        var head = MailHost.Mail(from: "lon@example.vn");
        await File.WriteAllBytesAsync(Path.Combine(maildir.Folder, "tmp", "lon"), [.. head, .. new byte[TooLarge - head.Length]]);
        File.Move(Path.Combine(maildir.Folder, "tmp", "lon"), Path.Combine(maildir.Folder, "new", "lon"));

        var triage = (await MailHost.UntilAsync(() => host.ItemsAsync("/api/cases?procedure=mail-triage"), items => items.Count == 1, "there is a task")).Single();
        var task = (await host.OpenTasksAsync((string)triage["id"]!)).Single();
        File.Delete(Path.Combine(maildir.Folder, Maildir.HandledList));
        await host.RestartAsync();
        Deliver(MailHost.Mailbox, MailHost.Mail(from: "sau@example.vn"));
        await host.FilesOfAsync("sau@example.vn", 1);

        Assert.That((string?)task["context"]!["reason"], Is.EqualTo("too-large"));
        Assert.That(task["context"]!["defects"]!.ToJsonString(), Does.Contain("lon@example.vn"));
        Assert.That(new FileInfo(Path.Combine(maildir.Folder, "new", "lon")).Length, Is.EqualTo(TooLarge));
        Assert.That(await host.ItemsAsync("/api/cases?procedure=mail-triage"), Has.Count.EqualTo(1), "also after a restart that has forgotten it");
    }

    [Test]
    public async Task Fifty_megabytes_exactly_are_taken_in()
    {
        var head = MailHost.Mail(from: "vua@example.vn");
        var name = Deliver(MailHost.Mailbox, [.. head, .. Enumerable.Repeat((byte)'a', TooLarge - 1 - head.Length)]);

        Assert.That(await InCurAsync(MailHost.Mailbox, name), Does.EndWith("S"));
    }

    [Test]
    public async Task One_mail_to_two_offices_opens_one_case_each_and_each_twin_is_one_effect()
    {
        var raw = MailHost.Mail(from: "ba@example.vn", headers: [("To", MailHost.Mailbox), ("Cc", $"Hà Nội <{MailHost.OtherMailbox}>")]);

        foreach (var mailbox in (string[])["all", MailHost.Mailbox, MailHost.OtherMailbox])
            await InCurAsync(mailbox, Deliver(mailbox, raw));

        Assert.That((await host.FilesOfAsync("ba@example.vn", 1)).Single().Procedure, Is.EqualTo("enforcement-request"));
        Assert.That((await host.FilesOfAsync("ba@example.vn", 1, "hanoi")).Single().Procedure, Is.EqualTo("enforcement-request"));
    }

    [Test]
    public async Task What_no_office_is_named_in_waits_and_readiness_says_so()
    {
        var name = Deliver("all", MailHost.Mail(headers: ("To", "ai-do@example.vn")));
        Deliver("khong-co@moj.gov.vn", MailHost.Mail());

        var ready = await MailHost.UntilAsync(async () => (await host.GetAsync("/health/ready")).ToJsonString(), text => text.Split("mail-in").Length > 2, "both are told");

        Assert.That(ready, Does.Contain("Delivered-To").And.Contain("khong-co@moj.gov.vn"));
        Assert.That(File.Exists(Path.Combine(Part("all", "new"), name)), Is.True);
        Assert.That(await host.CasesAsync(), Is.Zero);
    }

    [Test]
    public async Task A_maildir_that_cannot_be_read_is_told_and_holds_up_no_other()
    {
        var first = Maildir.Create(Path.Combine(host.MailIn, MailHost.OtherMailbox)).Folder;
        Directory.Delete(Path.Combine(first, "cur"));
        await File.WriteAllTextAsync(Path.Combine(first, "cur"), "no folder");

        var name = Deliver(MailHost.Mailbox, MailHost.Mail(from: "kethop@example.vn"));

        Assert.That(string.CompareOrdinal(MailHost.OtherMailbox, MailHost.Mailbox), Is.Negative, "the broken one is looked at first");
        await InCurAsync(MailHost.Mailbox, name);
        await ReadinessAsync(text => text.Contains(MailHost.OtherMailbox, StringComparison.Ordinal) && text.Contains("cannot be read", StringComparison.Ordinal), "it is told");
        File.Delete(Path.Combine(first, "cur"));
        Directory.CreateDirectory(Path.Combine(first, "cur"));
        await InCurAsync(MailHost.OtherMailbox, Deliver(MailHost.OtherMailbox, MailHost.Mail(from: "sua@example.vn")));
        await ReadinessAsync(text => !text.Contains("cannot be read", StringComparison.Ordinal), "nothing is told any more");
    }

    [Test]
    public async Task A_folder_named_like_a_mailbox_that_is_no_maildir_is_told_until_it_is_gone()
    {
        var folder = Directory.CreateDirectory(Path.Combine(host.MailIn, MailHost.OtherMailbox)).FullName;
        Directory.CreateDirectory(Path.Combine(host.MailIn, "luu-tru"));

        var ready = await ReadinessAsync(text => text.Contains(MailHost.OtherMailbox, StringComparison.Ordinal), "it is told");

        Assert.That(ready, Does.Not.Contain("luu-tru"), "another folder is nobody's mail");
        Directory.Delete(folder);
        await ReadinessAsync(text => !text.Contains(MailHost.OtherMailbox, StringComparison.Ordinal), "it is gone");
    }

    [Test]
    public async Task Two_hundred_files_come_in_at_once_and_none_twice()
    {
        Assert.That(Enumerable.Range(0, 200).Select(n => Deliver(MailHost.Mailbox, MailHost.Mail(from: $"nhieu{n % 20}@example.vn"))).Distinct(StringComparer.Ordinal).Count(), Is.EqualTo(200));

        await MailHost.UntilAsync(() => Task.FromResult(Directory.EnumerateFiles(Part(MailHost.Mailbox, "new")).Count()), left => left == 0, "new is empty");

        Assert.That(await host.CasesAsync(), Is.EqualTo(200));
        Assert.That(Directory.EnumerateFiles(Part(MailHost.Mailbox, "cur")).Count(), Is.EqualTo(200));
    }

    private Task<string> ReadinessAsync(Func<string, bool> isSo, string what) =>
        MailHost.UntilAsync(async () => (await host.GetAsync("/health/ready")).ToJsonString(), isSo, what);

    private string Part(string mailbox, string part) => Path.Combine(host.MailIn, mailbox, part);

    /// <summary>As a mail server does: written in tmp, then moved to new.</summary>
    private string Deliver(string mailbox, byte[] raw)
    {
        Maildir.Create(Path.Combine(host.MailIn, mailbox));
        var name = $"1700000000.M{Interlocked.Increment(ref counter):D6}P{Environment.ProcessId}.test";
        File.WriteAllBytes(Path.Combine(Part(mailbox, "tmp"), name), raw);
        File.Move(Path.Combine(Part(mailbox, "tmp"), name), Path.Combine(Part(mailbox, "new"), name));
        return name;
    }

    private Task<string> InCurAsync(string mailbox, string name) => MailHost.UntilAsync(
        () => Task.FromResult(Directory.EnumerateFiles(Part(mailbox, "cur")).FirstOrDefault(file => Path.GetFileName(file).StartsWith(name, StringComparison.Ordinal)) ?? ""),
        path => path.Length > 0, $"{name} lies in cur");
}
