using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Enforcement;
using ProcedureEngine.Activities.Linting;

namespace ProcedureEngine.Activities.Drafting;

public enum Signing
{
    [Outcome("Ký quyết định", "Signed", typeof(Signature))] Signed,
    [Outcome("Trả lại để sửa", "Returned", typeof(ReturnReason))] Returned,
}

/// <param name="Bailiff">User name of the bailiff to whom the head assigns the enforcement.</param>
/// <param name="Authority">The recorded authority under which a deputy signs; empty when the head signs himself.</param>
public sealed record Signature(
    [property: Field("Chức danh người ký", "Title of the signer", MaxLength = 100)] string SignerTitle,
    [property: Field("Chấp hành viên (tên đăng nhập)", "Bailiff (user name)", MaxLength = 100), HoldsRole("bailiff", NameField = "bailiffName")] string Bailiff,
    [property: Field("Họ tên Chấp hành viên", "Name of the bailiff", MaxLength = 200)] string BailiffName,
    [property: Field("Ký thay (cấp phó)", "Signed by a deputy")] bool IsDeputy) : IValidated
{
    [Field("Văn bản giao quyền (khi ký thay)", "Recorded authority, for a deputy", MaxLength = 300)]
    public string? Authority { get; init; }

    public IEnumerable<FieldError> Validate()
    {
        foreach (var error in (IEnumerable<FieldError>)[
            .. Required.Text("signerTitle", SignerTitle), .. Required.Text("bailiff", Bailiff), .. Required.Text("bailiffName", BailiffName)])
            yield return error;
        foreach (var error in DeputyAuthority.Errors(IsDeputy, Authority))
            yield return error;
    }
}

public sealed record ReturnReason([property: Field("Lý do trả lại", "Reason", Multiline = true)] string Reason) : IValidated
{
    public IEnumerable<FieldError> Validate() => Required.Text("reason", Reason);
}

/// <summary>
/// Step 6 (seed 000): the head considers and signs within the working day. The activity itself asks for the compared original and
/// the agreeing draft (invariant 1), and lets nobody sign what he took in or drafted (invariant 7).
/// </summary>
[Activity("Drafting.SignDecision", 1, "Xem xét, ký quyết định", "Consider and sign", Category = "Drafting")]
[MeetsLimit(DecisionByLaw, On = nameof(Signing.Signed))]
public sealed class SignDecision(CaseServices services) : CaseTask<Signing>(services)
{
    private const string DecisionByLaw = "decision-by-law";

    protected override IEnumerable<Effect> Enter(ActivityContext context)
    {
        RequireProposal(context);
        return base.Enter(context);
    }

    protected override ActivityResult Decide(ActivityContext context, TaskCompleted completed, Signing outcome) => completed.Data switch
    {
        Signature signature => Sign(context, signature),
        ReturnReason reason => Leave(Signing.Returned, new Log("DecisionReturned", "Returned by the head", null, new JsonObject { ["reason"] = reason.Reason })),
        _ => throw new DefectException("Step 6 received neither a signature nor a reason."),
    };

    private ActivityResult Sign(ActivityContext context, Signature signature)
    {
        RequireProposal(context);
        if (Participation.TookPart(context, context.Actor.Id))
        {
            throw RejectedException.Forbidden(
                "signer-took-part", "Người đã tiếp nhận hoặc dự thảo không được ký quyết định.", "Nobody signs a decision that he took in or drafted; another head or deputy must sign.");
        }

        var record = new SignatureRecord(
            context.Actor.Id, context.Actor.DisplayName, signature.SignerTitle, signature.IsDeputy ? signature.Authority : null, context.Now, signature.Bailiff, signature.BailiffName);
        return Leave(Signing.Signed,
        [
            SetVariable.To(Vars.Signature, record),
            .. Services.Limits.Meet(context, DecisionByLaw),
            new Log("DecisionSigned", "Signed", new JsonObject { ["signer"] = context.Actor.Id, ["bailiff"] = signature.Bailiff }),
        ]);
    }

    private static void RequireProposal(ActivityContext context)
    {
        Facts.ReadyForDecision(context);
        if (context.Variable<ProposalRecord>(Vars.Proposal) is null)
            throw new InvariantException("proposal-required", "The head decides on the officer's proposal; there is none.");
    }
}
