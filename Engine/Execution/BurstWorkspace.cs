using System.Text.Json.Nodes;
using NodaTime;
using ProcedureEngine.Engine.Definitions;
using ProcedureEngine.Engine.Store;
using ProcedureEngine.Engine.Timers;
using ProcedureEngine.Engine.UserTasks;

namespace ProcedureEngine.Engine.Execution;

/// <summary>
/// The working copy of one instance during one burst: what was loaded, changed in memory, and in the end told to the store as
/// differences. Dropped whole when the burst is refused or fails.
/// </summary>
internal sealed class BurstWorkspace
{
    private readonly Dictionary<string, UserTask> tasks;
    private readonly Dictionary<string, Bookmark> bookmarks;
    private readonly Dictionary<string, TimerRow> timers;
    private readonly Dictionary<string, CaseRecord> records;
    private readonly HashSet<string> loadedBookmarks;
    private readonly HashSet<string> loadedTimers;
    private readonly HashSet<string> changedTasks = new(StringComparer.Ordinal);
    private readonly HashSet<string> changedTimers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CaseRecord> changedRecords = new(StringComparer.Ordinal);

    public BurstWorkspace(Snapshot snapshot, WorkflowDefinition definition, InstanceRow instance, InstanceState state, JournalWriter journal)
    {
        (Now, Definition, Instance, State, Journal) = (snapshot.Now, definition, instance, state, journal);
        tasks = snapshot.Tasks.ToDictionary(task => task.Id, StringComparer.Ordinal);
        bookmarks = snapshot.Bookmarks.ToDictionary(bookmark => bookmark.Id, StringComparer.Ordinal);
        timers = snapshot.Timers.ToDictionary(timer => timer.Id, StringComparer.Ordinal);
        records = snapshot.Records.ToDictionary(record => record.Id, StringComparer.Ordinal);
        loadedBookmarks = [.. bookmarks.Keys];
        loadedTimers = [.. timers.Keys];
    }

    public Instant Now { get; }

    public WorkflowDefinition Definition { get; }

    public InstanceRow Instance { get; set; }

    public InstanceState State { get; }

    public JournalWriter Journal { get; }

    public List<OutboxRow> Outbox { get; } = [];

    public List<InboxRow> Inbox { get; } = [];

    public List<IncidentRow> Incidents { get; } = [];

    public List<string> GoneReservations { get; } = [];

    public bool ReleasesReservations { get; set; }

    public IReadOnlyCollection<UserTask> Tasks => tasks.Values;

    public IReadOnlyCollection<Bookmark> Bookmarks => bookmarks.Values;

    public IReadOnlyCollection<TimerRow> Timers => timers.Values;

    public IReadOnlyDictionary<string, CaseRecord> Records => records;

    public bool HasEnded => Instance.Status == InstanceStatus.Finished;

    /// <summary>A new id of this instance: <c>{instance}.{prefix}{n}</c>.</summary>
    public string NewId(string prefix) => $"{Instance.Id}.{prefix}{++State.LastId}";

    public UserTask? FindTask(string id) => tasks.GetValueOrDefault(id);

    public void Put(UserTask task)
    {
        tasks[task.Id] = task;
        changedTasks.Add(task.Id);
    }

    public void Put(TimerRow timer)
    {
        timers[timer.Id] = timer;
        changedTimers.Add(timer.Id);
    }

    public bool RemoveTimer(string id) => timers.Remove(id);

    /// <summary>True for a timer that the store held when the burst began, whatever became of it since.</summary>
    public bool IsLoadedTimer(string id) => loadedTimers.Contains(id);

    public void Put(Bookmark bookmark) => bookmarks[bookmark.Id] = bookmark;

    public void RemoveBookmark(string id) => bookmarks.Remove(id);

    public void Put(CaseRecord record)
    {
        records[record.Id] = record;
        changedRecords[record.Id] = record;
    }

    /// <summary>Puts a message in the outbox, next in its channel.</summary>
    public void Put(Send send)
    {
        var sequence = State.Channels[send.Channel] = State.Channels.GetValueOrDefault(send.Channel) + 1;
        Outbox.Add(new OutboxRow($"{Instance.Id}.{send.Channel}.{sequence}", Instance.Id, send.Channel, sequence, send.Kind, send.Payload, Now));
    }

    /// <summary>Everything that waits for this run of an activity goes: its tasks are cancelled, its bookmarks and timers removed.</summary>
    public void ReleaseWaits(string activityInstanceId)
    {
        foreach (var task in tasks.Values.Where(task => task.IsOpen && task.ActivityInstanceId == activityInstanceId).ToList())
            CancelTask(task);
        foreach (var bookmark in bookmarks.Values.Where(bookmark => bookmark.ActivityInstanceId == activityInstanceId).ToList())
            RemoveBookmark(bookmark.Id);
        foreach (var timer in timers.Values.Where(timer => timer.ActivityInstanceId == activityInstanceId).ToList())
            RemoveTimer(timer.Id);
    }

    public void CancelTask(UserTask task)
    {
        Put(task with { State = UserTaskState.Cancelled, EndedAt = Now, Revision = task.Revision + 1 });
        Put(EngineEvents.Cancelled(task));
    }

    /// <summary>Closes an incident; the instance is faulted no more when it was the last.</summary>
    public void Resolve(IncidentRow incident, string by)
    {
        Incidents.Add(incident with { ResolvedAt = Now, ResolvedBy = by });
        Instance = Instance with { IncidentCount = Instance.IncidentCount - 1 };
        if (!HasEnded)
            Instance = Instance with { SubStatus = Instance.IncidentCount > 0 ? InstanceSubStatus.Faulted : InstanceSubStatus.Suspended };
    }

    /// <summary>What the store writes.</summary>
    public BurstResult ToResult(BurstAnswer answer) => new(answer)
    {
        Instance = Instance with
        {
            Revision = Instance.Revision + 1,
            UpdatedAt = Now,
            State = State.Write(),
            JournalSequence = Journal.Sequence,
            JournalHash = Journal.Hash,
        },
        Tasks = [.. changedTasks.Select(id => tasks[id])],
        NewBookmarks = [.. bookmarks.Values.Where(bookmark => !loadedBookmarks.Contains(bookmark.Id))],
        GoneBookmarks = [.. loadedBookmarks.Where(id => !bookmarks.ContainsKey(id))],
        Timers = [.. changedTimers.Where(timers.ContainsKey).Select(id => timers[id])],
        GoneTimers = [.. loadedTimers.Where(id => !timers.ContainsKey(id))],
        Records = [.. changedRecords.Values],
        Journal = Journal.Rows,
        Personal = Journal.PersonalRows,
        Outbox = Outbox,
        Incidents = Incidents,
        Inbox = Inbox,
        GoneReservations = GoneReservations,
        ReleasesReservations = ReleasesReservations,
    };
}
