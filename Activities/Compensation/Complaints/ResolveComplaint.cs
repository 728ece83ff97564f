using System.Globalization;
using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Drafting;
using ProcedureEngine.Activities.Enforcement;
using ProcedureEngine.Activities.Issuance;
using ProcedureEngine.Activities.Linting;

namespace ProcedureEngine.Activities.Compensation.Complaints;

/// <summary>What the complaint decision finds (Law on Complaints 2011, art. 31).</summary>
public enum ComplaintConclusion
{
    Founded,
    PartlyFounded,
    NotFounded,
}

public enum Submission
{
    [Outcome("Trình lãnh đạo UBND", "Submitted", typeof(ComplaintReport))] Submitted,
}

/// <param name="Report">The officer's report to the leader, a paper of the file.</param>
/// <param name="Decision">What the decision orders.</param>
public sealed record ComplaintReport(
    [property: Field("Kết luận", "Conclusion")] ComplaintConclusion Conclusion,
    [property: Field("Báo cáo", "Report", Multiline = true)] string Report,
    [property: Field("Nội dung quyết định", "Content of the decision", Multiline = true)] string Decision) : IValidated
{
    [Field("Lý do (khi không chấp nhận)", "Reasons, where it is not founded")]
    public ImmutableArray<string> Reasons { get; init; } = [];

    [Field("Giấy tờ do cơ quan lập (biên bản xác minh, đối thoại, kết luận...)", "Papers made by the office")]
    public ImmutableArray<FiledPaper> Papers { get; init; } = [];

    public IEnumerable<FieldError> Validate()
    {
        foreach (var error in (IEnumerable<FieldError>)[.. Required.Text("report", Report), .. Required.Text("decision", Decision)])
            yield return error;
        if (Conclusion == ComplaintConclusion.NotFounded && (Reasons.IsDefaultOrEmpty || Reasons.Any(string.IsNullOrWhiteSpace)))
            yield return new FieldError("reasons", "reasons-required", new LocalizedText("Không chấp nhận khiếu nại phải nêu rõ lý do.", "A decision that refuses states its reasons (Law on Complaints 2011, art. 31)."));
    }
}

/// <summary>B4 (seed 003, 5.7): the judicial officer completes the file, reports and submits.</summary>
[Activity("Complaints.Submit", 1, "Hoàn thiện hồ sơ, trình lãnh đạo", "Complete the file and submit", Category = "Complaints")]
[MakesPaper("complaint-report", "report", "conclusion", "content", "officerName")]
public sealed class SubmitComplaint(CaseServices services) : SpannedTask<Submission>(services, ComplaintLimits.Resolving)
{
    protected override IEnumerable<Effect> Enter(ActivityContext context)
    {
        ComplaintFacts.RequireAccepted(context);
        return base.Enter(context);
    }

    protected override ActivityResult Decide(ActivityContext context, TaskCompleted completed, Submission outcome)
    {
        var report = (ComplaintReport)completed.Data!;
        var version = (context.Variable<ConclusionRecord>(ComplaintVars.Conclusion)?.Version ?? 0) + 1;
        var record = new ConclusionRecord(report.Conclusion, report.Report, report.Decision, report.Reasons, context.Actor.Id, context.Now, version);
        return Leave(
            outcome, SetVariable.To(ComplaintVars.Conclusion, record), SetVariable.To(ComplaintVars.Papers, ComplaintFacts.Papers(context).AddRange(report.Papers)), Paper(context, record));
    }

    private WriteRecord Paper(ActivityContext context, ConclusionRecord record)
    {
        var slots = new JsonObject { ["report"] = record.Report, ["conclusion"] = EngineJson.ToNode(record.Conclusion), ["content"] = record.Content, ["officerName"] = context.Actor.DisplayName };
        return Services.Letters.Paper(context, "complaint-report", "proposal", slots, record.Version);
    }
}

public enum ComplaintSigning
{
    [Outcome("Ký quyết định giải quyết khiếu nại lần đầu", "Signed", typeof(LeaderSignature))] Signed,
    [Outcome("Trả lại để hoàn thiện", "Returned", typeof(ReturnReason))] Returned,
}

/// <summary>B5 (seed 003, 5.7): the ward leader approves and signs the first-instance decision; its number is taken with the signature.</summary>
[Activity("Complaints.Sign", 1, "Phê duyệt, ký quyết định", "Approve and sign the decision", Category = "Complaints")]
[MeetsLimit("resolve", On = nameof(ComplaintSigning.Signed))]
public sealed class SignComplaintDecision(CaseServices services) : LeaderSigning<ComplaintSigning>(services)
{
    internal override void RequireSignable(ActivityContext context) => ComplaintFacts.RequireConclusion(context);

    internal override IEnumerable<Effect> Sign(ActivityContext context, LeaderSignature signature) =>
        [.. Services.Limits.Meet(context, ResolveVariant.Limit), .. DecisionNumbering.Sign(Services, context, signature)];

    internal override IEnumerable<Effect> Return(string reason) => [new Log("DecisionReturned", "Returned by the leader", null, new JsonObject { ["reason"] = reason })];
}

/// <summary>Makes the decision's paper with its number; for subject 1 also the time that does not count into the limitation period.</summary>
[Activity("Complaints.RecordDecision", 1, "Lập quyết định giải quyết khiếu nại", "Record the decision", Category = "Complaints")]
[MakesPaper("complaint-decision", "decisionNumber", "date", "complainant", "address", "body", "complaintContent", "grounds", "conclusion", "content", "reasons", "signerName", "signerTitle")]
public sealed class RecordComplaintDecision(CaseServices services) : Activity<Done>
{
    private const int AcceptanceOfClaims = 1;

    public override ActivityResult Execute(ActivityContext context)
    {
        var conclusion = ComplaintFacts.RequireConclusion(context);
        var complaint = ComplaintFacts.Of(context);
        return Leave(
            Done.Done,
            [
                .. DecisionNumbering.Record(services, context, "complaint-decision", (number, signature) => Slots(complaint, conclusion, signature, number)),
                SetVariable.To(ComplaintVars.Result, ComplaintResults.Decision),
                .. Limitation(context, complaint),
            ]);
    }

    /// <summary>Lodging to decision, only when the complaint on the acceptance of a claim was itself accepted and resolved (seed 003, 5.1.1).</summary>
    private IEnumerable<Effect> Limitation(ActivityContext context, Complaint complaint)
    {
        if (complaint.Subject == AcceptanceOfClaims)
        {
            var decided = services.Day(context.Variable<SignatureRecord>(Vars.Signature)!.SignedAt);
            yield return SetVariable.To(ComplaintVars.Limitation, new LimitationInterval(services.Day(CaseFiles.Of(context).OpenedAt), decided));
        }
    }

    private static JsonObject Slots(Complaint complaint, ConclusionRecord conclusion, SignatureRecord signature, CaseNumber number) => new()
    {
        ["decisionNumber"] = number.Text,
        ["complainant"] = complaint.Complainant.Name,
        ["address"] = complaint.Complainant.Address,
        ["body"] = complaint.Body.Name,
        ["complaintContent"] = complaint.Content,
        ["grounds"] = new JsonArray([.. complaint.Grounds.Select(code => (JsonNode?)GroundCatalogue.Of2009.Find(code)?.Vi)]),
        ["conclusion"] = EngineJson.ToNode(conclusion.Conclusion),
        ["content"] = conclusion.Content,
        ["reasons"] = EngineJson.ToNode(conclusion.Reasons.IsDefault ? [] : conclusion.Reasons),
        ["signerName"] = signature.SignerName,
        ["signerTitle"] = signature.SignerTitle,
    };
}
