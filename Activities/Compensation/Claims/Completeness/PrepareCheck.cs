using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Linting;

namespace ProcedureEngine.Activities.Compensation.Claims.Completeness;

/// <summary>Starts the time in which a supplement may be asked for, or the file is found complete: from the receipt of what came last.</summary>
[Activity("Claims.BeginCheck", 1, "Bắt đầu thời hạn kiểm tra hồ sơ", "The time to check begins", Category = "Claims")]
[StartsLimit(CompletenessCheck.Limit)]
public sealed class BeginCheck(CaseServices services) : Activity<Done>
{
    public override ActivityResult Execute(ActivityContext context) =>
        Leave(Done.Done, services.Limits.Start(context, CompletenessCheck.Limit, ClaimState.Of(context).Completeness.LastPaperAt ?? context.Now));
}

public enum CheckPreparation
{
    [Outcome("Đã kiểm tra, trình Thủ trưởng", "Prepared", typeof(PapersFound))] Prepared,
}

/// <param name="Papers">Everything that lies in the file now, each in its form.</param>
public sealed record PapersFound([property: Field("Giấy tờ có trong hồ sơ", "Papers in the file")] ImmutableArray<SubmittedPaper> Papers) : IValidated
{
    [Field("Ý kiến của bộ phận tiếp nhận", "Remarks", Multiline = true)]
    public string? Remarks { get; init; }

    public IEnumerable<FieldError> Validate()
    {
        if (Papers.IsDefaultOrEmpty)
            yield return new FieldError("papers", "required", new LocalizedText("Liệt kê giấy tờ có trong hồ sơ.", "List the papers that lie in the file."));
    }
}

/// <summary>Step 2 (seed 004): reception looks through the file; the machine tells what the checklist still misses.</summary>
[Activity("Claims.PrepareCheck", 1, "Kiểm tra thành phần hồ sơ", "Look through the file", Category = "Claims")]
public sealed class PrepareCheck(CaseServices services) : SpannedTask<CheckPreparation>(services, CompletenessCheck.Limit)
{
    /// <summary>The papers that are known of stand in the form already: reception corrects instead of copying.</summary>
    protected override JsonObject Shown(ActivityContext context)
    {
        var shown = CompletenessCheck.Shown(context);
        shown["known"] = new JsonObject { ["papers"] = EngineJson.ToNode(ClaimState.Of(context).Completeness.Papers) };
        return shown;
    }

    protected override ActivityResult Decide(ActivityContext context, TaskCompleted completed, CheckPreparation outcome)
    {
        var found = (PapersFound)completed.Data!;
        var before = ClaimState.Of(context).Completeness;
        return Leave(
            outcome, SetVariable.To(ClaimVars.Completeness, before with { Papers = found.Papers }),
            new Log("PapersFound", $"{found.Papers.Length} papers", new JsonObject { ["papers"] = EngineJson.ToNode(found.Papers.Select(paper => paper.Kind)) }, new JsonObject { ["remarks"] = found.Remarks }));
    }
}
