namespace ProcedureEngine.Host.Messaging;

/// <summary>When a command that could not be done is tried again, with growing pauses, and when no more.</summary>
/// <param name="Pauses">Growing, at least one; as many as there are attempts after the first.</param>
/// <param name="UnknownCaseFor">How long a case that nobody knows yet is waited for, whatever the number of attempts.</param>
internal sealed record RetrySchedule(ImmutableArray<TimeSpan> Pauses, Duration UnknownCaseFor)
{
    /// <param name="attempts">How often it was tried again already.</param>
    /// <param name="since">The time since its first failure.</param>
    /// <returns>The pause before the next attempt; null when it belongs to the error queue.</returns>
    public TimeSpan? Next(Exception failure, int attempts, Duration since) => failure switch
    {
        UnusableMessageException => null,
        UnknownCaseException => since < UnknownCaseFor ? Within(Pauses[Math.Min(attempts, Pauses.Length - 1)], UnknownCaseFor - since) : null,
        _ => attempts < Pauses.Length ? Pauses[attempts] : null,
    };

    /// <summary>A pause that does not outlast what is left, or the shortest.</summary>
    private TimeSpan Within(TimeSpan pause, Duration left) => Pauses.Where(p => p <= pause && Duration.FromTimeSpan(p) <= left).DefaultIfEmpty(Pauses[0]).Last();
}

/// <summary>The command names a case that does not exist, or that its sender may not see: it may come yet, so the command waits.</summary>
internal sealed class UnknownCaseException(string caseId) : Exception($"There is no case '{caseId}' that this sender may see.");

/// <summary>No attempt will ever make this message a command.</summary>
/// <param name="rule">As <see cref="Contracts.V1.CommandFailed.Rule"/>.</param>
internal sealed class UnusableMessageException(string rule, LocalizedText text) : Exception(text.En)
{
    public string Rule { get; } = rule;

    public LocalizedText Text { get; } = text;
}
