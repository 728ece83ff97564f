namespace ProcedureEngine.Kill.Tests;

internal sealed record CaseFact(string Id, string Office, string Procedure, string? Number, long? Sequence, string Status);

internal sealed record TaskFact(string Id, string Run, string Name, bool IsCompleted, string? Outcome);

/// <param name="State">How its sending stands; null for what came in.</param>
internal sealed record MessageFact(string CaseId, string MessageId, string Channel, string Address, string Text, string? State)
{
    public bool IsIncoming => State is null;
}

/// <summary>A number that a case has taken, by its journal.</summary>
/// <param name="Series">The counter: office, kind and year.</param>
internal sealed record NumberFact(string CaseId, string Series, long Sequence);

/// <summary>A line of a register, under the counter of the number that it was opened with.</summary>
internal sealed record LineFact(string CaseId, string Series, long Sequence);

/// <summary>An entry of a case's journal that a checker counts.</summary>
/// <param name="Sum">Whole đồng, where money moved.</param>
internal sealed record EventFact(string CaseId, string Event, long? Sum);

/// <summary>What was handed over into a pickup folder.</summary>
/// <param name="Id">Message-ID, or the id of the SMS.</param>
internal sealed record HandedOver(string Id, string Channel);

/// <summary>What is found in the store and in the pickup folders after the load.</summary>
internal sealed record Facts
{
    public required ImmutableArray<CaseFact> Cases { get; init; }

    public required ImmutableArray<TaskFact> Tasks { get; init; }

    public required ImmutableArray<MessageFact> Messages { get; init; }

    public required ImmutableArray<NumberFact> Numbers { get; init; }

    public required ImmutableArray<LineFact> Lines { get; init; }

    public required ImmutableArray<EventFact> Events { get; init; }

    public required ImmutableArray<string> BrokenJournals { get; init; }

    public required ImmutableArray<HandedOver> Left { get; init; }
}
