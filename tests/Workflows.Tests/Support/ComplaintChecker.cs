using ProcedureEngine.Activities.Compensation.Complaints;
using ProcedureEngine.Activities.Registers;

namespace ProcedureEngine.Workflows.Tests.Support;

/// <summary>Looks for broken invariants of the complaint in what cases have left behind, from the stored facts alone.</summary>
internal static class ComplaintChecker
{
    public static async Task<IReadOnlyList<string>> FindAsync(TestOffice office, params string[] caseIds)
    {
        var violations = new List<string>();
        var receipts = new List<long>();
        foreach (var id in caseIds)
        {
            var variables = JsonNode.Parse((await office.Store.Queries.InstanceAsync(id, CancellationToken.None))!.State)!["variables"]!.AsObject();
            if (variables["receiptNumber"] is { } receipt)
                receipts.Add((long)receipt["sequence"]!);
            var status = (await office.Store.Queries.CaseAsync(id, CancellationToken.None))!.Status;
            CheckReasons(status, variables, violations);
            if ((await office.Store.Queries.JournalAsync(id, CancellationToken.None)).Count(row => row.EventName == "CitizenGuided") > 1)
                violations.Add($"1: {id} was guided more than once");
            if (IsClosed(status) && !(await office.Store.Queries.DocumentsAsync(id, CancellationToken.None)).Any(paper => paper.Kind == "archive-list"))
                violations.Add($"4: {id} closed without its archive list");
        }

        var lines = await office.Store.Queries.RegisterAsync(RegisterKinds.Complaints, TestOffice.Id, 2026, CancellationToken.None);
        CheckNumbers("register", lines.Select(line => line.Number.Sequence), violations);
        CheckNumbers("receipts", receipts, violations);
        return violations;
    }

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
