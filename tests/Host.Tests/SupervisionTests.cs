using NodaTime;
using NodaTime.Text;
using ProcedureEngine.Host.Tests.Mail;
using ProcedureEngine.Host.Tests.Support;

namespace ProcedureEngine.Host.Tests;

/// <summary>What supervisors are told of the time limits of their offices, over HTTP.</summary>
[TestFixture(HostStore.Sqlite)]
[TestFixture(HostStore.Postgres)]
public sealed class SupervisionTests(HostStore store)
{
    private TestHost host = null!;

    /// <summary>Of Nam Định and the sub-department below it.</summary>
    private HttpClient supervisor = null!;

    [SetUp]
    public async Task StartAsync()
    {
        host = await TestHost.StartAsync(store);
        supervisor = await host.SignInAsync("supervisor@namdinh");
    }

    [TearDown]
    public async Task StopAsync()
    {
        supervisor.Dispose();
        await host.DisposeAsync();
    }

    [Test]
    public async Task Totals_follow_the_cases_of_the_subtree_and_of_no_other_office()
    {
        Assert.That((int)(await TotalsAsync(string.Empty))["all"]!["total"]!, Is.Zero);
        await Samples.StartedAsync(host);
        await Samples.StartedAsync(host, "cctpnamdinh");
        await Samples.StartedAsync(host, "hanoi");

        Assert.That((int)(await TotalsAsync(string.Empty))["all"]!["running"]!, Is.EqualTo(2));
        var offices = (await TotalsAsync("?by=office"))["items"]!.AsArray();
        Assert.That(offices.Select(item => ((string)item!["office"]!, (int)item["counts"]!["running"]!, (int)item["subtree"]!["running"]!)), Is.EqualTo(new[] { ("cctpnamdinh", 1, 1), ("namdinh", 1, 2) }));
        var limit = (await TotalsAsync("?by=procedure,limit,bearer&office=cctpnamdinh"))["items"]!.AsArray().Single()!;
        Assert.That(((string)limit["procedure"]!, (string)limit["limit"]!, (string)limit["bearer"]!, (int)limit["counts"]!["open"]!), Is.EqualTo(("enforcement-request", "check-validity", "authority", 1)));
        Assert.That((int)(await TotalsAsync("?kind=law"))["all"]!["total"]!, Is.Zero, "checking validity is an internal limit");
    }

    [Test]
    public async Task A_limit_goes_from_due_to_nearly_missed_to_late()
    {
        await ToWorkingMorningAsync();
        var caseId = await Samples.StartedAsync(host);
        var deadline = (await supervisor.GetAsync("/api/deadlines?limitId=check-validity").JsonAsync())["items"]!.AsArray().Single()!;
        var due = (string)deadline["dueDate"]!;

        // Two working days: not within today alone, within today and two more.
        Assert.That((int)(await GetAsync("due?days=1"))["total"]!, Is.Zero);
        var within = await GetAsync("due?days=3");
        Assert.That(((string)within["days"]![0]!["date"]!, (int)within["days"]![0]!["byOffice"]!["namdinh"]!, (string)within["until"]!["namdinh"]!), Is.EqualTo((due, 1, due)));
        Assert.That((await GetAsync("nearly-missed"))["items"]!.AsArray(), Is.Empty);

        await MoveAsync("""{"workingDays":2}""");
        Assert.That((string)(await GetAsync("nearly-missed"))["items"]![0]!["instanceId"]!, Is.EqualTo(caseId));
        Assert.That((int)(await GetAsync("due?days=1"))["total"]!, Is.EqualTo(1));

        await MoveAsync("""{"workingDays":1}""");
        Assert.That((await GetAsync("nearly-missed"))["items"]!.AsArray(), Is.Empty);
        Assert.That((int)(await TotalsAsync(string.Empty))["all"]!["missed"]!, Is.EqualTo(1));
        var cause = (await GetAsync("late-causes"))["items"]!.AsArray().Single()!;
        Assert.That(((string?)cause["cause"], (int)cause["missed"]!), Is.EqualTo(((string?)null, 1)));
        var step = (await GetAsync("steps"))["cells"]!.AsArray().Single()!;
        Assert.That(((string)step["office"]!, (string)step["step"]!, (int)step["open"]!, (int)step["late"]!), Is.EqualTo(("namdinh", "check-validity", 1, 1)));
        var days = (await GetAsync("days"))["days"]!.AsArray();
        Assert.That(days.Sum(day => (int)day!["started"]!), Is.EqualTo(1));
        Assert.That((int)days.Single(day => (string)day!["date"]! == due)!["missed"]!, Is.EqualTo(1));
        Assert.That((bool)(await OperatorAsync("totals/check"))["isExact"]!, Is.True);
    }

    [Test]
    public async Task What_was_met_on_its_last_day_is_told()
    {
        await ToWorkingMorningAsync();
        var caseId = await Samples.StartedAsync(host);
        await MoveAsync("""{"workingDays":2}""");
        using var officer = await host.SignInAsync("intake-officer@namdinh");
        var task = await Samples.TaskAsync(officer, caseId, "check-validity");
        await Samples.CompleteAsync(officer, task, "Valid", $$"""{"request":{{Samples.Request()}}}""").JsonAsync();

        var met = (await GetAsync("nearly-missed?state=met"))["items"]!.AsArray().Single()!;
        Assert.That(((string)met["limitId"]!, (string)met["state"]!), Is.EqualTo(("check-validity", "met")));
        Assert.That((await GetAsync("days"))["days"]!.AsArray().Sum(day => (int)day!["metOnLastDay"]!), Is.EqualTo(1));
        var step = (await GetAsync("steps"))["cells"]!.AsArray().Single(cell => (string)cell!["step"]! == "check-validity")!;
        Assert.That((int)step["ended"]!, Is.EqualTo(1));
        Assert.That((double)step["meanHours"]!, Is.GreaterThanOrEqualTo(24), "two working days lie between");
    }

    [Test]
    public async Task The_list_is_narrowed_by_every_filter_and_paged_in_one_order()
    {
        foreach (var _ in Enumerable.Range(0, 3))
            await Samples.StartedAsync(host);
        await Samples.StartedAsync(host, "cctpnamdinh");
        foreach (var (query, count) in new[]
        {
            (string.Empty, 4), ("office=namdinh", 4), ("office=cctpnamdinh", 1), ("office=hanoi", 0), ("state=running", 4), ("state=missed", 0), ("procedure=enforcement-request", 4), ("procedure=x", 0),
            ("limitId=check-validity", 4), ("bearer=citizen", 0), ("bearer=authority&kind=internal", 4), ("kind=law", 0), ("dueBefore=2020-01-01T00:00:00Z", 0), ("dueFrom=2020-01-01T00:00:00Z", 4),
            ("state=open", 4), ("step=check-validity", 4), ("step=sign-decision", 0), ("office=namdinh&below=false", 3), ("office=namdinh&below=true", 4), ("office=hanoi&below=false", 0),
        })
            Assert.That((await supervisor.GetAsync($"/api/deadlines?{query}").JsonAsync())["items"]!.AsArray(), Has.Count.EqualTo(count), query);
        var (seen, cursor) = (new List<string>(), string.Empty);
        do
        {
            var page = await supervisor.GetAsync($"/api/deadlines?state=running&limit=1{cursor}").JsonAsync();
            seen.Add((string)page["items"]!.AsArray().Single()!["id"]!);
            cursor = page["cursor"] is { } next ? $"&cursor={next}" : string.Empty;
        }
        while (cursor.Length > 0);
        Assert.That(seen, Is.Unique.And.Count.EqualTo(4));
    }

    [Test]
    public async Task Every_cell_of_office_by_step_counts_what_the_list_behind_it_shows()
    {
        await ToWorkingMorningAsync();
        foreach (var office in new[] { "namdinh", "namdinh", "cctpnamdinh" })
            await Samples.StartedAsync(host, office);
        await MoveAsync("""{"workingDays":3}"""); // the three are missed
        foreach (var _ in Enumerable.Range(0, 3))
            await Samples.StartedAsync(host);
        var stopped = (await ListAsync("state=running"))[0]!["id"];
        await supervisor.PostAsync($"/api/deadlines/{stopped}/suspend", TestHost.Json(
            $$"""{"from":"{{LocalDatePattern.Iso.Format((await NowAsync()).Date)}}","ground":"force-majeure","basis":"Công điện 05/CĐ","expectedRevision":1}""")).JsonAsync();
        using var officer = await host.SignInAsync("intake-officer@namdinh");
        await Samples.CompleteAsync(officer, await Samples.TaskAsync(officer, (string)(await ListAsync("state=running"))[0]!["instanceId"]!, "check-validity"), "Valid", $$"""{"request":{{Samples.Request()}}}""").JsonAsync();

        foreach (var scope in new[] { string.Empty, "&procedure=enforcement-request", "&procedure=x" })
        {
            var cells = (await GetAsync($"steps?{scope.TrimStart('&')}"))["cells"]!.AsArray();
            foreach (var cell in cells)
            {
                var behind = await ListAsync($"state=open&office={cell!["office"]}&below=false&step={cell["step"]}{scope}");
                Assert.That((behind.Count, behind.Count(limit => (string)limit!["state"]! == "missed")), Is.EqualTo(((int)cell["open"]!, (int)cell["late"]!)), cell.ToJsonString());
            }

            Assert.That(cells.Sum(cell => (int)cell!["open"]!), Is.EqualTo((await ListAsync($"state=open{scope}")).Count), "every open limit is in one cell");
        }

        var first = (await GetAsync("steps"))["cells"]!.AsArray().Single(cell => (string)cell!["office"]! == "namdinh" && (string)cell["step"]! == "check-validity")!;
        Assert.That(((int)first["open"]!, (int)first["late"]!), Is.EqualTo((4, 2)), "two missed, one stopped, one running; one is met");
        var table = await supervisor.GetStringAsync("/api/deadlines/export?state=open&office=namdinh&below=false&step=check-validity");
        Assert.That(table.Split("\r\n", StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(1 + 4), "a heading and a line each");
    }

    [Test]
    public async Task An_operator_rebuilds_the_totals()
    {
        await Samples.StartedAsync(host);
        using var person = await host.SignInAsync("operator@namdinh");
        Assert.That((bool)(await person.PostAsync("/api/supervision/totals/rebuild", null).JsonAsync())["isExact"]!, Is.True);
        Assert.That((int)(await TotalsAsync(string.Empty))["all"]!["running"]!, Is.EqualTo(1));
    }

    private async Task<JsonArray> ListAsync(string query) => (await supervisor.GetAsync($"/api/deadlines?limit=500&{query}").JsonAsync())["items"]!.AsArray();

    private Task<JsonNode> TotalsAsync(string query) => GetAsync($"totals{query}");

    private Task<JsonNode> GetAsync(string path) => supervisor.GetAsync($"/api/supervision/{path}").JsonAsync();

    private async Task<JsonNode> OperatorAsync(string path)
    {
        using var person = await host.SignInAsync("operator@namdinh");
        return await person.GetAsync($"/api/supervision/{path}").JsonAsync();
    }

    private Task<JsonNode> MoveAsync(string json) => supervisor.PostAsync("/api/sandbox/clock", TestHost.Json(json)).JsonAsync();

    private async Task<ZonedDateTime> NowAsync() => InstantPattern.ExtendedIso.Parse((string)(await supervisor.GetAsync("/api/sandbox/clock").JsonAsync())["now"]!).Value
        .InZone(DateTimeZoneProviders.Tzdb["Asia/Ho_Chi_Minh"]);

    /// <summary>Nine in the morning of a working day, whenever the test runs.</summary>
    private async Task ToWorkingMorningAsync()
    {
        var now = await NowAsync();
        var nine = now.Date.PlusDays(1).At(new LocalTime(9, 0)).InZoneStrictly(now.Zone);
        await MoveAsync($$"""{"now":"{{OffsetDateTimePattern.ExtendedIso.Format(nine.ToOffsetDateTime())}}"}""");
        await MoveAsync("""{"workingDays":1}""");
    }
}
