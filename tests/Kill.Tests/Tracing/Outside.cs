using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace ProcedureEngine.Kill.Tests.Tracing;

/// <summary>What another system was told, with the trace that it was told to go on with.</summary>
internal sealed record Heard(string Type, string CaseId, string? TraceParent);

/// <summary>Another system outside: a webhook's target and a client of the broker.</summary>
internal sealed class Outside : IAsyncDisposable
{
    private const string EventExchange = "ProcedureEngine.Contracts.V1:CaseEvent";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Channel<Heard> told = Channel.CreateUnbounded<Heard>();
    private readonly Channel<Heard> events = Channel.CreateUnbounded<Heard>();
    private readonly Channel<Heard> answers = Channel.CreateUnbounded<Heard>();
    private readonly WebApplication app;
    private readonly IConnection connection;
    private readonly IChannel channel;

    private Outside(WebApplication app, IConnection connection, IChannel channel) => (this.app, this.connection, this.channel) = (app, connection, channel);

    public static string Name { get; } = $"tracer-{Environment.ProcessId}";

    /// <summary>The broker that PE_RABBITMQ names.</summary>
    public static string Broker => Environment.GetEnvironmentVariable("PE_RABBITMQ")
        ?? throw new InvalidOperationException("PE_RABBITMQ is not set: start the tests by deploy/test.sh, or name a RabbitMQ (deploy/rabbitmq.sh start FOLDER prints one).");

    public string Target => $"{app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()}/hooks";

    public static async Task<Outside> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var connection = await new ConnectionFactory { Uri = new Uri(Broker) }.CreateConnectionAsync();
        var outside = new Outside(builder.Build(), connection, await connection.CreateChannelAsync());
        outside.app.Run(outside.TakeAsync);
        await outside.app.StartAsync();
        await outside.ListenAsync();
        return outside;
    }

    public Task<Heard> ToldAsync(string caseId, string type) => UntilAsync(told.Reader, caseId, type);

    public Task<Heard> EventAsync(string caseId, string type) => UntilAsync(events.Reader, caseId, type);

    public Task<Heard> AnswerAsync(string caseId, string type) => UntilAsync(answers.Reader, caseId, type);

    /// <summary>Sends a command in MassTransit's envelope, with the trace in the broker's own headers.</summary>
    public async Task SendAsync(string command, JsonObject message, string traceParent) => await channel.BasicPublishAsync(
        string.Empty, $"procedure-engine.commands.{Name}", mandatory: true,
        new BasicProperties { ContentType = "application/vnd.masstransit+json", Persistent = true, Headers = new Dictionary<string, object?>(StringComparer.Ordinal) { ["traceparent"] = traceParent } },
        Encoding.UTF8.GetBytes(new JsonObject
        {
            ["messageId"] = Guid.CreateVersion7().ToString(),
            ["messageType"] = new JsonArray($"urn:message:ProcedureEngine.Contracts.V1:{command}"),
            ["responseAddress"] = $"queue:{Name}-answers",
            ["message"] = message,
        }.ToJsonString()));

    public async ValueTask DisposeAsync()
    {
        await channel.QueueDeleteAsync($"{Name}-answers");
        await channel.DisposeAsync();
        await connection.DisposeAsync();
        await app.DisposeAsync();
    }

    private static async Task<Heard> UntilAsync(ChannelReader<Heard> heard, string caseId, string type)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            var next = await heard.ReadAsync(limit.Token);
            if (next.CaseId == caseId && next.Type == type)
                return next;
        }
    }

    private async Task TakeAsync(HttpContext http)
    {
        var body = (await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted))!;
        told.Writer.TryWrite(new Heard((string)body["type"]!, (string)body["caseId"]!, http.Request.Headers["traceparent"]));
        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task ListenAsync()
    {
        var queue = $"{Name}-events";
        await channel.ExchangeDeclareAsync(EventExchange, ExchangeType.Fanout, durable: true);
        await channel.QueueDeclareAsync(queue, durable: false, exclusive: true, autoDelete: true);
        await channel.QueueBindAsync(queue, EventExchange, string.Empty);
        await ConsumeAsync(queue, events.Writer, message => (string)message["type"]!);
        await channel.QueueDeclareAsync($"{Name}-answers", durable: true, exclusive: false, autoDelete: false);
        await ConsumeAsync($"{Name}-answers", answers.Writer, _ => "answer");
    }

    private async Task ConsumeAsync(string queue, ChannelWriter<Heard> heard, Func<JsonNode, string> typeOf)
    {
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            var message = JsonNode.Parse(delivery.Body.Span)!["message"]!;
            var trace = delivery.BasicProperties.Headers?.TryGetValue("traceparent", out var value) == true && value is byte[] text ? Encoding.ASCII.GetString(text) : null;
            heard.TryWrite(new Heard(typeOf(message), (string?)message["caseId"] ?? string.Empty, trace));
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue, autoAck: true, consumer);
    }
}
