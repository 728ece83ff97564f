using System.Net;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ProcedureEngine.Kill.Tests.Tracing;

/// <summary>An OpenTelemetry collector on loopback, as far as a test needs one: it takes what hosts send over gRPC and keeps the spans.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private const string TraceService = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";

    /// <summary>Of a gRPC message: whether it is compressed, and its length.</summary>
    private const int PrefixLength = 5;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly WebApplication app;
    private readonly ConcurrentQueue<Span> spans = new();
    private readonly ConcurrentQueue<byte[]> messages = new();
    private readonly SemaphoreSlim arrived = new(0);

    private OtlpReceiver(WebApplication app) => this.app = app;

    public string Address => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    public IReadOnlyList<Span> Spans => [.. spans];

    /// <summary>All that was sent, as it was sent.</summary>
    public IReadOnlyList<byte[]> Messages => [.. messages];

    public static async Task<OtlpReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Logging.ClearProviders();
        var receiver = new OtlpReceiver(builder.Build());
        receiver.app.Run(receiver.TakeAsync);
        await receiver.app.StartAsync();
        return receiver;
    }

    /// <summary>The first span that is such; waits for it.</summary>
    public async Task<Span> UntilAsync(Func<Span, bool> isSuch, string what)
    {
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            while (true)
            {
                if (spans.FirstOrDefault(isSuch) is { } found)
                    return found;
                await arrived.WaitAsync(limit.Token);
            }
        }
        catch (OperationCanceledException late)
        {
            throw new AssertionException($"No span came: {what}. There are:\n{string.Join('\n', spans)}", late);
        }
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        var message = body.ToArray().AsSpan(PrefixLength).ToArray();
        if (http.Request.Path == TraceService)
        {
            messages.Enqueue(message);
            foreach (var span in Span.Read(ByteString.CopyFrom(message)))
                spans.Enqueue(span);
            arrived.Release();
        }

        // An empty answer: all of it was taken.
        http.Response.ContentType = "application/grpc";
        http.Response.DeclareTrailer("grpc-status");
        await http.Response.Body.WriteAsync(new byte[PrefixLength], http.RequestAborted);
        http.Response.AppendTrailer("grpc-status", "0");
    }
}
