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

    /// <summary>Returns after so many further answers; fails as soon as a driver does.</summary>
    public async Task WaitForAsync(int answers, IEnumerable<Task> drivers) => await await Task.WhenAny([WaitForAsync(answers), .. drivers]);

    private async Task WaitForAsync(int answers)
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

/// <param name="Kind">One of <see cref="LedgerKinds"/>.</param>
/// <param name="Id">Whose the answer is.</param>
/// <param name="Value">What it said.</param>
internal sealed record LedgerLine(string Kind, string Id, string Value);

/// <summary>What a driver was told, by what must be found of it.</summary>
internal static class LedgerKinds
{
    /// <summary>A case and its number.</summary>
    public const string Case = "case";

    /// <summary>A task and its outcome.</summary>
    public const string Task = "task";

    /// <summary>A Message-ID and the case that took it.</summary>
    public const string Mail = "mail";

    /// <summary>A case and the journal's event of an act on it.</summary>
    public const string Act = "act";

    /// <summary>A case and its last status.</summary>
    public const string End = "end";

    /// <summary>A claim and what was agreed, whole đồng.</summary>
    public const string Agreed = "agreed";

    /// <summary>A claim and the advance that was paid, whole đồng.</summary>
    public const string Advance = "advance";

    /// <summary>A claim and the compensation that was paid, whole đồng.</summary>
    public const string Payment = "payment";

    /// <summary>A claim of a portal, and the phone and code of the SMS that its account must get.</summary>
    public const string Sms = "sms";

    /// <summary>A call that was made twice, and <see cref="Same"/> or what the two answers were.</summary>
    public const string Twice = "twice";

    public const string Same = "same";
}
