using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Activities.Notification;
using ProcedureEngine.Activities.Offices;
using ProcedureEngine.Host.Cases;
using ProcedureEngine.Mail;
using ProcedureEngine.Mail.Intake;

namespace ProcedureEngine.Host.Mail;

/// <summary>Asks the store what a decision on a mail needs to know. All of it is a hint that the burst reads again.</summary>
internal sealed class MailLookups(DurableStore store, IOfficeDirectory offices, SenderPace pace, MergedCases merged)
{
    private const int MaxThread = 100;

    public async Task<MailFacts> FactsAsync(Office office, MailMessage message, MailSeen seen, CancellationToken cancellation)
    {
        var references = SubjectReferences.Of(message.Subject, office.CasePattern);
        var sender = MailIntake.Sender(message);
        var now = await store.NowAsync(cancellation);
        return new MailFacts(message, office, now)
        {
            Seen = seen,
            Answered = await ByMessagesAsync(office, message.InReplyTo, cancellation),
            Thread = await ByMessagesAsync(office, message.References, cancellation),
            Quoted = await QuotedAsync(office, references, cancellation),
            Bounced = (await LetterAsync(office, message.Bounce?.OriginalMessageId, cancellation))?.Case,
            HasIdOfOurLetter = await LetterAsync(office, message.MessageId, cancellation) is not null,
            IsFromAnOffice = sender is not null && offices.FindByMailbox(sender) is not null,
            IsPressing = sender is not null && pace.IsPressing(office.Id, sender, now),
        };
    }

    /// <summary>A letter of ours by its Message-ID, with its case; null when it is none.</summary>
    public async Task<(CaseFile Case, CaseMessage Letter)?> LetterAsync(Office office, string? messageId, CancellationToken cancellation)
    {
        if (messageId is null)
            return null;
        var bracketed = MailIdentity.Bracketed(messageId);
        foreach (var file in await store.Queries.CasesByMessageIdsAsync(office.Id, [bracketed], lettersOnly: true, cancellation))
        {
            var messages = await store.Queries.MessagesAsync(file.Id, cancellation);
            if (messages.FirstOrDefault(m => m.Message.Direction == MessageDirection.Out && m.Message.MessageId == bracketed) is { } found)
                return (await merged.SurvivorAsync(file, cancellation), found.Message);
        }

        return null;
    }

    /// <summary>The cases of an office that go by a number or reference code, as an officer writes it.</summary>
    public async Task<IReadOnlyList<CaseFile>> NamedAsync(string office, string numberOrCode, CancellationToken cancellation)
    {
        if (offices.Find(office) is not { } known)
            return [];
        var references = SubjectReferences.Of(numberOrCode, known.CasePattern);
        return [.. (await QuotedAsync(known, references, cancellation)).Where(file => file.Office == office)];
    }

    private async Task<IReadOnlyList<CaseFile>> ByMessagesAsync(Office office, IEnumerable<string> ids, CancellationToken cancellation)
    {
        var usable = ids.Where(MailIdentity.IsUsable).TakeLast(MaxThread).Select(MailIdentity.Bracketed).Distinct(StringComparer.Ordinal).ToList();
        if (usable.Count == 0)
            return [];
        // A mail that was split lies in two cases; our letters are each of one, so they say which is answered.
        var answered = await store.Queries.CasesByMessageIdsAsync(office.Id, usable, lettersOnly: true, cancellation);
        return await CasesAsync(answered.Count > 0 ? answered : await store.Queries.CasesByMessageIdsAsync(office.Id, usable, lettersOnly: false, cancellation), cancellation);
    }

    private async Task<IReadOnlyList<CaseFile>> QuotedAsync(Office office, SubjectReferences references, CancellationToken cancellation)
    {
        var found = new List<CaseFile>();
        foreach (var code in references.Codes)
        {
            if (await store.Queries.CaseByCodeAsync(code, cancellation) is { } file)
                found.Add(file);
        }

        foreach (var number in references.Numbers)
            found.AddRange(await store.Queries.CasesByNumberAsync(office.Id, number, cancellation));
        return await CasesAsync(found, cancellation);
    }

    /// <summary>A mail that was kept for a look is no case; of one that was merged, the case that goes on.</summary>
    private async Task<IReadOnlyList<CaseFile>> CasesAsync(IEnumerable<CaseFile> files, CancellationToken cancellation)
    {
        var found = new List<CaseFile>();
        foreach (var file in files.Where(file => file.Procedure != MailTriage.Id))
            found.Add(await merged.SurvivorAsync(file, cancellation));
        return [.. found.DistinctBy(file => file.Id, StringComparer.Ordinal)];
    }
}
