using ProcedureEngine.Activities.Cases;

namespace ProcedureEngine.Activities.Compensation.Claims;

/// <summary>
/// A wait for the claimant under a limit: an officer records that he has done what was his to do, or the limit runs out and the case goes on by itself.
/// </summary>
public abstract class AwaitClaimant<TOutcome>(CaseServices services) : CaseTask<TOutcome>(services) where TOutcome : struct, Enum
{
    private const string End = "end";

    /// <summary>The outcome that nobody chooses: the limit has run out.</summary>
    protected abstract TOutcome Over { get; }

    public override ActivityResult Execute(ActivityContext context) => Wait([.. base.Execute(context).Effects, new ArmTimer(End, DueAt(context)!.Value)]);

    public override ActivityResult Resume(ActivityContext context, Resumption resumption) => resumption is TimerFired { Timer.Name: End } ? RunOut(context) : base.Resume(context, resumption);

    protected override IEnumerable<TOutcome> Offered(ActivityContext context) => base.Offered(context).Where(outcome => !outcome.Equals(Over));

    /// <summary>What becomes of the limit at its end: the claimant missed it, unless it was nobody's duty.</summary>
    protected virtual IEnumerable<Effect> AtEnd(ActivityContext context, string limit) => Services.Limits.Miss(context, limit);

    /// <summary>The clock may have been stopped or extended meanwhile: then the wait goes on.</summary>
    private ActivityResult RunOut(ActivityContext context)
    {
        var limit = context.RequiredInput<string>(LimitInput);
        var open = Services.Limits.Open(context, limit).FirstOrDefault();
        return open is { State: not TimeLimits.TimeLimitState.Missed, DueAt: { } due } && due > context.Now ? Wait(new ArmTimer(End, due)) : Leave(Over, AtEnd(context, limit));
    }
}
