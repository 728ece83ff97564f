using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using ProcedureEngine.Host.Telemetry;
using ProcedureEngine.Host.Tests.Mail;
using ProcedureEngine.Host.Tests.Support;
using ProcedureEngine.Persistence;

namespace ProcedureEngine.Host.Tests.Operations;

/// <summary>What operators watch is measured, carries no personal data, and is what the dashboard asks for.</summary>
[TestFixture(HostStore.Sqlite)]
[TestFixture(HostStore.Postgres)]
public sealed partial class MetricsTests(HostStore kind)
{
    [Test]
    public async Task The_instruments_tell_how_the_service_stands_and_label_procedures_alone()
    {
        await using var host = await TestHost.StartAsync(kind);
        var metrics = host.Services.GetRequiredService<ServiceMetrics>();
        var heard = new Dictionary<string, double>(StringComparer.Ordinal);
        var labels = new HashSet<string>(StringComparer.Ordinal);
        using var listener = Listen(metrics, (name, value, tags) =>
        {
            lock (heard)
            {
                heard[name] = heard.GetValueOrDefault(name) + value;
                labels.UnionWith(tags);
            }
        });
        await Samples.StartedAsync(host);
        metrics.Show(await ServiceFigures.ReadAsync(host.Store, default));
        listener.RecordObservableInstruments();

        Assert.That(heard["procedure_engine.bursts"], Is.GreaterThanOrEqualTo(1));
        Assert.That(heard["procedure_engine.tasks.open"], Is.EqualTo(1));
        Assert.That(heard["procedure_engine.limits.missed"], Is.Zero);
        Assert.That(labels, Is.EquivalentTo(new[] { "procedure=enforcement-request" }));
    }

    [Test]
    public void Every_metric_of_the_dashboard_is_an_instrument()
    {
        using var metrics = new ServiceMetrics();
        var names = new HashSet<string>(StringComparer.Ordinal);
        using var listener = new MeterListener { InstrumentPublished = (instrument, _) => names.Add(Exported(instrument)) };
        listener.Start();
        var root = new DirectoryInfo(TestContext.CurrentContext.TestDirectory).Parent!.Parent!.Parent!.Parent!.Parent!.FullName;
        var asked = MetricName().Matches(File.ReadAllText(Path.Combine(root, "deploy", "grafana", "procedure-engine.json"))).Select(match => match.Value).Distinct(StringComparer.Ordinal).ToList();
        Assert.That(asked, Has.Count.GreaterThanOrEqualTo(11));
        Assert.That(asked, Is.SubsetOf(names));
    }

    /// <summary>As a collector names it for Prometheus: underscores, the unit of seconds, and _total for a counter.</summary>
    private static string Exported(Instrument instrument) =>
        instrument.Name.Replace('.', '_') + (instrument.Unit == "s" ? "_seconds" : string.Empty) + (instrument is Counter<long> ? "_total" : string.Empty);

    private static MeterListener Listen(ServiceMetrics metrics, Action<string, double, IEnumerable<string>> hear)
    {
        var listener = new MeterListener { InstrumentPublished = (instrument, l) => { if (metrics.Owns(instrument)) l.EnableMeasurementEvents(instrument); } };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => hear(instrument.Name, value, Words(tags)));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => hear(instrument.Name, value, Words(tags)));
        listener.Start();
        return listener;
    }

    private static List<string> Words(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var words = new List<string>();
        foreach (var tag in tags)
            words.Add($"{tag.Key}={tag.Value}");
        return words;
    }

    [GeneratedRegex("procedure_engine_[a-z_]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MetricName();
}
