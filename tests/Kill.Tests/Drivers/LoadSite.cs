namespace ProcedureEngine.Kill.Tests;

/// <summary>Where drivers work, and where they write down what they were told.</summary>
/// <param name="Door">A host's address, asked for at every attempt: the same call may go to one that is there now.</param>
internal sealed record LoadSite(Func<Uri> Door, Ledger Ledger, LoadState State)
{
    /// <summary>By which way a driver's people and systems call: over HTTP unless a test says otherwise.</summary>
    public Func<LoadSite, ICallers> Way { get; init; } = site => new Callers(site);

    public static LoadSite Of(HostProcess host, Ledger ledger, LoadState state) => new(() => host.Address, ledger, state);
}

/// <summary>What drivers and killer tell each other.</summary>
internal sealed class LoadState
{
    private volatile TaskCompletionSource hostIsBack = new();
    private int inFlight;

    /// <summary>No case is begun any more; those under way are brought to their end.</summary>
    public bool IsStopping { get; set; }

    /// <summary>Writing calls that were sent and not answered.</summary>
    public int InFlight => Volatile.Read(ref inFlight);

    public void Enter(HttpMethod method) => Interlocked.Add(ref inFlight, method == HttpMethod.Post ? 1 : 0);

    public void Leave(HttpMethod method) => Interlocked.Add(ref inFlight, method == HttpMethod.Post ? -1 : 0);

    public void HostGoes() => hostIsBack = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void HostComes() => hostIsBack.TrySetResult();

    public Task WaitForHostAsync() => hostIsBack.Task.WaitAsync(TimeSpan.FromMinutes(2));
}
