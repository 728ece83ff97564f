using ProcedureEngine.Persistence;

namespace ProcedureEngine.Kill.Tests;

/// <param name="Mailbox">Of the case's office.</param>
/// <param name="State">Of a letter; null for what came in.</param>
internal sealed record MailFact(string CaseId, string Mailbox, string MessageId, string? State);

/// <summary>What is found in the store, in the Maildirs and out in the world after the load.</summary>
internal sealed record MailFacts(ImmutableArray<MailFact> Messages, ImmutableArray<TakenLetter> Taken, int FilesKept, int FilesWaiting)
{
    public static async Task<MailFacts> ReadAsync(DurableStore store, string maildirs, MailSink sink)
    {
        var messages = new List<MailFact>();
        string? cursor = null;
        do
        {
            var page = await store.Queries.CasesAsync(new CaseFilter(null, null, Cursor: cursor, Limit: 500), default);
            foreach (var file in page.Items)
            {
                var mailbox = file.Office == "hanoi" ? MailLoad.Second : MailLoad.First;
                messages.AddRange((await store.Queries.MessagesAsync(file.Id, default)).Select(m => new MailFact(file.Id, mailbox, m.Message.MessageId, m.State)));
            }

            cursor = page.Cursor;
        }
        while (cursor is not null);
        return new MailFacts([.. messages], [.. sink.Taken], Files(maildirs, "cur"), Files(maildirs, "new"));
    }

    private static int Files(string maildirs, string part) => Directory.GetDirectories(maildirs).Sum(folder => Directory.GetFiles(Path.Combine(folder, part)).Length);
}

/// <summary>Holds what was sent against what is found: nothing lost, nothing twice, nothing changed, nothing without a case.</summary>
internal static class MailChecker
{
    public static List<string> Check(IReadOnlyList<SentMail> sent, MailFacts facts)
    {
        var violations = new List<string>();
        if (facts.FilesWaiting > 0 || facts.FilesKept != sent.Count)
            violations.Add($"Maildir: {facts.FilesKept} files kept and {facts.FilesWaiting} waiting of {sent.Count}");
        CheckIncoming(sent, facts, violations);
        CheckLetters(facts, violations);
        return violations;
    }

    /// <summary>Each mail lies in one case of each office it was for: a request in its own, an answer in that of the letter it answers.</summary>
    private static void CheckIncoming(IReadOnlyList<SentMail> sent, MailFacts facts, List<string> violations)
    {
        var incoming = facts.Messages.Where(m => m.State is null).ToLookup(m => m.MessageId, StringComparer.Ordinal);
        var letters = facts.Messages.Where(m => m.State is not null).ToLookup(m => m.MessageId, m => m.CaseId, StringComparer.Ordinal);
        foreach (var mail in sent)
        {
            var found = incoming[mail.Id].ToList();
            foreach (var mailbox in mail.Mailboxes)
            {
                var there = found.Count(m => m.Mailbox == mailbox);
                if (there != 1)
                    violations.Add(there == 0 ? $"lost mail: {mail.Id} to {mailbox}" : $"doubled mail: {mail.Id} lies {there} times at {mailbox}");
            }

            if (mail.Answers is { } answered && found.Count == 1 && !letters[answered].Contains(found[0].CaseId, StringComparer.Ordinal))
                violations.Add($"answer in another case: {mail.Id}");
        }

        var requests = sent.Where(mail => mail.Answers is null).Select(mail => mail.Id).ToHashSet(StringComparer.Ordinal);
        violations.AddRange(facts.Messages.Where(m => m.State is null && requests.Contains(m.MessageId)).GroupBy(m => m.CaseId, StringComparer.Ordinal)
            .Where(ofCase => ofCase.Count() > 1).Select(ofCase => $"two requests in case {ofCase.Key}"));
    }

    /// <summary>Each letter of a case has arrived, always as the same message; what arrived is a case's letter; and a case is acknowledged once.</summary>
    private static void CheckLetters(MailFacts facts, List<string> violations)
    {
        var letters = facts.Messages.Where(m => m.State is not null).ToList();
        var arrived = facts.Taken.ToLookup(letter => letter.Id, StringComparer.Ordinal);
        violations.AddRange(letters.Where(letter => letter.State != "sent" || !arrived.Contains(letter.MessageId)).Select(letter => $"letter never arrived: {letter.MessageId} ({letter.State})"));
        var known = letters.Select(letter => letter.MessageId).ToHashSet(StringComparer.Ordinal);
        violations.AddRange(arrived.Where(letter => !known.Contains(letter.Key)).Select(letter => $"letter without a case: {letter.Key}"));
        violations.AddRange(arrived.Where(copies => copies.Select(copy => copy.Digest).Distinct(StringComparer.Ordinal).Count() > 1).Select(copies => $"changed letter: {copies.Key}"));
        violations.AddRange(letters.GroupBy(letter => letter.CaseId, StringComparer.Ordinal).Where(ofCase => ofCase.Count() > 1).Select(ofCase => $"acknowledged twice: {ofCase.Key}"));
    }
}
