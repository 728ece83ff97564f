using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Enforcement;
using ProcedureEngine.Activities.Linting;

namespace ProcedureEngine.Activities.Compensation.Claims.Advance;

/// <summary>Whether the claim asks for an advance (art. 41(3)e).</summary>
public enum AdvanceWish
{
    [Outcome("Có đề nghị tạm ứng", "Asked for")] Asked,
    [Outcome("Không đề nghị tạm ứng", "Not asked for")] NotAsked,
}

/// <summary>After the appointment: beside the verification runs the advance, when it is asked for (step 5a).</summary>
[Activity("Claims.RouteAdvance", 1, "Có đề nghị tạm ứng hay không", "Whether an advance is asked for", Category = "Claims")]
public sealed class RouteAdvance : Activity<AdvanceWish>
{
    public override ActivityResult Execute(ActivityContext context) => Leave(ClaimState.Of(context).Claim.AsksAdvance ? AdvanceWish.Asked : AdvanceWish.NotAsked);
}

public enum AdvanceProposing
{
    [Outcome("Trình Thủ trưởng đề xuất tạm ứng", "Proposed", typeof(AdvanceProposal))] Proposed,
    [Outcome("Đã có quyết định giải quyết", "Overtaken by the decision")] Overtaken,
}

/// <summary>The value of the damages of art. 44(1), and what the officer proposes of it; all in whole đồng.</summary>
public sealed record AdvanceProposal(
    [property: Field("Thiệt hại về tinh thần (đồng)", "Mental damage (đồng)")] long MentalDamage,
    [property: Field("Thiệt hại khác tính được ngay, không cần xác minh (đồng)", "Other damage reckoned at once (đồng)")] long ImmediateDamage,
    [property: Field("Mức đề xuất tạm ứng (đồng)", "Sum proposed (đồng)")] long Sum,
    [property: Field("Cách tính, căn cứ", "Reckoning", Multiline = true)] string Reckoning) : IValidated
{
    public IEnumerable<FieldError> Validate() =>
    [
        .. Dong.NotNegative("mentalDamage", MentalDamage), .. Dong.NotNegative("immediateDamage", ImmediateDamage), .. Dong.NotNegative("sum", Sum), .. Required.Text("reckoning", Reckoning),
    ];
}

/// <summary>5a (seed 004): the settlement officer values the damages of art. 44(1) at once and proposes an advance to the head.</summary>
[Activity("Claims.ProposeAdvance", 1, "Xác định giá trị, đề xuất tạm ứng", "Value and propose the advance", Category = "Claims")]
[MakesPaper("claim-advance-proposal", "mentalDamage", "immediateDamage", "value", "sum", "reckoning", On = nameof(AdvanceProposing.Proposed))]
public sealed class ProposeAdvance(CaseServices services) : AdvanceTask<AdvanceProposing>(services)
{
    protected override AdvanceProposing Overtaken => AdvanceProposing.Overtaken;

    protected override string? Assignee(ActivityContext context) => ClaimState.Of(context).RequireAppointed().OfficerId;

    protected override Instant LimitFrom(ActivityContext context) => ClaimState.Of(context).RequireAppointed().Signature.SignedAt;

    protected override ActivityResult Decide(ActivityContext context, TaskCompleted completed, AdvanceProposing outcome)
    {
        var proposal = (AdvanceProposal)completed.Data!;
        var value = new AdvanceValue(proposal.MentalDamage, proposal.ImmediateDamage);
        AdvanceRules.RequireWithin("data.sum", proposal.Sum, value.Total);
        var part = new AdvancePart(value, proposal.Sum, proposal.Reckoning, context.Actor.Id, context.Now, 1);
        var slots = new JsonObject
        {
            ["mentalDamage"] = value.Mental, ["immediateDamage"] = value.Immediate, ["value"] = value.Total, ["sum"] = proposal.Sum, ["reckoning"] = proposal.Reckoning,
        };
        return Leave(
            outcome, SetVariable.To(ClaimVars.Advance, part), Services.Letters.Paper(context, "claim-advance-proposal", "proposal", slots, 1),
            new Log("AdvanceProposed", "Advance proposed", new JsonObject { ["value"] = value.Total, ["sum"] = proposal.Sum }));
    }
}
