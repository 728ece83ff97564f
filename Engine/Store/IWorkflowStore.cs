using System.Text.Json.Nodes;
using NodaTime;
using ProcedureEngine.Engine.Execution;
using ProcedureEngine.Engine.Timers;
using ProcedureEngine.Engine.UserTasks;

namespace ProcedureEngine.Engine.Store;

/// <summary>
/// The store as the runner sees it: the burst, and nothing smaller. Load and commit happen in one transaction under the
/// instance's lock; what a claim finds is a hint that the next load reads again.
/// </summary>
public interface IWorkflowStore
{
    /// <summary>
    /// Runs one burst in its own transaction (or in a savepoint of a shared commit): takes the key if there is one, locks and
    /// loads the instance, calls <paramref name="decide"/>, and writes what it returns. An exception from <paramref name="decide"/>
    /// rolls this burst back and reaches the caller; transient store failures (deadlock, serialisation) are retried inside.
    /// </summary>
    /// <returns>The answer: of this burst, or the stored one when the key was known.</returns>
    Task<BurstAnswer> RunAsync(Stimulus stimulus, BurstDecision decide, CancellationToken cancellation);

    /// <summary>
    /// Instances that have a timer due at or before now, earliest first. A hint: nothing is locked afterwards, but what was found is left
    /// to the caller for some seconds, so that hosts share the work and one that cannot fire an instance does not meet it at once again.
    /// </summary>
    Task<IReadOnlyList<DueInstance>> FindDueAsync(int limit, CancellationToken cancellation);

    /// <summary>The instant of the next timer that no caller has just found, or null.</summary>
    Task<Instant?> NextDueAsync(CancellationToken cancellation);

    /// <summary>The store's now: database time on PostgreSQL, the clock's on SQLite, plus the sandbox's offset.</summary>
    Task<Instant> NowAsync(CancellationToken cancellation);
}

/// <summary>Decides a burst. It may await only the ledger it is given.</summary>
public delegate ValueTask<BurstResult> BurstDecision(Snapshot snapshot, IBurstLedger ledger);

/// <summary>What must be asked of the store during a burst because other cases compete for it. Part of the same transaction.</summary>
public interface IBurstLedger
{
    /// <summary>Takes the counter's next value, from 1.</summary>
    ValueTask<long> NextAsync(CounterKey key);

    /// <summary>Reserves the time (replacing this id's earlier one) unless another reservation of the resource overlaps it.</summary>
    ValueTask<bool> TryReserveAsync(Reservation reservation);
}

public sealed record DueInstance(string InstanceId, Instant Due);

/// <summary>An instance as a burst sees it.</summary>
/// <param name="Now">The burst's one instant, in microseconds.</param>
/// <param name="Instance">Null when it does not exist (yet).</param>
/// <param name="Tasks">Open tasks; and, when the stimulus names a closed one, that one.</param>
public sealed record Snapshot(
    Instant Now, InstanceRow? Instance, IReadOnlyList<UserTask> Tasks, IReadOnlyList<Bookmark> Bookmarks, IReadOnlyList<TimerRow> Timers,
    IReadOnlyList<CaseRecord> Records, IReadOnlyList<IncidentRow> OpenIncidents);

/// <summary>Everything that a burst writes, with the answer that its key remembers.</summary>
public sealed record BurstResult(BurstAnswer Answer)
{
    /// <summary>The new row; null when the burst changed nothing.</summary>
    public InstanceRow? Instance { get; init; }

    public IReadOnlyList<UserTask> Tasks { get; init; } = [];

    public IReadOnlyList<Bookmark> NewBookmarks { get; init; } = [];

    public IReadOnlyList<string> GoneBookmarks { get; init; } = [];

    public IReadOnlyList<TimerRow> Timers { get; init; } = [];

    public IReadOnlyList<string> GoneTimers { get; init; } = [];

    public IReadOnlyList<CaseRecord> Records { get; init; } = [];

    public IReadOnlyList<JournalRow> Journal { get; init; } = [];

    public IReadOnlyList<PersonalRow> Personal { get; init; } = [];

    public IReadOnlyList<OutboxRow> Outbox { get; init; } = [];

    public IReadOnlyList<IncidentRow> Incidents { get; init; } = [];

    public IReadOnlyList<InboxRow> Inbox { get; init; } = [];

    /// <summary>Ids of reservations given back (new ones were written through the ledger).</summary>
    public IReadOnlyList<string> GoneReservations { get; init; } = [];

    /// <summary>True when every reservation of the instance is given back (the case has ended).</summary>
    public bool ReleasesReservations { get; init; }
}

/// <summary>What the caller is told; the same for ever for the same key.</summary>
/// <param name="Kind">What happened: <c>started</c>, <c>completed</c>, <c>claimed</c>, <c>delivered</c>, <c>inbox</c>, <c>fired</c>, <c>incident</c>...</param>
/// <param name="Body">Members for the door to show (number, status...).</param>
public sealed record BurstAnswer(string Kind, string InstanceId, JsonObject Body)
{
    /// <summary>True when this is the remembered answer of an earlier twin.</summary>
    public bool IsRepeat { get; init; }
}

/// <summary>Frozen definitions and activity contracts, by id and version.</summary>
public interface IDefinitionStore
{
    Task<IReadOnlyList<StoredDefinition>> AllAsync(CancellationToken cancellation);

    /// <summary>Inserts it; an existing (definition, version) is left as it is, also when another host inserts its own at the same moment.</summary>
    /// <returns>The hash that stands.</returns>
    Task<string> AddAsync(StoredDefinition definition, CancellationToken cancellation);

    /// <summary>Replaces a version that has no instances (development only). False when it has some.</summary>
    Task<bool> TryReplaceAsync(StoredDefinition definition, CancellationToken cancellation);

    /// <summary>Contract hashes of activity types, by <c>type/version</c>.</summary>
    Task<IReadOnlyDictionary<string, string>> ContractsAsync(CancellationToken cancellation);

    /// <summary>Inserts the hash of an activity's contract; an existing one is left as it is.</summary>
    /// <returns>The hash that stands.</returns>
    Task<string> AddContractAsync(string activityType, int version, string hash, CancellationToken cancellation);

    /// <summary>Replaces the hash of a contract that nothing uses.</summary>
    Task SetContractAsync(string activityType, int version, string hash, CancellationToken cancellation);
}

/// <param name="Json">The definition in Elsa 3's JSON, as text.</param>
public sealed record StoredDefinition(string DefinitionId, int Version, string Hash, string Json, Instant CreatedAt);

/// <summary>Messages that left the burst and wait to leave the house. Claimed by state, in order per instance and channel.</summary>
public interface IOutboxStore
{
    /// <summary>
    /// Claims messages of a channel that are due for an attempt, for <paramref name="lease"/>: at most one per instance (the oldest not
    /// yet sent), so that order per case holds. Another host does not get them until the lease is over.
    /// </summary>
    Task<IReadOnlyList<ClaimedMessage>> ClaimAsync(string channel, int limit, Duration lease, CancellationToken cancellation);

    /// <summary>Handed over; <paramref name="proof"/> is the other side's answer.</summary>
    Task MarkSentAsync(string id, string proof, CancellationToken cancellation);

    /// <summary>Not now: tried again after <paramref name="nextAttempt"/>.</summary>
    Task MarkRetryAsync(string id, string error, Instant nextAttempt, CancellationToken cancellation);

    /// <summary>Never: later messages of the case may go.</summary>
    Task MarkFailedAsync(string id, string error, CancellationToken cancellation);

    Task<OutboxFigures> FiguresAsync(CancellationToken cancellation);
}

public sealed record ClaimedMessage(OutboxRow Row, int Attempts);

/// <param name="OldestPending">When the oldest message that has not left was written.</param>
public sealed record OutboxFigures(long Pending, long Failed, Instant? OldestPending);

/// <summary>Bytes by SHA-256 (lower-case hexadecimal), in chunks, in the same database. Stored before the burst that refers to them.</summary>
public interface IBlobStore
{
    Task<string> PutAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation);

    Task<byte[]?> GetAsync(string sha256, CancellationToken cancellation);
}
