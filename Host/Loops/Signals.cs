using ProcedureEngine.Activities.Notification;
using ProcedureEngine.Activities.TimeLimits;

namespace ProcedureEngine.Host.Loops;

/// <summary>Wakes the background loops when a commit has given them work, so that none of them polls for it.</summary>
internal sealed class Signals : ICommitListener
{
    public Signal Timers { get; } = new();

    public Signal Mail { get; } = new();

    public Signal ShortMessages { get; } = new();

    public Signal Stimuli { get; } = new();

    public Signal Events { get; } = new();

    public Signal Figures { get; } = new();

    /// <summary>Events have their place in the feed.</summary>
    public Signal Bus { get; } = new();

    /// <summary>As <see cref="Bus"/>, and a webhook that has more to be told.</summary>
    public Signal Webhooks { get; } = new();

    /// <summary>Events have their place in the feed.</summary>
    public void Placed()
    {
        Bus.Set();
        Webhooks.Set();
    }

    /// <summary>The host has started, and knows what it runs.</summary>
    public Signal Presence { get; } = new();

    /// <summary>A calendar version was applied.</summary>
    public Signal Calendar { get; } = new();

    public void Committed(BurstResult result)
    {
        if (result.Timers.Count > 0)
            Timers.Set();
        if (result.Records.Any(record => record is TimeLimit))
            Figures.Set();
        foreach (var message in result.Outbox)
            Of(message.Channel)?.Set();
    }

    private Signal? Of(string channel) => channel switch
    {
        OutboxChannels.Mail => Mail,
        OutboxChannels.Sms => ShortMessages,
        OutboxChannels.Stimulus => Stimuli,
        OutboxChannels.Event => Events,
        _ => null,
    };
}

/// <summary>A flag that one loop waits for; setting it twice before it wakes wakes it once.</summary>
internal sealed class Signal
{
    private readonly SemaphoreSlim semaphore = new(0, 1);

    public void Set()
    {
        try
        {
            semaphore.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is set already.
        }
    }

    /// <summary>Returns when the signal is set or the time is over, whichever comes first.</summary>
    public Task WaitAsync(TimeSpan atMost, CancellationToken cancellation) =>
        semaphore.WaitAsync(atMost < TimeSpan.Zero ? TimeSpan.Zero : atMost, cancellation);
}
