using ProcedureEngine.Activities.Enforcement;

namespace ProcedureEngine.Activities.Compensation.Claims.Appointing;

/// <summary>The settlement officer in charge.</summary>
/// <param name="OfficerId">User name (<c>settlement-officer@so-ha-nam</c>): the tasks of steps 5 to 8 are his.</param>
/// <param name="Version">From 1; raised when an officer is replaced.</param>
/// <param name="Earlier">Those before him, oldest first.</param>
internal sealed record AppointmentPart(string OfficerId, string OfficerName, SignatureRecord Signature, int Version, ImmutableArray<FormerOfficer> Earlier);

/// <param name="Reason">Why he was replaced.</param>
internal sealed record FormerOfficer(string OfficerId, string OfficerName, Instant From, Instant Until, string Reason);
