using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ProcedureEngine.Host.Tests.Mail;
using ProcedureEngine.Persistence;

namespace ProcedureEngine.Host.Tests.Support;

/// <summary>The Host on a real socket, with a new data folder, or on a database of its own.</summary>
internal sealed class TestHost : WebApplicationFactory<Program>
{
    private readonly string folder;
    private readonly string environment;
    private readonly (string Name, string Value)[] settings;
    private TestDatabase? database;

    public TestHost() : this("Development")
    {
    }

    /// <param name="folder">A data folder that something lies in already; the host's in any case, gone with it.</param>
    public TestHost(string environment, string? folder = null, params (string Name, string Value)[] settings)
    {
        this.folder = folder ?? NewFolder();
        (this.environment, this.settings) = (environment, settings);
        UseKestrel(0);
        StartServer();
        Address = ClientOptions.BaseAddress;
    }

    public Uri Address { get; }

    public string DataFolder => folder;

    /// <summary>What it logs; nothing below Warning of anybody unless a setting says so.</summary>
    public CollectedLog Log { get; } = new();

    /// <summary>The connection string of its own database; null on SQLite.</summary>
    public string? Postgres => database?.ConnectionString;

    public DurableStore Store => Services.GetRequiredService<DurableStore>();

    public static string NewFolder() => Directory.CreateTempSubdirectory("pe_host_").FullName;

    public static async Task<TestHost> StartAsync(HostStore store)
    {
        if (store == HostStore.Sqlite)
            return new TestHost();
        var database = await TestDatabase.CreateAsync();
        return new TestHost("Development", null, ("Store:Postgres", database.ConnectionString)) { database = database };
    }

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
        builder.UseEnvironment(environment);
        builder.UseSetting("Data:Folder", folder);
        builder.UseSetting("Logging:LogLevel:Default", "None");
        builder.ConfigureServices(services => services.AddSingleton<ILoggerProvider>(Log));
        foreach (var (name, value) in settings)
            builder.UseSetting(name, value);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(folder, recursive: true);
        if (database is not null)
            await database.DisposeAsync();
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
        Assert.That((string?)problem["title"], Is.Not.Null.And.Not.Empty);
        Assert.That((string?)problem["detail"], Is.Not.Null.And.Not.Empty);
        Assert.That((int)problem["status"]!, Is.EqualTo(status));
        return (((string)problem["type"]!)["/problems/".Length..], [.. problem["errors"]!.AsArray().Select(error => (string)error!["field"]!)]);
    }
}
