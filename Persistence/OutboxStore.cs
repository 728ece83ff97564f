using ProcedureEngine.Activities.Notification;
using ProcedureEngine.Persistence.Sql;

namespace ProcedureEngine.Persistence;

/// <summary>The outbox as rows claimed by state (rule 6), and the feed of events in one order for all readers.</summary>
public sealed class OutboxStore : IOutboxStore
{
    private const string FeedCounter = "feed/events";
    private const string EventColumns = "o.id, o.instance_id, o.channel, o.sequence, o.kind, o.payload, o.created_at, o.origin, o.feed_position, i.office, i.definition_id";
    private const string EventTables = "outbox o JOIN instances i ON i.id = o.instance_id";

    private readonly DurableStore store;

    internal OutboxStore(DurableStore store) => this.store = store;

    /// <inheritdoc/>
    /// <remarks><see cref="ClaimedMessage.Attempts"/> counts this attempt.</remarks>
    public Task<IReadOnlyList<ClaimedMessage>> ClaimAsync(string channel, int limit, Duration lease, CancellationToken cancellation) => store.WriteAsync<IReadOnlyList<ClaimedMessage>>(
        async sql =>
        {
            var now = await store.NowMicrosAsync(sql);
            // What one case asks of another is a burst of both; a letter is none.
            var served = channel == OutboxChannels.Stimulus ? ServedVersions.Running(store.Serves, "outbox") : ServedVersions.Known(store.Serves, "outbox");
            var rows = await sql.QueryAsync(new Statement(
                $"""
                WITH found AS (
                    SELECT id FROM outbox
                    WHERE channel = @channel AND state = 'pending' AND next_attempt_at <= @now AND leased_until <= @now{served.Condition} AND NOT EXISTS (
                        SELECT 1 FROM outbox earlier WHERE earlier.instance_id = outbox.instance_id AND earlier.channel = outbox.channel
                          AND earlier.sequence < outbox.sequence AND earlier.state = 'pending')
                    ORDER BY next_attempt_at, id LIMIT @limit{sql.ClaimLock})
                UPDATE outbox SET leased_until = @until, attempts = attempts + 1 WHERE id IN (SELECT id FROM found)
                RETURNING id, instance_id, channel, sequence, kind, payload, created_at, origin, attempts
                """,
                [("@channel", channel), ("@now", now), ("@until", now + Micros.Of(lease)), ("@limit", (long)limit), .. served.Parameters]));
            return [.. rows.Select(row => new ClaimedMessage(Read(row), (int)(long)row[8]!)).OrderBy(message => message.Row.CreatedAt).ThenBy(message => message.Row.Id, StringComparer.Ordinal)];
        },
        isBackground: true, cancellation);

    public Task MarkSentAsync(string id, string proof, CancellationToken cancellation) => EndAsync(id, "sent", proof, cancellation);

    public Task MarkFailedAsync(string id, string error, CancellationToken cancellation) => EndAsync(id, "failed", error, cancellation);

    public Task MarkRetryAsync(string id, string error, Instant nextAttempt, CancellationToken cancellation) => store.WriteAsync(
        async sql => await sql.ExecuteAsync(new Statement(
            "UPDATE outbox SET proof = @proof, next_attempt_at = @next, leased_until = 0 WHERE id = @id AND state = 'pending'",
            ("@id", id), ("@proof", error), ("@next", Micros.Of(nextAttempt)))),
        isBackground: true, cancellation);

    public Task<OutboxFigures> FiguresAsync(CancellationToken cancellation) => store.ReadAsync(
        async sql =>
        {
            var row = (await sql.QueryAsync(new Statement(
                "SELECT (SELECT COUNT(*) FROM outbox WHERE state = 'pending'), (SELECT COUNT(*) FROM outbox WHERE state = 'failed'), (SELECT MIN(created_at) FROM outbox WHERE state = 'pending')")))[0];
            return new OutboxFigures((long)row[0]!, (long)row[1]!, row[2] is long oldest ? Micros.ToInstant(oldest) : null);
        },
        cancellation);

    /// <summary>
    /// Gives the next positions of the feed to events that have none, under the feed counter's lock: positions become visible in
    /// their order, so a reader that asks 'after n' never misses a transaction that committed late.
    /// </summary>
    /// <returns>How many events were placed.</returns>
    public Task<int> SequenceEventsAsync(int limit, CancellationToken cancellation) => store.WriteAsync(
        async sql =>
        {
            var position = (long)(await sql.ScalarAsync(new Statement(
                "INSERT INTO counters (id, value) VALUES (@id, 0) ON CONFLICT (id) DO UPDATE SET value = counters.value RETURNING value", ("@id", FeedCounter))))!;
            var now = await store.NowMicrosAsync(sql);
            var rows = await sql.QueryAsync(new Statement(
                "SELECT id FROM outbox WHERE channel = 'event' AND state = 'pending' ORDER BY created_at, instance_id, sequence LIMIT @limit", ("@limit", (long)limit)));
            if (rows.Count == 0)
                return 0;
            var statements = rows.Select(row => new Statement(
                "UPDATE outbox SET state = 'sent', feed_position = @position, ended_at = @now WHERE id = @id", ("@position", ++position), ("@now", now), ("@id", row[0]))).ToList();
            statements.Add(new Statement("UPDATE counters SET value = @value WHERE id = @id", ("@value", position), ("@id", FeedCounter)));
            await sql.ExecuteAsync(statements);
            return rows.Count;
        },
        isBackground: true, cancellation);

    /// <summary>Events after a position, in order; <paramref name="offices"/> null for all offices.</summary>
    public Task<IReadOnlyList<FeedEvent>> ReadEventsAsync(long after, int limit, IReadOnlyCollection<string>? offices, CancellationToken cancellation) => store.ReadAsync<IReadOnlyList<FeedEvent>>(
        async sql =>
        {
            var filter = new Filter().And("o.feed_position > @after", ("@after", after)).AndIn("i.office", offices);
            var rows = await sql.QueryAsync(filter.Select(EventColumns, EventTables, "o.feed_position", limit));
            return [.. rows.Select(Event)];
        },
        cancellation);

    /// <summary>One event by its id; null while it has no place in the feed.</summary>
    public Task<FeedEvent?> FindEventAsync(string id, CancellationToken cancellation) => store.ReadAsync(
        async sql => await sql.QueryAsync(new Statement(
            $"SELECT {EventColumns} FROM {EventTables} WHERE o.id = @id AND o.feed_position IS NOT NULL", ("@id", id))) is [var row] ? Event(row) : null,
        cancellation);

    private static FeedEvent Event(object?[] row) => new((long)row[8]!, Read(row), (string)row[9]!, (string)row[10]!);

    private static OutboxRow Read(object?[] row) => new(
        (string)row[0]!, (string)row[1]!, (string)row[2]!, (long)row[3]!, (string)row[4]!, (JsonObject)JsonNode.Parse((string)row[5]!)!, Micros.ToInstant((long)row[6]!))
    {
        Origin = row[7] is string origin ? RowJson.Read<TraceOrigin>(origin) : null,
    };

    private Task EndAsync(string id, string state, string proof, CancellationToken cancellation) => store.WriteAsync(
        async sql => await sql.ExecuteAsync(new Statement(
            "UPDATE outbox SET state = @state, proof = @proof, ended_at = @now, leased_until = 0 WHERE id = @id AND state = 'pending'",
            ("@id", id), ("@state", state), ("@proof", proof), ("@now", await store.NowMicrosAsync(sql)))),
        isBackground: true, cancellation);
}

/// <param name="Position">Gapless, from 1; what a reader remembers.</param>
/// <param name="Procedure">The definition's id.</param>
public sealed record FeedEvent(long Position, OutboxRow Row, string Office, string Procedure);
