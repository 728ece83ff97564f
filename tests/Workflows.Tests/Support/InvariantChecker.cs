using ProcedureEngine.Activities.Appointment;
using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Deadlines;
using ProcedureEngine.Persistence;

namespace ProcedureEngine.Workflows.Tests.Support;

/// <summary>
/// Looks for broken invariants in what a case has left behind, from the stored facts alone and without the activities' own guards: the same
/// checker that finds nothing in the real procedure finds the violation in a twin whose guard is removed.
/// </summary>
internal static class InvariantChecker
{
    public static async Task<IReadOnlyList<string>> FindAsync(TestOffice office, params string[] caseIds)
    {
        var violations = new List<string>();
        foreach (var id in caseIds)
            violations.AddRange(await FindInCaseAsync(office, id));
        violations.AddRange(await FindGapsAsync(office));
        violations.AddRange(await FindOverlapsAsync(office, caseIds));
        return violations;
    }

    private static async Task<List<string>> FindInCaseAsync(TestOffice office, string id)
    {
        var violations = new List<string>();
        var instance = await office.Store.Queries.InstanceAsync(id, CancellationToken.None);
        var variables = JsonNode.Parse(instance!.State)!["variables"]!.AsObject();
        var journal = await office.Store.Queries.JournalAsync(id, CancellationToken.None);
        CheckBasis(variables, violations);
        CheckSigner(variables, journal, violations);
        CheckDrafts(await office.Store.Queries.DocumentsAsync(id, CancellationToken.None), variables, violations);
        CheckLetters(await office.Store.Queries.MessagesAsync(id, CancellationToken.None), violations);
        CheckVisits(await office.Store.Queries.AppointmentsAsync(id, CancellationToken.None), variables, journal, violations);
        return violations;
    }

    /// <summary>1: nothing is proposed or signed without a compared original whose values the draft holds.</summary>
    private static void CheckBasis(JsonObject variables, List<string> violations)
    {
        if (variables["signature"] is null && variables["proposal"] is null)
            return;
        if (variables["original"] is not { } original)
            violations.Add("1: proposed or signed without a compared original");
        else if (!Same(original["values"]!["obligations"], variables["draft"]?["values"]?["obligations"]) || !Same(original["values"]!["requester"], variables["draft"]?["values"]?["requester"]))
            violations.Add("1: the draft does not hold the original's values");
    }

    /// <summary>7: nobody signs what he took in or drafted; read from who completed which step.</summary>
    private static void CheckSigner(JsonObject variables, IReadOnlyList<JournalRow> journal, List<string> violations)
    {
        if (variables["signature"] is not { } signature)
            return;
        var signer = (string)signature["signedBy"]!;
        var own = journal.Where(row => row.EventName == "TaskCompleted" && (string)JsonNode.Parse(row.Text)!["actor"]! == signer
            && row.ActivityId is "check-validity" or "confirm-receipt" or "receive-original" or "compare-post" or "record-original" or "draft-decision" or "redraft" or "submit-proposal");
        if (own.Any())
            violations.Add($"7: {signer} signed a decision he took in or drafted");
    }

    /// <summary>3: one draft a version, earlier versions kept.</summary>
    private static void CheckDrafts(IReadOnlyList<CaseDocument> documents, JsonObject variables, List<string> violations)
    {
        var versions = documents.Where(document => document.Kind == "draft").Select(document => document.Version).Order().ToList();
        var current = (int?)variables["draft"]?["version"] ?? 0;
        if (!versions.SequenceEqual(Enumerable.Range(1, current)))
            violations.Add($"3: drafts kept are {string.Join(",", versions)}, the current one is {current}");
    }

    /// <summary>5: each e-mail once in the file, with a Message-ID of its own, and one outbox row.</summary>
    private static void CheckLetters(IReadOnlyList<SentMessage> messages, List<string> violations)
    {
        foreach (var twice in messages.GroupBy(m => m.Message.MessageId, StringComparer.Ordinal).Where(group => group.Count() > 1))
            violations.Add($"5: {twice.Key} is recorded {twice.Count()} times");
        foreach (var lost in messages.Where(m => m.Message.OutboxId is not null && m.State is null))
            violations.Add($"5: {lost.Message.MessageId} is recorded, but not in the outbox");
    }

    /// <summary>4: visits lie in office hours on working days, and there is at most one when nothing was missing, none by post.</summary>
    private static void CheckVisits(IReadOnlyList<AppointmentRow> visits, JsonObject variables, IReadOnlyList<JournalRow> journal, List<string> violations)
    {
        foreach (var visit in visits)
        {
            var from = visit.From.InZone(TestOffice.Zone).LocalDateTime;
            if (!WorkingCalendar.National.IsWorking(from.Date) || from.TimeOfDay < new LocalTime(7, 30) || visit.To.InZone(TestOffice.Zone).TimeOfDay > new LocalTime(17, 0))
                violations.Add($"4: {visit.Id} lies outside office hours");
        }

        var wasIncomplete = journal.Any(row => row.Text.Contains("Incomplete", StringComparison.Ordinal) || row.Text.Contains("Mismatch", StringComparison.Ordinal));
        if (!wasIncomplete && ((int?)variables["visits"] ?? 0) > 1)
            violations.Add("4: more than one visit though nothing was missing");
    }

    /// <summary>4: no officer has two visits at once.</summary>
    private static async Task<List<string>> FindOverlapsAsync(TestOffice office, IEnumerable<string> caseIds)
    {
        var visits = new List<AppointmentRow>();
        foreach (var id in caseIds)
            visits.AddRange((await office.Store.Queries.AppointmentsAsync(id, CancellationToken.None)).Where(visit => visit.State == AppointmentState.Set));
        return [.. from one in visits from other in visits
            where string.CompareOrdinal(one.Id, other.Id) < 0 && one.Officer == other.Officer && one.From < other.To && other.From < one.To
            select $"4: {one.Id} and {other.Id} overlap"];
    }

    /// <summary>2: decision numbers of the office run 1..n.</summary>
    private static async Task<List<string>> FindGapsAsync(TestOffice office)
    {
        var violations = new List<string>();
        foreach (var year in await office.YearsAsync())
            violations.AddRange(await FindGapsAsync(office, year));
        return violations;
    }

    private static async Task<List<string>> FindGapsAsync(TestOffice office, int year)
    {
        var numbers = (await office.Store.Queries.DecisionsAsync(TestOffice.Id, year, CancellationToken.None)).Select(entry => entry.Number.Sequence).ToList();
        return numbers.SequenceEqual(Enumerable.Range(1, numbers.Count).Select(n => (long)n)) ? [] : [$"2: decision numbers are {string.Join(",", numbers)}"];
    }

    private static bool Same(JsonNode? left, JsonNode? right) => CanonicalJson.Write(left) == CanonicalJson.Write(right);
}
