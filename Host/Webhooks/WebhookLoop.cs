using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using ProcedureEngine.Host.Composition;
using ProcedureEngine.Host.Feed;
using ProcedureEngine.Host.Loops;
using ProcedureEngine.Host.Telemetry;

namespace ProcedureEngine.Host.Webhooks;

/// <summary>
/// Tells webhooks of events: each on its own, in the feed's order, one event a request. A target that hangs or fails holds up nobody but itself.
/// </summary>
internal sealed partial class WebhookLoop(WebhookTurn turns, DurableStore store, Signals signals, EngineHostOptions options, WebhookOptions webhooks, ILogger<WebhookLoop> logger) : SteadyLoop(signals.Webhooks, options.RetryAfter)
{
    /// <summary>Webhooks served at a time by this host.</summary>
    private const int AtOnce = 64;

    /// <summary>For retries that fall due, and events that other hosts placed.</summary>
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(2);

    /// <summary>A turn ends within its lease, with one more request that hangs; short, since what a host that dies was telling waits for the lease's end.</summary>
    private readonly Duration leaseLength = Duration.FromTimeSpan(WebhookTurn.Length + webhooks.Timeout) + Duration.FromSeconds(10);

    private readonly List<Task> underway = [];

    /// <summary>A request that has gone out is waited for, so that its answer is kept.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await base.ExecuteAsync(stoppingToken);
        }
        finally
        {
            await Task.WhenAll(underway);
        }
    }

    protected override async Task TurnAsync(CancellationToken stopping)
    {
        underway.RemoveAll(task => task.IsCompleted);
        foreach (var standing in await store.Webhooks.ClaimAsync(AtOnce - underway.Count, leaseLength, stopping))
            underway.Add(ServeAsync(standing, stopping));
        await WaitAsync(Poll, stopping);
    }

    private async Task ServeAsync(WebhookStanding standing, CancellationToken stopping)
    {
        try
        {
            if (await turns.ServeAsync(standing, stopping))
                signals.Webhooks.Set();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Another host, or the next start, goes on with the same event.
        }
        catch (Exception exception)
        {
            LogFailure(exception);
        }
    }

    [LoggerMessage(LogLevel.Error, "Webhooks failed; they go on after a pause")]
    protected override partial void LogFailure(Exception exception);
}

/// <summary>One webhook's turn: events that are its owner's to see and that it asked for, until one fails, none is left or the time is up.</summary>
internal sealed partial class WebhookTurn(DurableStore store, WebhookSender sender, Visibility visibility, IDataProtectionProvider protection, ILogger<WebhookTurn> logger)
{
    private const int Batch = 100;
    private const string OwnerPrefix = "system:";

    /// <summary>After which another host may take the next one.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(5);

    private readonly IDataProtector protector = protection.CreateProtector(WebhookEndpoints.Purpose);

    /// <returns>True when it has more to be told at once.</returns>
    public async Task<bool> ServeAsync(WebhookStanding standing, CancellationToken cancellation)
    {
        var hook = standing.Webhook;
        if (await store.Accounts.FindSystemAsync(hook.Owner[OwnerPrefix.Length..], cancellation) is not { } system)
        {
            await SwitchOffAsync(hook, "its system has no key any more", cancellation);
            return false;
        }

        // The same sight as the feed's: a portal's key has none.
        var offices = visibility.Offices(system.Grants).ToHashSet(StringComparer.Ordinal);
        if (offices.Count == 0)
        {
            await SwitchOffAsync(hook, "its system sees no office's cases", cancellation);
            return false;
        }

        try
        {
            return await TellAsync(standing, e => offices.Contains(e.Office) && Wants(hook, e), cancellation);
        }
        finally
        {
            await store.Webhooks.ReleaseAsync(hook.Id, CancellationToken.None);
        }
    }

    private static bool Wants(Webhook hook, FeedEvent e) =>
        (hook.Procedures.IsEmpty || hook.Procedures.Contains(e.Procedure, StringComparer.Ordinal)) && (hook.Types.IsEmpty || hook.Types.Contains(e.Row.Kind, StringComparer.Ordinal));

    private async Task<bool> TellAsync(WebhookStanding standing, Func<FeedEvent, bool> isWanted, CancellationToken cancellation)
    {
        var (hook, position, started) = (standing.Webhook, standing.Position, Stopwatch.GetTimestamp());
        while (Stopwatch.GetElapsedTime(started) < Length)
        {
            var events = await store.Outbox.ReadEventsAsync(position, Batch, null, cancellation);
            if (events.Count == 0)
                return false;
            foreach (var e in events.Where(isWanted))
            {
                if (Stopwatch.GetElapsedTime(started) >= Length)
                    return true;
                if (await TryTellAsync(hook, e, cancellation) is { } error)
                {
                    await FailAsync(standing, position, error, cancellation);
                    return false;
                }

                if (!await store.Webhooks.AdvanceAsync(hook.Id, position, e.Position, CancellationToken.None))
                    return true;
                (position, standing) = (e.Position, standing with { Attempts = 0, FailingSince = null });
            }

            // What is none of its is passed over.
            if (position < events[^1].Position && !await store.Webhooks.AdvanceAsync(hook.Id, position, events[^1].Position, cancellation))
                return true;
            position = events[^1].Position;
        }

        return true;
    }

    private async Task<string?> TryTellAsync(Webhook hook, FeedEvent e, CancellationToken cancellation)
    {
        using var span = Traces.Tell(hook.Id, e.Row);
        try
        {
            var error = await sender.TrySendAsync(hook.Url, protector.Unprotect(hook.Secret), e.Row.Id, await store.NowAsync(cancellation), CanonicalJson.Write(FeedItem.Of(e)), cancellation);
            if (error is not null)
                span.Fail(error);
            return error;
        }
        catch (CryptographicException)
        {
            return "its secret cannot be read, since the host's keys are gone; remove it and register anew";
        }
    }

    private async Task FailAsync(WebhookStanding standing, long position, string error, CancellationToken cancellation)
    {
        var now = await store.NowAsync(cancellation);
        var since = standing.FailingSince ?? now;
        if (WebhookSchedule.Next(standing.Attempts, now - since) is { } pause)
            await store.Webhooks.FailAsync(standing.Webhook.Id, position, error, since, now + pause, cancellation);
        else
            await SwitchOffAsync(standing.Webhook, $"it failed for three days, last: {error}", cancellation);
    }

    private async Task SwitchOffAsync(Webhook hook, string reason, CancellationToken cancellation)
    {
        await store.Webhooks.SwitchOffAsync(hook.Id, reason, cancellation);
        LogOff(hook.Id, hook.Owner, reason);
    }

    [LoggerMessage(LogLevel.Warning, "Webhook {Id} of {Owner} is switched off: {Reason}")]
    private partial void LogOff(string id, string owner, string reason);
}
