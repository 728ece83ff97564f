using ProcedureEngine.Activities.Enforcement;

namespace ProcedureEngine.Activities.Compensation.Claims.Acceptance;

/// <summary>Reasons for not accepting a claim (Law 10/2017/QH14, art. 43), as coded.</summary>
public enum NonAcceptanceReason
{
    /// <summary>Another body is competent; it is named.</summary>
    NotCompetent,
    TimeBarred,
    OutOfScope,
    NotEntitled,
    NotSupplemented,
    AlreadyDecided,
}

/// <summary>One of the three conditions of art. 7 as found at acceptance.</summary>
/// <param name="Holds">Whether the condition is met.</param>
/// <param name="Text">What was found.</param>
internal sealed record ConditionFinding(bool Holds, string Text);

/// <summary>The acceptance: all three conditions hold (art. 7; decision record 'all three conditions').</summary>
internal sealed record AcceptancePart(ConditionFinding Ground, ConditionFinding Damage, ConditionFinding CausalLink, Instant At, string By);

/// <param name="CompetentBody">The right body, when the reason is that another is competent.</param>
internal sealed record RefusalPart(NonAcceptanceReason Reason, string Text, OtherParty? CompetentBody, Instant At, string By);
