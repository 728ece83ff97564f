using System.Globalization;
using ProcedureEngine.Activities.Compensation.Complaints;
using ProcedureEngine.Activities.Registers;

namespace ProcedureEngine.Workflows.Tests.Support;

/// <summary>Looks for broken invariants of the complaint in what cases have left behind, from the stored facts alone.</summary>
internal static class ComplaintChecker
{
    public static async Task<IReadOnlyList<string>> FindAsync(TestOffice office, params string[] caseIds)
    {
        var violations = new List<string>();
        foreach (var id in caseIds)
        {
            var story = new Story(office, id);
            var facts = await story.FactsAsync();
            var status = await story.StatusAsync();
            CheckReasons(status, facts, violations);
            CheckDays(facts, violations);
            if ((await story.JournalAsync()).Count(row => row.EventName == "CitizenGuided") > 1)
                violations.Add($"1: {id} was guided more than once");
            if (IsClosed(status) && !(await office.Store.Queries.DocumentsAsync(id, CancellationToken.None)).Any(paper => paper.Kind == "archive-list"))
                violations.Add($"4: {id} closed without its archive list");
            CheckArchive(facts, violations);
        }

        foreach (var year in await office.YearsAsync())
        {
            var lines = await office.Store.Queries.RegisterAsync(RegisterKinds.Complaints, TestOffice.Id, year, CancellationToken.None);
            CheckNumbers($"lines of {year}", lines.Select(line => line.Number.Sequence), violations);
            CheckNumbers($"receipts of {year}", lines.Select(line => long.Parse(((string)line.Cells["receiptNumber"]!).Split('/')[0], CultureInfo.InvariantCulture)), violations);
        }

        return violations;
    }

    /// <summary>4: the list holds the papers of the file, the receipt, the result and the register's line.</summary>
    private static void CheckArchive(JsonObject facts, List<string> violations)
    {
        if (facts["archive"] is not { } archive || facts["receiptNumber"] is not { } receipt)
            return;
        var listed = archive["papers"]!.AsArray().Select(paper => (string)paper!["name"]!).ToList();
        var due = (facts["papers"] as JsonArray ?? []).Select(paper => (string)paper!["name"]!)
            .Append($"Giấy biên nhận {receipt["text"]}").Append($"Sổ theo dõi kết quả, dòng {facts["registerNumber"]!["text"]}");
        if (facts["decision"] is { } decision)
            due = due.Append($"Quyết định giải quyết khiếu nại số {decision["number"]}");
        if (due.Except(listed, StringComparer.Ordinal).ToList() is { Count: > 0 } missing)
            violations.Add($"4: the archive list misses {string.Join(", ", missing)}");
    }

    /// <summary>What was returned was signed before.</summary>
    private static void CheckDays(JsonObject facts, List<string> violations)
    {
        if (facts["delivery"] is { } delivery && Day((string)delivery["on"]!) < NodaTime.Text.InstantPattern.ExtendedIso.Parse((string)facts["signature"]!["signedAt"]!).Value.InZone(TestOffice.Zone).Date)
            violations.Add($"returned on {delivery["on"]}, before it was signed");
    }

    private static LocalDate Day(string date) => NodaTime.Text.LocalDatePattern.Iso.Parse(date).Value;

    private static void CheckReasons(string status, JsonObject variables, List<string> violations)
    {
        if (status == ComplaintStatus.NotAccepted && variables["refusal"]?["reasons"] is not JsonArray { Count: > 0 })
            violations.Add("2: not accepted without recorded reasons");
        if (variables["decision"] is not null && (string?)variables["conclusion"]?["conclusion"] == "notFounded" && variables["conclusion"]!["reasons"] is not JsonArray { Count: > 0 })
            violations.Add("2: refused without recorded reasons");
    }

    private static void CheckNumbers(string what, IEnumerable<long> numbers, List<string> violations)
    {
        var sorted = numbers.Order().ToList();
        if (!sorted.SequenceEqual(Enumerable.Range(1, sorted.Count).Select(n => (long)n)))
            violations.Add($"3: {what} are {string.Join(",", sorted)}");
    }

    private static bool IsClosed(string status) =>
        status is ComplaintStatus.Completed or ComplaintStatus.NotAccepted or ComplaintStatus.Transferred or ComplaintStatus.Withdrawn;
}
