namespace ProcedureEngine.Persistence.Schema;

/// <summary>Registers beside that of decisions: one line a case and kind, its number unique in office and year.</summary>
internal static class RegisterSteps
{
    public const string Lines = """
        CREATE TABLE register_lines (id TEXT PRIMARY KEY, instance_id TEXT NOT NULL REFERENCES instances (id), kind TEXT NOT NULL, office TEXT NOT NULL, year BIGINT NOT NULL,
            sequence BIGINT NOT NULL, body TEXT NOT NULL);
        CREATE INDEX register_lines_by_instance ON register_lines (instance_id);
        CREATE UNIQUE INDEX register_lines_by_number ON register_lines (kind, office, year, sequence);
        """;
}
