using System.Globalization;
using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Enforcement;
using ProcedureEngine.Activities.Linting;

namespace ProcedureEngine.Activities.Drafting;

public enum DraftOutcome
{
    [Outcome("Đã dự thảo", "Drafted", typeof(DraftText))] Drafted,
}

/// <param name="LegalBases">What the decision rests on, one in a line.</param>
public sealed record DraftText([property: Field("Căn cứ pháp lý", "Legal bases", Multiline = true)] string LegalBases) : IValidated
{
    [Field("Ghi chú của người dự thảo", "Remarks", Multiline = true)]
    public string? Remarks { get; init; }

    public IEnumerable<FieldError> Validate() => Required.Text("legalBases", LegalBases);
}

/// <summary>
/// Step 4 (seed 000): drafts the decision from the confirmed information; once an original is recorded, from the original, whose
/// values win. A draft replaces the one before, whose paper stays in the file (invariant 3).
/// </summary>
[Activity("Drafting.DraftDecision", 1, "Dự thảo quyết định", "Draft the decision", Category = "Drafting")]
[MakesPaper("enforcement-decision", "isDraft", "request", "legalBases", "bailiffName", "signerName", "signerTitle", IsOfFile = true)]
public sealed class DraftDecision(CaseServices services) : CaseTask<DraftOutcome>(services)
{
    /// <summary>The role that drafts when an officer is assigned; by default the step's own role.</summary>
    public const string AssignedRoleInput = "assignedRole";

    protected override IReadOnlyList<InputDescriptor> Inputs => [.. base.Inputs, InputDescriptor.Optional(AssignedRoleInput, "Vai trò khi được phân công", "Role when assigned")];

    public override ActivityResult Execute(ActivityContext context)
    {
        var task = Open(context);
        var officer = context.Variable<string>(Vars.DraftingOfficer);
        if (officer is not null && context.Input<string>(AssignedRoleInput) is { } role)
            task = task with { Role = role, Assignee = officer };
        return Wait([.. Enter(context), task]);
    }

    protected override ActivityResult Decide(ActivityContext context, TaskCompleted completed, DraftOutcome outcome)
    {
        var text = (DraftText)completed.Data!;
        var version = (context.Variable<DraftRecord>(Vars.Draft)?.Version ?? 0) + 1;
        var values = context.Variable<OriginalRecord>(Vars.Original)?.Values ?? context.Variable<EnforcementRequest>(Vars.Request)!;
        var draft = new DraftRecord(version, values, text.LegalBases, text.Remarks ?? string.Empty, context.Actor.Id, context.Now);
        return Leave(outcome, Participation.Of(context, Participation.Draft), SetVariable.To(Vars.Draft, draft), Paper(context, draft));
    }

    private WriteRecord Paper(ActivityContext context, DraftRecord draft) => new(new CaseDocument(
        $"{context.InstanceId}.draft.{draft.Version.ToString(CultureInfo.InvariantCulture)}", context.InstanceId, "draft", $"du-thao-{draft.Version}.html",
        "text/html; charset=utf-8", 0, null, "enforcement-decision", DecisionPaper.Slots(Services, context, draft, null), draft.Version, "office", context.Now, context.Actor.Id));
}

public enum DraftState
{
    [Outcome("Dự thảo khớp bản chính", "Agrees with the original")] Agrees,
    [Outcome("Dự thảo cần sửa theo bản chính", "Must be redrafted")] MustBeRedrafted,
}

/// <summary>After the draft and the original have met: a draft that does not hold the original's values is rebuilt from it first.</summary>
[Activity("Drafting.CheckDraft", 1, "Đối chiếu dự thảo với bản chính", "Check the draft against the original", Category = "Drafting")]
public sealed class CheckDraft : Activity<DraftState>
{
    public override ActivityResult Execute(ActivityContext context)
    {
        var (original, draft) = Facts.Of(context);
        return Leave(Comparison.Agree(original.Values, draft.Values) ? DraftState.Agrees : DraftState.MustBeRedrafted);
    }
}

/// <summary>The recorded facts that a decision needs; the guards of invariant 1, asked by every activity on the way to it.</summary>
internal static class Facts
{
    public static (OriginalRecord Original, DraftRecord Draft) Of(ActivityContext context)
    {
        var original = context.Variable<OriginalRecord>(Vars.Original)
            ?? throw new InvariantException("original-required", "No original was received and compared; the online file is never the basis of a decision (seed 000, principle).");
        var draft = context.Variable<DraftRecord>(Vars.Draft) ?? throw new InvariantException("draft-required", "There is no draft decision.");
        return (original, draft);
    }

    /// <summary>The original was compared, and the draft holds its values.</summary>
    public static (OriginalRecord Original, DraftRecord Draft) ReadyForDecision(ActivityContext context)
    {
        var (original, draft) = Of(context);
        return Comparison.Agree(original.Values, draft.Values)
            ? (original, draft)
            : throw new InvariantException("original-values-win", "The draft does not hold the values of the compared original.");
    }
}
