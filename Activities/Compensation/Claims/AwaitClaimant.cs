using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.TimeLimits;

namespace ProcedureEngine.Activities.Compensation.Claims;

/// <summary>
/// A wait for the claimant under a limit: an officer records that he has done what was his to do, or the limit runs out and the case goes on by itself.
/// </summary>
public abstract class AwaitClaimant<TOutcome>(CaseServices services) : CaseTask<TOutcome>(services) where TOutcome : struct, Enum
{
    private const string End = "end";

    /// <summary>The outcome that nobody chooses: the limit has run out.</summary>
    protected abstract TOutcome Over { get; }

    public override ActivityResult Resume(ActivityContext context, Resumption resumption) => resumption is TimerFired { Timer.Name: End }
        ? Leave(Over, AtEnd(context, context.RequiredInput<string>(LimitInput)))
        : base.Resume(context, resumption);

    protected override IEnumerable<TOutcome> Offered(ActivityContext context) => base.Offered(context).Where(outcome => !outcome.Equals(Over));

    /// <summary>What becomes of the limit at its end: the claimant missed it, unless it was nobody's duty.</summary>
    protected virtual IEnumerable<Effect> AtEnd(ActivityContext context, string limit) => Services.Limits.Miss(context, limit);

    /// <summary>The timer goes with the limit, wherever an act or a calendar version moves it, and rests while the clock is stopped.</summary>
    protected override IEnumerable<Effect> StartLimit(ActivityContext context, string limit) => Services.Limits.StartWaking(context, limit, new RunningTime(LimitFrom(context), []), (End, null));
}
