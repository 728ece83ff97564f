using System.Text.Json;
using MassTransit;

namespace ProcedureEngine.Host.Messaging;

/// <summary>What a message says of itself around its body, read as far as it can be: also one that is no command still has a sender who waits.</summary>
internal sealed record Envelope(string? MessageId, Guid? RequestId, Uri? AnswersTo, Uri? FaultsTo, ImmutableArray<string> Types)
{
    private const string ContractExchanges = "ProcedureEngine.";

    private static Envelope Empty { get; } = new(null, null, null, null, []);

    /// <summary>True when it wants to hear in a queue of the product itself: nobody speaks through us to those.</summary>
    public bool AnswersToOurs => IsOurs(AnswersTo) || IsOurs(FaultsTo);

    public static Envelope Of(ReceiveContext message)
    {
        try
        {
            return JsonNode.Parse(message.GetBody()) is JsonObject envelope ? Read(envelope) : Empty;
        }
        catch (JsonException)
        {
            return Empty;
        }
    }

    private static Envelope Read(JsonObject envelope)
    {
        var answers = Address(envelope, "responseAddress");
        return new Envelope(
            Text(envelope, "messageId"), Guid.TryParse(Text(envelope, "requestId"), out var request) ? request : null, answers, Address(envelope, "faultAddress") ?? answers,
            [.. (envelope["messageType"] as JsonArray ?? []).OfType<JsonValue>().Select(type => type.ToString())]);
    }

    private static string? Text(JsonObject envelope, string name) => envelope[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static Uri? Address(JsonObject envelope, string name) => Uri.TryCreate(Text(envelope, name), UriKind.Absolute, out var address) ? address : null;

    private static bool IsOurs(Uri? address)
    {
        var name = address?.AbsolutePath.Split('/')[^1] ?? string.Empty;
        return name.StartsWith(SendingSystem.Prefix, StringComparison.OrdinalIgnoreCase) || name.StartsWith(ContractExchanges, StringComparison.OrdinalIgnoreCase);
    }
}
