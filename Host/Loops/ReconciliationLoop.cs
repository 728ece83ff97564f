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
    private const string Work = "reconcile/time-limits";
    private const int Batch = 500;

    /// <summary>Shorter than the minute between two rounds, so that the next one finds it over.</summary>
    private static readonly Duration LeaseLength = Duration.FromSeconds(50);

    /// <summary>One round, whoever has the lease.</summary>
    /// <returns>How many cases were put right.</returns>
    public async Task<int> ReconcileAsync(CancellationToken cancellation)
    {
        var (repaired, raised) = (0, new List<string>());
        SuspectPlace? place = SuspectPlace.Start;
        while (place is not null)
        {
            var page = await store.Watch.SuspectsAsync(place, Batch, cancellation);
            foreach (var ofCase in page.Items.GroupBy(suspect => suspect.InstanceId, StringComparer.Ordinal))
            {
                var found = await RepairAsync(ofCase.Key, [.. ofCase], cancellation);
                repaired += found.IsRepaired ? 1 : 0;
                if (!found.IsRight)
                    raised.AddRange(ofCase.Select(suspect => suspect.Subject));
                if (found.Obstacle is { } obstacle)
                    await RaiseAsync(ofCase, obstacle, cancellation);
            }

            place = page.Next;
        }

        await store.Watch.ClearAsync(raised, cancellation);
        if (repaired > 0)
            LogRepaired(repaired);
        return repaired;
    }

    protected override async Task TurnAsync(CancellationToken stopping)
    {
        if (await store.Leases.TakeAsync(Work, LeaseLength, stopping) is not null)
            await ReconcileAsync(stopping);
    }

    private async Task RaiseAsync(IGrouping<string, LimitSuspect> ofCase, string obstacle, CancellationToken cancellation)
    {
        foreach (var suspect in ofCase)
            await store.Watch.RaiseAsync(suspect, obstacle, cancellation);
        LogAlarm(ofCase.Key, obstacle);
    }

    /// <summary>Puts a case right; says what is in the way when that is not possible, and nothing when the case is another host's to put right.</summary>
    private async Task<Found> RepairAsync(string instanceId, IReadOnlyList<LimitSuspect> suspects, CancellationToken cancellation)
    {
        var setAside = (await store.Queries.IncidentsOfAsync(instanceId, cancellation)).Where(incident => incident.ResolvedAt is null && incident.SetAsideTimer() is not null).ToList();
        if (setAside.Find(incident => suspects.Any(suspect => (string?)incident.SetAsideTimer()!.Payload?["limit"] == suspect.Subject)) is { } failed)
            return Found.Stopped($"its timer failed and waits with incident {failed.Id}: {failed.Message}");
        try
        {
            var answer = await runner.RunAsync(ReconcileLimits.Stimulus(instanceId), cancellation);
            return answer.Kind == "incident" ? Found.Stopped("the repair itself failed; an incident tells why") : new Found(true, (int?)answer.Body[ReconcileLimits.Repaired] > 0, null);
        }
        catch (RejectedException elsewhere) when (elsewhere.Kind == RejectionKind.Unavailable)
        {
            return new Found(false, false, null);
        }
        catch (Exception exception) when (exception is RejectedException or StoreException)
        {
            return Found.Stopped(exception.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Time limits of {Cases} cases differed from their timers and were put right")]
    private partial void LogRepaired(int cases);

    [LoggerMessage(LogLevel.Error, "Time limits of {Instance} cannot be armed: {Reason}")]
    private partial void LogAlarm(string instance, string reason);

    [LoggerMessage(LogLevel.Error, "The reconciliation of time limits failed; it is tried again at its next turn")]
    protected override partial void LogFailure(Exception exception);

    /// <summary>How a case was left.</summary>
    /// <param name="IsRight">Its limits and timers agree now.</param>
    /// <param name="IsRepaired">They did not before: what was right by then was put right by another.</param>
    private sealed record Found(bool IsRight, bool IsRepaired, string? Obstacle)
    {
        public static Found Stopped(string obstacle) => new(false, false, obstacle);
    }
}
