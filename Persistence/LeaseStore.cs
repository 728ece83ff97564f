using ProcedureEngine.Persistence.Sql;

namespace ProcedureEngine.Persistence;

/// <summary>Work that one host does for all: whoever takes its lease does it, the others pass over it until the lease is over.</summary>
public sealed class LeaseStore
{
    private readonly DurableStore store;

    internal LeaseStore(DurableStore store) => this.store = store;

    /// <summary>Work that may last longer renews it on the way; it ends by itself, or is given back by whoever still has it.</summary>
    /// <returns>Null when another host has it.</returns>
    public Task<Lease?> TakeAsync(string name, Duration length, CancellationToken cancellation) => store.WriteAsync(
        async sql =>
        {
            var now = await store.NowMicrosAsync(sql);
            var lease = new Lease(name, now + Micros.Of(length));
            return await sql.ExecuteAsync(new Statement(
                "INSERT INTO leases (id, leased_until) VALUES (@id, @until) ON CONFLICT (id) DO UPDATE SET leased_until = excluded.leased_until WHERE leases.leased_until <= @now",
                ("@id", name), ("@until", lease.Until), ("@now", now))) == 1 ? lease : null;
        },
        isBackground: true, cancellation);

    /// <returns>Null when it was over and another host has taken it.</returns>
    public Task<Lease?> RenewAsync(Lease lease, Duration length, CancellationToken cancellation) => store.WriteAsync(
        async sql =>
        {
            var renewed = lease with { Until = Math.Max(await store.NowMicrosAsync(sql) + Micros.Of(length), lease.Until + 1) };
            return await sql.ExecuteAsync(new Statement(
                "UPDATE leases SET leased_until = @until WHERE id = @id AND leased_until = @held", ("@id", lease.Name), ("@until", renewed.Until), ("@held", lease.Until))) == 1 ? renewed : null;
        },
        isBackground: true, cancellation);

    /// <summary>Of one that another host has taken since, nothing is given back.</summary>
    public Task GiveBackAsync(Lease lease, CancellationToken cancellation) => store.WriteAsync(
        async sql => await sql.ExecuteAsync(new Statement("UPDATE leases SET leased_until = 0 WHERE id = @id AND leased_until = @held", ("@id", lease.Name), ("@held", lease.Until))), isBackground: true, cancellation);
}

/// <summary>A lease that this host has.</summary>
/// <param name="Until">Microseconds; who takes it later has a later one, so it tells whose it is.</param>
public sealed record Lease(string Name, long Until);
