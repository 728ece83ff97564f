using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ProcedureEngine.Host.Tests.Messaging;

/// <summary>What a target was sent.</summary>
internal sealed record Told(string Id, string Timestamp, string Signature, string Body)
{
    public JsonNode Json => JsonNode.Parse(Body)!;

    public string Type => (string)Json["type"]!;

    public string CaseId => (string)Json["caseId"]!;
}

/// <summary>A system's address for webhooks, on loopback, that answers as the test wants.</summary>
internal sealed class WebhookTarget : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Channel<Told> told = Channel.CreateUnbounded<Told>();
    private readonly WebApplication app;

    private WebhookTarget(WebApplication app) => this.app = app;

    public Uri Url => new($"{app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()}/hooks");

    /// <summary>What it answers from now on; an answer may never come.</summary>
    public Func<HttpContext, Task<int>> Answer { get; set; } = _ => Task.FromResult(204);

    /// <summary>True while it has been told nothing that was not asked for.</summary>
    public bool IsSilent => told.Reader.Count == 0;

    public static async Task<WebhookTarget> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var target = new WebhookTarget(builder.Build());
        target.app.Run(target.TakeAsync);
        await target.app.StartAsync();
        return target;
    }

    public async Task<Told> NextAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        return await told.Reader.ReadAsync(limit.Token);
    }

    /// <summary>What it is told of a case until an event of this type comes.</summary>
    public async Task<IReadOnlyList<Told>> UntilAsync(string caseId, string type)
    {
        var heard = new List<Told>();
        while (true)
        {
            var next = await NextAsync();
            if (next.CaseId != caseId)
                continue;
            heard.Add(next);
            if (next.Type == type)
                return heard;
        }
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync();
        told.Writer.TryWrite(new Told(http.Request.Headers["webhook-id"].ToString(), http.Request.Headers["webhook-timestamp"].ToString(), http.Request.Headers["webhook-signature"].ToString(), body));
        http.Response.StatusCode = await Answer(http);
    }
}
