namespace ProcedureEngine.Persistence.Schema;

/// <summary>Addresses that are told of events, and how far each has been told.</summary>
internal static class WebhookSchema
{
    public const string Step = """
        CREATE TABLE webhooks (id TEXT PRIMARY KEY, owner TEXT NOT NULL, state TEXT NOT NULL, position BIGINT NOT NULL, attempts BIGINT NOT NULL, failing_since BIGINT, next_attempt_at BIGINT NOT NULL,
            leased_until BIGINT NOT NULL, error TEXT, body TEXT NOT NULL);
        CREATE INDEX webhooks_by_owner ON webhooks (owner);
        """;
}
