using ProcedureEngine.Host.Tests.Support;

namespace ProcedureEngine.Host.Tests;

/// <summary>How the dashboard's files are served, and what lists ask of the Host beside the cases themselves.</summary>
public sealed class DashboardDoor
{
    private string folder = null!;
    private TestHost host = null!;

    [OneTimeSetUp]
    public void Start()
    {
        folder = Directory.CreateTempSubdirectory("pe_dashboard_").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "assets"));
        foreach (var (name, text) in new[] { ("index.html", "<!doctype html>page"), ("assets/app-1a2b.js", "plain"), ("assets/app-1a2b.js.br", "brotli"), ("assets/app-1a2b.js.gz", "gzip") })
            File.WriteAllText(Path.Combine(folder, name), text);
        host = new TestHost("Development", null, ("Dashboard:Folder", folder));
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await host.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [TestCase("/app")] // the root
    [TestCase("/app/tasks")] // a page
    [TestCase("/app/tasks/01a2.t16")] // an id with a dot is no file
    public async Task Every_address_of_the_dashboard_gives_its_page_which_is_asked_for_anew_each_time(string path)
    {
        using var nobody = host.Browser();
        using var response = await nobody.GetAsync(path);
        Assert.Multiple(async () =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("page"));
            Assert.That(response.Headers.CacheControl!.NoCache, Is.True);
            Assert.That(response.Headers.GetValues("Content-Security-Policy").Single(), Does.Not.Contain("unsafe-eval").And.Contain("default-src 'self'"));
        });
    }

    [TestCase("br", "brotli")]
    [TestCase("gzip", "gzip")]
    [TestCase("br;q=0, gzip", "gzip")]
    [TestCase("identity", "plain")]
    public async Task A_script_comes_as_packed_as_the_browser_takes_it_and_is_kept_for_good(string accepted, string expected)
    {
        using var nobody = host.Browser();
        nobody.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Encoding", accepted);
        using var response = await nobody.GetAsync("/app/assets/app-1a2b.js");
        Assert.Multiple(async () =>
        {
            Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo(expected));
            Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("text/javascript"));
            Assert.That(response.Headers.CacheControl!.ToString(), Does.Contain("immutable"));
            Assert.That(response.Headers.Vary, Does.Contain("Accept-Encoding"));
        });
    }

    [TestCase("/app/assets/app-0000.js")] // a script of an older build
    [TestCase("/app/assets/../../Program.cs")] // nothing outside the folder
    public async Task What_is_no_file_of_the_build_is_not_there(string path)
    {
        using var nobody = host.Browser();
        using var response = await nobody.GetAsync(path);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Without_a_build_a_page_says_what_to_run_and_the_plain_desk_works()
    {
        var empty = Directory.CreateTempSubdirectory("pe_dashboard_").FullName;
        await using var bare = new TestHost("Development", null, ("Dashboard:Folder", empty));
        using var nobody = bare.Browser();
        using var page = await nobody.GetAsync("/app/tasks");
        using var root = await nobody.GetAsync("/");
        Assert.Multiple(async () =>
        {
            Assert.That(page.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
            Assert.That(await page.Content.ReadAsStringAsync(), Does.Contain("deploy/dashboard.sh").And.Contain("/desk"));
            Assert.That(root.Headers.Location!.ToString(), Is.EqualTo("/desk"));
        });
        Directory.Delete(empty);
    }

    [Test]
    public async Task A_brief_list_of_open_tasks_says_what_each_is_about_and_leaves_its_forms_out()
    {
        var id = await Samples.StartedAsync(host);
        using var officer = await host.SignInAsync("intake-officer@namdinh");
        var task = (await officer.GetAsync("/api/tasks?open=true&brief=true&limit=500").JsonAsync())["items"]!.AsArray().Single(t => (string)t!["caseId"]! == id)!;
        Assert.Multiple(() =>
        {
            Assert.That((string)task["case"]!["applicantName"]!, Is.EqualTo("Nguyễn Thị Lan"));
            Assert.That((string)task["case"]!["number"]!, Does.EndWith("/HTTT"));
            Assert.That(task.AsObject().ContainsKey("outcomes"), Is.False);
        });
    }

    [Test]
    public async Task Limits_come_with_their_cases_and_as_a_table_in_which_no_cell_is_a_formula()
    {
        var id = await Samples.StartedAsync(host);
        using var officer = await host.SignInAsync("intake-officer@namdinh");
        var page = await officer.GetAsync("/api/deadlines?state=running&limitId=check-validity&limit=500").JsonAsync();
        Assert.That((string)page["cases"]![id]!["applicantName"]!, Is.EqualTo("Nguyễn Thị Lan"));
        using var answer = await officer.GetAsync("/api/deadlines/export?state=running&limitId=check-validity");
        var table = await answer.Content.ReadAsStringAsync();
        Assert.Multiple(() =>
        {
            Assert.That(answer.Content.Headers.ContentType!.MediaType, Is.EqualTo("text/csv"));
            Assert.That(table, Does.Contain("\"Nguyễn Thị Lan\"").And.Contain("\"Kiểm tra tính hợp lệ\"").And.Contain("\"đang chạy\""));
        });
        using var workbook = await officer.GetAsync("/api/deadlines/export?state=running&limitId=check-validity&format=xlsx");
        Assert.That(workbook.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"));
        Assert.That(workbook.Content.Headers.ContentDisposition!.FileName, Is.EqualTo("thoi-han.xlsx"));
        using var packed = new System.IO.Compression.ZipArchive(await workbook.Content.ReadAsStreamAsync());
        using var sheet = new StreamReader(await packed.Entries.Single(entry => entry.FullName.EndsWith("sheet1.xml", StringComparison.Ordinal)).OpenAsync());
        Assert.That(await sheet.ReadToEndAsync(), Does.Contain("Nguyễn Thị Lan").And.Contain("Kiểm tra tính hợp lệ").And.Not.Contain("<x:f>"));
        using var stranger = await host.SignInAsync("intake-officer@hanoi");
        Assert.That(await stranger.GetStringAsync("/api/deadlines/export"), Does.Not.Contain("Nguyễn Thị Lan"));
    }

    [Test]
    public async Task Offices_and_their_people_are_those_that_the_caller_sees()
    {
        using var supervisor = await host.SignInAsync("supervisor@namdinh");
        var offices = (await supervisor.GetAsync("/api/offices").JsonAsync())["items"]!.AsArray().Select(office => (string)office!["id"]!).ToList();
        Assert.That(offices, Does.Contain("namdinh").And.Contain("cctpnamdinh").And.Not.Contain("hanoi"));
        var people = (await supervisor.GetAsync("/api/offices/cctpnamdinh/people?role=clerk").JsonAsync())["items"]!.AsArray().Select(person => (string)person!["user"]!);
        Assert.That(people, Is.EquivalentTo(new[] { "clerk@cctpnamdinh", "clerk2@cctpnamdinh" }));
        Assert.That((await supervisor.GetAsync("/api/offices/hanoi/people").ProblemAsync(404)).Rule, Is.EqualTo("not-found"));
    }

    [Test]
    public async Task A_session_says_the_store_s_now()
    {
        using var officer = await host.SignInAsync("intake-officer@namdinh");
        var clock = DateTimeOffset.Parse((string)(await officer.GetAsync("/api/sandbox/clock").JsonAsync())["now"]!, System.Globalization.CultureInfo.InvariantCulture);
        var now = DateTimeOffset.Parse((string)(await officer.GetAsync("/api/session").JsonAsync())["now"]!, System.Globalization.CultureInfo.InvariantCulture);
        Assert.That(now, Is.GreaterThanOrEqualTo(clock));
    }
}
