using ProcedureEngine.Activities;
using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Compensation.Claims;
using ProcedureEngine.Activities.Compensation.Claims.Acceptance;
using ProcedureEngine.Activities.Compensation.Claims.Appointing;
using ProcedureEngine.Activities.Compensation.Claims.Completeness;
using ProcedureEngine.Activities.Compensation.Claims.Ending;
using ProcedureEngine.Activities.Compensation.Claims.Intake;
using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Activities.Validation;
using ProcedureEngine.Engine.Authoring;
using ProcedureEngine.Engine.BuiltIn;
using ProcedureEngine.Engine.Definitions;
using ProcedureEngine.Engine.Execution;
using ProcedureEngine.Engine.Text;

namespace ProcedureEngine.Workflows;

/// <summary>
/// Claim for State compensation at the body that manages the official who caused the damage, under Law 10/2017/QH14 (seed 004): steps 1 to 9a.
/// The arrows below are those of the seed's text.
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

    public static WorkflowDefinition Build()
    {
        var procedure = new ProcedureBuilder(
            Id, version: 1,
            new LocalizedText("Giải quyết yêu cầu bồi thường tại cơ quan trực tiếp quản lý người thi hành công vụ gây thiệt hại", "Claim for State compensation"),
            new LocalizedText("Từ nhận hồ sơ đến chi trả tiền bồi thường theo Luật 10/2017/QH14.", "From receiving the file to paying the compensation under Law 10/2017/QH14."));
        var terminated = DrawTermination(procedure);
        var appointed = DrawIntake(procedure);
        DrawSettlement(procedure, appointed, terminated);
        return procedure.Build();
    }

    /// <summary>Steps 1 to 4: receive, check, accept, appoint.</summary>
    /// <returns>The step after which the settlement officer is in charge.</returns>
    private static Step<Done> DrawIntake(ProcedureBuilder procedure)
    {
        // 1 Receive, register, acknowledge
        var receive = procedure.Step<ReceiveClaim, Done>("receive", "1. Nhận hồ sơ", "1. Receive the file");
        var enter = procedure.Step<EnterReception, ClaimChannelPort>("enter-reception", "1. Vào sổ nhận hồ sơ", "1. Enter in the reception register");
        var slip = procedure.Step<WriteConfirmationSlip, Done>("write-slip", "1. Giấy xác nhận đã nhận hồ sơ", "1. Confirmation slip");
        var online = procedure.Step<ConfirmOnline, Done>("confirm-online", "1. Báo mã hồ sơ qua tài khoản, điện thoại", "1. Case code to account and phone");
        var acknowledge = procedure.Step<AcknowledgeClaim, AcknowledgementSent>("acknowledge", "1. Thông báo nhận hồ sơ", "1. Written notice of receipt")
            .For(Roles.Reception.Id).Within("acknowledge").With("status", ClaimStatus.Receiving);

        // 2 Check completeness
        var begin = procedure.Step<BeginCheck, Done>("begin-check", "2. Bắt đầu thời hạn kiểm tra", "2. The time to check begins");
        var prepare = procedure.Step<PrepareCheck, CheckPreparation>("prepare-check", "2. Kiểm tra thành phần hồ sơ", "2. Look through the file")
            .For(Roles.Reception.Id).With("status", ClaimStatus.Checking);
        var check = procedure.Step<CheckCompleteness, CompletenessFinding>("check-completeness", "2. Xem xét thành phần hồ sơ", "2. Decide on completeness").For(Roles.Head.Id);
        var request = procedure.Step<WriteSupplementRequest, RequestWay>("write-request", "2. Văn bản yêu cầu bổ sung", "2. Request for a supplement");
        var deliver = procedure.Step<DeliverSupplementRequest, RequestDelivered>("deliver-request", "2. Giao văn bản yêu cầu bổ sung", "2. Deliver the request").For(Roles.Reception.Id);
        var supplement = procedure.Step<AwaitApplicant, ApplicantAnswer>("await-supplement", "2. Chờ người yêu cầu bổ sung", "2. Wait for the supplement")
            .For(Roles.Reception.Id).Within("claimant-supplement");
        var came = procedure.Step<SupplementCame, Done>("supplement-came", "2. Nhận bổ sung hồ sơ", "2. A supplement came");
        var lapse = procedure.Step<DecideLapse, LapseDecision>("decide-lapse", "2. Quyết định khi hết thời hạn bổ sung", "2. Decide when the time is over")
            .For(Roles.Head.Id).With("status", ClaimStatus.Checking);

        // 3 Accept
        var accept = procedure.Step<DecideClaimAcceptance, ClaimAcceptance>("decide-acceptance", "3. Quyết định thụ lý", "3. Decide acceptance")
            .For(Roles.Head.Id).Within("accept").With("status", ClaimStatus.Deciding);
        var accepted = procedure.Step<EnterAcceptance, Done>("enter-acceptance", "3. Vào sổ thụ lý", "3. Enter in the register of acceptance");
        var refuse = procedure.Step<NotifyNotAccepted, Done>("not-accepted", "3. Thông báo không thụ lý", "3. Notice of non-acceptance");
        var giveBack = procedure.Step<ReturnClaimFile, FileReturn>("return-file", "3. Trả lại hồ sơ", "3. Give the file back").For(Roles.Reception.Id);
        var notAccepted = procedure.Step<CloseCase, EndOfCase>("closed-not-accepted", "Không thụ lý", "Not accepted").With("status", ClaimStatus.NotAccepted);

        // 4 Appoint
        var appoint = procedure.Step<AppointOfficer, OfficerAppointment>("appoint", "4. Cử người giải quyết bồi thường", "4. Appoint the settlement officer")
            .For(Roles.Head.Id).Within("appoint").With("status", ClaimStatus.Appointing);
        var appointed = procedure.Step<RecordAppointment, Done>("record-appointment", "4. Quyết định cử người giải quyết", "4. Record the appointment");

        // At any time
        var replace = procedure.Step<ReplaceOfficer, OfficerChange>("replace-officer", "Thay người giải quyết bồi thường", "Replace the settlement officer").For(Roles.Head.Id);
        var replaced = procedure.Step<RecordAppointment, Done>("record-replacement", "Quyết định thay người giải quyết", "Record the replacement");

        procedure.Start.On(StartPort.Done, receive);
        procedure.Start.On(StartPort.AnyTime, replace);
        receive.On(Done.Done, enter);
        enter.On(ClaimChannelPort.ByHand, slip);
        enter.On(ClaimChannelPort.ByPost, acknowledge);
        enter.On(ClaimChannelPort.Online, online);
        slip.On(Done.Done, begin);
        online.On(Done.Done, acknowledge);
        acknowledge.On(AcknowledgementSent.Sent, begin);

        begin.On(Done.Done, prepare);
        prepare.On(CheckPreparation.Prepared, check);
        check.On(CompletenessFinding.Complete, accept);
        check.On(CompletenessFinding.SupplementNeeded, request);
        check.On(CompletenessFinding.NotAccepted, refuse);
        request.On(RequestWay.Electronic, supplement);
        request.On(RequestWay.OnPaper, deliver);
        deliver.On(RequestDelivered.Delivered, supplement);
        supplement.On(ApplicantAnswer.Answered, came);
        supplement.On(ApplicantAnswer.Lapsed, lapse);
        came.On(Done.Done, begin);
        lapse.On(LapseDecision.NotAccepted, refuse);
        lapse.On(LapseDecision.MoreTime, supplement);
        lapse.On(LapseDecision.TakeLate, came);

        accept.On(ClaimAcceptance.Accepted, accepted);
        accept.On(ClaimAcceptance.NotAccepted, refuse);
        refuse.On(Done.Done, giveBack);
        giveBack.On(FileReturn.Returned, notAccepted);
        accepted.On(Done.Done, appoint);
        appoint.On(OfficerAppointment.Appointed, appointed);

        replace.On(OfficerChange.Replaced, replaced);
        replaced.On(Done.Done, replace);
        return appointed;
    }

    /// <summary>Withdrawal at any time, and the termination decision that also ends what nobody continued or took.</summary>
    /// <returns>The head's step to which every ground of termination leads, through a <see cref="BeginTermination"/> of its own.</returns>
    private static Step<TerminationSigning> DrawTermination(ProcedureBuilder procedure)
    {
        var correspondence = procedure.Step<Correspondence, CorrespondenceEnd>("correspondence", "Thư từ, rút yêu cầu", "Correspondence, withdrawal").For(Roles.Reception.Id);
        var withdraw = procedure.Step<BeginTermination, Done>("withdraw", "Ghi nhận rút yêu cầu", "Record the withdrawal").With(BeginTermination.GroundInput, nameof(TerminationGround.Withdrawn));
        var terminate = procedure.Step<TerminateClaim, TerminationSigning>("terminate", "Ký quyết định đình chỉ", "Sign the termination")
            .For(Roles.Head.Id).Within("terminate").With("status", ClaimStatus.Terminating);
        var record = procedure.Step<RecordTermination, TerminationEnd>("record-termination", "Quyết định đình chỉ giải quyết", "Record the termination");
        var withdrawn = procedure.Step<CloseCase, EndOfCase>("withdrawn", "Đã rút yêu cầu", "Withdrawn").With("status", ClaimStatus.Withdrawn);
        var terminated = procedure.Step<CloseCase, EndOfCase>("terminated", "Đã đình chỉ giải quyết", "Terminated").With("status", ClaimStatus.Terminated);

        procedure.Start.On(StartPort.AnyTime, correspondence);
        correspondence.On(CorrespondenceEnd.Withdrawn, withdraw);
        withdraw.On(Done.Done, terminate);
        terminate.On(TerminationSigning.Signed, record);
        record.On(TerminationEnd.Withdrawn, withdrawn);
        record.On(TerminationEnd.Terminated, terminated);
        return terminate;
    }

    /// <summary>Steps 5 to 9a: from the appointed officer to the payment.</summary>
    private static void DrawSettlement(ProcedureBuilder procedure, Step<Done> appointed, Step<TerminationSigning> terminate)
    {
        _ = terminate;
        appointed.On(Done.Done, procedure.End("settlement", "Giải quyết bồi thường", "Settlement"));
    }
}
