using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Compensation.Claims.Negotiation;
using ProcedureEngine.Activities.Linting;
using ProcedureEngine.Activities.Notification;
using ProcedureEngine.Activities.TimeLimits;

namespace ProcedureEngine.Activities.Compensation.Claims.Verification;

/// <summary>
/// The head declares a claim complex, or to be verified at several places, while the damage is verified; or complex while it is negotiated. The negotiation of
/// a claim that is only verified at several places has its ordinary time (seed 004; art. 45(2), 46(1)).
/// </summary>
[Activity("Claims.Measures", 1, "Xác định vụ việc phức tạp", "Declare complexity", Category = "Claims")]
[WritesLetter("claim-complex", "reason", "limitName", "legalBasis", "dueDateBefore", "dueDate", On = DeclarationAttribute.WhileWaiting)]
public sealed class DeclareClaimComplexity(CaseServices services) : ComplexityBranch
{
    internal const string Variant = "complex";

    /// <summary>The variant that the negotiation's limit has.</summary>
    internal static string? OfNegotiation(ActivityContext context) => context.Variable<ComplexRecord>(Variable) is { SeveralPlaces: false } ? Variant : null;

    /// <summary>What was verified at several places can turn out to be complex; the other way round there is nothing more.</summary>
    internal override bool IsAlready(ComplexRecord declared, ComplexRecord complex) => !declared.SeveralPlaces || complex.SeveralPlaces;

    internal override IEnumerable<Effect> Recount(ActivityContext context, ComplexRecord complex)
    {
        var limit = Running(services, context, VerifyDamage.Limit) ?? (complex.SeveralPlaces ? null : Running(services, context, NegotiationPart.CompleteLimit))
            ?? throw RejectedException.Conflict(
                "limit-not-running", "Chỉ xác định phức tạp khi thời hạn xác minh hoặc thương lượng đang chạy và chưa hết.",
                "A claim is declared complex while the time to verify or to negotiate runs and before it ends (art. 45(2), 46(1)).");
        var effects = services.Limits.Recount(context, limit.LimitId, Variant, complex.Reason).ToList();
        var changed = effects.OfType<WriteRecord>().Select(effect => effect.Record).OfType<TimeLimit>().FirstOrDefault() ?? limit;
        var slots = new JsonObject
        {
            ["reason"] = complex.Reason, ["limitName"] = limit.Name().Vi, ["legalBasis"] = changed.LegalBasis, ["dueDateBefore"] = LimitNews.Text(limit.DueDate), ["dueDate"] = LimitNews.Text(changed.DueDate),
        };
        return [.. effects, .. services.Letters.Write(context, "claim-complex", slots)];
    }
}
