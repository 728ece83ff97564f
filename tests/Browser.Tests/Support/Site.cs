using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using ProcedureEngine.Engine.Execution;
using ProcedureEngine.Persistence;

namespace ProcedureEngine.Browser.Tests.Support;

/// <summary>The Host on a real socket with a new data folder, as Development starts it: sample offices, users <c>role@office</c>, SQLite.</summary>
internal sealed class Site : WebApplicationFactory<Program>
{
    private readonly string folder = Directory.CreateTempSubdirectory("pe_browser_").FullName;

    public Site()
    {
        UseKestrel(0);
        StartServer();
        // The browser calls it a secure place only by this name, and packed files come only to secure places.
        Address = new UriBuilder(ClientOptions.BaseAddress) { Host = "localhost" }.Uri;
    }

    public Uri Address { get; }

    public DurableStore Store => Services.GetRequiredService<DurableStore>();

    public string Url(string path) => new Uri(Address, path).ToString();

    /// <summary>A person outside the browser.</summary>
    public async Task<HttpClient> SignInAsync(string user)
    {
        var client = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false }) { BaseAddress = Address };
        client.DefaultRequestHeaders.Add("Origin", Address.GetLeftPart(UriPartial.Authority));
        using var response = await client.PostAsync("/api/session", Json($$"""{"user":"{{user}}","password":"{{user}}"}"""));
        response.EnsureSuccessStatusCode();
        return client;
    }

    /// <summary>The calling system of Development.</summary>
    public HttpClient System()
    {
        var client = new HttpClient { BaseAddress = Address };
        client.DefaultRequestHeaders.Add("Authorization", "ApiKey development");
        return client;
    }

    public static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Development");
        builder.UseSetting("Data:Folder", folder);
        builder.UseSetting("Logging:LogLevel:Default", "None");
        builder.ConfigureTestServices(services => services.AddSingleton(provider => new ActivityRegistry(FailingStep.Among(provider.GetServices<IActivity>()))));
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
}
