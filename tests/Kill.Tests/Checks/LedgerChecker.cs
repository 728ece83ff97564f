namespace ProcedureEngine.Kill.Tests;

/// <summary>Holds the drivers' ledger against what is found, and what is found against itself.</summary>
internal static class LedgerChecker
{
    public static List<string> Check(IReadOnlyCollection<LedgerLine> ledger, Facts facts) =>
    [
        .. facts.BrokenJournals.Select(broken => $"journal broken: {broken}"),
        .. Answers(ledger, facts),
        .. ledger.Where(line => line.Kind == LedgerKinds.Twice && line.Value != LedgerKinds.Same).Select(line => $"answered otherwise the second time: {line.Id}: {line.Value}"),
        .. Repeated(facts.Tasks.Select(task => $"{task.Run}/{task.Name}")).Select(twice => $"double task: {twice}"),
        .. Repeated(facts.Messages.Select(m => m.MessageId)).Select(twice => $"second Message-ID: {twice}"),
        .. Repeated(facts.Left.Select(message => message.Id)).Select(twice => $"handed over a second time: {twice}"),
        .. NumberChecker.Check(facts),
        .. MoneyChecker.Check(ledger, facts),
    ];

    /// <summary>What must be so once nothing waits to leave: each letter and each SMS of a case lies in its folder, and nothing else does.</summary>
    public static List<string> CheckLeft(IReadOnlyCollection<LedgerLine> ledger, Facts facts)
    {
        var left = facts.Left.Select(message => message.Id).ToHashSet(StringComparer.Ordinal);
        var written = facts.Messages.Where(message => !message.IsIncoming).ToLookup(message => message.MessageId, StringComparer.Ordinal);
        var codes = facts.Messages.Where(message => message is { Channel: "sms", IsIncoming: false }).ToLookup(message => message.CaseId, StringComparer.Ordinal);
        return
        [
            .. written.Where(message => !left.Contains(message.Key) || message.Any(one => one.State != "sent")).Select(message => $"never handed over: {message.Key} ({message.First().State})"),
            .. facts.Left.Where(message => !written.Contains(message.Id)).Select(message => $"handed over without a case: {message.Id}"),
            .. ledger.Where(line => line.Kind == LedgerKinds.Sms && codes[line.Id].Count(message => IsToldIn(message, line.Value)) != 1).Select(line => $"not one SMS with its code: {line.Id} ({line.Value})"),
        ];
    }

    private static bool IsToldIn(MessageFact message, string phoneAndCode) =>
        phoneAndCode.Split(' ') is [var phone, var code] && message.Address == phone && message.Text.Contains(code, StringComparison.Ordinal);

    /// <summary>Every 2xx is found: the case with its number, the task with its outcome, the mail in its case and no other, the act in the journal, the end.</summary>
    private static IEnumerable<string> Answers(IReadOnlyCollection<LedgerLine> ledger, Facts facts)
    {
        var cases = facts.Cases.ToDictionary(c => c.Id, StringComparer.Ordinal);
        var tasks = facts.Tasks.ToDictionary(t => t.Id, StringComparer.Ordinal);
        var mails = facts.Messages.Where(m => m.IsIncoming).ToLookup(m => m.MessageId, StringComparer.Ordinal);
        var acts = facts.Events.ToLookup(e => (e.CaseId, e.Event));
        return ledger.Where(line => !IsFound(line)).Select(line => $"lost {line.Kind}: {line.Id} ({line.Value})");

        bool IsFound(LedgerLine line) => line.Kind switch
        {
            LedgerKinds.Case => cases.TryGetValue(line.Id, out var file) && file.Number == line.Value,
            LedgerKinds.Task => tasks.TryGetValue(line.Id, out var task) && task.IsCompleted && task.Outcome == line.Value,
            LedgerKinds.Mail => mails[line.Id].Select(m => m.CaseId).SequenceEqual([line.Value], StringComparer.Ordinal),
            LedgerKinds.Act => acts[(line.Id, line.Value)].Count() == 1,
            LedgerKinds.End => cases.TryGetValue(line.Id, out var file) && file.Status == line.Value,
            _ => true,
        };
    }

    private static IEnumerable<string> Repeated(IEnumerable<string> keys) =>
        keys.GroupBy(key => key, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key);
}
