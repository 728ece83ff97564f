using Microsoft.Data.Sqlite;

namespace ProcedureEngine.Persistence.Sql;

/// <summary>Statements one by one on an open SQLite connection, which it owns; each is compiled once per text and kept. Not for two threads at once.</summary>
internal sealed class SqliteExecutor(SqliteConnection connection) : ISqlExecutor, IAsyncDisposable
{
    /// <summary>Lists differ in the length of their IN clauses, so texts are many; past this all are dropped and compiled anew.</summary>
    private const int MaxKept = 300;

    private static readonly Statement ClockStatement = new("SELECT 0, offset_micros FROM sandbox_clock");

    private readonly Dictionary<string, SqliteCommand> kept = new(StringComparer.Ordinal);

    public string RowLock => string.Empty;

    public string ClaimLock => string.Empty;

    public Statement Clock => ClockStatement;

    public Statement? TableLock(string table) => null;

    public ValueTask ScriptAsync(string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
        return ValueTask.CompletedTask;
    }

    public ValueTask<int> ExecuteAsync(IReadOnlyList<Statement> statements) =>
        ValueTask.FromResult(statements.Sum(statement => statement.Check(Prepare(statement).ExecuteNonQuery())));

    public ValueTask<object?> ScalarAsync(Statement statement) =>
        ValueTask.FromResult(Prepare(statement).ExecuteScalar() is { } value and not DBNull ? value : null);

    public ValueTask<IReadOnlyList<IReadOnlyList<object?[]>>> QueryAsync(IReadOnlyList<Statement> statements) =>
        ValueTask.FromResult<IReadOnlyList<IReadOnlyList<object?[]>>>([.. statements.Select(Query)]);

    /// <summary>A statement of the transaction itself.</summary>
    public void Run(string sql) => Prepare(new Statement(sql)).ExecuteNonQuery();

    public async ValueTask DisposeAsync()
    {
        Forget();
        await connection.DisposeAsync();
    }

    private List<object?[]> Query(Statement statement)
    {
        using var reader = Prepare(statement).ExecuteReader();
        var rows = new List<object?[]>();
        while (reader.Read())
            rows.Add(Row.Of(reader));
        return rows;
    }

    private SqliteCommand Prepare(Statement statement)
    {
        if (!kept.TryGetValue(statement.Sql, out var command))
        {
            if (kept.Count == MaxKept)
                Forget();
            command = kept[statement.Sql] = connection.CreateCommand();
            command.CommandText = statement.Sql;
        }

        command.Parameters.Clear();
        foreach (var (name, value) in statement.Parameters)
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        return command;
    }

    private void Forget()
    {
        foreach (var command in kept.Values)
            command.Dispose();
        kept.Clear();
    }
}
