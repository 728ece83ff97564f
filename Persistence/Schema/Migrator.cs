using System.Globalization;

namespace ProcedureEngine.Persistence.Schema;

/// <summary>Applies the numbered steps that a database lacks, all in one transaction, and refuses one that knows more steps than this program.</summary>
internal static class Migrator
{
    /// <param name="lockSql">Lets one host migrate while the others wait; null where one process is alone.</param>
    /// <param name="now">Microseconds; null takes the database's clock.</param>
    public static async Task RunAsync(DbConnection connection, string bigint, string blob, string? lockSql, long? now, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        if (lockSql is not null)
            await ExecuteAsync(connection, transaction, lockSql, cancellation);
        await ExecuteAsync(connection, transaction, "CREATE TABLE IF NOT EXISTS schema_steps (step BIGINT PRIMARY KEY, hash TEXT NOT NULL, applied_at BIGINT NOT NULL)", cancellation);
        var applied = await AppliedAsync(connection, transaction, cancellation);
        if (applied > Migrations.All.Count)
        {
            throw new DatabaseNewerException(
                $"The database is at schema step {applied}; this program knows {Migrations.All.Count}. Run the program that wrote it, or a newer one.");
        }

        for (var step = applied; step < Migrations.All.Count; step++)
        {
            await ExecuteAsync(connection, transaction, Migrations.For(Migrations.All[step], bigint, blob), cancellation);
            var at = now?.ToString(CultureInfo.InvariantCulture) ?? "(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000)::bigint";
            var hash = CanonicalJson.Sha256(Migrations.All[step]);
            await ExecuteAsync(connection, transaction, $"INSERT INTO schema_steps (step, hash, applied_at) VALUES ({step + 1}, '{hash}', {at})", cancellation);
        }

        await transaction.CommitAsync(cancellation);
    }

    private static async Task<int> AppliedAsync(DbConnection connection, DbTransaction transaction, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "SELECT COALESCE(MAX(step), 0) FROM schema_steps";
        return Convert.ToInt32(await command.ExecuteScalarAsync(cancellation), CultureInfo.InvariantCulture);
    }

    private static async Task ExecuteAsync(DbConnection connection, DbTransaction transaction, string sql, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellation);
    }
}

/// <summary>The database was written by a newer program; this one must not touch it.</summary>
public sealed class DatabaseNewerException(string message) : StoreException(message);
