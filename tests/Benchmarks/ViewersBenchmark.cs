namespace ProcedureEngine.Benchmarks;

/// <summary>
/// What open viewers of Elsa Studio cost the Host: processor time of its process, as the system counts it, while twenty viewers are open and nothing happens, while each has a
/// step selected that waits, while they ask without the hub, and while there is a burst a second, of one case or of all in turn; the same bursts with nobody looking; and beside each a Host that idles.
/// </summary>
internal static class ViewersBenchmark
{
    private const int Viewers = 20;
    private const string FirstStep = "check-validity";

    /// <summary>So long a viewer may be starting, for the Host too: it is told its counts again and again.</summary>
    private static readonly TimeSpan StartUp = TimeSpan.FromSeconds(16);

    public static string Header => $"{"viewers",-12}{"what goes on",-52}{"viewers",8}{"seconds",9}{"bursts",8}{"told",8}{"% of a core",13}{"idle Host",11}";

    /// <param name="seconds">Length of each series.</param>
    public static async IAsyncEnumerable<string> RunAsync(BenchDatabase database, BenchDatabase beside, string hostAssembly, TimeSpan seconds)
    {
        using var host = await database.StartHostAsync(hostAssembly);
        using var idle = await beside.StartHostAsync(hostAssembly);
        var cases = new List<string>();
        for (var i = 0; i < Viewers; i++)
            cases.Add(await host.StartCaseAsync());
        // What the Hosts do again and again is compiled before it counts: the first series runs once without being told.
        for (var i = 0; i < 20; i++)
            await host.TurnAsync(cases[i % Viewers]);
        await MeasureAsync(database.StoreName, new Series("settling", cases, HasHub: true, null), host, idle, seconds);
        foreach (var series in new[]
        {
            new Series("open, nothing happens", cases, HasHub: true, null), new Series("open, a waiting step selected in each", cases, HasHub: true, null) { Selected = FirstStep },
            new Series("open, without the hub", cases, HasHub: false, null),
            new Series("nobody looks, a burst a second", [], HasHub: true, cases), new Series("of as many cases, a burst a second in turn", cases, HasHub: true, cases),
            new Series("of one case, a burst of it a second", [.. Enumerable.Repeat(cases[0], Viewers)], HasHub: true, [cases[0]]),
        })
            yield return await MeasureAsync(database.StoreName, series, host, idle, seconds);
    }

    private static async Task<string> MeasureAsync(string store, Series series, HttpWorkload host, HttpWorkload idle, TimeSpan length)
    {
        var viewers = new List<StudioViewer>();
        foreach (var id in series.Looked)
            viewers.Add(await StudioViewer.OpenAsync(host.Person("intake-officer"), id, series.HasHub, series.Selected));
        using (var settle = new PeriodicTimer(StartUp))
            await settle.WaitForNextTickAsync();
        var (cpu, idleCpu, told, bursts, clock) = (host.Cpu, idle.Cpu, viewers.Sum(viewer => viewer.Received), 0, Stopwatch.StartNew());
        using (var second = new PeriodicTimer(TimeSpan.FromSeconds(1)))
        {
            while (clock.Elapsed < length && await second.WaitForNextTickAsync())
            {
                if (series.Acted is not { } acted)
                    continue;
                await host.TurnAsync(acted[bursts++ % acted.Count]);
            }
        }

        var elapsed = clock.Elapsed;
        var (of, besides, heard) = (Part(host.Cpu - cpu, elapsed), Part(idle.Cpu - idleCpu, elapsed), viewers.Sum(viewer => viewer.Received) - told);
        foreach (var viewer in viewers)
            await viewer.DisposeAsync();
        return string.Create(CultureInfo.InvariantCulture, $"{store,-12}{series.Name,-52}{viewers.Count,8}{elapsed.TotalSeconds,9:F0}{bursts,8}{heard,8}{of,13:F2}{besides,11:F2}");
    }

    private static double Part(TimeSpan cpu, TimeSpan elapsed) => 100 * cpu / elapsed;

    /// <param name="Looked">The case of each viewer.</param>
    /// <param name="Acted">Cases that bursts go to, one a second in turn; null for none.</param>
    private sealed record Series(string Name, IReadOnlyList<string> Looked, bool HasHub, IReadOnlyList<string>? Acted)
    {
        public string? Selected { get; init; }
    }
}
