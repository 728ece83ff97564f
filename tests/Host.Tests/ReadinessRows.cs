using Npgsql;
using ProcedureEngine.Host.Tests.Support;

namespace ProcedureEngine.Host.Tests;

/// <summary>Neither a start nor readiness reads what it need not: counted by PostgreSQL itself, with 100,000 armed timers.</summary>
[Category("Whole")]
public sealed class ReadinessRows
{
    private const int Timers = 100_000;

    [Test]
    public async Task A_start_and_readiness_read_few_rows_however_many_timers_are_armed()
    {
        await using var database = await TestDatabase.CreateAsync();
        await RunHostAsync(database.ConnectionString, asksReadiness: false);
        await ExecuteAsync(database.ConnectionString, $"""
            INSERT INTO instances (id, definition_id, definition_version, office, status, sub_status, revision, incident_count, created_at, updated_at, body, state)
                SELECT 'c' || i, 'enforcement-request', 1, 'namdinh', 'Running', 'Suspended', 1, 0, 0, 0, '', '' FROM generate_series(1, {Timers / 100}) i;
            INSERT INTO timers (id, instance_id, due_at, leased_until, body)
                SELECT 'c' || i || '/t' || n, 'c' || i, 4000000000000000 + n, 0, '' FROM generate_series(1, {Timers / 100}) i, generate_series(1, 100) n;
            ANALYZE timers;
            """);

        var before = await RowsReadAsync(database.ConnectionString);
        await RunHostAsync(database.ConnectionString, asksReadiness: false);
        var started = await RowsReadAsync(database.ConnectionString);
        await RunHostAsync(database.ConnectionString, asksReadiness: true);
        var asked = await RowsReadAsync(database.ConnectionString);

        TestContext.Out.WriteLine($"rows read: a start {started.All - before.All} ({started.Timers - before.Timers} timers), a start and readiness {asked.All - started.All} ({asked.Timers - started.Timers} timers)");
        Assert.That(started.Timers - before.Timers, Is.LessThan(100), "timers read by a start");
        Assert.That(asked.All - started.All, Is.LessThan(2000), "rows read by a start and readiness together");
        Assert.That(asked.Timers - started.Timers, Is.LessThan(100), "timers read by a start and readiness together");
    }

    private static async Task RunHostAsync(string connection, bool asksReadiness)
    {
        await using var host = new TestHost("Development", null, ("Store:Postgres", connection));
        using var browser = host.Browser();
        if (asksReadiness)
            Assert.That(await browser.GetStringAsync("/health/ready"), Does.Contain("ready"));
        else
            await browser.GetStringAsync("/health/live");
    }

    /// <summary>Rows read of all tables and of timers so far. The counts are complete once no other connection is left.</summary>
    private static async Task<(long All, long Timers)> RowsReadAsync(string connection)
    {
        while (await ScalarAsync(connection, "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()") > 0)
        {
            // Connections of a host that has stopped are about to end.
        }

        const string Read = "SELECT (SELECT COALESCE(SUM(seq_tup_read), 0) FROM pg_stat_user_tables {0}) + (SELECT COALESCE(SUM(idx_tup_read), 0) FROM pg_stat_user_indexes {0})";
        return (await ScalarAsync(connection, Read.Replace("{0}", string.Empty, StringComparison.Ordinal)), await ScalarAsync(connection, Read.Replace("{0}", "WHERE relname = 'timers'", StringComparison.Ordinal)));
    }

    private static async Task<long> ScalarAsync(string connection, string sql)
    {
        await using var opened = await OpenAsync(connection);
        await using var command = new NpgsqlCommand($"SELECT ({sql})::bigint", opened);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task ExecuteAsync(string connection, string sql)
    {
        await using var opened = await OpenAsync(connection);
        await using var command = new NpgsqlCommand(sql, opened);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<NpgsqlConnection> OpenAsync(string connection)
    {
        var opened = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connection) { Pooling = false }.ToString());
        await opened.OpenAsync();
        return opened;
    }
}
