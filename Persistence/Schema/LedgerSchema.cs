namespace ProcedureEngine.Persistence.Schema;

/// <summary>The ledger of time limits: stops, resumptions, extensions and what else was done to them.</summary>
internal static class LedgerSchema
{
    public const string Step = """
        CREATE TABLE time_limit_acts (id TEXT PRIMARY KEY, instance_id TEXT NOT NULL REFERENCES instances (id), time_limit TEXT NOT NULL, revision BIGINT NOT NULL, body TEXT NOT NULL);
        CREATE INDEX time_limit_acts_by_limit ON time_limit_acts (time_limit, revision);
        CREATE INDEX time_limit_acts_by_instance ON time_limit_acts (instance_id);
        """;
}
