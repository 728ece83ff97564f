using NodaTime;
using NodaTime.Text;
using ProcedureEngine.Host.Tests.Mail;
using ProcedureEngine.Host.Tests.Support;

namespace ProcedureEngine.Host.Tests;

/// <summary>The sandbox's clock moves legal time forward; what falls due on the way is fired, in order over all cases.</summary>
[TestFixture(HostStore.Sqlite)]
[TestFixture(HostStore.Postgres)]
public sealed class SandboxClock(HostStore store)
{
    private TestHost host = null!;
    private HttpClient officer = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        host = await TestHost.StartAsync(store);
        officer = await host.SignInAsync("intake-officer@namdinh");
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        officer.Dispose();
        await host.DisposeAsync();
    }

    [TestCase("P1D", 24)]
    [TestCase("PT2H", 2)]
    public async Task It_advances_by_a_period_and_ticks_on(string period, int hours)
    {
        var before = await NowAsync();
        var after = Read(await MoveAsync($$"""{"advance":"{{period}}"}""").JsonAsync());
        Assert.That(after - before, Is.GreaterThanOrEqualTo(Duration.FromHours(hours)).And.LessThan(Duration.FromHours(hours) + Duration.FromMinutes(1)));
        Assert.That(await NowAsync(), Is.GreaterThan(after));
    }

    [Test]
    public async Task It_advances_by_working_days_of_the_calendar()
    {
        var zone = DateTimeZoneProviders.Tzdb["Asia/Ho_Chi_Minh"];
        var friday = (await NowAsync()).InZone(zone).Date.Next(IsoDayOfWeek.Friday).At(new LocalTime(9, 0)).InZoneStrictly(zone);
        await MoveAsync($$"""{"now":"{{OffsetDateTimePattern.ExtendedIso.Format(friday.ToOffsetDateTime())}}"}""").JsonAsync();
        var moved = Read(await MoveAsync("""{"workingDays":1}""").JsonAsync()).InZone(zone).Date;
        var calculated = await officer.PostAsync("/api/deadlines/calculate", TestHost.Json($$"""{"start":"{{LocalDatePattern.Iso.Format(friday.Date)}}","amount":1,"unit":"workingDay"}""")).JsonAsync();
        Assert.That(LocalDatePattern.Iso.Format(moved), Is.EqualTo((string)calculated["dueDate"]!));
    }

    [TestCase("{}", "one-of: now")]
    [TestCase("""{"now":"2090-01-01T00:00:00Z","workingDays":1}""", "one-of: now")]
    [TestCase("""{"workingDays":0}""", "one-of: now")]
    [TestCase("""{"workingDays":-1}""", "one-of: now")]
    [TestCase("""{"workingDays":1000000000}""", "date-range: workingDays")]
    [TestCase("""{"advance":"tomorrow"}""", "period: advance")]
    [TestCase("""{"advance":"-P1D"}""", "period: advance")]
    [TestCase("""{"advance":"P-1D"}""", "clock-backwards: advance")]
    [TestCase("""{"advance":"P9999999Y"}""", "date-range: advance")]
    [TestCase("""{"now":"2016-07-15T00:00:00Z"}""", "clock-backwards: now")]
    [TestCase("""{"now":"9000-01-01T00:00:00Z"}""", "date-range: now")]
    [TestCase("""{"now":"2090-01-01"}""", "instant: now")]
    public async Task What_is_no_way_forward_is_refused_and_moves_nothing(string body, string told)
    {
        var before = await NowAsync();
        var (rule, fields) = await MoveAsync(body).ProblemAsync(422);
        Assert.That($"{rule}: {string.Join(", ", fields)}", Is.EqualTo(told));
        Assert.That(await NowAsync() - before, Is.LessThan(Duration.FromMinutes(1)));
    }

    [Test]
    public async Task What_falls_due_on_the_way_fires_in_the_order_of_its_instants_over_all_cases()
    {
        var first = await Samples.StartedAsync(host);
        await MoveAsync("""{"advance":"P3D"}""").JsonAsync();
        var second = await Samples.StartedAsync(host, "hanoi");
        await MoveAsync("""{"advance":"P60D"}""").JsonAsync();
        using var hanoi = await host.SignInAsync("intake-officer@hanoi");
        var missed = await MissedAsync(officer, first);
        Assert.That(missed, Is.Not.Empty);
        Assert.That(await MissedAsync(hanoi, second), Is.Not.Empty);
        using var system = host.System();
        var events = (await EventsAsync(system, first, second)).Where(e => (string)e["type"]! is "deadline.approaching" or "deadline.missed" && (string?)e["caseId"] is { } id && (id == first || id == second)).ToList();
        var instants = events.Select(e => InstantPattern.ExtendedIso.Parse((string)e["at"]!).Value).ToList();
        Assert.That(instants, Has.Count.GreaterThanOrEqualTo(4).And.Ordered, "the feed is one order, and each event bears the instant at which its limit warned or ended");
    }

    private static Instant Read(JsonNode answer) => InstantPattern.ExtendedIso.Parse((string)answer["now"]!).Value;

    private static async Task<List<JsonNode>> MissedAsync(HttpClient person, string id) =>
        [.. (await person.GetAsync($"/api/cases/{id}/deadlines").JsonAsync())["items"]!.AsArray().Where(limit => (string)limit!["state"]! == "missed").Select(limit => limit!)];

    /// <summary>The feed follows the commits; it is read until both cases have missed a limit.</summary>
    private static async Task<List<JsonNode>> EventsAsync(HttpClient system, params string[] cases)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var events = new List<JsonNode>();
        while (true)
        {
            limit.Token.ThrowIfCancellationRequested();
            events = [.. (await system.GetAsync("/api/events?limit=1000").JsonAsync())["items"]!.AsArray().Select(e => e!)];
            if (cases.All(id => events.Exists(e => (string)e["type"]! == "deadline.missed" && (string)e["caseId"]! == id)))
                return events;
        }
    }

    private async Task<Instant> NowAsync() => Read(await officer.GetAsync("/api/sandbox/clock").JsonAsync());

    private Task<HttpResponseMessage> MoveAsync(string body) => officer.PostAsync("/api/sandbox/clock", TestHost.Json(body));
}
