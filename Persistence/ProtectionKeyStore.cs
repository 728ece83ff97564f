using ProcedureEngine.Persistence.Sql;

namespace ProcedureEngine.Persistence;

/// <summary>The keys that protect sessions and public secrets, as XML text by name; the same for all hosts on the store.</summary>
public sealed class ProtectionKeyStore
{
    private readonly DurableStore store;

    internal ProtectionKeyStore(DurableStore store) => this.store = store;

    public Task<IReadOnlyList<string>> AllAsync(CancellationToken cancellation) => store.ReadAsync<IReadOnlyList<string>>(
        async sql => [.. (await sql.QueryAsync(new Statement("SELECT body FROM protection_keys ORDER BY id"))).Select(row => (string)row[0]!)], cancellation);

    /// <summary>Keeps a key; one that is there stays as it is.</summary>
    public Task AddAsync(string name, string xml, CancellationToken cancellation) => store.WriteAsync(
        async sql => await sql.ExecuteAsync(new Statement("INSERT INTO protection_keys (id, body) VALUES (@id, @body) ON CONFLICT (id) DO NOTHING", ("@id", name), ("@body", xml))),
        isBackground: false, cancellation);
}
