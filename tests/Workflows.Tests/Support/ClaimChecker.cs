using System.Globalization;
using System.Numerics;
using ProcedureEngine.Activities.Registers;
using ProcedureEngine.Deadlines;

namespace ProcedureEngine.Workflows.Tests.Support;

/// <summary>Looks for broken invariants 1 to 7 of the claim in what cases have left behind, from the stored facts alone.</summary>
internal static class ClaimChecker
{
    private const int LawDays = 5;

    /// <summary>10^15 đồng.</summary>
    private static readonly BigInteger Most = BigInteger.Pow(10, 15);

    public static Task<IReadOnlyList<string>> FindAsync(Story story) => FindAsync(story.Office, story.CaseId);

    public static async Task<IReadOnlyList<string>> FindAsync(TestOffice office, params string[] caseIds)
    {
        var violations = new List<string>();
        var sums = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var id in caseIds)
        {
            var story = new Story(office, id);
            var facts = await story.FactsAsync();
            var claim = facts["request"]!.AsObject();
            sums[id] = decimal.Parse(claim["sum"]!.ToJsonString(), CultureInfo.InvariantCulture);
            CheckHeirs(claim["claimant"]!.AsObject(), violations);
            await CheckObstacleAsync(story, facts, violations);
            await CheckSettlementAsync(story, facts, violations);
        }

        var years = (await office.YearsAsync()).ToList();
        foreach (var kind in new[] { RegisterKinds.ClaimsReceived, RegisterKinds.ClaimsAccepted })
        {
            foreach (var year in years)
            {
                var lines = await office.Store.Queries.RegisterAsync(kind, TestOffice.Id, year, CancellationToken.None);
                CheckNumbers($"{kind} of {year}", lines.Select(line => line.Number.Sequence), violations);
                CheckRegisteredSums(kind, lines, sums, violations);
            }
        }

        return violations;
    }

    private static async Task CheckSettlementAsync(Story story, JsonObject facts, List<string> violations)
    {
        var before = violations.Count;
        CheckSums(facts, violations);
        if (violations.Count > before)
            return; // What is no sum cannot be compared.
        CheckAdvance(facts["advance"], violations);
        CheckPayment(facts, violations);
        CheckAgreement(facts, violations);
        CheckAbsences(facts["negotiation"], violations);
        foreach (var limit in await story.LimitsAsync())
            CheckExtensions(limit.LimitId, limit.Calculation["extensions"] as JsonArray ?? [], violations);
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
        if (agreement is null || !(bool)agreement["claimantSigned"]! || !(bool)agreement["officerSigned"]! || agreement["participants"] is not JsonArray participants || !participants.Any(body => (bool)body!["signed"]!))
            violations.Add("3: a decision without signed minutes of agreement");
    }

    /// <summary>Art. 50: nobody is absent before the time to which he was invited, and the settlement is suspended only for two absences.</summary>
    private static void CheckAbsences(JsonNode? negotiation, List<string> violations)
    {
        if (negotiation is null)
            return;
        var invited = negotiation["invitations"]!.AsArray().Select(invitation => Moment(invitation!["at"]!)).ToList();
        var sessions = negotiation["sessions"]!.AsArray().ToList();
        var missed = sessions.Where(session => (string)session!["end"]! == "claimantAbsent").ToList();
        if (missed.Exists(session => Moment(session!["heldAt"]!) < invited[sessions.IndexOf(session)]))
            violations.Add("absent before the time of the session");
        if (negotiation["suspensions"]!.AsArray().Count * 2 > missed.Count)
            violations.Add($"suspended after {missed.Count} absences");
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

    /// <summary>5: one of several heirs acts, and it is he who claims.</summary>
    private static void CheckHeirs(JsonObject claimant, List<string> violations)
    {
        if (claimant["heirs"] is not JsonArray { Count: > 1 } heirs)
            return;
        var chosen = heirs.Where(heir => (bool)heir!["isChosen"]!).Select(heir => (string)heir!["name"]!).ToList();
        if (chosen.Count != 1 || chosen[0] != (string)claimant["name"]!)
            violations.Add($"5: {chosen.Count} of the heirs act");
    }

    /// <summary>4: without the days of the obstacle the claimant has the law's five working days, no more and no fewer; counted day by day.</summary>
    private static async Task CheckObstacleAsync(Story story, JsonObject facts, List<string> violations)
    {
        if (facts["completeness"]?["requests"] is not JsonArray { Count: > 0 } requests || requests[^1]!["gotAt"] is not { } gotAt)
            return;
        var rows = await story.JournalAsync();
        var cut = rows.Where(row => row.EventName == "ObstacleCutOut" && row.At >= Moment(gotAt)).Select(row => JsonNode.Parse(row.Text)!["payload"]!).ToList();
        if (cut.Count == 0)
            return;
        var got = Moment(gotAt).InZone(TestOffice.Zone).Date;
        var day = got;
        for (var left = LawDays; left > 0;)
        {
            day = day.PlusDays(1);
            if (WorkingCalendar.National.IsWorking(day) && !cut.Exists(days => day >= Of(days["from"]!) && day <= Of(days["to"]!)))
                left--;
        }

        var due = (await story.FindLimitAsync("claimant-supplement")).DueDate;
        if (due != day)
            violations.Add($"4: the claimant's time ends on {due}, without the obstacle's days it is {day}");
    }

    /// <summary>6: registers run without gaps.</summary>
    private static void CheckNumbers(string what, IEnumerable<long> numbers, List<string> violations)
    {
        var sorted = numbers.Order().ToList();
        if (!sorted.SequenceEqual(Enumerable.Range(1, sorted.Count).Select(n => (long)n)))
            violations.Add($"6: {what} has {string.Join(",", sorted)}");
    }

    /// <summary>7: whole đồng, the same in the register as in the claim.</summary>
    private static void CheckRegisteredSums(string what, IReadOnlyList<RegisterLine> lines, Dictionary<string, decimal> sums, List<string> violations)
    {
        foreach (var line in lines.Where(line => sums.ContainsKey(line.InstanceId)))
        {
            var written = decimal.Parse(line.Cells["sum"]!.ToJsonString(), CultureInfo.InvariantCulture);
            if (written != sums[line.InstanceId] || written != decimal.Truncate(written))
                violations.Add($"7: {what} has {written} đồng for a claim of {sums[line.InstanceId]}");
        }
    }

    private static Instant Moment(JsonNode instant) => NodaTime.Text.InstantPattern.ExtendedIso.Parse((string)instant!).Value;

    private static LocalDate Of(JsonNode date) => NodaTime.Text.LocalDatePattern.Iso.Parse((string)date!).Value;

    private static BigInteger? Sum(JsonNode? value) =>
        value is not null && BigInteger.TryParse(value.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var sum) ? sum : null;
}
