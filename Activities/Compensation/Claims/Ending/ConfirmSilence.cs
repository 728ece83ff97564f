using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Compensation.Claims.Negotiation;
using ProcedureEngine.Activities.Compensation.Claims.Settlement;
using ProcedureEngine.Activities.Linting;
using ProcedureEngine.Activities.TimeLimits;

namespace ProcedureEngine.Activities.Compensation.Claims.Ending;

/// <summary>
/// By the clock the claimant's time has run out. Before the settlement is terminated the head confirms that he was silent, or records what he did in time and is
/// entered only now: a termination of what was asked or taken on the last day would be unlawful (art. 51(1); the step is ours). The time to terminate runs from the
/// end of the claimant's time, as if there were no such step.
/// </summary>
[StartsLimit(TerminateClaim.Limit)]
public abstract class ConfirmSilence<TOutcome>(CaseServices services) : CaseTask<TOutcome>(services) where TOutcome : struct, Enum
{
    /// <summary>The claimant's limit, whose end is looked at.</summary>
    protected abstract string Over { get; }

    protected override IEnumerable<Effect> Enter(ActivityContext context) => [.. base.Enter(context), .. Services.Limits.Start(context, TerminateClaim.Limit, TimeLimitBook.LastMoment(context, Over))];

    protected override Instant? DueAt(ActivityContext context) => Services.Limits.DueAt(context, TerminateClaim.Limit, TimeLimitBook.LastMoment(context, Over));

    /// <summary>The act that is recorded was done on the last day at the latest.</summary>
    /// <exception cref="RejectedException">It was done later; names the last day.</exception>
    protected void RequireInTime(ActivityContext context, LocalDate on)
    {
        if (TimeLimitBook.Newest(context, Over)?.DueDate is not { } last)
            throw new InvariantException("time-required", $"The claimant's time '{Over}' never ran.");
        if (on > last)
        {
            throw RejectedException.Invalid(
                "data.on", "not-in-time", $"Thời hạn của người yêu cầu bồi thường đã hết ngày {last:dd/MM/uuuu}.", $"The claimant's time ended on {last:uuuu-MM-dd}; only what he did until then is recorded here.");
        }
    }

    /// <summary>The claimant's limit is met after all, and nothing is to be terminated.</summary>
    protected IEnumerable<Effect> MetInTime(ActivityContext context) => [.. Services.Limits.MeetInTime(context, Over), .. Services.Limits.Cancel(context, TerminateClaim.Limit)];
}

public enum ContinuationSilence
{
    [Outcome("Xác nhận không đề nghị tiếp tục", "Confirmed: nobody asked")] Silent,
    [Outcome("Đã đề nghị tiếp tục trong thời hạn", "Asked in time", typeof(Continuation))] AskedInTime,
}

/// <summary>7: nobody asked to continue in the days after the suspension, as far as it is entered.</summary>
[Activity("Claims.ConfirmNotContinued", 1, "Xác nhận không đề nghị tiếp tục", "Confirm that nobody asked to continue", Category = "Claims")]
[MeetsLimit(AwaitContinuation.Limit, On = nameof(ContinuationSilence.AskedInTime))]
[MeetsLimit(TerminateClaim.Limit, On = nameof(ContinuationSilence.AskedInTime))]
[StartsLimit(NegotiationPart.StartLimit, On = nameof(ContinuationSilence.AskedInTime))]
public sealed class ConfirmNotContinued(CaseServices services) : ConfirmSilence<ContinuationSilence>(services)
{
    protected override string Over => AwaitContinuation.Limit;

    protected override ActivityResult Decide(ActivityContext context, TaskCompleted completed, ContinuationSilence outcome)
    {
        if (completed.Data is not Continuation continuation)
            return Leave(outcome, new Log("SilenceConfirmed", Over));
        RequireInTime(context, continuation.On);
        return Leave(outcome, [.. MetInTime(context), .. AskedToContinue.Record(Services, context, continuation)]);
    }
}

public enum TakingSilence
{
    [Outcome("Xác nhận không nhận quyết định", "Confirmed: not taken")] NotTaken,
    [Outcome("Đã nhận quyết định trong thời hạn", "Taken in time", typeof(HandOverMinutes))] TakenInTime,
}

/// <summary>
/// 9a: nobody took the decision within the 30 days, as far as it is entered. Where the office itself sent the minutes late, the claimant does not lose his decision
/// by that: it is handed to him until the head has confirmed that he does not take it (ours).
/// </summary>
[Activity("Claims.ConfirmNotTaken", 1, "Xác nhận không nhận quyết định", "Confirm that the decision was not taken", Category = "Claims")]
[MeetsLimit(AwaitTaking.Limit, On = nameof(TakingSilence.TakenInTime))]
[MeetsLimit(TerminateClaim.Limit, On = nameof(TakingSilence.TakenInTime))]
[MakesPaper("claim-hand-over", "decisionNumber", "decisionDate", "handedOverOn", "receivedBy", "minutes", On = nameof(TakingSilence.TakenInTime))]
public sealed class ConfirmNotTaken(CaseServices services) : ConfirmSilence<TakingSilence>(services)
{
    protected override string Over => AwaitTaking.Limit;

    protected override ActivityResult Decide(ActivityContext context, TaskCompleted completed, TakingSilence outcome)
    {
        if (completed.Data is not HandOverMinutes minutes)
            return Leave(outcome, new Log("SilenceConfirmed", Over));
        if (TimeLimitBook.Newest(context, SendRefusalMinutes.Limit)?.State != TimeLimitState.MetLate)
            RequireInTime(context, minutes.On);
        return Leave(outcome, [.. MetInTime(context), .. ClaimDecision.HandOver(Services, context, minutes)]);
    }
}
