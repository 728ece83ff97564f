using ProcedureEngine.Persistence.Hosts;
using ProcedureEngine.Persistence.Sql;

namespace ProcedureEngine.Persistence.Schema;

/// <summary>A step of the schema as a plan shows it.</summary>
/// <param name="OneWay">Why hosts that do not know it must have ended; null when they go on beside it.</param>
public sealed record PlannedStep(int Number, string Name, string? OneWay);

/// <summary>What a start of this program would do to a database, found without changing it.</summary>
/// <param name="Applied">Steps that the database has; 0 for an empty one.</param>
/// <param name="Pending">What would be applied, in order.</param>
/// <param name="Unknown">What newer programs have applied and this one bears.</param>
/// <param name="Hosts">Who runs on it now; empty on SQLite, whose file lets in one process.</param>
public sealed record SchemaPlan(int Applied, IReadOnlyList<PlannedStep> Pending, IReadOnlyList<PlannedStep> Unknown, IReadOnlyList<LivingHost> Hosts)
{
    /// <exception cref="StoreUnfitException">This program cannot work on it: newer by a step that it does not bear, half applied, another build's.</exception>
    /// <exception cref="StoreException">It cannot be read.</exception>
    public static async Task<SchemaPlan> OfPostgresAsync(string connectionString, IClock clock, CancellationToken cancellation)
    {
        await using var store = ReadOnlyStore.Postgres(connectionString, clock);
        return await ReadAsync(store, "SELECT table_name::text FROM information_schema.tables WHERE table_schema = current_schema()", cancellation);
    }

    /// <inheritdoc cref="OfPostgresAsync"/>
    public static async Task<SchemaPlan> OfSqliteAsync(string path, IClock clock, CancellationToken cancellation)
    {
        if (!File.Exists(path))
            return Empty();
        await using var store = ReadOnlyStore.Sqlite(path, clock);
        return await ReadAsync(store, "SELECT name FROM sqlite_master WHERE type = 'table'", cancellation);
    }

    private static SchemaPlan Empty() => new(0, [.. Migrations.All.Select(Planned)], [], []);

    private static Task<SchemaPlan> ReadAsync(DurableStore store, string tables, CancellationToken cancellation) => store.ReadAsync(
        async sql =>
        {
            var names = (await sql.QueryAsync(new Statement(tables))).Select(row => (string)row[0]!).ToHashSet(StringComparer.Ordinal);
            if (!names.Contains("schema_steps"))
                return Empty();
            var state = await SchemaState.ReadAsync(sql, Migrations.All, isNamed: names.Contains("schema_names"));
            state.RequireFit();
            var hosts = store.IsShared && names.Contains("hosts") ? await HostRegister.AliveAsync(sql, await store.ClockMicrosAsync(sql)) : [];
            return new SchemaPlan(
                state.Applied, [.. Migrations.All.Select(Planned).Skip(state.Applied)], [.. state.Unknown.Select(step => new PlannedStep((int)step.Number, step.Name!, step.Reason))], hosts);
        },
        cancellation);

    private static PlannedStep Planned(Migration step, int index) => new(index + 1, step.Name, step.Reason);
}
