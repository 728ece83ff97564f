using ProcedureEngine.Activities.Cases;

namespace ProcedureEngine.Activities.Compensation.Claims.Advance;

/// <summary>
/// What becomes of the advance when the main path overtakes it: unpaid it is cancelled with a record, and its branch ends; paid it is deducted from the
/// compensation, or stays to be settled where no compensation comes.
/// </summary>
internal static class AdvanceEnding
{
    /// <summary>The steps of the branch wait for this beside their task.</summary>
    public const string Overtaken = "advance-overtaken";

    private static readonly string[] Limits = ["propose-advance", "pay-advance", "request-advance-funds", "grant-advance-funds", "pay-granted-advance"];

    public static AdvancePart? Of(ActivityContext context) => context.Variable<AdvancePart>(ClaimVars.Advance);

    /// <summary>What was paid as an advance, whole đồng; 0 when nothing was.</summary>
    public static long PaidSum(ActivityContext context) => Of(context)?.Payment?.Sum ?? 0;

    /// <summary>A paid advance that is to be settled when the claim ends without a payment, whole đồng; null when none was paid.</summary>
    public static long? ToSettle(ActivityContext context) => PaidSum(context) is > 0 and var sum ? sum : null;

    /// <summary>An advance that was asked for and is not paid ends here, with a record; nothing when none was asked for or it has ended.</summary>
    /// <param name="why">For the record.</param>
    public static IEnumerable<Effect> CancelUnpaid(CaseServices services, ActivityContext context, LocalizedText why)
    {
        if (!ClaimState.Of(context).Claim.AsksAdvance || Of(context) is { End: not null })
            return [];
        var part = Of(context);
        var slots = new JsonObject { ["reason"] = why.Vi, ["sum"] = part?.Fixed?.Sum ?? 0, ["value"] = part?.Value.Total ?? 0 };
        return
        [
            SetVariable.To(ClaimVars.Advance, (part ?? new AdvancePart(new AdvanceValue(0, 0), 0, string.Empty, string.Empty, context.Now, 0)) with { End = AdvanceEnd.Cancelled }),
            services.Letters.Paper(context, "claim-advance-cancelled", "advance-record", slots, 1),
            new Log("AdvanceCancelled", why.En, new JsonObject { ["reason"] = EngineJson.ToNode(why) }),
            new WakeSteps(Overtaken),
        ];
    }

    /// <summary>The branch has ended: what runs of its limits is cancelled, what was missed stays so.</summary>
    public static IEnumerable<Effect> CancelLimits(CaseServices services, ActivityContext context) =>
        Limits.SelectMany(limit => services.Limits.Cancel(context, limit));

    /// <summary>The settlement ends without a payment: an unpaid advance is cancelled, a paid one recorded as to be settled.</summary>
    public static IEnumerable<Effect> WithoutPayment(CaseServices services, ActivityContext context, LocalizedText why) => ToSettle(context) is not { } sum
        ? CancelUnpaid(services, context, why)
        : [SetVariable.To(ClaimVars.AdvanceToSettle, sum), new Log("AdvanceToSettle", why.En, new JsonObject { ["sum"] = sum, ["reason"] = EngineJson.ToNode(why) })];
}
