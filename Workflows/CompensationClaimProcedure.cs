using ProcedureEngine.Activities;
using ProcedureEngine.Activities.Compensation.Claims;

namespace ProcedureEngine.Workflows;

/// <summary>
/// Claim for State compensation at the body that manages the official who caused the damage, under Law 10/2017/QH14 (seed 004): steps 1 to 9a.
/// </summary>
public static class CompensationClaimProcedure
{
    public const string Id = "compensation-claim";

    public static ProcedureProfile Profile { get; } = new(
        Id, typeof(Claim), Roles.Reception, [Roles.Claimant, Roles.Reception, Roles.Head, Roles.SettlementOfficer, Roles.FinanceBody, Roles.Participants],
        [
            "acknowledge", "request-supplement", "claimant-supplement", "accept", "appoint", "propose-advance", "pay-advance", "request-advance-funds", "grant-advance-funds", "pay-granted-advance",
            "verify-damage", "verification-report", "start-negotiation", "complete-negotiation", "decide", "send-refusal-minutes", "take-decision", "negotiation-suspension", "ask-to-continue",
            "terminate", "request-funds", "grant-funds", "pay-compensation",
        ])
    {
        FileKeepers = [Roles.Reception, Roles.SettlementOfficer],
        LeaderRole = Roles.Head,
        ClockRole = Roles.Head,
    };
}
