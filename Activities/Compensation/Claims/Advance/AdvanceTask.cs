using ProcedureEngine.Activities.Cases;

namespace ProcedureEngine.Activities.Compensation.Claims.Advance;

/// <summary>A person's step of the advance's branch: it also waits to be overtaken by the main path, and then leaves by an outcome that nobody chooses.</summary>
public abstract class AdvanceTask<TOutcome>(CaseServices services) : CaseTask<TOutcome>(services) where TOutcome : struct, Enum
{
    protected abstract TOutcome Overtaken { get; }

    public override ActivityResult Execute(ActivityContext context) => Wait([.. base.Execute(context).Effects, new CreateBookmark(AdvanceEnding.Overtaken)]);

    public override ActivityResult Resume(ActivityContext context, Resumption resumption) =>
        resumption is StimulusDelivered { Name: AdvanceEnding.Overtaken } ? Leave(Overtaken, AdvanceEnding.CancelLimits(Services, context)) : base.Resume(context, resumption);

    protected override IEnumerable<TOutcome> Offered(ActivityContext context) => base.Offered(context).Where(outcome => !outcome.Equals(Overtaken));

    /// <exception cref="DefectException">The step was reached before anything was proposed.</exception>
    internal static AdvancePart Part(ActivityContext context) => AdvanceEnding.Of(context) ?? throw new InvariantException("advance-proposed", "No advance was proposed.");
}
