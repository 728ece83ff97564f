using System.Diagnostics;
using ProcedureEngine.Engine.Timers;

namespace ProcedureEngine.Host.Telemetry;

/// <summary>
/// The store as the runner sees it, with a span around each burst. What a burst sends and arms is marked with it, beside its content: neither a decision nor the
/// journal knows of traces.
/// </summary>
internal sealed class TracedBursts(DurableStore store) : IWorkflowStore
{
    public async Task<BurstAnswer> RunAsync(Stimulus stimulus, BurstDecision decide, CancellationToken cancellation)
    {
        using var span = Traces.Burst(stimulus);
        return Traces.Current is { } parent ? await RunAsync(span, parent, stimulus, decide, cancellation) : await store.RunAsync(stimulus, decide, cancellation);
    }

    public Task<IReadOnlyList<DueInstance>> FindDueAsync(int limit, CancellationToken cancellation) => store.FindDueAsync(limit, cancellation);

    public Task<Instant?> NextDueAsync(CancellationToken cancellation) => store.NextDueAsync(cancellation);

    public Task<Instant> NowAsync(CancellationToken cancellation) => store.NowAsync(cancellation);

    private async Task<BurstAnswer> RunAsync(Activity? span, string parent, Stimulus stimulus, BurstDecision decide, CancellationToken cancellation)
    {
        Decided? decided = null;
        try
        {
            var answer = await store.RunAsync(
                stimulus,
                async (seen, ledger) =>
                {
                    decided = Decided.Of(seen, await decide(seen, ledger), parent);
                    return decided.Result;
                },
                cancellation);
            span?.SetTag("burst.outcome", answer.IsRepeat ? "repeat" : answer.Kind);
            if (span is not null)
                decided?.TellTo(span);
            return answer;
        }
        catch (Exception exception)
        {
            // A defect is told by the next burst, which records its incident.
            span?.SetTag("burst.outcome", exception is RejectedException refused ? $"refused {refused.Rule}" : "undone");
            if (exception is StoreException)
                span.Fail(exception.GetType().Name);
            throw;
        }
    }

    /// <param name="Origin">Null when it changed nothing.</param>
    private sealed record Decided(Snapshot Seen, BurstResult Result, TraceOrigin? Origin)
    {
        public static Decided Of(Snapshot seen, BurstResult result, string parent)
        {
            if (result.Instance is not { } instance)
                return new Decided(seen, result, null);
            var origin = new TraceOrigin(parent, instance.DefinitionId, instance.DefinitionVersion, instance.Office, result.Journal.FirstOrDefault(line => line.ActivityId is not null)?.ActivityId);
            var marked = result with
            {
                Outbox = [.. result.Outbox.Select(row => row with { Origin = origin })],
                Timers = [.. result.Timers.Select(timer => timer with { Origin = origin })],
            };
            return new Decided(seen, marked, origin);
        }

        /// <summary>Which case the request or message around it was about is known by now as well.</summary>
        public void TellTo(Activity span)
        {
            if (Origin is null)
                return;
            Traces.Describe(span, Result.Instance!.Id, Origin);
            if (span.Parent is { } around)
                Traces.Describe(around, Result.Instance.Id, Origin);
            foreach (var line in Result.Journal.Where(line => line.ActivityId is not null))
                Traces.Note(span, line);
            foreach (var timer in Fired().Where(timer => timer.Origin is not null))
                Traces.Link(span, timer.Origin!, timer.Name);
            if (Result.Incidents.FirstOrDefault(incident => incident.ResolvedAt is null) is { } raised)
                span.SetTag("incident.id", raised.Id).Fail(raised.ExceptionType);
        }

        /// <summary>Timers that were due, and are gone or armed anew.</summary>
        private IEnumerable<TimerRow> Fired() => Seen.Timers.Where(timer => timer.Due <= Seen.Now
            && (Result.GoneTimers.Contains(timer.Id, StringComparer.Ordinal) || Result.Timers.Any(armed => armed.Id == timer.Id)));
    }
}
