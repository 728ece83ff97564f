using System.Globalization;
using ProcedureEngine.Activities.TimeLimits;
using ProcedureEngine.Engine.Definitions;
using ProcedureEngine.Engine.UserTasks;
using ProcedureEngine.Host.Cases;

namespace ProcedureEngine.Host.Operations.Why;

/// <summary>Reads from the facts why a case does not move. Pure; a finding names ids and roles, no personal data but user names of staff.</summary>
internal sealed class WaitCauses
{
    /// <summary>A timer is fired within seconds; later than this no host fires it.</summary>
    private static readonly Duration TimerSlack = Duration.FromMinutes(1);

    /// <summary>A message that waits no longer than this is on its way.</summary>
    private static readonly Duration OnItsWay = Duration.FromMinutes(2);

    private readonly WaitFacts facts;
    private readonly WorkflowDefinition? definition;

    private WaitCauses(WaitFacts facts, WorkflowDefinition? definition) => (this.facts, this.definition) = (facts, definition);

    public static IEnumerable<WaitFinding> Find(WaitFacts facts, WorkflowDefinition? definition)
    {
        var causes = new WaitCauses(facts, definition);
        return [.. causes.Standing(), .. causes.Incidents(), .. causes.Tokens(), .. causes.Tasks(), .. causes.Limits(), .. causes.Timers(), .. causes.Outbox(), .. causes.Inbox()];
    }

    private IEnumerable<WaitFinding> Standing()
    {
        if (facts.Instance.Status == InstanceStatus.Finished)
        {
            yield return Waits(
                "ended", new($"Hồ sơ đã kết thúc lúc {Time(facts.Instance.FinishedAt)}.", $"The case ended at {Time(facts.Instance.FinishedAt)}."),
                new("Nếu phải làm tiếp: thủ trưởng mở lại (POST .../reopen) với lý do.", "If it must go on: the head reopens it (POST .../reopen) with a reason."));
        }
        else if (facts.Fault is { } fault)
        {
            yield return Stuck(
                "quarantine", new($"Thủ tục {Version} không chạy được trên máy chủ này: {fault}", $"Procedure {Version} does not run on this host: {fault}"),
                new("Chạy lại bản phần mềm đã ghi phiên bản này, hoặc phát hành mã dưới phiên bản mới; xem /health/ready.", "Run the build that wrote this version, or release the changed code under a new version; see /health/ready."));
        }
    }

    private IEnumerable<WaitFinding> Incidents() => facts.Incidents.Select(incident => Stuck(
        "incident",
        new($"Sự cố {incident.Id} ở bước {Step(incident.ActivityId)} từ {Time(incident.At)}: {incident.Message}", $"Incident {incident.Id} at step {Step(incident.ActivityId)} since {Time(incident.At)}: {incident.Message}"),
        new($"Sửa nguyên nhân rồi thử lại: POST /api/incidents/{incident.Id}/retry.", $"Mend the cause, then retry: POST /api/incidents/{incident.Id}/retry.")));

    /// <summary>A path on which nobody and nothing will act.</summary>
    private IEnumerable<WaitFinding> Tokens()
    {
        var failed = facts.Incidents.Select(incident => incident.ActivityId).ToHashSet(StringComparer.Ordinal);
        foreach (var token in (JsonNode.Parse(facts.Instance.State)?["tokens"] as JsonArray ?? []).OfType<JsonObject>().Where(token => (bool?)token["isAnyTime"] != true))
        {
            var (activity, run, status) = ((string)token["activityId"]!, (string?)token["activityInstanceId"], (string?)token["status"]);
            if (string.Equals(status, "atJoin", StringComparison.OrdinalIgnoreCase))
            {
                yield return Waits("join", new($"Nhánh này chờ các nhánh khác ở {Step(activity)}.", $"This branch waits for the others at {Step(activity)}."), new("Xem các nhánh khác.", "Look at the other branches."));
            }
            else if (!failed.Contains(activity) && !IsAwaited(run))
            {
                yield return Stuck(
                    "nothing-awaited", new($"Bước {Step(activity)} không có nhiệm vụ, hẹn giờ hay tín hiệu nào để chờ.", $"Step {Step(activity)} has no task, timer or signal to wait for."),
                    new("Đây là lỗi phần mềm: lưu nhật ký hồ sơ và báo nhà phát triển.", "A defect of the program: keep the case's journal and tell its makers."));
            }
            else if (facts.Bookmarks.FirstOrDefault(bookmark => bookmark.ActivityInstanceId == run) is { } bookmark && !facts.Tasks.Any(task => task.ActivityInstanceId == run))
            {
                yield return Waits(
                    "signal", new($"Bước {Step(activity)} chờ từ bên ngoài: {bookmark.Name}.", $"Step {Step(activity)} waits for something from outside: {bookmark.Name}."),
                    new("Không phải làm gì; thời hạn hay hẹn giờ dưới đây cho biết chờ đến bao giờ.", "Nothing to do; the limits and timers below tell until when."));
            }
        }
    }

    private IEnumerable<WaitFinding> Tasks() => facts.Tasks.Select(task =>
    {
        var role = CaseStanding.NameOf(task.Role);
        var holders = facts.Holders[(task.Role, task.Office)].Order(StringComparer.Ordinal).ToList();
        if (holders.Count == 0)
        {
            return Stuck(
                "no-holder", new($"{Named(task, task.Title.Vi)} chờ {role.Vi} ({task.Role}) tại {task.Office}, nhưng không ai giữ vai trò đó.", $"{Named(task, task.Title.En)} waits for {role.En} ({task.Role}) at {task.Office}, and nobody holds that role."),
                new("Cấp vai trò cho một người của cơ quan.", "Give the role to somebody of the office."));
        }

        var late = task.DueAt is { } due && due <= facts.Now ? (Vi: $", quá hạn từ {Time(due)}", En: $", late since {Time(due)}") : (Vi: string.Empty, En: string.Empty);
        if (task.Assignee is { } assignee && !holders.Contains(assignee, StringComparer.Ordinal))
        {
            return Stuck(
                "assignee-gone", new($"{Named(task, task.Title.Vi)} đã giao cho {assignee}, người không còn giữ vai trò {role.Vi} tại {task.Office}{late.Vi}.", $"{Named(task, task.Title.En)} is given to {assignee}, who no longer is {role.En} at {task.Office}{late.En}."),
                new($"Giao lại: POST /api/tasks/{task.Id}/assign ({string.Join(", ", holders)}).", $"Give it to somebody else: POST /api/tasks/{task.Id}/assign ({string.Join(", ", holders)})."));
        }

        return new WaitFinding(
            late.Vi.Length > 0 ? WaitWeight.Wrong : WaitWeight.Waits, late.Vi.Length > 0 ? "task-late" : "task",
            new($"{Named(task, task.Title.Vi)} chờ {task.Assignee ?? $"{role.Vi} tại {task.Office}"}{late.Vi}.", $"{Named(task, task.Title.En)} waits for {task.Assignee ?? $"{role.En} at {task.Office}"}{late.En}."),
            task.Assignee is null ? new($"Người có thể làm: {string.Join(", ", holders)}.", $"Who may do it: {string.Join(", ", holders)}.") : new($"Nhắc {task.Assignee}, hoặc giao cho người khác.", $"Remind {task.Assignee}, or give it to somebody else."));
    });

    private IEnumerable<WaitFinding> Limits()
    {
        foreach (var alarm in facts.Alarms)
        {
            yield return Wrong(
                "limit-red", new($"Thời hạn {alarm.Subject} không đặt được hẹn giờ từ {Time(alarm.Since)}: {alarm.Reason}", $"Time limit {alarm.Subject} cannot be armed since {Time(alarm.Since)}: {alarm.Reason}"),
                new("Gỡ nguyên nhân; đối soát mỗi phút sẽ tự đặt lại.", "Remove the cause; the reconciliation of each minute arms it by itself."));
        }

        foreach (var limit in facts.Limits)
        {
            var name = limit.Inputs()?.Entry is { } entry ? new LocalizedText(entry.NameVi, entry.NameEn) : new LocalizedText(limit.LimitId, limit.LimitId);
            yield return limit.State switch
            {
                TimeLimitState.Suspended => Waits(
                    "limit-stopped", new($"Thời hạn '{name.Vi}' đang dừng, còn {limit.Remaining} {limit.RemainingUnit}.", $"Time limit '{name.En}' is stopped, {limit.Remaining} {limit.RemainingUnit} are left."),
                    new($"Khi hết lý do dừng: POST /api/deadlines/{limit.Id}/resume.", $"When the reason is gone: POST /api/deadlines/{limit.Id}/resume.")),
                TimeLimitState.Missed => Wrong(
                    "limit-missed", new($"Thời hạn '{name.Vi}' ({limit.Bearer}) đã quá từ {Time(limit.MissedAt)}.", $"Time limit '{name.En}' ({limit.Bearer}) is missed since {Time(limit.MissedAt)}."),
                    new("Hoàn thành bước của nó; đến hạn không tự chuyển bước.", "Complete its step; a missed limit moves nothing by itself.")),
                _ when limit.DueAt is { } due && due + TimerSlack <= facts.Now => Wrong(
                    "limit-unseen", new($"Thời hạn '{name.Vi}' đã hết lúc {Time(due)} mà chưa được ghi nhận.", $"Time limit '{name.En}' ended at {Time(due)} and nobody has noted it."),
                    new("Máy chủ không bắn hẹn giờ của hồ sơ này: xem /health/ready và nhật ký máy chủ.", "No host fires this case's timers: see /health/ready and the host's log.")),
                _ => Waits("limit", new($"Thời hạn '{name.Vi}' chạy đến {Time(limit.DueAt)}.", $"Time limit '{name.En}' runs until {Time(limit.DueAt)}."), new("Không phải làm gì.", "Nothing to do.")),
            };
        }
    }

    private IEnumerable<WaitFinding> Timers() => facts.Timers.Where(timer => timer.Due + TimerSlack <= facts.Now).Select(timer => Stuck(
        "timer-late", new($"Hẹn giờ '{timer.Name}' lẽ ra chạy lúc {Time(timer.Due)}.", $"Timer '{timer.Name}' was due at {Time(timer.Due)} and has not fired."),
        new("Có máy chủ nào đang chạy không? Nếu có: thủ tục bị tạm dừng hay hồ sơ không tải được; xem nhật ký máy chủ.", "Does a host run at all? If so: the procedure is quarantined, or the case cannot be loaded; see the host's log.")))
        .Concat(facts.Timers.Where(timer => timer.Due > facts.Now).Take(1).Select(timer => Waits(
            "timer", new($"Hẹn giờ kế tiếp '{timer.Name}' lúc {Time(timer.Due)}.", $"The next timer is '{timer.Name}' at {Time(timer.Due)}."), new("Không phải làm gì.", "Nothing to do."))));

    private IEnumerable<WaitFinding> Outbox() => facts.Unsent.Where(message => message.IsFailed || message.CreatedAt + OnItsWay <= facts.Now).Select(message => message.IsFailed
        ? Wrong(
            "outbox-failed", new($"{message.Channel} {message.Kind} ({message.Id}) không gửi được: {message.Error}", $"{message.Channel} {message.Kind} ({message.Id}) failed for good: {message.Error}"),
            new("Hồ sơ có nhiệm vụ báo cho người nhận bằng cách khác.", "A task of the case asks to reach the addressee another way."))
        : Wrong(
            "outbox-waits",
            new($"{message.Channel} {message.Kind} ({message.Id}) chờ từ {Time(message.CreatedAt)}, {message.Attempts} lần thử, lần sau {Time(message.NextAttemptAt)}: {message.Error ?? "chưa ai nhận"}",
                $"{message.Channel} {message.Kind} ({message.Id}) waits since {Time(message.CreatedAt)}, {message.Attempts} attempts, the next at {Time(message.NextAttemptAt)}: {message.Error ?? "nobody has taken it"}"),
            new("Xem máy chủ thư hoặc cổng gửi; thư sau của cùng hồ sơ chờ thư này.", "Look at the mail server or gateway; later messages of this case wait behind it.")));

    private IEnumerable<WaitFinding> Inbox() => facts.Inbox.Select(row => Wrong(
        "inbox", new($"'{row.Name}' đến lúc {Time(row.At)} khi không bước nào chờ nó.", $"'{row.Name}' came at {Time(row.At)} when no step waited for it."),
        new("Đọc hộp thư đến của hồ sơ; nếu cần, gửi lại khi có bước chờ.", "Read the case's inbox; where it matters, send it again when a step waits for it.")));

    private bool IsAwaited(string? run) => run is not null && (facts.Tasks.Any(task => task.ActivityInstanceId == run)
        || facts.Timers.Any(timer => timer.ActivityInstanceId == run) || facts.Bookmarks.Any(bookmark => bookmark.ActivityInstanceId == run));

    private string Version => $"{facts.Instance.DefinitionId} v{facts.Instance.DefinitionVersion}";

    private string Step(string? activity) => activity is null ? "-" : definition?.FindActivity(activity) is { } node ? $"{activity} ({node.Label.Vi})" : activity;

    private static string Named(UserTask task, string title) => $"{task.Id} '{title}'";

    /// <summary>Asia/Ho_Chi_Minh, as people there read it.</summary>
    private static string Time(Instant? at) => at is null ? "-" : at.Value.InZone(DateTimeZoneProviders.Tzdb["Asia/Ho_Chi_Minh"]).ToString("HH:mm dd/MM/yyyy", CultureInfo.InvariantCulture);

    private static WaitFinding Stuck(string cause, LocalizedText text, LocalizedText advice) => new(WaitWeight.Stuck, cause, text, advice);

    private static WaitFinding Wrong(string cause, LocalizedText text, LocalizedText advice) => new(WaitWeight.Wrong, cause, text, advice);

    private static WaitFinding Waits(string cause, LocalizedText text, LocalizedText advice) => new(WaitWeight.Waits, cause, text, advice);
}
