using NodaTime.Text;
using ProcedureEngine.Activities;
using ProcedureEngine.Persistence.Supervision;

namespace ProcedureEngine.Host.Supervision;

/// <summary>
/// What supervisors watch: totals, what falls due, what was nearly missed, why limits were late, and where work stands. A supervisor sees the
/// offices he supervises and all below them; <c>office</c> narrows to one of these with all below it.
/// </summary>
internal static class SupervisionEndpoints
{
    private const int MaxWorkingDays = 60;
    private const int MaxDays = 400;

    public static void MapSupervision(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/supervision").WithTags("Supervision");
        group.MapGet("/totals", TotalsAsync).WithSummary("Limits by state; 'by' names office, procedure, limit, step, kind, bearer, separated by commas").Produces<TotalsView>();
        group.MapGet("/due", DueAsync).WithSummary("Running limits that end within the next working days of their office's calendar, today the first when it is one").Produces<DueView>();
        group.MapGet("/nearly-missed", NearlyMissedAsync)
            .WithSummary("state=running: less than one working day is left, the last day is today. state=met: met on the last day they had, within the last 'days' days").Produces<LimitListView>();
        group.MapGet("/late-causes", CausesAsync).WithSummary("Late limits by their coded cause; now, or of the days missed from one to another").Produces<CausesView>();
        group.MapGet("/steps", StepsAsync).WithSummary("Office by step: what is open, what is late, and how long it took in the days asked for (30 when none)").Produces<StepsView>();
        group.MapGet("/days", DaysAsync).WithSummary("What happened on each day, from one to another (30 when none)").Produces<DaysView>();
        group.MapGet("/reconciliation", ReconciliationAsync).WithSummary("Limits that cannot be armed, and how often limits and timers differed and were put right").Produces<ReconciliationView>();
        group.MapGet("/totals/check", CheckAsync).WithSummary("Do the totals equal a full recount? (operator at an office that has none above it)").Produces<TotalsCheck>();
        group.MapPost("/totals/rebuild", RebuildAsync).WithSummary("Count the totals anew (operator at an office that has none above it)").Produces<TotalsCheck>();
    }

    private static async Task<IResult> TotalsAsync(
        SupervisedOffices scope, SupervisionBoard board, HttpContext http, string? office = null, string? procedure = null, string? limit = null, string? kind = null, string? bearer = null, string? by = null) =>
        Body.Json(await board.TotalsAsync(
            new FigureFilter(scope.Of(office)) { Procedure = procedure, Limit = limit, Kind = LimitWords.Kind(kind), Bearer = LimitWords.Bearer(bearer) }, LimitWords.Dimensions(by), http.RequestAborted));

    private static async Task<IResult> DueAsync(SupervisionBoard board, HttpContext http, string? office = null, string? procedure = null, int days = 5)
    {
        if (days is < 1 or > MaxWorkingDays)
            throw RejectedException.Invalid("days", "days-range", $"Số ngày làm việc từ 1 đến {MaxWorkingDays}.", $"Ask for 1 to {MaxWorkingDays} working days.");
        return Body.Json(await board.DueAsync(office, procedure, days, http.RequestAborted));
    }

    private static async Task<IResult> NearlyMissedAsync(
        SupervisedOffices scope, SupervisionBoard board, DurableStore store, HttpContext http, string state = "running", string? office = null, int days = 30, string? cursor = null, int limit = 50)
    {
        var offices = scope.Of(office);
        if (state == "running")
            return Body.Json(await board.EndingTodayAsync(new DeadlineFilter(offices, Cursor: cursor, Limit: limit), http.RequestAborted));
        if (state != "met")
            throw RejectedException.Invalid("state", "unknown-state", "Trạng thái là running hoặc met.", "The state is running or met.");
        if (days is < 1 or > MaxDays)
            throw RejectedException.Invalid("days", "days-range", $"Số ngày từ 1 đến {MaxDays}.", $"Ask for 1 to {MaxDays} days.");
        var today = await board.TodayAsync(http.RequestAborted);
        var page = await store.Queries.MetOnLastDayAsync(offices, (today.PlusDays(1 - days), today), cursor, limit, http.RequestAborted);
        return Body.Json(new LimitListView(page.Items, page.Cursor));
    }

    private static async Task<IResult> CausesAsync(
        SupervisedOffices scope, SupervisionBoard board, HttpContext http, string? office = null, string? procedure = null, string? kind = null, string? bearer = null, string? from = null, string? to = null)
    {
        var days = from is null && to is null ? ((LocalDate, LocalDate)?)null : await DaysOfAsync(board, from, to, http.RequestAborted);
        return Body.Json(await board.CausesAsync(
            new FigureFilter(scope.Of(office), days) { Procedure = procedure, Kind = LimitWords.Kind(kind), Bearer = LimitWords.Bearer(bearer) }, http.RequestAborted));
    }

    private static async Task<IResult> StepsAsync(
        SupervisedOffices scope, SupervisionBoard board, HttpContext http, string? office = null, string? procedure = null, string? from = null, string? to = null) =>
        Body.Json(await board.StepsAsync(new FigureFilter(scope.Of(office)) { Procedure = procedure }, await DaysOfAsync(board, from, to, http.RequestAborted), http.RequestAborted));

    private static async Task<IResult> DaysAsync(
        SupervisedOffices scope, SupervisionBoard board, HttpContext http, string? office = null, string? procedure = null, string? limit = null, string? from = null, string? to = null) =>
        Body.Json(await board.DaysAsync(
            new FigureFilter(scope.Of(office), await DaysOfAsync(board, from, to, http.RequestAborted)) { Procedure = procedure, Limit = limit }, http.RequestAborted));

    private static async Task<IResult> ReconciliationAsync(SupervisedOffices scope, DurableStore store, HttpContext http, string? office = null)
    {
        var offices = scope.Of(office);
        return Body.Json(new ReconciliationView(
            await store.Watch.AlarmsAsync(offices, 200, http.RequestAborted), await store.Watch.RepairCountsAsync(offices, http.RequestAborted), await store.Watch.RepairsAsync(offices, 50, http.RequestAborted)));
    }

    private static async Task<IResult> CheckAsync(SupervisedOffices scope, DurableStore store, HttpContext http)
    {
        scope.RequireAtTop(Roles.Operator.Id);
        var differences = await store.Figures.DifferencesAsync(http.RequestAborted);
        return Body.Json(new TotalsCheck(differences.Count == 0, differences));
    }

    private static async Task<IResult> RebuildAsync(SupervisedOffices scope, DurableStore store, HttpContext http)
    {
        scope.RequireAtTop(Roles.Operator.Id);
        await store.Figures.RebuildAsync(http.RequestAborted);
        return await CheckAsync(scope, store, http);
    }

    /// <summary>Both days inclusive; the thirty days up to today when neither is given.</summary>
    private static async Task<(LocalDate From, LocalDate To)> DaysOfAsync(SupervisionBoard board, string? from, string? to, CancellationToken cancellation)
    {
        var last = to is null ? await board.TodayAsync(cancellation) : Date("to", to);
        var first = from is null ? last.PlusDays(-29) : Date("from", from);
        return first <= last && Period.DaysBetween(first, last) < MaxDays
            ? (first, last)
            : throw RejectedException.Invalid("from", "days-range", $"Từ ngày không sau đến ngày, tối đa {MaxDays} ngày.", $"'from' is not after 'to', and they are at most {MaxDays} days apart.");
    }

    private static LocalDate Date(string field, string text) => LocalDatePattern.Iso.Parse(text) is { Success: true } date
        ? date.Value
        : throw RejectedException.Invalid(field, "date", "Ngày phải viết yyyy-MM-dd.", "Write a date as yyyy-MM-dd.");
}
