namespace ProcedureEngine.Benchmarks;

/// <summary>
/// A host starts that was down while limits ended: it fires them, each case in due order, while people go on working. Told are how long it takes from the
/// start of its process, how long requests took meanwhile, and whether a sample of journals has the order.
/// </summary>
internal static class FiringBenchmark
{
    private const int Limits = 20_000;
    private const int PerCase = 4;
    private const long DayMicros = 86_400_000_000;

    public static string Header => $"{"overdue limits fired",-34}{"limits",9}{"seconds",9}{"limits/s",10}{"requests",10}{"p50 ms",9}{"p99 ms",9}{"order",9}";

    public static async Task<string> RunAsync(BenchDatabase database, string hostAssembly, double scale)
    {
        var cases = (int)(Limits * scale) / PerCase;
        await FillAsync(database, hostAssembly, cases);
        var last = await database.CountAsync("SELECT MAX(due_at) FROM time_limits");
        var clock = Stopwatch.StartNew();
        using var host = await database.StartHostAsync(hostAssembly);
        var times = new ConcurrentBag<long>();
        using var done = new CancellationTokenSource();
        var people = Task.Run(() => WorkAsync(host, times, done.Token));
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (await database.CountAsync($"SELECT COUNT(*) FROM time_limits WHERE state = 'running' AND due_at <= {last}") > 0)
            await look.WaitForNextTickAsync();
        var elapsed = clock.Elapsed;
        await done.CancelAsync();
        await people;
        var sorted = times.Order().ToArray();
        var order = await IsInOrderAsync(database) ? "kept" : "BROKEN";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{database.StoreName,-34}{cases * PerCase,9}{elapsed.TotalSeconds,9:F1}{cases * PerCase / elapsed.TotalSeconds,10:F0}{sorted.Length,10}{Percentiles.Ms(sorted, 0.5),9:F1}{Percentiles.Ms(sorted, 0.99),9:F1}{order,9}");
    }

    /// <summary>One case over HTTP, its limit four times with ends an hour apart, and copies of it; then the clock goes on past all ends.</summary>
    private static async Task FillAsync(BenchDatabase database, string hostAssembly, int cases)
    {
        string id;
        using (var host = await database.StartHostAsync(hostAssembly))
            id = await host.StartCaseAsync();
        await database.ExecuteAsync("DELETE FROM timers WHERE id NOT LIKE '%/time-limit/due/%'");
        await database.ExecuteAsync("UPDATE cases SET reference_code = id");
        var limit = $"{id}.check-validity.1";
        for (var n = 2; n <= PerCase; n++)
            await CopyLimitAsync(database, limit, $"{id}.check-validity.{n}", n);
        foreach (var table in new[] { "instances", "cases", "tasks", "bookmarks", "time_limits", "timers" })
            await database.CloneAsync(table, table == "instances" ? $"id = '{id}'" : $"instance_id = '{id}'", id, cases - 1);
        await database.ExecuteAsync($"UPDATE sandbox_clock SET offset_micros = {60 * DayMicros}");
        if (database.Postgres is not null)
            await database.ExecuteAsync("ANALYZE");
    }

    private static async Task CopyLimitAsync(BenchDatabase database, string from, string to, int number)
    {
        foreach (var table in new[] { "time_limits", "timers" })
        {
            var row = table == "time_limits" ? $"id = '{from}'" : $"limit_id = '{from}'";
            await database.CloneAsync(table, row, from, 1);
            var copy = table == "time_limits" ? $"id = '{from}x1'" : $"limit_id = '{from}x1'";
            foreach (var column in table == "time_limits" ? new[] { "id", "body" } : ["id", "limit_id", "body"])
                await database.ExecuteAsync($"UPDATE {table} SET {column} = REPLACE({column}, '{from}x1', '{to}') WHERE {(column == "id" ? copy : copy.Replace($"{from}x1", table == "time_limits" || column == "body" ? to : $"{from}x1", StringComparison.Ordinal))}");
        }

        await database.ExecuteAsync($"UPDATE time_limits SET due_at = due_at + {number} * 3600000000 WHERE id = '{to}'");
        await database.ExecuteAsync($"UPDATE timers SET due_at = due_at + {number} * 3600000000 WHERE limit_id = '{to}'");
    }

    private static async Task WorkAsync(HttpWorkload host, ConcurrentBag<long> times, CancellationToken done)
    {
        while (!done.IsCancellationRequested)
        {
            var from = Stopwatch.GetTimestamp();
            await host.StartCaseAsync();
            times.Add(Stopwatch.GetTimestamp() - from);
        }
    }

    /// <summary>In a sample of cases the journal tells the missed limits in the order of their ends.</summary>
    private static async Task<bool> IsInOrderAsync(BenchDatabase database)
    {
        var rows = await database.QueryAsync(
            "SELECT instance_id, text FROM journal WHERE event_name = 'LimitMissed' AND instance_id IN (SELECT instance_id FROM timers UNION SELECT id FROM instances WHERE id LIKE '%x1%') ORDER BY instance_id, sequence");
        return rows.GroupBy(row => (string)row[0], row => (string)JsonNode.Parse((string)row[1])!["payload"]!["limit"]!, StringComparer.Ordinal).All(group => group.SequenceEqual(group.Order(StringComparer.Ordinal), StringComparer.Ordinal));
    }
}
