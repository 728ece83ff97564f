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
            await ApplyAsync(transaction, step, cancellation);
            await ExecuteAsync(
                transaction, string.Create(CultureInfo.InvariantCulture, $"INSERT INTO schema_steps (step, hash, applied_at) VALUES ({step + 1}, '{Hash(step)}', {now})"), cancellation);
        }

        await transaction.CommitAsync(cancellation);
    }

    /// <exception cref="StoreUnfitException">Names the step: most often parts of it are there already, left by hand or by a half restored copy.</exception>
    private async Task ApplyAsync(DbTransaction transaction, int step, CancellationToken cancellation)
    {
        try
        {
            await ExecuteAsync(transaction, Migrations.For(steps[step], types), cancellation);
        }
        catch (DbException exception) when (!exception.IsTransient)
        {
            throw new StoreUnfitException(
                $"Schema step {step + 1} of {steps.Count} cannot be applied: {exception.Message}. The database may hold parts of it (a half-applied migration, a half restored copy). "
                + "Nothing was changed now; restore a whole copy, see docs/operation.md.",
                exception);
        }
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
                throw new StoreUnfitException(
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
        command.CommandText = "SELECT step, hash FROM schema_steps ORDER BY step";
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var hashes = new List<string>();
        while (await reader.ReadAsync(cancellation))
        {
            if (reader.GetInt64(0) != hashes.Count + 1)
                throw new StoreUnfitException($"Schema step {hashes.Count + 1} is missing in the database, and step {reader.GetInt64(0)} is there: a half-applied migration. Restore a whole copy, see docs/operation.md.");
            hashes.Add(reader.GetString(1));
        }

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

/// <summary>This program cannot work on the database, however often it is started.</summary>
public class StoreUnfitException(string message, Exception? inner = null) : StoreException(message, inner);

/// <summary>The database was written by a newer program; this one must not touch it.</summary>
public sealed class DatabaseNewerException(string message) : StoreUnfitException(message);
