using System.Security.Cryptography;
using ProcedureEngine.Engine.Journal;
using ProcedureEngine.Persistence.Sql;

namespace ProcedureEngine.Persistence;

/// <summary>What was looked at, and what is wrong with it.</summary>
/// <param name="Faults">One line each, in English, without personal data.</param>
public sealed record StoreProof(int Instances, int Entries, int Blobs, IReadOnlyList<string> Faults)
{
    private const int Batch = 200;

    /// <summary>
    /// Reads a whole store: the chain of every journal with its head, every blob against its SHA-256, numbers that were given twice. Minutes on a
    /// large store; made for a restored copy, before a host works on it.
    /// </summary>
    public static async Task<StoreProof> OfAsync(DurableStore store, CancellationToken cancellation)
    {
        var faults = new List<string>();
        var (instances, entries) = await JournalsAsync(store, faults, cancellation);
        var blobs = await BlobsAsync(store, faults, cancellation);
        faults.AddRange(await TwicesAsync(store, cancellation));
        return new StoreProof(instances, entries, blobs, faults);
    }

    private static async Task<(int Instances, int Entries)> JournalsAsync(DurableStore store, List<string> faults, CancellationToken cancellation)
    {
        var (instances, entries) = (0, 0);
        for (var after = string.Empty; await PageAsync(store, "SELECT id, body FROM instances WHERE id > @after ORDER BY id LIMIT @limit", after, cancellation) is { Count: > 0 } page; after = (string)page[^1][0]!)
        {
            foreach (var row in page)
            {
                var instance = RowMap<InstanceRow>.Read((string)row[1]!);
                var journal = await store.Queries.JournalAsync(instance.Id, cancellation);
                (instances, entries) = (instances + 1, entries + journal.Count);
                if (JournalChain.FindBreak(journal, instance) is { } at)
                    faults.Add($"journal of {instance.Id}: the chain breaks at entry {at}");
            }
        }

        return (instances, entries);
    }

    private static async Task<int> BlobsAsync(DurableStore store, List<string> faults, CancellationToken cancellation)
    {
        var blobs = 0;
        for (var after = string.Empty; await PageAsync(store, "SELECT sha256 FROM blobs WHERE sha256 > @after ORDER BY sha256 LIMIT @limit", after, cancellation) is { Count: > 0 } page; after = (string)page[^1][0]!)
        {
            foreach (var id in page.Select(row => (string)row[0]!))
            {
                blobs++;
                if (await FaultOfBlobAsync(store, id, cancellation) is { } fault)
                    faults.Add($"blob {id}: {fault}");
            }
        }

        return blobs;
    }

    private static async Task<string?> FaultOfBlobAsync(DurableStore store, string id, CancellationToken cancellation)
    {
        try
        {
            return await store.Blobs.GetAsync(id, cancellation) is { } bytes && Convert.ToHexStringLower(SHA256.HashData(bytes)) == id ? null : "its bytes are others";
        }
        catch (Exception exception) when (exception is StoreException or NotSupportedException)
        {
            return "its bytes are not whole";
        }
    }

    private static Task<IReadOnlyList<string>> TwicesAsync(DurableStore store, CancellationToken cancellation) => store.ReadAsync<IReadOnlyList<string>>(
        async sql =>
        [
            .. (await sql.QueryAsync(new Statement(
                "SELECT office, procedure_id, number_text FROM cases WHERE number_text IS NOT NULL GROUP BY office, procedure_id, number_text HAVING COUNT(*) > 1 ORDER BY 1, 2, 3")))
                .Select(row => $"number {row[2]} of {row[1]} at {row[0]} was given twice"),
        ],
        cancellation);

    private static Task<IReadOnlyList<object?[]>> PageAsync(DurableStore store, string sql, string after, CancellationToken cancellation) =>
        store.ReadAsync(async executor => await executor.QueryAsync(new Statement(sql, ("@after", after), ("@limit", (long)Batch))), cancellation);
}
