using ProcedureEngine.Engine.Journal;
using ProcedureEngine.Engine.UserTasks;
using ProcedureEngine.Persistence;

namespace ProcedureEngine.Kill.Tests;

internal sealed record CaseFact(string Id, string Office, string? Number, long? Sequence);

internal sealed record TaskFact(string Id, string Run, string Name, bool IsCompleted, string? Outcome);

internal sealed record MessageFact(string CaseId, string MessageId, bool IsIncoming);

/// <summary>What is found in the store and in the mail folder after the load.</summary>
internal sealed record Facts(
    ImmutableArray<CaseFact> Cases, ImmutableArray<TaskFact> Tasks, ImmutableArray<MessageFact> Messages, ImmutableArray<(string Office, long Sequence)> Decisions,
    ImmutableArray<string> BrokenJournals, ImmutableArray<string> HandedOver)
{
    public static async Task<Facts> ReadAsync(DurableStore store, string mailOut, IEnumerable<string> offices)
    {
        var cases = await AllAsync(cursor => store.Queries.CasesAsync(new CaseFilter(null, "enforcement-request", Cursor: cursor, Limit: 500), default));
        var tasks = await AllAsync(cursor => store.Queries.TasksAsync(new TaskFilter(null, null, Cursor: cursor, Limit: 500), default));
        var messages = new List<MessageFact>();
        var broken = new List<string>();
        foreach (var file in cases)
        {
            messages.AddRange((await store.Queries.MessagesAsync(file.Id, default)).Select(m => new MessageFact(file.Id, m.Message.MessageId, m.State is null)));
            if (JournalChain.FindBreak(await store.Queries.JournalAsync(file.Id, default)) is { } at)
                broken.Add($"{file.Id} at {at}");
        }

        var decisions = new List<(string, long)>();
        foreach (var office in offices)
            decisions.AddRange(await DecisionsAsync(store, office));
        return new Facts(
            [.. cases.Select(file => new CaseFact(file.Id, file.Office, file.Number?.Text, file.Number?.Sequence))],
            [.. tasks.Select(task => new TaskFact(task.Id, task.ActivityInstanceId, task.Name, task.State == UserTaskState.Completed, task.Outcome))],
            [.. messages], [.. decisions], [.. broken], [.. HandedOverIds(mailOut)]);
    }

    private static async Task<List<(string, long)>> DecisionsAsync(DurableStore store, string office)
    {
        var found = new List<(string, long)>();
        for (var year = 2026; year <= 2030; year++)
            found.AddRange((await store.Queries.DecisionsAsync(office, year, default)).Select(entry => ($"{office}/{year}", entry.Number.Sequence)));
        return found;
    }

    /// <summary>Message-IDs of the files in the mail folder, one a letter.</summary>
    private static IEnumerable<string> HandedOverIds(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, "*.eml").Select(file => File.ReadLines(file).First(line => line.StartsWith("Message-ID:", StringComparison.OrdinalIgnoreCase))["Message-ID:".Length..].Trim())
        : [];

    private static async Task<List<T>> AllAsync<T>(Func<string?, Task<Page<T>>> read)
    {
        var all = new List<T>();
        string? cursor = null;
        do
        {
            var page = await read(cursor);
            all.AddRange(page.Items);
            cursor = page.Cursor;
        }
        while (cursor is not null);
        return all;
    }
}

/// <summary>Holds the drivers' ledger against what is found.</summary>
internal static class LedgerChecker
{
    public static List<string> Check(IReadOnlyCollection<LedgerLine> ledger, Facts facts)
    {
        var violations = facts.BrokenJournals.Select(broken => $"journal broken: {broken}").ToList();
        CheckAnswers(ledger, facts, violations);
        CheckSequences("case", facts.Cases.Where(c => c.Sequence is not null).Select(c => (c.Office, c.Sequence!.Value)), violations);
        CheckSequences("decision", facts.Decisions, violations);
        violations.AddRange(Repeated(facts.Tasks.Select(task => $"{task.Run}/{task.Name}")).Select(twice => $"double task: {twice}"));
        violations.AddRange(Repeated(facts.Messages.Select(m => m.MessageId)).Select(twice => $"second Message-ID: {twice}"));
        violations.AddRange(Repeated(facts.HandedOver).Select(twice => $"second Message-ID handed over: {twice}"));
        return violations;
    }

    /// <summary>Every 2xx is found: the case with its number, the task with its outcome, the mail in its case and no other.</summary>
    private static void CheckAnswers(IReadOnlyCollection<LedgerLine> ledger, Facts facts, List<string> violations)
    {
        var cases = facts.Cases.ToDictionary(c => c.Id, StringComparer.Ordinal);
        var tasks = facts.Tasks.ToDictionary(t => t.Id, StringComparer.Ordinal);
        var mails = facts.Messages.Where(m => m.IsIncoming).ToLookup(m => m.MessageId, StringComparer.Ordinal);
        foreach (var line in ledger)
        {
            var isFound = line.Kind switch
            {
                "case" => cases.TryGetValue(line.Id, out var file) && file.Number == line.Value,
                "task" => tasks.TryGetValue(line.Id, out var task) && task.IsCompleted && task.Outcome == line.Value,
                _ => mails[line.Id].Select(m => m.CaseId).SequenceEqual([line.Value], StringComparer.Ordinal),
            };
            if (!isFound)
                violations.Add($"lost {line.Kind}: {line.Id} ({line.Value})");
        }
    }

    private static void CheckSequences(string kind, IEnumerable<(string Office, long Sequence)> numbers, List<string> violations)
    {
        foreach (var office in numbers.GroupBy(number => number.Office, StringComparer.Ordinal))
        {
            var sequence = office.Select(number => number.Sequence).Order().ToList();
            if (!sequence.SequenceEqual(Enumerable.Range(1, sequence.Count).Select(n => (long)n)))
                violations.Add($"gap in {kind} numbers of {office.Key}: {string.Join(",", sequence)}");
        }
    }

    private static IEnumerable<string> Repeated(IEnumerable<string> keys) =>
        keys.GroupBy(key => key, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key);
}
