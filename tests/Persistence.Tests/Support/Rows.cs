using ProcedureEngine.Activities.Appointment;
using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Issuance;
using ProcedureEngine.Activities.Notification;
using ProcedureEngine.Activities.TimeLimits;

namespace ProcedureEngine.Persistence.Tests.Support;

/// <summary>One row of each kind, complete, to be changed by <c>with</c>.</summary>
internal static class Rows
{
    private static readonly Instant At = StoreContract.Start;
    private static readonly TraceOrigin Origin = new("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", Bursts.Procedure, 1, Bursts.Office, "check-validity");

    public static UserTask Task(string instance, string name = "t1") => new(
        $"{instance}.{name}", instance, $"{instance}.a1", "check-validity", "check", new LocalizedText("Kiểm tra", "Check"), "intake-officer", Bursts.Office,
        [new TaskOutcome("Valid", new LocalizedText("Hợp lệ", "Valid"), new JsonObject { ["type"] = "object" })], UserTaskState.Open, null, 1, At, At + Duration.FromDays(2))
    {
        DefinitionId = Bursts.Procedure,
        Context = new JsonObject { ["subject"] = "Đơn yêu cầu" },
    };

    public static Bookmark Bookmark(string instance, string name = "b1") => new($"{instance}.{name}", instance, "mail", $"{instance}.a1", "correspondence");

    public static TimerRow Timer(string instance, Instant due, string name = "due") => new($"{instance}/{name}", instance, name, due, null, "time-limit", new JsonObject { ["limit"] = "x" }) { Origin = Origin };

    public static IncidentRow Incident(string instance, string name = "e1") => new(
        $"{instance}.{name}", instance, "sign", $"{instance}.a4", "DefectException", "It broke.", "at Somewhere", At, null, null, new JsonObject { ["stimulus"] = "deliver" });

    public static InboxRow Inbox(string instance, string name = "i1") => new($"{instance}.{name}", instance, "mail", new JsonObject { ["subject"] = "Bổ sung" }, "party", At);

    public static JournalRow Journal(string instance, long sequence) => new(
        instance, sequence, At, "NumberTaken", $"{instance}.a2", "number", "Cases.TakeNumber", $$"""{"sequence":{{sequence}},"z":1,"a":"đ"}""", $"hash-{sequence}");

    public static PersonalRow Personal(string instance, long sequence) => new(instance, sequence, "data", "salt", "\"Trần Văn Ất\"");

    public static OutboxRow Outbox(string instance, string channel, long sequence) => new(
        $"{instance}.{channel}.{sequence}", instance, channel, sequence, "guidance-02-qt", new JsonObject { ["b"] = 1, ["a"] = "đường" }, At) { Origin = Origin };

    public static Reservation Visit(string instance, int fromMinute, int toMinute, string id = "visit") => new(
        $"{instance}/{id}", instance, "officer/namdinh/hoa", At + Duration.FromMinutes(fromMinute), At + Duration.FromMinutes(toMinute));

    public static CaseFile Case(string instance) => new(
        instance, Bursts.Procedure, Bursts.Office, CaseStatus.Checking, "mail", $"code-{instance}", null, "Nguyễn Thị Ánh", "a@example.vn", "Yêu cầu thi hành án",
        $"nguyen thi anh code-{instance}", At, null, null);

    public static TimeLimit Limit(string instance, string limit = "check-validity") => new(
        $"{instance}.{limit}.1", instance, Bursts.Procedure, Bursts.Office, limit, 1, "check-validity", TimeLimitState.Running, At, new LocalDate(2026, 3, 4),
        At + Duration.FromDays(2), At + Duration.FromDays(1), null, null, "law", "authority", "Điều 7", new JsonObject { ["amount"] = 2 });

    public static AppointmentRow Appointment(string instance, int number = 1) => new(
        $"{instance}.visit.{number}", instance, Bursts.Office, number, "hoa", "Lê Thị Hoa", "0228", "Phòng 1", At + Duration.FromHours(number), At + Duration.FromHours(number + 1),
        AppointmentState.Set);

    public static CaseDocument Document(string instance, string name, string? blob) => new(
        $"{instance}.{name}", instance, "attachment", "don.pdf", "application/pdf", 5, blob, null, new JsonObject { ["a"] = 1 }, 1, "mail", At, "party");

    public static CaseMessage Message(string instance, MessageDirection direction, string name, string? blob = null, string? outbox = null) => new(
        $"{instance}.{name}", instance, direction, "request", $"<{instance}.{name}@example.vn>", "a@example.vn", "Đơn", At, blob, outbox);

    public static DecisionEntry Decision(string instance, long sequence) => new(
        instance, Bursts.Office, Bursts.Procedure, new CaseNumber(sequence, 2026, $"{sequence}/QĐ-CTHADS"), new LocalDate(2026, 3, 9), "Trưởng", "Ánh", "Ất", 5_000_000_000, "12/2025");
}
