using ProcedureEngine.Deadlines;
using ProcedureEngine.Persistence.Sql;

namespace ProcedureEngine.Persistence.Supervision;

/// <summary>An applied set of calendar entries.</summary>
/// <param name="Sequence">From 1, without gaps: the order in which sets were applied.</param>
/// <param name="Id">Names the content: the same set is the same version.</param>
/// <param name="Version">What the calendar of its office, or the country, is called from then on.</param>
/// <param name="DoneAt">When every running limit that it touches had been counted anew; null as long as some have not.</param>
public sealed record CalendarVersion(long Sequence, string Id, string Version, CalendarUpload Upload, string By, Instant AppliedAt, Instant? DoneAt);

/// <summary>Versions of the calendar. A version is added and never changed.</summary>
public sealed class CalendarStore
{
    private const string Counter = "calendar/versions";

    private readonly DurableStore store;

    internal CalendarStore(DurableStore store) => this.store = store;

    /// <summary>All versions, the first applied first.</summary>
    public Task<IReadOnlyList<CalendarVersion>> AllAsync(CancellationToken cancellation) => store.ReadAsync<IReadOnlyList<CalendarVersion>>(
        async sql =>
        [
            .. (await sql.QueryAsync(new Statement("SELECT body, done_at FROM calendar_versions ORDER BY sequence")))
                .Select(row => RowMap<CalendarVersion>.Read((string)row[0]!) with { DoneAt = row[1] is long done ? Micros.ToInstant(done) : null }),
        ],
        cancellation);

    public Task<long> CountAsync(CancellationToken cancellation) => store.ReadAsync(async sql => (long)(await sql.ScalarAsync(new Statement("SELECT COUNT(*) FROM calendar_versions")))!, cancellation);

    /// <summary>Adds the next version, unless others came in between that it was not checked against.</summary>
    /// <param name="known">How many versions it was checked against.</param>
    /// <returns>Null when there are more.</returns>
    public Task<CalendarVersion?> TryAddAsync(CalendarUpload upload, string id, string version, string by, int known, CancellationToken cancellation) => store.WriteAsync(
        async sql =>
        {
            await sql.ExecuteAsync(new Statement("INSERT INTO counters (id, value) VALUES (@id, 0) ON CONFLICT (id) DO UPDATE SET value = counters.value", ("@id", Counter)));
            if ((long)(await sql.ScalarAsync(new Statement("SELECT COUNT(*) FROM calendar_versions")))! != known)
                return null;
            var now = await store.NowMicrosAsync(sql);
            var row = new CalendarVersion(known + 1, id, version, upload, by, Micros.ToInstant(now), null);
            await sql.ExecuteAsync(new Statement(
                "INSERT INTO calendar_versions (sequence, id, office, created_at, body) VALUES (@sequence, @id, @office, @now, @body)",
                ("@sequence", row.Sequence), ("@id", id), ("@office", upload.Office), ("@now", now), ("@body", RowJson.Write(row))));
            return row;
        },
        isBackground: false, cancellation);

    public Task DoneAsync(long sequence, CancellationToken cancellation) => store.WriteAsync(
        async sql => await sql.ExecuteAsync(new Statement(
            "UPDATE calendar_versions SET done_at = @now WHERE sequence = @sequence AND done_at IS NULL", ("@now", await store.NowMicrosAsync(sql)), ("@sequence", sequence))),
        isBackground: true, cancellation);

    /// <summary>Cases of an office with a limit that runs or stands still, touches the days and is counted on another version: what is still to be counted anew.</summary>
    /// <param name="after">Id of the last case of the batch before; empty for the first.</param>
    public Task<IReadOnlyList<string>> CasesToMoveAsync(string office, string version, (LocalDate From, LocalDate To) days, string after, int limit, CancellationToken cancellation) =>
        store.ReadAsync<IReadOnlyList<string>>(
            async sql => [.. (await sql.QueryAsync(ToMove(office, version, days).And("instance_id > @after", ("@after", after)).Select("DISTINCT instance_id", "time_limits", "instance_id", limit))).Select(row => (string)row[0]!)],
            cancellation);

    /// <summary>How many limits of an office are still to be counted anew.</summary>
    public Task<long> CountToMoveAsync(string office, string version, (LocalDate From, LocalDate To) days, CancellationToken cancellation) =>
        store.ReadAsync(async sql => (long)(await sql.ScalarAsync(ToMove(office, version, days).Count("time_limits")))!, cancellation);

    private static Filter ToMove(string office, string version, (LocalDate From, LocalDate To) days) => new Filter()
        .And("office = @office", ("@office", office)).AndIn("state", ["running", "suspended"])
        .And("due_at > @from", ("@from", Micros.Of(LimitFacts.StartOf(days.From)))).And("started_day <= @to", ("@to", LimitFacts.Number(days.To)))
        .And("calendar <> '' AND calendar <> @version", ("@version", version));
}
