using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ProcedureEngine.Kill.Tests.TwoHosts;

/// <summary>
/// A system that is told of events by webhook: it verifies each signature before it believes, goes away for a while, and fails when it is told to.
/// What it took stands in its ledger.
/// </summary>
internal sealed class WebhookReceiver(SightingLog log) : IAsyncDisposable
{
    private readonly string address = $"http://127.0.0.1:{FreePort()}";
    private WebApplication? app;
    private byte[] secret = [];
    private int failing;
    private int refused;

    public Uri Url => new($"{address}/hooks");

    /// <summary>Deliveries that it answered with 500.</summary>
    public int Refused => refused;

    /// <summary>Deliveries with a wrong signature; there may be none.</summary>
    public ConcurrentQueue<string> Forged { get; } = new();

    /// <summary>The secret that registering told, <c>whsec_</c> and base64.</summary>
    public string Secret
    {
        set => secret = Convert.FromBase64String(value["whsec_".Length..]);
    }

    public async Task ComeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(address);
        builder.Logging.ClearProviders();
        app = builder.Build();
        app.Run(TakeAsync);
        await app.StartAsync();
    }

    public async Task GoAsync()
    {
        await app!.DisposeAsync();
        app = null;
    }

    /// <summary>The next delivery is answered with 500.</summary>
    public void FailOnce() => Interlocked.Exchange(ref failing, 1);

    public async ValueTask DisposeAsync()
    {
        if (app is not null)
            await GoAsync();
    }

    private async Task TakeAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync();
        var (id, at, signature) = (Header(http, "webhook-id"), Header(http, "webhook-timestamp"), Header(http, "webhook-signature"));
        if (signature != $"v1,{Convert.ToBase64String(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"{id}.{at}.{body}")))}")
        {
            Forged.Enqueue(id);
            http.Response.StatusCode = 401;
        }
        else if (Interlocked.Exchange(ref failing, 0) == 1)
        {
            Interlocked.Increment(ref refused);
            http.Response.StatusCode = 500;
        }
        else
        {
            var told = Sighting.Of(JsonNode.Parse(body)!);
            if (told.Id != id)
                Forged.Enqueue($"{id} carries {told.Id}");
            log.Write(told);
            http.Response.StatusCode = 204;
        }
    }

    private static string Header(HttpContext http, string name) => http.Request.Headers[name].ToString();

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
