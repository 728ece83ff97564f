using MassTransit;
using ProcedureEngine.Contracts.V1;
using ProcedureEngine.Host.Telemetry;

namespace ProcedureEngine.Host.Messaging;

/// <summary>
/// What a system's queue brings: done and answered, or refused and answered, or put aside to be tried again, or put into the error queue with the
/// reason. Only when none of these can be done does it stay in the queue.
/// </summary>
internal sealed partial class CommandReceiver(CommandDoor door, MessagingOptions options, DurableStore store, IClock clock, ILogger<CommandReceiver> logger)
{
    /// <summary>Before the broker gives back what it would take nowhere.</summary>
    private static readonly TimeSpan Breath = TimeSpan.FromSeconds(1);

    /// <summary>An answer that the broker does not take in this time has failed: where a sender's queue is of another kind, MassTransit would try for ever.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task ReceiveAsync<T>(SendingSystem sender, ConsumeContext<T> context) where T : class
    {
        using var span = Traces.Receive(typeof(T).Name, TraceHeaders.Read(context));
        try
        {
            var envelope = Envelope.Of(context.ReceiveContext);
            if (envelope.Fault is { } fault)
                throw Failure.Unreadable(fault);
            var answer = await AnswerAsync(sender, context, envelope);
            if (envelope.AnswersTo is { } address)
                await SendAsync(context.ReceiveContext, address, answer, envelope);
        }
        catch (Exception exception) when (!context.CancellationToken.IsCancellationRequested)
        {
            span.Fail(exception.GetType().Name);
            await PutAsideAsync(sender, context.ReceiveContext, exception);
        }
    }

    /// <summary>To be tried again, or into the error queue.</summary>
    /// <exception cref="NotPutAsideException">The broker takes it nowhere; after a pause, so that it does not come again and again at full speed.</exception>
    public async Task PutAsideAsync(SendingSystem sender, ReceiveContext message, Exception failure)
    {
        try
        {
            await PlaceAsync(sender, message, failure);
        }
        catch (Exception exception) when (!message.CancellationToken.IsCancellationRequested)
        {
            await Task.Delay(Breath, message.CancellationToken);
            throw new NotPutAsideException(exception);
        }
    }

    private async Task PlaceAsync(SendingSystem sender, ReceiveContext message, Exception failure)
    {
        var (delivery, envelope) = (Delivery.Of(message), Envelope.Of(message));
        var now = await NowAsync(message.CancellationToken);
        var since = now - (delivery.FirstFailedAt ?? now);
        if (options.Schedule.Next(failure, delivery.Attempts, since) is { } pause)
        {
            LogLater(sender.Name, envelope.MessageId, failure.Message, pause);
            await delivery.WaitAsync(sender.Queue, pause, delivery.FirstFailedAt ?? now);
            return;
        }

        var failed = Failure.Of(failure, envelope.MessageId);
        await delivery.GiveUpAsync(sender.ErrorQueue, failed, failure.Message, now);
        LogGivenUp(sender.Name, envelope.MessageId, failed.Rule, failure.Message);
        await TellAsync(message, envelope, failed);
    }

    private async Task<object> AnswerAsync<T>(SendingSystem sender, ConsumeContext<T> context, Envelope envelope) where T : class
    {
        if (!envelope.MayBeAnswered)
            throw Failure.AnswerAddress();
        var id = context.MessageId?.ToString() ?? throw Failure.NoMessageId();
        var isHeard = envelope.AnswersTo is not null;
        try
        {
            return Answer.Of(id, await door.RunAsync(sender, id, context.Message, isHeard, context.CancellationToken));
        }
        catch (Exception exception) when (Refusal.Of(exception) is { } refusal)
        {
            // One that nobody would hear lies where operators look.
            return isHeard ? Answer.Of(id, refusal) : throw new UnusableMessageException(refusal.Rule, refusal.Text);
        }
    }

    private static async Task SendAsync(ReceiveContext message, Uri address, object told, Envelope envelope)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(message.CancellationToken);
        patience.CancelAfter(Patience);
        var endpoint = await message.SendEndpointProvider.GetSendEndpoint(address);
        await endpoint.Send(told, told.GetType(), Pipe.Execute<SendContext>(send =>
        {
            send.RequestId = envelope.RequestId;
            TraceHeaders.Write(send);
        }), patience.Token);
    }

    /// <summary>The store's now; when it gives none (which may be why this failed) the host's own.</summary>
    private async Task<Instant> NowAsync(CancellationToken cancellation)
    {
        try
        {
            return await store.NowAsync(cancellation);
        }
        catch (Exception) when (!cancellation.IsCancellationRequested)
        {
            return clock.GetCurrentInstant();
        }
    }

    /// <summary>The message is safe in the error queue by now: a fault that cannot be told changes nothing.</summary>
    private async Task TellAsync(ReceiveContext message, Envelope envelope, CommandFailed failed)
    {
        try
        {
            if (envelope.FaultsTo is { } address && envelope.MayBeAnswered)
                await SendAsync(message, address, failed, envelope);
        }
        catch (Exception exception)
        {
            LogUntold(exception.Message);
        }
    }

    [LoggerMessage(LogLevel.Information, "Command {Message} of {System} is tried again in {Pause}: {Reason}")]
    private partial void LogLater(string system, string? message, string reason, TimeSpan pause);

    [LoggerMessage(LogLevel.Warning, "Command {Message} of {System} lies in its error queue ({Rule}): {Reason}")]
    private partial void LogGivenUp(string system, string? message, string rule, string reason);

    [LoggerMessage(LogLevel.Warning, "A sender could not be told of its fault: {Reason}")]
    private partial void LogUntold(string reason);
}

/// <summary>The broker was lost, or took it nowhere, while a message was to be put aside: it stays in its queue and comes again.</summary>
internal sealed class NotPutAsideException(Exception inner) : Exception($"The message could not be put aside: {inner.Message}", inner);
