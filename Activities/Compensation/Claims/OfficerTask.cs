using ProcedureEngine.Activities.Cases;

namespace ProcedureEngine.Activities.Compensation.Claims;

/// <summary>A step of the appointed settlement officer: it is his from the start, and nothing of it is done on a claim that was not accepted.</summary>
public abstract class OfficerTask<TOutcome>(CaseServices services) : CaseTask<TOutcome>(services) where TOutcome : struct, Enum
{
    protected override IEnumerable<Effect> Enter(ActivityContext context)
    {
        ClaimState.Of(context).RequireAccepted();
        return base.Enter(context);
    }

    protected override string? Assignee(ActivityContext context) => ClaimState.Of(context).RequireAppointed().OfficerId;
}
