using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Activities.Notification;
using ProcedureEngine.Host.Composition;
using ProcedureEngine.Host.Loops;
using ProcedureEngine.Mail;

namespace ProcedureEngine.Host.Mail;

/// <summary>
/// Sends the letters of the outbox, at least once and in order per case, always with the same Message-ID. What cannot be sent now is tried
/// again with growing pauses for three days; what never can opens a task in its case.
/// </summary>
internal sealed partial class MailLoop(DurableStore store, WorkflowRunner runner, LetterWriter writer, MailSettings settings, EngineHostOptions options, Signals signals, ILogger<MailLoop> logger)
    : BackgroundService
{
    private const int Batch = 20;
    private static readonly Duration Lease = Duration.FromMinutes(5);
    private static readonly Duration MaxPause = Duration.FromHours(1);
    private static readonly Duration GivesUpAfter = Duration.FromDays(3);

    private readonly SmtpSender? smtp = settings.Smtp is { } server ? new SmtpSender(server) : null;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await SendBatchAsync(stoppingToken) > 0)
                {
                    // A sent letter lets the next of its case go.
                }

                await signals.Mail.WaitAsync(TimeSpan.FromSeconds(5), stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                LogFailure(exception);
                await signals.Mail.WaitAsync(TimeSpan.FromSeconds(5), stoppingToken);
            }
        }
    }

    private async Task<int> SendBatchAsync(CancellationToken cancellation)
    {
        var claimed = await store.Outbox.ClaimAsync(OutboxChannels.Mail, Batch, Lease, cancellation);
        await Parallel.ForEachAsync(claimed, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = cancellation }, async (message, token) => await SendAsync(message, token));
        return claimed.Count;
    }

    private async Task SendAsync(ClaimedMessage message, CancellationToken cancellation)
    {
        OutgoingLetter? letter = null;
        try
        {
            letter = EngineJson.Read<OutgoingLetter>(message.Row.Payload)!;
            var bytes = await writer.WriteAsync(letter, cancellation);
            var result = smtp is null ? await DropAsync(message.Row.Id, bytes, cancellation) : await smtp.SendAsync(bytes, letter.FromMailbox, [letter.To], cancellation);
            await SettleAsync(message, letter, result, cancellation);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or StoreException))
        {
            LogLetter(exception, message.Row.Id);
            await FailAsync(message.Row, letter, $"cannot be written: {exception.Message}", cancellation);
        }
    }

    private async Task SettleAsync(ClaimedMessage message, OutgoingLetter letter, SmtpResult result, CancellationToken cancellation)
    {
        var now = await store.NowAsync(cancellation);
        switch (result.Outcome)
        {
            case SmtpOutcome.Accepted:
                await store.Outbox.MarkSentAsync(message.Row.Id, result.Answer, cancellation);
                break;
            case SmtpOutcome.Permanent:
                await FailAsync(message.Row, letter, result.Answer, cancellation);
                break;
            case SmtpOutcome.Transient when now - message.Row.CreatedAt > GivesUpAfter:
                await FailAsync(message.Row, letter, $"not taken over in three days: {result.Answer}", cancellation);
                break;
            default:
                await store.Outbox.MarkRetryAsync(message.Row.Id, result.Answer, now + Pause(message.Attempts), cancellation);
                break;
        }
    }

    /// <summary>1, 2, 4... minutes, at most an hour.</summary>
    private static Duration Pause(int attempts) => Duration.Min(MaxPause, Duration.FromMinutes(1L << Math.Min(attempts - 1, 6)));

    private async Task FailAsync(OutboxRow row, OutgoingLetter? letter, string error, CancellationToken cancellation)
    {
        var failure = new DeliveryFailure(row.Id, row.Kind, letter?.To ?? string.Empty, error);
        var key = new StimulusKey("outbox:failed", row.Id, row.Id, IsPermanent: true);
        await runner.RunAsync(new Deliver(row.InstanceId, Actor.Engine, StimulusNames.DeliveryFailed, EngineJson.ToObject(failure)) { Key = key }, cancellation);
        await store.Outbox.MarkFailedAsync(row.Id, error, cancellation);
    }

    /// <summary>Without a mail server: a file per letter, whole or not there.</summary>
    private async Task<SmtpResult> DropAsync(string id, byte[] bytes, CancellationToken cancellation)
    {
        Directory.CreateDirectory(options.MailOut);
        var file = Path.Combine(options.MailOut, $"{id}.eml");
        await File.WriteAllBytesAsync(file + ".part", bytes, cancellation);
        File.Move(file + ".part", file, overwrite: true);
        return new SmtpResult(SmtpOutcome.Accepted, null, $"mail-out/{id}.eml");
    }

    [LoggerMessage(LogLevel.Error, "The mail loop failed; it goes on in five seconds")]
    private partial void LogFailure(Exception exception);

    [LoggerMessage(LogLevel.Error, "Letter {Id} cannot be written; its case has a task for it")]
    private partial void LogLetter(Exception exception, string id);
}
