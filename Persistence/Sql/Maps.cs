using NodaTime.Text;
using ProcedureEngine.Activities.Appointment;
using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Activities.Issuance;
using ProcedureEngine.Activities.Notification;
using ProcedureEngine.Activities.Registers;
using ProcedureEngine.Activities.TimeLimits;
using ProcedureEngine.Engine.Timers;
using ProcedureEngine.Engine.UserTasks;
using ProcedureEngine.Persistence.Supervision;

namespace ProcedureEngine.Persistence.Sql;

/// <summary>Where each row type lies and by what it is found.</summary>
internal static class Maps
{
    public static readonly RowMap<UserTask> Tasks = new(
        "tasks", ("id", t => t.Id), ("instance_id", t => t.InstanceId), ("definition_id", t => t.DefinitionId), ("state", t => Slug(t.State)), ("is_open", t => t.IsOpen ? 1L : 0L),
        ("role", t => t.Role), ("office", t => t.Office), ("assignee", t => t.Assignee), ("due_at", t => Micros.Of(t.DueAt) ?? long.MaxValue), ("created_at", t => Micros.Of(t.CreatedAt)));

    public static readonly RowMap<Bookmark> Bookmarks = new("bookmarks", ("id", b => b.Id), ("instance_id", b => b.InstanceId), ("name", b => b.Name));

    public static readonly RowMap<TimerRow> Timers = new("timers", ("id", t => t.Id), ("instance_id", t => t.InstanceId), ("due_at", t => Micros.Of(t.Due)), ("leased_until", _ => 0L),
        ("limit_id", t => t.Handler == TimeLimitTimers.HandlerName ? (string?)t.Payload?["limit"] : null));

    public static readonly RowMap<IncidentRow> Incidents = new(
        "incidents", ("id", i => i.Id), ("instance_id", i => i.InstanceId), ("is_open", i => i.ResolvedAt is null ? 1L : 0L), ("at", i => Micros.Of(i.At)));

    public static readonly RowMap<InboxRow> Inbox = new("inbox", ("id", i => i.Id), ("instance_id", i => i.InstanceId), ("at", i => Micros.Of(i.At)));

    private static readonly RowMap<CaseFile> Cases = new(
        "cases", ("id", c => c.Id), ("instance_id", c => c.InstanceId), ("procedure_id", c => c.Procedure), ("office", c => c.Office), ("status", c => c.Status),
        ("reference_code", c => c.ReferenceCode), ("number_text", c => c.Number?.Text), ("search_text", c => c.SearchText), ("opened_at", c => Micros.Of(c.OpenedAt)),
        ("merged_into", c => c.MergedInto), ("split_from", c => c.SplitFrom));

    private static readonly RowMap<CaseTrait> Traits = new(
        "case_traits", ("id", t => t.Id), ("instance_id", t => t.InstanceId), ("kind", t => Slug(t.Kind)), ("digest", t => t.Digest));

    private static readonly RowMap<UndeliveredLetter> Undelivered = new("undelivered_letters", ("id", u => u.Id), ("instance_id", u => u.InstanceId), ("at", u => Micros.Of(u.At)));

    private static readonly RowMap<TimeLimit> Limits = new(
        "time_limits", ("id", l => l.Id), ("instance_id", l => l.InstanceId), ("procedure_id", l => l.Procedure), ("office", l => l.Office), ("limit_id", l => l.LimitId),
        ("state", l => Slug(l.State)), ("due_at", l => Micros.Of(l.DueAt) ?? long.MaxValue), ("activity_id", l => l.ActivityId ?? string.Empty), ("kind", l => l.Kind), ("bearer", l => l.Bearer),
        ("cause", LimitFacts.Cause), ("started_day", l => LimitFacts.StartedDay(l)), ("missed_day", l => LimitFacts.MissedDay(l)), ("ended_day", l => LimitFacts.EndedDay(l)),
        ("is_last_day", l => LimitFacts.IsLastDay(l) ? 1L : 0L), ("seconds", l => LimitFacts.Seconds(l)), ("calendar", LimitFacts.Calendar));

    private static readonly RowMap<TimeLimitAct> LimitActs = new("time_limit_acts", ("id", a => a.Id), ("instance_id", a => a.InstanceId), ("time_limit", a => a.Limit), ("revision", a => (long)a.Revision));

    private static readonly RowMap<AppointmentRow> Appointments = new(
        "appointments", ("id", a => a.Id), ("instance_id", a => a.InstanceId), ("office", a => a.Office), ("officer", a => a.Officer), ("state", a => Slug(a.State)),
        ("from_at", a => Micros.Of(a.From)), ("to_at", a => Micros.Of(a.To)));

    private static readonly RowMap<CaseDocument> Documents = new(
        "documents", ("id", d => d.Id), ("instance_id", d => d.InstanceId), ("kind", d => d.Kind), ("at", d => Micros.Of(d.At)));

    private static readonly RowMap<CaseMessage> Messages = new(
        "messages", ("id", m => m.Id), ("instance_id", m => m.InstanceId), ("message_id", m => m.MessageId), ("address", m => m.Address),
        ("outbox_id", m => m.OutboxId), ("at", m => Micros.Of(m.At)));

    private static readonly RowMap<DecisionEntry> Decisions = new(
        "decisions", ("id", d => d.Id), ("instance_id", d => d.InstanceId), ("office", d => d.Office), ("year", d => (long)d.Number.Year), ("sequence", d => d.Number.Sequence),
        ("decided_on", d => LocalDatePattern.Iso.Format(d.Date)));

    private static readonly RowMap<LimitRepair> Repairs = new(
        "limit_repairs", ("id", r => r.Id), ("instance_id", r => r.InstanceId), ("office", r => r.Office), ("difference", r => Slug(r.Difference)), ("at", r => Micros.Of(r.At)));

    private static readonly RowMap<RegisterLine> Registers = new(
        "register_lines", ("id", r => r.Id), ("instance_id", r => r.InstanceId), ("kind", r => r.Kind), ("office", r => r.Office), ("year", r => (long)r.Number.Year),
        ("sequence", r => r.Number.Sequence));

    /// <summary>Tables of records that a burst reads again, each with how its rows are read.</summary>
    public static readonly IReadOnlyList<(string Table, Func<string, CaseRecord> Read)> Loaded =
    [
        (Cases.Table, RowMap<CaseFile>.Read), (Limits.Table, RowMap<TimeLimit>.Read), (Appointments.Table, RowMap<AppointmentRow>.Read),
        (Registers.Table, RowMap<RegisterLine>.Read),
    ];

    public static Statement Put(CaseRecord record) => record switch
    {
        CaseFile file => Cases.Put(file),
        TimeLimit limit => Limits.Put(limit),
        TimeLimitAct act => LimitActs.Put(act),
        AppointmentRow appointment => Appointments.Put(appointment),
        CaseDocument document => Documents.Put(document),
        CaseMessage message => Messages.Put(message),
        DecisionEntry decision => Decisions.Put(decision),
        LimitRepair repair => Repairs.Put(repair),
        CaseTrait trait => Traits.Put(trait),
        UndeliveredLetter letter => Undelivered.Put(letter),
        RegisterLine line => Registers.Put(line),
        _ => throw new DefectException($"No table holds records of type {record.GetType().Name}."),
    };

    /// <summary>An enum as the API writes it: camelCase.</summary>
    public static string Slug<TEnum>(TEnum value) where TEnum : struct, Enum => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
