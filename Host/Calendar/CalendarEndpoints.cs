using ProcedureEngine.Activities;
using ProcedureEngine.Deadlines;
using ProcedureEngine.Host.Supervision;
using ProcedureEngine.Persistence.Supervision;

namespace ProcedureEngine.Host.Calendar;

/// <summary>The working-day calendar: its effective days, its versions, and new ones by supervisors.</summary>
internal static class CalendarEndpoints
{
    public static void MapCalendar(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/calendar").WithTags("Calendar");
        group.MapGet("/{year:int}", Year).WithSummary("Days off and make-up days of a year as they count at an office, each with its source").Produces<YearView>();
        group.MapGet("/versions", VersionsAsync).WithSummary("Every set that was applied, newest first, with what is left to be counted anew").Produces<VersionsView>();
        group.MapPost("/versions", ApplyAsync)
            .WithSummary("Put a set of days in force: national by a supervisor of an office that has none above it, an office's own by a supervisor of it. 'preview=true' only tells what would move. The same set again changes nothing")
            .Accepts<UploadRequest>("application/json").Produces<VersionView>(201).Produces<VersionView>();
        group.MapPost("/versions/preview", PreviewAsync).WithSummary("Which running limits a set would move, by the end that they have now").Accepts<UploadRequest>("application/json").Produces<PreviewPage>();
    }

    private static IResult Year(int year, CalendarBook book, Caller caller, string? office = null)
    {
        if (office is not null)
            caller.RequireSight(office, "cơ quan (office)", office);
        if (year < WorkingCalendar.First.Year || year > WorkingCalendar.Last.Year)
            throw RejectedException.Invalid("year", "date-range", "Chỉ có lịch từ 2013 đến 2100.", "The calendar holds 2013 to 2100.");
        var calendar = book.Current(office);
        return Body.Json(new YearView(year, office, calendar.Version, calendar.IsCertified(year), [.. calendar.Exceptions(year)]));
    }

    private static async Task<IResult> VersionsAsync(DurableStore store, CalendarMoves moves, Caller caller, HttpContext http)
    {
        var seen = (await store.Calendars.AllAsync(http.RequestAborted)).Where(version => version.Upload.Office is null || caller.CanSee(version.Upload.Office)).OrderByDescending(version => version.Sequence);
        var items = new List<VersionView>();
        foreach (var version in seen)
            items.Add(await ViewAsync(version, moves, http.RequestAborted));
        return Body.Json(new VersionsView(items));
    }

    private static async Task<IResult> ApplyAsync(
        HttpContext http, CalendarKeeper keeper, CalendarMoves moves, Caller caller, SupervisedOffices scope, bool preview = false, string? cursor = null, int limit = 100)
    {
        if (preview)
            return await PreviewAsync(http, keeper, moves, scope, cursor, limit);
        var upload = await ReadAsync(http, scope);
        var (version, isNew) = await keeper.ApplyAsync(upload, caller.Actor.Id, http.RequestAborted);
        return Body.Json(await ViewAsync(version, moves, http.RequestAborted), isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    private static async Task<IResult> PreviewAsync(HttpContext http, CalendarKeeper keeper, CalendarMoves moves, SupervisedOffices scope, string? cursor = null, int limit = 100)
    {
        var upload = await ReadAsync(http, scope);
        await keeper.RefreshAsync(http.RequestAborted);
        return Body.Json(await moves.PreviewAsync(upload, cursor, limit, http.RequestAborted));
    }

    private static async Task<CalendarUpload> ReadAsync(HttpContext http, SupervisedOffices scope)
    {
        var upload = (await Body.ReadAsync<UploadRequest>(http)).ToUpload();
        if (upload.Office is null)
            scope.RequireAtTop(Roles.Supervisor.Id);
        else
            scope.Of(upload.Office);
        return upload;
    }

    private static async Task<VersionView> ViewAsync(CalendarVersion version, CalendarMoves moves, CancellationToken cancellation) => new(
        version.Sequence, version.Version, version.Upload.Office, version.Upload.Source, version.Upload.DecidedOn, version.Upload.Entries, version.Upload.CompleteYears, version.By, version.AppliedAt, version.DoneAt,
        await moves.LeftAsync(version, cancellation));
}

/// <summary>A set of days as one notice gives them.</summary>
/// <param name="Source">The notice or decision, as it is cited.</param>
/// <param name="DecidedOn">Its date.</param>
internal sealed record UploadRequest(string Source, LocalDate DecidedOn, ImmutableArray<EntryRequest> Entries)
{
    /// <summary>Null for the whole country.</summary>
    public string? Office { get; init; }

    /// <summary>Years whose days are all in this set.</summary>
    public ImmutableArray<int> CompleteYears { get; init; } = [];

    public CalendarUpload ToUpload() => new(
        Office, Source, DecidedOn, [.. Entries.Select(entry => new CalendarEntry(entry.Date, entry.Kind, entry.NameVi, entry.NameEn, entry.SwappedWith))], CompleteYears);
}

/// <param name="Kind"><c>holiday</c>, <c>compensatory</c>, <c>swappedOff</c>, <c>makeUpWorking</c>, <c>closure</c>, <c>counterOpen</c>; <c>working</c> or <c>weeklyRest</c> withdraws what was known of the day.</param>
internal sealed record EntryRequest(LocalDate Date, DayKind Kind, string NameVi, string NameEn)
{
    /// <summary>The day against which a swapped or make-up day is exchanged.</summary>
    public LocalDate? SwappedWith { get; init; }
}

/// <param name="Version">The calendar that the days are of.</param>
/// <param name="Days">Each with the source of what is known of it.</param>
internal sealed record YearView(int Year, string? Office, string Version, bool Certified, IReadOnlyList<CalendarDay> Days);

/// <param name="Left">Running limits that still wait to be counted on it.</param>
internal sealed record VersionView(
    long Sequence, string Version, string? Office, string Source, LocalDate DecidedOn, ImmutableArray<CalendarEntry> Entries, ImmutableArray<int> CompleteYears, string By, Instant AppliedAt, Instant? DoneAt, long Left);

internal sealed record VersionsView(IReadOnlyList<VersionView> Items);
