namespace ProcedureEngine.Host.Loops;

/// <summary>
/// A loop behind the answers: turn after turn until the host stops. A turn that fails is told in the log and done again after a pause, or sooner
/// when the loop is woken; nothing else stops.
/// </summary>
/// <param name="wake">Set when there may be more to do.</param>
/// <param name="pause">After a failure.</param>
internal abstract class SteadyLoop(Signal wake, TimeSpan pause) : BackgroundService
{
    /// <summary>Does what there is to do, then waits for more by <see cref="WaitAsync"/>.</summary>
    protected abstract Task TurnAsync(CancellationToken stopping);

    protected abstract void LogFailure(Exception exception);

    protected Task WaitAsync(TimeSpan atMost, CancellationToken stopping) => wake.WaitAsync(atMost, stopping);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await TurnAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                LogFailure(exception);
                await WaitAsync(pause, stoppingToken);
            }
        }
    }
}
