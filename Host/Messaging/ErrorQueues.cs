using System.Security.Cryptography;
using System.Text;
using NodaTime.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace ProcedureEngine.Host.Messaging;

/// <summary>Looks into the error queues and puts messages back, over a connection of its own that lives as long as the look.</summary>
internal sealed class ErrorQueues(MessagingOptions options, IReadOnlyList<SendingSystem> systems)
{
    private const int MaxShown = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private static readonly string[] OwnHeaders = [.. Delivery.Own, "x-death", "x-first-death-exchange", "x-first-death-queue", "x-first-death-reason"];

    /// <summary>How many messages lie in each; nothing when the broker does not answer in time.</summary>
    public async Task<IReadOnlyList<(string System, uint Count)>> CountAsync(CancellationToken cancellation)
    {
        try
        {
            await using var connection = await ConnectAsync(cancellation);
            var counts = new List<(string, uint)>();
            foreach (var system in systems)
                counts.Add((system.Name, await CountAsync(connection, system, cancellation)));
            return counts;
        }
        catch (Exception exception) when (exception is RabbitMQClientException or IOException or TimeoutException)
        {
            return [];
        }
    }

    /// <summary>The messages of a system's error queue, oldest first; they stay where they are.</summary>
    /// <exception cref="BrokerUnreachableException">The broker is away.</exception>
    public async Task<IReadOnlyList<LyingMessage>> LookAsync(SendingSystem system, CancellationToken cancellation)
    {
        await using var connection = await ConnectAsync(cancellation);
        var count = Math.Min(await CountAsync(connection, system, cancellation), MaxShown);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellation);
        var found = new List<LyingMessage>();
        while (found.Count < count && await channel.BasicGetAsync(system.ErrorQueue, autoAck: false, cancellation) is { } message)
            found.Add(LyingMessage.Of(message));
        return found; // What was not acknowledged goes back to its place when the channel closes.
    }

    /// <summary>Puts a message back into its queue, as if it came for the first time.</summary>
    /// <returns>False when none of this id lies there.</returns>
    /// <exception cref="BrokerUnreachableException">The broker is away.</exception>
    public async Task<bool> PutBackAsync(SendingSystem system, string id, CancellationToken cancellation)
    {
        await using var connection = await ConnectAsync(cancellation);
        var count = await CountAsync(connection, system, cancellation);
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), cancellation);
        for (var looked = 0; looked < count && await channel.BasicGetAsync(system.ErrorQueue, autoAck: false, cancellation) is { } message; looked++)
        {
            if (LyingMessage.IdOf(message.Body.Span) != id)
                continue;
            var properties = Delivery.Elsewhere(message.BasicProperties);
            foreach (var name in OwnHeaders)
                properties.Headers!.Remove(name);
            await channel.BasicPublishAsync(string.Empty, system.Queue, mandatory: true, properties, message.Body, cancellation);
            await channel.BasicAckAsync(message.DeliveryTag, multiple: false, cancellation);
            return true;
        }

        return false;
    }

    private async Task<IConnection> ConnectAsync(CancellationToken cancellation)
    {
        var factory = new ConnectionFactory { Uri = options.Broker, AutomaticRecoveryEnabled = false, RequestedConnectionTimeout = Patience, ClientProvidedName = "procedure-engine error queues" };
        return await factory.CreateConnectionAsync(cancellation);
    }

    /// <summary>A channel of its own, since asking for a queue that is not there (nothing has failed yet) closes it.</summary>
    private static async Task<uint> CountAsync(IConnection connection, SendingSystem system, CancellationToken cancellation)
    {
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellation);
        try
        {
            return (await channel.QueueDeclarePassiveAsync(system.ErrorQueue, cancellation)).MessageCount;
        }
        catch (OperationInterruptedException exception) when (exception.ShutdownReason?.ReplyCode == 404)
        {
            return 0;
        }
    }
}

/// <summary>A message of an error queue.</summary>
/// <param name="Id">Digest of its bytes; what puts it back.</param>
/// <param name="Body">As text; of one that is no text what can be shown of it.</param>
internal sealed record LyingMessage(string Id, string? MessageId, string? Rule, string? Reason, Instant? GivenUpAt, string? Attempts, string Body)
{
    public static LyingMessage Of(BasicGetResult message)
    {
        var headers = message.BasicProperties.Headers;
        var at = Delivery.TextOf(headers, Delivery.GivenUpHeader);
        return new LyingMessage(
            IdOf(message.Body.Span), message.BasicProperties.MessageId, Delivery.TextOf(headers, Delivery.RuleHeader), Delivery.TextOf(headers, Delivery.ReasonHeader),
            at is null ? null : InstantPattern.ExtendedIso.Parse(at).GetValueOrThrow(), Delivery.TextOf(headers, Delivery.AttemptsHeader), Encoding.UTF8.GetString(message.Body.Span));
    }

    public static string IdOf(ReadOnlySpan<byte> body) => Convert.ToHexStringLower(SHA256.HashData(body))[..24];
}
