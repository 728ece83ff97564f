using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Compensation.Claims.Intake;
using ProcedureEngine.Activities.Registers;

namespace ProcedureEngine.Activities.Compensation.Claims;

/// <summary>Numbers of the claim's registers and orders: each counts by office and year, without gaps (invariant 6).</summary>
internal static class ClaimNumbers
{
    public static TakeNumber Take(CaseServices services, ActivityContext context, string counter, string pattern, string variable)
    {
        var office = services.OfficeOf(context);
        return new TakeNumber(new CounterKey(office.Id, counter, services.NumberingYear(office, context.Now)), pattern, variable);
    }

    /// <exception cref="InvariantException">The number was not taken.</exception>
    public static CaseNumber Of(ActivityContext context, string variable) =>
        context.Variable<CaseNumber>(variable) ?? throw new InvariantException("register-number", $"The number '{variable}' was not taken; nothing is entered or issued without it.");

    /// <summary>A line of a register: who claims and against whom, and what the register adds.</summary>
    public static WriteRecord Line(CaseServices services, ActivityContext context, string register, string variable, JsonObject cells)
    {
        var claim = ClaimState.Of(context).Claim;
        cells["caseNumber"] = context.Variable<CaseNumber>(Enforcement.Vars.CaseNumber)?.Text;
        cells["claimant"] = claim.Claimant.Name;
        cells["address"] = claim.Claimant.Address;
        cells["body"] = claim.CausedBy.Name;
        cells["sum"] = claim.Sum;
        return new WriteRecord(new RegisterLine(context.InstanceId, register, context.Office, Of(context, variable), services.Day(context.Now), cells));
    }

    public static string Name(ClaimChannel channel) => channel switch
    {
        ClaimChannel.ByHand => "Trực tiếp",
        ClaimChannel.ByPost => "Bưu chính",
        _ => "Trực tuyến",
    };
}
