using System.Diagnostics;
using System.Text;
using System.Text.Json;
using ProcedureEngine.Mail;

namespace ProcedureEngine.Host.Tests.Mail;

/// <summary>aiosmtpd on a free loopback port. Fails with what to install when it is absent.</summary>
internal sealed class SmtpServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process process;

    private SmtpServer(Process process, int port) => (this.process, Port) = (process, port);

    public int Port { get; }

    public static async Task<SmtpServer> StartAsync()
    {
        var start = new ProcessStartInfo("/usr/bin/python3", ["-W", "ignore", Path.Combine(AppContext.BaseDirectory, "Mail", "smtp_server.py")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        var process = Process.Start(start) ?? throw new InvalidOperationException("/usr/bin/python3 does not start.");
        using var patience = new CancellationTokenSource(Patience);
        var line = await process.StandardOutput.ReadLineAsync(patience.Token)
            ?? throw new InvalidOperationException($"The test's mail server ended (it needs Debian's python3-aiosmtpd): {await process.StandardError.ReadToEndAsync(patience.Token)}");
        return new SmtpServer(process, JsonDocument.Parse(line).RootElement.GetProperty("port").GetInt32());
    }

    /// <summary>The next message that the server took over.</summary>
    public async Task<TakenLetter> NextAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        var line = await process.StandardOutput.ReadLineAsync(patience.Token) ?? throw new InvalidOperationException("The test's mail server ended.");
        var taken = JsonDocument.Parse(line).RootElement;
        var bytes = taken.GetProperty("content").GetBytesFromBase64();
        return new TakenLetter(taken.GetProperty("from").GetString()!, taken.GetProperty("to")[0].GetString()!, bytes, MimeReader.Read(bytes));
    }

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
    }
}

/// <param name="From">Envelope sender; <c>&lt;&gt;</c> when empty.</param>
internal sealed record TakenLetter(string From, string To, byte[] Bytes, MailMessage Message)
{
    public string Text => Encoding.ASCII.GetString(Bytes);
}
