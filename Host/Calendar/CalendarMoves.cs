using ProcedureEngine.Activities.TimeLimits;
using ProcedureEngine.Deadlines;
using ProcedureEngine.Persistence.Supervision;

namespace ProcedureEngine.Host.Calendar;

/// <summary>What a version does to limits that run: told beforehand, and done case by case.</summary>
internal sealed partial class CalendarMoves(
    DurableStore store, CalendarKeeper keeper, LimitCounter counter, WorkflowRunner runner, OfficeDirectory offices, ILogger<CalendarMoves> logger)
{
    /// <summary>Cases between two looks at newer versions and at the lease: well within a lease's length.</summary>
    private const int Batch = 50;

    /// <summary>Most limits that one page of a preview looks at; few of them may move.</summary>
    private const int MaxLooked = 5000;

    /// <summary>The days that a set speaks of; a limit that touches none of them stays as it is.</summary>
    public static (LocalDate From, LocalDate To) DaysOf(CalendarUpload upload)
    {
        var days = upload.Entries.Select(entry => entry.Date).Concat(upload.CompleteYears.SelectMany(year => new[] { new LocalDate(year, 1, 1), new LocalDate(year, 12, 31) })).ToList();
        return (days.Min(), days.Max());
    }

    /// <summary>What would move, by the end that limits have now. A page may be short and yet have a next.</summary>
    /// <exception cref="CalendarUploadException">Entries break rules; all are told.</exception>
    public async Task<PreviewPage> PreviewAsync(CalendarUpload upload, string? cursor, int limit, CancellationToken cancellation)
    {
        var after = counter.Book.After(upload);
        var (from, to) = DaysOf(upload);
        var today = (await store.NowAsync(cancellation)).InZone(counter.Zone).Date;
        var (moves, looked) = (new List<MoveView>(), 0);
        do
        {
            var page = await store.Queries.DeadlinesAsync(
                new DeadlineFilter(upload.Office is null ? null : [upload.Office], "running", Cursor: cursor, Limit: Math.Clamp(limit, 1, 500)) { DueFrom = from.AtStartOfDayInZone(counter.Zone).ToInstant() }, cancellation);
            var names = (await store.Queries.CasesByIdsAsync([.. page.Items.Select(running => running.InstanceId).Distinct(StringComparer.Ordinal)], cancellation)).ToDictionary(file => file.Id, file => file.Name, StringComparer.Ordinal);
            moves.AddRange(page.Items.Where(running => running.StartedAt.InZone(counter.Zone).Date <= to).Select(running => Move(running, names, after.Current(running.Office), today)).OfType<MoveView>());
            looked += page.Items.Count;
            cursor = page.Cursor;
        }
        while (cursor is not null && moves.Count < limit && looked < MaxLooked);
        return new PreviewPage(moves, cursor);
    }

    /// <summary>
    /// Counts anew what every unfinished version touches. Goes on where a crash left it: what was counted on the new version is not found again. A version
    /// that came after this host had read them is left to the next round.
    /// </summary>
    /// <param name="isOurs">Asked between batches: false when another host has taken the work over; then it is left to that one.</param>
    /// <returns>How many cases were gone through.</returns>
    public async Task<int> MoveAsync(bool mayFinish, Func<CancellationToken, Task<bool>> isOurs, CancellationToken cancellation)
    {
        await keeper.RefreshAsync(cancellation);
        var (moved, known) = (0, counter.Book.Applied.Length);
        foreach (var version in (await store.Calendars.AllAsync(cancellation)).Where(version => version.DoneAt is null && version.Sequence <= known))
        {
            var isComplete = true;
            foreach (var office in OfficesOf(version.Upload))
            {
                var (cases, all) = await MoveAsync(office, DaysOf(version.Upload), isOurs, cancellation);
                (moved, isComplete) = (moved + cases, isComplete && all);
            }

            if (isComplete && mayFinish && await isOurs(cancellation))
                await store.Calendars.DoneAsync(version.Sequence, cancellation);
        }

        return moved;
    }

    /// <summary>How many limits still wait to be counted on a version.</summary>
    public async Task<long> LeftAsync(CalendarVersion version, CancellationToken cancellation)
    {
        var left = 0L;
        foreach (var office in version.DoneAt is null ? OfficesOf(version.Upload) : [])
            left += await store.Calendars.CountToMoveAsync(office, counter.Book.Current(office).Version, DaysOf(version.Upload), cancellation);
        return left;
    }

    private IEnumerable<string> OfficesOf(CalendarUpload upload) => upload.Office is { } own ? [own] : offices.All.Select(office => office.Id);

    private async Task<(int Cases, bool IsComplete)> MoveAsync(string office, (LocalDate From, LocalDate To) days, Func<CancellationToken, Task<bool>> isOurs, CancellationToken cancellation)
    {
        var (moved, isComplete, after) = (0, true, string.Empty);
        while (true)
        {
            var batch = await store.Calendars.CasesToMoveAsync(office, counter.Book.Current(office).Version, days, after, Batch, cancellation);
            foreach (var caseId in batch)
            {
                isComplete &= await TryMoveAsync(caseId, days, cancellation);
                moved++;
            }

            if (batch.Count < Batch)
                return (moved, isComplete);
            if (!await isOurs(cancellation))
                return (moved, false);
            after = batch[^1];
            await keeper.RefreshAsync(cancellation);
        }
    }

    /// <summary>A case that has stopped at it once waits with its incident: done again and again it would have one after the other.</summary>
    private async Task<bool> TryMoveAsync(string caseId, (LocalDate From, LocalDate To) days, CancellationToken cancellation)
    {
        if ((await store.Queries.IncidentsOfAsync(caseId, cancellation)).Any(ApplyCalendar.StoppedAt))
            return false;
        try
        {
            return (await runner.RunAsync(ApplyCalendar.Stimulus(caseId, days.From, days.To), cancellation)).Kind != "incident";
        }
        catch (Exception exception) when (exception is RejectedException or StoreException)
        {
            LogStays(exception, caseId);
            return false;
        }
    }

    private MoveView? Move(TimeLimit limit, Dictionary<string, string> names, WorkingCalendar calendar, LocalDate today)
    {
        if (limit.Inputs() is not { } inputs)
            return null;
        CalendarMove move;
        try
        {
            move = CalendarMove.Of(new RunningLimit(limit.Id, inputs, limit.DueDate), counter, calendar, today);
        }
        catch (Exception exception) when (exception is DeadlineException or CalendarVersionException)
        {
            // One limit that cannot be counted does not keep the others from being told.
            LogStays(exception, limit.InstanceId);
            return null;
        }

        return move.IsMoved || move.IsKept ? new MoveView(limit.Id, limit.InstanceId, limit.Office, limit.LimitId, limit.Name(), names.GetValueOrDefault(limit.InstanceId, limit.InstanceId), move.From, move.To, move.Counted, move.IsKept) : null;
    }

    [LoggerMessage(LogLevel.Warning, "The time limits of {Case} could not be counted on the new calendar; it is tried again")]
    private partial void LogStays(Exception exception, string @case);
}

/// <param name="CaseName">Number, or code of who has none.</param>
/// <param name="From">The last day now.</param>
/// <param name="To">The last day from then on.</param>
/// <param name="Counted">By the new calendar alone.</param>
/// <param name="IsKept">The day that it had is kept, although the new calendar counts to an earlier one.</param>
internal sealed record MoveView(string Limit, string CaseId, string Office, string LimitId, LocalizedText LimitName, string CaseName, LocalDate? From, LocalDate? To, LocalDate? Counted, bool IsKept);

internal sealed record PreviewPage(IReadOnlyList<MoveView> Items, string? Cursor);
