using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Compensation.Claims.Completeness;
using ProcedureEngine.Activities.Enforcement;
using ProcedureEngine.Activities.Notification;
using ProcedureEngine.Activities.Registers;

namespace ProcedureEngine.Activities.Compensation.Claims.Intake;

/// <summary>Step 1 (seed 004): the claim comes by one of three channels; its line of the reception register gets its number here (invariant 6).</summary>
[Activity("Claims.Receive", 1, "Nhận hồ sơ yêu cầu bồi thường", "Receive the claim", Category = "Claims")]
public sealed class ReceiveClaim(CaseServices services) : Activity<Done>
{
    public override ActivityResult Execute(ActivityContext context)
    {
        var start = CaseOpening.Start(context);
        var claim = start.Data is null
            ? throw RejectedException.Invalid("data", "required", "Thiếu nội dung yêu cầu bồi thường.", "The claim's data is required.")
            : FormData.Read<Claim>(start.Data);
        RequireOffice(context);
        var today = services.Day(context.Now);
        if (claim.MadeOn > today)
            throw RejectedException.Invalid("data.madeOn", "date-in-future", "Ngày làm văn bản không được ở tương lai.", "The claim's date is not later than today.");
        claim.Claimant.Authorisation?.RequireInForce("data.claimant.authorisation", today, "Luật TNBTCNN 10/2017/QH14 Đ.41(2)");
        var intake = ClaimArrivals.Of(services, context, start.Channel, claim);
        var claimant = claim.Claimant;
        return Leave(Done.Done,
        [
            SetVariable.To(Vars.Request, claim),
            SetVariable.To(ClaimVars.Intake, intake),
            SetVariable.To(ClaimVars.Completeness, new CompletenessPart(claim.Papers, intake.ReceivedAt, [])),
            .. CaseOpening.Open(
                services, context, start, new Applicant(claimant.Name, claimant.Email, claimant.Address), claim.CaseSubject(), ClaimStatus.Receiving,
                $"Yêu cầu bồi thường: {claim.CausedBy.Name}"),
            ClaimNumbers.Take(services, context, $"register/{RegisterKinds.ClaimsReceived}", "{sequence}", ClaimVars.ReceptionNumber),
        ]);
    }

    private void RequireOffice(ActivityContext context)
    {
        if (!services.OfficeOf(context).Runs(context.DefinitionId))
            throw RejectedException.Invalid("office", "office-procedure", "Cơ quan này không giải quyết yêu cầu bồi thường.", "This office does not run the procedure.");
    }
}

/// <summary>The line of the reception register; from here each channel has its own acknowledgement.</summary>
[Activity("Claims.EnterReception", 1, "Vào sổ nhận hồ sơ", "Enter in the reception register", Category = "Claims")]
public sealed class EnterReception(CaseServices services) : Activity<ClaimChannelPort>
{
    public override ActivityResult Execute(ActivityContext context)
    {
        var state = ClaimState.Of(context);
        return Leave(Port(state.Intake.Channel), ClaimNumbers.Line(
            services, context, RegisterKinds.ClaimsReceived, ClaimVars.ReceptionNumber, new JsonObject
            {
                ["receivedOn"] = LetterDesk.Date(services.Day(state.Intake.ReceivedAt)),
                ["channel"] = ClaimNumbers.Name(state.Intake.Channel),
                ["papers"] = state.Claim.Papers.Length,
            }));
    }

    private static ClaimChannelPort Port(ClaimChannel channel) => channel switch
    {
        ClaimChannel.ByHand => ClaimChannelPort.ByHand,
        ClaimChannel.ByPost => ClaimChannelPort.ByPost,
        _ => ClaimChannelPort.Online,
    };
}

/// <summary>Where a claim goes on from the register.</summary>
public enum ClaimChannelPort
{
    [Outcome("Nộp trực tiếp", "By hand")] ByHand,
    [Outcome("Qua bưu chính", "By post")] ByPost,
    [Outcome("Trực tuyến", "Online")] Online,
}
