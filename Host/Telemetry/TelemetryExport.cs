using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using ProcedureEngine.Host.Composition;

namespace ProcedureEngine.Host.Telemetry;

/// <summary>Sends metrics and traces to an OpenTelemetry collector while the host runs; one that is away is no matter of the host's.</summary>
internal sealed class TelemetryExport(EngineHostOptions options, ServiceMetrics metrics) : IHostedService, IDisposable
{
    private OpenTelemetrySdk? sdk;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // The instruments must be there before anybody collects them.
        ArgumentNullException.ThrowIfNull(metrics);
        if (options.Otlp is { } collector)
            sdk = OpenTelemetrySdk.Create(builder => Configure(builder, collector));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => sdk?.Dispose();

    private void Configure(IOpenTelemetryBuilder builder, Uri collector)
    {
        builder.ConfigureResource(resource => resource.AddService("procedure-engine", serviceInstanceId: options.InstanceName))
            .WithMetrics(meters => meters.AddMeter(ServiceMetrics.MeterName).AddOtlpExporter(Export));
        if (options.TracePercent > 0)
        {
            builder.WithTracing(traces => traces
                .SetSampler(new ParentBasedSampler(new TraceSampler(options.TracePercent)))
                .AddSource(Traces.SourceName, DatabaseSpans.SourceName)
                .AddAspNetCoreInstrumentation(RequestSpans.Configure)
                .AddProcessor(new DatabaseSpans())
                .AddOtlpExporter(Export));
        }

        void Export(OtlpExporterOptions exporter) => (exporter.Endpoint, exporter.Protocol) = (collector, OtlpExportProtocol.Grpc);
    }
}
