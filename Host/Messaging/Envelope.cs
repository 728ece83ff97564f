using System.Text.Json;
using MassTransit;

namespace ProcedureEngine.Host.Messaging;

/// <summary>
/// What a message says of itself around its body, read as far as it can be: also one that is no command still has a sender who waits. Whatever bytes
/// a message has, reading it never fails: a failure would give it back to its queue, to come again for ever.
/// </summary>
internal sealed record Envelope(string? MessageId, Guid? RequestId, Uri? AnswersTo, Uri? FaultsTo, ImmutableArray<string> Types)
{
    /// <summary>As the HTTP doors read: of two members of one name nobody knows which is meant.</summary>
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private static Envelope Empty { get; } = new(null, null, null, null, []);

    /// <summary>Why nothing of the message may be done; null when it is an object that can be read in one way only.</summary>
    public Exception? Fault { get; private init; }

    /// <summary>False when it wants to hear where it may not, such as in a queue of the product itself: nobody speaks through us to those.</summary>
    public bool MayBeAnswered => AnswerAddress.IsAllowed(AnswersTo) && AnswerAddress.IsAllowed(FaultsTo);

    public static Envelope Of(ReceiveContext message) => Of(message.GetBody());

    public static Envelope Of(byte[] body) => Parsed(body, Strict, out var fault) ?? (Parsed(body, default, out _) ?? Empty) with { Fault = fault };

    private static Envelope? Parsed(byte[] body, JsonDocumentOptions options, out Exception? fault)
    {
        try
        {
            using var document = JsonDocument.Parse(body, options);
            fault = null;
            return Read(document.RootElement);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            fault = exception;
            return null;
        }
    }

    /// <exception cref="InvalidOperationException">It is no object.</exception>
    private static Envelope Read(JsonElement envelope)
    {
        var answers = Address(envelope, "responseAddress");
        return new Envelope(
            Text(envelope, "messageId"), Guid.TryParse(Text(envelope, "requestId"), out var request) ? request : null, answers, Address(envelope, "faultAddress") ?? answers, Texts(envelope, "messageType"));
    }

    private static string? Text(JsonElement envelope, string name) => envelope.TryGetProperty(name, out var value) ? Text(value) : null;

    private static ImmutableArray<string> Texts(JsonElement envelope, string name) =>
        envelope.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(Text).OfType<string>()] : [];

    /// <returns>Null for what is no text, and for one with half a character, which can be no id and no address.</returns>
    private static string? Text(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static Uri? Address(JsonElement envelope, string name) => Uri.TryCreate(Text(envelope, name), UriKind.Absolute, out var address) ? address : null;
}
