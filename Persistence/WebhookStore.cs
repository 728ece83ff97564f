using System.Collections.Immutable;
using ProcedureEngine.Persistence.Sql;

namespace ProcedureEngine.Persistence;

/// <summary>An address that a system wants to be told of events at.</summary>
/// <param name="Owner">The system: <c>system:{name}</c>.</param>
/// <param name="Secret">What its deliveries are signed with, protected by the host's keys.</param>
/// <param name="Procedures">Ids; all when empty.</param>
/// <param name="Types">Event types; all when empty.</param>
public sealed record Webhook(string Id, string Owner, Uri Url, string Secret, ImmutableArray<string> Procedures, ImmutableArray<string> Types, Instant CreatedAt);

/// <summary>How a webhook stands.</summary>
/// <param name="IsOn">False once it was switched off.</param>
/// <param name="Position">The last event of the feed that it has been told, or that is none of its.</param>
/// <param name="Attempts">Failed ones since the last success.</param>
/// <param name="FailingSince">The first of them.</param>
/// <param name="Error">What the last failure was.</param>
public sealed record WebhookStanding(Webhook Webhook, bool IsOn, long Position, int Attempts, Instant? FailingSince, Instant NextAttempt, string? Error);

/// <summary>Webhooks with their places in the feed. One host serves one of them at a time, so that its events leave in order.</summary>
public sealed class WebhookStore
{
    private const string Columns = "body, state, position, attempts, failing_since, next_attempt_at, error";

    private readonly DurableStore store;

    internal WebhookStore(DurableStore store) => this.store = store;

    /// <param name="position">It is told what comes after this.</param>
    public Task AddAsync(Webhook webhook, long position, CancellationToken cancellation) => ExecuteAsync(
        "INSERT INTO webhooks (id, owner, state, position, attempts, next_attempt_at, leased_until, body) VALUES (@id, @owner, 'on', @position, 0, 0, 0, @body)",
        cancellation, ("@id", webhook.Id), ("@owner", webhook.Owner), ("@position", position), ("@body", RowJson.Write(webhook)));

    public Task<IReadOnlyList<WebhookStanding>> OfOwnerAsync(string owner, CancellationToken cancellation) => QueryAsync("WHERE owner = @owner ORDER BY id", cancellation, ("@owner", owner));

    public Task<IReadOnlyList<WebhookStanding>> SwitchedOffAsync(CancellationToken cancellation) => QueryAsync("WHERE state = 'off' ORDER BY id", cancellation);

    public async Task<WebhookStanding?> FindAsync(string id, CancellationToken cancellation) => (await QueryAsync("WHERE id = @id", cancellation, ("@id", id))).SingleOrDefault();

    public Task DeleteAsync(string id, CancellationToken cancellation) => ExecuteAsync("DELETE FROM webhooks WHERE id = @id", cancellation, ("@id", id));

    /// <summary>Claims webhooks that have something to be told and are due, for <paramref name="lease"/>.</summary>
    public async Task<IReadOnlyList<WebhookStanding>> ClaimAsync(int limit, Duration lease, CancellationToken cancellation)
    {
        const string due = "state = 'on' AND next_attempt_at <= @now AND leased_until <= @now AND position < (SELECT COALESCE(MAX(feed_position), 0) FROM outbox)";
        var isAny = await store.ReadAsync(
            async sql => await sql.ScalarAsync(new Statement($"SELECT id FROM webhooks WHERE {due} LIMIT 1", ("@now", await store.NowMicrosAsync(sql)))) is not null, cancellation);
        if (!isAny)
            return [];
        return await store.WriteAsync<IReadOnlyList<WebhookStanding>>(
            async sql =>
            {
                var now = await store.NowMicrosAsync(sql);
                var rows = await sql.QueryAsync(new Statement(
                    $"""
                    WITH found AS (SELECT id FROM webhooks WHERE {due} ORDER BY next_attempt_at, id LIMIT @limit{sql.ClaimLock})
                    UPDATE webhooks SET leased_until = @until WHERE id IN (SELECT id FROM found) RETURNING {Columns}
                    """,
                    ("@now", now), ("@until", now + Micros.Of(lease)), ("@limit", (long)limit)));
                return [.. rows.Select(Read)];
            },
            isBackground: true, cancellation);
    }

    /// <summary>It has been told everything up to a position.</summary>
    /// <returns>False when it was moved meanwhile (a replay), switched off or removed: whoever serves it stops.</returns>
    public async Task<bool> AdvanceAsync(string id, long from, long to, CancellationToken cancellation) => await ExecuteAsync(
        "UPDATE webhooks SET position = @to, attempts = 0, failing_since = NULL, error = NULL WHERE id = @id AND position = @from AND state = 'on'",
        cancellation, ("@id", id), ("@from", from), ("@to", to)) == 1;

    /// <summary>Another host may take it.</summary>
    public Task ReleaseAsync(string id, CancellationToken cancellation) => ExecuteAsync("UPDATE webhooks SET leased_until = 0 WHERE id = @id", cancellation, ("@id", id));

    /// <summary>An attempt at the event after <paramref name="position"/> failed.</summary>
    public Task FailAsync(string id, long position, string error, Instant failingSince, Instant nextAttempt, CancellationToken cancellation) => ExecuteAsync(
        "UPDATE webhooks SET attempts = attempts + 1, failing_since = @since, next_attempt_at = @next, error = @error WHERE id = @id AND position = @position",
        cancellation, ("@id", id), ("@position", position), ("@error", error), ("@since", Micros.Of(failingSince)), ("@next", Micros.Of(nextAttempt)));

    public Task SwitchOffAsync(string id, string error, CancellationToken cancellation) => ExecuteAsync(
        "UPDATE webhooks SET state = 'off', error = @error WHERE id = @id", cancellation, ("@id", id), ("@error", error));

    /// <summary>Switched on (again), to be told what comes after a position.</summary>
    public Task GoOnAsync(string id, long position, CancellationToken cancellation) => ExecuteAsync(
        "UPDATE webhooks SET state = 'on', position = @position, attempts = 0, failing_since = NULL, next_attempt_at = 0, error = NULL WHERE id = @id", cancellation, ("@id", id), ("@position", position));

    private static WebhookStanding Read(object?[] row) => new(
        RowJson.Read<Webhook>((string)row[0]!), (string)row[1]! == "on", (long)row[2]!, (int)(long)row[3]!, row[4] is long since ? Micros.ToInstant(since) : null, Micros.ToInstant((long)row[5]!), (string?)row[6]);

    private Task<IReadOnlyList<WebhookStanding>> QueryAsync(string where, CancellationToken cancellation, params (string, object?)[] parameters) => store.ReadAsync<IReadOnlyList<WebhookStanding>>(
        async sql => [.. (await sql.QueryAsync(new Statement($"SELECT {Columns} FROM webhooks {where}", parameters))).Select(Read)], cancellation);

    private Task<int> ExecuteAsync(string sql, CancellationToken cancellation, params (string, object?)[] parameters) =>
        store.WriteAsync(async executor => await executor.ExecuteAsync(new Statement(sql, parameters)), isBackground: true, cancellation);
}
