namespace ProcedureEngine.Kill.Tests.TwoHosts;

/// <summary>Two Hosts on one PostgreSQL and one broker, and which of them can be called just now. At most one of them is away at a time.</summary>
internal sealed class HostPair(string folder, string postgres, LoadState state, params (string Name, string Value)[] settings) : IDisposable
{
    private readonly HostProcess[] hosts = [new(folder, postgres, settings), new(folder, postgres, settings)];
    private readonly bool[] lives = new bool[2];
    private readonly int[] called = new int[2];
    private readonly int[] kills = new int[2];
    private int turn;

    /// <summary>Calls over HTTP, by host.</summary>
    public IReadOnlyList<int> Called => called;

    /// <summary>How often each was killed.</summary>
    public IReadOnlyList<int> Kills => kills;

    /// <summary>Kills that met writing calls under way.</summary>
    public int KilledAtWork { get; private set; }

    /// <summary>The first of the two; alive whenever nothing is being killed.</summary>
    public HostProcess First => hosts[0];

    public async Task StartAsync()
    {
        for (var host = 0; host < hosts.Length; host++)
            await StartAsync(host);
        // Somebody always lives: whose call was cut off need not wait.
        state.HostComes();
    }

    /// <summary>SIGKILL; who called it is answered by the other one.</summary>
    public async Task KillAsync(int host)
    {
        Volatile.Write(ref lives[host], false);
        KilledAtWork += state.InFlight > 0 ? 1 : 0;
        kills[host]++;
        await hosts[host].KillAsync();
    }

    public async Task StartAsync(int host)
    {
        await hosts[host].StartAsync();
        Volatile.Write(ref lives[host], true);
    }

    /// <summary>The address of one that lives; they take turns.</summary>
    public Uri Door()
    {
        var host = (int)((uint)Interlocked.Increment(ref turn) % 2);
        if (!Volatile.Read(ref lives[host]))
            host = 1 - host;
        Interlocked.Increment(ref called[host]);
        return hosts[host].Address;
    }

    public void Dispose()
    {
        foreach (var host in hosts)
            host.Dispose();
    }
}
