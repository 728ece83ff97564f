using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace ProcedureEngine.Benchmarks;

/// <summary>A database of one store, filled by SQL while no host is at it, so that a million rows take seconds.</summary>
/// <param name="Postgres">A connection string; null for the SQLite file.</param>
internal sealed record BenchDatabase(string Folder, string? Postgres)
{
    public string StoreName => Postgres is null ? "SQLite" : "PostgreSQL";

    private string File => Path.Combine(Folder, "procedure-engine.db");

    public async Task<DurableStore> OpenAsync() => Postgres is null ? await SqliteStore.OpenAsync(File, new ProcessClock()) : await PostgresStore.OpenAsync(Postgres);

    public Task<HttpWorkload> StartHostAsync(string hostAssembly) => HttpWorkload.StartAsync(hostAssembly, Folder, Postgres);

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = await ConnectAsync();
        await using var command = connection.CreateCommand();
        (command.CommandText, command.CommandTimeout) = (sql, 600);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<IReadOnlyList<object[]>> QueryAsync(string sql)
    {
        await using var connection = await ConnectAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<object[]>();
        while (await reader.ReadAsync())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }

        return rows;
    }

    public async Task<long> CountAsync(string sql) => Convert.ToInt64((await QueryAsync(sql))[0][0], CultureInfo.InvariantCulture);

    /// <summary>Copies an instance's rows of a table so often: every text that holds <paramref name="text"/> holds the copy's number behind it instead.</summary>
    public async Task CloneAsync(string table, string where, string text, int copies)
    {
        var columns = await ColumnsAsync(table);
        var values = columns.Select(column => column.IsText ? $"REPLACE({column.Name}, '{text}', '{text}x' || i)" : column.Name);
        await ExecuteAsync(
            $"""
            WITH RECURSIVE numbers (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < {copies})
            INSERT INTO {table} ({string.Join(", ", columns.Select(column => column.Name))}) SELECT {string.Join(", ", values)} FROM {table}, numbers WHERE {where}
            """);
    }

    private async Task<IReadOnlyList<(string Name, bool IsText)>> ColumnsAsync(string table)
    {
        var rows = await QueryAsync(Postgres is null
            ? $"SELECT name, type FROM pragma_table_info('{table}')"
            : $"SELECT column_name, data_type FROM information_schema.columns WHERE table_name = '{table}' ORDER BY ordinal_position");
        return [.. rows.Select(row => ((string)row[0], ((string)row[1]).Equals("text", StringComparison.OrdinalIgnoreCase)))];
    }

    private async Task<DbConnection> ConnectAsync()
    {
        DbConnection connection = Postgres is null ? new SqliteConnection($"Data Source={File};Pooling=False") : new NpgsqlConnection(Postgres);
        await connection.OpenAsync();
        return connection;
    }
}
