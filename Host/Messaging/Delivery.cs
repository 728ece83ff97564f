using System.Globalization;
using System.Text;
using MassTransit;
using MassTransit.RabbitMqTransport;
using NodaTime.Text;
using ProcedureEngine.Contracts.V1;
using RabbitMQ.Client;

namespace ProcedureEngine.Host.Messaging;

/// <summary>
/// A message as the broker gave it, to be put elsewhere as it is. To wait, it lies in a queue whose messages the broker gives back after that queue's
/// pause: no memory is held, no consumer is stopped, and a restart of either side loses nothing.
/// </summary>
internal sealed class Delivery
{
    public const string AttemptsHeader = "procedure-engine-attempts";
    public const string FirstFailedHeader = "procedure-engine-first-failed-at";
    public const string RuleHeader = "procedure-engine-rule";
    public const string ReasonHeader = "procedure-engine-reason";
    public const string GivenUpHeader = "procedure-engine-given-up-at";

    private const int MaxReason = 2000;

    private readonly ChannelContext channel;
    private readonly BasicProperties properties;
    private readonly byte[] body;

    private Delivery(ChannelContext channel, IReadOnlyBasicProperties properties, byte[] body)
    {
        (this.channel, this.body) = (channel, body);
        this.properties = new BasicProperties(properties) { Persistent = true, Headers = HeadersOf(properties) };
    }

    /// <summary>How often it was tried again.</summary>
    public int Attempts => Header(AttemptsHeader) is { } text && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var attempts) ? attempts : 0;

    public Instant? FirstFailedAt => Header(FirstFailedHeader) is { } text && InstantPattern.ExtendedIso.Parse(text) is { Success: true } parsed ? parsed.Value : null;

    public static Delivery Of(ReceiveContext message) => message.TryGetPayload(out ChannelContext? channel) && message.TryGetPayload(out RabbitMqBasicConsumeContext? consumed)
        ? new Delivery(channel, consumed.Properties, message.GetBody())
        : throw new InvalidOperationException("The message came by no RabbitMQ channel.");

    /// <summary>Puts it aside; the broker gives it back to <paramref name="queue"/> after the pause.</summary>
    public async Task WaitAsync(string queue, TimeSpan pause, Instant firstFailedAt)
    {
        var milliseconds = (long)pause.TotalMilliseconds;
        var waiting = $"{SendingSystem.Prefix}wait.{milliseconds.ToString(CultureInfo.InvariantCulture)}";
        // Its own routing key survives the exchange, so the broker's default exchange brings it back to its queue.
        await channel.ExchangeDeclare(waiting, ExchangeType.Fanout, durable: true, autoDelete: false, new Dictionary<string, object>(StringComparer.Ordinal));
        await channel.QueueDeclare(waiting, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["x-message-ttl"] = milliseconds,
            ["x-dead-letter-exchange"] = string.Empty,
        });
        await channel.QueueBind(waiting, waiting, string.Empty, new Dictionary<string, object>(StringComparer.Ordinal));
        properties.Headers![AttemptsHeader] = (Attempts + 1).ToString(CultureInfo.InvariantCulture);
        properties.Headers[FirstFailedHeader] = InstantPattern.ExtendedIso.Format(firstFailedAt);
        await channel.BasicPublishAsync(waiting, queue, mandatory: true, properties, body, awaitAck: true);
    }

    /// <summary>Puts it into the error queue with the reason.</summary>
    public async Task GiveUpAsync(string errorQueue, CommandFailed failed, string reason, Instant at)
    {
        await channel.QueueDeclare(errorQueue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object>(StringComparer.Ordinal));
        properties.Headers![RuleHeader] = failed.Rule;
        properties.Headers[ReasonHeader] = reason.Length > MaxReason ? reason[..MaxReason] : reason;
        properties.Headers[GivenUpHeader] = InstantPattern.ExtendedIso.Format(at);
        await channel.BasicPublishAsync(string.Empty, errorQueue, mandatory: true, properties, body, awaitAck: true);
    }

    /// <summary>A copy that may be changed; empty when the message has none.</summary>
    public static Dictionary<string, object?> HeadersOf(IReadOnlyBasicProperties properties) =>
        properties.Headers is { } headers ? new(headers, StringComparer.Ordinal) : new(StringComparer.Ordinal);

    private string? Header(string name) => TextOf(properties.Headers, name);

    /// <summary>The broker's client gives texts as bytes.</summary>
    public static string? TextOf(IDictionary<string, object?>? headers, string name) =>
        headers is not null && headers.TryGetValue(name, out var value) ? value switch { byte[] bytes => Encoding.UTF8.GetString(bytes), null => null, _ => Convert.ToString(value, CultureInfo.InvariantCulture) } : null;
}
