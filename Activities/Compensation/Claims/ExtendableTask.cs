using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Enforcement;
using ProcedureEngine.Activities.TimeLimits;
using ProcedureEngine.Deadlines;

namespace ProcedureEngine.Activities.Compensation.Claims;

/// <summary>What the officer and the claimant agree about a limit that both may extend.</summary>
public enum LongerTime
{
    [Outcome("Ghi nhận thỏa thuận kéo dài thời hạn", "Record an agreed extension", typeof(AgreedLonger))] Agreed,
}

/// <summary>An extension by agreement; the limit's entry says how many days all extensions may have together.</summary>
/// <param name="Amount">Days more, from the end of the limit's own time.</param>
/// <param name="AgreedOn">Day of the agreement, Asia/Ho_Chi_Minh.</param>
/// <param name="Evidence">The claimant's agreement: a document of the file, or where it is found.</param>
public sealed record AgreedLonger(
    [property: Field("Số ngày kéo dài", "Days more")] int Amount,
    [property: Field("Ngày thỏa thuận", "Agreed on")] LocalDate AgreedOn,
    [property: Field("Văn bản thỏa thuận của người yêu cầu bồi thường", "The claimant's agreement", MaxLength = 300)] string Evidence,
    [property: Field("Lý do", "Reason", Multiline = true)] string Reason) : IValidated
{
    public IEnumerable<FieldError> Validate()
    {
        foreach (var error in Required.Text("reason", Reason))
            yield return error;
        if (string.IsNullOrWhiteSpace(Evidence))
            yield return new FieldError("evidence", "agreement-required", new LocalizedText("Kéo dài phải có thỏa thuận của người yêu cầu bồi thường (Điều 45, 46).", "An extension carries the claimant's agreement (art. 45(2), 46(1); seed 004)."));
        if (Amount < 1)
            yield return new FieldError("amount", "at-least-one-day", new LocalizedText("Kéo dài ít nhất một ngày.", "Extend by one day at least."));
    }
}

/// <summary>
/// A step of the officer whose limit he and the claimant may extend: beside its own task stands one that records the agreement, again after each, until the
/// step is left (invariant 2: the agreement and the cap are asked for by the limit itself).
/// </summary>
public abstract class ExtendableTask<TOutcome>(CaseServices services) : OfficerTask<TOutcome>(services) where TOutcome : struct, Enum
{
    internal const string ExtensionTask = "extension";

    /// <summary>The limit of the catalogue.</summary>
    protected abstract string ExtendableLimit { get; }

    public override ActivityResult Execute(ActivityContext context) => Wait([.. base.Execute(context).Effects, .. IsExtendable(context) ? [AskForExtension(context)] : (Effect[])[]]);

    public override Type? OutcomeData(UserTask task, string outcome) => task.Name == ExtensionTask ? typeof(AgreedLonger) : base.OutcomeData(task, outcome);

    public override ActivityResult Resume(ActivityContext context, Resumption resumption) =>
        resumption is TaskCompleted { Data: AgreedLonger agreed } ? Extend(context, agreed) : base.Resume(context, resumption);

    /// <summary>Whether the limit runs while this step waits.</summary>
    protected virtual bool IsExtendable(ActivityContext context) => Services.Limits.Open(context, ExtendableLimit).Any(limit => limit.State != TimeLimitState.Missed);

    private ActivityResult Extend(ActivityContext context, AgreedLonger agreed)
    {
        var limit = Services.Limits.Open(context, ExtendableLimit).FirstOrDefault()
            ?? throw RejectedException.Conflict("limit-not-running", "Thời hạn chưa chạy hoặc đã kết thúc.", "The limit does not run.");
        try
        {
            var extension = new AgreedExtension(LimitAmount.Of(agreed.Amount, LimitUnits.CalendarDay), agreed.AgreedOn) { Basis = agreed.Reason, Evidence = agreed.Evidence.Trim(), By = context.Actor.Id };
            return Wait([.. Services.Limits.Extend(context, limit, extension, EngineJson.ToObject(agreed)), AskForExtension(context)]);
        }
        catch (DeadlineException refused)
        {
            throw TimeLimitBook.Refusal(refused).Under("data");
        }
        catch (RejectedException refused)
        {
            throw refused.Under("data");
        }
    }

    private OpenTask AskForExtension(ActivityContext context) => new(
        ExtensionTask, new LocalizedText("Thỏa thuận kéo dài thời hạn (nếu có)", "Agreed extension, if any"), context.RequiredInput<string>(RoleInput), context.Office, [nameof(LongerTime.Agreed)],
        Assignee: Assignee(context))
    {
        OutcomeType = typeof(LongerTime),
    };
}
