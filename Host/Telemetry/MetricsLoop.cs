using ProcedureEngine.Host.Composition;

namespace ProcedureEngine.Host.Telemetry;

/// <summary>Looks at the store now and then for the gauges, only where somebody collects them.</summary>
internal sealed partial class MetricsLoop(DurableStore store, ServiceMetrics metrics, EngineHostOptions options, ILogger<MetricsLoop> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Otlp is null)
            return;
        using var timer = new PeriodicTimer(Every);
        try
        {
            do
                await TryLookAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task TryLookAsync(CancellationToken cancellation)
    {
        try
        {
            metrics.Show(await ServiceFigures.ReadAsync(store, cancellation));
        }
        catch (StoreException exception)
        {
            LogFailure(exception);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Figures for metrics could not be read; the last ones stand")]
    private partial void LogFailure(Exception exception);
}
