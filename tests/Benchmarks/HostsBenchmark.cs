namespace ProcedureEngine.Benchmarks;

/// <summary>
/// The enforcement request over HTTP (which stands for workload W) with one host, and with two on one PostgreSQL, the same drivers spread over both; pgbench beside
/// them. Hosts, database and drivers share the processors of one machine, so what a second host adds here is its lower bound.
/// </summary>
internal static class HostsBenchmark
{
    public static string Header => $"{"hosts on one PostgreSQL",-34}{"drivers",8}{"compl./s",10}{"p50 ms",9}{"p99 ms",9}   CPU ms/proc of each host";

    /// <param name="folder">Data folders of the hosts go here.</param>
    /// <param name="create">Makes an empty database of a name.</param>
    /// <param name="size">Bytes of a database.</param>
    public static async IAsyncEnumerable<string> RunAsync(
        string hostAssembly, string folder, Func<string, Task<string>> create, Func<string, Task<long>> size, int[] drivers, TimeSpan length)
    {
        var pgbench = await create("bench_hosts_pgbench");
        await PgBench.PrepareAsync(pgbench);
        foreach (var count in drivers)
        {
            var (one, alone) = await MeasureAsync(1, count);
            yield return alone;
            var (two, shared) = await MeasureAsync(2, count);
            yield return shared;
            yield return string.Create(CultureInfo.InvariantCulture, $"{"two hosts against one",-34}{count,8}{two.CompletionsPerSecond / one.CompletionsPerSecond,10:F2} times");
            var rate = await PgBench.RunAsync(pgbench, count, length);
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{"pgbench, the same rows",-34}{count,8}{rate,10:F0}   one host {one.CompletionsPerSecond / rate:P0} of it, two {two.CompletionsPerSecond / rate:P0}");
        }

        async Task<(Measurement Measured, string Line)> MeasureAsync(int hosts, int count)
        {
            var database = await create($"bench_hosts{hosts}x{count}");
            var running = new List<HttpWorkload>();
            try
            {
                // One after the other: the first makes the schema and the accounts.
                for (var number = 1; number <= hosts; number++)
                    running.Add(await HttpWorkload.StartAsync(hostAssembly, Directory.CreateDirectory(Path.Combine(folder, $"hosts-{hosts}-{count}-{number}")).FullName, database));
                return await MeasureOnAsync(running, count, length, () => size(database));
            }
            finally
            {
                running.ForEach(host => host.Dispose());
            }
        }
    }

    private static async Task<(Measurement Measured, string Line)> MeasureOnAsync(List<HttpWorkload> hosts, int drivers, TimeSpan length, Func<Task<long>> size)
    {
        foreach (var host in hosts)
            await host.RunAsync(_ => { }); // Each is compiled and connected before it counts.
        var marks = new List<TimeSpan[]>();
        var name = hosts.Count == 1 ? "one host" : "two hosts";
        var measured = await Measurement.RunAsync(name, drivers, length, (driver, completed) => hosts[driver % hosts.Count].RunAsync(completed), MarkCpu, size);
        var each = hosts.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"{(marks[^1][i] - marks[0][i]).TotalMilliseconds / measured.Procedures:F1}"));
        return (measured, string.Create(
            CultureInfo.InvariantCulture, $"{name,-34}{drivers,8}{measured.CompletionsPerSecond,10:F0}{measured.P50Ms,9:F2}{measured.P99Ms,9:F1}   {string.Join(" + ", each)}"));

        TimeSpan MarkCpu()
        {
            marks.Add([.. hosts.Select(host => host.Cpu)]);
            return marks[^1].Aggregate(TimeSpan.Zero, (sum, cpu) => sum + cpu);
        }
    }
}
