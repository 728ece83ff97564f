using ProcedureEngine.Host.Tests.Support;

namespace ProcedureEngine.Host.Tests.Studio;

/// <summary>What lies under /studio: the package's files byte for byte, our page, and who comes in. Installed by deploy/studio.sh.</summary>
public sealed class StudioPagesTests
{
    private const string Package = "Host/Studio/node_modules/@elsa-workflows/elsa-studio-wasm";

    private TestHost host = null!;
    private HttpClient nobody = null!;

    [OneTimeSetUp]
    public void Start()
    {
        host = new TestHost();
        nobody = host.Browser();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        nobody.Dispose();
        await host.DisposeAsync();
    }

    [TestCase("br", ".br")]
    [TestCase("gzip", ".gz")]
    [TestCase("gzip, deflate, br", ".br", Description = "the smallest that is taken")]
    [TestCase("br;q=0, gzip", ".gz", Description = "refused by weight")]
    [TestCase(null, "", Description = "a client that unpacks nothing")]
    public async Task A_file_goes_out_as_it_was_published_and_packed_as_it_is_taken(string? accepted, string ending)
    {
        var file = Directory.EnumerateFiles(Path.Combine(Root(), Package, "_framework"), "Elsa.Api.Client.*.wasm").Single();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/studio/_framework/{Path.GetFileName(file)}");
        if (accepted is not null)
            request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);
        using var answer = await nobody.SendAsync(request);
        Assert.That(await answer.Content.ReadAsByteArrayAsync(), Is.EqualTo(await File.ReadAllBytesAsync(file + ending)));
        Assert.That(answer.Content.Headers.ContentEncoding, Is.EqualTo(ending switch { ".br" => new[] { "br" }, ".gz" => ["gzip"], _ => Array.Empty<string>() }));
        Assert.That(answer.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/wasm"));
        Assert.That(answer.Headers.CacheControl!.ToString(), Is.EqualTo("public, max-age=31536000, immutable"));
        Assert.That(answer.Headers.Vary, Does.Contain("Accept-Encoding"));
    }

    [TestCase("/studio/_framework/blazor.webassembly.js")]
    [TestCase("/studio/_content/MudBlazor/MudBlazor.min.css")]
    [TestCase("/studio/Elsa.Studio.Host.CustomElements.styles.css")]
    [TestCase("/studio/shell.js")]
    [TestCase("/studio/appsettings.json")]
    public async Task A_file_without_a_fingerprint_is_asked_for_again_and_not_sent_again(string path)
    {
        using var first = await nobody.GetAsync(path);
        Assert.That((first.StatusCode, first.Headers.CacheControl!.ToString()), Is.EqualTo((HttpStatusCode.OK, "no-cache")));
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await nobody.SendAsync(request);
        Assert.That(second.StatusCode, Is.EqualTo(HttpStatusCode.NotModified));
    }

    [TestCase("/studio/index.html", Description = "the package's own page knows nothing of ours")]
    [TestCase("/studio/package.json")]
    [TestCase("/studio/_framework/none.wasm")]
    [TestCase("/studio/_framework/%2e%2e/%2e%2e/package-lock.json")]
    public async Task What_is_no_file_of_the_package_is_not_there(string path) => Assert.That((await nobody.GetAsync(path).ProblemAsync(404)).Rule, Is.EqualTo("no-such-path"));

    [TestCase("/studio", "/studio/workflows/definitions")]
    [TestCase("/studio/", "/studio/workflows/definitions")]
    [TestCase("/workflows/definitions/x%20y/edit?a=1", "/studio/workflows/definitions/x%20y/edit?a=1", Description = "links inside Studio start at the root")]
    [TestCase("/diagnostics/structured-logs?id=1", "/studio/workflows/instances")]
    [TestCase("/studio/workflows/instances/7/view?x=1", "/desk/sign-in?to=%2Fstudio%2Fworkflows%2Finstances%2F7%2Fview%3Fx%3D1", Description = "nobody has signed in")]
    public async Task An_address_leads_on(string path, string to)
    {
        using var answer = await nobody.GetAsync(path);
        Assert.That((answer.StatusCode, answer.Headers.Location!.OriginalString), Is.EqualTo((HttpStatusCode.Found, to)));
    }

    [TestCase("/studio/workflows/instances?status=Running", "/studio/workflows/instances?status=Running")]
    [TestCase("/desk/cases", "/desk/cases")]
    [TestCase("//evil.example/studio/", "/desk")]
    [TestCase("/studio//evil.example", "/desk")]
    [TestCase("/studio/\\evil.example", "/desk")]
    [TestCase("https://evil.example/studio/", "/desk")]
    [TestCase("/api/session", "/desk")]
    public async Task Whoever_signs_in_comes_back_to_our_own_pages_only(string to, string expected)
    {
        using var browser = host.Browser();
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("user", "clerk@namdinh"), KeyValuePair.Create("password", "clerk@namdinh"), KeyValuePair.Create("to", to)]);
        using var answer = await browser.PostAsync("/desk/sign-in", form);
        Assert.That(answer.Headers.Location!.OriginalString, Is.EqualTo(expected));
    }

    [TestCase("/studio/workflows/definitions", true)]
    [TestCase("/studio/_framework/blazor.webassembly.js", true)]
    [TestCase("/desk", false)]
    [TestCase("/elsa/api/workflow-definitions", false)]
    [TestCase("/docs/index.html", false)]
    public async Task WebAssembly_runs_under_studio_only(string path, bool runs)
    {
        using var clerk = await host.SignInAsync("clerk@namdinh");
        using var answer = await clerk.GetAsync(path);
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.That(policy, runs ? Does.Contain("'wasm-unsafe-eval'").And.Not.Contain("script-src 'self' 'unsafe-inline'") : Does.Not.Contain("wasm-unsafe-eval"));
        Assert.That(policy, Does.StartWith("default-src 'self'"));
    }

    [Test]
    public async Task The_page_belongs_to_whoever_has_signed_in()
    {
        using var clerk = await host.SignInAsync("clerk@namdinh");
        using var answer = await clerk.GetAsync("/studio/workflows/definitions");
        Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain("<base href=\"/studio/\">").And.Contain("_framework/blazor.webassembly.js").And.Not.Contain("fonts.googleapis.com"));
    }

    [Test]
    public async Task A_host_without_the_package_starts_and_says_what_to_run()
    {
        await using var bare = new TestHost("Development", null, ("Studio:Folder", Path.Combine(host.DataFolder, "nowhere")));
        using var clerk = await bare.SignInAsync("clerk@namdinh");
        using var answer = await clerk.GetAsync("/studio/workflows/definitions");
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain("deploy/studio.sh"));
        await clerk.GetAsync("/api/session").JsonAsync();
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "ProcedureEngine.sln")))
            folder = folder.Parent;
        return folder.FullName;
    }
}
