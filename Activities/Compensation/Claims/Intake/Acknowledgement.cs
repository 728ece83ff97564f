using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Linting;
using ProcedureEngine.Activities.Notification;

namespace ProcedureEngine.Activities.Compensation.Claims.Intake;

/// <summary>By hand: the confirmation slip (<i>giấy xác nhận đã nhận hồ sơ</i>), at once (seed 004).</summary>
[Activity("Claims.WriteSlip", 1, "Cấp giấy xác nhận đã nhận hồ sơ", "Give the confirmation slip", Category = "Claims")]
[WritesLetter("claim-slip", "receptionNumber", "receivedOn", "channelName", "papers", "body")]
[MakesPaper("claim-slip", "receptionNumber", "receivedOn", "channelName", "papers", "body")]
public sealed class WriteConfirmationSlip(CaseServices services) : Activity<Done>
{
    private const string Template = "claim-slip";

    public override ActivityResult Execute(ActivityContext context)
    {
        var hasAddress = context.Variable<Enforcement.Applicant>(Enforcement.Vars.Applicant)?.Email is not null;
        return Leave(
            Done.Done,
            [
                services.Letters.Paper(context, Template, "receipt", ReceiptWords.Slots(services, context), 1),
                .. hasAddress ? services.Letters.Write(context, Template, ReceiptWords.Slots(services, context)) : [],
            ]);
    }
}

/// <summary>Online: the case code goes at once to the account and to the phone (seed 004: 'tự động thông báo kết quả tiếp nhận kèm mã hồ sơ').</summary>
[Activity("Claims.ConfirmOnline", 1, "Báo mã hồ sơ qua tài khoản và điện thoại", "Tell the case code to account and phone", Category = "Claims")]
public sealed class ConfirmOnline : Activity<Done>
{
    public override ActivityResult Execute(ActivityContext context)
    {
        var claim = ClaimState.Of(context).Claim;
        var code = CaseFiles.Of(context).ReferenceCode;
        return Leave(
            Done.Done,
            [
                AccountNotices.Of(context, "case-code"),
                .. ShortMessages.Write(context, "sms-case-code", claim.Phone!, $"Đã nhận hồ sơ trực tuyến. Mã hồ sơ: {code}. Thông báo bằng văn bản được gửi trong 02 ngày làm việc."),
            ]);
    }
}

/// <summary>Notices to an account with a portal: an event that the portal reads and shows there.</summary>
internal static class AccountNotices
{
    public static Send Of(ActivityContext context, string notice) => new(OutboxChannels.Event, EventKinds.PortalNotice, new JsonObject
    {
        ["account"] = ClaimState.Of(context).Claim.Account,
        ["notice"] = notice,
        ["code"] = CaseFiles.Of(context).ReferenceCode,
        ["number"] = context.Variable<CaseNumber>(Enforcement.Vars.CaseNumber)?.Text,
    });
}

public enum AcknowledgementSent
{
    [Outcome("Đã gửi thông báo nhận hồ sơ", "Sent")] Sent,
}

/// <summary>By post and online: the written notice that the file came, within the limit <c>acknowledge</c> from its receipt.</summary>
[Activity("Claims.Acknowledge", 1, "Thông báo bằng văn bản về việc nhận hồ sơ", "Written notice of receipt", Category = "Claims")]
[WritesLetter("claim-acknowledged", "receptionNumber", "receivedOn", "channelName", "papers", "body")]
public sealed class AcknowledgeClaim(CaseServices services) : CaseTask<AcknowledgementSent>(services)
{
    protected override Instant LimitFrom(ActivityContext context) => ClaimState.Of(context).Intake.ReceivedAt;

    protected override ActivityResult Decide(ActivityContext context, TaskCompleted completed, AcknowledgementSent outcome) => Leave(
        outcome,
        [
            .. Services.Letters.Write(context, "claim-acknowledged", ReceiptWords.Slots(Services, context)),
            .. ClaimState.Of(context).Intake.Channel == ClaimChannel.Online ? [AccountNotices.Of(context, "acknowledged")] : (Effect[])[],
        ]);
}

/// <summary>What a confirmation of receipt says, in whatever form.</summary>
internal static class ReceiptWords
{
    public static JsonObject Slots(CaseServices services, ActivityContext context)
    {
        var state = ClaimState.Of(context);
        return new JsonObject
        {
            ["receptionNumber"] = ClaimNumbers.Of(context, ClaimVars.ReceptionNumber).Text,
            ["receivedOn"] = LetterDesk.Date(services.Day(state.Intake.ReceivedAt)),
            ["channelName"] = ClaimNumbers.Name(state.Intake.Channel),
            ["papers"] = new JsonArray([.. state.Claim.Papers.Select(Paper)]),
            ["body"] = state.Claim.CausedBy.Name,
        };
    }

    private static JsonNode Paper(SubmittedPaper paper) => new JsonObject
    {
        ["name"] = paper.Name is { Length: > 0 } name ? $"{Checklist.Name(paper.Kind).Vi}: {name}" : Checklist.Name(paper.Kind).Vi,
        ["form"] = Checklist.FormName(paper.Form).Vi,
    };
}
