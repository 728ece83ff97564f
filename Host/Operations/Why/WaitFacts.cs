using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.TimeLimits;
using ProcedureEngine.Engine.Timers;
using ProcedureEngine.Engine.UserTasks;
using ProcedureEngine.Persistence.Supervision;

namespace ProcedureEngine.Host.Operations.Why;

/// <summary>All that may keep a case from moving, as it lies in the store at one look.</summary>
/// <param name="Fault">Why its definition does not run; null when it does.</param>
internal sealed record WaitFacts(Instant Now, InstanceRow Instance, CaseFile? File, string? Fault)
{
    public IReadOnlyList<UserTask> Tasks { get; init; } = [];

    public IReadOnlyList<TimeLimit> Limits { get; init; } = [];

    public IReadOnlyList<TimerRow> Timers { get; init; } = [];

    public IReadOnlyList<Bookmark> Bookmarks { get; init; } = [];

    public IReadOnlyList<InboxRow> Inbox { get; init; } = [];

    public IReadOnlyList<IncidentRow> Incidents { get; init; } = [];

    public IReadOnlyList<UnsentMessage> Unsent { get; init; } = [];

    public IReadOnlyList<LimitAlarm> Alarms { get; init; } = [];

    public LastTrace? Trace { get; init; }

    /// <summary>User names by role at the case's office and those of its tasks.</summary>
    public ILookup<(string Role, string Office), string> Holders { get; init; } = Array.Empty<string>().ToLookup(_ => (Role: string.Empty, Office: string.Empty));

    /// <param name="faultOf">Why a version of a definition does not run; null when it does.</param>
    /// <returns>Null when there is no such case.</returns>
    public static async Task<WaitFacts?> ReadAsync(DurableStore store, string id, Func<string, int, Task<string?>> faultOf, CancellationToken cancellation)
    {
        if (await store.Queries.InstanceAsync(id, cancellation) is not { } instance)
            return null;
        return new WaitFacts(
            await store.NowAsync(cancellation), instance, await store.Queries.CaseAsync(id, cancellation), await faultOf(instance.DefinitionId, instance.DefinitionVersion))
        {
            Tasks = (await store.Queries.TasksAsync(new TaskFilter(null, null, IsOpen: true, InstanceId: id, Limit: 500), cancellation)).Items,
            Limits = [.. (await store.Queries.DeadlinesAsync(new DeadlineFilter(null, InstanceId: id, Limit: 500), cancellation)).Items.Where(limit => limit.EndedAt is null)],
            Timers = await store.Waits.TimersAsync(id, cancellation),
            Bookmarks = await store.Queries.BookmarksAsync(id, cancellation),
            Inbox = await store.Queries.InboxAsync(id, cancellation),
            Incidents = [.. (await store.Queries.IncidentsOfAsync(id, cancellation)).Where(incident => incident.ResolvedAt is null)],
            Unsent = await store.Waits.UnsentAsync(id, cancellation),
            Alarms = await store.Waits.AlarmsAsync(id, cancellation),
            Trace = await store.Waits.LastTraceAsync(id, cancellation) is { } last ? LastTrace.Of(last.Origin, last.At) : null,
            Holders = (await store.Accounts.AllAsync(cancellation)).SelectMany(account => account.Grants, (account, grant) => (account.Id, grant))
                .ToLookup(held => (held.grant.Role, held.grant.Office), held => held.Id),
        };
    }
}
