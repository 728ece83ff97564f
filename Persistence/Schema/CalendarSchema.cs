namespace ProcedureEngine.Persistence.Schema;

/// <summary>
/// Versions of the calendar in the order in which they were applied, and which version each limit was counted on (empty: on none). The index of
/// leased timers lets a start give leases back without reading all timers, that of failed messages lets readiness count them without reading the outbox.
/// </summary>
internal static class CalendarSchema
{
    public const string Step = """
        CREATE TABLE calendar_versions (sequence BIGINT PRIMARY KEY, id TEXT NOT NULL, office TEXT, created_at BIGINT NOT NULL, done_at BIGINT, body TEXT NOT NULL);
        CREATE UNIQUE INDEX calendar_versions_by_id ON calendar_versions (id);
        ALTER TABLE time_limits ADD COLUMN calendar TEXT NOT NULL DEFAULT '';
        CREATE INDEX timers_leased ON timers (id) WHERE leased_until > 0;
        CREATE INDEX outbox_failed ON outbox (id) WHERE state = 'failed';
        """;
}
