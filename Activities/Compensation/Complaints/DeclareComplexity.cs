using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Activities.Linting;
using ProcedureEngine.Activities.Notification;

namespace ProcedureEngine.Activities.Compensation.Complaints;

/// <summary>The leader's act that made the case complex.</summary>
internal sealed record ComplexRecord(string Reason, string By, Instant At);

/// <summary>What the leader says when he declares a case complex.</summary>
public sealed record ComplexityDeclaration([property: Field("Lý do", "Reason", Multiline = true)] string Reason) : IValidated
{
    public IEnumerable<FieldError> Validate() => Enforcement.Required.Text("reason", Reason);
}

/// <summary>Nothing leaves this branch: it stands beside the case until the case ends.</summary>
public enum MeasuresEnd;

/// <summary>
/// The any-time branch in which the leader declares a case complex: with a reason, before the time to resolve ends. The limit is
/// counted anew from the same start, both figures stay, the receipt is written again and the complainant is told.
/// </summary>
[Activity("Complaints.Measures", 1, "Xác định vụ việc phức tạp", "Declare complexity", Category = "Complaints")]
[WritesLetter("complaint-complex", "reason", "resultDay", On = DeclarationAttribute.WhileWaiting)]
[MakesPaper("complaint-receipt", "receiptNumber", "papers", "resultDay", "body", "version")]
public sealed class DeclareComplexity(CaseServices services) : Activity<MeasuresEnd>
{
    internal const string Variable = "complex";

    protected override IReadOnlyList<InputDescriptor> Inputs => [InputDescriptor.Required(UserTaskActivity<MeasuresEnd>.RoleInput, "Vai trò", "Role")];

    public override ActivityResult Execute(ActivityContext context) => Wait(new CreateBookmark(StimulusNames.DeclareComplex));

    public override ActivityResult Resume(ActivityContext context, Resumption resumption) => resumption is StimulusDelivered { Name: StimulusNames.DeclareComplex } declared
        ? Declare(context, EngineJson.Read<ComplexityDeclaration>(declared.Payload)!)
        : base.Resume(context, resumption);

    private ActivityResult Declare(ActivityContext context, ComplexityDeclaration declaration)
    {
        RequireRole(context);
        if (context.Variable<ComplexRecord>(Variable) is not null)
            throw RejectedException.Conflict("already-complex", "Vụ việc đã được xác định là phức tạp.", "The case was declared complex already.");
        if (services.Limits.Open(context, ResolveVariant.Limit).FirstOrDefault(limit => limit.DueAt is null || context.Now < limit.DueAt) is null)
        {
            throw RejectedException.Conflict(
                "limit-not-running", "Chỉ xác định phức tạp khi thời hạn giải quyết đang chạy và chưa hết.", "A case is declared complex while its time to resolve runs and before it ends (seed 003, 5.4.2).");
        }

        var isRemote = ComplaintFacts.RequireAccepted(context).RemoteSource is not null;
        var complex = new ComplexRecord(declaration.Reason, context.Actor.Id, context.Now);
        var decided = With(context, complex);
        var (day, receipt) = WriteReceipt.Paper(services, decided);
        return Wait(
        [
            SetVariable.To(Variable, complex),
            .. services.Limits.Recount(context, ResolveVariant.Limit, isRemote ? "remoteComplex" : "complex", declaration.Reason),
            new Log("DeclaredComplex", "Declared complex", null, new JsonObject { ["reason"] = declaration.Reason }),
            SetVariable.To(ComplaintVars.ResultDay, day),
            receipt,
            .. services.Letters.Write(
                decided, "complaint-complex", new JsonObject { ["reason"] = declaration.Reason, ["resultDay"] = LetterDesk.Date(day.Day) }, false, Attached((CaseDocument)receipt.Record)),
        ]);
    }

    private static LetterAttachment Attached(CaseDocument paper) => new(paper.Name, paper.ContentType, null, paper.Template, paper.Slots, null);

    /// <summary>The context as it will be once the declaration is recorded: the receipt's new day is counted on it.</summary>
    private static ActivityContext With(ActivityContext context, ComplexRecord complex)
    {
        var variables = new Dictionary<string, JsonNode?>(context.Variables, StringComparer.Ordinal) { [Variable] = EngineJson.ToNode(complex) };
        return context with { Variables = variables };
    }

    private static void RequireRole(ActivityContext context)
    {
        var role = context.RequiredInput<string>(UserTaskActivity<MeasuresEnd>.RoleInput);
        if (!context.Actor.Grants.Contains(new Grant(role, context.Office)))
            throw RejectedException.Forbidden("role-required", "Chỉ lãnh đạo cơ quan được xác định vụ việc phức tạp.", $"Only who holds '{role}' at the office declares a case complex.");
    }
}
