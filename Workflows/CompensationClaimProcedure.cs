using ProcedureEngine.Activities;
using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Compensation;
using ProcedureEngine.Activities.Compensation.Claims;
using ProcedureEngine.Activities.Compensation.Claims.Acceptance;
using ProcedureEngine.Activities.Compensation.Claims.Advance;
using ProcedureEngine.Activities.Compensation.Claims.Appointing;
using ProcedureEngine.Activities.Compensation.Claims.Completeness;
using ProcedureEngine.Activities.Compensation.Claims.Ending;
using ProcedureEngine.Activities.Compensation.Claims.Funding;
using ProcedureEngine.Activities.Compensation.Claims.Intake;
using ProcedureEngine.Activities.Compensation.Claims.Negotiation;
using ProcedureEngine.Activities.Compensation.Claims.Settlement;
using ProcedureEngine.Activities.Compensation.Claims.Verification;
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
        Channels = [Channels.Http, Channels.Counter, Channels.Post, Channels.Portal],
        FileKeepers = [Roles.Reception, Roles.SettlementOfficer],
        Statuses =
        [
            ClaimStatus.Receiving, ClaimStatus.Checking, ClaimStatus.AwaitingSupplement, ClaimStatus.Deciding, ClaimStatus.Appointing, ClaimStatus.Verifying, ClaimStatus.Negotiating,
            ClaimStatus.Handing, ClaimStatus.AwaitingTaking, ClaimStatus.Suspended, ClaimStatus.Funding, ClaimStatus.ConfirmingSilence, ClaimStatus.Terminating, ClaimStatus.Completed, ClaimStatus.NotAccepted,
            ClaimStatus.NotAgreed, ClaimStatus.Terminated,
        ],
        LeaderRole = Roles.Head,
        ClockRole = Roles.Head,
        LegalBases = ["10/2017/QH14", "68/2018/NĐ-CP", "04/2018/TT-BTP", "quy-trinh-ha-nam"],
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
        var correspondence = procedure.Step<Correspondence, CorrespondenceEnd>("correspondence", "Thư từ, rút yêu cầu", "Correspondence, withdrawal")
            .For(Roles.Reception.Id).With(Correspondence.UntilInput, "handOver");
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
        // 5a and 5 side by side, when an advance is asked for
        var route = procedure.Step<RouteAdvance, AdvanceWish>("route-advance", "5a. Có đề nghị tạm ứng hay không", "5a. Whether an advance is asked for");
        var beside = procedure.Fork("advance-beside", "5a. Tạm ứng song song với xác minh", "5a. The advance beside the verification");
        var measures = procedure.Step<DeclareClaimComplexity, MeasuresEnd>("measures", "Xác định vụ việc phức tạp", "Declare complexity").For(Roles.Head.Id);
        var verify = DrawVerification(procedure, terminate);

        procedure.Start.On(StartPort.AnyTime, measures);
        appointed.On(Done.Done, route);
        route.On(AdvanceWish.NotAsked, verify);
        route.On(AdvanceWish.Asked, beside);
        beside.Branch("Settlement", verify);
        beside.Branch("Advance", DrawAdvance(procedure));
    }

    /// <summary>
    /// 5a: the advance. Its branch meets no join: paid, refused or overtaken by the decision it ends by itself, so it never holds the settlement up.
    /// </summary>
    /// <returns>The branch's first step.</returns>
    private static Step<AdvanceProposing> DrawAdvance(ProcedureBuilder procedure)
    {
        var propose = procedure.Step<ProposeAdvance, AdvanceProposing>("propose-advance", "5a. Xác định giá trị, đề xuất tạm ứng", "5a. Value and propose the advance")
            .For(Roles.SettlementOfficer.Id).Within("propose-advance");
        var fix = procedure.Step<FixAdvance, AdvanceFixing>("fix-advance", "5a. Quyết định mức tạm ứng", "5a. Fix the advance").For(Roles.Head.Id);
        var request = procedure.Step<RequestAdvanceFunds, AdvanceRequest>("request-advance-funds", "5a. Đề nghị cấp kinh phí tạm ứng", "5a. Request funds for the advance").For(Roles.Head.Id);
        var grant = procedure.Step<GrantAdvanceFunds, AdvanceGrant>("grant-advance-funds", "5a. Cấp kinh phí tạm ứng", "5a. Grant funds for the advance")
            .For(Roles.FinanceBody.Id).Within("grant-advance-funds");
        var pay = procedure.Step<PayAdvance, AdvancePayment>("pay-advance", "5a. Chi trả tạm ứng", "5a. Pay the advance").For(Roles.Head.Id);
        var payGranted = procedure.Step<PayAdvance, AdvancePayment>("pay-granted-advance", "5a. Chi trả tạm ứng từ kinh phí được cấp", "5a. Pay the granted advance")
            .For(Roles.Head.Id).Within("pay-granted-advance");
        var ended = procedure.End("advance-ended", "5a. Kết thúc tạm ứng", "5a. The advance has ended");

        propose.On(AdvanceProposing.Proposed, fix);
        propose.On(AdvanceProposing.Overtaken, ended);
        fix.On(AdvanceFixing.EnoughBudget, pay);
        fix.On(AdvanceFixing.InsufficientBudget, request);
        fix.On(AdvanceFixing.NoDamage, ended);
        fix.On(AdvanceFixing.Overtaken, ended);
        request.On(AdvanceRequest.Sent, grant);
        request.On(AdvanceRequest.Overtaken, ended);
        grant.On(AdvanceGrant.Granted, payGranted);
        grant.On(AdvanceGrant.Returned, fix);
        grant.On(AdvanceGrant.Overtaken, ended);
        pay.On(AdvancePayment.Paid, ended);
        pay.On(AdvancePayment.Overtaken, ended);
        payGranted.On(AdvancePayment.Paid, ended);
        payGranted.On(AdvancePayment.Overtaken, ended);
        return propose;
    }

    /// <summary>5 to 7: verify, report, negotiate.</summary>
    private static Step<DamageVerification> DrawVerification(ProcedureBuilder procedure, Step<TerminationSigning> terminate)
    {
        // 5 Verify, 6 report
        var verify = procedure.Step<VerifyDamage, DamageVerification>("verify-damage", "5. Xác minh thiệt hại", "5. Verify the damage")
            .For(Roles.SettlementOfficer.Id).Within("verify-damage").With("status", ClaimStatus.Verifying);
        var report = procedure.Step<ReportVerification, VerificationReporting>("verification-report", "6. Báo cáo xác minh thiệt hại", "6. Verification report")
            .For(Roles.SettlementOfficer.Id).Within("verification-report");

        // 7 Negotiate
        var invite = procedure.Step<InviteToNegotiate, Invitation>("invite", "7. Mời thương lượng", "7. Invite to negotiate").For(Roles.SettlementOfficer.Id).With("status", ClaimStatus.Negotiating);
        var session = procedure.Step<HoldSession, NegotiationSession>("hold-session", "7. Tiến hành thương lượng", "7. Hold a session").For(Roles.SettlementOfficer.Id);
        var suspend = procedure.Step<SignSuspension, SuspensionSigning>("sign-suspension", "7. Ký quyết định tạm đình chỉ", "7. Sign the suspension").For(Roles.Head.Id);
        var recordSuspension = procedure.Step<RecordSuspension, Done>("record-suspension", "7. Quyết định tạm đình chỉ", "7. Record the suspension");
        var suspended = procedure.Step<SuspendedNegotiation, SuspensionTime>("suspended", "7. Tạm đình chỉ 30 ngày", "7. Suspended for 30 days")
            .For(Roles.SettlementOfficer.Id).Within("negotiation-suspension").With("status", ClaimStatus.Suspended);
        var continuation = procedure.Step<AwaitContinuation, ContinuationTime>("await-continuation", "7. Chờ đề nghị tiếp tục", "7. Wait for the request to continue")
            .For(Roles.SettlementOfficer.Id).Within("ask-to-continue").With("status", ClaimStatus.Suspended);
        var silence = procedure.Step<ConfirmNotContinued, ContinuationSilence>("confirm-not-continued", "7. Xác nhận không đề nghị tiếp tục", "7. Confirm that nobody asked")
            .For(Roles.Head.Id).With("status", ClaimStatus.ConfirmingSilence);
        var notContinued = EndBy("not-continued", "7. Không đề nghị tiếp tục", "7. Nobody asked to continue", TerminationGround.NotContinued);
        var endNotAgreed = procedure.Step<EndNotAgreed, Done>("not-agreed", "7. Thương lượng không thành", "7. Not agreed");
        var closedNotAgreed = procedure.Step<CloseCase, EndOfCase>("closed-not-agreed", "Thương lượng không thành", "Not agreed").With("status", ClaimStatus.NotAgreed);
        var notTaken = EndBy("not-taken", "9a. Không nhận quyết định", "9a. The decision was not taken", TerminationGround.DecisionNotTaken);

        verify.On(DamageVerification.Verified, report);
        report.On(VerificationReporting.Reported, invite);
        invite.On(Invitation.Invited, session);
        session.On(NegotiationSession.Continues, invite);
        session.On(NegotiationSession.Postponed, invite);
        session.On(NegotiationSession.AbsentOnce, invite);
        session.On(NegotiationSession.AbsentTwice, suspend);
        session.On(NegotiationSession.Failed, endNotAgreed);
        session.On(NegotiationSession.Agreed, DrawDecision(procedure, notTaken));
        suspend.On(SuspensionSigning.Signed, recordSuspension);
        recordSuspension.On(Done.Done, suspended);
        suspended.On(SuspensionTime.AsksToContinue, invite);
        suspended.On(SuspensionTime.Over, continuation);
        continuation.On(ContinuationTime.AsksToContinue, invite);
        continuation.On(ContinuationTime.Silent, silence);
        silence.On(ContinuationSilence.Silent, notContinued);
        silence.On(ContinuationSilence.AskedInTime, invite);
        notContinued.On(Done.Done, terminate);
        endNotAgreed.On(Done.Done, closedNotAgreed);
        notTaken.On(Done.Done, terminate);
        return verify;

        Step<Done> EndBy(string id, string vi, string en, TerminationGround ground) =>
            procedure.Step<BeginTermination, Done>(id, vi, en).With(BeginTermination.GroundInput, ground.ToString());
    }

    /// <summary>8 and 9a: the decision, handed over or taken later.</summary>
    private static Step<ClaimSigning> DrawDecision(ProcedureBuilder procedure, Step<Done> notTaken)
    {
        var sign = procedure.Step<SignClaimDecision, ClaimSigning>("sign-decision", "8. Ký quyết định giải quyết bồi thường", "8. Sign the decision")
            .For(Roles.Head.Id).With("status", ClaimStatus.Handing);
        var record = procedure.Step<RecordClaimDecision, Done>("record-decision", "8. Lập quyết định giải quyết bồi thường", "8. Record the decision");
        var handOver = procedure.Step<HandOverDecision, DecisionHandOver>("hand-over", "8. Trao quyết định tại buổi thương lượng", "8. Hand the decision over").For(Roles.SettlementOfficer.Id);
        var sendMinutes = procedure.Step<SendRefusalMinutes, MinutesSending>("send-refusal-minutes", "8. Gửi biên bản không nhận quyết định", "8. Send the minutes of refusal")
            .For(Roles.SettlementOfficer.Id).Within("send-refusal-minutes");
        var taking = procedure.Step<AwaitTaking, Taking>("await-taking", "9a. Chờ nhận quyết định trong 30 ngày", "9a. 30 days to take the decision")
            .For(Roles.Head.Id).Within("take-decision").With("status", ClaimStatus.AwaitingTaking);
        var silence = procedure.Step<ConfirmNotTaken, TakingSilence>("confirm-not-taken", "9a. Xác nhận không nhận quyết định", "9a. Confirm that it was not taken")
            .For(Roles.Head.Id).With("status", ClaimStatus.ConfirmingSilence);
        var reckon = DrawFunding(procedure);

        sign.On(ClaimSigning.Signed, record);
        record.On(Done.Done, handOver);
        handOver.On(DecisionHandOver.HandedOver, reckon);
        handOver.On(DecisionHandOver.Refused, sendMinutes);
        sendMinutes.On(MinutesSending.Sent, taking);
        sendMinutes.On(MinutesSending.Taken, reckon);
        taking.On(Taking.Taken, reckon);
        taking.On(Taking.Over, silence);
        silence.On(TakingSilence.NotTaken, notTaken);
        silence.On(TakingSilence.TakenInTime, reckon);
        return sign;
    }

    /// <summary>9: funding file, grant, payment.</summary>
    private static Step<PaymentDue> DrawFunding(ProcedureBuilder procedure)
    {
        var reckon = procedure.Step<ReckonPayment, PaymentDue>("reckon-payment", "9. Xác định số tiền còn phải chi trả", "9. Reckon the payment");
        var request = procedure.Step<RequestFunds, FundingFile>("request-funds", "9. Lập hồ sơ đề nghị cấp kinh phí", "9. Funding file")
            .For(Roles.Head.Id).Within("request-funds").With("status", ClaimStatus.Funding);
        var grant = procedure.Step<GrantFunds, FundsDecision>("grant-funds", "9. Cấp kinh phí bồi thường", "9. Grant funds").For(Roles.FinanceBody.Id).Within("grant-funds");
        var pay = procedure.Step<PayCompensation, CompensationPayment>("pay-compensation", "9. Chi trả tiền bồi thường", "9. Pay the compensation").For(Roles.Head.Id).Within("pay-compensation");
        var completed = procedure.Step<CloseCase, EndOfCase>("completed", "Hoàn thành", "Completed").With("status", ClaimStatus.Completed);

        reckon.On(PaymentDue.ToPay, request);
        reckon.On(PaymentDue.Nothing, completed);
        request.On(FundingFile.Sent, grant);
        grant.On(FundsDecision.Granted, pay);
        grant.On(FundsDecision.Returned, request);
        pay.On(CompensationPayment.Paid, completed);
        return reckon;
    }
}
