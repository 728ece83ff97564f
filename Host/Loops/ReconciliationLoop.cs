using ProcedureEngine.Activities.TimeLimits;
using ProcedureEngine.Host.Composition;
using ProcedureEngine.Persistence.Supervision;

namespace ProcedureEngine.Host.Loops;

/// <summary>
/// Every minute, on one host: compares running limits with armed timers and puts right what differs, each case by a burst of its own. What cannot
/// be put right (a quarantined procedure, a timer that failed and waits with its incident) is raised as an alarm.
/// </summary>
internal sealed partial class ReconciliationLoop(DurableStore store, WorkflowRunner runner, EngineHostOptions options, ILogger<ReconciliationLoop> logger) : PeriodicLoop(options.ReconcileEvery)
{
    private const string Lease = "reconcile/time-limits";
    private const int Batch = 500;

    /// <summary>Shorter than the minute between two rounds, so that the next one finds it over.</summary>
    private static readonly Duration LeaseLength = Duration.FromSeconds(50);

    /// <summary>One round, whoever has the lease.</summary>
    /// <returns>How many cases were put right.</returns>
    public async Task<int> ReconcileAsync(CancellationToken cancellation)
    {
        var suspects = await store.Watch.SuspectsAsync(Batch, cancellation);
        var (repaired, raised) = (0, new List<string>());
        foreach (var ofCase in suspects.GroupBy(suspect => suspect.InstanceId, StringComparer.Ordinal))
        {
            var (isRepaired, obstacle) = await RepairAsync(ofCase.Key, [.. ofCase], cancellation);
            if (isRepaired)
            {
                repaired++;
                continue;
            }

            raised.AddRange(ofCase.Select(suspect => suspect.Subject));
            if (obstacle is null)
                continue;
            foreach (var suspect in ofCase)
                await store.Watch.RaiseAsync(suspect, obstacle, cancellation);
            LogAlarm(ofCase.Key, obstacle);
        }

        if (suspects.Count < Batch)
            await store.Watch.ClearAsync(raised, cancellation);
        if (repaired > 0)
            LogRepaired(repaired);
        return repaired;
    }

    protected override async Task TurnAsync(CancellationToken stopping)
    {
        if (await store.Leases.TryTakeAsync(Lease, LeaseLength, stopping))
            await ReconcileAsync(stopping);
    }

    /// <summary>Puts a case right; says what is in the way when that is not possible, and nothing when the case is another host's to put right.</summary>
    private async Task<(bool IsRepaired, string? Obstacle)> RepairAsync(string instanceId, IReadOnlyList<LimitSuspect> suspects, CancellationToken cancellation)
    {
        var setAside = (await store.Queries.IncidentsOfAsync(instanceId, cancellation)).Where(incident => incident.ResolvedAt is null && incident.SetAsideTimer() is not null).ToList();
        if (setAside.Find(incident => suspects.Any(suspect => (string?)incident.SetAsideTimer()!.Payload?["limit"] == suspect.Subject)) is { } failed)
            return (false, $"its timer failed and waits with incident {failed.Id}: {failed.Message}");
        try
        {
            var answer = await runner.RunAsync(ReconcileLimits.Stimulus(instanceId), cancellation);
            return answer.Kind == "incident" ? (false, "the repair itself failed; an incident tells why") : (true, null);
        }
        catch (RejectedException elsewhere) when (elsewhere.Kind == RejectionKind.Unavailable)
        {
            return (false, null);
        }
        catch (Exception exception) when (exception is RejectedException or StoreException)
        {
            return (false, exception.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Time limits of {Cases} cases differed from their timers and were put right")]
    private partial void LogRepaired(int cases);

    [LoggerMessage(LogLevel.Error, "Time limits of {Instance} cannot be armed: {Reason}")]
    private partial void LogAlarm(string instance, string reason);

    [LoggerMessage(LogLevel.Error, "The reconciliation of time limits failed; it is tried again at its next turn")]
    protected override partial void LogFailure(Exception exception);
}
