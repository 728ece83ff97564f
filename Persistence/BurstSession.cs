using System.Text.Json;
using ProcedureEngine.Engine.Timers;
using ProcedureEngine.Engine.UserTasks;
using ProcedureEngine.Persistence.Sql;

namespace ProcedureEngine.Persistence;

/// <summary>
/// One burst inside an open transaction, the same for both stores: take the key, lock and load, decide, write. The store gives
/// the means to execute statements and the words for a row lock.
/// </summary>
internal sealed class BurstSession(ISqlExecutor sql, Instant? clockNow) : IBurstLedger
{
    private const string OffsetSetting = "clock-offset";

    public async ValueTask<BurstAnswer> RunAsync(Stimulus stimulus, BurstDecision decide)
    {
        var isNewKey = stimulus.Key is null || await TakeKeyAsync(stimulus.Key);
        if (!isNewKey)
            return await RememberedAsync(stimulus.Key!);
        var snapshot = await LoadAsync(stimulus);
        if (stimulus is StartProcedure && snapshot.Instance is { } existing && !snapshot.OpenIncidents.Any())
            throw RejectedException.Conflict("exists", "Hồ sơ đã tồn tại.", $"Instance '{existing.Id}' exists already.");
        var result = await decide(snapshot, this);
        await CommitAsync(stimulus, snapshot, result);
        return result.Answer;
    }

    public async ValueTask<long> NextAsync(CounterKey key) => await NextAsync(key.ToString());

    public async ValueTask<bool> TryReserveAsync(Reservation reservation)
    {
        // The resource's counter row is the lock under which overlaps are looked for.
        await NextAsync($"reservation/{reservation.Resource}");
        var overlaps = await sql.ScalarAsync(new Statement(
            "SELECT COUNT(*) FROM reservations WHERE resource = @resource AND id <> @id AND from_at < @to AND to_at > @from",
            ("@resource", reservation.Resource), ("@id", reservation.Id), ("@from", Micros.Of(reservation.From)), ("@to", Micros.Of(reservation.To))));
        if (Convert.ToInt64(overlaps, System.Globalization.CultureInfo.InvariantCulture) > 0)
            return false;
        await sql.ExecuteAsync([new Statement(
            """
            INSERT INTO reservations (id, instance_id, resource, from_at, to_at) VALUES (@id, @instance, @resource, @from, @to)
            ON CONFLICT (id) DO UPDATE SET resource = excluded.resource, from_at = excluded.from_at, to_at = excluded.to_at
            """,
            ("@id", reservation.Id), ("@instance", reservation.InstanceId), ("@resource", reservation.Resource), ("@from", Micros.Of(reservation.From)),
            ("@to", Micros.Of(reservation.To)))]);
        return true;
    }

    private async ValueTask<long> NextAsync(string counter) => Convert.ToInt64(
        await sql.ScalarAsync(new Statement(
            "INSERT INTO counters (id, value) VALUES (@id, 1) ON CONFLICT (id) DO UPDATE SET value = counters.value + 1 RETURNING value", ("@id", counter))),
        System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>True when the key is new. A twin under way makes this wait until it has committed or rolled back.</summary>
    private async ValueTask<bool> TakeKeyAsync(StimulusKey key) => await sql.ExecuteAsync([new Statement(
        "INSERT INTO stimulus_keys (scope, name, digest, answer, is_permanent, created_at) VALUES (@scope, @name, @digest, NULL, @permanent, @at) ON CONFLICT (scope, name) DO NOTHING",
        ("@scope", key.Scope), ("@name", key.Key), ("@digest", key.BodyDigest), ("@permanent", key.IsPermanent ? 1L : 0L),
        ("@at", clockNow is { } now ? Micros.Of(now) : await sql.DatabaseNowAsync()))]) == 1;

    private async ValueTask<BurstAnswer> RememberedAsync(StimulusKey key)
    {
        var rows = await sql.QueryAsync(new Statement("SELECT digest, answer FROM stimulus_keys WHERE scope = @scope AND name = @name", ("@scope", key.Scope), ("@name", key.Key)));
        if ((string)rows[0][0]! != key.BodyDigest)
        {
            throw new RejectedException(
                RejectionKind.Invalid, "key-reused", new LocalizedText("Khóa này đã dùng cho nội dung khác.", "This key was used with another body; use a new key."),
                new FieldError("Idempotency-Key", "key-reused", new LocalizedText("Khóa đã dùng.", "Key already used with another body.")));
        }

        return JsonSerializer.Deserialize<BurstAnswer>((string)rows[0][1]!, EngineJson.Options)! with { IsRepeat = true };
    }

    private async ValueTask<Snapshot> LoadAsync(Stimulus stimulus)
    {
        var id = stimulus.InstanceId;
        var taskId = stimulus switch
        {
            CompleteTask complete => complete.TaskId,
            ClaimTask claim => claim.TaskId,
            ReleaseTask release => release.TaskId,
            AssignTask assign => assign.TaskId,
            _ => string.Empty,
        };
        List<Statement> statements =
        [
            new($"SELECT body, state FROM instances WHERE id = @id{sql.RowLock}", ("@id", id)),
            new("SELECT body FROM tasks WHERE instance_id = @instance AND (is_open = 1 OR id = @task)", ("@instance", id), ("@task", taskId)),
            Maps.Bookmarks.OfInstance(id),
            Maps.Timers.OfInstance(id),
            Maps.Incidents.OfInstance(id, "AND is_open = 1"),
            new("SELECT value FROM settings WHERE name = @name", ("@name", OffsetSetting)),
            .. Maps.Loaded.Select(map => new Statement($"SELECT body FROM {map.Table} WHERE instance_id = @instance", ("@instance", id))),
        ];
        var sets = await sql.QueryAsync(statements);
        var instance = sets[0].Count == 0 ? null : RowMap<InstanceRow>.Read((string)sets[0][0][0]!) with { State = (string)sets[0][0][1]! };
        return new Snapshot(
            Now(await sql.DatabaseNowAsync(), sets[5], instance), instance, Read<UserTask>(sets[1]), Read<Bookmark>(sets[2]), Read<TimerRow>(sets[3]),
            [.. Maps.Loaded.SelectMany((map, index) => sets[6 + index].Select(row => map.Read((string)row[0]!)))], Read<IncidentRow>(sets[4]));
    }

    /// <summary>The clock's now plus the sandbox's offset, never before the case's last burst.</summary>
    private Instant Now(long databaseNow, IReadOnlyList<object?[]> offset, InstanceRow? instance)
    {
        var micros = clockNow is { } now ? Micros.Of(now) : databaseNow;
        if (offset.Count == 1)
            micros += long.Parse((string)offset[0][0]!, System.Globalization.CultureInfo.InvariantCulture);
        var instant = Micros.ToInstant(micros);
        return instance is not null && instance.UpdatedAt > instant ? instance.UpdatedAt : instant;
    }

    private static List<T> Read<T>(IReadOnlyList<object?[]> rows) => [.. rows.Select(row => RowMap<T>.Read((string)row[0]!))];

    private async ValueTask CommitAsync(Stimulus stimulus, Snapshot snapshot, BurstResult result)
    {
        if (result.Instance is { } instance)
        {
            var affected = await sql.ExecuteAsync([Put(instance, snapshot.Instance)]);
            if (affected != 1)
                throw new StoreException($"Instance '{instance.Id}' is no longer at revision {snapshot.Instance?.Revision}.");
            await sql.ExecuteAsync([.. Children(result)]);
        }

        if (stimulus.Key is { } key)
        {
            await sql.ExecuteAsync([new Statement(
                "UPDATE stimulus_keys SET answer = @answer WHERE scope = @scope AND name = @name",
                ("@answer", JsonSerializer.Serialize(result.Answer, EngineJson.Options)), ("@scope", key.Scope), ("@name", key.Key))]);
        }
    }

    private static Statement Put(InstanceRow row, InstanceRow? loaded)
    {
        (string, object?)[] values =
        [
            ("@id", row.Id), ("@definition", row.DefinitionId), ("@version", row.DefinitionVersion), ("@office", row.Office), ("@status", row.Status), ("@sub", row.SubStatus),
            ("@revision", row.Revision), ("@incidents", row.IncidentCount), ("@created", Micros.Of(row.CreatedAt)), ("@updated", Micros.Of(row.UpdatedAt)),
            ("@body", JsonSerializer.Serialize(row with { State = string.Empty }, EngineJson.Options)), ("@state", row.State), ("@loaded", loaded?.Revision ?? 0),
        ];
        return loaded is null
            ? new Statement(
                """
                INSERT INTO instances (id, definition_id, definition_version, office, status, sub_status, revision, incident_count, created_at, updated_at, body, state)
                VALUES (@id, @definition, @version, @office, @status, @sub, @revision, @incidents, @created, @updated, @body, @state)
                """,
                values[..^1])
            : new Statement(
                """
                UPDATE instances SET status = @status, sub_status = @sub, revision = @revision, incident_count = @incidents, updated_at = @updated, body = @body, state = @state
                WHERE id = @id AND revision = @loaded
                """,
                [.. values.Where(v => v.Item1 is "@status" or "@sub" or "@revision" or "@incidents" or "@updated" or "@body" or "@state" or "@id" or "@loaded")]);
    }

    private static IEnumerable<Statement> Children(BurstResult result) =>
    [
        .. result.GoneTimers.Select(Maps.Timers.Delete),
        .. result.Timers.Select(Maps.Timers.Put),
        .. result.GoneBookmarks.Select(Maps.Bookmarks.Delete),
        .. result.NewBookmarks.Select(Maps.Bookmarks.Put),
        .. result.Tasks.Select(Maps.Tasks.Put),
        .. result.Records.Select(Maps.Put),
        .. result.Incidents.Select(Maps.Incidents.Put),
        .. result.Inbox.Select(Maps.Inbox.Put),
        .. result.Journal.Select(Journal),
        .. result.Personal.Select(Personal),
        .. Reservations(result),
        .. result.Outbox.Select(Outbox),
    ];

    private static IEnumerable<Statement> Reservations(BurstResult result)
    {
        if (result.ReleasesReservations)
            yield return new Statement("DELETE FROM reservations WHERE instance_id = @instance", ("@instance", result.Instance!.Id));
        foreach (var id in result.GoneReservations)
            yield return new Statement("DELETE FROM reservations WHERE id = @id", ("@id", id));
    }

    private static Statement Journal(JournalRow row) => new(
        """
        INSERT INTO journal (instance_id, sequence, at, event_name, activity_instance_id, activity_id, activity_type, text, hash)
        VALUES (@instance, @sequence, @at, @event, @run, @activity, @type, @text, @hash)
        """,
        ("@instance", row.InstanceId), ("@sequence", row.Sequence), ("@at", Micros.Of(row.At)), ("@event", row.EventName), ("@run", row.ActivityInstanceId),
        ("@activity", row.ActivityId), ("@type", row.ActivityType), ("@text", row.Text), ("@hash", row.Hash));

    private static Statement Personal(PersonalRow row) => new(
        "INSERT INTO journal_personal (instance_id, sequence, name, salt, value) VALUES (@instance, @sequence, @name, @salt, @value)",
        ("@instance", row.InstanceId), ("@sequence", row.Sequence), ("@name", row.Name), ("@salt", row.Salt), ("@value", row.Value));

    private static Statement Outbox(OutboxRow row) => new(
        """
        INSERT INTO outbox (id, instance_id, channel, sequence, kind, payload, created_at, state, attempts, next_attempt_at, leased_until)
        VALUES (@id, @instance, @channel, @sequence, @kind, @payload, @created, 'pending', 0, @created, 0)
        """,
        ("@id", row.Id), ("@instance", row.InstanceId), ("@channel", row.Channel), ("@sequence", row.Sequence), ("@kind", row.Kind),
        ("@payload", CanonicalJson.Write(row.Payload)), ("@created", Micros.Of(row.CreatedAt)));
}
