using System.Text.Json;
using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Activities.Notification;
using ProcedureEngine.Host.Cases;
using ProcedureEngine.Host.Loops;
using ProcedureEngine.Host.Telemetry;

namespace ProcedureEngine.Host.Mail;

/// <summary>
/// Runs what one case asks of another (a looked-at mail that opens a case), exactly once in effect: the outbox row's id is the key. The
/// sender hears what became of it, so that nothing is lost when it is refused.
/// </summary>
internal sealed partial class StimulusLoop(
    DurableStore store, WorkflowRunner runner, MailLookups lookups, Signals signals, ILogger<StimulusLoop> logger) : SteadyLoop(signals.Stimuli, Poll)
{
    private const int Batch = 50;
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(5);
    private static readonly Duration Lease = Duration.FromMinutes(5);
    private static readonly Duration RetryPause = Duration.FromMinutes(5);

    /// <summary>The other host looks at its next <see cref="Poll"/>.</summary>
    private static readonly Duration OtherHostPause = Duration.FromSeconds(10);

    protected override async Task TurnAsync(CancellationToken stopping)
    {
        while (await RunBatchAsync(stopping) > 0)
        {
            // One that is done lets the next of its case go.
        }

        await WaitAsync(Poll, stopping);
    }

    private async Task<int> RunBatchAsync(CancellationToken stopping)
    {
        var claimed = await store.Outbox.ClaimAsync(OutboxChannels.Stimulus, Batch, Lease, stopping);
        foreach (var message in claimed)
            await RunAsync(message, stopping);
        return claimed.Count;
    }

    private async Task RunAsync(ClaimedMessage message, CancellationToken cancellation)
    {
        using var span = Traces.HandOver(message);
        var row = message.Row;
        try
        {
            var settled = await SettleAsync(row, cancellation);
            if (settled.ReportTo(row) is { } report)
                await TellAsync(report with { Key = Key("outbox:settled", row) }, cancellation);
            if (settled.Problem is { } problem)
                await store.Outbox.MarkFailedAsync(row.Id, problem.En, cancellation);
            else
                await store.Outbox.MarkSentAsync(row.Id, $"case {settled.CaseId}", cancellation);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or StoreException))
        {
            // The sender itself takes nothing now (its procedure is quarantined), the row is not to be read by this version, or another host acts on
            // the case that is asked.
            LogStuck(exception, row.Id);
            span.Fail(exception.GetType().Name);
            var pause = exception is RejectedException { Kind: RejectionKind.Unavailable } ? OtherHostPause : RetryPause;
            await store.Outbox.MarkRetryAsync(row.Id, exception.Message, await store.NowAsync(cancellation) + pause, cancellation);
        }
    }

    private async Task TellAsync(Stimulus report, CancellationToken cancellation)
    {
        try
        {
            await runner.RunAsync(report, cancellation);
        }
        catch (RejectedException rejected) when (rejected.Rule == "still-running")
        {
            // The head took the merged case up first.
        }
    }

    private async Task<StimulusSettled> SettleAsync(OutboxRow row, CancellationToken cancellation)
    {
        try
        {
            var answer = row.Kind == AttachMail.Kind
                ? await AttachAsync(row, EngineJson.Read<AttachMail>(row.Payload)!, cancellation)
                : await runner.RunAsync(row.Payload.Deserialize<Stimulus>(EngineJson.Options)! with { Key = Key("outbox", row) }, cancellation);
            return new StimulusSettled(answer.InstanceId, null);
        }
        catch (RejectedException rejected) when (rejected.Kind != RejectionKind.Unavailable)
        {
            LogRefused(rejected, row.Id);
            return new StimulusSettled(null, rejected.Text);
        }
    }

    /// <summary>The officer's word joins the mail to the case, whoever sent it and whether the case runs or not; one that lapsed is taken up again.</summary>
    private async Task<BurstAnswer> AttachAsync(OutboxRow row, AttachMail attach, CancellationToken cancellation)
    {
        var key = Key("outbox", row);
        if ((await store.FindKeyAsync(key.Scope, key.Key, cancellation))?.Answer is { } done)
            return done;
        var file = Only(await lookups.NamedAsync(attach.Office, attach.NumberOrCode, cancellation), attach.NumberOrCode);
        await LateAnswer.ReopenAsync(store, runner, file, key, "Cán bộ đưa thư trả lời muộn vào hồ sơ (a late answer, by an officer's word)", cancellation);
        var applicant = Actor.Party(Activities.Roles.Applicant.Id);
        return await runner.RunAsync(new Deliver(file.Id, applicant, StimulusNames.Mail, EngineJson.ToObject(attach.Mail)) { Key = key }, cancellation);
    }

    private static CaseFile Only(IReadOnlyList<CaseFile> files, string named) => files switch
    {
        [var only] => only,
        [] => throw RejectedException.Conflict("unknown-case", $"Cơ quan không có hồ sơ '{named}'.", $"The office has no case '{named}'."),
        _ => throw RejectedException.Conflict(
            "several-cases", $"'{named}' chỉ nhiều hồ sơ; hãy dùng mã tra cứu.", $"'{named}' names several cases; use the reference code."),
    };

    private static StimulusKey Key(string scope, OutboxRow row) => new(scope, row.Id, row.Id, IsPermanent: true);

    [LoggerMessage(LogLevel.Error, "The stimulus loop failed; it goes on in five seconds")]
    protected override partial void LogFailure(Exception exception);

    [LoggerMessage(LogLevel.Warning, "Stimulus {Id} was refused; its sender is told")]
    private partial void LogRefused(Exception exception, string id);

    [LoggerMessage(LogLevel.Error, "Stimulus {Id} cannot be run or its sender cannot be told; tried again later")]
    private partial void LogStuck(Exception exception, string id);
}
