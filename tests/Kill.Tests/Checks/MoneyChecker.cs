using System.Globalization;

namespace ProcedureEngine.Kill.Tests;

/// <summary>Money: what the drivers were told was paid is paid once, to the đồng; and no claim is paid twice, or another sum than was reckoned, an advance deducted.</summary>
internal static class MoneyChecker
{
    private const string AdvancePaid = "AdvancePaid";
    private const string CompensationPaid = "CompensationPaid";

    public static IEnumerable<string> Check(IReadOnlyCollection<LedgerLine> ledger, Facts facts)
    {
        var paid = facts.Events.Where(e => e.Event is AdvancePaid or CompensationPaid).ToLookup(e => (e.CaseId, e.Event), e => e.Sum);
        var agreed = ledger.Where(line => line.Kind == LedgerKinds.Agreed).ToDictionary(line => line.Id, Sum, StringComparer.Ordinal);
        return
        [
            .. Told(ledger, LedgerKinds.Advance, AdvancePaid, paid),
            .. Told(ledger, LedgerKinds.Payment, CompensationPaid, paid),
            .. paid.Where(sums => sums.Count() > 1).Select(sums => $"paid twice: {sums.Key}"),
            .. agreed.Where(claim => paid[(claim.Key, CompensationPaid)].Any(sum => sum != claim.Value - (paid[(claim.Key, AdvancePaid)].FirstOrDefault() ?? 0)))
                .Select(claim => $"another sum than is due: {claim.Key} of {claim.Value}"),
        ];
    }

    private static IEnumerable<string> Told(IEnumerable<LedgerLine> ledger, string kind, string name, ILookup<(string, string), long?> paid) =>
        ledger.Where(line => line.Kind == kind && !paid[(line.Id, name)].SequenceEqual([Sum(line)])).Select(line => $"not paid once as told: {kind} of {line.Id}: {line.Value}");

    private static long? Sum(LedgerLine line) => long.Parse(line.Value, CultureInfo.InvariantCulture);
}
