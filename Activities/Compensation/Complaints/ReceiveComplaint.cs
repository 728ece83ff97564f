using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Enforcement;
using ProcedureEngine.Activities.Linting;
using ProcedureEngine.Activities.Notification;
using ProcedureEngine.Activities.Registers;

namespace ProcedureEngine.Activities.Compensation.Complaints;

/// <summary>B1 (seed 003, 5.7): the file is handed in, at the counter or by another system; from here the time for acceptance runs.</summary>
[Activity("Complaints.Receive", 1, "Nộp hồ sơ khiếu nại", "Hand in the complaint", Category = "Complaints")]
public sealed class ReceiveComplaint(CaseServices services) : Activity<Done>
{
    public override ActivityResult Execute(ActivityContext context)
    {
        var start = CaseOpening.Start(context);
        var complaint = start.Data is null
            ? throw RejectedException.Invalid("data", "required", "Thiếu nội dung khiếu nại.", "The complaint's data is required.")
            : FormData.Read<Complaint>(start.Data);
        var today = services.Day(context.Now);
        if (!services.OfficeOf(context).Runs(context.DefinitionId))
            throw RejectedException.Invalid("office", "office-procedure", "Cơ quan này không giải quyết thủ tục khiếu nại.", "This office does not run the procedure.");
        if (complaint.MadeOn > today)
            throw RejectedException.Invalid("data.madeOn", "date-in-future", "Ngày khiếu nại không được ở tương lai.", "The complaint's date is not later than today.");
        complaint.Complainant.Representative?.RequireInForce("data.complainant.representative", today, "Quy trình ISO cấp xã, mục 5.2");
        var party = complaint.Complainant;
        return Leave(Done.Done,
        [
            SetVariable.To(Vars.Request, complaint),
            .. CaseOpening.Open(
                services, context, start, new Applicant(party.Name, party.Email, party.Address), complaint.CaseSubject(), ComplaintStatus.Receiving,
                $"Khiếu nại mục {complaint.Subject}: {complaint.Body.Name}"),
        ]);
    }
}

public enum FileReceipt
{
    [Outcome("Đã nhận hồ sơ", "Received", typeof(FileReceived))] Received,
}

/// <param name="IdentityShown">Identity card or passport of the complainant or the authorised person (seed 003, 5.2).</param>
/// <param name="Papers">What was handed in, each original or copy: one set.</param>
public sealed record FileReceived(
    [property: Field("Đã xuất trình CMND/Hộ chiếu", "Identity paper shown")] bool IdentityShown,
    [property: Field("Giấy tờ đã nộp", "Papers handed in")] ImmutableArray<FiledPaper> Papers) : IValidated
{
    public IEnumerable<FieldError> Validate()
    {
        if (!IdentityShown)
            yield return new FieldError("identityShown", "identity-required", new LocalizedText("Người khiếu nại hoặc người được ủy quyền phải xuất trình CMND/Hộ chiếu.", "The complainant or the authorised person shows an identity card or passport (seed 003, 5.2)."));
        if (Papers.IsDefaultOrEmpty)
            yield return new FieldError("papers", "required", new LocalizedText("Ghi rõ giấy tờ đã nhận.", "List the papers that were handed in."));
    }
}

/// <summary>B2 (seed 003, 5.7): the judicial officer takes the file in; the receipt and the line of the register get their numbers here (invariant 3).</summary>
[Activity("Complaints.TakeIn", 1, "Tiếp nhận hồ sơ, ghi giấy biên nhận", "Take the file in and write the receipt", Category = "Complaints")]
public sealed class TakeInComplaint(CaseServices services) : SpannedTask<FileReceipt>(services, ComplaintLimits.Acceptance)
{
    /// <summary>The number that the start took stands on the case from here.</summary>
    protected override IEnumerable<Effect> Enter(ActivityContext context) => [CaseFiles.Update(context, ComplaintStatus.Receiving), .. base.Enter(context)];

    protected override ActivityResult Decide(ActivityContext context, TaskCompleted completed, FileReceipt outcome)
    {
        var office = Services.OfficeOf(context);
        var year = Services.NumberingYear(office, context.Now);
        return Leave(
            outcome,
            SetVariable.To(ComplaintVars.Papers, ((FileReceived)completed.Data!).Papers),
            new TakeNumber(new CounterKey(office.Id, "complaint-receipt", year), "{sequence}/{year}/GBN", ComplaintVars.ReceiptNumber),
            new TakeNumber(new CounterKey(office.Id, $"register/{RegisterKinds.Complaints}", year), "{sequence}", ComplaintVars.RegisterNumber));
    }
}

/// <summary>
/// The receipt (<i>giấy biên nhận</i>) with the day for the result, and the open line of the register. The day is the latest lawful one:
/// acceptance, resolution and hand-over chained, each from the rolled end of the one before; written again when the case becomes complex.
/// </summary>
[Activity("Complaints.WriteReceipt", 1, "Lập giấy biên nhận, mở sổ theo dõi", "Write the receipt and open the register's line", Category = "Complaints")]
[WritesLetter(Receipts.Template, "receiptNumber", "papers", "resultDay", "body", "version")]
[MakesPaper(Receipts.Template, "receiptNumber", "papers", "resultDay", "body", "version")]
public sealed class WriteReceipt(CaseServices services) : Activity<Done>
{
    public override ActivityResult Execute(ActivityContext context) => Leave(Done.Done, [.. Receipts.Issue(services, context), Line(context)]);

    private WriteRecord Line(ActivityContext context)
    {
        var complaint = ComplaintFacts.Of(context);
        var cells = new JsonObject
        {
            ["caseNumber"] = CaseFiles.Of(context).Number?.Text ?? context.Variable<CaseNumber>(Vars.CaseNumber)?.Text,
            ["receiptNumber"] = Receipts.Number(context, ComplaintVars.ReceiptNumber).Text,
            ["complainant"] = complaint.Complainant.Name,
            ["address"] = complaint.Complainant.Address,
            ["body"] = complaint.Body.Name,
            ["subject"] = complaint.Subject,
            ["receivedOn"] = LetterDesk.Date(services.Day(CaseFiles.Of(context).OpenedAt)),
            ["resultDay"] = LetterDesk.Date(ResultDays.Of(services, context)),
        };
        return new WriteRecord(new RegisterLine(
            context.InstanceId, RegisterKinds.Complaints, context.Office, Receipts.Number(context, ComplaintVars.RegisterNumber), services.Day(context.Now), cells));
    }
}
