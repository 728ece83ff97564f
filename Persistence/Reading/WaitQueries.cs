using ProcedureEngine.Engine.Timers;
using ProcedureEngine.Persistence.Sql;
using ProcedureEngine.Persistence.Supervision;

namespace ProcedureEngine.Persistence;

/// <summary>What one case waits for, as the store has it; for operators.</summary>
public sealed class WaitQueries
{
    private readonly DurableStore store;

    internal WaitQueries(DurableStore store) => this.store = store;

    /// <summary>Ids of the cases that somebody may mean: by id, number or reference code, at any office.</summary>
    public Task<IReadOnlyList<string>> FindAsync(string text, CancellationToken cancellation) => store.ReadAsync<IReadOnlyList<string>>(
        async sql =>
        [
            .. (await sql.QueryAsync(new Statement(
                "SELECT id FROM instances WHERE id = @text UNION SELECT instance_id FROM cases WHERE number_text = @text OR reference_code = @text ORDER BY 1", ("@text", text))))
                .Select(row => (string)row[0]!),
        ],
        cancellation);

    /// <summary>Armed timers, the next first.</summary>
    public Task<IReadOnlyList<TimerRow>> TimersAsync(string instanceId, CancellationToken cancellation) => store.ReadAsync<IReadOnlyList<TimerRow>>(
        async sql =>
        [
            .. (await sql.QueryAsync(new Statement("SELECT body FROM timers WHERE instance_id = @id ORDER BY due_at, id", ("@id", instanceId))))
                .Select(row => RowMap<TimerRow>.Read((string)row[0]!)),
        ],
        cancellation);

    /// <summary>What has not left, and what failed for good, in order.</summary>
    public Task<IReadOnlyList<UnsentMessage>> UnsentAsync(string instanceId, CancellationToken cancellation) => store.ReadAsync<IReadOnlyList<UnsentMessage>>(
        async sql =>
        [
            .. (await sql.QueryAsync(new Statement(
                "SELECT id, channel, kind, state, attempts, next_attempt_at, proof, created_at FROM outbox WHERE instance_id = @id AND state <> 'sent' ORDER BY channel, sequence", ("@id", instanceId))))
                .Select(row => new UnsentMessage(
                    (string)row[0]!, (string)row[1]!, (string)row[2]!, (string)row[3]! == "failed", (int)(long)row[4]!, Micros.ToInstant((long)row[5]!), (string?)row[6], Micros.ToInstant((long)row[7]!))),
        ],
        cancellation);

    /// <summary>The last burst that sent something while traces were kept; null when none was.</summary>
    public Task<(TraceOrigin Origin, Instant At)?> LastTraceAsync(string instanceId, CancellationToken cancellation) => store.ReadAsync<(TraceOrigin, Instant)?>(
        async sql => await sql.QueryAsync(new Statement(
            "SELECT origin, created_at FROM outbox WHERE instance_id = @id AND origin IS NOT NULL ORDER BY created_at DESC, sequence DESC LIMIT 1", ("@id", instanceId))) is [var row]
            ? (RowJson.Read<TraceOrigin>((string)row[0]!), Micros.ToInstant((long)row[1]!))
            : null,
        cancellation);

    /// <summary>Limits of the case that cannot be armed.</summary>
    public Task<IReadOnlyList<LimitAlarm>> AlarmsAsync(string instanceId, CancellationToken cancellation) => store.ReadAsync<IReadOnlyList<LimitAlarm>>(
        async sql =>
        [
            .. (await sql.QueryAsync(new Statement("SELECT id, instance_id, office, difference, since, reason FROM limit_alarms WHERE instance_id = @id ORDER BY since, id", ("@id", instanceId))))
                .Select(LimitWatch.AlarmOf),
        ],
        cancellation);
}

/// <param name="Error">The last one; null before the first attempt.</param>
public sealed record UnsentMessage(string Id, string Channel, string Kind, bool IsFailed, int Attempts, Instant NextAttemptAt, string? Error, Instant CreatedAt);
