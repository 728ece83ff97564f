using ProcedureEngine.Activities.Notification;
using ProcedureEngine.Host.Loops;
using ProcedureEngine.Host.Outbox;
using ProcedureEngine.Host.Telemetry;
using ProcedureEngine.Mail;

namespace ProcedureEngine.Host.Mail;

/// <summary>
/// Sends the letters of the outbox, at least once and in order per case, always with the same bytes. What cannot be sent now is tried again
/// with growing pauses for three days; what never can opens a task in its case and lets the next go.
/// </summary>
internal sealed partial class MailLoop(
    DurableStore store, LetterWriter writer, LetterPost post, Tries tries, MailSettings settings, Signals signals, ILogger<MailLoop> logger)
    : BackgroundService
{
    /// <summary>Letters on their way at one time, each over a connection of its own: one server that hangs does not hold up the others.</summary>
    private const int Connections = 8;

    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(5);

    /// <summary>A letter on its way at the stop may arrive; after that its connection is cut, and it is sent again with the same Message-ID.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly Duration lease = settings.Timeout + Duration.FromMinutes(1);
    private readonly List<Task> underway = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var cut = new CancellationTokenSource();
        await using var stopping = stoppingToken.Register(() => cut.CancelAfter(Grace));
        var wake = Task.CompletedTask;
        while (!stoppingToken.IsCancellationRequested)
        {
            await ClaimAsync(stoppingToken, cut.Token);
            if (wake.IsCompleted)
                wake = signals.Mail.WaitAsync(Poll, stoppingToken);
            await Task.WhenAny(underway.Append(wake));
            underway.RemoveAll(letter => letter.IsCompleted);
        }

        await Task.WhenAll(underway);
    }

    /// <summary>Each free connection gets a letter. One that has left frees its connection, and lets the next of its case go.</summary>
    private async Task ClaimAsync(CancellationToken stopping, CancellationToken cut)
    {
        try
        {
            if (underway.Count < Connections)
            {
                var claimed = await store.Outbox.ClaimAsync(OutboxChannels.Mail, Connections - underway.Count, lease, stopping);
                underway.AddRange(claimed.Select(message => SendAsync(message, cut)));
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The host stops; nothing was claimed.
        }
        catch (Exception exception)
        {
            LogFailure(exception);
        }
    }

    private async Task SendAsync(ClaimedMessage message, CancellationToken cancellation)
    {
        using var span = Traces.HandOver(message);
        try
        {
            if (await WriteAsync(message, cancellation) is not { } letter)
            {
                span.Fail("cannot be written");
                return;
            }

            var result = await post.HandOverAsync(message.Row.Id, letter, cancellation);
            if (result.Outcome != SmtpOutcome.Accepted)
                span.Fail($"{result.Outcome} {result.Code}");
            await SettleAsync(message, letter.Recipient, result, cancellation);
        }
        catch (OperationCanceledException)
        {
            // The host stops. The lease ends, and the letter is sent again as it is.
        }
        catch (Exception exception)
        {
            // The store failed: what is not marked is sent again when the lease ends.
            span.Fail(exception.GetType().Name);
            LogFailure(exception);
        }
    }

    /// <summary>What no program here can write never will be: its case hears it, like a refusal by the server.</summary>
    private async Task<WrittenLetter?> WriteAsync(ClaimedMessage message, CancellationToken cancellation)
    {
        var row = message.Row;
        try
        {
            return await writer.WriteAsync(EngineJson.Read<OutgoingLetter>(row.Payload)!, cancellation);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or StoreException))
        {
            LogLetter(exception, row.Id);
            await tries.UnwritableAsync(message, (string?)row.Payload["to"] ?? string.Empty, $"cannot be written: {exception.Message}", cancellation);
            return null;
        }
    }

    private Task SettleAsync(ClaimedMessage message, string to, SmtpResult result, CancellationToken cancellation)
    {
        var answer = result.Code is { } code ? $"{code} {result.Answer}" : result.Answer;
        return result.Outcome switch
        {
            SmtpOutcome.Accepted => store.Outbox.MarkSentAsync(message.Row.Id, answer, cancellation),
            SmtpOutcome.Permanent => tries.FailAsync(message.Row, to, answer, cancellation),
            _ => tries.AgainAsync(message, to, answer, cancellation),
        };
    }

    [LoggerMessage(LogLevel.Error, "The mail loop failed; it goes on within five seconds")]
    private partial void LogFailure(Exception exception);

    [LoggerMessage(LogLevel.Error, "Letter {Id} cannot be written; its case gets a task for it, unless a host of another program can write it")]
    private partial void LogLetter(Exception exception, string id);
}
