using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using ProcedureEngine.Host.Composition;

namespace ProcedureEngine.Host.Telemetry;

/// <summary>Sends the metrics to an OpenTelemetry collector while the host runs; one that is away is no matter of the host's.</summary>
internal sealed class TelemetryExport(EngineHostOptions options, ServiceMetrics metrics) : IHostedService, IDisposable
{
    private OpenTelemetrySdk? sdk;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // The instruments must be there before anybody collects them.
        ArgumentNullException.ThrowIfNull(metrics);
        if (options.Otlp is { } collector)
        {
            sdk = OpenTelemetrySdk.Create(builder => builder
                .ConfigureResource(resource => resource.AddService("procedure-engine"))
                .WithMetrics(meters => meters.AddMeter(ServiceMetrics.MeterName).AddOtlpExporter(exporter => (exporter.Endpoint, exporter.Protocol) = (collector, OtlpExportProtocol.Grpc))));
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => sdk?.Dispose();
}
