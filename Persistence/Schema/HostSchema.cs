namespace ProcedureEngine.Persistence.Schema;

/// <summary>Which hosts run on the database, each seen every few seconds, and how many steps of the schema each knows.</summary>
internal static class HostSchema
{
    public const string Step = "CREATE TABLE hosts (id TEXT PRIMARY KEY, machine TEXT NOT NULL, program TEXT NOT NULL, steps BIGINT NOT NULL, seen_at BIGINT NOT NULL, versions TEXT NOT NULL);";
}
