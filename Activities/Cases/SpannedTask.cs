namespace ProcedureEngine.Activities.Cases;

/// <summary>A step within a limit that spans several: while the limit runs its task is due with it, and moves when it moves.</summary>
/// <param name="limit">Id of a limit that another step starts and another meets.</param>
public abstract class SpannedTask<TOutcome>(CaseServices services, string limit) : CaseTask<TOutcome>(services) where TOutcome : struct, Enum
{
    protected override IEnumerable<Effect> Enter(ActivityContext context) => [.. base.Enter(context), .. Services.Limits.Press(context, limit)];

    protected override Instant? DueAt(ActivityContext context) => Services.Limits.Open(context, limit).FirstOrDefault()?.DueAt;
}
