using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace ProcedureEngine.Kill.Tests.TwoHosts;

/// <summary>
/// Sending systems at the broker, one for each who has a role at an office, as the integrator's guide shows it. A command that got no answer in time, or whose
/// broker went away, is sent again under the same id; the answers come to a queue of their own, some of them twice.
/// </summary>
internal sealed class CommandSender : IAsyncDisposable
{
    private const string AnswerQueue = "pair-answers";

    /// <summary>Longer than a command takes; what is answered later is answered twice.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly BrokerLink link;
    private readonly ConcurrentDictionary<string, Asked> asked = new(StringComparer.Ordinal);
    private int answers;
    private int resent;
    private int repeats;

    public CommandSender(AwayBroker broker) => link = new BrokerLink(broker, ListenAsync);

    /// <summary>Commands answered.</summary>
    public int Answers => answers;

    /// <summary>Commands sent again because no answer came.</summary>
    public int Resent => resent;

    /// <summary>Answers that came once more, to a command sent twice.</summary>
    public int Repeats => repeats;

    /// <summary>Second answers that differ from the first one, and answers to nothing asked.</summary>
    public ConcurrentQueue<string> Contradictions { get; } = new();

    /// <summary>The settings that make them known to a Host.</summary>
    /// <param name="people">As <c>role@office</c>, each with the rights of the role and of a calling system there.</param>
    /// <param name="system">The offices of the system that is nobody's.</param>
    public static IEnumerable<(string Name, string Value)> Settings(IEnumerable<string> people, IEnumerable<string> system) =>
    [
        .. people.Select(who => ($"Messaging__Systems__{SystemOf(who)}__Grants", $"{who} system@{who.Split('@')[1]}")),
        ($"Messaging__Systems__{SystemOf(Callers.System)}__Grants", string.Join(' ', system.Select(office => $"system@{office}"))),
    ];

    /// <summary>Sends a command as somebody's system.</summary>
    /// <param name="key">The same for the same command; its message's id is made of it.</param>
    /// <returns>The record's name and what it says.</returns>
    public async Task<(string Type, JsonNode Told)> AskAsync(string who, string key, string type, JsonObject message)
    {
        var id = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 16)).ToString();
        var mine = asked.GetOrAdd(id, _ => new Asked());
        var body = Encoding.UTF8.GetBytes(new JsonObject
        {
            ["messageId"] = id,
            ["messageType"] = new JsonArray($"urn:message:ProcedureEngine.Contracts.V1:{type}"),
            ["responseAddress"] = $"queue:{AnswerQueue}",
            ["message"] = message.DeepClone(),
        }.ToJsonString());
        while (true)
        {
            if (await TrySendAsync($"procedure-engine.commands.{SystemOf(who)}", body, mine) is { } answer)
            {
                Interlocked.Increment(ref answers);
                return answer;
            }

            Interlocked.Increment(ref resent);
        }
    }

    public ValueTask DisposeAsync() => link.DisposeAsync();

    private static string SystemOf(string who) => $"pair-{who.Replace('@', '-')}";

    /// <returns>Null when no answer came.</returns>
    private async Task<(string Type, JsonNode Told)?> TrySendAsync(string exchange, byte[] body, Asked mine)
    {
        using var patience = new CancellationTokenSource();
        try
        {
            var channel = await link.ChannelAsync();
            patience.CancelAfter(Patience);
            await channel.BasicPublishAsync(exchange, string.Empty, mandatory: false, new BasicProperties { ContentType = "application/vnd.masstransit+json", Persistent = true }, body, patience.Token);
            return await mine.Answers.Reader.ReadAsync(patience.Token);
        }
        catch (Exception exception) when (exception is RabbitMQClientException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            return null;
        }
    }

    private async Task ListenAsync(IChannel channel)
    {
        await channel.QueueDeclareAsync(AnswerQueue, durable: true, exclusive: false, autoDelete: false);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, message) =>
        {
            Take(JsonNode.Parse(message.Body.Span)!);
            await channel.BasicAckAsync(message.DeliveryTag, multiple: false);
        };
        await channel.BasicConsumeAsync(AnswerQueue, autoAck: false, consumer);
    }

    private void Take(JsonNode envelope)
    {
        var answer = (((string)envelope["messageType"]![0]!).Split(':')[^1], envelope["message"]!);
        if ((string?)answer.Item2["commandId"] is not { } id || !asked.TryGetValue(id, out var command))
            Contradictions.Enqueue($"answer to nothing asked: {answer.Item2.ToJsonString()}");
        else if (command.Take(answer) is { } first)
            Again(id, answer, first);
    }

    private void Again(string id, (string Type, JsonNode Told) answer, (string Type, JsonNode Told) first)
    {
        Interlocked.Increment(ref repeats);
        if (answer.Type != first.Type || !JsonNode.DeepEquals(answer.Told, first.Told))
            Contradictions.Enqueue($"second answer to {id}: {answer.Type} {answer.Told.ToJsonString()} after {first.Type} {first.Told.ToJsonString()}");
    }

    /// <summary>A command, and every answer to it.</summary>
    private sealed class Asked
    {
        private (string, JsonNode)? first;

        public Channel<(string Type, JsonNode Told)> Answers { get; } = Channel.CreateUnbounded<(string, JsonNode)>();

        /// <returns>The first answer, when this is not it.</returns>
        public (string Type, JsonNode Told)? Take((string, JsonNode) answer)
        {
            var earlier = first;
            first ??= answer;
            Answers.Writer.TryWrite(answer);
            return earlier;
        }
    }
}
