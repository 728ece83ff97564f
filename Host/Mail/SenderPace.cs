namespace ProcedureEngine.Host.Mail;

/// <summary>
/// How many cases an address has lately opened at an office. A machine that answers our acknowledgement without saying that it is one, under
/// a new subject each time, would open case after case: past the limit a person looks. Kept in memory, by each host for itself: a loop is
/// quick, and after a restart it is caught again.
/// </summary>
internal sealed class SenderPace(MailSettings settings)
{
    private const int MaxSenders = 10_000;
    private static readonly Duration Window = Duration.FromHours(1);

    private readonly Dictionary<(string Office, string Sender), Queue<Instant>> opened = [];
    private readonly Lock guard = new();

    public bool IsPressing(string office, string sender, Instant now)
    {
        lock (guard)
        {
            return opened.TryGetValue(Key(office, sender), out var times) && Recent(times, now) >= settings.MaxCasesPerSenderHour;
        }
    }

    public void Opened(string office, string sender, Instant now)
    {
        lock (guard)
        {
            if (opened.Count >= MaxSenders)
                Forget(now);
            var key = Key(office, sender);
            if (!opened.TryGetValue(key, out var times))
                opened[key] = times = [];
            times.Enqueue(now);
        }
    }

    private static (string Office, string Sender) Key(string office, string sender) => (office, sender.ToLowerInvariant());

    private static int Recent(Queue<Instant> times, Instant now)
    {
        while (times.TryPeek(out var first) && first < now - Window)
            times.Dequeue();
        return times.Count;
    }

    /// <summary>Those who are quiet again; and all of them when ten thousand press at once, which is no loop of two machines.</summary>
    private void Forget(Instant now)
    {
        foreach (var (key, times) in opened.ToList())
        {
            if (Recent(times, now) == 0)
                opened.Remove(key);
        }

        if (opened.Count >= MaxSenders)
            opened.Clear();
    }
}
