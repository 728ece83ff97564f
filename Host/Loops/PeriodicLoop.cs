namespace ProcedureEngine.Host.Loops;

/// <summary>
/// Work that is done now and then, not at once after a start, until the host stops. A turn that fails is told in the log and done again at the next
/// one; nothing else stops.
/// </summary>
/// <param name="every">From the beginning of a turn to that of the next.</param>
internal abstract class PeriodicLoop(TimeSpan every) : BackgroundService
{
    protected abstract Task TurnAsync(CancellationToken stopping);

    protected abstract void LogFailure(Exception exception);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(every);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await TryTurnAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops; another, or the next start, goes on.
        }
    }

    private async Task TryTurnAsync(CancellationToken stopping)
    {
        try
        {
            await TurnAsync(stopping);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogFailure(exception);
        }
    }
}
