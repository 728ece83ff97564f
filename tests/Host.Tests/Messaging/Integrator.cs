using System.Threading.Channels;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace ProcedureEngine.Host.Tests.Messaging;

/// <summary>Another system at the broker, without any .NET library of ours: it writes the envelope by hand and hears answers and events in queues of its own.</summary>
internal sealed class Integrator : IAsyncDisposable
{
    private const string EventExchange = "ProcedureEngine.Contracts.V1:CaseEvent";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static int counter;

    private readonly IConnection connection;
    private readonly IChannel channel;
    private readonly Channel<(string Type, JsonNode Message)> answers = Channel.CreateUnbounded<(string Type, JsonNode Message)>();
    private readonly Channel<JsonNode> events = Channel.CreateUnbounded<JsonNode>();

    private Integrator(string name, IConnection connection, IChannel channel) => (Name, this.connection, this.channel) = (name, connection, channel);

    /// <summary>The name of the sending system, whose queue is its own.</summary>
    public string Name { get; }

    public string Queue => $"procedure-engine.commands.{Name}";

    public string AnswerQueue => $"{Name}-answers";

    public static string NewName() => $"portal-{Environment.ProcessId}-{Interlocked.Increment(ref counter)}";

    public static async Task<Integrator> ConnectAsync(Uri broker, string name)
    {
        var connection = await new ConnectionFactory { Uri = broker }.CreateConnectionAsync();
        var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        var integrator = new Integrator(name, connection, channel);
        await integrator.ListenAsync();
        return integrator;
    }

    /// <summary>Sends a command in MassTransit's envelope, as the integrator's guide shows it.</summary>
    public Task SendAsync(string type, JsonNode message, Guid? id, bool wantsAnswer = true, string version = "V1", string? answerTo = null) => SendRawAsync(new JsonObject
    {
        ["messageId"] = id?.ToString(),
        ["messageType"] = new JsonArray($"urn:message:ProcedureEngine.Contracts.{version}:{type}"),
        ["responseAddress"] = wantsAnswer ? answerTo ?? $"queue:{AnswerQueue}" : null,
        ["message"] = message.DeepClone(),
    }.ToJsonString());

    public async Task SendRawAsync(string body, IDictionary<string, object?>? headers = null) => await channel.BasicPublishAsync(
        string.Empty, Queue, mandatory: true, new BasicProperties { ContentType = "application/vnd.masstransit+json", Persistent = true, Headers = headers }, Encoding.UTF8.GetBytes(body));

    public async Task<(string Type, JsonNode Message)> AnswerAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        return await answers.Reader.ReadAsync(limit.Token);
    }

    /// <summary>Sends it and hears its answer.</summary>
    public async Task<(string Type, JsonNode Message)> AskAsync(string type, JsonNode message, Guid? id = null)
    {
        await SendAsync(type, message, id ?? Guid.CreateVersion7());
        return await AnswerAsync();
    }

    /// <summary>What it has heard of a case (or of all) until an event of this type of it comes, copies among them.</summary>
    public async Task<IReadOnlyList<JsonNode>> EventsUntilAsync(string caseId, string type, TimeSpan? patience = null, bool ofAnyCase = false)
    {
        using var limit = new CancellationTokenSource(patience ?? Patience);
        var heard = new List<JsonNode>();
        while (true)
        {
            var told = await events.Reader.ReadAsync(limit.Token);
            var isOfCase = (string)told["caseId"]! == caseId;
            if (isOfCase || ofAnyCase)
                heard.Add(told);
            if (isOfCase && (string)told["type"]! == type)
                return heard;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await channel.DisposeAsync();
        await connection.DisposeAsync();
    }

    private async Task ListenAsync()
    {
        await channel.QueueDeclareAsync(AnswerQueue, durable: true, exclusive: false, autoDelete: false);
        await ConsumeAsync(AnswerQueue, body => answers.Writer.TryWrite((((string)body["messageType"]![0]!).Split(':')[^1], body["message"]!)));
        var queue = $"{Name}-events";
        await channel.ExchangeDeclareAsync(EventExchange, ExchangeType.Fanout, durable: true);
        await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false);
        await channel.QueueBindAsync(queue, EventExchange, string.Empty);
        await ConsumeAsync(queue, body => events.Writer.TryWrite(body["message"]!));
    }

    private async Task ConsumeAsync(string queue, Action<JsonNode> take)
    {
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, message) =>
        {
            take(JsonNode.Parse(message.Body.Span)!);
            await channel.BasicAckAsync(message.DeliveryTag, multiple: false);
        };
        await channel.BasicConsumeAsync(queue, autoAck: false, consumer);
    }
}
