using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ProcedureEngine.Mail;

namespace ProcedureEngine.Host.Tests.Mail;

/// <summary>A real Postfix on loopback, for one test; its script tells how mail goes on from there.</summary>
internal sealed class PostfixServer : IAsyncDisposable
{
    private readonly string folder;

    private PostfixServer(string folder, int port, int lmtpPort, string certificate) =>
        (this.folder, Port, LmtpPort, CertificateSha256) = (folder, port, lmtpPort, certificate);

    public int Port { get; }

    /// <summary>Where it brings the mail of <see cref="MailHost.Mailbox"/>; nobody listens there yet.</summary>
    public int LmtpPort { get; }

    public string CertificateSha256 { get; }

    /// <summary>The Maildirs of the offices whose mail it delivers itself.</summary>
    public string Offices => Path.Combine(folder, "maildirs", "offices");

    public string Log => File.ReadAllText(Path.Combine(folder, "mail.log"));

    public static async Task<PostfixServer> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("pe_postfix_").FullName;
        var (port, lmtp) = (FreePort(), FreePort());
        return new PostfixServer(folder, port, lmtp, await RunAsync("start", folder, port.ToString(), lmtp.ToString()));
    }

    /// <summary>The letters in an applicant's mailbox here, oldest first.</summary>
    public IReadOnlyList<MailMessage> LettersOf(string applicant)
    {
        var box = new DirectoryInfo(Path.Combine(folder, "maildirs", "people", applicant, "new"));
        return box.Exists ? [.. box.GetFiles().OrderBy(file => file.LastWriteTimeUtc).Select(file => MimeReader.Read(File.ReadAllBytes(file.FullName)))] : [];
    }

    /// <summary>As an applicant's mail program does.</summary>
    public async Task SubmitAsync(string from, byte[] raw, params string[] to)
    {
        var sender = new SmtpSender(new SmtpOptions { Host = "127.0.0.1", Port = Port, Security = SmtpSecurity.None, LocalDomain = "localhost" });
        var result = await sender.SendAsync(raw, from, to);
        Assert.That(result.Outcome, Is.EqualTo(SmtpOutcome.Accepted), result.Answer);
    }

    public async ValueTask DisposeAsync()
    {
        await RunAsync("stop", folder);
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<string> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("bash", [Path.Combine(AppContext.BaseDirectory, "Mail", "postfix.sh"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var said = await process.StandardOutput.ReadToEndAsync(patience.Token);
        var errors = await process.StandardError.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        return process.ExitCode == 0 ? said.Trim() : throw new InvalidOperationException($"The test's Postfix did not {arguments[0]} (it needs Debian's postfix, and root): {errors}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
