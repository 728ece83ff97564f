using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Text;
using ProcedureEngine.Deadlines;
using ProcedureEngine.Host.Calendar;
using ProcedureEngine.Host.Sandbox;
using ProcedureEngine.Host.Tests.Mail;
using ProcedureEngine.Host.Tests.Support;

namespace ProcedureEngine.Host.Tests;

/// <summary>New versions of the calendar over HTTP: who may, what is refused, once in effect, and read by every host.</summary>
[TestFixture(HostStore.Sqlite)]
[TestFixture(HostStore.Postgres)]
public sealed class CalendarVersionTests(HostStore store)
{
    private static int day;

    private TestHost host = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => host = await TestHost.StartAsync(store);

    [OneTimeTearDown]
    public async Task StopAsync() => await host.DisposeAsync();

    [Test]
    public async Task A_national_version_holds_at_every_office_and_its_days_name_their_source()
    {
        using var supervisor = await host.SignInAsync("supervisor@namdinh");
        var date = NextDay();
        var version = await PostAsync(supervisor, "versions", National(date)).JsonAsync(HttpStatusCode.Created);
        Assert.That(((string)version["source"]!, (string)version["by"]!, (string?)version["office"]), Is.EqualTo(("Thông báo thử", "supervisor@namdinh", (string?)null)));
        foreach (var query in new[] { string.Empty, "?office=namdinh", "?office=cctpnamdinh" })
        {
            var year = await supervisor.GetAsync($"/api/calendar/2030{query}").JsonAsync();
            var added = year["days"]!.AsArray().Single(known => (string)known!["date"]! == date)!;
            Assert.That(((string)added["legalBasis"]!, (string)added["kind"]!, (string)year["version"]!), Is.EqualTo(("Thông báo thử", "holiday", (string)version["version"]!)), query);
        }

        var counted = await supervisor.PostAsync("/api/calendar/versions/preview", TestHost.Json(National(NextDay()))).JsonAsync();
        Assert.That(counted["items"]!.AsArray(), Is.Empty, "nothing runs into 2030");
    }

    [Test]
    public async Task Whoever_counts_without_a_case_counts_on_the_versions_in_force()
    {
        using var supervisor = await host.SignInAsync("supervisor@namdinh");
        var (national, own) = ("2029-07-09", "2029-07-16");
        await PostAsync(supervisor, "versions", National(national)).JsonAsync(HttpStatusCode.Created);
        await PostAsync(supervisor, "versions", Closure(own, "namdinh")).JsonAsync(HttpStatusCode.Created);
        Assert.That((await DueAsync(supervisor, national, null), await DueAsync(supervisor, national, "namdinh")), Is.EqualTo((After(national, 1), After(national, 1))), "a national day off is off for all");
        Assert.That((await DueAsync(supervisor, own, null), await DueAsync(supervisor, own, "namdinh")), Is.EqualTo((own, After(own, 1))), "an office's own day off is its own");
        using var elsewhere = await host.SignInAsync("supervisor@hanoi");
        Assert.That((await elsewhere.PostAsync("/api/deadlines/calculate", TestHost.Json(Count(own, "namdinh"))).ProblemAsync(404)).Rule, Is.EqualTo("not-found"));

        // The sandbox's working days are those of the country.
        var friday = Instant.FromUtc(2030, 1, 1, 2, 0).Plus(Duration.FromDays(Period.DaysBetween(new LocalDate(2030, 1, 1), Date(national).PlusDays(-3))));
        Assert.That(host.Services.GetRequiredService<ClockTarget>().Of(new MoveClock { WorkingDays = 1 }, friday), Is.EqualTo(friday + Duration.FromDays(4)));
    }

    [Test]
    public async Task The_same_set_again_is_the_version_that_there_is()
    {
        using var supervisor = await host.SignInAsync("supervisor@namdinh");
        var body = National(NextDay());
        var first = await PostAsync(supervisor, "versions", body).JsonAsync(HttpStatusCode.Created);
        var again = await PostAsync(supervisor, "versions", body).JsonAsync();
        Assert.That((long)again["sequence"]!, Is.EqualTo((long)first["sequence"]!));
        var listed = (await supervisor.GetAsync("/api/calendar/versions").JsonAsync())["items"]!.AsArray();
        Assert.That(listed.Count(item => (long)item!["sequence"]! == (long)first["sequence"]!), Is.EqualTo(1));
    }

    [Test]
    public async Task Sets_that_come_at_once_are_all_there_in_one_order()
    {
        using var supervisor = await host.SignInAsync("supervisor@namdinh");
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => PostAsync(supervisor, "versions", National(NextDay())).JsonAsync(HttpStatusCode.Created)));
        Assert.That(answers.Select(answer => (long)answer["sequence"]!), Is.Unique);
        Assert.That(host.Services.GetRequiredService<CalendarBook>().Applied, Has.Length.EqualTo((int)await host.Store.Calendars.CountAsync(default)));
    }

    [Test]
    public async Task An_office_s_own_day_holds_there_alone()
    {
        using var supervisor = await host.SignInAsync("supervisor@namdinh");
        var date = NextDay();
        await PostAsync(supervisor, "versions", Closure(date, "cctpnamdinh")).JsonAsync(HttpStatusCode.Created);
        Assert.That((await supervisor.GetAsync("/api/calendar/2030?office=cctpnamdinh").JsonAsync())["days"]!.AsArray().Select(known => (string)known!["date"]!), Does.Contain(date));
        Assert.That((await supervisor.GetAsync("/api/calendar/2030?office=namdinh").JsonAsync())["days"]!.AsArray().Select(known => (string)known!["date"]!), Does.Not.Contain(date));
    }

    [Test]
    public async Task A_preview_changes_nothing()
    {
        using var supervisor = await host.SignInAsync("supervisor@namdinh");
        var before = await host.Store.Calendars.CountAsync(default);
        await PostAsync(supervisor, "versions/preview", National(NextDay())).JsonAsync();
        await PostAsync(supervisor, "versions?preview=true", National(NextDay())).JsonAsync();
        Assert.That(await host.Store.Calendars.CountAsync(default), Is.EqualTo(before));
    }

    [TestCase("supervisor@cctpnamdinh", null, 403, "role-required")]
    [TestCase("head@namdinh", null, 403, "role-required")]
    [TestCase("head@namdinh", "namdinh", 403, "role-required")]
    [TestCase("supervisor@cctpnamdinh", "namdinh", 404, "not-found")]
    [TestCase("supervisor@hanoi", "namdinh", 404, "not-found")]
    [TestCase("supervisor@namdinh", "nowhere", 404, "not-found")]
    public async Task Who_may_not_is_told_the_rule(string who, string? office, int status, string rule)
    {
        using var caller = await host.SignInAsync(who);
        foreach (var path in new[] { "versions", "versions?preview=true", "versions/preview" })
            Assert.That((await PostAsync(caller, path, office is null ? National("2030-03-04") : Closure("2030-03-04", office)).ProblemAsync(status)).Rule, Is.EqualTo(rule), path);
    }

    [TestCase("""{"date":"2030-03-09","kind":"makeUpWorking","nameVi":"Làm bù","nameEn":"Make-up"}""", "orphan-make-up-day", "entries[0].swappedWith", Description = "a make-up day names its swapped day")]
    [TestCase("""{"date":"2030-03-09","kind":"makeUpWorking","nameVi":"Làm bù","nameEn":"Make-up","swappedWith":"2030-03-06"}""", "orphan-make-up-day", "entries[0].swappedWith", Description = "and that day is swapped")]
    [TestCase("""{"date":"2030-03-06","kind":"makeUpWorking","nameVi":"Làm bù","nameEn":"Make-up","swappedWith":"2030-03-07"}""", "make-up-on-weekday", "entries[0].date", Description = "on a weekend day")]
    [TestCase("""{"date":"2030-03-09","kind":"swappedOff","nameVi":"Nghỉ","nameEn":"Off"}""", "swapped-on-weekend", "entries[0].date", Description = "a swapped day off is a weekday")]
    [TestCase("""{"date":"2012-03-09","kind":"holiday","nameVi":"Nghỉ","nameEn":"Off"}""", "date-range", "entries[0].date", Description = "before the calendar")]
    [TestCase("""{"date":"2101-03-09","kind":"holiday","nameVi":"Nghỉ","nameEn":"Off"}""", "date-range", "entries[0].date", Description = "after it")]
    [TestCase("""{"date":"2030-03-06","kind":"closure","nameVi":"Bão","nameEn":"Storm"}""", "office-only", "entries[0].kind", Description = "a closure is an office's")]
    [TestCase("""{"date":"2030-03-06","kind":"holiday","nameVi":"","nameEn":"Off"}""", "name-required", "entries[0].nameVi", Description = "days have names")]
    public async Task A_set_that_breaks_a_rule_is_refused_with_entry_rule_and_source(string entry, string rule, string field)
    {
        using var supervisor = await host.SignInAsync("supervisor@namdinh");
        foreach (var path in new[] { "versions", "versions/preview" })
        {
            using var answer = await PostAsync(supervisor, path, Set(entry, null));
            var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
            Assert.That((int)answer.StatusCode, Is.EqualTo(422), problem.ToJsonString());
            Assert.That(problem["errors"]!.AsArray().Select(error => ((string)error!["field"]!, (string)error["rule"]!)), Does.Contain((field, rule)));
            Assert.That((string)problem["source"]!, Is.Not.Empty);
        }
    }

    [TestCase("source", "\"Thông báo thử\"", "\" \"", "source-required")]
    [TestCase("decidedOn", "2026-11-20", "1999-01-01", "decision-date")]
    public async Task Source_and_date_of_the_decision_are_required(string field, string given, string wrong, string rule)
    {
        using var supervisor = await host.SignInAsync("supervisor@namdinh");
        var (told, fields) = await PostAsync(supervisor, "versions", National("2030-03-04").Replace(given, wrong, StringComparison.Ordinal)).ProblemAsync(422);
        Assert.That((told, fields[0]), Is.EqualTo((rule, field)));
    }

    [Test]
    public async Task Another_host_picks_a_version_up_and_a_start_has_them_all()
    {
        if (store == HostStore.Sqlite)
        {
            // One process: a book that was never told of any version reads them all, as at a start.
            var book = CalendarBook.National();
            book.Restore((await host.Store.Calendars.AllAsync(default)).Select(version => version.Upload));
            Assert.That(book.Current().Version, Is.EqualTo(host.Services.GetRequiredService<CalendarBook>().Current().Version));
            return;
        }

        await using var other = new TestHost("Development", null, ("Store:Postgres", host.Services.GetRequiredService<Microsoft.Extensions.Configuration.IConfiguration>()["Store:Postgres"]!));
        var theirs = other.Services.GetRequiredService<CalendarBook>();
        Assert.That(theirs.Current().Version, Is.EqualTo(host.Services.GetRequiredService<CalendarBook>().Current().Version), "at its start");
        using var supervisor = await host.SignInAsync("supervisor@namdinh");
        var version = await PostAsync(supervisor, "versions", National(NextDay())).JsonAsync(HttpStatusCode.Created);
        await other.Services.GetRequiredService<CalendarKeeper>().RefreshAsync(default);
        Assert.That(theirs.Current().Version, Is.EqualTo((string)version["version"]!), "without a restart");
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient caller, string path, string json) => caller.PostAsync($"/api/calendar/{path}", TestHost.Json(json));

    private static string National(string date) => Set($$"""{"date":"{{date}}","kind":"holiday","nameVi":"Nghỉ thử","nameEn":"Trial day off"}""", null);

    private static string Closure(string date, string office) => Set($$"""{"date":"{{date}}","kind":"closure","nameVi":"Bão","nameEn":"Storm"}""", office);

    private static string Set(string entry, string? office) =>
        $$"""{"office":{{(office is null ? "null" : $"\"{office}\"")}},"source":"Thông báo thử","decidedOn":"2026-11-20","entries":[{{entry}}]}""";

    /// <summary>One working day from the Friday before a Monday.</summary>
    private static async Task<string> DueAsync(HttpClient caller, string monday, string? office) =>
        (string)(await caller.PostAsync("/api/deadlines/calculate", TestHost.Json(Count(monday, office))).JsonAsync())["dueDate"]!;

    private static string Count(string monday, string? office) => new JsonObject { ["start"] = After(monday, -3), ["amount"] = 1, ["unit"] = "workingDay", ["office"] = office }.ToJsonString();

    private static string After(string date, int days) => LocalDatePattern.Iso.Format(Date(date).PlusDays(days));

    private static LocalDate Date(string text) => LocalDatePattern.Iso.Parse(text).Value;

    /// <summary>A weekday of 2030 that no test has used.</summary>
    private static string NextDay()
    {
        var date = new NodaTime.LocalDate(2030, 6, 3).PlusWeeks(Interlocked.Increment(ref day) - 1);
        return NodaTime.Text.LocalDatePattern.Iso.Format(date);
    }
}
