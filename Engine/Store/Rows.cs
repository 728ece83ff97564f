using System.Text.Json.Nodes;
using NodaTime;
using ProcedureEngine.Engine.Execution;
using ProcedureEngine.Engine.Text;
using ProcedureEngine.Engine.Timers;

namespace ProcedureEngine.Engine.Store;

public static class InstanceStatus
{
    public const string Running = "Running";
    public const string Finished = "Finished";
}

/// <summary>Elsa's sub-statuses.</summary>
public static class InstanceSubStatus
{
    public const string Suspended = "Suspended";
    public const string Finished = "Finished";
    public const string Cancelled = "Cancelled";
    public const string Faulted = "Faulted";
}

/// <summary>A workflow instance: one per case, with the case's id.</summary>
/// <param name="Revision">Raised by every burst; the store refuses a commit on another revision than the one loaded.</param>
/// <param name="State">Tokens, variables and counters of ids, as JSON text.</param>
/// <param name="JournalSequence">Number of journal entries so far.</param>
/// <param name="JournalHash">Hash of the last entry: the head of the chain.</param>
public sealed record InstanceRow(
    string Id, string DefinitionId, int DefinitionVersion, string Office, string Status, string SubStatus, long Revision, int IncidentCount,
    Instant CreatedAt, Instant UpdatedAt, Instant? FinishedAt, string State, long JournalSequence, string JournalHash);

/// <summary>A waiting point that a stimulus of this name resumes.</summary>
public sealed record Bookmark(string Id, string InstanceId, string Name, string ActivityInstanceId, string ActivityId);

/// <summary>
/// A row that the case owns beside its state, written in the same burst. Subtypes live in the projects that know them; the
/// engine only carries them. Those whose <see cref="LoadsWithInstance"/> is true are read again with the instance.
/// </summary>
public abstract record CaseRecord
{
    /// <summary>Unique in the store.</summary>
    public abstract string Id { get; }

    /// <summary>False for rows that no activity reads again (sent messages, papers).</summary>
    public virtual bool LoadsWithInstance => true;
}

/// <summary>A counter of numbers: per office, kind and year.</summary>
public sealed record CounterKey(string Office, string Kind, int Year)
{
    public override string ToString() => $"{Office}/{Kind}/{Year}";
}

/// <summary>One line of the journal, chained to the one before.</summary>
/// <param name="Sequence">From 1 in each instance, without gaps.</param>
/// <param name="Text">Canonical JSON; what is hashed.</param>
/// <param name="Hash">SHA-256 over the hash before and <paramref name="Text"/>.</param>
public sealed record JournalRow(
    string InstanceId, long Sequence, Instant At, string EventName, string? ActivityInstanceId, string? ActivityId, string? ActivityType, string Text, string Hash);

/// <summary>A personal value that the journal text holds only as a salted digest; erasable.</summary>
public sealed record PersonalRow(string InstanceId, long Sequence, string Name, string Salt, string Value);

/// <summary>A message to leave the house. Claimed by state, in order of <paramref name="Sequence"/> per instance and channel.</summary>
/// <param name="Id">Stable: instance, channel and sequence.</param>
public sealed record OutboxRow(string Id, string InstanceId, string Channel, long Sequence, string Kind, JsonObject Payload, Instant CreatedAt)
{
    /// <summary>The burst that wrote it, where somebody follows bursts; no part of what is sent.</summary>
    public TraceOrigin? Origin { get; init; }
}

/// <summary>
/// The burst that caused an effect, for those who follow a case over hosts and days. It lies beside the effect and never in what is hashed, decided on or
/// told; the engine itself only carries it.
/// </summary>
/// <param name="TraceParent">W3C trace context of the burst's span.</param>
/// <param name="Procedure">The definition's id.</param>
/// <param name="ActivityId">The step at which the burst began.</param>
public sealed record TraceOrigin(string TraceParent, string Procedure, int ProcedureVersion, string Office, string? ActivityId);

/// <summary>A defect that stopped a token or a timer.</summary>
/// <param name="Stimulus">What was being done, so that a retry can do it again; null when the token just entered the activity.</param>
public sealed record IncidentRow(
    string Id, string InstanceId, string? ActivityId, string? ActivityInstanceId, string ExceptionType, string Message, string? StackTrace, Instant At,
    Instant? ResolvedAt, string? ResolvedBy, JsonObject? Stimulus)
{
    /// <summary>Member of <see cref="Stimulus"/> that holds a timer.</summary>
    internal const string TimerMember = "timer";

    /// <summary>Member of <see cref="Stimulus"/> that holds a stimulus.</summary>
    internal const string StimulusMember = "stimulus";

    /// <summary>The timer whose firing failed: out of the way until a retry puts it back. Null when it was no timer.</summary>
    public TimerRow? SetAsideTimer() => EngineJson.Read<TimerRow>(Stimulus?[TimerMember]);

    /// <summary>The stimulus that stopped; null when it was a timer.</summary>
    public Stimulus? StoppedStimulus() => EngineJson.Read<Stimulus>(Stimulus?[StimulusMember]);
}

/// <summary>A stimulus that arrived when nobody waited for it.</summary>
public sealed record InboxRow(string Id, string InstanceId, string Name, JsonObject Payload, string ActorId, Instant At);

/// <summary>Time of a resource that a case holds.</summary>
public sealed record Reservation(string Id, string InstanceId, string Resource, Instant From, Instant To);
