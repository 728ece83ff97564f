using ProcedureEngine.Activities;
using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Compensation;
using ProcedureEngine.Activities.Compensation.Complaints;
using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Activities.TimeLimits;
using ProcedureEngine.Activities.Validation;
using ProcedureEngine.Engine.Authoring;
using ProcedureEngine.Engine.BuiltIn;
using ProcedureEngine.Engine.Definitions;
using ProcedureEngine.Engine.Execution;
using ProcedureEngine.Engine.Text;

namespace ProcedureEngine.Workflows;

/// <summary>
/// Complaint about State compensation at ward level, steps B1 to B6 of an ISO 9001 procedure of a ward under the Law of 2009
/// (seed 003, 5.7). The arrows below are that table's, and those of what it leaves open.
/// </summary>
public static class CompensationComplaintProcedure
{
    public const string Id = "compensation-complaint";

    public static ProcedureProfile Profile { get; } = new(
        Id, typeof(Complaint), Roles.JudicialOfficer, [Roles.Complainant, Roles.JudicialOfficer, Roles.CaseHandler, Roles.WardLeader],
        ["decide-acceptance", "resolve", "step-B1-B2", "step-B3-B4", "step-B5", "step-B6", "complainant-supplement"])
    {
        FileKeepers = [Roles.JudicialOfficer, Roles.CaseHandler],
        Statuses =
        [
            ComplaintStatus.Receiving, CaseStatus.AwaitingApplicant, ComplaintStatus.Deciding, ComplaintStatus.Appraising, ComplaintStatus.Completing, ComplaintStatus.Signing,
            ComplaintStatus.Returning, ComplaintStatus.Completed, ComplaintStatus.NotAccepted, ComplaintStatus.Transferred,
        ],
        LeaderRole = Roles.WardLeader,
        LegalBases = ["35/2009/QH12", "02/2011/QH13", "16/2010/NĐ-CP", "19/2010/TTLT-BTP-BTC-TTCP", "08/2013/TTLT-BTP-BTC-TTCP", "06/2014/TTLT-BTP-TTCP-BQP"],
    };

    public static WorkflowDefinition Build()
    {
        var procedure = new ProcedureBuilder(
            Id, version: 1, new LocalizedText("Giải quyết khiếu nại về bồi thường nhà nước tại UBND cấp xã", "Complaint about State compensation at ward level"),
            new LocalizedText("Quy trình 6 bước (B1-B6) từ nộp hồ sơ đến trả kết quả.", "Six steps (B1-B6) from handing in the file to returning the result."));

        // B1, B2 Hand in, receive
        var receive = procedure.Step<ReceiveComplaint, Done>("receive", "B1. Nộp hồ sơ", "B1. Hand in the file");
        var begin = procedure.Step<TurnLimits, Done>("begin", "B1. Bắt đầu tính thời hạn", "B1. Time begins").With(TurnLimits.StartsInput, "decide-acceptance step-B1-B2");
        var takeIn = procedure.Step<TakeInComplaint, FileReceipt>("take-in", "B2. Tiếp nhận, ghi giấy biên nhận", "B2. Take in, write the receipt").For(Roles.JudicialOfficer.Id);
        var receipt = procedure.Step<WriteReceipt, Done>("write-receipt", "B2. Giấy biên nhận, mở sổ", "B2. Receipt and register");

        // B2a Decide acceptance
        var accept = procedure.Step<DecideAcceptance, Acceptance>("decide-acceptance", "B2a. Quyết định thụ lý", "B2a. Decide acceptance")
            .For(Roles.CaseHandler.Id).With("status", ComplaintStatus.Deciding);
        var signRefusal = procedure.Step<SignComplaintRefusal, RefusalSigning>("sign-refusal", "B2a. Ký thông báo không thụ lý", "B2a. Sign the refusal to accept").For(Roles.WardLeader.Id);
        var accepted = Turn("accepted", "B2a. Đã thụ lý", "B2a. Accepted", meets: "decide-acceptance step-B1-B2", starts: "step-B3-B4");
        var resolving = procedure.Step<StartResolving, Done>("start-resolving", "B2a. Bắt đầu thời hạn giải quyết", "B2a. The time to resolve begins");
        var notAccepted = Turn("not-accepted", "B2a. Không thụ lý", "B2a. Not accepted", meets: "decide-acceptance step-B1-B2");
        var transferred = Turn("transferred", "B2a. Chuyển cơ quan có thẩm quyền", "B2a. Transferred", meets: "decide-acceptance step-B1-B2");
        var sayNotAccepted = Notice("say-not-accepted", "B2a. Thông báo không thụ lý", "B2a. Notice of refusal", "not-accepted");
        var sayTransferred = Notice("say-transferred", "B2a. Thông báo chuyển đơn", "B2a. Notice of transfer", "transferred");
        var deliverNotice = procedure.Step<ReturnComplaintResult, ResultReturn>("deliver-notice", "B2a. Giao thông báo", "B2a. Deliver the notice")
            .For(Roles.JudicialOfficer.Id).With("status", ComplaintStatus.Returning);
        var archiveNotice = procedure.Step<ArchiveComplaint, Done>("archive-notice", "B2a. Lưu hồ sơ", "B2a. Archive");
        var closedNotAccepted = Close("closed-not-accepted", "Không thụ lý", "Not accepted", ComplaintStatus.NotAccepted);
        var archiveTransfer = procedure.Step<ArchiveComplaint, Done>("archive-transfer", "B2a. Lưu hồ sơ", "B2a. Archive");
        var closedTransferred = Close("closed-transferred", "Đã chuyển cơ quan có thẩm quyền", "Transferred", ComplaintStatus.Transferred);

        // B3 Appraise
        var appraise = procedure.Step<AppraiseComplaint, Appraisal>("appraise", "B3. Thẩm định hồ sơ", "B3. Appraise the file")
            .For(Roles.CaseHandler.Id).With("status", ComplaintStatus.Appraising);
        var supplement = procedure.Step<AwaitApplicant, ApplicantAnswer>("await-supplement", "B3. Chờ người khiếu nại bổ sung", "B3. Wait for the supplement")
            .For(Roles.JudicialOfficer.Id).Within("complainant-supplement");

        // B4 Complete and submit, B5 sign
        var submit = procedure.Step<SubmitComplaint, Submission>("submit", "B4. Hoàn thiện hồ sơ, trình lãnh đạo", "B4. Complete and submit")
            .For(Roles.JudicialOfficer.Id).With("status", ComplaintStatus.Completing);
        var submitted = Turn("submitted", "B4. Đã trình", "B4. Submitted", meets: "step-B3-B4");
        var sign = procedure.Step<SignComplaintDecision, ComplaintSigning>("sign-decision", "B5. Phê duyệt, ký quyết định", "B5. Approve and sign")
            .For(Roles.WardLeader.Id).Within("step-B5").With("status", ComplaintStatus.Signing);
        var record = procedure.Step<RecordComplaintDecision, Done>("record-decision", "B5. Lập quyết định", "B5. Record the decision");
        var returning = Turn("returning", "B6. Trả kết quả", "B6. Return the result", starts: "step-B6");

        // B6 Return the result
        var prepare = procedure.Step<PrepareResult, ResultPreparation>("prepare-result", "B6. Chuẩn bị kết quả", "B6. Prepare the result")
            .For(Roles.CaseHandler.Id).With("status", ComplaintStatus.Returning);
        var deliver = procedure.Step<ReturnComplaintResult, ResultReturn>("return-result", "B6. Trả kết quả tại bộ phận Tư pháp", "B6. Return the result").For(Roles.JudicialOfficer.Id);
        var archive = procedure.Step<ArchiveComplaint, Done>("archive", "B6. Lưu hồ sơ, vào sổ theo dõi", "B6. Archive and register");
        var returned = Turn("returned", "B6. Đã trả kết quả", "B6. Returned", meets: "step-B6");
        var completed = Close("completed", "Hoàn thành", "Completed", ComplaintStatus.Completed);

        // At any time
        var correspondence = procedure.Step<Correspondence, CorrespondenceEnd>("correspondence", "Thư từ, rút khiếu nại", "Correspondence, withdrawal").For(Roles.JudicialOfficer.Id);
        var measures = procedure.Step<DeclareComplexity, MeasuresEnd>("measures", "Xác định vụ việc phức tạp", "Declare complexity").For(Roles.WardLeader.Id);
        var sayWithdrawn = procedure.Step<Activities.Notification.SendLetter, Done>("say-withdrawn", "Xác nhận rút khiếu nại", "Confirm the withdrawal").With("letter", "complaint-withdrawn");
        var archiveWithdrawn = procedure.Step<ArchiveComplaint, Done>("archive-withdrawn", "Lưu hồ sơ", "Archive").With(WriteComplaintNotice.ResultInput, "withdrawn");
        var withdrawn = Close("withdrawn", "Đã rút khiếu nại", "Withdrawn", ComplaintStatus.Withdrawn);

        procedure.Start.On(StartPort.Done, receive);
        procedure.Start.On(StartPort.AnyTime, correspondence);
        procedure.Start.On(StartPort.AnyTime, measures);
        receive.On(Done.Done, begin);
        begin.On(Done.Done, takeIn);
        takeIn.On(FileReceipt.Received, receipt);
        receipt.On(Done.Done, accept);

        accept.On(Acceptance.Accepted, accepted);
        accept.On(Acceptance.RefusalProposed, signRefusal);
        accept.On(Acceptance.Transferred, transferred);
        accepted.On(Done.Done, resolving);
        resolving.On(Done.Done, appraise);
        signRefusal.On(RefusalSigning.Signed, notAccepted);
        signRefusal.On(RefusalSigning.Returned, accept);
        notAccepted.On(Done.Done, sayNotAccepted);
        sayNotAccepted.On(Done.Done, deliverNotice);
        deliverNotice.On(ResultReturn.Returned, archiveNotice);
        archiveNotice.On(Done.Done, closedNotAccepted);
        transferred.On(Done.Done, sayTransferred);
        sayTransferred.On(Done.Done, archiveTransfer);
        archiveTransfer.On(Done.Done, closedTransferred);

        appraise.On(Appraisal.Sufficient, submit);
        appraise.On(Appraisal.SupplementNeeded, supplement);
        appraise.On(Appraisal.DecideAsIs, submit);
        appraise.On(Appraisal.Refuse, submitted);
        supplement.On(ApplicantAnswer.Answered, appraise);
        supplement.On(ApplicantAnswer.Lapsed, appraise);
        submit.On(Submission.Submitted, submitted);
        submitted.On(Done.Done, sign);

        sign.On(ComplaintSigning.Signed, record);
        sign.On(ComplaintSigning.Returned, submit);
        record.On(Done.Done, returning);
        returning.On(Done.Done, prepare);
        prepare.On(ResultPreparation.Prepared, deliver);
        deliver.On(ResultReturn.Returned, archive);
        archive.On(Done.Done, returned);
        returned.On(Done.Done, completed);

        correspondence.On(CorrespondenceEnd.Withdrawn, sayWithdrawn);
        sayWithdrawn.On(Done.Done, archiveWithdrawn);
        archiveWithdrawn.On(Done.Done, withdrawn);

        return procedure.Build();

        Step<Done> Turn(string id, string vi, string en, string meets = "", string starts = "")
        {
            var step = procedure.Step<TurnLimits, Done>(id, vi, en);
            if (meets.Length > 0)
                step.With(TurnLimits.MeetsInput, meets);
            return starts.Length > 0 ? step.With(TurnLimits.StartsInput, starts) : step;
        }

        Step<Done> Notice(string id, string vi, string en, string result) => procedure.Step<WriteComplaintNotice, Done>(id, vi, en).With(WriteComplaintNotice.ResultInput, result);

        Step<EndOfCase> Close(string id, string vi, string en, string status) => procedure.Step<CloseComplaint, EndOfCase>(id, vi, en).With("status", status);
    }
}
