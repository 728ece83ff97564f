using System.Numerics;

namespace ProcedureEngine.Workflows.Tests.Support;

/// <summary>Looks for broken invariants 1, 2, 3 and 7 of the claim in what a case has left behind, from the stored facts alone.</summary>
internal static class ClaimSettlementChecker
{
    /// <summary>10^15 đồng.</summary>
    private static readonly BigInteger Most = BigInteger.Pow(10, 15);

    public static async Task<IReadOnlyList<string>> FindAsync(Story story)
    {
        var facts = await ClaimSettlementStories.VariablesAsync(story);
        var violations = new List<string>();
        CheckSums(facts, violations);
        if (violations.Count > 0)
            return violations;
        CheckAdvance(facts["advance"], violations);
        CheckPayment(facts, violations);
        CheckAgreement(facts, violations);
        foreach (var limit in await story.LimitsAsync())
            CheckExtensions(limit.LimitId, limit.Calculation["extensions"] as JsonArray ?? [], violations);
        return violations;
    }

    /// <summary>1: a paid advance lies between half and the whole of the value of art. 44(1).</summary>
    private static void CheckAdvance(JsonNode? advance, List<string> violations)
    {
        if (advance?["payment"] is not { } payment)
            return;
        var (paid, value) = (Sum(payment["sum"])!.Value, Sum(advance["value"]!["mental"])!.Value + Sum(advance["value"]!["immediate"])!.Value);
        if (2 * paid < value || paid > value)
            violations.Add($"1: an advance of {paid} on a value of {value}");
    }

    /// <summary>1: the payment is the decision's sum less the advance, never negative.</summary>
    private static void CheckPayment(JsonObject facts, List<string> violations)
    {
        if (facts["funding"]?["payment"] is not { } payment)
            return;
        var due = Sum(facts["negotiation"]!["agreement"]!["sum"])!.Value - (Sum(facts["advance"]?["payment"]?["sum"]) ?? 0);
        if (Sum(payment["sum"]) != BigInteger.Max(due, 0))
            violations.Add($"1: {payment["sum"]} paid where {due} was due");
    }

    /// <summary>2: every extension carries the claimant's agreement, and all together stay within the maximum.</summary>
    private static void CheckExtensions(string limit, JsonArray extensions, List<string> violations)
    {
        var most = limit switch { "verify-damage" => 15, "complete-negotiation" => 10, _ => 0 };
        if (extensions.Sum(extension => (int)extension!["amount"]!) > most)
            violations.Add($"2: {limit} extended over {most} days");
        if (extensions.Any(extension => string.IsNullOrWhiteSpace((string?)extension!["evidence"])))
            violations.Add($"2: {limit} extended without an agreement");
    }

    /// <summary>3: a decision rests on minutes of agreement that claimant and officer signed.</summary>
    private static void CheckAgreement(JsonObject facts, List<string> violations)
    {
        if (facts["decision"] is null)
            return;
        var agreement = facts["negotiation"]?["agreement"];
        if (agreement is null || !(bool)agreement["claimantSigned"]! || !(bool)agreement["officerSigned"]! || agreement["participants"] is not JsonArray { Count: > 0 })
            violations.Add("3: a decision without signed minutes of agreement");
    }

    /// <summary>7: every sum is a whole number of đồng, none negative, none above 10^15.</summary>
    private static void CheckSums(JsonNode node, List<string> violations)
    {
        foreach (var (name, value) in node is JsonObject members ? members.ToList() : [])
        {
            if (name is "sum" or "mental" or "immediate" or "proposed" or "available" or "decided" && value is JsonValue && (Sum(value) is not { } sum || sum < 0 || sum > Most))
                violations.Add($"7: {name} is {value.ToJsonString()}");
            else if (value is JsonObject or JsonArray)
                CheckSums(value, violations);
        }

        foreach (var item in node is JsonArray items ? items.OfType<JsonNode>() : [])
            CheckSums(item, violations);
    }

    private static BigInteger? Sum(JsonNode? value) =>
        value is not null && BigInteger.TryParse(value.ToJsonString(), System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var sum) ? sum : null;
}
