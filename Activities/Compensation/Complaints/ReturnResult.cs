using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Enforcement;
using ProcedureEngine.Activities.Issuance;
using ProcedureEngine.Activities.Linting;
using ProcedureEngine.Activities.Notification;
using ProcedureEngine.Activities.Registers;

namespace ProcedureEngine.Activities.Compensation.Complaints;

/// <summary>What a complaint can end with.</summary>
internal static class ComplaintResults
{
    public const string Decision = "decision";
    public const string NotAccepted = "not-accepted";
    public const string Transferred = "transferred";
    public const string Withdrawn = "withdrawn";
}

/// <summary>Writes to the complainant that the complaint is not accepted, with the reasons, or whereto it was transferred.</summary>
[Activity("Complaints.Notify", 1, "Lập thông báo", "Write the notice", Category = "Complaints")]
[WritesLetter("complaint-transferred", "competentBody", "reason", When = "result=transferred")]
[WritesLetter("complaint-not-accepted", "reasons", "signerName", "signerTitle", When = "result=not-accepted")]
public sealed class WriteComplaintNotice(CaseServices services) : Activity<Done>
{
    public const string ResultInput = "result";

    protected override IReadOnlyList<InputDescriptor> Inputs => [InputDescriptor.Required(ResultInput, "Kết quả", "Result")];

    public override ActivityResult Execute(ActivityContext context)
    {
        var result = context.RequiredInput<string>(ResultInput);
        return Leave(Done.Done, [SetVariable.To(ComplaintVars.Result, result), .. services.Letters.Write(context, $"complaint-{result}", Slots(context, result))]);
    }

    private JsonObject Slots(ActivityContext context, string result)
    {
        if (result == ComplaintResults.Transferred)
        {
            var transfer = context.Variable<TransferRecord>(ComplaintVars.Transfer) ?? throw new InvariantException("transfer-required", "No competent body was named.");
            return new JsonObject { ["competentBody"] = EngineJson.ToNode(transfer.CompetentBody), ["reason"] = transfer.Reason };
        }

        var refusal = ComplaintFacts.RequireRefusal(context);
        var signature = context.Variable<SignatureRecord>(Vars.Signature) ?? throw new InvariantException("signature-required", "The refusal is not signed by the leader.");
        return new JsonObject { ["reasons"] = EngineJson.ToNode(refusal.Reasons), ["signerName"] = signature.SignerName, ["signerTitle"] = signature.SignerTitle };
    }
}

public enum ResultPreparation
{
    [Outcome("Đã chuẩn bị kết quả", "Prepared", typeof(PreparedPapers))] Prepared,
}

/// <param name="Papers">Papers that the office made and that are not yet on the list.</param>
public sealed record PreparedPapers([property: Field("Giấy tờ khác đưa vào hồ sơ lưu", "Other papers for the archive")] ImmutableArray<FiledPaper> Papers);

/// <summary>B6 (seed 003, 5.7): the handler prepares the result and what goes to the archive.</summary>
[Activity("Complaints.PrepareResult", 1, "Chuẩn bị kết quả", "Prepare the result", Category = "Complaints")]
public sealed class PrepareResult(CaseServices services) : SpannedTask<ResultPreparation>(services, ComplaintLimits.Returning)
{
    protected override ActivityResult Decide(ActivityContext context, TaskCompleted completed, ResultPreparation outcome) =>
        Leave(outcome, SetVariable.To(ComplaintVars.Papers, ComplaintFacts.Papers(context).AddRange(((PreparedPapers)completed.Data!).Papers)));
}

public enum ResultReturn
{
    [Outcome("Đã trả kết quả", "Returned", typeof(PaperDelivery))] Returned,
}

/// <summary>B6: the result is returned at the judicial officer's counter, with day and proof; not before it was signed.</summary>
[Activity("Complaints.ReturnResult", 1, "Trả kết quả", "Return the result", Category = "Complaints")]
public sealed class ReturnComplaintResult(CaseServices services) : SpannedTask<ResultReturn>(services, ComplaintLimits.Returning)
{
    protected override ActivityResult Decide(ActivityContext context, TaskCompleted completed, ResultReturn outcome)
    {
        var delivery = (PaperDelivery)completed.Data!;
        var signature = context.Variable<SignatureRecord>(Vars.Signature) ?? throw new InvariantException("signature-required", "What is to be returned is not signed.");
        ActDay.Require(Services, context, "data.on", delivery.On, signature.SignedAt);
        return Leave(
            outcome,
            SetVariable.To(ComplaintVars.Delivery, new DeliveryRecord(delivery.On, delivery.Manner, delivery.Proof, delivery.ReceivedBy, context.Actor.Id)),
            delivery.Log("ResultReturned"));
    }
}

/// <summary>
/// The archive list and the register's result: without them nothing closes (invariant 4; seed 003, 7: file, receipt, result, register line;
/// kept at the judicial desk).
/// </summary>
[Activity("Complaints.Archive", 1, "Lập danh mục hồ sơ lưu, vào sổ kết quả", "Archive list and register", Category = "Complaints")]
[MakesPaper("complaint-archive-list", "papers", "place", "result")]
public sealed class ArchiveComplaint(CaseServices services) : Activity<Done>
{
    private const string Place = "Bộ phận Tư pháp";

    protected override IReadOnlyList<InputDescriptor> Inputs => [InputDescriptor.Optional(WriteComplaintNotice.ResultInput, "Kết quả", "Result")];

    public override ActivityResult Execute(ActivityContext context)
    {
        var result = context.Input<string>(WriteComplaintNotice.ResultInput) ?? context.Variable<string>(ComplaintVars.Result)
            ?? throw new InvariantException("result-required", "The complaint has no result to archive.");
        ImmutableArray<FiledPaper> papers = [.. ComplaintFacts.Papers(context), .. Made(context, result)];
        var slots = new JsonObject { ["papers"] = EngineJson.ToNode(papers), ["place"] = Place, ["result"] = Name(result) };
        return Leave(
            Done.Done,
            [
                SetVariable.To(ComplaintVars.Archive, new ArchiveRecord(papers, Place, context.Now)),
                services.Letters.Paper(context, "complaint-archive-list", "archive-list", slots, 1),
                .. Register(context, result),
            ]);
    }

    private static IEnumerable<FiledPaper> Made(ActivityContext context, string result)
    {
        if (context.Variable<CaseNumber>(ComplaintVars.ReceiptNumber) is { } receipt)
            yield return new FiledPaper($"Giấy biên nhận {receipt.Text}", IsOriginal: true);
        yield return new FiledPaper(result == ComplaintResults.Decision ? $"Quyết định giải quyết khiếu nại số {context.Variable<DecisionRecord>(Vars.Decision)?.Number}" : Name(result), IsOriginal: true);
        if (context.Variable<CaseNumber>(ComplaintVars.RegisterNumber) is { } line)
            yield return new FiledPaper($"Sổ theo dõi kết quả, dòng {line.Text}", IsOriginal: false);
    }

    /// <summary>A complaint withdrawn before it was taken in has no line to fill.</summary>
    private IEnumerable<Effect> Register(ActivityContext context, string result)
    {
        if (context.Records.GetValueOrDefault(RegisterLine.IdOf(context.InstanceId, RegisterKinds.Complaints)) is not RegisterLine line)
            yield break;
        var cells = (JsonObject)line.Cells.DeepClone();
        cells["result"] = Name(result);
        cells["resultOn"] = LetterDesk.Date(context.Variable<DeliveryRecord>(ComplaintVars.Delivery)?.On ?? services.Day(context.Now));
        cells["decisionNumber"] = context.Variable<DecisionRecord>(Vars.Decision)?.Number;
        cells["proof"] = context.Variable<DeliveryRecord>(ComplaintVars.Delivery)?.Proof;
        yield return new WriteRecord(line with { Cells = cells });
    }

    private static string Name(string result) => result switch
    {
        ComplaintResults.Decision => "Quyết định giải quyết khiếu nại lần đầu",
        ComplaintResults.NotAccepted => "Thông báo không thụ lý khiếu nại",
        ComplaintResults.Transferred => "Thông báo chuyển cơ quan có thẩm quyền",
        ComplaintResults.Withdrawn => "Biên bản rút khiếu nại",
        _ => throw new DefectException($"No complaint ends with '{result}'."),
    };
}

/// <summary>Closes a complaint; refuses without its archive list (invariant 4).</summary>
[Activity("Complaints.Close", 1, "Kết thúc hồ sơ khiếu nại", "Close the complaint", Category = "Complaints")]
[ClosesCase("{status}")]
public sealed class CloseComplaint : Activity<EndOfCase>
{
    protected override IReadOnlyList<InputDescriptor> Inputs => [InputDescriptor.Required("status", "Trạng thái kết thúc", "Closing status")];

    public override ActivityResult Execute(ActivityContext context)
    {
        if (context.Variable<ArchiveRecord>(ComplaintVars.Archive) is not { Papers.IsDefaultOrEmpty: false })
            throw new InvariantException("archive-list-required", "A complaint closes only with its archive list (seed 003, 7).");
        return Wait(CloseCase.Effects(context, context.RequiredInput<string>("status")));
    }
}
