using ProcedureEngine.Persistence.Sql;

namespace ProcedureEngine.Persistence;

/// <summary>Work that one host does for all: whoever takes its lease does it, the others pass over it until the lease is over.</summary>
public sealed class LeaseStore
{
    private readonly DurableStore store;

    internal LeaseStore(DurableStore store) => this.store = store;

    /// <returns>False when another host has it.</returns>
    public Task<bool> TryTakeAsync(string name, Duration length, CancellationToken cancellation) => store.WriteAsync(
        async sql =>
        {
            var now = await store.NowMicrosAsync(sql);
            return await sql.ExecuteAsync(new Statement(
                "INSERT INTO leases (id, leased_until) VALUES (@id, @until) ON CONFLICT (id) DO UPDATE SET leased_until = excluded.leased_until WHERE leases.leased_until <= @now",
                ("@id", name), ("@until", now + Micros.Of(length)), ("@now", now))) == 1;
        },
        isBackground: true, cancellation);

    public Task GiveBackAsync(string name, CancellationToken cancellation) => store.WriteAsync(
        async sql => await sql.ExecuteAsync(new Statement("UPDATE leases SET leased_until = 0 WHERE id = @id", ("@id", name))), isBackground: true, cancellation);
}
