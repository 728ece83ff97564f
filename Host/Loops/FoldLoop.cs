using ProcedureEngine.Host.Composition;

namespace ProcedureEngine.Host.Loops;

/// <summary>Folds what bursts changed into the totals of time limits; readers sum both, so it may lag without a figure being wrong.</summary>
internal sealed partial class FoldLoop(DurableStore store, Signals signals, EngineHostOptions options, ILogger<FoldLoop> logger) : SteadyLoop(signals.Figures, options.RetryAfter)
{
    private const int Batch = 2000;

    /// <summary>What other hosts left behind wakes nobody here.</summary>
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(15);

    /// <summary>Between folds, so that many bursts share one.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly PeriodicTimer pause = new(Pause);

    public override void Dispose()
    {
        pause.Dispose();
        base.Dispose();
    }

    protected override async Task TurnAsync(CancellationToken stopping)
    {
        while (await store.Figures.AnyUnfoldedAsync(stopping) && await store.Figures.FoldAsync(Batch, stopping) == Batch)
        {
            // As long as batches are full there is more.
        }

        await WaitAsync(Poll, stopping);
        await pause.WaitForNextTickAsync(stopping);
    }

    [LoggerMessage(LogLevel.Error, "Folding the figures of time limits failed; it goes on after a pause")]
    protected override partial void LogFailure(Exception exception);
}
