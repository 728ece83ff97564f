using ProcedureEngine.Deadlines;
using ProcedureEngine.Host.Composition;
using ProcedureEngine.Host.Loops;

namespace ProcedureEngine.Host.Calendar;

/// <summary>
/// Reads the calendar versions before the first request, and picks up what other hosts apply. One host counts anew what a version touches; it
/// waits until the others must have read it, and looks once more after a minute for limits that began on the version before.
/// </summary>
internal sealed partial class CalendarLoop(DurableStore store, CalendarKeeper keeper, CalendarMoves moves, CalendarBook book, Signals signals, ILogger<CalendarLoop> logger) : SteadyLoop(signals.Calendar, Poll)
{
    private const string Work = "calendar/move";
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(5);
    private static readonly Duration LeaseLength = Duration.FromMinutes(2);

    /// <summary>Twice the poll: by then every host that runs has read the version.</summary>
    private static readonly Duration PickedUp = Duration.FromSeconds(10);

    /// <summary>By then every burst on the version before is committed.</summary>
    private static readonly Duration Settled = Duration.FromMinutes(1);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await keeper.RefreshAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task TurnAsync(CancellationToken stopping)
    {
        await PickUpAsync(stopping);
        await WaitAsync(Poll, stopping);
    }

    private async Task PickUpAsync(CancellationToken cancellation)
    {
        await keeper.RefreshAsync(cancellation);
        if (book.Applied.IsEmpty || (await store.Calendars.AllAsync(cancellation)).LastOrDefault(version => version.DoneAt is null) is not { } last)
            return;
        var age = await store.NowAsync(cancellation) - last.AppliedAt;
        if ((store.IsShared && age < PickedUp) || await store.Leases.TakeAsync(Work, LeaseLength, cancellation) is not { } taken)
            return;
        Lease? lease = taken;
        var cases = await moves.MoveAsync(!store.IsShared || age >= Settled, IsOursAsync, cancellation);
        if (cases > 0)
            LogMoved(cases);
        if (lease is not null)
            await store.Leases.GiveBackAsync(lease, cancellation);

        async Task<bool> IsOursAsync(CancellationToken ending) => (lease = lease is null ? null : await store.Leases.RenewAsync(lease, LeaseLength, ending)) is not null;
    }

    [LoggerMessage(LogLevel.Information, "The time limits of {Cases} cases were counted on a new calendar version")]
    private partial void LogMoved(int cases);

    [LoggerMessage(LogLevel.Error, "Picking up calendar versions failed; it is tried again")]
    protected override partial void LogFailure(Exception exception);
}
