using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using ProcedureEngine.Host.Composition;
using ProcedureEngine.Host.Loops;

namespace ProcedureEngine.Host.ElsaApi.Live;

/// <summary>
/// Tells viewers of an instance what was committed: at once when this host did it, within seconds when another host on the same
/// PostgreSQL did. Nothing is read while nobody looks, and of each instance once however many look at it.
/// </summary>
internal sealed partial class LiveUpdates(
    DurableStore store, ObservedInstances observed, ExecutionStats stats, IHubContext<WorkflowInstanceHub> hub, EngineHostOptions options, IClock clock, ILogger<LiveUpdates> logger)
    : BackgroundService, ICommitListener
{
    /// <summary>How often other hosts' commits are looked for, by one query for all observed instances.</summary>
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(2);

    /// <summary>Commits that follow one another this fast are told together.</summary>
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(50);

    /// <summary>For so long a viewer may still be starting: it drops counts until its flow is drawn, and may end with an older answer of its own.</summary>
    private static readonly Duration StartUp = Duration.FromMinutes(1);

    private readonly Signal changed = new();
    private readonly ConcurrentDictionary<string, Instant> starting = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> committed = new(StringComparer.Ordinal);

    public void Committed(BurstResult result)
    {
        var instance = result.Instance!;
        if (!observed.Contains(instance.Id))
            return;
        committed[instance.Id] = instance.Revision;
        changed.Set();
    }

    /// <summary>A viewer has begun to look: while it starts it is told the counts again and again.</summary>
    public void Joined(string instanceId) => starting[instanceId] = clock.GetCurrentInstant() + StartUp;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await changed.WaitAsync(Poll, stoppingToken);
                if (!committed.IsEmpty)
                    await Task.Delay(Gather, stoppingToken);
                await TellAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                LogFailure(exception);
                await Task.Delay(options.RetryAfter, stoppingToken);
            }
        }
    }

    private async Task TellAsync(CancellationToken cancellation)
    {
        foreach (var moved in await MovedAsync(cancellation))
        {
            if (!observed.IsBehind(moved.Key, moved.Value) || await TryAsync(() => TellAsync(moved.Key, cancellation), cancellation))
            {
                observed.Advance(moved.Key, moved.Value);
                committed.TryRemove(moved);
            }
        }

        foreach (var (instanceId, until) in starting)
        {
            if (!observed.Contains(instanceId) || clock.GetCurrentInstant() >= until)
                starting.TryRemove(new KeyValuePair<string, Instant>(instanceId, until));
            else
                await TryAsync(() => TellCountsAsync(hub.Clients.Group(instanceId), instanceId, cancellation), cancellation);
        }
    }

    /// <returns>False when it failed: it comes again at the next turn, and the viewers of other instances are told meanwhile.</returns>
    private async Task<bool> TryAsync(Func<Task> tell, CancellationToken cancellation)
    {
        try
        {
            await tell();
            return true;
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested)
        {
            LogFailure(exception);
            return false;
        }
    }

    /// <summary>What this host has committed, and where others may have, at which revision every observed instance stands.</summary>
    private async Task<IEnumerable<KeyValuePair<string, long>>> MovedAsync(CancellationToken cancellation)
    {
        var own = committed.ToList();
        var all = observed.All;
        // One process alone on its file has heard of every commit.
        return options.Postgres is null || all.Count == 0 ? own : [.. own, .. await store.Instances.RevisionsAsync(all, cancellation)];
    }

    private async Task TellAsync(string instanceId, CancellationToken cancellation)
    {
        var viewers = hub.Clients.Group(instanceId);
        await TellCountsAsync(viewers, instanceId, cancellation);
        await viewers.SendAsync(LiveMessages.Journal, new { }, cancellation);
        await viewers.SendAsync(LiveMessages.Instance, new { workflowInstanceId = instanceId }, cancellation);
    }

    private async Task TellCountsAsync(IClientProxy viewers, string instanceId, CancellationToken cancellation) =>
        await viewers.SendAsync(LiveMessages.Counts, new { stats = await stats.ReadAsync(instanceId, null, cancellation) }, cancellation);

    [LoggerMessage(LogLevel.Error, "Viewers could not be told of what was committed; it goes on after a pause")]
    private partial void LogFailure(Exception exception);
}
