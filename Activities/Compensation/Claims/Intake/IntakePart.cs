namespace ProcedureEngine.Activities.Compensation.Claims.Intake;

/// <summary>The three ways in which a claim comes (seed 004, 'Cách thức thực hiện').</summary>
public enum ClaimChannel
{
    ByHand,
    ByPost,
    Online,
}

/// <param name="ReceivedAt">When the file was at the office: what its limits run from.</param>
internal sealed record IntakePart(ClaimChannel Channel, Instant ReceivedAt);
