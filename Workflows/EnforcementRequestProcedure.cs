using ProcedureEngine.Activities;
using ProcedureEngine.Activities.Appointment;
using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Drafting;
using ProcedureEngine.Activities.Enforcement;
using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Activities.Issuance;
using ProcedureEngine.Activities.Notification;
using ProcedureEngine.Activities.Validation;
using ProcedureEngine.Engine.Authoring;
using ProcedureEngine.Engine.BuiltIn;
using ProcedureEngine.Engine.Definitions;
using ProcedureEngine.Engine.Execution;
using ProcedureEngine.Engine.Text;

namespace ProcedureEngine.Workflows;

/// <summary>
/// Online support for an enforcement request, in seven steps (pilot decision of the General Department of Civil Judgment
/// Enforcement, retold on 8 July 2016). The arrows below are the official diagram's, and those of what it leaves open.
/// </summary>
public static class EnforcementRequestProcedure
{
    public const string Id = "enforcement-request";

    public static ProcedureProfile Profile { get; } = new(
        Id, typeof(EnforcementRequest), Roles.IntakeOfficer, [Roles.Applicant, Roles.IntakeOfficer, Roles.DraftingOfficer, Roles.Head, Roles.Clerk, Roles.Bailiff],
        ["draft-decision", "decision-by-law", "sign-decision", "applicant-answer", "appointment", "check-validity", "issue-decision", "notify-decision"])
    {
        FileKeepers = [Roles.IntakeOfficer, Roles.Clerk, Roles.Bailiff],
        Statuses =
        [
            CaseStatus.Checking, CaseStatus.AwaitingApplicant, CaseStatus.Arranging, CaseStatus.Preparing, CaseStatus.Proposing, CaseStatus.Signing, CaseStatus.Issuing,
            CaseStatus.Completed, CaseStatus.Refused, CaseStatus.Redirected, CaseStatus.Lapsed,
        ],
        LegalBases = ["quy-trinh-ho-tro-truc-tuyen", "26/2008/QH12"],
    };

    public static WorkflowDefinition Build()
    {
        var procedure = new ProcedureBuilder(
            Id, version: 1, new LocalizedText("Hỗ trợ trực tuyến yêu cầu thi hành án", "Online support for an enforcement request"),
            new LocalizedText("Quy trình 7 bước từ yêu cầu trực tuyến đến phát hành quyết định thi hành án.", "Seven steps from the online request to the issued enforcement decision."));

        // 1 Receive
        var receive = procedure.Step<ReceiveRequest, Done>("receive", "1. Tiếp nhận yêu cầu", "1. Receive the request");
        var acknowledge = procedure.Step<AcknowledgeRequest, Done>("acknowledge", "1. Báo đã nhận", "1. Acknowledge");

        // 2 Check validity
        var check = procedure.Step<CheckValidity, Validity>("check-validity", "2. Kiểm tra tính hợp lệ", "2. Check validity")
            .For(Roles.IntakeOfficer.Id).Within("check-validity").With("status", CaseStatus.Checking);
        var guide = procedure.Step<SendForm02Qt, Done>("guide", "2. Hướng dẫn bổ sung (Mẫu 02-QT)", "2. Guidance (form 02-QT)")
            .With("outcome", SendForm02Qt.Incomplete).With("answerLimit", "applicant-answer");
        var refuse = procedure.Step<SendForm02Qt, Done>("refuse", "2. Từ chối (Mẫu 02-QT)", "2. Refusal (form 02-QT)").With("outcome", SendForm02Qt.NoRight);
        var redirect = procedure.Step<SendForm02Qt, Done>("redirect", "2. Chuyển cơ quan có thẩm quyền (Mẫu 02-QT)", "2. Redirection (form 02-QT)")
            .With("outcome", SendForm02Qt.NotCompetent);
        var supplement = procedure.Step<AwaitApplicant, ApplicantAnswer>("await-supplement", "2. Chờ đương sự bổ sung", "2. Wait for the supplement")
            .For(Roles.IntakeOfficer.Id).Within("applicant-answer");
        var byChannel = procedure.Step<RouteChannel, RequestChannel>("by-channel", "2. Theo cách yêu cầu", "2. By channel");

        // 3 Confirm and arrange the original
        var confirm = procedure.Step<ConfirmReceipt, Confirmation>("confirm-receipt", "3. Xác nhận và đặt lịch hẹn", "3. Confirm receipt and arrange the original")
            .For(Roles.IntakeOfficer.Id).With("status", CaseStatus.Arranging).With("draftLimit", "draft-decision");
        var fork = procedure.Fork("draft-and-original", "4 và 5 song song", "4 and 5 side by side");

        // 4 Draft
        var draft = procedure.Step<DraftDecision, DraftOutcome>("draft-decision", "4. Dự thảo quyết định", "4. Draft the decision")
            .For(Roles.IntakeOfficer.Id).Within("draft-decision").With("assignedRole", Roles.DraftingOfficer.Id).With("status", CaseStatus.Preparing);

        // 5 Receive the original and compare
        var route = procedure.Step<RouteOriginal, OriginalWay>("original-way", "5. Cách nhận bản chính", "5. How the original comes");
        var receiveOriginal = procedure.Step<ReceiveOriginal, OriginalInPerson>("receive-original", "5. Tiếp nhận bản chính, đối chiếu", "5. Receive the original and compare")
            .For(Roles.IntakeOfficer.Id);
        var awaitVisit = procedure.Step<AwaitApplicant, ApplicantAnswer>("await-original", "5. Chờ đương sự bổ sung bản chính", "5. Wait for the applicant")
            .For(Roles.IntakeOfficer.Id).Within("applicant-answer");
        var newAppointment = procedure.Step<SetNewAppointment, NewAppointment>("new-appointment", "5. Hẹn lại", "5. New appointment")
            .For(Roles.IntakeOfficer.Id).With("status", CaseStatus.Arranging);
        var awaitPost = procedure.Step<AwaitPost, PostArrival>("await-post", "3. Chờ đơn qua bưu điện", "3. Wait for the letter")
            .For(Roles.IntakeOfficer.Id).Within("applicant-answer");
        var comparePost = procedure.Step<ComparePost, OriginalByPost>("compare-post", "5. Đối chiếu đơn qua bưu điện", "5. Compare the letter").For(Roles.IntakeOfficer.Id);
        var recordOriginal = procedure.Step<RecordOriginal, OriginalAtCounter>("record-original", "5. Ghi nhận bản chính tại quầy", "5. Record the original at the counter")
            .For(Roles.IntakeOfficer.Id);
        var meet = procedure.Join("meet", "4 và 5 gặp nhau", "4 and 5 meet");
        var agree = procedure.Step<CheckDraft, DraftState>("check-draft", "Đối chiếu dự thảo với bản chính", "Check the draft against the original");
        var redraft = procedure.Step<DraftDecision, DraftOutcome>("redraft", "4. Dự thảo lại theo bản chính", "4. Redraft from the original")
            .For(Roles.IntakeOfficer.Id).With("assignedRole", Roles.DraftingOfficer.Id).With("status", CaseStatus.Preparing);

        // 5b and 6 Submit, consider, sign
        var submit = procedure.Step<SubmitProposal, Proposal>("submit-proposal", "5b. Trình Thủ trưởng", "5b. Submit to the head")
            .For(Roles.IntakeOfficer.Id).With("status", CaseStatus.Proposing);
        var sign = procedure.Step<SignDecision, Signing>("sign-decision", "6. Xem xét, ký quyết định", "6. Consider and sign")
            .For(Roles.Head.Id).Within("sign-decision").With("status", CaseStatus.Signing);

        // 7 Issue
        var number = procedure.Step<TakeDecisionNumber, Issuing>("issue-decision", "7. Lấy số, đóng dấu, lưu, giao", "7. Number, seal, archive, hand over")
            .For(Roles.Clerk.Id).Within("issue-decision").With("status", CaseStatus.Issuing);
        var record = procedure.Step<RecordDecision, Done>("record-decision", "7. Lập quyết định", "7. Record the decision");
        var issue = procedure.Fork("hand-out", "7. Gửi, thông báo, giao", "7. Send, notify, hand over");
        var softCopy = procedure.Step<SendSoftCopy, SoftCopy>("send-soft-copy", "7. Gửi bản mềm qua thư điện tử", "7. E-mail the soft copy").For(Roles.IntakeOfficer.Id);
        var notify = procedure.Step<NotifyAddressees, Notified>("notify", "7. Thông báo quyết định", "7. Notify the decision").For(Roles.Bailiff.Id).Within("notify-decision");
        var collect = procedure.Step<CollectAtCounter, Collection>("collect", "7. Giao quyết định tại quầy", "7. Collection at the counter").For(Roles.IntakeOfficer.Id);
        var takeOver = procedure.Step<TakeOverForEnforcement, TakenOver>("take-over", "7. Thụ lý thi hành án", "7. Take over for enforcement").For(Roles.Bailiff.Id);
        var issued = procedure.Join("all-handed-out", "7. Hoàn tất phát hành", "7. All handed out");
        var completed = Close("completed", "Hoàn thành", "Completed", CaseStatus.Completed);

        // Ends
        var refused = Close("refused", "Từ chối hỗ trợ trực tuyến", "Refused", CaseStatus.Refused);
        var redirected = Close("redirected", "Chuyển cơ quan khác", "Redirected", CaseStatus.Redirected);
        var sayLapsed = procedure.Step<SendLetter, Done>("say-lapsed", "Báo kết thúc do không bổ sung", "Say that it lapsed").With("letter", "lapsed");
        var lapsed = Close("lapsed", "Kết thúc do không bổ sung", "Lapsed", CaseStatus.Lapsed);

        // At any time
        var correspondence = procedure.Step<Correspondence, CorrespondenceEnd>("correspondence", "Thư từ, rút yêu cầu", "Correspondence, withdrawal").For(Roles.IntakeOfficer.Id);
        var sayWithdrawn = procedure.Step<SendLetter, Done>("say-withdrawn", "Xác nhận rút yêu cầu", "Confirm the withdrawal").With("letter", "withdrawal-confirmed");
        var withdrawn = Close("withdrawn", "Đương sự rút yêu cầu", "Withdrawn", CaseStatus.Withdrawn);

        procedure.Start.On(StartPort.Done, receive);
        procedure.Start.On(StartPort.AnyTime, correspondence);
        receive.On(Done.Done, acknowledge);
        acknowledge.On(Done.Done, check);

        check.On(Validity.Valid, byChannel);
        check.On(Validity.Incomplete, guide);
        check.On(Validity.NoRight, refuse);
        check.On(Validity.NotCompetent, redirect);
        guide.On(Done.Done, supplement);
        supplement.On(ApplicantAnswer.Answered, check);
        supplement.On(ApplicantAnswer.Lapsed, sayLapsed);
        refuse.On(Done.Done, refused);
        redirect.On(Done.Done, redirected);
        byChannel.On(RequestChannel.Online, confirm);
        byChannel.On(RequestChannel.Counter, fork);

        confirm.On(Confirmation.InPerson, fork);
        confirm.On(Confirmation.ByPost, fork);
        fork.Branch("Draft", draft);
        fork.Branch("Original", route);
        draft.On(DraftOutcome.Drafted, meet);

        route.On(OriginalWay.InPerson, receiveOriginal);
        route.On(OriginalWay.ByPost, awaitPost);
        route.On(OriginalWay.AtCounter, recordOriginal);
        receiveOriginal.On(OriginalInPerson.Match, meet);
        receiveOriginal.On(OriginalInPerson.Differs, meet);
        receiveOriginal.On(OriginalInPerson.Incomplete, awaitVisit);
        receiveOriginal.On(OriginalInPerson.NoShow, newAppointment);
        awaitVisit.On(ApplicantAnswer.Answered, newAppointment);
        awaitVisit.On(ApplicantAnswer.Lapsed, sayLapsed);
        newAppointment.On(NewAppointment.Set, receiveOriginal);
        newAppointment.On(NewAppointment.PresentNow, receiveOriginal);
        awaitPost.On(PostArrival.Arrived, comparePost);
        awaitPost.On(PostArrival.Lapsed, sayLapsed);
        comparePost.On(OriginalByPost.Match, meet);
        comparePost.On(OriginalByPost.Mismatch, receiveOriginal);
        recordOriginal.On(OriginalAtCounter.Recorded, meet);

        meet.On(Done.Done, agree);
        agree.On(DraftState.Agrees, submit);
        agree.On(DraftState.MustBeRedrafted, redraft);
        redraft.On(DraftOutcome.Drafted, submit);
        submit.On(Proposal.Submitted, sign);
        sign.On(Signing.Signed, number);
        sign.On(Signing.Returned, redraft);

        number.On(Issuing.Issued, record);
        record.On(Done.Done, issue);
        issue.Branch("SoftCopy", softCopy);
        issue.Branch("Notification", notify);
        issue.Branch("Collection", collect);
        issue.Branch("Enforcement", takeOver);
        softCopy.On(SoftCopy.Sent, issued);
        notify.On(Notified.All, issued);
        collect.On(Collection.Collected, issued);
        collect.On(Collection.NotChosen, issued);
        takeOver.On(TakenOver.TakenOver, issued);
        issued.On(Done.Done, completed);

        sayLapsed.On(Done.Done, lapsed);
        correspondence.On(CorrespondenceEnd.Withdrawn, sayWithdrawn);
        sayWithdrawn.On(Done.Done, withdrawn);

        return procedure.ReopenAt(check, Roles.Head.Id).Build();

        Step<EndOfCase> Close(string id, string vi, string en, string status) => procedure.Step<CloseCase, EndOfCase>(id, vi, en).With("status", status);
    }
}
