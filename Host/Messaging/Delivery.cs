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

    /// <summary>Octets, about, of the sender's headers: with ours they must fit into one frame (131,072), or the broker ends the connection.</summary>
    private const int MaxHeaders = 64 * 1024;

    /// <summary>By these the broker would hand what we send to further queues, with our rights for the sender's.</summary>
    private static readonly string[] Routing = ["CC", "BCC"];

    /// <summary>The headers that are ours.</summary>
    public static readonly string[] Own = [AttemptsHeader, FirstFailedHeader, RuleHeader, ReasonHeader, GivenUpHeader];

    private readonly ChannelContext channel;
    private readonly BasicProperties properties;
    private readonly byte[] body;

    private Delivery(ChannelContext channel, IReadOnlyBasicProperties properties, byte[] body) => (this.channel, this.properties, this.body) = (channel, Elsewhere(properties), body);

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

    /// <summary>
    /// What a message has with it when it is put elsewhere, to be changed at will. Its user is dropped, since the broker takes none but our own of us;
    /// its own time to live, since it must not vanish where operators look; headers by which the broker routes; and headers too large to go with ours.
    /// </summary>
    internal static BasicProperties Elsewhere(IReadOnlyBasicProperties properties) => new(properties) { Persistent = true, UserId = null, Expiration = null, Headers = HeadersOf(properties) };

    private static Dictionary<string, object?> HeadersOf(IReadOnlyBasicProperties properties)
    {
        var headers = new Dictionary<string, object?>(properties.Headers ?? new Dictionary<string, object?>(StringComparer.Ordinal), StringComparer.Ordinal);
        var isLarge = SizeOf(headers) > MaxHeaders;
        foreach (var name in headers.Keys.Where(name => Routing.Contains(name, StringComparer.Ordinal) || (isLarge && !Own.Contains(name, StringComparer.Ordinal))))
            headers.Remove(name);
        return headers;
    }

    private static long SizeOf(object? value) => value switch
    {
        byte[] bytes => bytes.Length,
        string text => Encoding.UTF8.GetByteCount(text),
        IDictionary<string, object?> table => table.Sum(entry => entry.Key.Length + SizeOf(entry.Value)),
        System.Collections.IEnumerable items => items.Cast<object?>().Sum(SizeOf),
        _ => sizeof(long),
    };

    private string? Header(string name) => TextOf(properties.Headers, name);

    /// <summary>The broker's client gives texts as bytes.</summary>
    public static string? TextOf(IDictionary<string, object?>? headers, string name) =>
        headers is not null && headers.TryGetValue(name, out var value) ? value switch { byte[] bytes => Encoding.UTF8.GetString(bytes), null => null, _ => Convert.ToString(value, CultureInfo.InvariantCulture) } : null;
}
