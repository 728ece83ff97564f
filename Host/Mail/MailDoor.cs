using System.Data.Common;
using ProcedureEngine.Activities;
using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Activities.Offices;
using ProcedureEngine.Host.Cases;
using ProcedureEngine.Host.Composition;
using ProcedureEngine.Host.Procedures;
using ProcedureEngine.Mail;
using ProcedureEngine.Mail.Intake;
using ProcedureEngine.Workflows;

namespace ProcedureEngine.Host.Mail;

/// <summary>
/// The door for mail, whichever way it comes: the bytes are stored first, then read, then decided upon, then one burst. The same message
/// twice, also at the same instant, has one effect; the same Message-ID with other content goes to a person. What a procedure refuses goes to
/// a person too, and so does what this system stumbles over: once its bytes are stored, a mail is never sent back. One for a case that another host acts on is told to come again.
/// </summary>
internal sealed partial class MailDoor(
    DurableStore store, WorkflowRunner runner, MailLookups lookups, SenderPace pace, TriageDoor triage, UndeliveredLetters undelivered, IdSource ids, ILogger<MailDoor> logger)
{
    /// <summary>Another message with the same Message-ID may get in between looking and acting; then it is looked at again.</summary>
    private const int MaxLooks = 3;

    private static readonly Actor Applicant = Actor.Party(Roles.Applicant.Id);

    public async Task<MailReceipt> ReceiveAsync(Office office, byte[] raw, CancellationToken cancellation)
    {
        var blob = await store.Blobs.PutAsync(raw, cancellation);
        try
        {
            return await ReceiveAsync(Arrival.Of(office, MimeReader.Read(raw), blob, raw.Length), cancellation);
        }
        catch (Exception fault) when (IsOurs(fault))
        {
            LogUnread(fault, blob, office.Mailbox);
            var unread = Arrival.Of(office, MimeReader.Unreadable(fault), blob, raw.Length);
            return await LookAsync(new MailDecision.LookAt(IntakeReason.Unreadable), unread, unread.Content.Received(office.Mailbox, blob, []), unread.Key, cancellation);
        }
    }

    /// <summary>A fault that would come again with the same mail: not of the store, the disk or the network, and no stop of the host.</summary>
    private static bool IsOurs(Exception fault) => fault is not (
        OperationCanceledException or StoreException or RejectedException or DbException or IOException or UnauthorizedAccessException or TimeoutException or ObjectDisposedException);

    private async Task<MailReceipt> ReceiveAsync(Arrival arrival, CancellationToken cancellation)
    {
        for (var look = 1; ; look++)
        {
            try
            {
                return await LookUpAndActAsync(arrival, cancellation);
            }
            catch (RejectedException rejected) when (rejected.Rule == "key-reused" && look < MaxLooks)
            {
                // Its twin has come through meanwhile: now it is known.
            }
        }
    }

    private async Task<MailReceipt> LookUpAndActAsync(Arrival arrival, CancellationToken cancellation)
    {
        var known = await store.FindKeyAsync(arrival.Key.Scope, arrival.Key.Key, cancellation);
        var seen = known is null ? MailSeen.Never : known.BodyDigest == arrival.Key.BodyDigest ? MailSeen.SameContent : MailSeen.OtherContent;
        var decision = MailIntake.Decide(await lookups.FactsAsync(arrival.Office, arrival.Message, seen, cancellation));
        if (decision is MailDecision.KnownMessage)
            return await ReceiptAsync(MailOutcomes.KnownMessage, 200, arrival, known!.Answer with { IsRepeat = true }, cancellation);
        var mail = await KeepFilesAsync(arrival, cancellation);
        try
        {
            return await ActAsync(decision, arrival, mail, cancellation);
        }
        catch (RejectedException rejected) when (rejected.Rule != "key-reused" && rejected.Kind != RejectionKind.Unavailable && decision is not (MailDecision.LookAt or MailDecision.SetAside))
        {
            var refused = new MailDecision.LookAt(new IntakeReason(rejected.Rule, rejected.Text), CaseOf(decision));
            return await LookAsync(refused, arrival, mail, arrival.Key, cancellation);
        }
    }

    private async Task<MailReceipt> ActAsync(MailDecision decision, Arrival arrival, ReceivedMail mail, CancellationToken cancellation)
    {
        switch (decision)
        {
            case MailDecision.NewCase:
                var started = await runner.RunAsync(Start(arrival, mail), cancellation);
                if (!started.IsRepeat)
                    pace.Opened(arrival.Office.Id, mail.From, await store.NowAsync(cancellation));
                return await ReceiptAsync(MailOutcomes.NewCase, 201, arrival, started, cancellation);
            case MailDecision.KnownCase known:
                return await DeliverAsync(MailOutcomes.KnownCase, known.Case, arrival, mail with { IsFromStranger = known.IsFromStranger }, cancellation);
            case MailDecision.LateAnswer late:
                await LateAnswer.ReopenAsync(store, runner, late.Case, arrival.Key, "Đương sự trả lời sau khi hồ sơ kết thúc do không bổ sung (a late answer by mail)", cancellation);
                return await DeliverAsync(MailOutcomes.LateAnswer, late.Case, arrival, mail, cancellation);
            case MailDecision.Undelivered bounced:
                var told = await undelivered.ReportAsync(bounced.Case.Id, await FailureAsync(bounced.Bounce, arrival, cancellation), arrival.Key, cancellation);
                return await ReceiptAsync(MailOutcomes.Undelivered, 200, arrival, told, cancellation);
            case MailDecision.SetAside aside:
                var input = triage.Input(mail, aside.Reason, needsLook: false, aside.About) with { Sign = aside.Sign, RawSize = arrival.Size };
                var kept = await triage.KeepAsync(arrival.Office.Id, input, arrival.Key, cancellation);
                return await ReceiptAsync(MailOutcomes.SetAside, 200, arrival, kept, cancellation) with { Reason = aside.Reason.Slug };
            case MailDecision.LookAt { Reason: var reason, About: { } ended } look when reason == IntakeReason.UndeliveredAfterEnd:
                var failure = await FailureAsync(arrival.Message.Bounce!, arrival, cancellation);
                await undelivered.MarkAsync(ended.Id, failure, arrival.Key with { Scope = arrival.Key.Scope + ":returned" }, cancellation);
                return await LookAsync(look, arrival, mail, arrival.Key, cancellation, failure);
            case MailDecision.LookAt { Reason: var reason } look:
                return await LookAsync(look, arrival, mail, reason == IntakeReason.MessageIdReused ? arrival.OtherContentKey : arrival.Key, cancellation);
            default:
                throw new InvalidOperationException($"No act for {decision.GetType().Name}.");
        }
    }

    private StartProcedure Start(Arrival arrival, ReceivedMail mail)
    {
        var start = EngineJson.ToObject(new CaseStart(Channels.Mail, ids.NewReferenceCode(), null, mail, []));
        return new StartProcedure(ids.NewId(), Applicant, EnforcementRequestProcedure.Id, arrival.Office.Id, start) { Key = arrival.Key };
    }

    /// <summary>A case that ended since it was looked up keeps the mail in its inbox, where nobody waits; then a person looks at it.</summary>
    private async Task<MailReceipt> DeliverAsync(string outcome, CaseFile file, Arrival arrival, ReceivedMail mail, CancellationToken cancellation)
    {
        var answer = await runner.RunAsync(new Deliver(file.Id, Applicant, StimulusNames.Mail, EngineJson.ToObject(mail)) { Key = arrival.Key }, cancellation);
        if (answer is not { Kind: "inbox", IsRepeat: false })
            return await ReceiptAsync(outcome, 200, arrival, answer, cancellation);
        var key = arrival.Key with { Scope = arrival.Key.Scope + ":after-end" };
        return await LookAsync(new MailDecision.LookAt(IntakeReason.CaseClosed, file), arrival, mail, key, cancellation);
    }

    private async Task<DeliveryFailure> FailureAsync(MailBounce bounce, Arrival arrival, CancellationToken cancellation)
    {
        var (_, letter) = (await lookups.LetterAsync(arrival.Office, bounce.OriginalMessageId!, cancellation))!.Value;
        var report = $"{bounce.Status} {bounce.Diagnostic}".Trim();
        var answer = report.Length > 0 ? report[..Math.Min(report.Length, 1_000)] : "bounce";
        return new DeliveryFailure(letter.OutboxId ?? letter.Id, letter.Kind, letter.Address, answer);
    }

    private async Task<MailReceipt> LookAsync(
        MailDecision.LookAt look, Arrival arrival, ReceivedMail mail, StimulusKey key, CancellationToken cancellation, DeliveryFailure? failure = null)
    {
        var defects = arrival.Message.Defects.Select(defect => $"{defect.Kind}: {defect.Detail}");
        var input = triage.Input(mail, look.Reason, needsLook: true, look.About);
        var shown = input with { Sign = arrival.Message.AutomaticSign, Defects = [.. defects], RawSize = arrival.Size, Undelivered = failure };
        var answer = await triage.KeepAsync(arrival.Office.Id, shown, key, cancellation);
        return await ReceiptAsync(MailOutcomes.LookAt, 202, arrival, answer, cancellation) with { Reason = look.Reason.Slug };
    }

    private async Task<ReceivedMail> KeepFilesAsync(Arrival arrival, CancellationToken cancellation)
    {
        var content = arrival.Content;
        var stored = ImmutableArray.CreateBuilder<ReceivedFile>();
        foreach (var file in content.Files)
        {
            var blob = await store.Blobs.PutAsync(file.Bytes, cancellation);
            stored.Add(new ReceivedFile("attachment", FileNames.Safe(file.Name), file.ContentType, file.Bytes.Length, blob));
        }

        return content.Received(arrival.Office.Mailbox, arrival.Blob, stored.ToImmutable());
    }

    private async Task<MailReceipt> ReceiptAsync(string outcome, int status, Arrival arrival, BurstAnswer answer, CancellationToken cancellation)
    {
        var messageId = arrival.Identity.MessageId;
        if (answer.Kind == "incident")
            return new MailReceipt(MailOutcomes.Incident, 202, answer.InstanceId, messageId) { Incident = (string?)answer.Body["incident"] };
        var (said, code) = answer.IsRepeat ? (MailOutcomes.KnownMessage, 200) : (outcome, status);
        return new MailReceipt(said, code, answer.InstanceId, messageId) { TaskId = await LookTaskAsync(answer.InstanceId, cancellation) };
    }

    private async Task<string?> LookTaskAsync(string instanceId, CancellationToken cancellation) =>
        (await store.Queries.TasksAsync(new TaskFilter(null, null, IsOpen: true, InstanceId: instanceId, Limit: 1), cancellation)).Items
            .FirstOrDefault(task => task.DefinitionId == MailTriage.Id)?.Id;

    private static CaseFile? CaseOf(MailDecision decision) => decision switch
    {
        MailDecision.KnownCase known => known.Case,
        MailDecision.LateAnswer late => late.Case,
        MailDecision.Undelivered bounced => bounced.Case,
        _ => null,
    };

    [LoggerMessage(LogLevel.Error, "The mail {Blob} for {Mailbox} could not be read; its bytes are kept and a person looks at it")]
    private partial void LogUnread(Exception exception, string blob, string mailbox);

    /// <summary>A message at a mailbox. Its key is kept for ever.</summary>
    private sealed record Arrival(Office Office, MailMessage Message, MailIdentity Identity, string Blob, long Size)
    {
        public static Arrival Of(Office office, MailMessage message, string blob, long size) => new(office, message, MailIdentity.Of(message, blob), blob, size);

        public MailContent Content => new(Message, Identity);

        public StimulusKey Key { get; } = new($"mail:{Office.Mailbox.ToLowerInvariant()}", Identity.MessageId, Identity.ContentDigest, IsPermanent: true);

        /// <summary>For a Message-ID that came with other content: each content has its own key beside the first.</summary>
        public StimulusKey OtherContentKey => Key with { Scope = Key.Scope + ":other-content", Key = $"{Key.Key} {Key.BodyDigest}" };
    }
}
