using System.Globalization;
using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Enforcement;
using ProcedureEngine.Activities.Linting;

namespace ProcedureEngine.Activities.Compensation.Complaints;

/// <summary>B3 (seed 003, 5.7): appraised; where it falls short the citizen is guided once.</summary>
public enum Appraisal
{
    [Outcome("Hồ sơ đạt yêu cầu", "Sufficient", typeof(AppraisalNote))] Sufficient,
    [Outcome("Hướng dẫn bổ sung (một lần)", "Supplement needed", typeof(OneGuidance))]
    [Withheld("one-guidance", "Người khiếu nại đã được hướng dẫn; chỉ hướng dẫn một lần (mục 5.7, B3).", "The complainant was guided already; guidance is given once (seed 003, 5.7, B3).")]
    SupplementNeeded,

    [Outcome("Giải quyết theo hồ sơ hiện có", "Decide as it is", typeof(AppraisalNote))]
    [Withheld("guidance-first", "Hồ sơ chưa đạt phải được hướng dẫn bổ sung một lần trước (mục 5.7, B3).", "A file that falls short is first guided, once (seed 003, 5.7, B3).")]
    DecideAsIs,

    [Outcome("Đề nghị không chấp nhận khiếu nại", "Refuse", typeof(Reasons))]
    [Withheld("guidance-first", "Chỉ không chấp nhận sau khi đã hướng dẫn bổ sung một lần (mục 5.7, B3).", "A complaint is refused only after the one guidance (seed 003, 5.7, B3).")]
    Refuse,
}

public sealed record AppraisalNote([property: Field("Kết quả thẩm định", "Result of the appraisal", Multiline = true)] string Text) : IValidated
{
    public IEnumerable<FieldError> Validate() => Required.Text("text", Text);
}

/// <summary>In writing, or by phone with a record of the call (seed 003, B3).</summary>
public enum GuidanceManner
{
    Writing,
    Phone,
}

public sealed record OneGuidance(
    [property: Field("Cách hướng dẫn", "Manner")] GuidanceManner Manner,
    [property: Field("Giấy tờ, nội dung cần bổ sung", "What is missing")] ImmutableArray<string> Missing,
    [property: Field("Nội dung hướng dẫn", "Guidance", Multiline = true)] string Text) : IValidated
{
    /// <summary>When and with whom the call was.</summary>
    [Field("Ghi nhận cuộc gọi (giờ, ngày, người nghe)", "Record of the call", MaxLength = 300)]
    public string? CallRecord { get; init; }

    public IEnumerable<FieldError> Validate()
    {
        foreach (var error in Required.Text("text", Text))
            yield return error;
        if (Missing.IsDefaultOrEmpty)
            yield return new FieldError("missing", "required", new LocalizedText("Nêu rõ nội dung cần bổ sung.", "Name what is missing."));
        if (Manner == GuidanceManner.Phone && string.IsNullOrWhiteSpace(CallRecord))
            yield return new FieldError("callRecord", "call-record", new LocalizedText("Hướng dẫn qua điện thoại phải ghi lại cuộc gọi.", "Guidance by phone is recorded: when, and with whom."));
    }
}

/// <summary>
/// B3: the handler sees what the machine finds of the grounds, and decides himself. Guidance is offered once and never again
/// (invariant 1); after it, also after silence, he decides as it is or refuses with reasons.
/// </summary>
[Activity("Complaints.Appraise", 1, "Thẩm định hồ sơ", "Appraise the file", Category = "Complaints")]
[WritesLetter("complaint-guidance", "missing", "guidance", "answerBy", On = nameof(Appraisal.SupplementNeeded))]
[BoundsLoop("the citizen is guided once")]
public sealed class AppraiseComplaint(CaseServices services) : SpannedTask<Appraisal>(services, ComplaintLimits.Resolving)
{
    protected override IEnumerable<Effect> Enter(ActivityContext context)
    {
        ComplaintFacts.RequireAccepted(context);
        return base.Enter(context);
    }

    protected override IEnumerable<Appraisal> Offered(ActivityContext context) => context.Variable<GuidanceRecord>(ComplaintVars.Guidance) is null
        ? [Appraisal.Sufficient, Appraisal.SupplementNeeded]
        : [Appraisal.Sufficient, Appraisal.DecideAsIs, Appraisal.Refuse];

    protected override ActivityResult Decide(ActivityContext context, TaskCompleted completed, Appraisal outcome) => completed.Data switch
    {
        OneGuidance guidance => Guide(context, guidance),
        Reasons reasons => Leave(outcome, SetVariable.To(ComplaintVars.Conclusion, Refusal(context, reasons))),
        AppraisalNote note => Leave(outcome, new Log("FileAppraised", outcome.ToString(), null, new JsonObject { ["text"] = note.Text })),
        _ => throw new DefectException("Step B3 received no finding."),
    };

    private ActivityResult Guide(ActivityContext context, OneGuidance guidance)
    {
        if (context.Variable<GuidanceRecord>(ComplaintVars.Guidance) is not null)
            throw new InvariantException("one-guidance", "The citizen was guided already; a second guidance is not lawful (seed 003, B3: once).");
        var record = new GuidanceRecord(guidance.Missing, guidance.Text, guidance.Manner, context.Now, context.Actor.Id);
        var answerBy = Services.Limits.DueDate(context, "complainant-supplement", context.Now);
        var slots = new JsonObject
        {
            ["missing"] = EngineJson.ToNode(guidance.Missing),
            ["guidance"] = guidance.Text,
            ["answerBy"] = Notification.LetterDesk.Date(answerBy!.Value),
        };
        return Leave(
            Appraisal.SupplementNeeded,
            [
                SetVariable.To(ComplaintVars.Guidance, record),
                SetVariable.To(Vars.Rounds, context.Variable<int>(Vars.Rounds) + 1),
                new Log("CitizenGuided", guidance.Manner.ToString(), null, new JsonObject { ["text"] = guidance.Text, ["call"] = guidance.CallRecord }),
                .. guidance.Manner == GuidanceManner.Writing ? Services.Letters.Write(context, "complaint-guidance", slots) : [],
            ]);
    }

    private ConclusionRecord Refusal(ActivityContext context, Reasons reasons) => new(
        ComplaintConclusion.NotFounded, "Hồ sơ không đủ căn cứ sau khi đã hướng dẫn bổ sung một lần.", "Không chấp nhận khiếu nại.", reasons.Items, context.Actor.Id, context.Now,
        (context.Variable<ConclusionRecord>(ComplaintVars.Conclusion)?.Version ?? 0) + 1);

    protected override JsonObject Shown(ActivityContext context)
    {
        var complaint = ComplaintFacts.Of(context);
        var checks = new GroundChecks((date, days) => Services.Limits.FindWorkingDaysAfter(context.Office, date, days)).Of(complaint, Services.Day(context.Now));
        return new JsonObject
        {
            ["grounds"] = new JsonArray([.. complaint.Grounds.Select(code => (JsonNode)new JsonObject { ["code"] = code, ["vi"] = GroundCatalogue.Of2009.Find(code)?.Vi })]),
            ["checks"] = EngineJson.ToNode(checks),
        };
    }
}
