using ProcedureEngine.Contracts.V1;
using ProcedureEngine.Engine.Store;

namespace ProcedureEngine.Kill.Tests.TwoHosts;

/// <summary>Holds what the drivers were answered and what the listeners were told against the store and its feed.</summary>
internal static class PairChecker
{
    public static List<string> Check(IReadOnlyCollection<LedgerLine> ledger, PairFacts facts)
    {
        List<string> violations = [.. LedgerChecker.Check(ledger, facts.Store), .. LedgerChecker.CheckLeft(ledger, facts.Store)];
        CheckUntold(ledger, facts.Store, violations);
        CheckFeed(facts, violations);
        CheckSightings("bus", facts.Bus, facts.Feed, violations);
        CheckSightings("webhook", facts.Webhook, facts.Feed, violations);
        return violations;
    }

    /// <summary>Every driver went on until it was answered, so what nobody was told of came from a second effect.</summary>
    private static void CheckUntold(IReadOnlyCollection<LedgerLine> ledger, Facts store, List<string> violations)
    {
        var told = ledger.Select(line => line.Kind == LedgerKinds.Mail ? line.Value : line.Id).ToHashSet(StringComparer.Ordinal);
        violations.AddRange(store.Cases.Where(file => !told.Contains(file.Id)).Select(file => $"case that nobody was told of: {file.Id}"));
        violations.AddRange(store.Tasks.Where(task => task.IsCompleted && !told.Contains(task.Id)).Select(task => $"completion that nobody was told of: {task.Id}"));
    }

    /// <summary>Places without gap or repeat, over all and per case; a cause in the journal; and every task's opening and completion, once.</summary>
    private static void CheckFeed(PairFacts facts, List<string> violations)
    {
        if (!facts.Feed.Select(e => e.Position).SequenceEqual(Enumerable.Range(1, facts.Feed.Length).Select(n => (long)n)))
            violations.Add("gap in the feed's positions");
        foreach (var ofCase in facts.Feed.GroupBy(e => e.CaseId, StringComparer.Ordinal))
        {
            if (!ofCase.Select(e => e.Sequence).SequenceEqual(Enumerable.Range(1, ofCase.Count()).Select(n => (long)n)))
                violations.Add($"gap or disorder in the feed of case {ofCase.Key}");
        }

        var journal = facts.Journal.ToLookup(row => (row.InstanceId, row.At));
        violations.AddRange(facts.Feed.Where(e => !HasCause(e.Read(), journal)).Select(e => $"event without a cause: {e.Id} {e.Type}"));
        CheckTasks("task.opened", facts.Store.Tasks.Select(task => task.Id), facts, violations);
        CheckTasks("task.completed", facts.Store.Tasks.Where(task => task.IsCompleted).Select(task => task.Id), facts, violations);
    }

    private static void CheckTasks(string type, IEnumerable<string> tasks, PairFacts facts, List<string> violations)
    {
        var told = facts.Feed.Where(e => e.Type == type).Select(e => TaskOf(e.Read())).ToLookup(id => id, StringComparer.Ordinal);
        violations.AddRange(tasks.Where(id => told[id].Count() != 1).Select(id => $"{type} {told[id].Count()} times: {id}"));
    }

    private static string TaskOf(CaseEvent e) => e switch
    {
        TaskOpened opened => opened.Data.Task,
        TaskCompleted completed => completed.Data.Task,
        _ => string.Empty,
    };

    /// <summary>The burst that told it wrote the journal at the same instant: of the same step, or what the event is about.</summary>
    private static bool HasCause(CaseEvent e, ILookup<(string, Instant), JournalRow> journal)
    {
        var burst = journal[(e.CaseId, Instant.FromDateTimeOffset(e.At))];
        return e switch
        {
            TaskOpened opened => burst.Any(row => row.ActivityId == opened.Data.Step),
            TaskCompleted completed => burst.Any(row => row.EventName == "TaskCompleted" && row.ActivityId == completed.Data.Step && row.Text.Contains($"\"{completed.Data.Task}\"", StringComparison.Ordinal)),
            DecisionIssued issued => burst.Any(row => row.EventName == "NumberTaken" && row.Text.Contains($"\"{issued.Data.Number}\"", StringComparison.Ordinal)),
            CaseClosed => burst.Any(row => row.EventName == "Finished"),
            ProcedureStarted => burst.Any(row => row.Sequence == 1),
            _ => burst.Any(),
        };
    }

    /// <summary>Each event at least once and as the feed has it; none that the feed does not have; per case the first sightings in the feed's order.</summary>
    private static void CheckSightings(string by, ImmutableArray<Sighting> seen, ImmutableArray<Sighting> feed, List<string> violations)
    {
        var known = feed.ToDictionary(e => e.Id, StringComparer.Ordinal);
        var firsts = seen.DistinctBy(e => e.Id, StringComparer.Ordinal).ToList();
        violations.AddRange(known.Keys.Except(firsts.Select(e => e.Id), StringComparer.Ordinal).Select(id => $"never seen by {by}: {id}"));
        violations.AddRange(seen.Where(e => !known.ContainsKey(e.Id)).Select(e => $"seen by {by} and not in the feed: {e.Id}"));
        violations.AddRange(seen.Where(e => known.TryGetValue(e.Id, out var fed) && fed.Text != e.Text).Select(e => $"seen by {by} otherwise than in the feed: {e.Id}"));
        violations.AddRange(
            from ofCase in firsts.GroupBy(e => e.CaseId, StringComparer.Ordinal)
            where !ofCase.Select(e => e.Sequence).SequenceEqual(ofCase.Select(e => e.Sequence).Order())
            select $"out of order by {by}: case {ofCase.Key}");
    }
}
