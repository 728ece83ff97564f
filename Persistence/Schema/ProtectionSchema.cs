namespace ProcedureEngine.Persistence.Schema;

/// <summary>Keys by which hosts on one store read each other's sessions.</summary>
internal static class ProtectionSchema
{
    public const string Keys = "CREATE TABLE protection_keys (id TEXT PRIMARY KEY, body TEXT NOT NULL);";
}
