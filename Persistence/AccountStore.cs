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
    public Task<ApiKeyAccount?> FindSystemAsync(string name, CancellationToken cancellation) => store.ReadAsync(
        async sql => (await sql.QueryAsync(new Statement("SELECT body FROM api_keys"))).Select(row => RowMap<ApiKeyAccount>.Read((string)row[0]!)).FirstOrDefault(key => key.Name == name), cancellation);

    public Task PutAsync(Account account, CancellationToken cancellation) => PutAsync("accounts", account.Id, RowJson.Write(account), cancellation);

    public Task PutAsync(ApiKeyAccount account, CancellationToken cancellation) => PutAsync("api_keys", account.KeyHash, RowJson.Write(account), cancellation);

    public Task<IReadOnlyList<Account>> AllAsync(CancellationToken cancellation) => store.ReadAsync<IReadOnlyList<Account>>(
        async sql => [.. (await sql.QueryAsync(new Statement("SELECT body FROM accounts ORDER BY id"))).Select(row => RowMap<Account>.Read((string)row[0]!))], cancellation);

    private Task<T?> FindAsync<T>(string table, string id, CancellationToken cancellation) where T : class => store.ReadAsync(
        async sql => await sql.ScalarAsync(new Statement($"SELECT body FROM {table} WHERE id = @id", ("@id", id))) is string body ? RowMap<T>.Read(body) : null, cancellation);

    private Task PutAsync(string table, string id, string body, CancellationToken cancellation) => store.WriteAsync(
        async sql => await sql.ExecuteAsync(new Statement(
            $"INSERT INTO {table} (id, body) VALUES (@id, @body) ON CONFLICT (id) DO UPDATE SET body = excluded.body", ("@id", id), ("@body", body))),
        isBackground: false, cancellation);
}
