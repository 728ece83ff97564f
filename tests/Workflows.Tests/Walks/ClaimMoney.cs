namespace ProcedureEngine.Workflows.Tests.Walks;

/// <summary>The sums of a claim as its facts have them; whole đồng, 0 where there is none yet.</summary>
internal sealed class ClaimMoney(JsonObject facts)
{
    /// <summary>Value of the damages of art. 44(1).</summary>
    public long Value => Sum(facts["advance"]?["value"]?["mental"]) + Sum(facts["advance"]?["value"]?["immediate"]);

    /// <summary>The advance as fixed.</summary>
    public long Fixed => Sum(facts["advance"]?["fixed"]?["sum"]);

    /// <summary>What the budget does not cover of it.</summary>
    public long Shortfall => Fixed - Sum(facts["advance"]?["fixed"]?["available"]);

    /// <summary>The decision's sum less the advance.</summary>
    public long ToPay => Math.Max(0, Sum(facts["funding"]?["reckoning"]?["decided"]) - Sum(facts["funding"]?["reckoning"]?["advance"]));

    private static long Sum(JsonNode? value) => (long?)value ?? 0;
}
