using ProcedureEngine.Persistence.Sql;

namespace ProcedureEngine.Persistence;

/// <summary>Frozen definitions and the contracts of their activities.</summary>
public sealed class DefinitionStore : IDefinitionStore
{
    private readonly DurableStore store;

    internal DefinitionStore(DurableStore store) => this.store = store;

    public Task<IReadOnlyList<StoredDefinition>> AllAsync(CancellationToken cancellation) => store.ReadAsync<IReadOnlyList<StoredDefinition>>(
        async sql =>
        [
            .. (await sql.QueryAsync(new Statement("SELECT definition_id, version, hash, json, created_at FROM definitions ORDER BY definition_id, version")))
                .Select(row => new StoredDefinition((string)row[0]!, (int)(long)row[1]!, (string)row[2]!, (string)row[3]!, Micros.ToInstant((long)row[4]!))),
        ],
        cancellation);

    /// <summary>Every stored version.</summary>
    public Task<IReadOnlyList<(string Id, int Version)>> VersionsAsync(CancellationToken cancellation) => store.ReadAsync<IReadOnlyList<(string Id, int Version)>>(
        async sql => [.. (await sql.QueryAsync(new Statement("SELECT definition_id, version FROM definitions ORDER BY definition_id, version"))).Select(row => ((string)row[0]!, (int)(long)row[1]!))],
        cancellation);

    /// <summary>Whether a version has cases that have not ended. Reads all of the procedure's cases when it has none.</summary>
    public Task<bool> HasOpenAsync(string definitionId, int version, CancellationToken cancellation) => store.ReadAsync(
        async sql => (await sql.QueryAsync(new Statement(
            "SELECT 1 FROM instances WHERE definition_id = @id AND definition_version = @version AND status <> 'Finished' LIMIT 1", ("@id", definitionId), ("@version", (long)version)))).Count > 0,
        cancellation);

    /// <summary>Changes with every definition and every contract that is added or replaced, by whichever host.</summary>
    public Task<string> StampAsync(CancellationToken cancellation) => store.ReadAsync(
        async sql => string.Join('/', (await sql.QueryAsync(new Statement(
            "SELECT (SELECT COUNT(*) FROM definitions), (SELECT MAX(created_at) FROM definitions), (SELECT COUNT(*) FROM activity_contracts)")))[0]),
        cancellation);

    public Task<string> AddAsync(StoredDefinition definition, CancellationToken cancellation) => store.WriteAsync(
        async sql =>
        {
            await sql.ExecuteAsync(new Statement(
                "INSERT INTO definitions (definition_id, version, hash, json, created_at) VALUES (@id, @version, @hash, @json, @at) ON CONFLICT (definition_id, version) DO NOTHING",
                Parameters(definition)));
            return (string)(await sql.ScalarAsync(new Statement(
                "SELECT hash FROM definitions WHERE definition_id = @id AND version = @version", ("@id", definition.DefinitionId), ("@version", (long)definition.Version))))!;
        },
        isBackground: false, cancellation);

    public Task<bool> TryReplaceAsync(StoredDefinition definition, CancellationToken cancellation) => store.WriteAsync(
        async sql => await sql.ExecuteAsync(new Statement(
            """
            UPDATE definitions SET hash = @hash, json = @json, created_at = @at WHERE definition_id = @id AND version = @version
              AND NOT EXISTS (SELECT 1 FROM instances WHERE instances.definition_id = @id AND instances.definition_version = @version)
            """,
            Parameters(definition))) == 1,
        isBackground: false, cancellation);

    public Task<IReadOnlyDictionary<string, string>> ContractsAsync(CancellationToken cancellation) => store.ReadAsync<IReadOnlyDictionary<string, string>>(
        async sql => (await sql.QueryAsync(new Statement("SELECT id, hash FROM activity_contracts"))).ToDictionary(row => (string)row[0]!, row => (string)row[1]!, StringComparer.Ordinal),
        cancellation);

    public Task<string> AddContractAsync(string activityType, int version, string hash, CancellationToken cancellation) => store.WriteAsync(
        async sql =>
        {
            var id = $"{activityType}/{version}";
            await sql.ExecuteAsync(new Statement("INSERT INTO activity_contracts (id, hash) VALUES (@id, @hash) ON CONFLICT (id) DO NOTHING", ("@id", id), ("@hash", hash)));
            return (string)(await sql.ScalarAsync(new Statement("SELECT hash FROM activity_contracts WHERE id = @id", ("@id", id))))!;
        },
        isBackground: false, cancellation);

    public Task SetContractAsync(string activityType, int version, string hash, CancellationToken cancellation) => store.WriteAsync(
        async sql => await sql.ExecuteAsync(new Statement(
            "INSERT INTO activity_contracts (id, hash) VALUES (@id, @hash) ON CONFLICT (id) DO UPDATE SET hash = excluded.hash", ("@id", $"{activityType}/{version}"), ("@hash", hash))),
        isBackground: false, cancellation);

    private static (string, object?)[] Parameters(StoredDefinition definition) =>
    [
        ("@id", definition.DefinitionId), ("@version", (long)definition.Version), ("@hash", definition.Hash), ("@json", definition.Json), ("@at", Micros.Of(definition.CreatedAt)),
    ];
}
