using ProcedureEngine.Deadlines;
using ProcedureEngine.Host.Loops;
using ProcedureEngine.Persistence.Supervision;

namespace ProcedureEngine.Host.Calendar;

/// <summary>Keeps this host's calendar book as the store has it, and adds to both.</summary>
internal sealed class CalendarKeeper(DurableStore store, CalendarBook book, Signals signals)
{
    /// <summary>Reads the versions that other hosts applied since; all of them at start.</summary>
    public async Task RefreshAsync(CancellationToken cancellation)
    {
        if (await store.Calendars.CountAsync(cancellation) != book.Applied.Length)
            book.Restore((await store.Calendars.AllAsync(cancellation)).Select(version => version.Upload));
    }

    /// <summary>Sees to it that what a limit is counted on has been read here.</summary>
    public async Task ReadForAsync(LimitInputs inputs, CancellationToken cancellation)
    {
        if (!inputs.EarlierCalendars.Add(inputs.CalendarVersion).All(book.Knows))
            await RefreshAsync(cancellation);
    }

    /// <summary>Puts a set in force, once: the same set again is the version that there is.</summary>
    /// <exception cref="CalendarUploadException">Entries break rules; all are told.</exception>
    public async Task<(CalendarVersion Version, bool IsNew)> ApplyAsync(CalendarUpload upload, string by, CancellationToken cancellation)
    {
        var id = upload.VersionAfter(string.Empty);
        while (true)
        {
            await RefreshAsync(cancellation);
            if ((await store.Calendars.AllAsync(cancellation)).FirstOrDefault(known => known.Id == id) is { } there)
                return (there, false);
            var known = book.Applied.Length;
            if (await store.Calendars.TryAddAsync(upload, id, book.Preview(upload).Version, by, known, cancellation) is not { } added)
                continue; // Another came in between; this one is checked against it too.
            await RefreshAsync(cancellation);
            signals.Calendar.Set();
            return (added, true);
        }
    }
}
