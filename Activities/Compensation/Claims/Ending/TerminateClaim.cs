using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Compensation.Claims.Advance;
using ProcedureEngine.Activities.Compensation.Claims.Negotiation;
using ProcedureEngine.Activities.Compensation.Claims.Settlement;
using ProcedureEngine.Activities.Drafting;
using ProcedureEngine.Activities.Enforcement;
using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Activities.Linting;
using ProcedureEngine.Activities.TimeLimits;

namespace ProcedureEngine.Activities.Compensation.Claims.Ending;

/// <summary>
/// A ground for termination has arisen: the case goes on by this path alone, open limits are cancelled but for the time to terminate that runs since a time
/// passed in silence, and a paid advance is recorded as to be settled (ours).
/// </summary>
[Activity("Claims.BeginTermination", 1, "Phát sinh căn cứ đình chỉ", "A ground for termination arises", Category = "Claims")]
[MeetsLimit(DeclarationAttribute.Every)]
[MakesPaper("claim-advance-cancelled", "reason", "sum", "value")]
public sealed class BeginTermination(CaseServices services) : Activity<Done>
{
    public const string GroundInput = "ground";

    private static readonly LocalizedText Why = new("Đình chỉ giải quyết yêu cầu bồi thường", "The settlement is terminated");

    protected override IReadOnlyList<InputDescriptor> Inputs => [InputDescriptor.Required(GroundInput, "Căn cứ đình chỉ", "Ground")];

    public override ActivityResult Execute(ActivityContext context)
    {
        var ground = Enum.Parse<TerminationGround>(context.RequiredInput<string>(GroundInput));
        var part = new TerminationPart(ground, Reason(context, ground), AdvanceEnding.ToSettle(context), Since(context, ground));
        return Leave(
            Done.Done,
            [
                new EndOtherPaths(), .. services.Limits.CancelAll(context, ground == TerminationGround.Withdrawn ? null : TerminateClaim.Limit), SetVariable.To(ClaimVars.Termination, part), .. AdvanceEnding.WithoutPayment(services, context, Why),
                new Log("TerminationBegun", ground.ToString(), new JsonObject { ["advanceToSettle"] = part.AdvanceToSettle }),
            ]);
    }

    /// <summary>The end of the time that passed in silence, or the withdrawal.</summary>
    private static Instant Since(ActivityContext context, TerminationGround ground) => ground switch
    {
        TerminationGround.NotContinued => TimeLimitBook.LastMoment(context, AwaitContinuation.Limit),
        TerminationGround.DecisionNotTaken => TimeLimitBook.LastMoment(context, AwaitTaking.Limit),
        _ => context.Now,
    };

    private static string Reason(ActivityContext context, TerminationGround ground) => ground switch
    {
        TerminationGround.NotContinued => "Hết thời hạn mà người yêu cầu bồi thường không đề nghị tiếp tục giải quyết.",
        TerminationGround.DecisionNotTaken => "Hết 30 ngày kể từ ngày lập biên bản mà người yêu cầu bồi thường không nhận quyết định (điểm đ khoản 1 Điều 51).",
        _ => $"Người yêu cầu bồi thường rút yêu cầu: {context.Variable<Withdrawal>(Vars.Withdrawal)?.Reason}",
    };
}

public enum TerminationSigning
{
    [Outcome("Ký quyết định đình chỉ", "Signed", typeof(LeaderSignature))] Signed,
}

/// <summary>The head signs the termination decision, within the limit <c>terminate</c> from when its ground arose; without a ground there is nothing to sign.</summary>
[Activity("Claims.Terminate", 1, "Ký quyết định đình chỉ giải quyết", "Sign the termination", Category = "Claims")]
public sealed class TerminateClaim(CaseServices services) : CaseTask<TerminationSigning>(services)
{
    internal const string Limit = "terminate";

    protected override Instant LimitFrom(ActivityContext context) => Terminations.Require(context).At;

    /// <summary>After a silence that was confirmed the time has run since its end; this step goes on with it.</summary>
    protected override IEnumerable<Effect> StartLimit(ActivityContext context, string limit) => Services.Limits.Open(context, limit).Any(open => open.StartedAt == LimitFrom(context))
        ? Services.Limits.Press(context, limit)
        : base.StartLimit(context, limit);

    protected override ActivityResult Decide(ActivityContext context, TaskCompleted completed, TerminationSigning outcome) => Leave(
        outcome,
        SetVariable.To(ClaimVars.Termination, Terminations.Require(context) with { Signature = ((LeaderSignature)completed.Data!).Record(context) }),
        ClaimNumbers.Take(Services, context, "order/termination", "{sequence}/QĐ-ĐCGQ", ClaimVars.TerminationNumber));
}

/// <summary>How a terminated case closes.</summary>
public enum TerminationEnd
{
    [Outcome("Rút yêu cầu", "Withdrawn")] Withdrawn,
    [Outcome("Đình chỉ giải quyết", "Terminated")] Terminated,
}

/// <summary>Makes the termination decision's paper with its number and sends it to the claimant.</summary>
[Activity("Claims.RecordTermination", 1, "Quyết định đình chỉ giải quyết", "Record the termination", Category = "Claims")]
[MakesPaper("claim-termination", "decisionNumber", "claimant", "reason", "signerName", "signerTitle", "advanceToSettle")]
[WritesLetter("claim-terminated", "decisionNumber", "claimant", "reason", "signerName", "signerTitle", "advanceToSettle")]
public sealed class RecordTermination(CaseServices services) : Activity<TerminationEnd>
{
    public override ActivityResult Execute(ActivityContext context)
    {
        var part = Terminations.Require(context);
        var signature = part.Signature ?? throw new InvariantException("signature-required", "The termination decision is not signed.");
        var slots = new JsonObject
        {
            ["decisionNumber"] = ClaimNumbers.Of(context, ClaimVars.TerminationNumber).Text,
            ["claimant"] = ClaimState.Of(context).Claim.Claimant.Name,
            ["reason"] = part.Reason,
            ["signerName"] = signature.SignerName,
            ["signerTitle"] = signature.SignerTitle,
        };
        if (part.AdvanceToSettle is { } advance)
            slots["advanceToSettle"] = advance;
        return Leave(
            part.Ground == TerminationGround.Withdrawn ? TerminationEnd.Withdrawn : TerminationEnd.Terminated,
            [.. ClaimOrders.Issue(services, context, new ClaimOrder("claim-termination", "claim-terminated", 1), slots), new Log("SettlementTerminated", part.Ground.ToString())]);
    }
}

internal static class Terminations
{
    public static TerminationPart Require(ActivityContext context) =>
        ClaimState.Of(context).Termination ?? throw new InvariantException("termination-ground", "Nothing is terminated without a ground of art. 51(1).");
}
