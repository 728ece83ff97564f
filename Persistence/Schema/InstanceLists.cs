namespace ProcedureEngine.Persistence.Schema;

/// <summary>
/// What lists of instances are ordered by, and the runs of activities counted from the journal's index alone. Instances that had finished
/// before this step get the instant of their last burst in the new column; their rows keep the exact one.
/// </summary>
internal static class InstanceLists
{
    public const string Step = """
        ALTER TABLE instances ADD COLUMN finished_at BIGINT;
        UPDATE instances SET finished_at = updated_at WHERE status = 'Finished';
        CREATE INDEX instances_by_office ON instances (office, created_at, id);
        CREATE INDEX journal_by_activity ON journal (instance_id, activity_id, activity_instance_id, event_name, at, sequence);
        """;
}
