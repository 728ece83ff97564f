namespace ProcedureEngine.Host.Messaging;

/// <summary>
/// A system that sends commands. Its queue is its identity: the broker lets nobody else write to it, so that what lies in it is the system's word,
/// and its grants are all that the commands may do.
/// </summary>
/// <param name="Caller">The system as a caller: <c>system:{name}</c> with its grants.</param>
internal sealed record SendingSystem(string Name, Caller Caller)
{
    /// <summary>All queues and exchanges of the product itself begin so; no answer is sent to one of them.</summary>
    public const string Prefix = "procedure-engine.";

    /// <summary>Where it sends its commands.</summary>
    public string Queue => QueueOf(Name);

    /// <summary>Where commands lie that could not be done.</summary>
    public string ErrorQueue => ErrorQueueOf(Name);

    public static string QueueOf(string system) => $"{Prefix}commands.{system}";

    public static string ErrorQueueOf(string system) => $"{QueueOf(system)}.error";

    public static SendingSystem Of(string name, IEnumerable<Grant> grants, Visibility visibility) =>
        new(name, Caller.Of(new Actor($"system:{name}", ActorKind.System, visibility.Expand(grants)) { DisplayName = name }, visibility));
}
