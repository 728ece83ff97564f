using System.Security.Cryptography;
using ProcedureEngine.Persistence.Sql;

namespace ProcedureEngine.Persistence;

/// <summary>Bytes by SHA-256 in chunks of one mebibyte. Putting the same bytes again changes nothing.</summary>
public sealed class BlobStore : IBlobStore
{
    private const int ChunkSize = 1 << 20;

    private readonly DurableStore store;

    internal BlobStore(DurableStore store) => this.store = store;

    public async Task<string> PutAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
        await store.WriteAsync(async sql => await WriteAsync(sql, sha256, bytes), isBackground: false, cancellation);
        return sha256;
    }

    public Task<byte[]?> GetAsync(string sha256, CancellationToken cancellation) => store.ReadAsync(
        async sql =>
        {
            if (await sql.ScalarAsync(new Statement("SELECT size FROM blobs WHERE sha256 = @id", ("@id", sha256))) is not long size)
                return null;
            var bytes = new byte[size];
            var offset = 0;
            foreach (var row in await sql.QueryAsync(new Statement("SELECT bytes FROM blob_chunks WHERE sha256 = @id ORDER BY ordinal", ("@id", sha256))))
            {
                var chunk = (byte[])row[0]!;
                chunk.CopyTo(bytes, offset);
                offset += chunk.Length;
            }

            return offset == size ? bytes : throw new StoreException($"Blob {sha256} has {offset} of {size} bytes.");
        },
        cancellation);

    /// <summary>Removes bytes stored before <paramref name="olderThan"/> that no document, message or open mail refers to.</summary>
    public Task<int> CollectUnreferencedAsync(Instant olderThan, CancellationToken cancellation) => store.WriteAsync(
        async sql =>
        {
            var rows = await sql.QueryAsync(new Statement(
                """
                SELECT sha256 FROM blobs b WHERE created_at < @at
                  AND NOT EXISTS (SELECT 1 FROM documents d WHERE d.blob = b.sha256) AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.blob = b.sha256)
                  AND NOT EXISTS (SELECT 1 FROM inbox n WHERE n.body LIKE '%' || b.sha256 || '%') LIMIT 200
                """,
                ("@at", Micros.Of(olderThan))));
            await sql.ExecuteAsync([.. rows.SelectMany(row => new[]
            {
                new Statement("DELETE FROM blob_chunks WHERE sha256 = @id", ("@id", row[0])), new Statement("DELETE FROM blobs WHERE sha256 = @id", ("@id", row[0])),
            })]);
            return rows.Count;
        },
        isBackground: true, cancellation);

    private async Task<bool> WriteAsync(ISqlExecutor sql, string sha256, ReadOnlyMemory<byte> bytes)
    {
        var isNew = await sql.ExecuteAsync([new Statement(
            "INSERT INTO blobs (sha256, size, created_at) VALUES (@id, @size, @at) ON CONFLICT (sha256) DO NOTHING",
            ("@id", sha256), ("@size", (long)bytes.Length), ("@at", await store.NowMicrosAsync(sql)))]) == 1;
        for (var (ordinal, offset) = (0, 0); isNew && offset < bytes.Length; ordinal++, offset += ChunkSize)
        {
            var chunk = bytes.Slice(offset, Math.Min(ChunkSize, bytes.Length - offset)).ToArray();
            await sql.ExecuteAsync([new Statement(
                "INSERT INTO blob_chunks (sha256, ordinal, bytes) VALUES (@id, @ordinal, @bytes)", ("@id", sha256), ("@ordinal", (long)ordinal), ("@bytes", chunk))]);
        }

        return isNew;
    }
}
