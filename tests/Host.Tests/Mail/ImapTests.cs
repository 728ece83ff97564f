using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ProcedureEngine.Mail.Delivery;

namespace ProcedureEngine.Host.Tests.Mail;

/// <summary>A mailbox elsewhere, on a real IMAP server (Dovecot), fetched as docs/mail.md says: by mbsync into a Maildir, by fetchmail over LMTP.</summary>
[Category("Whole")]
public sealed class ImapTests
{
    private string folder = null!;
    private int port;

    [SetUp]
    public async Task StartAsync()
    {
        folder = Directory.CreateTempSubdirectory("pe_imap_").FullName;
        port = FreePort();
        await RunAsync(0, "bash", Script("dovecot.sh"), "start", folder, port.ToString(CultureInfo.InvariantCulture));
    }

    [TearDown]
    public async Task StopAsync()
    {
        await RunAsync(0, "bash", Script("dovecot.sh"), "stop", folder);
        Directory.Delete(folder, recursive: true);
    }

    [Test]
    public async Task Mbsync_fetches_into_the_Maildir_and_leaves_the_mail_where_it_was()
    {
        await using var host = MailHost.Start(("Mail:PollSeconds", "1"));
        var maildir = Maildir.Create(Path.Combine(host.MailIn, MailHost.Mailbox));
        var settings = Path.Combine(folder, "mbsyncrc");
        await File.WriteAllTextAsync(settings, $"""
            IMAPAccount ministry
            Host 127.0.0.1
            Port {port}
            User office
            Pass secret
            SSLType None
            AuthMechs LOGIN

            IMAPStore remote
            Account ministry

            MaildirStore offices
            Path {host.MailIn}/
            Inbox {maildir.Folder}

            Channel namdinh
            Far :remote:INBOX
            Near :offices:INBOX
            Sync Pull New
            SyncState {folder}/sync-

            """);
        await ArriveAsync("mot@example.vn", "hai@example.vn");

        await RunAsync(0, "mbsync", "-c", settings, "-a");
        await host.FilesOfAsync("mot@example.vn", 1);
        await host.FilesOfAsync("hai@example.vn", 1);
        await ArriveAsync("ba@example.vn");
        await RunAsync(0, "mbsync", "-c", settings, "-a");
        await host.FilesOfAsync("ba@example.vn", 1);
        await RunAsync(0, "mbsync", "-c", settings, "-a");

        Assert.That(await host.CasesAsync(), Is.EqualTo(3));
        Assert.That(Directory.GetFiles(Path.Combine(maildir.Folder, "cur")), Has.Length.EqualTo(3).And.All.EndsWith("S"));
        Assert.That(AtServer(), Is.EqualTo(3), "nothing is deleted there");
    }

    [Test]
    public async Task Fetchmail_hands_over_by_LMTP_and_fetches_again_what_was_not_taken()
    {
        var lmtp = FreePort();
        var settings = Path.Combine(folder, "fetchmailrc");
        await File.WriteAllTextAsync(settings, $"""
            set no bouncemail
            poll 127.0.0.1 service {port} protocol IMAP auth password
              user "office" password "secret" is "{MailHost.Mailbox}" here
              keep sslproto "" smtphost "127.0.0.1/{lmtp}" lmtp smtpname "{MailHost.Mailbox}"

            """);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(settings, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await ArriveAsync("bon@example.vn");

        // Nobody listens yet.
        await RunAsync(null, "fetchmail", "-f", settings, "--pidfile", Path.Combine(folder, "pid"), "-N", "--idfile", Path.Combine(folder, "ids"));
        await using var host = MailHost.Start(("Mail:Lmtp", lmtp.ToString(CultureInfo.InvariantCulture)));
        Assert.That(await host.CasesAsync(), Is.Zero);
        await RunAsync(0, "fetchmail", "-f", settings, "--pidfile", Path.Combine(folder, "pid"), "-N", "--idfile", Path.Combine(folder, "ids"));
        await host.FilesOfAsync("bon@example.vn", 1);
        await RunAsync(1, "fetchmail", "-f", settings, "--pidfile", Path.Combine(folder, "pid"), "-N", "--idfile", Path.Combine(folder, "ids"));

        Assert.That(await host.CasesAsync(), Is.EqualTo(1));
        Assert.That(AtServer(), Is.EqualTo(1), "nothing is deleted there");
    }

    private int AtServer() => Directory.GetFiles(Path.Combine(folder, "mail", "new")).Length + Directory.GetFiles(Path.Combine(folder, "mail", "cur")).Length;

    private async Task ArriveAsync(params string[] senders)
    {
        foreach (var sender in senders)
        {
            var temporary = Path.Combine(folder, "mail", "tmp", sender);
            await File.WriteAllBytesAsync(temporary, MailHost.Mail(from: sender));
            File.Move(temporary, Path.Combine(folder, "mail", "new", $"1700000000.{sender}"));
        }
    }

    private static string Script(string name) => Path.Combine(AppContext.BaseDirectory, "Mail", name);

    /// <param name="expected">Exit code; null when any will do.</param>
    private static async Task RunAsync(int? expected, string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var said = process.StandardOutput.ReadToEndAsync(patience.Token);
        var errors = process.StandardError.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        if (expected is { } code)
            Assert.That(process.ExitCode, Is.EqualTo(code), $"{program} (Debian: dovecot-imapd, isync, fetchmail): {await said} {await errors}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
