using System.Text.RegularExpressions;
using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Activities.Offices;
using ProcedureEngine.Host.Composition;
using ProcedureEngine.Host.Procedures;
using ProcedureEngine.Mail;
using ProcedureEngine.Mail.Intake;
using ProcedureEngine.Workflows;

namespace ProcedureEngine.Host.Mail;

/// <summary>What a mail has led to.</summary>
/// <param name="Outcome"><c>new-case</c>, <c>known-message</c>, <c>known-case</c>, <c>late-answer</c>, <c>undelivered</c>, <c>look-at</c>, <c>set-aside</c>.</param>
internal sealed record MailReceipt(string Outcome, int Status, string CaseId, string MessageId, string? Reason, BurstAnswer Answer);

/// <summary>
/// The door for mail, whichever way it comes: bytes are stored first, then read, then decided upon, then one burst. The same message twice,
/// also at the same instant, has one effect; the same Message-ID with another content goes to a person.
/// </summary>
internal sealed partial class MailDoor(DurableStore store, WorkflowRunner runner, IdSource ids)
{
    public async Task<MailReceipt> ReceiveAsync(Office office, byte[] raw, CancellationToken cancellation)
    {
        var blob = await store.Blobs.PutAsync(raw, cancellation);
        var message = MimeReader.Read(raw);
        var mail = await KeepAsync(office, message, blob, cancellation);
        var decision = MailIntake.Decide(await FactsAsync(office, message, cancellation));
        var key = new StimulusKey($"mail:{office.Mailbox}", mail.MessageId, Digest(message), IsPermanent: true);
        try
        {
            return await ActAsync(decision, office, mail, key, cancellation);
        }
        catch (RejectedException rejected) when (rejected.Rule == "key-reused")
        {
            return await LookAsync(office, mail, "message-id-reused", needsLook: true, key with { Scope = key.Scope + ":look", Key = blob }, cancellation);
        }
    }

    /// <summary>From, Date and body: what makes it the same message when its id is the same.</summary>
    private static string Digest(MailMessage message) => CanonicalJson.Sha256(string.Join('\n',
        string.Join(',', message.From.Select(from => from.Address)), message.Date?.ToInstant().ToUnixTimeTicks().ToString(System.Globalization.CultureInfo.InvariantCulture), message.Text, message.Html, string.Concat(message.Attachments.Select(a => a.Bytes.Length))));

    private async Task<MailReceipt> ActAsync(MailDecision decision, Office office, ReceivedMail mail, StimulusKey key, CancellationToken cancellation)
    {
        var actor = Actor.Party(mail.From);
        switch (decision)
        {
            case MailDecision.NewCase:
                var start = new CaseStart(Channels.Mail, ids.NewReferenceCode(), null, mail, []);
                return await RunAsync("new-case", 201, mail, new StartProcedure(ids.NewId(), actor, EnforcementRequestProcedure.Id, office.Id, EngineJson.ToObject(start)) { Key = key }, cancellation);
            case MailDecision.KnownCase known:
                return await RunAsync("known-case", 200, mail, Deliver(known.Case, actor, mail, key), cancellation);
            case MailDecision.LateAnswer late:
                await ReopenAsync(late.Case, key, cancellation);
                return await RunAsync("late-answer", 200, mail, Deliver(late.Case, actor, mail, key), cancellation);
            case MailDecision.Undelivered undelivered:
                return await RunAsync("undelivered", 200, mail, await FailureAsync(undelivered, key, cancellation), cancellation);
            case MailDecision.SetAside aside:
                return await LookAsync(office, mail, aside.Reason, needsLook: false, key, cancellation);
            case MailDecision.LookAt look:
                return await LookAsync(office, mail, look.Reason, needsLook: true, key, cancellation);
            default:
                throw new InvalidOperationException($"No act for {decision.GetType().Name}.");
        }
    }

    private static Deliver Deliver(CaseFile file, Actor actor, ReceivedMail mail, StimulusKey key) => new(file.Id, actor, StimulusNames.Mail, EngineJson.ToObject(mail)) { Key = key };

    /// <summary>A late answer after a lapse takes the case up again (step 2), once; the mail itself is delivered next.</summary>
    private Task<BurstAnswer> ReopenAsync(CaseFile file, StimulusKey key, CancellationToken cancellation) => runner.RunAsync(
        new Reopen(file.Id, Actor.Engine, "Đương sự trả lời sau khi hồ sơ kết thúc (a late answer of the applicant)") { Key = key with { Scope = key.Scope + ":reopen" } }, cancellation);

    private async Task<Deliver> FailureAsync(MailDecision.Undelivered undelivered, StimulusKey key, CancellationToken cancellation)
    {
        var id = $"<{undelivered.Bounce.OriginalMessageId}>";
        var letter = (await store.Queries.MessagesAsync(undelivered.Case.Id, cancellation)).First(m => m.Message.MessageId == id).Message;
        var failure = new DeliveryFailure(letter.OutboxId ?? letter.Id, letter.Kind, letter.Address, $"{undelivered.Bounce.Status} {undelivered.Bounce.Diagnostic}".Trim());
        return new Deliver(undelivered.Case.Id, Actor.Engine, StimulusNames.DeliveryFailed, EngineJson.ToObject(failure)) { Key = key };
    }

    private Task<MailReceipt> LookAsync(Office office, ReceivedMail mail, string reason, bool needsLook, StimulusKey key, CancellationToken cancellation)
    {
        var input = EngineJson.ToObject(new TriageInput(mail, reason, needsLook, ids.NewReferenceCode()));
        var stimulus = new StartProcedure(ids.NewId(), Actor.Party(mail.From), MailTriage.Id, office.Id, input) { Key = key };
        return RunAsync(needsLook ? "look-at" : "set-aside", needsLook ? 202 : 200, mail, stimulus, cancellation, reason);
    }

    private async Task<MailReceipt> RunAsync(string outcome, int status, ReceivedMail mail, Stimulus stimulus, CancellationToken cancellation, string? reason = null)
    {
        var answer = await runner.RunAsync(stimulus, cancellation);
        return answer.IsRepeat
            ? new MailReceipt("known-message", 200, answer.InstanceId, mail.MessageId, reason, answer)
            : new MailReceipt(outcome, status, answer.InstanceId, mail.MessageId, reason, answer);
    }

    private async Task<ReceivedMail> KeepAsync(Office office, MailMessage message, string blob, CancellationToken cancellation)
    {
        var attachments = ImmutableArray.CreateBuilder<ReceivedFile>();
        foreach (var attachment in message.Attachments.Take(500))
        {
            var name = FileNames.Safe(attachment.FileName ?? "dinh-kem");
            attachments.Add(new ReceivedFile("attachment", name, attachment.ContentType, attachment.Bytes.Length, await store.Blobs.PutAsync(attachment.Bytes, cancellation)));
        }

        var from = MailIntake.Sender(message) ?? message.From.FirstOrDefault()?.Address ?? string.Empty;
        var id = message.MessageId is { Length: > 0 and < 900 } given ? $"<{given}>" : $"<{blob[..32]}@khong-co-ma>";
        return new ReceivedMail(
            office.Mailbox, id, from, message.From.FirstOrDefault()?.DisplayName ?? string.Empty, Short(message.Subject), message.Text, QuotedReply.Strip(message.Text).NewText, blob,
            message.Date?.ToInstant(), [.. message.References.Concat(message.InReplyTo).Select(reference => $"<{reference}>").TakeLast(20)], attachments.ToImmutable());
    }

    private static string Short(string subject) => subject.Length <= 500 ? subject : subject[..500];

    private async Task<MailFacts> FactsAsync(Office office, MailMessage message, CancellationToken cancellation)
    {
        var thread = message.InReplyTo.Concat(message.References).Select(id => $"<{id}>").Distinct(StringComparer.Ordinal).TakeLast(50).ToList();
        var byThread = thread.Count == 0 ? [] : await store.Queries.CasesByMessageIdsAsync(office.Id, thread, cancellation);
        var byBounce = message.Bounce?.OriginalMessageId is { } original ? await store.Queries.CasesByMessageIdsAsync(office.Id, [$"<{original}>"], cancellation) : [];
        return new MailFacts(message, Procedures(byThread), Procedures(await ByCodeAsync(office, message.Subject, cancellation)), Procedures(byBounce));
    }

    private async Task<IReadOnlyList<CaseFile>> ByCodeAsync(Office office, string subject, CancellationToken cancellation)
    {
        var found = new Dictionary<string, CaseFile>(StringComparer.Ordinal);
        foreach (Match match in Codes().Matches(subject))
        {
            if (await store.Queries.CaseByCodeAsync(match.Value, cancellation) is { } file && file.Office == office.Id)
                found[file.Id] = file;
        }

        foreach (Match match in Numbers().Matches(subject))
        {
            foreach (var file in await store.Queries.CasesByNumberAsync(office.Id, match.Value, cancellation))
                found[file.Id] = file;
        }

        return [.. found.Values];
    }

    /// <summary>A kept mail is no case that could be answered.</summary>
    private static List<CaseFile> Procedures(IReadOnlyList<CaseFile> files) => [.. files.Where(file => file.Procedure != MailTriage.Id)];

    [GeneratedRegex("[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", RegexOptions.None, 1000)]
    private static partial Regex Codes();

    [GeneratedRegex("[0-9]{1,7}/20[0-9]{2}/[A-Z]{2,8}", RegexOptions.None, 1000)]
    private static partial Regex Numbers();
}
