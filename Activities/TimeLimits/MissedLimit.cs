using ProcedureEngine.Activities.Notification;

namespace ProcedureEngine.Activities.TimeLimits;

/// <summary>
/// A limit that is missed. When it is the office's own and rests on law or a local rule, the office owes an apology and a new date
/// (<i>phiếu xin lỗi và hẹn lại</i>), and the supervisor is told; both are tasks of the case, beside its drawn path.
/// </summary>
internal static class MissedLimit
{
    public const string Apology = "apology/";
    public const string Notice = "notice/";

    /// <summary>Member of the tasks' context: the limit's id.</summary>
    public const string Deadline = "deadline";

    public static IEnumerable<Effect> Miss(ActivityContext context, TimeLimit limit, Instant at)
    {
        var missed = limit with { State = TimeLimitState.Missed, MissedAt = limit.DueAt ?? at, Revision = limit.Revision + 1 };
        yield return new WriteRecord(missed);
        yield return new Log("LimitMissed", limit.LimitId, new JsonObject { ["limit"] = limit.Id });
        yield return LimitNews.Event(EventKinds.DeadlineMissed, missed);
        if (!OwesApology(limit))
            yield break;
        yield return AskApology(context, limit);
        yield return TellSupervisor(context, limit);
    }

    public static OpenTask TellSupervisor(ActivityContext context, TimeLimit limit) => new(
        Notice + limit.Id, new LocalizedText($"Quá hạn: {limit.Name().Vi}", $"Missed: {limit.Name().En}"), Roles.Supervisor.Id, context.Office, [nameof(MissedNotice.Noted)],
        Context: Shown(limit))
    {
        OutcomeType = typeof(MissedNotice),
        Handler = ApologyTasks.HandlerName,
    };

    /// <summary>The authority's own time, and that of both, set by law or a local rule; the office's own order of work is its own affair.</summary>
    private static bool OwesApology(TimeLimit limit) => limit is { Kind: "law" or "local", Bearer: "authority" or "both" };

    private static OpenTask AskApology(ActivityContext context, TimeLimit limit) => new(
        Apology + limit.Id, new LocalizedText($"Xin lỗi và hẹn lại: {limit.Name().Vi}", $"Apology and new date: {limit.Name().En}"), limit.Role ?? Roles.Supervisor.Id, context.Office,
        [nameof(ApologyOutcome.Apologised), nameof(ApologyOutcome.DoneMeanwhile)], Context: Shown(limit))
    {
        OutcomeType = typeof(ApologyOutcome),
        Handler = ApologyTasks.HandlerName,
    };

    private static JsonObject Shown(TimeLimit limit) => new()
    {
        ["limit"] = limit.Name().Vi,
        ["legalBasis"] = limit.LegalBasis,
        ["dueDate"] = LimitNews.Text(limit.DueDate),
        [Deadline] = limit.Id,
    };
}
