using ProcedureEngine.Activities.TimeLimits;
using ProcedureEngine.Engine.Timers;
using ProcedureEngine.Host.Telemetry;

namespace ProcedureEngine.Host.Calendar;

/// <summary>
/// The store as the runner sees it, for limits on a calendar version that another host put in force some moments ago: the versions are read, and the burst is
/// decided once more. It has no effect before it commits, so that nothing is done twice.
/// </summary>
internal sealed class CalendarBursts(TracedBursts store, CalendarKeeper keeper) : IWorkflowStore
{
    public async Task<BurstAnswer> RunAsync(Stimulus stimulus, BurstDecision decide, CancellationToken cancellation)
    {
        try
        {
            return await store.RunAsync(stimulus, decide, cancellation);
        }
        catch (RejectedException unread) when (unread.Rule == LegalTime.Unread)
        {
            await keeper.RefreshAsync(cancellation);
            return await store.RunAsync(stimulus, decide, cancellation);
        }
    }

    public Task<IReadOnlyList<DueInstance>> FindDueAsync(int limit, CancellationToken cancellation) => store.FindDueAsync(limit, cancellation);

    public Task<Instant?> NextDueAsync(CancellationToken cancellation) => store.NextDueAsync(cancellation);

    public Task<Instant> NowAsync(CancellationToken cancellation) => store.NowAsync(cancellation);
}
