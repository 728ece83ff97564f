using ProcedureEngine.Host.Composition;

namespace ProcedureEngine.Host.Loops;

/// <summary>Folds what bursts changed into the totals of time limits; readers sum both, so it may lag without a figure being wrong.</summary>
internal sealed partial class FoldLoop(DurableStore store, Signals signals, EngineHostOptions options, ILogger<FoldLoop> logger) : BackgroundService
{
    private const int Batch = 2000;

    /// <summary>What other hosts left behind wakes nobody here.</summary>
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(15);

    /// <summary>Between folds, so that many bursts share one.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var pause = new PeriodicTimer(Pause);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await store.Figures.AnyUnfoldedAsync(stoppingToken) && await store.Figures.FoldAsync(Batch, stoppingToken) == Batch)
                {
                    // As long as batches are full there is more.
                }

                await signals.Figures.WaitAsync(Poll, stoppingToken);
                await pause.WaitForNextTickAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                LogFailure(exception);
                await signals.Figures.WaitAsync(options.RetryAfter, stoppingToken);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "Folding the figures of time limits failed; it goes on after a pause")]
    private partial void LogFailure(Exception exception);
}
