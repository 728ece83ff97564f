namespace ProcedureEngine.Persistence.Schema;

/// <summary>What officers find out about cases: which are one request, which were split, which have something in common; and which letters did not arrive.</summary>
internal static class MergingSchema
{
    public const string Links = """
        ALTER TABLE cases ADD COLUMN merged_into TEXT;
        ALTER TABLE cases ADD COLUMN split_from TEXT;
        CREATE INDEX cases_by_merged_into ON cases (merged_into) WHERE merged_into IS NOT NULL;
        CREATE INDEX cases_by_split_from ON cases (split_from) WHERE split_from IS NOT NULL;
        CREATE TABLE case_traits (id TEXT PRIMARY KEY, instance_id TEXT NOT NULL REFERENCES instances (id), kind TEXT NOT NULL, digest TEXT NOT NULL, body TEXT NOT NULL);
        CREATE INDEX case_traits_by_instance ON case_traits (instance_id);
        CREATE INDEX case_traits_by_digest ON case_traits (digest);
        CREATE TABLE undelivered_letters (id TEXT PRIMARY KEY, instance_id TEXT NOT NULL REFERENCES instances (id), at BIGINT NOT NULL, body TEXT NOT NULL);
        CREATE INDEX undelivered_letters_by_instance ON undelivered_letters (instance_id);
        """;
}
