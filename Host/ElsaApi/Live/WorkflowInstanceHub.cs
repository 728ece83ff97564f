using Microsoft.AspNetCore.SignalR;

namespace ProcedureEngine.Host.ElsaApi.Live;

/// <summary>Where Studio's viewers say which instance they show. They are told of it until they leave, and of no other.</summary>
internal sealed class WorkflowInstanceHub(DurableStore store, Visibility visibility, ObservedInstances observed, ExecutionStats stats, LiveUpdates live) : Hub
{
    /// <param name="instanceId">An instance that the caller sees.</param>
    /// <exception cref="HubException">It is not there for him, or he observes too many.</exception>
    public async Task ObserveInstanceAsync(string instanceId)
    {
        var standing = await store.Instances.StandingAsync(instanceId, Context.ConnectionAborted);
        if (standing is null || !visibility.CanSee(Caller.Read(Context.User!), standing.Office))
            throw new HubException("not-found: there is no such instance.");
        if (!observed.TryAdd(Context.ConnectionId, instanceId, standing.Revision))
            throw new HubException("too-many: one connection observes a few instances only.");
        await Groups.AddToGroupAsync(Context.ConnectionId, instanceId, Context.ConnectionAborted);
        live.Joined(instanceId);
        // What was committed between the viewer's own reading and now would reach it by nothing else.
        await Clients.Caller.SendAsync(LiveMessages.Counts, new { stats = await stats.ReadAsync(instanceId, null, Context.ConnectionAborted) }, Context.ConnectionAborted);
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        observed.Remove(Context.ConnectionId);
        return base.OnDisconnectedAsync(exception);
    }
}

/// <summary>Names of the messages that Studio's viewer understands.</summary>
internal static class LiveMessages
{
    /// <summary>New counts for the badges.</summary>
    public const string Counts = "ActivityExecutionLogUpdatedAsync";

    /// <summary>The journal has new lines; the viewer reads them.</summary>
    public const string Journal = "WorkflowExecutionLogUpdatedAsync";

    /// <summary>The instance has changed; the viewer reads it.</summary>
    public const string Instance = "WorkflowInstanceUpdatedAsync";
}
