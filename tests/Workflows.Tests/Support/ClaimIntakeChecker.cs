using System.Globalization;
using ProcedureEngine.Activities.Registers;
using ProcedureEngine.Deadlines;

namespace ProcedureEngine.Workflows.Tests.Support;

/// <summary>Looks for broken invariants 4 to 7 of the claim in what cases have left behind, from the stored facts alone.</summary>
internal static class ClaimIntakeChecker
{
    private const int LawDays = 5;

    public static async Task<IReadOnlyList<string>> FindAsync(TestOffice office, params string[] caseIds)
    {
        var violations = new List<string>();
        var sums = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var id in caseIds)
        {
            var variables = JsonNode.Parse((await office.Store.Queries.InstanceAsync(id, CancellationToken.None))!.State)!["variables"]!.AsObject();
            var claim = variables["request"]!.AsObject();
            sums[id] = decimal.Parse(claim["sum"]!.ToJsonString(), CultureInfo.InvariantCulture);
            CheckHeirs(claim["claimant"]!.AsObject(), violations);
            await CheckObstacleAsync(office, id, variables, violations);
        }

        foreach (var kind in new[] { RegisterKinds.ClaimsReceived, RegisterKinds.ClaimsAccepted })
        {
            var lines = await office.Store.Queries.RegisterAsync(kind, TestOffice.Id, 2026, CancellationToken.None);
            CheckNumbers(kind, lines.Select(line => line.Number.Sequence), violations);
            CheckSums(kind, lines, sums, violations);
        }

        return violations;
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
    private static async Task CheckObstacleAsync(TestOffice office, string id, JsonObject variables, List<string> violations)
    {
        var cut = (await office.Store.Queries.JournalAsync(id, CancellationToken.None)).Where(row => row.EventName == "ObstacleCutOut").Select(row => JsonNode.Parse(row.Text)!["payload"]!).ToList();
        if (cut.Count == 0)
            return;
        var got = Date(variables["completeness"]!["requests"]!.AsArray()[^1]!["gotAt"]!);
        var day = got;
        for (var left = LawDays; left > 0;)
        {
            day = day.PlusDays(1);
            if (WorkingCalendar.National.IsWorking(day) && !cut.Exists(days => day >= Of(days["from"]!) && day <= Of(days["to"]!)))
                left--;
        }

        var story = new Story(office, id);
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
    private static void CheckSums(string what, IReadOnlyList<RegisterLine> lines, Dictionary<string, decimal> sums, List<string> violations)
    {
        foreach (var line in lines.Where(line => sums.ContainsKey(line.InstanceId)))
        {
            var written = decimal.Parse(line.Cells["sum"]!.ToJsonString(), CultureInfo.InvariantCulture);
            if (written != sums[line.InstanceId] || written != decimal.Truncate(written))
                violations.Add($"7: {what} has {written} đồng for a claim of {sums[line.InstanceId]}");
        }
    }

    private static LocalDate Date(JsonNode instant) => NodaTime.Text.InstantPattern.ExtendedIso.Parse((string)instant!).Value.InZone(TestOffice.Zone).Date;

    private static LocalDate Of(JsonNode date) => NodaTime.Text.LocalDatePattern.Iso.Parse((string)date!).Value;
}
