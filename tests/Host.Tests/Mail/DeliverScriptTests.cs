using System.Diagnostics;
using ProcedureEngine.Host.Tests.Support;
using ProcedureEngine.Mail.Delivery;

namespace ProcedureEngine.Host.Tests.Mail;

/// <summary>The pipe command, as a mail server runs it: its exit code says whether the mail server keeps the mail, bounces it, or is rid of it.</summary>
public sealed class DeliverScriptTests
{
    private const int Taken = 0;
    private const int NoSuchMailbox = 67;
    private const int TooLarge = 69;
    private const int TryLater = 75;

    private TestHost host = null!;
    private string folder = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        host = new TestHost();
        folder = TestHost.NewFolder();
        await File.WriteAllTextAsync(KeyFile, "development\n");
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await host.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private string KeyFile => Path.Combine(folder, "key");

    [Test]
    public async Task A_message_is_taken_over_once_however_often_it_comes()
    {
        var raw = MailHost.Mail(from: "ong@example.vn");
        var codes = new[] { await RunAsync(raw, MailHost.Mailbox), await RunAsync(raw, MailHost.Mailbox), await RunAsync(raw) };

        Assert.That(codes, Is.All.EqualTo(Taken));
        var files = await host.Store.Queries.CasesAsync(new ProcedureEngine.Persistence.CaseFilter(null, Limit: 500), default);
        Assert.That(files.Items.Count(file => file.ApplicantAddress == "ong@example.vn"), Is.EqualTo(1));
    }

    [TestCase("khong-co@moj.gov.vn", TestName = "An address that no office has")]
    [TestCase("a@b/../../x", TestName = "An address with a path in it")]
    [TestCase("a@b?mailbox=htttycthanamdinh@moj.gov.vn", TestName = "An address with a query in it")]
    public async Task An_unknown_mailbox_is_bounced(string mailbox) => Assert.That(await RunAsync(MailHost.Mail(), mailbox), Is.EqualTo(NoSuchMailbox));

    [Test]
    public async Task A_message_that_names_no_office_is_bounced() =>
        Assert.That(await RunAsync(MailHost.Mail(headers: ("To", "ai-do@example.vn"))), Is.EqualTo(NoSuchMailbox));

    [Test]
    public async Task A_message_that_is_too_large_is_bounced() =>
        Assert.That(await RunAsync([.. MailHost.Mail(), .. new byte[50 * 1024 * 1024]], MailHost.Mailbox), Is.EqualTo(TooLarge));

    [TestCase("PE_URL", "http://127.0.0.1:9", TestName = "The Host is away")]
    [TestCase("PE_KEY_FILE", "nowhere", TestName = "The key cannot be read")]
    [TestCase("PE_KEY_FILE", "/dev/null", TestName = "The key is wrong")]
    public async Task What_is_not_the_mails_fault_keeps_it_in_the_queue(string name, string value) =>
        Assert.That(await RunAsync(MailHost.Mail(), MailHost.Mailbox, (name, value)), Is.EqualTo(TryLater));

    [Test]
    public async Task Without_a_Host_it_writes_into_the_Maildir()
    {
        var maildir = Maildir.Create(Path.Combine(folder, "maildirs", MailHost.Mailbox));
        var raw = MailHost.Mail();

        Assert.That(await RunAsync(raw, MailHost.Mailbox.ToUpperInvariant(), ("PE_MAILDIR", Path.Combine(folder, "maildirs"))), Is.EqualTo(Taken));
        Assert.That(await RunAsync(raw, "khong-co@moj.gov.vn", ("PE_MAILDIR", Path.Combine(folder, "maildirs"))), Is.EqualTo(NoSuchMailbox));

        Assert.That(await File.ReadAllBytesAsync(Directory.GetFiles(Path.Combine(maildir.Folder, "new")).Single()), Is.EqualTo(raw));
        Assert.That(Directory.GetFiles(Path.Combine(maildir.Folder, "tmp")), Is.Empty);
    }

    private Task<int> RunAsync(byte[] raw, string? mailbox = null, params (string Name, string Value)[] settings) => RunAsync(raw, mailbox is null ? [] : [mailbox], settings);

    private async Task<int> RunAsync(byte[] raw, string[] arguments, (string Name, string Value)[] settings)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "ProcedureEngine.sln")))
            root = root.Parent!;
        var start = new ProcessStartInfo("bash", [Path.Combine(root.FullName, "deploy", "deliver.sh"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = folder,
        };
        start.Environment["PE_URL"] = host.Address.ToString().TrimEnd('/');
        start.Environment["PE_KEY_FILE"] = KeyFile;
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(raw);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has decided without reading all.
        }

        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
