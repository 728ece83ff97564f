using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Activities.Notification;
using ProcedureEngine.Host.Loops;
using ProcedureEngine.Mail;

namespace ProcedureEngine.Host.Mail;

/// <summary>
/// Sends the letters of the outbox, at least once and in order per case, always with the same bytes. What cannot be sent now is tried again
/// with growing pauses for three days; what never can opens a task in its case and lets the next go.
/// </summary>
internal sealed partial class MailLoop(
    DurableStore store, LetterWriter writer, LetterPost post, UndeliveredLetters undelivered, MailSettings settings, Signals signals, ILogger<MailLoop> logger) : BackgroundService
{
    /// <summary>Claimed together and sent side by side, each over a connection of its own.</summary>
    private const int Batch = 8;

    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(5);

    /// <summary>A letter on its way at the stop may arrive; after that its connection is cut, and it is sent again with the same Message-ID.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly Duration lease = settings.Timeout + Duration.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var cut = new CancellationTokenSource();
        await using var stopping = stoppingToken.Register(() => cut.CancelAfter(Grace));
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await SendBatchAsync(stoppingToken, cut.Token) > 0)
                {
                    // A sent letter lets the next of its case go.
                }

                await signals.Mail.WaitAsync(Poll, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                LogFailure(exception);
                await PauseAsync(stoppingToken);
            }
        }
    }

    private static Task PauseAsync(CancellationToken stopping) => Task.Delay(Poll, stopping).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

    private async Task<int> SendBatchAsync(CancellationToken stopping, CancellationToken cut)
    {
        var claimed = await store.Outbox.ClaimAsync(OutboxChannels.Mail, Batch, lease, stopping);
        await Task.WhenAll(claimed.Select(message => SendAsync(message, cut)));
        return claimed.Count;
    }

    private async Task SendAsync(ClaimedMessage message, CancellationToken cancellation)
    {
        try
        {
            var letter = EngineJson.Read<OutgoingLetter>(message.Row.Payload)!;
            var result = await post.HandOverAsync(message.Row.Id, await writer.WriteAsync(letter, cancellation), cancellation);
            await SettleAsync(message, letter.To, result, cancellation);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or StoreException))
        {
            LogLetter(exception, message.Row.Id);
            await FailAsync(message.Row, (string?)message.Row.Payload["to"] ?? string.Empty, $"cannot be written: {exception.Message}", cancellation);
        }
    }

    private async Task SettleAsync(ClaimedMessage message, string to, SmtpResult result, CancellationToken cancellation)
    {
        var now = await store.NowAsync(cancellation);
        var answer = result.Code is { } code ? $"{code} {result.Answer}" : result.Answer;
        if (result.Outcome == SmtpOutcome.Accepted)
            await store.Outbox.MarkSentAsync(message.Row.Id, answer, cancellation);
        else if (result.Outcome == SmtpOutcome.Permanent)
            await FailAsync(message.Row, to, answer, cancellation);
        else if (Attempts.IsEnough(message.Attempts, now - message.Row.CreatedAt))
            await FailAsync(message.Row, to, $"not taken over in three days: {answer}", cancellation);
        else
            await store.Outbox.MarkRetryAsync(message.Row.Id, answer, now + Attempts.Pause(message.Attempts), cancellation);
    }

    /// <summary>The case hears first: killed in between, the letter is tried once more and the report, by its key, is the same.</summary>
    private async Task FailAsync(OutboxRow row, string to, string error, CancellationToken cancellation)
    {
        try
        {
            var key = new StimulusKey("outbox:failed", row.Id, row.Id, IsPermanent: true);
            await undelivered.ReportAsync(row.InstanceId, new DeliveryFailure(row.Id, row.Kind, to, error), key, cancellation);
        }
        catch (RejectedException rejected)
        {
            // The case takes nothing now (its procedure is quarantined); the failed row stays for readiness to count.
            LogUnheard(rejected, row.Id);
        }

        await store.Outbox.MarkFailedAsync(row.Id, error, cancellation);
    }

    [LoggerMessage(LogLevel.Error, "The mail loop failed; it goes on in five seconds")]
    private partial void LogFailure(Exception exception);

    [LoggerMessage(LogLevel.Error, "Letter {Id} cannot be written; its case has a task for it")]
    private partial void LogLetter(Exception exception, string id);

    [LoggerMessage(LogLevel.Error, "The case of letter {Id} could not be told that it failed")]
    private partial void LogUnheard(Exception exception, string id);
}

/// <summary>How often and how long a letter is tried.</summary>
internal static class Attempts
{
    private static readonly Duration MaxPause = Duration.FromHours(1);
    private static readonly Duration GivesUpAfter = Duration.FromDays(3);

    /// <summary>A host that was off for three days has not tried yet.</summary>
    private const int Least = 6;

    /// <param name="made">Attempts made, from 1.</param>
    /// <returns>1, 2, 4... minutes, at most an hour.</returns>
    public static Duration Pause(int made) => Duration.Min(MaxPause, Duration.FromMinutes(1L << Math.Clamp(made - 1, 0, 6)));

    public static bool IsEnough(int made, Duration age) => made >= Least && age > GivesUpAfter;
}
