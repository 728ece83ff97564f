using System.Net.Http.Headers;
using System.Text;
using Npgsql;

namespace ProcedureEngine.Kill.Tests.Tracing;

/// <summary>
/// A case is followed over hops and hosts: begun over HTTP at one host, its letter handed over, its timer fired and its message answered by another, told by a real
/// collector's protocol; and the trace lies beside what is kept, never within.
/// </summary>
[NonParallelizable]
[Category("Whole")]
public sealed class TraceTests
{
    private const string TraceId = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string Caller = "00f067aa0ba902b7";
    private const string Applicant = "Nguyễn Thị Lan";
    private const string Email = "lan.tracer@example.vn";
    private const string Identity = "036180001234";
    private const string Ours = "ProcedureEngine";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly string Start = $$"""
        {"office":"namdinh","channel":"http","data":
         {"requester":{"name":"{{Applicant}}","identityNumber":"{{Identity}}","address":"Nam Định","capacity":"judgmentCreditor","email":"{{Email}}"},
          "judgment":{"number":"12/2026/DS-ST","date":"2026-01-12","court":"TAND Nam Định","effectiveOn":"2026-02-12"},
          "otherParty":{"name":"Trần Văn Hùng","address":"Nam Định"},
          "obligations":[{"kind":"money","content":"Nợ gốc","amount":250000000}],"form":"inPersonWritten","delivery":"waitAndCollect"} }
        """;

    private string folder = null!;

    [SetUp]
    public void Make() => folder = Directory.CreateTempSubdirectory("pe_trace_").FullName;

    [TearDown]
    public void Remove() => Directory.Delete(folder, recursive: true);

    [Test]
    public Task A_case_is_one_trace_over_two_hosts_the_outbox_the_bus_and_a_webhook() => KillTests.WithDatabaseAsync("pe_trace", database => FollowAsync(database!));

    private async Task FollowAsync(string database)
    {
        await using var collector = await OtlpReceiver.StartAsync();
        await using var outside = await Outside.StartAsync();
        // The first host's mail server is away, so that its letter is left to the second.
        using var first = Host("host-1", database, collector, ("Smtp__Host", "127.0.0.1"), ("Smtp__Port", "9"));
        using var second = Host("host-2", database, collector);
        await first.StartAsync();
        await second.StartAsync();
        using var atFirst = System(first);
        using var atSecond = System(second);
        await PostAsync(atFirst, "/api/webhooks", $$"""{"url":"{{outside.Target}}"}""");

        var caseId = (string)(await PostAsync(atFirst, "/api/procedures/enforcement-request/cases", Start, $"00-{TraceId}-{Caller}-01"))["id"]!;
        await collector.UntilAsync(span => span is { Host: "host-1", Name: "outbox mail", IsError: true }, "the first host's letter, which no server takes");
        var opened = await outside.EventAsync(caseId, "task.opened");
        Assert.That(TraceOf(opened.TraceParent), Is.EqualTo(TraceId), "an event on the bus");
        Assert.That(TraceOf((await outside.ToldAsync(caseId, "task.opened")).TraceParent), Is.EqualTo(TraceId), "a webhook's delivery");

        Assert.That(await first.StopAsync(Patience), Is.Zero);
        await PostAsync(atSecond, "/api/sandbox/clock", """{"advance":"PT5M"}""");
        var sent = await collector.UntilAsync(span => span is { Host: "host-2", Name: "outbox mail", IsError: false }, "the letter, handed over by the second host");
        Assert.That(sent.TraceId, Is.EqualTo(TraceId));
        await PostAsync(atSecond, "/api/sandbox/clock", """{"workingDays":3}""");
        var fired = await collector.UntilAsync(span => span is { Host: "host-2", Name: "burst FireTimers" } && span.Links.Contains(TraceId, StringComparer.Ordinal), "a timer that the start had armed");
        Assert.That(fired.TraceId, Is.Not.EqualTo(TraceId), "days later it is a trace of its own");
        Assert.That(await PlacesAsync(database), Is.EquivalentTo(new[] { "outbox.origin", "timers.body" }).Or.EquivalentTo(new[] { "outbox.origin" }), "beside what is kept, not within");

        await outside.SendAsync("DeliverStimulus", new JsonObject { ["caseId"] = caseId, ["name"] = "withdrawal", ["payload"] = new JsonObject { ["reason"] = $"{Applicant} rút đơn." } }, opened.TraceParent!);
        Assert.That(TraceOf((await outside.AnswerAsync(caseId, "answer")).TraceParent), Is.EqualTo(TraceId), "the answer to a command");
        await collector.UntilAsync(span => span is { Host: "host-2", Name: "command DeliverStimulus", TraceId: TraceId }, "a command that went on with an event's trace");
        Assert.That(await second.StopAsync(Patience), Is.Zero);

        RequireConnected([.. collector.Spans.Where(span => span.TraceId == TraceId)], caseId);
        RequireNothingPersonal(collector);
        var (code, said) = await Tool.RunAsync("dotnet", [HostProcess.Assembly(), "verify"], ("Store__Postgres", database), ("Data__Folder", Path.Combine(folder, "verify")));
        Assert.That(code, Is.Zero, said);
    }

    /// <summary>Both hosts are in it, every span hangs on another of it or on the caller's, and ours say whose they are.</summary>
    private static void RequireConnected(IReadOnlyList<Span> trace, string caseId)
    {
        var all = string.Join('\n', trace);
        Assert.That(trace.Select(span => span.Host).Distinct(StringComparer.Ordinal), Is.EquivalentTo(new[] { "host-1", "host-2" }), all);
        Assert.That(trace.Where(span => span.ParentId != Caller && !trace.Any(other => other.Id == span.ParentId)), Is.Empty, all);
        Assert.That(trace.Select(span => span.Name), Is.SupersetOf(new[] { "burst StartProcedure", "outbox mail", "event publish", "webhook deliver", "command DeliverStimulus", "burst Deliver" }), all);
        Assert.That(trace.Single(span => span.ParentId == Caller).Name, Does.StartWith("POST"), all);
        foreach (var span in trace.Where(span => span.Source == Ours || span.ParentId == Caller))
        {
            Assert.That(span.Tags["case.id"], Is.EqualTo(caseId), span.ToString());
            Assert.That(span.Tags["procedure.id"], Is.EqualTo("enforcement-request"), span.ToString());
            Assert.That(span.Tags.Keys, Is.SupersetOf(new[] { "procedure.version", "office", "activity.id" }), span.ToString());
        }
    }

    private static void RequireNothingPersonal(OtlpReceiver collector)
    {
        foreach (var word in new[] { Applicant, Email, Identity, "Trần Văn Hùng", "rút đơn", "system:" })
            Assert.That(collector.Messages.Count(message => message.AsSpan().IndexOf(Encoding.UTF8.GetBytes(word)) >= 0), Is.Zero, word);
    }

    /// <summary>Columns of the store in which the trace's id is found.</summary>
    private static async Task<IReadOnlyList<string>> PlacesAsync(string database)
    {
        await using var source = NpgsqlDataSource.Create(database);
        var columns = new List<(string Table, string Column)>();
        await using (var command = source.CreateCommand("SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public' AND data_type = 'text'"))
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
                columns.Add((reader.GetString(0), reader.GetString(1)));
        }

        var found = new List<string>();
        foreach (var (table, column) in columns)
        {
            await using var command = source.CreateCommand($"SELECT COUNT(*) FROM {table} WHERE {column} LIKE '%{TraceId}%'");
            if ((long)(await command.ExecuteScalarAsync())! > 0)
                found.Add($"{table}.{column}");
        }

        return found;
    }

    private HostProcess Host(string name, string database, OtlpReceiver collector, params (string Name, string Value)[] more) => new(
        Directory.CreateDirectory(Path.Combine(folder, name)).FullName, database,
        [
            ("Telemetry__Otlp", collector.Address), ("Telemetry__Instance", name), ("OTEL_BSP_SCHEDULE_DELAY", "100"), ("Messaging__RabbitMq", Outside.Broker),
            ($"Messaging__Systems__{Outside.Name}__Grants", "system@namdinh"), ("Webhooks__AllowPrivateTargets", "true"), .. more,
        ]);

    private static HttpClient System(HostProcess host)
    {
        var client = new HttpClient { BaseAddress = host.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("ApiKey", "development");
        return client;
    }

    private static async Task<JsonNode> PostAsync(HttpClient client, string path, string json, string? traceParent = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        request.Headers.Add("Idempotency-Key", "trace");
        if (traceParent is not null)
            request.Headers.Add("traceparent", traceParent);
        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.That(response.IsSuccessStatusCode, Is.True, text);
        return JsonNode.Parse(text)!;
    }

    private static string? TraceOf(string? traceParent) => traceParent?.Split('-')[1];
}
