using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Notification;
using ProcedureEngine.Persistence.Sql;
using ProcedureEngine.Persistence.Supervision;

namespace ProcedureEngine.Persistence;

/// <summary>The statements that write a burst's result, in the lock order of rule 4: the instance, what it owns, the outbox.</summary>
internal static class BurstWriter
{
    /// <returns>Nothing when the burst changed nothing.</returns>
    public static IEnumerable<Statement> Write(Snapshot loaded, BurstResult result) => result.Instance is not { } instance
        ? []
        :
        [
            Put(instance, loaded.Instance),
            .. result.GoneTimers.Select(Maps.Timers.Delete),
            .. result.Timers.Select(Maps.Timers.Put),
            .. result.GoneBookmarks.Select(Maps.Bookmarks.Delete),
            .. result.NewBookmarks.Select(Maps.Bookmarks.Put),
            .. result.Tasks.Select(Maps.Tasks.Put),
            .. result.Records.Select(Maps.Put),
            .. LimitFigures.Deltas(loaded, result),
            .. result.Incidents.Select(Maps.Incidents.Put),
            .. result.Inbox.Select(Maps.Inbox.Put),
            .. result.Journal.Select(Journal),
            .. result.Personal.Select(Personal),
            .. Reservations(result),
            .. Blobs(loaded, result).Distinct(StringComparer.Ordinal).Select(sha256 => BlobStore.Refer(sha256, instance.Id)),
            .. result.Outbox.Select(Outbox),
        ];

    private static Statement Put(InstanceRow row, InstanceRow? loaded)
    {
        if (row.Revision != (loaded?.Revision ?? 0) + 1)
            throw Stale(row, loaded);
        List<(string, object?)> changing =
        [
            ("@id", row.Id), ("@status", row.Status), ("@sub", row.SubStatus), ("@revision", row.Revision), ("@incidents", (long)row.IncidentCount),
            ("@updated", Micros.Of(row.UpdatedAt)), ("@finished", Micros.Of(row.FinishedAt)), ("@body", RowJson.Write(row with { State = string.Empty })), ("@state", row.State),
        ];
        return loaded is null
            ? new Statement(
                """
                INSERT INTO instances (id, definition_id, definition_version, office, status, sub_status, revision, incident_count, created_at, updated_at, finished_at, body, state)
                VALUES (@id, @definition, @version, @office, @status, @sub, @revision, @incidents, @created, @updated, @finished, @body, @state) ON CONFLICT (id) DO NOTHING
                """,
                [.. changing, ("@definition", row.DefinitionId), ("@version", (long)row.DefinitionVersion), ("@office", row.Office), ("@created", Micros.Of(row.CreatedAt))])
            {
                WhenNothingWritten = () => new LostRaceException($"Instance '{row.Id}' was started by another host at the same time."),
            }
            : new Statement(
                """
                UPDATE instances SET status = @status, sub_status = @sub, revision = @revision, incident_count = @incidents, updated_at = @updated, finished_at = @finished, body = @body, state = @state
                WHERE id = @id AND revision = @revision - 1
                """,
                changing)
            {
                WhenNothingWritten = () => Stale(row, loaded),
            };
    }

    private static DefectException Stale(InstanceRow row, InstanceRow? loaded) =>
        new($"Instance '{row.Id}' cannot go to revision {row.Revision}: it was loaded at {loaded?.Revision ?? 0}. A burst must decide on the snapshot that it was given.");

    private static IEnumerable<Statement> Reservations(BurstResult result)
    {
        if (result.ReleasesReservations)
            yield return new Statement("DELETE FROM reservations WHERE instance_id = @instance", ("@instance", result.Instance!.Id));
        foreach (var id in result.GoneReservations)
            yield return new Statement("DELETE FROM reservations WHERE id = @id", ("@id", id));
    }

    /// <summary>The bytes that the case needs from now on: of what it was started with, of its papers and messages, of its inbox, of what a retry or a sender will read.</summary>
    private static IEnumerable<string> Blobs(Snapshot loaded, BurstResult result) =>
    [
        .. loaded.Instance is null ? BlobStore.HashesIn(result.Instance!.State) : [],
        .. result.Records.Select(record => record switch { CaseDocument document => document.Blob, CaseMessage message => message.Blob, _ => null }).OfType<string>(),
        .. result.Inbox.SelectMany(row => BlobStore.HashesIn(row.Payload)),
        .. result.Incidents.SelectMany(row => BlobStore.HashesIn(row.Stimulus)),
        .. result.Outbox.SelectMany(row => BlobStore.HashesIn(row.Payload)),
    ];

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
        INSERT INTO outbox (id, instance_id, channel, sequence, kind, payload, created_at, state, attempts, next_attempt_at, leased_until, origin)
        VALUES (@id, @instance, @channel, @sequence, @kind, @payload, @created, 'pending', 0, @created, 0, @origin)
        """,
        ("@id", row.Id), ("@instance", row.InstanceId), ("@channel", row.Channel), ("@sequence", row.Sequence), ("@kind", row.Kind),
        ("@payload", CanonicalJson.Write(row.Payload)), ("@created", Micros.Of(row.CreatedAt)), ("@origin", row.Origin is null ? null : RowJson.Write(row.Origin)));
}

/// <summary>Another host committed what this burst took for absent; nothing of it is kept, and the next attempt sees it.</summary>
internal sealed class LostRaceException(string message) : StoreException(message);
