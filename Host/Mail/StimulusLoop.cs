using System.Text.Json;
using ProcedureEngine.Activities.Notification;
using ProcedureEngine.Host.Loops;

namespace ProcedureEngine.Host.Mail;

/// <summary>
/// Runs what one case asks of another (a triaged mail that opens a case), exactly once in effect: the outbox row's id is the key. A refused
/// stimulus takes its sender up again, so that nothing is lost in between.
/// </summary>
internal sealed partial class StimulusLoop(DurableStore store, WorkflowRunner runner, Signals signals, ILogger<StimulusLoop> logger) : BackgroundService
{
    private static readonly Duration Lease = Duration.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                foreach (var message in await store.Outbox.ClaimAsync(OutboxChannels.Stimulus, 50, Lease, stoppingToken))
                    await RunAsync(message.Row, stoppingToken);
                await signals.Stimuli.WaitAsync(TimeSpan.FromSeconds(5), stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                LogFailure(exception);
                await signals.Stimuli.WaitAsync(TimeSpan.FromSeconds(5), stoppingToken);
            }
        }
    }

    private async Task RunAsync(OutboxRow row, CancellationToken cancellation)
    {
        var stimulus = row.Payload.Deserialize<Stimulus>(EngineJson.Options)! with { Key = new StimulusKey("outbox", row.Id, row.Id, IsPermanent: true) };
        try
        {
            var answer = await runner.RunAsync(stimulus, cancellation);
            await store.Outbox.MarkSentAsync(row.Id, $"{answer.Kind} {answer.InstanceId}", cancellation);
        }
        catch (RejectedException rejected)
        {
            LogRefused(rejected, row.Id);
            var key = new StimulusKey("outbox:refused", row.Id, row.Id, IsPermanent: true);
            await runner.RunAsync(new Reopen(row.InstanceId, Actor.Engine, $"Refused: {rejected.Text.Vi}") { Key = key }, cancellation);
            await store.Outbox.MarkFailedAsync(row.Id, rejected.Message, cancellation);
        }
    }

    [LoggerMessage(LogLevel.Error, "The stimulus loop failed; it goes on in five seconds")]
    private partial void LogFailure(Exception exception);

    [LoggerMessage(LogLevel.Warning, "Stimulus {Id} was refused; its sender is taken up again")]
    private partial void LogRefused(Exception exception, string id);
}
