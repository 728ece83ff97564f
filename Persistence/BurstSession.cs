using System.Globalization;
using ProcedureEngine.Engine.Timers;
using ProcedureEngine.Engine.UserTasks;
using ProcedureEngine.Persistence.Sql;

namespace ProcedureEngine.Persistence;

/// <summary>
/// One burst inside an open transaction, the same for both stores: take the key, lock and load, decide, write. Loading is one
/// list of statements and writing another, so that each is one round trip on PostgreSQL.
/// </summary>
internal sealed class BurstSession(ISqlExecutor sql, Instant? clockNow) : IBurstLedger
{
    public async ValueTask<BurstAnswer> RunAsync(Stimulus stimulus, BurstDecision decide)
    {
        var sets = await sql.QueryAsync([.. KeyTable.Take(stimulus.Key), .. Load(stimulus)]);
        if (stimulus.Key is { } key)
        {
            if (KeyTable.Remembered(key, sets) is { } earlier)
                return earlier;
            sets = [.. sets.Skip(KeyTable.TakeStatements)];
        }

        var snapshot = Read(sets);
        if (stimulus is StartProcedure && snapshot.Instance is not null)
            throw RejectedException.Conflict("exists", "Hồ sơ đã tồn tại.", $"Instance '{snapshot.Instance.Id}' exists already.");
        var result = await decide(snapshot, this);
        await sql.ExecuteAsync([.. BurstWriter.Write(snapshot, result), .. KeyTable.Remember(stimulus.Key, result.Answer, snapshot.Now)]);
        return result.Answer;
    }

    public async ValueTask<long> NextAsync(CounterKey key) => await NextAsync($"number/{key}");

    public async ValueTask<bool> TryReserveAsync(Reservation reservation)
    {
        // The resource's counter row is the lock under which overlaps are looked for.
        await NextAsync($"reservation/{reservation.Resource}");
        var overlaps = await sql.ScalarAsync(new Statement(
            "SELECT COUNT(*) FROM reservations WHERE resource = @resource AND id <> @id AND from_at < @to AND to_at > @from",
            ("@resource", reservation.Resource), ("@id", reservation.Id), ("@from", Micros.Of(reservation.From)), ("@to", Micros.Of(reservation.To))));
        if (Convert.ToInt64(overlaps, CultureInfo.InvariantCulture) > 0)
            return false;
        await sql.ExecuteAsync(new Statement(
            """
            INSERT INTO reservations (id, instance_id, resource, from_at, to_at) VALUES (@id, @instance, @resource, @from, @to)
            ON CONFLICT (id) DO UPDATE SET resource = excluded.resource, from_at = excluded.from_at, to_at = excluded.to_at
            """,
            ("@id", reservation.Id), ("@instance", reservation.InstanceId), ("@resource", reservation.Resource), ("@from", Micros.Of(reservation.From)),
            ("@to", Micros.Of(reservation.To))));
        return true;
    }

    /// <summary>The counter's row stays locked until the burst ends, so a number of a burst that is undone goes to the next.</summary>
    private async ValueTask<long> NextAsync(string counter) => (long)(await sql.ScalarAsync(new Statement(
        "INSERT INTO counters (id, value) VALUES (@id, 1) ON CONFLICT (id) DO UPDATE SET value = counters.value + 1 RETURNING value", ("@id", counter))))!;

    private IEnumerable<Statement> Load(Stimulus stimulus)
    {
        var id = stimulus.InstanceId;
        return
        [
            new($"SELECT body, state FROM instances WHERE id = @id{sql.RowLock}", ("@id", id)),
            // After the lock, so that a burst that waited for another has a later now.
            sql.Clock,
            new("SELECT body FROM tasks WHERE instance_id = @instance AND (is_open = 1 OR id = @task)", ("@instance", id), ("@task", NamedTask(stimulus))),
            Maps.Bookmarks.OfInstance(id),
            Maps.Timers.OfInstance(id),
            Maps.Incidents.OfInstance(id, "AND is_open = 1"),
            .. Maps.Loaded.Select(map => new Statement($"SELECT body FROM {map.Table} WHERE instance_id = @instance", ("@instance", id))),
        ];
    }

    /// <summary>The task that a stimulus is about: loaded although it may be closed, so that the answer can say so.</summary>
    private static string NamedTask(Stimulus stimulus) => stimulus switch
    {
        CompleteTask complete => complete.TaskId,
        ClaimTask claim => claim.TaskId,
        ReleaseTask release => release.TaskId,
        AssignTask assign => assign.TaskId,
        _ => string.Empty,
    };

    private Snapshot Read(IReadOnlyList<IReadOnlyList<object?[]>> sets)
    {
        var instance = sets[0].Count == 0 ? null : RowMap<InstanceRow>.Read((string)sets[0][0][0]!) with { State = (string)sets[0][0][1]! };
        return new Snapshot(
            Now(sets[1][0], instance), instance, Read<UserTask>(sets[2], row => row.Id), Read<Bookmark>(sets[3], row => row.Id), Read<TimerRow>(sets[4], row => row.Id),
            [.. Maps.Loaded.SelectMany((map, index) => Sorted(sets[6 + index].Select(row => map.Read((string)row[0]!)), row => row.Id))],
            Read<IncidentRow>(sets[5], row => row.Id));
    }

    /// <summary>The clock's now plus the sandbox's offset, never before the case's last burst.</summary>
    private Instant Now(object?[] clock, InstanceRow? instance)
    {
        var now = Micros.ToInstant((clockNow is { } given ? Micros.Of(given) : (long)clock[0]!) + (long)clock[1]!);
        return instance is not null && instance.UpdatedAt > now ? instance.UpdatedAt : now;
    }

    private static List<T> Read<T>(IReadOnlyList<object?[]> rows, Func<T, string> id) => Sorted(rows.Select(row => RowMap<T>.Read((string)row[0]!)), id);

    /// <summary>In one order on both stores: ids end in running numbers, so shorter ones are older.</summary>
    private static List<T> Sorted<T>(IEnumerable<T> rows, Func<T, string> id) => [.. rows.OrderBy(row => id(row).Length).ThenBy(id, StringComparer.Ordinal)];
}
