using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Compensation.Claims.Acceptance;
using ProcedureEngine.Activities.Linting;

namespace ProcedureEngine.Activities.Compensation.Claims.Completeness;

/// <summary>Step 2 (seed 004): what the head finds of the file.</summary>
public enum CompletenessFinding
{
    [Outcome("Hồ sơ đầy đủ", "Complete")] Complete,
    [Outcome("Yêu cầu bổ sung hồ sơ", "Supplement needed", typeof(SupplementRequest))] SupplementNeeded,

    [Outcome("Không thụ lý", "Not accepted", typeof(NonAcceptance))]
    [Withheld("request-first", "Hồ sơ chưa đầy đủ thì trước hết yêu cầu bổ sung (khoản 2 Điều 42).", "A file that is not complete is first to be supplemented (art. 42(2), seed 004).")]
    NotAccepted,
}

/// <summary>The written request: every paper that the checklist misses is in it by name; the head adds what else must be made clear.</summary>
public sealed record SupplementRequest : IValidated
{
    [Field("Nội dung khác cần bổ sung, làm rõ", "What else must be made clear")]
    public ImmutableArray<string> Others { get; init; } = [];

    /// <summary>Without it only what was not asked before may be asked for.</summary>
    [Field("Lý do yêu cầu lại nội dung đã yêu cầu", "Reason for asking the same again", Multiline = true)]
    public string? RepeatReason { get; init; }

    public IEnumerable<FieldError> Validate()
    {
        if (Others.IsDefault || Others.Any(string.IsNullOrWhiteSpace))
            yield return new FieldError("others", "required", new LocalizedText("Mỗi nội dung một dòng, không để trống.", "One item a line, none empty."));
    }
}

/// <summary>
/// Step 2: the head finds the file complete, or asks in writing for what is missing. Complete is only what the checklist finds complete; a
/// further request is for what was not asked before, or has a reason (ours); not supplemented is a reason only after the law's time.
/// </summary>
[Activity("Claims.CheckCompleteness", 1, "Xem xét thành phần hồ sơ", "Decide on completeness", Category = "Claims")]
[MeetsLimit(CompletenessCheck.Limit)]
public sealed class CheckCompleteness(CaseServices services) : SpannedTask<CompletenessFinding>(services, CompletenessCheck.Limit)
{
    protected override JsonObject Shown(ActivityContext context) => CompletenessCheck.Shown(context);

    /// <summary>Before anything was asked for, what speaks against the claim is decided at acceptance.</summary>
    protected override IEnumerable<CompletenessFinding> Offered(ActivityContext context) => ClaimState.Of(context).Completeness.Requests.IsEmpty
        ? [CompletenessFinding.Complete, CompletenessFinding.SupplementNeeded]
        : base.Offered(context);

    protected override ActivityResult Decide(ActivityContext context, TaskCompleted completed, CompletenessFinding outcome) => Leave(
        outcome,
        [
            .. completed.Data switch
            {
                SupplementRequest request => Ask(context, request),
                NonAcceptance refusal => [Refuse(context, refusal)],
                _ => CompletenessCheck.RequireComplete(ClaimState.Of(context)),
            },
            .. Services.Limits.Meet(context, CompletenessCheck.Limit),
        ]);

    /// <summary>What the checklist finds whole is not refused for what it lacks, unless more was asked for than papers.</summary>
    private static SetVariable Refuse(ActivityContext context, NonAcceptance refusal)
    {
        var record = NonAcceptances.Record(context, refusal);
        var state = ClaimState.Of(context);
        if (refusal.Reason == NonAcceptanceReason.NotSupplemented && CompletenessCheck.Missing(state).IsEmpty && state.Completeness.Requests[^1].Others.IsEmpty)
            throw NonAcceptances.IsSupplemented();
        return record;
    }

    private static Effect[] Ask(ActivityContext context, SupplementRequest request)
    {
        var state = ClaimState.Of(context);
        ImmutableArray<PaperKind> missing = [.. CompletenessCheck.Missing(state).Select(paper => paper.Kind)];
        if (missing.IsEmpty && request.Others.IsEmpty)
            throw RejectedException.Invalid("data.others", "nothing-to-ask", "Hồ sơ không thiếu gì theo danh mục.", "The checklist misses nothing; there is nothing to ask for, or name it.");
        RequireNew(state.Completeness, missing, request);
        var record = new SupplementRequestRecord(missing, request.Others, request.RepeatReason, context.Now, context.Actor.Id, null);
        return
        [
            SetVariable.To(ClaimVars.Completeness, state.Completeness with { Requests = state.Completeness.Requests.Add(record) }),
            SetVariable.To(Enforcement.Vars.Rounds, context.Variable<int>(Enforcement.Vars.Rounds) + 1),
            new Log("SupplementRequested", $"{missing.Length + request.Others.Length} items", new JsonObject { ["papers"] = EngineJson.ToNode(missing) }, new JsonObject { ["others"] = EngineJson.ToNode(request.Others), ["reason"] = request.RepeatReason }),
        ];
    }

    private static void RequireNew(CompletenessPart before, ImmutableArray<PaperKind> missing, SupplementRequest request)
    {
        if (!string.IsNullOrWhiteSpace(request.RepeatReason))
            return;
        var asked = before.Requests.SelectMany(earlier => earlier.Others).Select(VietnameseText.Fold).ToHashSet(StringComparer.Ordinal);
        var again = missing.Where(kind => before.Requests.Any(earlier => earlier.Papers.Contains(kind))).Select(kind => Checklist.Name(kind).Vi)
            .Concat(request.Others.Where(item => asked.Contains(VietnameseText.Fold(item)))).ToList();
        if (again.Count > 0)
        {
            throw RejectedException.Invalid(
                "data.repeatReason", "asked-before", $"Đã yêu cầu trước đó: {string.Join("; ", again)}. Yêu cầu lại phải nêu lý do.",
                $"Asked for before: {string.Join("; ", again)}. Asking again needs a reason.");
        }
    }
}

/// <summary>What the two persons of step 2 see and what the file still misses.</summary>
internal static class CompletenessCheck
{
    public const string Limit = "request-supplement";

    public static ImmutableArray<MissingPaper> Missing(ClaimState state) => Checklist.Missing(state.Claim, state.Intake.Channel, state.Completeness.Papers);

    /// <exception cref="RejectedException">Something is missing; names it.</exception>
    public static Effect[] RequireComplete(ClaimState state)
    {
        var missing = Missing(state);
        if (!missing.IsEmpty)
        {
            throw new RejectedException(
                RejectionKind.Invalid, "papers-missing",
                new LocalizedText($"Hồ sơ còn thiếu: {Words(missing, paper => paper.Name.Vi, paper => paper.Why.Vi)}.", $"The file misses: {Words(missing, paper => paper.Name.En, paper => paper.Why.En)}."))
            {
                Basis = "Luật 10/2017/QH14, khoản 1, 2 Điều 41",
            };
        }

        return [new Log("FileComplete", "The file is complete")];
    }

    /// <summary>The checklist beside what lies in the file.</summary>
    public static JsonObject Shown(ActivityContext context)
    {
        var state = ClaimState.Of(context);
        var missing = Missing(state).ToDictionary(paper => paper.Kind);
        var held = state.Completeness.Papers.Select(paper => paper.Kind).ToHashSet();
        return new JsonObject
        {
            ["checklist"] = new JsonArray([.. Checklist.Of(state.Claim, state.Intake.Channel).Select(paper => Row(paper, missing.GetValueOrDefault(paper.Kind), held.Contains(paper.Kind)))]),
            ["missing"] = new JsonArray([.. missing.Values.Select(paper => EngineJson.ToNode(new LocalizedText($"{paper.Name.Vi} ({paper.Why.Vi})", $"{paper.Name.En} ({paper.Why.En})")))]),
            ["basis"] = EngineJson.ToNode(state.Claim.Basis),
            ["requests"] = state.Completeness.Requests.Length,
        };
    }

    private static JsonNode Row(RequiredPaper paper, MissingPaper? missing, bool isHeld) => new JsonObject
    {
        ["kind"] = EngineJson.ToNode(paper.Kind),
        ["name"] = EngineJson.ToNode(paper.Name),
        ["form"] = EngineJson.ToNode(Checklist.FormName(paper.Forms[^1])),
        ["legalBasis"] = paper.LegalBasis,
        ["missing"] = missing is null ? null : EngineJson.ToNode(missing.Why),
        ["isHeld"] = isHeld,
    };

    private static string Words(IEnumerable<MissingPaper> missing, Func<MissingPaper, string> name, Func<MissingPaper, string> why) => string.Join("; ", missing.Select(paper => $"{name(paper)} ({why(paper)})"));
}
