using ProcedureEngine.Host.Tests.Support;

namespace ProcedureEngine.Host.Tests;

/// <summary>How a refusal looks, whoever refuses: RFC 9457, in the caller's language, with our security headers.</summary>
public sealed class Problems
{
    private TestHost host = null!;
    private HttpClient officer = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        host = new TestHost();
        officer = await host.SignInAsync("intake-officer@namdinh");
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        officer.Dispose();
        await host.DisposeAsync();
    }

    [Test]
    public async Task A_problem_tells_type_title_status_detail_instance_and_errors()
    {
        using var response = await officer.GetAsync("/api/tasks?state=sleeping");
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.That(response.Content.Headers.ContentType?.ToString(), Is.EqualTo("application/problem+json; charset=utf-8"));
        Assert.That(problem.ToJsonString(Readable), Is.EqualTo(JsonNode.Parse("""
            {"detail":"Trạng thái không có.","errors":[{"field":"state","message":"Trạng thái không có.","rule":"unknown-state"}],"instance":"/api/tasks",
             "status":422,"title":"Dữ liệu chưa hợp lệ","type":"/problems/unknown-state"}
            """)!.ToJsonString(Readable)));
    }

    [TestCase("en", "Invalid data")]
    [TestCase("en-GB,vi;q=0.5", "Invalid data")]
    [TestCase("vi,en;q=0.9", "Dữ liệu chưa hợp lệ")]
    [TestCase("fr", "Dữ liệu chưa hợp lệ")]
    [TestCase(";;;", "Dữ liệu chưa hợp lệ")]
    public async Task The_language_is_the_caller_s_first_and_otherwise_Vietnamese(string accepted, string title)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/tasks?state=sleeping");
        request.Headers.TryAddWithoutValidation("Accept-Language", accepted);
        using var response = await officer.SendAsync(request);
        Assert.That((string)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["title"]!, Is.EqualTo(title));
    }

    [TestCase("GET", "/api/nothing", 404, "no-such-path")]
    [TestCase("GET", "/nothing", 404, "no-such-path")]
    [TestCase("PUT", "/api/tasks", 405, "method-not-allowed")]
    [TestCase("GET", "/api/mail", 405, "method-not-allowed")]
    [TestCase("GET", "/api/procedures/unknown", 404, "not-found")]
    [TestCase("GET", "/api/registers/unknown?office=namdinh&year=2026", 404, "not-found")]
    public async Task What_the_framework_refuses_is_a_problem_too(string method, string path, int status, string rule)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        Assert.That((await officer.SendAsync(request).ProblemAsync(status)).Rule, Is.EqualTo(rule));
    }

    [TestCase("text/plain")]
    [TestCase("application/jsonp")]
    [TestCase("multipart/form-data; boundary=x")]
    public async Task A_door_for_JSON_takes_nothing_else(string contentType) =>
        Assert.That((await officer.PostAsync("/api/deadlines/calculate", TestHost.Bytes("{}"u8.ToArray(), contentType)).ProblemAsync(415)).Rule, Is.EqualTo("unsupported-media-type"));

    [TestCase("{\"start\":\"2026-03-02\",\"amount\":\"5\",\"unit\":\"workingDay\"}", "body.amount")]
    [TestCase("{\"start\":\"2026-03-02\",\"amount\":5,\"unit\":\"workingDay\",\"extension\":{\"amount\":1,\"unit\":\"month\",\"why\":1}}", "body.extension.why")]
    [TestCase("{\"start\":\"2026-03-02\",\"amount\":5,\"unit\":null}", "body.unit")]
    [TestCase("{\"start\":\"2026-03-02\",\"amount\":5}", "body.unit")]
    [TestCase("{\"start\":\"2026-03-02\",\"start\":\"2026-03-03\",\"amount\":5,\"unit\":\"month\"}", "body.start")]
    [TestCase("null", "body")]
    [TestCase("", "body")]
    [TestCase("[]", "body")]
    public async Task JSON_of_another_shape_names_the_place(string json, string field)
    {
        var (rule, fields) = await officer.PostAsync("/api/deadlines/calculate", TestHost.Json(json)).ProblemAsync(400);
        Assert.That((rule, string.Join(", ", fields)), Is.EqualTo(("malformed-json", field)));
    }

    [Test]
    public async Task A_deep_nest_is_refused_and_a_long_body_is_413()
    {
        var deep = new string('[', 5000) + new string(']', 5000);
        await officer.PostAsync("/api/deadlines/calculate", TestHost.Json(deep)).ProblemAsync(400);
        var wide = $$"""{"start":"{{new string('x', 1 << 20)}}","amount":5,"unit":"month"}""";
        Assert.That((await officer.PostAsync("/api/deadlines/calculate", TestHost.Json(wide)).ProblemAsync(413)).Rule, Is.EqualTo("too-large"));
    }

    [TestCase("/api/tasks")]
    [TestCase("/api/tasks?state=sleeping")]
    [TestCase("/api/nothing")]
    [TestCase("/desk")]
    public async Task Every_answer_carries_the_security_headers_and_is_not_cached(string path)
    {
        using var response = await officer.GetAsync(path);
        Assert.Multiple(() =>
        {
            Assert.That(Header(response, "X-Content-Type-Options"), Is.EqualTo("nosniff"));
            Assert.That(Header(response, "Content-Security-Policy"), Does.StartWith("default-src 'self'").And.Not.Contain("script-src"));
            Assert.That(Header(response, "X-Frame-Options"), Is.EqualTo("SAMEORIGIN"));
            Assert.That(Header(response, "Referrer-Policy"), Is.EqualTo("same-origin"));
            Assert.That(Header(response, "Cache-Control"), Does.Contain("no-store"));
            Assert.That(response.Headers.Contains("Server"), Is.False);
        });
    }

    private static System.Text.Json.JsonSerializerOptions Readable { get; } = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Header(HttpResponseMessage response, string name) => response.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : string.Empty;
}
