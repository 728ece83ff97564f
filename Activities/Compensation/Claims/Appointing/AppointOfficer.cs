using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Compensation.Claims.Acceptance;
using ProcedureEngine.Activities.Drafting;
using ProcedureEngine.Activities.Enforcement;
using ProcedureEngine.Activities.Linting;
using ProcedureEngine.Activities.Notification;

namespace ProcedureEngine.Activities.Compensation.Claims.Appointing;

/// <summary>Step 4 (seed 004): a settlement officer is appointed.</summary>
public enum OfficerAppointment
{
    [Outcome("Cử người giải quyết bồi thường", "Appointed", typeof(OfficerChoice))] Appointed,
}

/// <summary>Who settles the claim, and the findings that he may (Law 10/2017/QH14, art. 43(3)).</summary>
/// <param name="OfficerId">His user name.</param>
/// <param name="InCharge">The matter is his by his work.</param>
/// <param name="Experienced">He knows the field in which the damage arose.</param>
/// <param name="Unrelated">He is no relative of the claimant or of the official who caused the damage, and has no stake.</param>
public sealed record OfficerChoice(
    [property: Field("Tên đăng nhập của người giải quyết bồi thường", "User name of the settlement officer", MaxLength = 100), HoldsRole("settlement-officer", NameField = "officerName")] string OfficerId,
    [property: Field("Họ và tên", "Name", MaxLength = 200)] string OfficerName,
    [property: Field("Phụ trách lĩnh vực", "In charge of the field")] Condition InCharge,
    [property: Field("Có kinh nghiệm trong lĩnh vực phát sinh thiệt hại", "Experienced in the field")] Condition Experienced,
    [property: Field("Không thân thích, không có lợi ích liên quan", "Not related, without a stake")] Condition Unrelated,
    [property: Field("Chữ ký", "Signature")] LeaderSignature Signature) : IValidated
{
    private static readonly LocalizedText Fit = new(
        "Người giải quyết bồi thường phải phụ trách, có kinh nghiệm và không thân thích (khoản 3 Điều 43).", "The settlement officer is in charge, experienced and not related (art. 43(3)); appoint another.");

    public IEnumerable<FieldError> Validate() =>
    [
        .. Required.Text("officerId", OfficerId), .. Required.Text("officerName", OfficerName),
        .. InCharge.Required("inCharge", "fit-officer", Fit), .. Experienced.Required("experienced", "fit-officer", Fit), .. Unrelated.Required("unrelated", "fit-officer", Fit),
    ];
}

/// <summary>Step 4: the head appoints by a decision with a number of its own, within the limit <c>appoint</c> from acceptance.</summary>
[Activity("Claims.Appoint", 1, "Cử người giải quyết bồi thường", "Appoint the settlement officer", Category = "Claims")]
public sealed class AppointOfficer(CaseServices services) : CaseTask<OfficerAppointment>(services)
{
    protected override Instant LimitFrom(ActivityContext context) => ClaimState.Of(context).RequireAccepted().At;

    protected override ActivityResult Decide(ActivityContext context, TaskCompleted completed, OfficerAppointment outcome)
    {
        ClaimState.Of(context).RequireAccepted();
        var choice = (OfficerChoice)completed.Data!;
        var part = new AppointmentPart(choice.OfficerId, choice.OfficerName, choice.Signature.Record(context), 1, []);
        return Leave(outcome, [.. Appointments.Record(Services, context, part), new Log("OfficerAppointed", choice.OfficerId)]);
    }
}

/// <summary>What an appointment and a replacement share.</summary>
internal static class Appointments
{
    public static IEnumerable<Effect> Record(CaseServices services, ActivityContext context, AppointmentPart part) =>
        [SetVariable.To(ClaimVars.Appointment, part), ClaimNumbers.Take(services, context, "order/appointment", "{sequence}/QĐ-CNGQ", ClaimVars.AppointmentNumber)];
}

/// <summary>Makes the decision's paper with its number and sends it to the claimant.</summary>
[Activity("Claims.RecordAppointment", 1, "Quyết định cử người giải quyết bồi thường", "Record the appointment", Category = "Claims")]
[MakesPaper("claim-appointment", "decisionNumber", "claimant", "body", "officer", "signerName", "signerTitle", "formerOfficer", "reason")]
[WritesLetter("claim-appointed", "decisionNumber", "claimant", "body", "officer", "signerName", "signerTitle", "formerOfficer", "reason")]
public sealed class RecordAppointment(CaseServices services) : Activity<Done>
{
    public override ActivityResult Execute(ActivityContext context)
    {
        var state = ClaimState.Of(context);
        var appointment = state.RequireAppointed();
        var slots = new JsonObject
        {
            ["decisionNumber"] = ClaimNumbers.Of(context, ClaimVars.AppointmentNumber).Text,
            ["claimant"] = state.Claim.Claimant.Name,
            ["body"] = state.Claim.CausedBy.Name,
            ["officer"] = appointment.OfficerName,
            ["signerName"] = appointment.Signature.SignerName,
            ["signerTitle"] = appointment.Signature.SignerTitle,
        };
        if (appointment.Earlier is [.., var former])
            (slots["formerOfficer"], slots["reason"]) = (former.OfficerName, former.Reason);
        return Leave(Done.Done, ClaimOrders.Issue(services, context, new ClaimOrder("claim-appointment", "claim-appointed", appointment.Version), slots));
    }
}
