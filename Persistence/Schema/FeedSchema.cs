namespace ProcedureEngine.Persistence.Schema;

/// <summary>How far each reader of the feed has come that the product itself serves (the bus).</summary>
internal static class FeedSchema
{
    public const string Readers = "CREATE TABLE feed_readers (id TEXT PRIMARY KEY, position BIGINT NOT NULL);";
}
