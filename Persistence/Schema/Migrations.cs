namespace ProcedureEngine.Persistence.Schema;

/// <summary>
/// The numbered steps of the schema, the same for both stores but for the words of <see cref="SchemaTypes"/>. A step that was applied
/// is never edited; a mistake is mended by the next. Each says whether hosts that do not know it go on beside it (see docs/decisions/0014).
/// </summary>
internal static class Migrations
{
    public static IReadOnlyList<Migration> All { get; } =
    [
        Migration.Borne("first", First),
        Migration.OneWay("supervision", SupervisionSchema.Step, "a host before it changes time limits without the figures that supervision shows"),
        Migration.OneWay("instance-lists", InstanceLists.Step, "a host before it ends cases without the instant by which ended ones are listed"),
        Migration.OneWay("calendar", CalendarSchema.Step, "a host before it counts limits without the days that were applied"),
        Migration.OneWay("limit-ledger", LedgerSchema.Step, "a host before it stops and extends limits without entering it in their ledger"),
        Migration.OneWay("rollups", RollupSchema.Step, "a host before it adds to the figures of offices and not to their sums"),
        Migration.OneWay("merging", MergingSchema.Links, "a host before it brings mail to a case that was merged into another"),
        Migration.Borne("registers", RegisterSteps.Lines),
        Migration.Borne("feed-readers", FeedSchema.Readers),
        Migration.Borne("webhooks", WebhookSchema.Step),
        Migration.Borne("protection-keys", ProtectionSchema.Keys),
        Migration.Borne("trace-origin", TraceSchema.Origin),
        Migration.OneWay("hosts", HostSchema.Step, "a host before it takes no newer schema, and nobody can see whether one still runs"),
    ];

    /// <summary>Puts a store's own words for the placeholders: 64-bit integers, bytes, text compared by code point, and a row's body read as JSON.</summary>
    public static string For(string step, SchemaTypes types) => step
        .Replace("BIGINT", types.Integer, StringComparison.Ordinal)
        .Replace("BYTES", types.Bytes, StringComparison.Ordinal)
        .Replace("TEXT", types.Text, StringComparison.Ordinal)
        .Replace("JSONBODY", types.Body, StringComparison.Ordinal);

    private const string First = """
        CREATE TABLE instances (id TEXT PRIMARY KEY, definition_id TEXT NOT NULL, definition_version BIGINT NOT NULL, office TEXT NOT NULL, status TEXT NOT NULL,
            sub_status TEXT NOT NULL, revision BIGINT NOT NULL, incident_count BIGINT NOT NULL, created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, body TEXT NOT NULL, state TEXT NOT NULL);
        CREATE INDEX instances_by_definition ON instances (definition_id, created_at);
        CREATE INDEX instances_by_created ON instances (created_at);
        CREATE TABLE tasks (id TEXT PRIMARY KEY, instance_id TEXT NOT NULL REFERENCES instances (id), definition_id TEXT NOT NULL, state TEXT NOT NULL, is_open BIGINT NOT NULL, role TEXT NOT NULL,
            office TEXT NOT NULL, assignee TEXT, due_at BIGINT NOT NULL, created_at BIGINT NOT NULL, body TEXT NOT NULL);
        CREATE INDEX tasks_by_instance ON tasks (instance_id);
        CREATE INDEX tasks_open ON tasks (office, role, due_at) WHERE is_open = 1;
        CREATE INDEX tasks_of_assignee ON tasks (assignee, due_at) WHERE is_open = 1;
        CREATE TABLE bookmarks (id TEXT PRIMARY KEY, instance_id TEXT NOT NULL REFERENCES instances (id), name TEXT NOT NULL, body TEXT NOT NULL);
        CREATE INDEX bookmarks_by_instance ON bookmarks (instance_id);
        CREATE TABLE timers (id TEXT PRIMARY KEY, instance_id TEXT NOT NULL REFERENCES instances (id), due_at BIGINT NOT NULL, leased_until BIGINT NOT NULL, body TEXT NOT NULL);
        CREATE INDEX timers_by_instance ON timers (instance_id);
        CREATE INDEX timers_by_due ON timers (due_at);
        CREATE TABLE cases (id TEXT PRIMARY KEY, instance_id TEXT NOT NULL REFERENCES instances (id), procedure_id TEXT NOT NULL, office TEXT NOT NULL, status TEXT NOT NULL, reference_code TEXT NOT NULL,
            number_text TEXT, search_text TEXT NOT NULL, opened_at BIGINT NOT NULL, body TEXT NOT NULL);
        CREATE UNIQUE INDEX cases_by_code ON cases (reference_code);
        CREATE INDEX cases_by_instance ON cases (instance_id);
        CREATE INDEX cases_by_office ON cases (office, opened_at);
        CREATE INDEX cases_by_number ON cases (number_text);
        CREATE TABLE time_limits (id TEXT PRIMARY KEY, instance_id TEXT NOT NULL REFERENCES instances (id), procedure_id TEXT NOT NULL, office TEXT NOT NULL, limit_id TEXT NOT NULL, state TEXT NOT NULL,
            due_at BIGINT NOT NULL, body TEXT NOT NULL);
        CREATE INDEX time_limits_by_instance ON time_limits (instance_id);
        CREATE INDEX time_limits_by_due ON time_limits (state, due_at);
        CREATE INDEX time_limits_by_office ON time_limits (office, due_at);
        CREATE TABLE appointments (id TEXT PRIMARY KEY, instance_id TEXT NOT NULL REFERENCES instances (id), office TEXT NOT NULL, officer TEXT NOT NULL, state TEXT NOT NULL, from_at BIGINT NOT NULL,
            to_at BIGINT NOT NULL, body TEXT NOT NULL);
        CREATE INDEX appointments_by_instance ON appointments (instance_id);
        CREATE INDEX appointments_by_officer ON appointments (office, officer, from_at);
        CREATE TABLE documents (id TEXT PRIMARY KEY, instance_id TEXT NOT NULL REFERENCES instances (id), kind TEXT NOT NULL, at BIGINT NOT NULL, body TEXT NOT NULL);
        CREATE INDEX documents_by_instance ON documents (instance_id);
        CREATE TABLE messages (id TEXT PRIMARY KEY, instance_id TEXT NOT NULL REFERENCES instances (id), message_id TEXT NOT NULL, address TEXT NOT NULL, outbox_id TEXT, at BIGINT NOT NULL, body TEXT NOT NULL);
        CREATE INDEX messages_by_instance ON messages (instance_id);
        CREATE INDEX messages_by_message_id ON messages (message_id);
        CREATE TABLE decisions (id TEXT PRIMARY KEY, instance_id TEXT NOT NULL REFERENCES instances (id), office TEXT NOT NULL, year BIGINT NOT NULL, sequence BIGINT NOT NULL, decided_on TEXT NOT NULL, body TEXT NOT NULL);
        CREATE INDEX decisions_by_instance ON decisions (instance_id);
        CREATE UNIQUE INDEX decisions_by_number ON decisions (office, year, sequence);
        CREATE TABLE incidents (id TEXT PRIMARY KEY, instance_id TEXT NOT NULL REFERENCES instances (id), is_open BIGINT NOT NULL, at BIGINT NOT NULL, body TEXT NOT NULL);
        CREATE INDEX incidents_by_instance ON incidents (instance_id);
        CREATE INDEX incidents_open ON incidents (at) WHERE is_open = 1;
        CREATE TABLE inbox (id TEXT PRIMARY KEY, instance_id TEXT NOT NULL REFERENCES instances (id), at BIGINT NOT NULL, body TEXT NOT NULL);
        CREATE INDEX inbox_by_instance ON inbox (instance_id);
        CREATE TABLE journal (instance_id TEXT NOT NULL REFERENCES instances (id), sequence BIGINT NOT NULL, at BIGINT NOT NULL, event_name TEXT NOT NULL, activity_instance_id TEXT, activity_id TEXT,
            activity_type TEXT, text TEXT NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (instance_id, sequence));
        CREATE TABLE journal_personal (instance_id TEXT NOT NULL, sequence BIGINT NOT NULL, name TEXT NOT NULL, salt TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (instance_id, sequence, name),
            FOREIGN KEY (instance_id, sequence) REFERENCES journal (instance_id, sequence));
        CREATE TABLE outbox (id TEXT PRIMARY KEY, instance_id TEXT NOT NULL REFERENCES instances (id), channel TEXT NOT NULL, sequence BIGINT NOT NULL, kind TEXT NOT NULL, payload TEXT NOT NULL, created_at BIGINT NOT NULL,
            state TEXT NOT NULL, attempts BIGINT NOT NULL, next_attempt_at BIGINT NOT NULL, leased_until BIGINT NOT NULL, proof TEXT, ended_at BIGINT, feed_position BIGINT);
        CREATE UNIQUE INDEX outbox_by_case ON outbox (instance_id, channel, sequence);
        CREATE INDEX outbox_pending ON outbox (channel, next_attempt_at) WHERE state = 'pending';
        CREATE UNIQUE INDEX outbox_feed ON outbox (feed_position) WHERE feed_position IS NOT NULL;
        CREATE TABLE counters (id TEXT PRIMARY KEY, value BIGINT NOT NULL);
        CREATE TABLE reservations (id TEXT PRIMARY KEY, instance_id TEXT NOT NULL, resource TEXT NOT NULL, from_at BIGINT NOT NULL, to_at BIGINT NOT NULL);
        CREATE INDEX reservations_by_resource ON reservations (resource, from_at);
        CREATE INDEX reservations_by_instance ON reservations (instance_id);
        CREATE TABLE stimulus_keys (scope TEXT NOT NULL, name TEXT NOT NULL, digest TEXT NOT NULL, answer TEXT, is_permanent BIGINT NOT NULL, created_at BIGINT NOT NULL, PRIMARY KEY (scope, name));
        CREATE TABLE blobs (sha256 TEXT PRIMARY KEY, size BIGINT NOT NULL, put_at BIGINT NOT NULL);
        CREATE INDEX blobs_by_put ON blobs (put_at);
        CREATE TABLE blob_chunks (sha256 TEXT NOT NULL REFERENCES blobs (sha256), ordinal BIGINT NOT NULL, bytes BYTES NOT NULL, PRIMARY KEY (sha256, ordinal));
        CREATE TABLE blob_references (sha256 TEXT NOT NULL, owner TEXT NOT NULL, PRIMARY KEY (sha256, owner));
        CREATE INDEX blob_references_by_owner ON blob_references (owner);
        CREATE TABLE definitions (definition_id TEXT NOT NULL, version BIGINT NOT NULL, hash TEXT NOT NULL, json TEXT NOT NULL, created_at BIGINT NOT NULL, PRIMARY KEY (definition_id, version));
        CREATE TABLE activity_contracts (id TEXT PRIMARY KEY, hash TEXT NOT NULL);
        CREATE TABLE sandbox_clock (offset_micros BIGINT NOT NULL);
        INSERT INTO sandbox_clock (offset_micros) VALUES (0);
        CREATE TABLE accounts (id TEXT PRIMARY KEY, body TEXT NOT NULL);
        CREATE TABLE api_keys (id TEXT PRIMARY KEY, body TEXT NOT NULL);
        """;
}

/// <summary>A store's names for the types of the schema.</summary>
internal sealed record SchemaTypes(string Integer, string Bytes, string Text, string Body)
{
    public static readonly SchemaTypes Sqlite = new("INTEGER", "BLOB", "TEXT", "body");

    /// <summary>Collation "C" orders text as SQLite does, whatever the server's locale.</summary>
    public static readonly SchemaTypes Postgres = new("BIGINT", "BYTEA", "TEXT COLLATE \"C\"", "body::json");
}
