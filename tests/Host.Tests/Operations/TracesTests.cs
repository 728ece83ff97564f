using System.Diagnostics;
using OpenTelemetry.Trace;
using ProcedureEngine.Host.Operations.Why;
using ProcedureEngine.Host.Telemetry;
using ProcedureEngine.Host.Tests.Mail;
using ProcedureEngine.Host.Tests.Support;
using ProcedureEngine.Persistence.Sql;

namespace ProcedureEngine.Host.Tests.Operations;

/// <summary>Spans are made and effects marked only where somebody listens; a firing timer is tied to the burst that armed it.</summary>
[TestFixture(HostStore.Sqlite)]
[TestFixture(HostStore.Postgres)]
public sealed class TracesTests(HostStore kind)
{
    private const string TraceId = "4bf92f3577b34da6a3ce929d0e0e4736";

    [Test]
    public async Task Without_a_listener_nothing_is_written()
    {
        await using var host = await TestHost.StartAsync(kind);
        await StartedAsync(host);
        Assert.That(await CountAsync(host, "SELECT COUNT(*) FROM outbox"), Is.Positive);
        Assert.That(await CountAsync(host, "SELECT COUNT(*) FROM outbox WHERE origin IS NOT NULL"), Is.Zero);
        Assert.That(await CountAsync(host, "SELECT COUNT(*) FROM timers"), Is.Positive);
        Assert.That(await CountAsync(host, "SELECT COUNT(*) FROM timers WHERE body LIKE '%origin%'"), Is.Zero);
    }

    [Test]
    public async Task With_a_listener_effects_carry_their_burst_and_a_timer_links_to_the_one_that_armed_it()
    {
        await using var host = await TestHost.StartAsync(kind);
        var spans = new List<Activity>();
        using var listener = Listen(spans);
        var caseId = await StartedAsync(host);

        var start = Ended(spans, caseId, "burst StartProcedure").Single();
        Assert.That(start.TraceId.ToHexString(), Is.EqualTo(TraceId), "it goes on with the caller's trace");
        Assert.That(start.Tags, Is.SupersetOf(new Dictionary<string, string?>(StringComparer.Ordinal) { ["procedure.id"] = "enforcement-request", ["office"] = "namdinh", ["burst.outcome"] = "started" }));
        Assert.That(start.GetTagItem("procedure.version"), Is.Not.Null);
        Assert.That(start.Events.Select(e => e.Name), Does.Contain("Started"));
        Assert.That(await CountAsync(host, $"SELECT COUNT(*) FROM outbox WHERE instance_id = '{caseId}' AND origin IS NULL"), Is.Zero);
        Assert.That(await CountAsync(host, $"SELECT COUNT(*) FROM timers WHERE instance_id = '{caseId}' AND body NOT LIKE '%{start.SpanId.ToHexString()}%'"), Is.Zero);
        Assert.That(await CountAsync(host, $"SELECT COUNT(*) FROM journal WHERE text LIKE '%{TraceId}%'"), Is.Zero);

        using var system = host.System();
        using var supervisor = await host.SignInAsync("supervisor@namdinh");
        Assert.That((string?)(await supervisor.GetAsync($"/api/cases/{caseId}/why").JsonAsync())["trace"]!["id"], Is.EqualTo(TraceId));
        await using var said = new StringWriter();
        string[] store = host.Postgres is { } postgres ? ["--Store:Postgres", postgres] : [];
        await WhyCommand.RunAsync([caseId, "--lang", "en", "--environment", "Development", "--Data:Folder", host.DataFolder, .. store], said, TextWriter.Null);
        Assert.That(said.ToString(), Does.Contain($"Last trace: {TraceId}"));
        await system.PostAsync("/api/sandbox/clock", TestHost.Json("""{"workingDays":3}""")).JsonAsync();
        var fired = Ended(spans, caseId, "burst FireTimers").Where(span => span.Links.Any(link => link.Context.TraceId == start.TraceId)).ToList();
        Assert.That(fired, Is.Not.Empty);
        Assert.That(fired.Select(span => span.TraceId), Has.None.EqualTo(start.TraceId));
        Assert.That(fired.Select(span => span.Parent!.OperationName), Is.All.EqualTo("timers fire"));
        Assert.That(fired.Select(span => span.Parent!.ParentId), Is.All.Null, "a trace of its own, though a request moved the clock");
    }

    [TestCase(100, ActivityKind.Server, true, Description = "a request that begins here")]
    [TestCase(100, ActivityKind.Client, false, Description = "a question to the database that belongs to nothing")]
    [TestCase(0, ActivityKind.Server, false, Description = "none are wanted")]
    public void What_begins_here_is_kept_by_share(int percent, ActivityKind span, bool isKept)
    {
        var parameters = new SamplingParameters(default, ActivityTraceId.CreateRandom(), "x", span);
        Assert.That(new TraceSampler(percent).ShouldSample(parameters).Decision, Is.EqualTo(isKept ? SamplingDecision.RecordAndSample : SamplingDecision.Drop));
    }

    private static async Task<string> StartedAsync(TestHost host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/procedures/enforcement-request/cases") { Content = TestHost.Json(Samples.Start()) };
        request.Headers.Add("Idempotency-Key", Samples.NewKey());
        request.Headers.Add("traceparent", $"00-{TraceId}-00f067aa0ba902b7-01");
        using var system = host.System();
        return (string)(await system.SendAsync(request).JsonAsync(HttpStatusCode.Created))["id"]!;
    }

    private static ActivityListener Listen(List<Activity> spans)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is Traces.SourceName or "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                lock (spans)
                    spans.Add(span);
            },
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private static List<Activity> Ended(List<Activity> spans, string caseId, string name)
    {
        lock (spans)
            return [.. spans.Where(span => span.OperationName == name && (string?)span.GetTagItem(Traces.Case) == caseId)];
    }

    private static Task<long> CountAsync(TestHost host, string sql) => host.Store.ReadAsync(async executor => (long)(await executor.ScalarAsync(new Statement(sql)))!, default);
}
