namespace ProcedureEngine.Benchmarks;

internal static class Percentiles
{
    /// <summary>The time below which this part of the sorted stopwatch ticks lies, in milliseconds.</summary>
    public static double Ms(long[] sorted, double part) => sorted.Length == 0 ? 0 : sorted[(int)(part * (sorted.Length - 1))] * 1000.0 / Stopwatch.Frequency;

    /// <summary>Times an act again and again, after some that do not count.</summary>
    public static async Task<long[]> TimesAsync(int count, Func<int, Task> act)
    {
        for (var i = 0; i < Math.Min(count, 20); i++)
            await act(i);
        var times = new long[count];
        for (var i = 0; i < count; i++)
        {
            var from = Stopwatch.GetTimestamp();
            await act(i);
            times[i] = Stopwatch.GetTimestamp() - from;
        }

        Array.Sort(times);
        return times;
    }
}
