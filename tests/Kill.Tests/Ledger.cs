using System.Text.Json;

namespace ProcedureEngine.Kill.Tests;

/// <summary>What the drivers were told, kept by them on disk and not by the Host.</summary>
internal sealed class Ledger(string file) : IDisposable
{
    private readonly StreamWriter writer = new(file, append: true) { AutoFlush = true };
    private readonly Lock gate = new();
    private readonly SemaphoreSlim written = new(0);

    public int Count { get; private set; }

    public void Write(LedgerLine line)
    {
        lock (gate)
        {
            writer.WriteLine(JsonSerializer.Serialize(line));
            Count++;
        }

        written.Release();
    }

    /// <summary>Returns after so many further answers.</summary>
    public async Task WaitForAsync(int answers)
    {
        for (var i = 0; i < answers; i++)
            await written.WaitAsync(TimeSpan.FromMinutes(1));
    }

    public static List<LedgerLine> Read(string file) => [.. File.ReadLines(file).Select(line => JsonSerializer.Deserialize<LedgerLine>(line)!)];

    public void Dispose()
    {
        writer.Dispose();
        written.Dispose();
    }
}

/// <param name="Kind"><c>case</c>, <c>task</c> or <c>mail</c>.</param>
/// <param name="Id">The case's or task's id, or the Message-ID.</param>
/// <param name="Value">The case's number, the outcome, or the case of the mail.</param>
internal sealed record LedgerLine(string Kind, string Id, string Value);
