using System.Text.RegularExpressions;

namespace ProcedureEngine.Host.Messaging;

/// <summary>
/// Where a sender may have its answers: at a queue or an exchange of its own, by its bare name. The address is the sender's word, and the answer goes out with
/// the product's rights: it must neither reach nor bind what belongs to others, and what the broker can never take would hold up the queue.
/// </summary>
internal static partial class AnswerAddress
{
    private const string ContractExchanges = "ProcedureEngine.";
    private const string BrokersOwn = "amq.";

    private static readonly string[] Schemes = ["queue", "exchange", "rabbitmq", "rabbitmqs", "amqp", "amqps"];

    /// <summary>How MassTransit's clients describe their own; every other option would tie the exchange to another one or to another queue.</summary>
    private static readonly string[] Options = ["temporary", "durable", "autodelete"];

    /// <summary>True where nobody is to be answered, too.</summary>
    public static bool IsAllowed(Uri? address) =>
        address is null || (Schemes.Contains(address.Scheme, StringComparer.Ordinal) && IsOwnName(address.AbsolutePath.Split('/')[^1]) && OptionsOf(address).All(option => Options.Contains(option, StringComparer.Ordinal)));

    private static bool IsOwnName(string name) => Name().IsMatch(name)
        && !new[] { SendingSystem.Prefix, ContractExchanges, BrokersOwn }.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<string> OptionsOf(Uri address) => address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(option => option.Split('=')[0]);

    [GeneratedRegex("^[A-Za-z0-9_.:-]{1,200}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex Name();
}
