using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Intake;

namespace ProcedureEngine.Activities.Compensation;

/// <summary>The leader's act that made the case complex.</summary>
/// <param name="SeveralPlaces">Only because it must be verified at several places; its circumstances are ordinary.</param>
internal sealed record ComplexRecord(string Reason, string By, Instant At, bool SeveralPlaces = false);

/// <summary>What the leader says when he declares a case complex.</summary>
public sealed record ComplexityDeclaration([property: Field("Lý do", "Reason", Multiline = true)] string Reason) : IValidated
{
    /// <summary>Of a claim: it is not its circumstances that are complex, but it must be verified at several places.</summary>
    [Field("Chỉ vì phải xác minh tại nhiều địa điểm", "Only because it must be verified at several places")]
    public bool SeveralPlaces { get; init; }

    public IEnumerable<FieldError> Validate() => Enforcement.Required.Text("reason", Reason);
}

/// <summary>Nothing leaves this branch: it stands beside the case until the case ends.</summary>
public enum MeasuresEnd;

/// <summary>
/// The any-time branch in which the leader declares a case complex: with a reason, before the limit that it makes longer ends. That limit is counted anew from
/// the same start, both figures stay in its ledger, and the citizen is told. A procedure says which limits those are and what it writes.
/// </summary>
public abstract class ComplexityBranch : Activity<MeasuresEnd>
{
    internal const string Variable = "complex";

    protected override IReadOnlyList<InputDescriptor> Inputs => [InputDescriptor.Required(UserTaskActivity<MeasuresEnd>.RoleInput, "Vai trò", "Role")];

    public override ActivityResult Execute(ActivityContext context) => Wait(new CreateBookmark(StimulusNames.DeclareComplex));

    public override ActivityResult Resume(ActivityContext context, Resumption resumption) => resumption is StimulusDelivered { Name: StimulusNames.DeclareComplex } declared
        ? Declare(context, EngineJson.Read<ComplexityDeclaration>(declared.Payload)!)
        : base.Resume(context, resumption);

    /// <summary>Counts the limit anew and tells the citizen.</summary>
    /// <exception cref="RejectedException">The limit does not run, or has ended.</exception>
    internal abstract IEnumerable<Effect> Recount(ActivityContext context, ComplexRecord complex);

    /// <summary>Whether the case is complex in this way already.</summary>
    internal virtual bool IsAlready(ComplexRecord declared, ComplexRecord complex) => true;

    /// <summary>A limit that still runs and whose end is to come; null when there is none.</summary>
    internal static TimeLimits.TimeLimit? Running(CaseServices services, ActivityContext context, string limitId) =>
        services.Limits.Open(context, limitId).FirstOrDefault(limit => limit.State != TimeLimits.TimeLimitState.Missed && (limit.DueAt is null || context.Now < limit.DueAt));

    private ActivityResult Declare(ActivityContext context, ComplexityDeclaration declaration)
    {
        LeaderActs.RequireRole(context, "Chỉ lãnh đạo cơ quan được xác định vụ việc phức tạp.", "declares a case complex");
        var complex = new ComplexRecord(declaration.Reason, context.Actor.Id, context.Now, declaration.SeveralPlaces);
        if (context.Variable<ComplexRecord>(Variable) is { } declared && IsAlready(declared, complex))
            throw RejectedException.Conflict("already-complex", "Vụ việc đã được xác định là phức tạp.", "The case was declared complex already.");
        return Wait(
        [
            SetVariable.To(Variable, complex),
            new Log("DeclaredComplex", "Declared complex", null, new JsonObject { ["reason"] = declaration.Reason }),
            .. Recount(context, complex),
        ]);
    }
}
