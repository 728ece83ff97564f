using System.Security.Cryptography;
using System.Text.RegularExpressions;
using ProcedureEngine.Persistence.Sql;

namespace ProcedureEngine.Persistence;

/// <summary>
/// Bytes by SHA-256 in chunks of one mebibyte. Putting the same bytes again changes nothing but the instant from which they may be
/// collected, so that a burst finds what was stored just before it.
/// </summary>
public sealed partial class BlobStore : IBlobStore
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

    public async Task<byte[]?> GetAsync(string sha256, CancellationToken cancellation)
    {
        if (await SizeAsync(sha256, cancellation) is not { } size)
            return null;
        var bytes = new byte[size];
        using var stream = new MemoryStream(bytes);
        await CopyToAsync(sha256, stream, cancellation);
        return stream.Position == size ? bytes : throw new StoreException($"Blob {sha256} has {stream.Position} of {size} bytes.");
    }

    /// <summary>Length in bytes, or null when there is no such blob.</summary>
    public Task<long?> SizeAsync(string sha256, CancellationToken cancellation) => store.ReadAsync(
        async sql => await sql.ScalarAsync(new Statement("SELECT size FROM blobs WHERE sha256 = @id", ("@id", sha256))) as long?, cancellation);

    /// <summary>Writes the bytes to a stream, one chunk in memory at a time. False, and nothing written, when there is no such blob.</summary>
    public async Task<bool> CopyToAsync(string sha256, Stream target, CancellationToken cancellation)
    {
        var isFound = false;
        for (var ordinal = 0L; await ChunkAsync(sha256, ordinal, cancellation) is { } chunk; ordinal++)
        {
            isFound = true;
            await target.WriteAsync(chunk, cancellation);
        }

        return isFound;
    }

    /// <summary>Keeps the bytes for something outside a case (a raw message that waits to be looked at) until <see cref="ReleaseAsync"/>.</summary>
    public Task HoldAsync(string sha256, string owner, CancellationToken cancellation) =>
        store.WriteAsync(async sql => await sql.ExecuteAsync(Refer(sha256, owner)), isBackground: false, cancellation);

    public Task ReleaseAsync(string owner, CancellationToken cancellation) => store.WriteAsync(
        async sql => await sql.ExecuteAsync(new Statement("DELETE FROM blob_references WHERE owner = @owner", ("@owner", owner))), isBackground: false, cancellation);

    /// <summary>Removes bytes last put before <paramref name="olderThan"/> that no case, waiting stimulus, message or owner refers to; 200 at a time.</summary>
    /// <returns>How many were removed.</returns>
    public Task<int> CollectUnreferencedAsync(Instant olderThan, CancellationToken cancellation) => store.WriteAsync(
        async sql =>
        {
            var lockRows = sql.ClaimLock;
            var rows = await sql.QueryAsync(new Statement(
                $"""
                SELECT sha256 FROM blobs WHERE put_at < @at AND NOT EXISTS (SELECT 1 FROM blob_references r WHERE r.sha256 = blobs.sha256)
                ORDER BY put_at LIMIT 200{lockRows}
                """,
                ("@at", Micros.Of(olderThan))));
            await sql.ExecuteAsync([.. rows.SelectMany(row => new[]
            {
                new Statement("DELETE FROM blob_chunks WHERE sha256 = @id", ("@id", row[0])), new Statement("DELETE FROM blobs WHERE sha256 = @id", ("@id", row[0])),
            })]);
            return rows.Count;
        },
        isBackground: true, cancellation);

    internal static Statement Refer(string sha256, string owner) => new(
        "INSERT INTO blob_references (sha256, owner) VALUES (@id, @owner) ON CONFLICT (sha256, owner) DO NOTHING", ("@id", sha256), ("@owner", owner));

    /// <summary>Every value in a JSON text that may name a blob. One too many keeps nothing alive that exists.</summary>
    internal static IEnumerable<string> HashesIn(string json) => Hash().Matches(json).Select(match => match.Value[1..^1]);

    internal static IEnumerable<string> HashesIn(JsonObject? payload) => payload is null ? [] : HashesIn(payload.ToJsonString());

    [GeneratedRegex("\"[0-9a-f]{64}\"", RegexOptions.NonBacktracking)]
    private static partial Regex Hash();

    private Task<byte[]?> ChunkAsync(string sha256, long ordinal, CancellationToken cancellation) => store.ReadAsync(
        async sql => (byte[]?)await sql.ScalarAsync(
            new Statement("SELECT bytes FROM blob_chunks WHERE sha256 = @id AND ordinal = @ordinal", ("@id", sha256), ("@ordinal", ordinal))),
        cancellation);

    private async Task<bool> WriteAsync(ISqlExecutor sql, string sha256, ReadOnlyMemory<byte> bytes)
    {
        var now = await store.NowMicrosAsync(sql);
        var isKnown = await sql.ExecuteAsync(new Statement(
            "UPDATE blobs SET put_at = CASE WHEN put_at < @at THEN @at ELSE put_at END WHERE sha256 = @id", ("@id", sha256), ("@at", now))) == 1;
        if (isKnown)
            return false;
        await sql.ExecuteAsync(new Statement(
            "INSERT INTO blobs (sha256, size, put_at) VALUES (@id, @size, @at) ON CONFLICT (sha256) DO NOTHING",
            ("@id", sha256), ("@size", (long)bytes.Length), ("@at", now))
        {
            WhenNothingWritten = () => new LostRaceException($"Blob {sha256} was stored by another host at the same time."),
        });

        // No bytes are one empty chunk, so that what is there can be told from what is not.
        var offset = 0;
        for (var ordinal = 0L; ordinal == 0 || offset < bytes.Length; ordinal++, offset += ChunkSize)
        {
            var chunk = bytes.Slice(offset, Math.Min(ChunkSize, bytes.Length - offset)).ToArray();
            await sql.ExecuteAsync(new Statement(
                "INSERT INTO blob_chunks (sha256, ordinal, bytes) VALUES (@id, @ordinal, @bytes)", ("@id", sha256), ("@ordinal", ordinal), ("@bytes", chunk)));
        }

        return true;
    }
}
