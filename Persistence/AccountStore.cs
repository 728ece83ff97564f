using ProcedureEngine.Access;
using ProcedureEngine.Persistence.Sql;

namespace ProcedureEngine.Persistence;

/// <summary>People and systems that may call.</summary>
public sealed class AccountStore
{
    private readonly DurableStore store;

    internal AccountStore(DurableStore store) => this.store = store;

    public Task<Account?> FindAsync(string id, CancellationToken cancellation) => FindAsync<Account>("accounts", id, cancellation);

    public Task<ApiKeyAccount?> FindKeyAsync(string keyHash, CancellationToken cancellation) => FindAsync<ApiKeyAccount>("api_keys", keyHash, cancellation);

    /// <summary>The system of a name; null when it has no key any more.</summary>
    public async Task<ApiKeyAccount?> FindSystemAsync(string name, CancellationToken cancellation) => (await SystemsAsync(cancellation)).FirstOrDefault(key => key.Name == name);

    public Task<IReadOnlyList<ApiKeyAccount>> SystemsAsync(CancellationToken cancellation) => store.ReadAsync(SystemsAsync, cancellation);

    public Task PutAsync(Account account, CancellationToken cancellation) => PutAsync("accounts", account.Id, RowJson.Write(account), cancellation);

    public Task PutAsync(ApiKeyAccount account, CancellationToken cancellation) => PutAsync("api_keys", account.KeyHash, RowJson.Write(account), cancellation);

    /// <returns>False when there was none.</returns>
    public Task<bool> RemoveAsync(string id, CancellationToken cancellation) => store.WriteAsync(
        async sql => await sql.ExecuteAsync(new Statement("DELETE FROM accounts WHERE id = @id", ("@id", id))) > 0, isBackground: false, cancellation);

    /// <summary>Puts the key and takes every other key of the same system away.</summary>
    public Task ReplaceAsync(ApiKeyAccount account, CancellationToken cancellation) => store.WriteAsync(
        async sql =>
        {
            await RemoveSystemAsync(sql, account.Name);
            return await sql.ExecuteAsync(Put("api_keys", account.KeyHash, RowJson.Write(account)));
        },
        isBackground: false, cancellation);

    /// <returns>False when the system had no key.</returns>
    public Task<bool> RemoveSystemAsync(string name, CancellationToken cancellation) => store.WriteAsync(async sql => await RemoveSystemAsync(sql, name) > 0, isBackground: false, cancellation);

    public Task<IReadOnlyList<Account>> AllAsync(CancellationToken cancellation) => store.ReadAsync<IReadOnlyList<Account>>(
        async sql => [.. (await sql.QueryAsync(new Statement("SELECT body FROM accounts ORDER BY id"))).Select(row => RowMap<Account>.Read((string)row[0]!))], cancellation);

    private Task<T?> FindAsync<T>(string table, string id, CancellationToken cancellation) where T : class => store.ReadAsync(
        async sql => await sql.ScalarAsync(new Statement($"SELECT body FROM {table} WHERE id = @id", ("@id", id))) is string body ? RowMap<T>.Read(body) : null, cancellation);

    private static async Task<IReadOnlyList<ApiKeyAccount>> SystemsAsync(ISqlExecutor sql) =>
        [.. (await sql.QueryAsync(new Statement("SELECT body FROM api_keys"))).Select(row => RowMap<ApiKeyAccount>.Read((string)row[0]!)).OrderBy(key => key.Name, StringComparer.Ordinal)];

    private static async Task<int> RemoveSystemAsync(ISqlExecutor sql, string name) =>
        await sql.ExecuteAsync([.. (await SystemsAsync(sql)).Where(key => key.Name == name).Select(key => new Statement("DELETE FROM api_keys WHERE id = @id", ("@id", key.KeyHash)))]);

    private Task PutAsync(string table, string id, string body, CancellationToken cancellation) => store.WriteAsync<int>(async sql => await sql.ExecuteAsync(Put(table, id, body)), isBackground: false, cancellation);

    private static Statement Put(string table, string id, string body) =>
        new($"INSERT INTO {table} (id, body) VALUES (@id, @body) ON CONFLICT (id) DO UPDATE SET body = excluded.body", ("@id", id), ("@body", body));
}
