using System.Globalization;
using ProcedureEngine.Persistence.Sql;

namespace ProcedureEngine.Persistence.Schema;

/// <summary>
/// Applies the numbered steps that a database lacks, all in one transaction. Refuses a database that knows more steps than this
/// program, or one whose steps were others under the same numbers.
/// </summary>
internal sealed class Migrator(DbConnection connection, SchemaTypes types, IReadOnlyList<string> steps)
{
    /// <param name="lockSql">Lets one host migrate while the others wait; null where one process is alone.</param>
    /// <param name="now">Instant to record, in microseconds.</param>
    public async Task RunAsync(string? lockSql, long now, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        if (lockSql is not null)
            await ExecuteAsync(transaction, lockSql, cancellation);
        await ExecuteAsync(
            transaction, Migrations.For("CREATE TABLE IF NOT EXISTS schema_steps (step BIGINT PRIMARY KEY, hash TEXT NOT NULL, applied_at BIGINT NOT NULL)", types), cancellation);
        var applied = await AppliedAsync(transaction, cancellation);
        Check(applied);
        for (var step = applied.Count; step < steps.Count; step++)
        {
            await ExecuteAsync(transaction, Migrations.For(steps[step], types), cancellation);
            await ExecuteAsync(
                transaction, string.Create(CultureInfo.InvariantCulture, $"INSERT INTO schema_steps (step, hash, applied_at) VALUES ({step + 1}, '{Hash(step)}', {now})"), cancellation);
        }

        await transaction.CommitAsync(cancellation);
    }

    private void Check(IReadOnlyList<string> applied)
    {
        if (applied.Count > steps.Count)
        {
            throw new DatabaseNewerException(
                $"The database is at schema step {applied.Count}; this program knows {steps.Count}. Run the program that wrote it, or a newer one.");
        }

        for (var step = 0; step < applied.Count; step++)
        {
            if (applied[step] != Hash(step))
            {
                throw new StoreException(
                    $"Schema step {step + 1} of the database is not this program's step {step + 1}. It was made by another build: use that one, or start with an empty database.");
            }
        }
    }

    private string Hash(int step) => CanonicalJson.Sha256(steps[step]);

    /// <summary>The hashes of the steps that the database has, in order.</summary>
    private async Task<IReadOnlyList<string>> AppliedAsync(DbTransaction transaction, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "SELECT hash FROM schema_steps ORDER BY step";
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var hashes = new List<string>();
        while (await reader.ReadAsync(cancellation))
            hashes.Add(reader.GetString(0));
        return hashes;
    }

    private async Task ExecuteAsync(DbTransaction transaction, string sql, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellation);
    }
}

/// <summary>The database was written by a newer program; this one must not touch it.</summary>
public sealed class DatabaseNewerException(string message) : StoreException(message);
