using System.Diagnostics;
using OpenTelemetry.Trace;

namespace ProcedureEngine.Host.Telemetry;

/// <summary>
/// Which of the traces that begin here are kept: the configured share, by their ids, so that every host keeps the same. What belongs to nothing (loops that ask the
/// database whether there is work) begins none. A trace that goes on from elsewhere is kept as was decided there (<see cref="ParentBasedSampler"/>).
/// </summary>
/// <param name="percent">0 to 100.</param>
internal sealed class TraceSampler(int percent) : Sampler
{
    private readonly TraceIdRatioBasedSampler share = new(percent / 100.0);

    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
        samplingParameters.Kind == ActivityKind.Client ? new SamplingResult(SamplingDecision.Drop) : share.ShouldSample(samplingParameters);
}
