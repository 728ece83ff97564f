using Npgsql;

namespace ProcedureEngine.Benchmarks;

/// <summary>
/// What PostgreSQL itself can do here: one prepared server function a step that writes the same rows as a burst of W does, driven by pgbench
/// on the same cluster in the same run. The engine cannot be faster than this; how near it comes is the figure that counts.
/// </summary>
internal static class PgBench
{
    private const string Schema = """
        CREATE TABLE b_instances (id TEXT PRIMARY KEY, revision BIGINT, body TEXT, state TEXT);
        CREATE TABLE b_tasks (id TEXT PRIMARY KEY, instance_id TEXT, is_open BIGINT, due_at BIGINT, body TEXT);
        CREATE INDEX ON b_tasks (instance_id);
        CREATE INDEX ON b_tasks (due_at) WHERE is_open = 1;
        CREATE TABLE b_limits (id TEXT PRIMARY KEY, instance_id TEXT, state TEXT, due_at BIGINT, body TEXT);
        CREATE INDEX ON b_limits (instance_id);
        CREATE INDEX ON b_limits (state, due_at);
        CREATE TABLE b_timers (id TEXT PRIMARY KEY, instance_id TEXT, due_at BIGINT, body TEXT);
        CREATE INDEX ON b_timers (instance_id);
        CREATE INDEX ON b_timers (due_at);
        CREATE TABLE b_journal (instance_id TEXT, sequence BIGINT, text TEXT, hash TEXT, PRIMARY KEY (instance_id, sequence));
        CREATE TABLE b_outbox (id TEXT PRIMARY KEY, instance_id TEXT, payload TEXT, state TEXT, created_at BIGINT);
        CREATE INDEX ON b_outbox (created_at) WHERE state = 'pending';
        CREATE FUNCTION b_open(i TEXT, n INT) RETURNS VOID LANGUAGE sql AS $$
            INSERT INTO b_tasks VALUES (i || '.t' || n, i, 1, n, repeat('t', 900));
            INSERT INTO b_limits VALUES (i || '.l' || n, i, 'running', n, repeat('l', 800));
            INSERT INTO b_timers VALUES (i || '.d' || n, i, n, repeat('d', 250)), (i || '.w' || n, i, n, repeat('w', 250)); $$;
        CREATE FUNCTION b_journal_lines(i TEXT, f INT, c INT) RETURNS VOID LANGUAGE sql AS $$
            INSERT INTO b_journal SELECT i, f + g, repeat('j', 330), repeat('h', 64) FROM generate_series(1, c) g; $$;
        CREATE FUNCTION b_start(i TEXT) RETURNS VOID LANGUAGE sql AS $$
            INSERT INTO b_instances VALUES (i, 1, repeat('b', 500), repeat('s', 3000));
            SELECT b_open(i, 1); SELECT b_journal_lines(i, 0, 5); $$;
        CREATE FUNCTION b_step(i TEXT, n INT) RETURNS VOID LANGUAGE plpgsql AS $$ BEGIN
            PERFORM 1 FROM b_instances WHERE id = i FOR UPDATE;
            PERFORM body FROM b_tasks WHERE instance_id = i AND is_open = 1;
            PERFORM body FROM b_timers WHERE instance_id = i;
            PERFORM body FROM b_limits WHERE instance_id = i;
            UPDATE b_instances SET revision = revision + 1, body = repeat('b', 500), state = repeat('s', 3500) WHERE id = i;
            UPDATE b_tasks SET is_open = 0, body = repeat('u', 950) WHERE id = i || '.t' || n;
            UPDATE b_limits SET state = 'met', body = repeat('m', 850) WHERE id = i || '.l' || n;
            DELETE FROM b_timers WHERE id IN (i || '.d' || n, i || '.w' || n);
            IF n < 6 THEN PERFORM b_open(i, n + 1);
            ELSE INSERT INTO b_outbox VALUES (i || '.1', i, '{}', 'pending', n), (i || '.2', i, '{}', 'pending', n); END IF;
            PERFORM b_journal_lines(i, n * 9, 9); END $$;
        """;

    private const string Script = """
        \set a random(1, 9000000000000000)
        \set b random(1, 9000000000000000)
        SELECT b_start(:a || 'x' || :b);
        SELECT b_step(:a || 'x' || :b, 1);
        SELECT b_step(:a || 'x' || :b, 2);
        SELECT b_step(:a || 'x' || :b, 3);
        SELECT b_step(:a || 'x' || :b, 4);
        SELECT b_step(:a || 'x' || :b, 5);
        SELECT b_step(:a || 'x' || :b, 6);
        """;

    public static async Task PrepareAsync(string connection)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand(Schema);
        await command.ExecuteNonQueryAsync();
    }

    /// <returns>Completions a second: six a script.</returns>
    public static async Task<double> RunAsync(string connection, int clients, TimeSpan length)
    {
        var builder = new NpgsqlConnectionStringBuilder(connection);
        var script = Path.GetTempFileName();
        await File.WriteAllTextAsync(script, Script);
        var info = new ProcessStartInfo("pgbench",
        [
            "-n", "-M", "prepared", "-h", builder.Host!, "-p", builder.Port.ToString(CultureInfo.InvariantCulture), "-U", builder.Username!, "-c", clients.ToString(CultureInfo.InvariantCulture),
            "-j", "2", "-T", ((int)length.TotalSeconds).ToString(CultureInfo.InvariantCulture), "-f", script, builder.Database!,
        ])
        { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using var process = Process.Start(info)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        File.Delete(script);
        var line = output.Split('\n').FirstOrDefault(l => l.StartsWith("tps = ", StringComparison.Ordinal)) ?? throw new InvalidOperationException($"pgbench said: {output}");
        return double.Parse(line.Split(' ')[2], CultureInfo.InvariantCulture) * Measurement.CompletionsPerProcedure;
    }
}
