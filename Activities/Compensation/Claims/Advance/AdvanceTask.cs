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

    /// <summary>What the finance body is asked for.</summary>
    private protected static JsonObject ShortfallShown(ActivityContext context) =>
        KnownSums.Of((new("Số tiền đề nghị cấp", "Sum asked for"), Part(context).Fixed?.Shortfall ?? throw new InvariantException("advance-fixed", "No head fixed this advance.")));

    /// <exception cref="DefectException">The step was reached before anything was proposed.</exception>
    internal static AdvancePart Part(ActivityContext context) => AdvanceEnding.Of(context) ?? throw new InvariantException("advance-proposed", "No advance was proposed.");
}
