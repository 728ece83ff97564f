using ProcedureEngine.Host.Tests.Support;

namespace ProcedureEngine.Host.Tests;

/// <summary>Files that come with a start or later: kept byte for byte or refused with the reason, never lost in silence.</summary>
public sealed class Uploads
{
    private const int MaxFile = 25 * 1024 * 1024;

    private TestHost host = null!;
    private HttpClient system = null!;
    private HttpClient officer = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        host = new TestHost();
        system = host.System();
        officer = await host.SignInAsync("intake-officer@namdinh");
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        system.Dispose();
        officer.Dispose();
        await host.DisposeAsync();
    }

    [TestCase("""[{"kind":"judgment","part":"a"}]""", "unlisted-part: documents")]
    [TestCase("""[{"kind":"judgment","part":"a"},{"kind":"judgment","part":"b"},{"kind":"judgment","part":"c"}]""", "missing-part: documents[2].part")]
    [TestCase("""[{"kind":"bản án","part":"a"},{"kind":"judgment","part":"b"}]""", "kind: documents[0].kind")]
    [TestCase("""[{"kind":"","part":"a"},{"kind":"judgment","part":"b"}]""", "kind: documents[0].kind")]
    public async Task Parts_and_documents_must_match(string documents, string told)
    {
        using var form = Form(documents, ("a", "a.pdf", [1]), ("b", "b.pdf", [2]));
        var (rule, fields) = await StartAsync(form).ProblemAsync(422);
        Assert.That($"{rule}: {string.Join(", ", fields)}", Is.EqualTo(told));
    }

    [Test]
    public async Task The_request_itself_must_be_among_the_parts()
    {
        using var form = new MultipartFormDataContent { { TestHost.Bytes([1], "image/png"), "a", "a.png" } };
        Assert.That((await StartAsync(form).ProblemAsync(422)).Fields, Is.EqualTo(new[] { "request" }));
        using var text = new MultipartFormDataContent { { new StringContent("{\"office\":"), "request" } };
        Assert.That((await StartAsync(text).ProblemAsync(400)).Rule, Is.EqualTo("malformed-json"));
        using var half = new MultipartFormDataContent { { new StringContent(Samples.Start(Samples.Request("a\\ud800b"))), "request" } };
        Assert.That((await StartAsync(half).ProblemAsync(400)).Fields, Is.EqualTo(new[] { "body.data.requester.name" }));
    }

    [TestCase("multipart/form-data", "--x\r\n\r\n\r\n--x--\r\n")]
    [TestCase("multipart/form-data; boundary=x", "")]
    [TestCase("multipart/form-data; boundary=x", "no parts at all")]
    [TestCase("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"request\"\r\n\r\n{ cut off")]
    [TestCase("multipart/form-data; boundary=x", "--x\r\nContent-Type: text/plain\r\n\r\nnameless\r\n--x--\r\n")]
    [TestCase("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data\r\n\r\nnameless\r\n--x--\r\n")]
    public async Task A_broken_multipart_is_400(string contentType, string body) =>
        Assert.That((await StartAsync(TestHost.Bytes(Encoding.UTF8.GetBytes(body), contentType)).ProblemAsync(400)).Rule, Is.EqualTo("bad-request"));

    [Test]
    public async Task A_file_has_25_MB_and_not_one_byte_more()
    {
        using var full = Form("""[{"kind":"scan","part":"a"}]""", ("a", "a.pdf", new byte[MaxFile]));
        await StartAsync(full).JsonAsync(HttpStatusCode.Created);
        using var over = Form("""[{"kind":"scan","part":"a"}]""", ("a", "a.pdf", new byte[MaxFile + 1]));
        Assert.That((await StartAsync(over).ProblemAsync(413)).Rule, Is.EqualTo("too-large"));
    }

    [TestCase("../../etc/passwd", "passwd")]
    [TestCase("C:\\fakepath\\bản án.pdf", "bản án.pdf")]
    [TestCase("a:b*c?.pdf", "abc.pdf")]
    [TestCase("..", "tep-dinh-kem")]
    public async Task A_file_s_name_is_a_name_and_no_path(string sent, string kept) => Assert.That(await NameOfAsync(sent), Is.EqualTo(kept));

    [Test]
    public async Task A_long_name_is_not_cut_through_a_character()
    {
        var name = await NameOfAsync(new string('a', 199) + "😀.pdf");
        Assert.That(name, Is.EqualTo(new string('a', 199)));
    }

    [Test]
    public async Task The_same_key_with_another_file_is_another_request()
    {
        var key = Samples.NewKey();
        const string Documents = """[{"kind":"scan","part":"a"}]""";
        using var first = Form(Documents, ("a", "a.pdf", [1]));
        using var again = Form(Documents, ("a", "a.pdf", [1]));
        using var other = Form(Documents, ("a", "a.pdf", [2]));
        var started = await StartAsync(first, key).JsonAsync(HttpStatusCode.Created);
        Assert.That((await StartAsync(again, key).JsonAsync(HttpStatusCode.Created)).ToJsonString(), Is.EqualTo(started.ToJsonString()));
        Assert.That((await StartAsync(other, key).ProblemAsync(422)).Rule, Is.EqualTo("key-reused"));
    }

    [Test]
    public async Task What_was_uploaded_is_only_saved_and_never_shown_as_a_page()
    {
        using var form = Form("""[{"kind":"scan","part":"a"}]""", ("a", "trang.html", "<script>alert(1)</script>"u8.ToArray()));
        var id = (string)(await StartAsync(form).JsonAsync(HttpStatusCode.Created))["id"]!;
        var document = (await officer.GetAsync($"/api/cases/{id}/documents").JsonAsync())["items"]!.AsArray().Single()!;
        using var file = await officer.GetAsync($"/api/cases/{id}/documents/{document["id"]}");
        Assert.Multiple(() =>
        {
            Assert.That(file.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/octet-stream"));
            Assert.That(file.Content.Headers.ContentDisposition?.DispositionType, Is.EqualTo("attachment"));
            Assert.That(string.Join(' ', file.Headers.GetValues("Content-Security-Policy")), Does.Contain("sandbox").And.Contain("default-src 'none'"));
        });
        Assert.That((await officer.GetAsync($"/api/cases/{id}/documents/unknown").ProblemAsync(404)).Rule, Is.EqualTo("not-found"));
    }

    [Test]
    public async Task Files_added_later_need_a_file_and_a_running_case()
    {
        var id = await Samples.StartedAsync(host);
        using var none = new MultipartFormDataContent { { new StringContent("original"), "kind" } };
        Assert.That((await officer.PostAsync($"/api/cases/{id}/documents", none).ProblemAsync(422)).Fields, Is.EqualTo(new[] { "files" }));
        using var wrong = new MultipartFormDataContent { { new StringContent("bản chính"), "kind" }, { TestHost.Bytes([1], "image/png"), "file", "a.png" } };
        Assert.That((await officer.PostAsync($"/api/cases/{id}/documents", wrong).ProblemAsync(422)).Fields, Is.EqualTo(new[] { "kind" }));
        Assert.That((await officer.PostAsync($"/api/cases/{id}/documents", TestHost.Json("{}")).ProblemAsync(415)).Rule, Is.EqualTo("unsupported-media-type"));
        await officer.PostAsync($"/api/cases/{id}/withdraw", TestHost.Json("""{"reason":"x"}""")).JsonAsync();
        using var late = new MultipartFormDataContent { { TestHost.Bytes([1], "image/png"), "file", "a.png" } };
        Assert.That((await officer.PostAsync($"/api/cases/{id}/documents", late).ProblemAsync(409)).Rule, Is.EqualTo("finished"));
    }

    private async Task<string> NameOfAsync(string sent)
    {
        using var form = Form("""[{"kind":"scan","part":"a"}]""", ("a", sent, [1]));
        var id = (string)(await StartAsync(form).JsonAsync(HttpStatusCode.Created))["id"]!;
        return (string)(await officer.GetAsync($"/api/cases/{id}/documents").JsonAsync())["items"]!.AsArray().Single()!["name"]!;
    }

    private static MultipartFormDataContent Form(string documents, params (string Part, string Name, byte[] Bytes)[] files)
    {
        var form = new MultipartFormDataContent { { new StringContent($$"""{"office":"{{Samples.Office}}","channel":"http","data":{{Samples.Request()}},"documents":{{documents}}}"""), "request" } };
        foreach (var (part, name, bytes) in files)
        {
            var content = TestHost.Bytes(bytes, "application/pdf");
            content.Headers.ContentDisposition = new System.Net.Http.Headers.ContentDispositionHeaderValue("form-data") { Name = part, FileNameStar = name };
            form.Add(content);
        }

        return form;
    }

    private async Task<HttpResponseMessage> StartAsync(HttpContent content, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/procedures/enforcement-request/cases") { Content = content };
        request.Headers.Add("Idempotency-Key", key ?? Samples.NewKey());
        return await system.SendAsync(request);
    }
}
