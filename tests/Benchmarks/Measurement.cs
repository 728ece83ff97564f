namespace ProcedureEngine.Benchmarks;

/// <summary>What one series showed.</summary>
/// <param name="CpuMs">Processor time per procedure of the process that runs the engine, in milliseconds.</param>
/// <param name="Bytes">Growth of the database per procedure.</param>
internal sealed record Measurement(string Name, int Drivers, int Procedures, double CompletionsPerSecond, double P50Ms, double P99Ms, double CpuMs, double Bytes)
{
    public const int CompletionsPerProcedure = 6;

    public static string Header => $"{"series",-34}{"drivers",8}{"compl./s",10}{"p50 ms",9}{"p99 ms",9}{"CPU ms/proc",13}{"bytes/proc",12}";

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Name,-34}{Drivers,8}{CompletionsPerSecond,10:F0}{P50Ms,9:F2}{P99Ms,9:F1}{CpuMs,13:F2}{Bytes,12:F0}");

    /// <summary>Runs procedures on so many drivers at once for a time, and times every completion.</summary>
    /// <param name="procedure">One procedure; calls back with the ticks of each completion.</param>
    public static async Task<Measurement> RunAsync(
        string name, int drivers, TimeSpan length, Func<int, Action<long>, Task> procedure, Func<TimeSpan> cpu, Func<Task<long>> size)
    {
        await procedure(0, _ => { }); // Compiled and connected before it counts.
        var (cpuBefore, sizeBefore, clock) = (cpu(), await size(), Stopwatch.StartNew());
        var times = new ConcurrentBag<long>();
        var procedures = 0;
        await Task.WhenAll(Enumerable.Range(0, drivers).Select(driver => Task.Run(async () =>
        {
            while (clock.Elapsed < length)
            {
                await procedure(driver, times.Add);
                Interlocked.Increment(ref procedures);
            }
        })));
        var elapsed = clock.Elapsed;
        var sorted = times.Order().ToArray();
        return new Measurement(
            name, drivers, procedures, sorted.Length / elapsed.TotalSeconds, Percentiles.Ms(sorted, 0.50), Percentiles.Ms(sorted, 0.99), (cpu() - cpuBefore).TotalMilliseconds / procedures,
            (double)(await size() - sizeBefore) / procedures);
    }
}
