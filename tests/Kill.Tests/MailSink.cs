using System.Diagnostics;
using System.Text.Json;

namespace ProcedureEngine.Kill.Tests;

/// <param name="Id">Message-ID with its angle brackets.</param>
/// <param name="From">The office's mailbox.</param>
/// <param name="Digest">Of all bytes of the letter.</param>
internal sealed record TakenLetter(string Id, string To, string From, string Digest);

/// <summary>A real mail server in a process of its own, which no kill of the Host reaches: what it has taken over is out in the world.</summary>
internal sealed class MailSink : IAsyncDisposable
{
    private readonly Process process;
    private readonly ConcurrentQueue<TakenLetter> taken = new();

    private Task listening = Task.CompletedTask;

    private MailSink(Process process) => this.process = process;

    public int Port { get; private set; }

    public IReadOnlyList<TakenLetter> Taken => [.. taken];

    public static async Task<MailSink> StartAsync()
    {
        var process = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-W", "ignore", Path.Combine(AppContext.BaseDirectory, "mail_sink.py")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        var sink = new MailSink(process);
        var first = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The mail server ended; it needs Debian's python3-aiosmtpd.");
        sink.Port = JsonDocument.Parse(first).RootElement.GetProperty("port").GetInt32();
        sink.listening = sink.ListenAsync();
        return sink;
    }

    public async ValueTask DisposeAsync()
    {
        // It ends with its input, and its output with it.
        process.StandardInput.Close();
        await listening;
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private async Task ListenAsync()
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
            taken.Enqueue(JsonSerializer.Deserialize<TakenLetter>(line, JsonSerializerOptions.Web)!);
    }
}
