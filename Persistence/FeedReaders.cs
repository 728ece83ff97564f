using ProcedureEngine.Persistence.Sql;

namespace ProcedureEngine.Persistence;

/// <summary>
/// Where the product's own readers of the feed stand. Positions of the feed become visible in their order and without gaps, so a reader
/// that remembers one misses nothing (rule 6 is about claims on rows that commit in any order).
/// </summary>
public sealed class FeedReaders
{
    private readonly DurableStore store;

    internal FeedReaders(DurableStore store) => this.store = store;

    /// <summary>Position of the last event that the reader has done with; 0 before the first.</summary>
    public Task<long> PositionAsync(string reader, CancellationToken cancellation) => store.ReadAsync(
        async sql => await sql.ScalarAsync(new Statement("SELECT position FROM feed_readers WHERE id = @id", ("@id", reader))) as long? ?? 0, cancellation);

    /// <summary>The reader is done with everything up to a position; one that another host has moved further stays there.</summary>
    public Task AdvanceAsync(string reader, long position, CancellationToken cancellation) => store.WriteAsync(
        async sql => await sql.ExecuteAsync(new Statement(
            "INSERT INTO feed_readers (id, position) VALUES (@id, @position) ON CONFLICT (id) DO UPDATE SET position = excluded.position WHERE feed_readers.position < excluded.position",
            ("@id", reader), ("@position", position))),
        isBackground: true, cancellation);

    /// <summary>Position of the newest event; 0 while there is none.</summary>
    public Task<long> LastAsync(CancellationToken cancellation) => store.ReadAsync(
        async sql => await sql.ScalarAsync(new Statement("SELECT MAX(feed_position) FROM outbox")) as long? ?? 0, cancellation);
}
