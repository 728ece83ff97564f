namespace ProcedureEngine.Persistence.Schema;

/// <summary>The burst that wrote a message, beside it; empty where nobody follows bursts, and in rows of older programs.</summary>
internal static class TraceSchema
{
    public const string Origin = "ALTER TABLE outbox ADD COLUMN origin TEXT;";
}
