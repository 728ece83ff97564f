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
    DurableStore store, ObservedInstances observed, ExecutionStats stats, IHubContext<WorkflowInstanceHub> hub, EngineHostOptions options, ILogger<LiveUpdates> logger)
    : BackgroundService, ICommitListener
{
    /// <summary>How often other hosts' commits are looked for, by one query for all observed instances.</summary>
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(2);

    /// <summary>Commits that follow one another this fast are told together.</summary>
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(50);

    private readonly Signal changed = new();
    private readonly ConcurrentDictionary<string, long> committed = new(StringComparer.Ordinal);

    public void Committed(BurstResult result)
    {
        var instance = result.Instance!;
        if (!observed.Contains(instance.Id))
            return;
        committed[instance.Id] = instance.Revision;
        changed.Set();
    }

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
        foreach (var (instanceId, revision) in await MovedAsync(cancellation))
        {
            if (observed.TryAdvance(instanceId, revision))
                await TellAsync(instanceId, cancellation);
        }
    }

    /// <summary>What this host has committed, and where others may have, at which revision every observed instance stands.</summary>
    private async Task<IEnumerable<KeyValuePair<string, long>>> MovedAsync(CancellationToken cancellation)
    {
        var own = committed.Where(moved => committed.TryRemove(moved)).ToList();
        var all = observed.All;
        // One process alone on its file has heard of every commit.
        return options.Postgres is null || all.Count == 0 ? own : [.. own, .. await store.Instances.RevisionsAsync(all, cancellation)];
    }

    private async Task TellAsync(string instanceId, CancellationToken cancellation)
    {
        var viewers = hub.Clients.Group(instanceId);
        await viewers.SendAsync(LiveMessages.Counts, new { stats = await stats.ReadAsync(instanceId, null, cancellation) }, cancellation);
        await viewers.SendAsync(LiveMessages.Journal, new { }, cancellation);
        await viewers.SendAsync(LiveMessages.Instance, new { workflowInstanceId = instanceId }, cancellation);
    }

    [LoggerMessage(LogLevel.Error, "Viewers could not be told of what was committed; it goes on after a pause")]
    private partial void LogFailure(Exception exception);
}
