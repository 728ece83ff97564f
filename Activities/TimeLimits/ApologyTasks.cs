using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Enforcement;
using ProcedureEngine.Activities.Notification;

namespace ProcedureEngine.Activities.TimeLimits;

/// <summary>What the office does about its missed limit.</summary>
public enum ApologyOutcome
{
    [Outcome("Gửi phiếu xin lỗi và hẹn lại", "Apologise and give a new date", typeof(Apology))] Apologised,
    [Outcome("Đã giải quyết xong, ghi nguyên nhân", "Done meanwhile; record the cause", typeof(LateReason))] DoneMeanwhile,
}

public enum MissedNotice
{
    [Outcome("Đã biết", "Noted")] Noted,
}

/// <param name="Explanation">For the citizen, in a sentence or two.</param>
/// <param name="NewDate">Day by which the act is promised: a working day to come.</param>
public sealed record Apology(
    [property: Field("Nguyên nhân", "Cause")] LateCause Cause,
    [property: Field("Giải thích với người dân", "Explanation for the citizen", Multiline = true, MaxLength = 2000)] string Explanation,
    [property: Field("Ngày hẹn lại", "New date")] LocalDate NewDate) : IValidated
{
    public IEnumerable<FieldError> Validate() => Required.Text("explanation", Explanation);
}

public sealed record LateReason(
    [property: Field("Nguyên nhân", "Cause")] LateCause Cause,
    [property: Field("Giải thích", "Explanation", Multiline = true, MaxLength = 2000)] string Explanation) : IValidated
{
    public IEnumerable<FieldError> Validate() => Required.Text("explanation", Explanation);
}

/// <summary>The tasks that follow a missed limit: the apology with its new date, and the supervisor's notice.</summary>
public sealed class ApologyTasks(CaseServices services) : ICaseTaskHandler
{
    public const string HandlerName = "missed-limit";

    public string Name => HandlerName;

    public Type? OutcomeData(UserTask task, string outcome) => outcome switch
    {
        nameof(ApologyOutcome.Apologised) => typeof(Apology),
        nameof(ApologyOutcome.DoneMeanwhile) => typeof(LateReason),
        _ => null,
    };

    public IReadOnlyList<Effect> Complete(ActivityContext context, TaskCompleted completed)
    {
        var id = (string)completed.Task.Context![MissedLimit.Deadline]!;
        var limit = context.Records.GetValueOrDefault(id) as TimeLimit ?? throw new DefectException($"Task {completed.Task.Id} belongs to no time limit of the case.");
        return completed.Data switch
        {
            Apology apology => [.. Apologise(context, limit, apology)],
            LateReason reason => [.. Explain(context, limit, reason)],
            _ => [new Log("MissedLimitNoted", limit.LimitId, new JsonObject { ["limit"] = limit.Id })],
        };
    }

    private IEnumerable<Effect> Apologise(ActivityContext context, TimeLimit limit, Apology apology)
    {
        if (limit.State != TimeLimitState.Missed)
            throw RejectedException.Conflict("already-done", "Việc đã giải quyết xong, không cần hẹn lại; hãy ghi nguyên nhân.", "The act is done meanwhile and needs no new date; record the cause.");
        RequirePromise(context, apology.NewDate);
        var promised = limit with { Cause = apology.Cause, PromisedOn = apology.NewDate, Revision = limit.Revision + 1 };
        return
        [
            .. Record(context, limit, promised, EngineJson.ToObject(apology)),
            PromisedDate.Timer(limit, apology.NewDate.PlusDays(1).AtStartOfDayInZone(services.Zone).ToInstant()),
            .. Letter(context, limit, apology),
        ];
    }

    private static IEnumerable<Effect> Explain(ActivityContext context, TimeLimit limit, LateReason reason) => limit.State == TimeLimitState.Missed
        ? throw RejectedException.Conflict("still-owed", "Việc chưa xong: phải xin lỗi và hẹn ngày mới.", "The act is still owed: apologise and give a new date.")
        : Record(context, limit, limit with { Cause = reason.Cause, Revision = limit.Revision + 1 }, EngineJson.ToObject(reason));

    private void RequirePromise(ActivityContext context, LocalDate newDate)
    {
        if (newDate <= services.Day(context.Now))
            throw RejectedException.Invalid("data.newDate", "in-the-past", "Ngày hẹn lại phải sau hôm nay.", "Promise a day to come.");
        if (newDate > services.Day(context.Now).PlusYears(1))
            throw RejectedException.Invalid("data.newDate", "too-far", "Ngày hẹn lại không quá một năm.", "Promise a day within a year.");
        if (!services.Limits.IsWorkingDay(context.Office, newDate))
            throw RejectedException.Invalid("data.newDate", "working-day", "Ngày hẹn lại phải là ngày làm việc.", "Promise a working day.");
    }

    private static IEnumerable<Effect> Record(ActivityContext context, TimeLimit limit, TimeLimit changed, JsonObject details)
    {
        var act = new TimeLimitAct(
            TimeLimitBook.LedgerId(changed), context.InstanceId, limit.Id, changed.Revision, TimeLimitActKind.Apologised, context.Now, context.Actor.Id, details, LimitStanding.Of(limit),
            LimitStanding.Of(changed), limit.Calculation);
        return [new WriteRecord(changed), new WriteRecord(act), LimitNews.Journal(changed, act), LimitNews.Event(changed, act)];
    }

    private IEnumerable<Effect> Letter(ActivityContext context, TimeLimit limit, Apology apology) => context.Variable<Applicant>(Vars.Applicant) is null
        ? []
        : services.Letters.Write(context, "apology-new-date", new JsonObject
        {
            ["limitName"] = limit.Name().Vi,
            ["legalBasis"] = limit.LegalBasis,
            ["dueDate"] = LimitNews.Text(limit.DueDate),
            ["cause"] = LateCauses.Label(apology.Cause).Vi,
            ["explanation"] = apology.Explanation,
            ["newDate"] = LetterDesk.Date(apology.NewDate),
        });
}
