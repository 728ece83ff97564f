using ProcedureEngine.Persistence.Schema;
using ProcedureEngine.Persistence.Sql;

namespace ProcedureEngine.Persistence.Hosts;

/// <summary>
/// Which hosts run on the store: each enters itself at its start, says every few seconds that it is there, and takes itself out at its stop. One
/// that died is forgotten after <see cref="AliveFor"/>. Times are the database's own; the sandbox's clock does not age hosts.
/// </summary>
public sealed class HostRegister
{
    /// <summary>How long a host counts as running after it was last seen: three times <see cref="Every"/>.</summary>
    public static readonly Duration AliveFor = Duration.FromSeconds(30);

    /// <summary>How often a host must say that it is there.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    private readonly DurableStore store;

    internal HostRegister(DurableStore store) => this.store = store;

    /// <summary>Enters the host, or says that it is still there, with what it runs.</summary>
    public Task SeenAsync(HostSeat seat, IReadOnlyCollection<string> versions, CancellationToken cancellation) => store.WriteAsync(
        async sql =>
        {
            var now = await store.ClockMicrosAsync(sql);
            return await sql.ExecuteAsync(
            [
                Seen(seat, Migrations.All.Count, now, versions),
                new Statement("DELETE FROM hosts WHERE seen_at < @before", ("@before", now - Micros.Of(Duration.FromDays(1)))),
            ]);
        },
        isBackground: true, cancellation);

    /// <summary>The host ends.</summary>
    public Task LeaveAsync(HostSeat seat, CancellationToken cancellation) => store.WriteAsync(
        async sql => await sql.ExecuteAsync(new Statement("DELETE FROM hosts WHERE id = @id", ("@id", seat.Id))), isBackground: true, cancellation);

    /// <summary>Hosts that run now, by machine.</summary>
    public Task<IReadOnlyList<LivingHost>> AliveAsync(CancellationToken cancellation) =>
        store.ReadAsync(async sql => await AliveAsync(sql, await store.ClockMicrosAsync(sql)), cancellation);

    /// <summary>Whether a host of another program runs beside this one: one that knows other steps, runs other versions, or is another build.</summary>
    public async Task<bool> IsBesideAnotherAsync(HostSeat seat, CancellationToken cancellation)
    {
        var alive = await AliveAsync(cancellation);
        return alive.FirstOrDefault(host => host.Seat.Id == seat.Id) is { } own
            && alive.Any(host => host.Seat.Program != own.Seat.Program || host.Steps != own.Steps || !host.Versions.SequenceEqual(own.Versions, StringComparer.Ordinal));
    }

    internal static async Task<IReadOnlyList<LivingHost>> AliveAsync(ISqlExecutor sql, long now) =>
    [
        .. (await sql.QueryAsync(new Statement(
                "SELECT id, machine, program, steps, seen_at, versions FROM hosts WHERE seen_at > @since ORDER BY machine, id", ("@since", now - Micros.Of(AliveFor)))))
            .Select(row => new LivingHost(
                new HostSeat((string)row[0]!, (string)row[1]!, (string)row[2]!), (int)(long)row[3]!, Micros.ToInstant((long)row[4]!),
                ((string)row[5]!).Split(' ', StringSplitOptions.RemoveEmptyEntries))),
    ];

    /// <param name="versions">Null at the start, when they are not known yet.</param>
    internal static Statement Seen(HostSeat seat, int steps, long now, IReadOnlyCollection<string>? versions = null) => new(
        """
        INSERT INTO hosts (id, machine, program, steps, seen_at, versions) VALUES (@id, @machine, @program, @steps, @now, @versions)
        ON CONFLICT (id) DO UPDATE SET steps = excluded.steps, seen_at = excluded.seen_at, versions = excluded.versions
        """,
        ("@id", seat.Id), ("@machine", seat.Machine), ("@program", seat.Program), ("@steps", (long)steps), ("@now", now), ("@versions", string.Join(' ', (versions ?? []).Order(StringComparer.Ordinal))));
}
