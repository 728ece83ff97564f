namespace ProcedureEngine.Persistence.Schema;

/// <summary>
/// What supervision reads: the columns by which time limits are listed and counted, figures folded from delta rows, and what the
/// reconciliation found. Days are numbers as <c>20260302</c>, Asia/Ho_Chi_Minh, 0 for none.
/// </summary>
internal static class SupervisionSchema
{
    /// <summary>Figures of days begin with this step; what stands is counted from the rows that are there.</summary>
    public const string Step = """
        ALTER TABLE time_limits ADD COLUMN activity_id TEXT NOT NULL DEFAULT '';
        ALTER TABLE time_limits ADD COLUMN kind TEXT NOT NULL DEFAULT '';
        ALTER TABLE time_limits ADD COLUMN bearer TEXT NOT NULL DEFAULT '';
        ALTER TABLE time_limits ADD COLUMN cause TEXT NOT NULL DEFAULT '';
        ALTER TABLE time_limits ADD COLUMN started_day BIGINT NOT NULL DEFAULT 0;
        ALTER TABLE time_limits ADD COLUMN missed_day BIGINT NOT NULL DEFAULT 0;
        ALTER TABLE time_limits ADD COLUMN ended_day BIGINT NOT NULL DEFAULT 0;
        ALTER TABLE time_limits ADD COLUMN is_last_day BIGINT NOT NULL DEFAULT 0;
        ALTER TABLE time_limits ADD COLUMN seconds BIGINT NOT NULL DEFAULT 0;
        UPDATE time_limits SET activity_id = COALESCE(JSONBODY ->> 'activityId', ''), kind = JSONBODY ->> 'kind', bearer = JSONBODY ->> 'bearer';
        DROP INDEX time_limits_by_due;
        DROP INDEX time_limits_by_office;
        CREATE INDEX time_limits_by_due ON time_limits (state, due_at, id);
        CREATE INDEX time_limits_by_office ON time_limits (office, due_at, id);
        CREATE INDEX time_limits_by_office_state ON time_limits (office, state, due_at, id);
        CREATE INDEX time_limits_by_limit ON time_limits (procedure_id, limit_id, state, due_at, id);
        CREATE INDEX time_limits_by_kind ON time_limits (kind, bearer, state, due_at, id);
        CREATE INDEX time_limits_on_last_day ON time_limits (office, ended_day, id) WHERE is_last_day = 1;
        ALTER TABLE timers ADD COLUMN limit_id TEXT;
        UPDATE timers SET limit_id = SUBSTR(id, LENGTH(instance_id) + LENGTH('/time-limit/due/') + 1) WHERE id LIKE '%/time-limit/due/%';
        UPDATE timers SET limit_id = SUBSTR(id, LENGTH(instance_id) + LENGTH('/time-limit/warn/') + 1) WHERE id LIKE '%/time-limit/warn/%';
        CREATE TABLE limit_totals (day BIGINT NOT NULL, office TEXT NOT NULL, procedure_id TEXT NOT NULL, limit_id TEXT NOT NULL, activity_id TEXT NOT NULL, kind TEXT NOT NULL, bearer TEXT NOT NULL,
            cause TEXT NOT NULL, measure TEXT NOT NULL, n BIGINT NOT NULL, PRIMARY KEY (day, office, procedure_id, limit_id, activity_id, kind, bearer, cause, measure));
        CREATE TABLE limit_deltas (id TEXT PRIMARY KEY, day BIGINT NOT NULL, office TEXT NOT NULL, procedure_id TEXT NOT NULL, limit_id TEXT NOT NULL, activity_id TEXT NOT NULL, kind TEXT NOT NULL,
            bearer TEXT NOT NULL, cause TEXT NOT NULL, measure TEXT NOT NULL, n BIGINT NOT NULL);
        INSERT INTO limit_totals (day, office, procedure_id, limit_id, activity_id, kind, bearer, cause, measure, n)
            SELECT 0, office, procedure_id, limit_id, activity_id, kind, bearer, cause, state, COUNT(*) FROM time_limits GROUP BY office, procedure_id, limit_id, activity_id, kind, bearer, cause, state;
        CREATE TABLE limit_repairs (id TEXT PRIMARY KEY, instance_id TEXT NOT NULL REFERENCES instances (id), office TEXT NOT NULL, difference TEXT NOT NULL, at BIGINT NOT NULL, body TEXT NOT NULL);
        CREATE INDEX limit_repairs_by_office ON limit_repairs (office, at);
        CREATE TABLE limit_alarms (id TEXT PRIMARY KEY, instance_id TEXT NOT NULL, office TEXT NOT NULL, difference TEXT NOT NULL, since BIGINT NOT NULL, reason TEXT NOT NULL);
        CREATE TABLE leases (id TEXT PRIMARY KEY, leased_until BIGINT NOT NULL);
        """;
}
