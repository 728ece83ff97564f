using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Host.Mail;
using ProcedureEngine.Persistence.Hosts;

namespace ProcedureEngine.Host.Outbox;

/// <summary>
/// What becomes of a message of the outbox that could not be handed over: tried again with growing pauses for three days, then given up. Its
/// case hears of that, and the next message goes.
/// </summary>
internal sealed partial class Tries(DurableStore store, UndeliveredLetters undelivered, ILogger<Tries> logger, HostSeat? seat = null)
{
    private static readonly Duration MaxPause = Duration.FromHours(1);
    private static readonly Duration GivesUpAfter = Duration.FromDays(3);

    /// <summary>A host that was off for three days has not tried yet.</summary>
    private const int Least = 6;

    /// <param name="to">To whom it goes, for the case's officer.</param>
    /// <param name="answer">What stood in the way.</param>
    public async Task AgainAsync(ClaimedMessage message, string to, string answer, CancellationToken cancellation)
    {
        var now = await store.NowAsync(cancellation);
        if (IsEnough(message.Attempts, now - message.Row.CreatedAt))
            await FailAsync(message.Row, to, $"not taken over in three days: {answer}", cancellation);
        else
            await store.Outbox.MarkRetryAsync(message.Row.Id, answer, now + Pause(message.Attempts), cancellation);
    }

    /// <summary>
    /// This program cannot read or write the message. Beside hosts of another program (an upgrade) it may be theirs and is left to them; otherwise
    /// nobody ever will, and it is given up at once.
    /// </summary>
    public async Task UnwritableAsync(ClaimedMessage message, string to, string reason, CancellationToken cancellation)
    {
        if (store.IsShared && seat is not null && await store.Hosts.IsBesideAnotherAsync(seat, cancellation))
            await AgainAsync(message, to, reason, cancellation);
        else
            await FailAsync(message.Row, to, reason, cancellation);
    }

    /// <summary>The case hears first: killed in between, the message is tried once more and the report, by its key, is the same.</summary>
    public async Task FailAsync(OutboxRow row, string to, string error, CancellationToken cancellation)
    {
        try
        {
            var key = new StimulusKey("outbox:failed", row.Id, row.Id, IsPermanent: true);
            await undelivered.ReportAsync(row.InstanceId, new DeliveryFailure(row.Id, row.Kind, to, error) { Channel = row.Channel }, key, cancellation);
        }
        catch (RejectedException rejected) when (rejected.Kind != RejectionKind.Unavailable)
        {
            // The case takes nothing now (its procedure is quarantined); the failed row stays for readiness to count.
            LogUnheard(rejected, row.Id);
        }

        await store.Outbox.MarkFailedAsync(row.Id, error, cancellation);
    }

    /// <param name="made">Attempts made, from 1.</param>
    /// <returns>1, 2, 4... minutes, at most an hour.</returns>
    internal static Duration Pause(int made) => Duration.Min(MaxPause, Duration.FromMinutes(1L << Math.Clamp(made - 1, 0, 6)));

    internal static bool IsEnough(int made, Duration age) => made >= Least && age > GivesUpAfter;

    [LoggerMessage(LogLevel.Error, "The case of message {Id} could not be told that it failed")]
    private partial void LogUnheard(Exception exception, string id);
}
