using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace ProcedureEngine.Kill.Tests.TwoHosts;

/// <summary>A subscriber of all events, with a queue of its own that outlives every broker's absence. What it hears stands in its ledger.</summary>
internal sealed class EventListener : IAsyncDisposable
{
    private const string Exchange = "ProcedureEngine.Contracts.V1:CaseEvent";
    private const string Queue = "pair-events";

    private readonly BrokerLink link;
    private readonly SightingLog log;

    public EventListener(AwayBroker broker, SightingLog log)
    {
        this.log = log;
        link = new BrokerLink(broker, ListenAsync);
    }

    /// <summary>Returns when it listens (again).</summary>
    public Task ListenAsync() => link.ChannelAsync();

    public ValueTask DisposeAsync() => link.DisposeAsync();

    private async Task ListenAsync(IChannel channel)
    {
        await channel.ExchangeDeclareAsync(Exchange, ExchangeType.Fanout, durable: true);
        await channel.QueueDeclareAsync(Queue, durable: true, exclusive: false, autoDelete: false);
        await channel.QueueBindAsync(Queue, Exchange, string.Empty);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, message) =>
        {
            log.Write(Sighting.Of(JsonNode.Parse(message.Body.Span)!["message"]!));
            await channel.BasicAckAsync(message.DeliveryTag, multiple: false);
        };
        await channel.BasicConsumeAsync(Queue, autoAck: false, consumer);
    }
}
