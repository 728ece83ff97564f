namespace ProcedureEngine.Benchmarks;

/// <summary>How long readiness takes with few and with many armed timers.</summary>
internal static class ReadinessBenchmark
{
    public static string Header => $"{"readiness",-34}{"timers",9}{"p50 ms",9}{"p99 ms",9}";

    public static async Task<string> RunAsync(BenchDatabase database, string hostAssembly, int timers)
    {
        await (await database.OpenAsync()).DisposeAsync();
        await database.ExecuteAsync($"""
            INSERT INTO instances (id, definition_id, definition_version, office, status, sub_status, revision, incident_count, created_at, updated_at, body, state)
                VALUES ('armed', 'none', 1, 'namdinh', 'Running', 'Suspended', 1, 0, 0, 0, '', '');
            """);
        await database.ExecuteAsync($"""
            WITH RECURSIVE numbers (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < {timers})
            INSERT INTO timers (id, instance_id, due_at, leased_until, body) SELECT 'armed/t' || i, 'armed', 4000000000000000 + i, 0, '' FROM numbers
            """);
        using var host = await database.StartHostAsync(hostAssembly);
        var times = await Percentiles.TimesAsync(300, _ => host.ReadyAsync());
        return string.Create(CultureInfo.InvariantCulture, $"{database.StoreName,-34}{timers,9}{Percentiles.Ms(times, 0.5),9:F2}{Percentiles.Ms(times, 0.99),9:F2}");
    }
}
