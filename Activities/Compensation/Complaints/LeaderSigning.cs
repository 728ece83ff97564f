using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Drafting;
using ProcedureEngine.Engine.Execution;
using ProcedureEngine.Engine.UserTasks;

namespace ProcedureEngine.Activities.Compensation.Complaints;

/// <summary>
/// A step at which the ward leader signs what was put before him or returns it with a reason: the refusal to accept, and the decision. What he signs is looked at
/// when it comes before him and once more when he signs.
/// </summary>
public abstract class LeaderSigning<TOutcome>(CaseServices services) : CaseTask<TOutcome>(services) where TOutcome : struct, Enum
{
    /// <exception cref="InvariantException">The recorded facts bear no signature.</exception>
    internal abstract void RequireSignable(ActivityContext context);

    internal abstract IEnumerable<Effect> Sign(ActivityContext context, LeaderSignature signature);

    internal abstract IEnumerable<Effect> Return(string reason);

    protected sealed override IEnumerable<Effect> Enter(ActivityContext context)
    {
        RequireSignable(context);
        return base.Enter(context);
    }

    protected sealed override ActivityResult Decide(ActivityContext context, TaskCompleted completed, TOutcome outcome)
    {
        if (completed.Data is ReturnReason returned)
            return Leave(outcome, Return(returned.Reason));
        RequireSignable(context);
        return Leave(outcome, Sign(context, (LeaderSignature)completed.Data!));
    }
}
