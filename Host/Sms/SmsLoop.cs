using System.Text.Json;
using ProcedureEngine.Activities.Notification;
using ProcedureEngine.Host.Composition;
using ProcedureEngine.Host.Loops;
using ProcedureEngine.Host.Outbox;
using ProcedureEngine.Host.Telemetry;

namespace ProcedureEngine.Host.Sms;

/// <summary>One short message as a gateway finds it, a JSON file of its own.</summary>
/// <param name="Id">The same at every attempt, also the file's name: a gateway that keeps the ids it has sent sends none twice.</param>
/// <param name="Kind">What it is (<c>sms-case-code</c>).</param>
/// <param name="To"><c>+84</c> and nine digits.</param>
/// <param name="Sequence">Its place among the case's short messages, from 1.</param>
internal sealed record PickedUpSms(string Id, string CaseId, long Sequence, string Kind, string To, string Text, Instant WrittenAt);

/// <summary>
/// Puts the short messages of the outbox into the pickup folder <c>sms-out</c>, at least once and in order per case. What cannot be written is
/// tried again like a letter; what never can opens a task in its case.
/// </summary>
internal sealed partial class SmsLoop(DurableStore store, Tries tries, EngineHostOptions options, Signals signals, ILogger<SmsLoop> logger) : SteadyLoop(signals.ShortMessages, Poll)
{
    private const int Batch = 50;
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(5);
    private static readonly Duration Lease = Duration.FromMinutes(5);
    private static readonly JsonSerializerOptions Readable = new(EngineJson.Options) { WriteIndented = true };

    private readonly PickupFolder folder = new(options.SmsOut);

    protected override async Task TurnAsync(CancellationToken stopping)
    {
        while (await RunBatchAsync(stopping) > 0)
        {
            // One that has left lets the next of its case go; what failed before it was marked leaves again when its lease ends.
        }

        await WaitAsync(Poll, stopping);
    }

    private async Task<int> RunBatchAsync(CancellationToken stopping)
    {
        var claimed = await store.Outbox.ClaimAsync(OutboxChannels.Sms, Batch, Lease, stopping);
        foreach (var message in claimed)
            await HandOverAsync(message, stopping);
        return claimed.Count;
    }

    private async Task HandOverAsync(ClaimedMessage message, CancellationToken cancellation)
    {
        using var span = Traces.HandOver(message);
        var row = message.Row;
        var to = (string?)row.Payload["to"] ?? string.Empty;
        if (Read(row) is not { } sms)
        {
            span.Fail("cannot be read");
            await tries.UnwritableAsync(message, to, "the message cannot be read", cancellation);
            return;
        }

        try
        {
            await folder.WriteAsync($"{row.Id}.json", JsonSerializer.SerializeToUtf8Bytes(sms, Readable), cancellation);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogFolder(exception, row.Id);
            span.Fail(exception.GetType().Name);
            await tries.AgainAsync(message, to, exception.Message, cancellation);
            return;
        }

        await store.Outbox.MarkSentAsync(row.Id, $"sms-out/{row.Id}.json", cancellation);
    }

    private PickedUpSms? Read(OutboxRow row)
    {
        try
        {
            var sms = EngineJson.Read<OutgoingSms>(row.Payload)!;
            return new PickedUpSms(row.Id, row.InstanceId, row.Sequence, row.Kind, sms.To, sms.Text, sms.WrittenAt);
        }
        catch (Exception exception) when (exception is JsonException or DefectException)
        {
            LogUnreadable(exception, row.Id);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Error, "The loop of short messages failed; it goes on in five seconds")]
    protected override partial void LogFailure(Exception exception);

    [LoggerMessage(LogLevel.Error, "Short message {Id} cannot be written to its folder; tried again")]
    private partial void LogFolder(Exception exception, string id);

    [LoggerMessage(LogLevel.Error, "Short message {Id} cannot be read; its case gets a task for it, unless a host of another program can read it")]
    private partial void LogUnreadable(Exception exception, string id);
}
