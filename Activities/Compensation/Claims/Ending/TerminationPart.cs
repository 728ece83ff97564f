using ProcedureEngine.Activities.Enforcement;

namespace ProcedureEngine.Activities.Compensation.Claims.Ending;

/// <summary>Why the settlement is terminated (Law 10/2017/QH14, art. 51(1)).</summary>
public enum TerminationGround
{
    /// <summary>The claimant withdrew.</summary>
    Withdrawn,

    /// <summary>The negotiation was suspended and nobody asked to continue (art. 50, 51).</summary>
    NotContinued,

    /// <summary>The decision was not taken within 30 days (art. 51(1)đ).</summary>
    DecisionNotTaken,
}

/// <param name="Reason">In words; of a withdrawal, the claimant's.</param>
/// <param name="AdvanceToSettle">A paid advance that is to be settled, whole đồng; null when none was paid.</param>
/// <param name="At">When the ground arose: what the limit <c>terminate</c> runs from.</param>
/// <param name="Signature">Null until the head has signed.</param>
internal sealed record TerminationPart(TerminationGround Ground, string Reason, long? AdvanceToSettle, Instant At, SignatureRecord? Signature = null);
