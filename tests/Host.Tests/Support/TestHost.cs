using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;

namespace ProcedureEngine.Host.Tests.Support;

/// <summary>The Host on a real socket and a new data folder, in Development.</summary>
internal sealed class TestHost : WebApplicationFactory<Program>
{
    private readonly string folder = Directory.CreateTempSubdirectory("pe_host_").FullName;

    public TestHost()
    {
        UseKestrel(0);
        StartServer();
        Address = ClientOptions.BaseAddress;
    }

    public Uri Address { get; }

    public string DataFolder => folder;

    /// <summary>A browser of its own: cookies, and the Origin of our pages.</summary>
    public async Task<HttpClient> SignInAsync(string user)
    {
        var client = Browser();
        using var response = await client.PostAsync("/api/session", Json($$"""{"user":"{{user}}","password":"{{user}}"}"""));
        response.EnsureSuccessStatusCode();
        return client;
    }

    public HttpClient Browser(bool withOrigin = true)
    {
        var client = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false }) { BaseAddress = Address };
        if (withOrigin)
            client.DefaultRequestHeaders.Add("Origin", Address.GetLeftPart(UriPartial.Authority));
        return client;
    }

    public HttpClient System()
    {
        var client = new HttpClient { BaseAddress = Address };
        client.DefaultRequestHeaders.Add("Authorization", "ApiKey development");
        return client;
    }

    public static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    public static HttpContent Mail(string raw) => Bytes(Encoding.UTF8.GetBytes(raw), "message/rfc822");

    public static HttpContent Bytes(byte[] bytes, string contentType)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return content;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Development");
        builder.UseSetting("Data:Folder", folder);
        builder.UseSetting("Logging:LogLevel:Default", "Error");
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}

/// <summary>Answers read in one line.</summary>
internal static class Answers
{
    public static async Task<JsonNode> JsonAsync(this Task<HttpResponseMessage> call, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var response = await call;
        var text = await response.Content.ReadAsStringAsync();
        Assert.That(response.StatusCode, Is.EqualTo(expected), text);
        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
    }

    /// <summary>The problem of a refused call: its rule, and the fields that it names.</summary>
    public static async Task<(string Rule, string[] Fields)> ProblemAsync(this Task<HttpResponseMessage> call, int status)
    {
        using var response = await call;
        var text = await response.Content.ReadAsStringAsync();
        Assert.That((int)response.StatusCode, Is.EqualTo(status), text);
        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"));
        var problem = JsonNode.Parse(text)!;
        Assert.That((string?)problem["title"], Is.Not.Empty);
        return (((string)problem["type"]!)["/problems/".Length..], [.. problem["errors"]!.AsArray().Select(error => (string)error!["field"]!)]);
    }
}
