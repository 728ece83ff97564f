namespace ProcedureEngine.Kill.Tests.TwoHosts;

/// <summary>The ledgers of one run: what drivers were answered, and what each listener was told.</summary>
internal sealed class PairLedgers(string folder) : IDisposable
{
    public string AnswersFile { get; } = Path.Combine(folder, "answers.jsonl");

    public Ledger Answers { get; } = new(Path.Combine(folder, "answers.jsonl"));

    public SightingLog Bus { get; } = new(Path.Combine(folder, "bus.jsonl"));

    public SightingLog Webhook { get; } = new(Path.Combine(folder, "webhook.jsonl"));

    public void Dispose()
    {
        Answers.Dispose();
        Bus.Dispose();
        Webhook.Dispose();
    }
}
