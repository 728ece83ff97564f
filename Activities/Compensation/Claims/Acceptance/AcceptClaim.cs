using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Compensation.Claims.Completeness;
using ProcedureEngine.Activities.Enforcement;
using ProcedureEngine.Activities.Linting;
using ProcedureEngine.Activities.Notification;
using ProcedureEngine.Activities.Registers;

namespace ProcedureEngine.Activities.Compensation.Claims.Acceptance;

/// <summary>Step 3 (seed 004): the head accepts the claim or does not.</summary>
public enum ClaimAcceptance
{
    [Outcome("Thụ lý", "Accepted", typeof(ClaimConditions))] Accepted,
    [Outcome("Không thụ lý", "Not accepted", typeof(NonAcceptance))] NotAccepted,
}

/// <summary>What was found of one condition.</summary>
public sealed record Condition(
    [property: Field("Có", "Holds")] bool Holds,
    [property: Field("Nhận định", "Finding", Multiline = true)] string Text) : IValidated
{
    public IEnumerable<FieldError> Validate() => Enforcement.Required.Text("text", Text);

    /// <summary>What is wrong when the condition must hold.</summary>
    /// <param name="field">The condition's own field in its form.</param>
    internal IEnumerable<FieldError> Required(string field, string rule, LocalizedText why)
    {
        if (!Holds)
            yield return new FieldError($"{field}.holds", rule, why);
    }
}

/// <summary>The conditions of art. 7 of Law 10/2017/QH14. The seed says 'one of'; the law asks for all three, and so do we.</summary>
/// <param name="Ground">A ground of art. 7(2) that finds the act unlawful, with the claim that goes with it.</param>
/// <param name="Damage">Actual damage within the State's liability.</param>
/// <param name="CausalLink">The damage follows from the act.</param>
public sealed record ClaimConditions(
    [property: Field("Căn cứ xác định hành vi trái pháp luật và yêu cầu bồi thường tương ứng (khoản 2 Điều 7)", "Ground and the claim that goes with it (art. 7(2))")] Condition Ground,
    [property: Field("Thiệt hại thực tế thuộc phạm vi trách nhiệm của Nhà nước", "Actual damage within the State's liability")] Condition Damage,
    [property: Field("Quan hệ nhân quả giữa thiệt hại và hành vi", "Causal link")] Condition CausalLink) : IValidated
{
    private static readonly LocalizedText AllThree = new(
        "Chỉ thụ lý khi có đủ ba điều kiện của khoản 1 Điều 7 Luật 10/2017/QH14.", "A claim is accepted only when all three conditions of art. 7(1) of Law 10/2017/QH14 hold.");

    public IEnumerable<FieldError> Validate() =>
        [.. Ground.Required("ground", "all-three-conditions", AllThree), .. Damage.Required("damage", "all-three-conditions", AllThree), .. CausalLink.Required("causalLink", "all-three-conditions", AllThree)];
}

/// <summary>
/// Step 3: within the limit <c>accept</c>, which runs from the last missing paper and so may be over when the check took its time. The number of the
/// acceptance register is taken here (invariant 6); a file that is not complete is not accepted, and one that is was supplemented.
/// </summary>
[Activity("Claims.DecideAcceptance", 1, "Quyết định thụ lý", "Decide acceptance", Category = "Claims")]
public sealed class DecideClaimAcceptance(CaseServices services) : CaseTask<ClaimAcceptance>(services)
{
    protected override Instant LimitFrom(ActivityContext context) => ClaimState.Of(context).Completeness.LastPaperAt ?? context.Now;

    protected override IEnumerable<Effect> Enter(ActivityContext context)
    {
        RequireComplete(context);
        return base.Enter(context);
    }

    protected override ActivityResult Decide(ActivityContext context, TaskCompleted completed, ClaimAcceptance outcome)
    {
        if (completed.Data is NonAcceptance refusal)
            return Leave(outcome, refusal.Reason == NonAcceptanceReason.NotSupplemented ? throw NonAcceptances.IsSupplemented() : NonAcceptances.Record(context, refusal));
        RequireComplete(context);
        var found = (ClaimConditions)completed.Data!;
        var part = new AcceptancePart(Finding(found.Ground), Finding(found.Damage), Finding(found.CausalLink), context.Now, context.Actor.Id);
        return Leave(
            outcome, SetVariable.To(ClaimVars.Acceptance, part),
            ClaimNumbers.Take(Services, context, $"register/{RegisterKinds.ClaimsAccepted}", "{sequence}", ClaimVars.AcceptanceNumber),
            new Log("ClaimAccepted", "Accepted", null, new JsonObject { ["conditions"] = EngineJson.ToNode(found) }));
    }

    private static void RequireComplete(ActivityContext context)
    {
        if (!CompletenessCheck.Missing(ClaimState.Of(context)).IsEmpty)
            throw new InvariantException("complete-file-required", "Papers of the checklist are missing; the claim is not accepted (art. 43(1): a valid file).");
    }

    private static ConditionFinding Finding(Condition condition) => new(condition.Holds, condition.Text);
}

/// <summary>The line of the register of acceptance, and the notice to the claimant.</summary>
[Activity("Claims.EnterAcceptance", 1, "Vào sổ thụ lý, thông báo", "Enter in the register of acceptance", Category = "Claims")]
[WritesLetter("claim-accepted", "acceptanceNumber", "acceptedOn", "body")]
public sealed class EnterAcceptance(CaseServices services) : Activity<Done>
{
    public override ActivityResult Execute(ActivityContext context)
    {
        var accepted = ClaimState.Of(context).RequireAccepted();
        var day = LetterDesk.Date(services.Day(accepted.At));
        var slots = new JsonObject { ["acceptanceNumber"] = ClaimNumbers.Of(context, ClaimVars.AcceptanceNumber).Text, ["acceptedOn"] = day, ["body"] = ClaimState.Of(context).Claim.CausedBy.Name };
        return Leave(
            Done.Done,
            [
                ClaimNumbers.Line(services, context, RegisterKinds.ClaimsAccepted, ClaimVars.AcceptanceNumber, new JsonObject { ["acceptedOn"] = day }),
                .. services.Letters.Write(context, "claim-accepted", slots),
            ]);
    }
}
