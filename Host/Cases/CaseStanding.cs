using ProcedureEngine.Activities;
using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.TimeLimits;
using ProcedureEngine.Engine.UserTasks;
using ProcedureEngine.Host.Composition;

namespace ProcedureEngine.Host.Cases;

/// <summary>A case in words that a citizen understands: where it stands, whose turn it is, until when, and why until then.</summary>
/// <param name="Until">Last day of the limit that ends first, Asia/Ho_Chi_Minh; of one that was missed when none runs; else null.</param>
internal sealed record CaseStanding(LocalizedText Where, LocalizedText WhoseTurn, LocalDate? Until, LocalizedText Why)
{
    private static readonly LocalizedText Nobody = new("Không ai: hồ sơ đã kết thúc", "Nobody's: the case has ended");

    public static CaseStanding Of(CaseFile file, IEnumerable<UserTask> tasks, IEnumerable<TimeLimit> limits)
    {
        var next = Next([.. limits]);
        return new CaseStanding(CaseStatus.Label(file.Status), file.ClosedAt is null ? Turn(file, [.. tasks.Where(task => task.IsOpen)]) : Nobody, next?.DueDate, Reason(file, next));
    }

    /// <summary>
    /// The limit that ends first; only when none runs, the one that the office or a body missed last. A time of the citizen's that has run out, and a limit that
    /// began anew, say nothing of where the case stands.
    /// </summary>
    private static TimeLimit? Next(List<TimeLimit> limits)
    {
        var open = limits.Where(limit => limit is { IsOpen: true, DueDate: not null }).ToList();
        return open.Where(limit => limit.State != TimeLimitState.Missed).MinBy(limit => limit.DueAt)
            ?? open.Where(limit => limit.Bearer != "citizen" && !limits.Exists(newer => newer.LimitId == limit.LimitId && newer.Occurrence > limit.Occurrence)).MaxBy(limit => limit.DueAt);
    }

    private static LocalizedText Turn(CaseFile file, List<UserTask> open)
    {
        if (CaseStatus.IsPartysTurn(file.Status))
            return new LocalizedText("Người nộp hồ sơ", "Who asked");
        var roles = open.Select(task => task.Role).Distinct(StringComparer.Ordinal).Select(NameOf).ToList();
        return roles.Count == 0
            ? new LocalizedText("Hệ thống", "The system")
            : new LocalizedText(string.Join(", ", roles.Select(role => role.Vi)), string.Join(", ", roles.Select(role => role.En)));
    }

    private static LocalizedText Reason(CaseFile file, TimeLimit? limit) => (file.ClosedAt, limit) switch
    {
        (not null, _) => new LocalizedText("Hồ sơ đã kết thúc.", "The case has ended."),
        (null, null) => new LocalizedText("Không có thời hạn đang chạy.", "No time limit runs."),
        (null, { RemindAt: not null, LocalDueDate: { } local } running) when running.Inputs()?.Entry is { Law: { } law } entry => new LocalizedText(
            $"{entry.NameVi}: đến {local:dd/MM/uuuu} theo {running.LegalBasis}, chậm nhất theo {law.LegalBasis}", $"{entry.NameEn}: until {local:uuuu-MM-dd} by {running.LegalBasis}, at the latest by {law.LegalBasis}"),
        (null, { } running) => new LocalizedText(
            $"{running.Inputs()?.Entry.NameVi ?? running.LimitId} ({running.LegalBasis})", $"{running.Inputs()?.Entry.NameEn ?? running.LimitId} ({running.LegalBasis})"),
    };

    /// <summary>What people call a role.</summary>
    public static LocalizedText NameOf(string role) =>
        EngineSetup.Procedures.SelectMany(p => p.Profile.Roles).Concat(Roles.OfEveryOffice).FirstOrDefault(known => known.Id == role)?.Name ?? new LocalizedText(role, role);
}
