using System.Diagnostics;
using System.Text.Json.Nodes;

namespace ProcedureEngine.Host.Tests.Mail;

/// <summary>npm ical.js, from the oracles of the mail tests. Fails with what to install when it is absent.</summary>
internal sealed class CalendarReader : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process process;

    private CalendarReader(Process process) => this.process = process;

    public static CalendarReader Start()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "ProcedureEngine.sln")))
            root = root.Parent ?? throw new InvalidOperationException("The tests run outside the repository; the oracles cannot be found.");
        return new CalendarReader(Process.Start(new ProcessStartInfo("node", ["ical_reader.js"])
        {
            WorkingDirectory = Path.Combine(root.FullName, "tests", "Mail.Tests", "oracles"),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!);
    }

    public async Task<IReadOnlyList<JsonNode>> ReadAsync(IEnumerable<byte[]> files)
    {
        using var patience = new CancellationTokenSource(Patience);
        var read = new List<JsonNode>();
        foreach (var file in files)
        {
            await process.StandardInput.WriteLineAsync(Convert.ToBase64String(file));
            await process.StandardInput.FlushAsync(patience.Token);
            read.Add(JsonNode.Parse(await process.StandardOutput.ReadLineAsync(patience.Token)
                ?? throw new InvalidOperationException("ical.js ended; it needs 'npm ci' in tests/Mail.Tests/oracles"))!);
        }

        return read;
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        if (!process.WaitForExit(TimeSpan.FromSeconds(5)))
            process.Kill(entireProcessTree: true);
        process.Dispose();
    }
}
