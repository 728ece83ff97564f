using System.Diagnostics.Metrics;

namespace ProcedureEngine.Host.Telemetry;

/// <summary>
/// What operators watch, as instruments of the meter <c>ProcedureEngine</c>. Labels name procedures and channels, never people, cases or offices. Gauges tell
/// the whole store, so of several hosts one is enough; counters are a host's own.
/// </summary>
internal sealed class ServiceMetrics : ICommitListener, IDisposable
{
    public const string MeterName = "ProcedureEngine";

    private readonly Meter meter = new(MeterName);
    private readonly Counter<long> bursts;
    private readonly Counter<long> incidents;
    private ServiceFigures? last;

    public ServiceMetrics()
    {
        bursts = meter.CreateCounter<long>("procedure_engine.bursts", "{burst}", "Bursts that this host has committed");
        incidents = meter.CreateCounter<long>("procedure_engine.incidents.raised", "{incident}", "Incidents that bursts of this host have raised");
        Gauge("procedure_engine.tasks.open", "{task}", "Tasks that wait for somebody", figures => figures.OpenTasks);
        Gauge("procedure_engine.tasks.late", "{task}", "Open tasks past their limit", figures => figures.LateTasks);
        Gauge("procedure_engine.limits.missed", "{limit}", "Time limits that are missed and not yet met late", figures => figures.MissedLimits);
        Gauge("procedure_engine.incidents.open", "{incident}", "Incidents that nobody has settled", figures => figures.OpenIncidents);
        Gauge("procedure_engine.outbox.pending", "{message}", "Messages that have not left", figures => figures.Pending);
        Gauge("procedure_engine.outbox.failed", "{message}", "Messages that failed for good", figures => figures.Failed);
        Gauge("procedure_engine.outbox.age", "s", "Age of the oldest message that has not left", figures => figures.OldestPending.TotalSeconds);
        Gauge("procedure_engine.timers.lateness", "s", "How late the earliest unfired timer is", figures => figures.TimerLateness.TotalSeconds);
        Gauge("procedure_engine.reconciliation.repairs", "{repair}", "Differences between limits and timers that were put right", figures => figures.Repairs);
    }

    public void Show(ServiceFigures figures) => Volatile.Write(ref last, figures);

    public void Committed(BurstResult result)
    {
        if (result.Instance is not { } instance)
            return;
        var procedure = new KeyValuePair<string, object?>("procedure", instance.DefinitionId);
        bursts.Add(1, procedure);
        var raised = result.Incidents.Count(incident => incident.ResolvedAt is null);
        if (raised > 0)
            incidents.Add(raised, procedure);
    }

    /// <summary>Whether an instrument is of this host; a test runs several in one process.</summary>
    public bool Owns(Instrument instrument) => ReferenceEquals(instrument.Meter, meter);

    public void Dispose() => meter.Dispose();

    /// <summary>Nothing is told before the first look at the store.</summary>
    private void Gauge<T>(string name, string unit, string description, Func<ServiceFigures, T> read) where T : struct =>
        meter.CreateObservableGauge(name, () => Volatile.Read(ref last) is { } figures ? [new Measurement<T>(read(figures))] : Array.Empty<Measurement<T>>(), unit, description);
}
