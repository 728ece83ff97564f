using NodaTime.Text;
using ProcedureEngine.Activities.TimeLimits;
using ProcedureEngine.Deadlines;

namespace ProcedureEngine.Host.Deadlines;

/// <summary>Time limits of cases, and counting one without a case.</summary>
internal static class DeadlineEndpoints
{
    public static void MapDeadlines(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/deadlines").WithTags("Deadlines");
        group.MapGet("/", ListAsync).WithSummary("Time limits by their end");
        group.MapGet("/{id}/explanation", ExplainAsync).WithSummary("How a limit was counted");
        group.MapPost("/calculate", CalculateAsync).WithSummary("Count a limit").Accepts<CalculateRequest>("application/json");
        api.MapGet("/calendar/{year:int}", Calendar).WithTags("Deadlines").WithSummary("Days off and make-up days of a year");
    }

    private static async Task<IResult> ListAsync(
        Caller caller, DurableStore store, HttpContext http, string? state = null, string? dueBefore = null, string? office = null, string? procedure = null, string? cursor = null, int limit = 50)
    {
        if (state is not null && !Enum.TryParse<TimeLimitState>(state, ignoreCase: true, out _))
            throw RejectedException.Invalid("state", "unknown-state", "Trạng thái không có.", "The state is running, suspended, met, missed, metLate or cancelled.");
        var before = dueBefore is null ? (Instant?)null : ReadInstant("dueBefore", dueBefore);
        var page = await store.Queries.DeadlinesAsync(new DeadlineFilter(caller.Narrow(office), state, before, procedure, null, cursor, limit), http.RequestAborted);
        return Body.Json(page);
    }

    private static async Task<IResult> ExplainAsync(string id, Caller caller, DurableStore store, LegalTime time, HttpContext http)
    {
        var limit = await store.Queries.DeadlineAsync(id, http.RequestAborted);
        caller.RequireSight(limit?.Office, "thời hạn (deadline)", id);
        if (limit!.Calculation.ContainsKey("setByOffice"))
            return Body.Json(new { limit, explanation = Array.Empty<object>(), alternatives = Array.Empty<object>() });
        var result = time.Explain(limit);
        return Body.Json(new { limit, result.Certified, result.CalendarVersion, result.Explanation, result.Alternatives });
    }

    private static async Task<IResult> CalculateAsync(HttpContext http, DeadlineCalculator calculator, DateTimeZone zone)
    {
        var request = await Body.ReadAsync<CalculateRequest>(http);
        var policy = request.ReceiptPolicy is null ? ReceiptPolicy.S : Enum.TryParse<ReceiptPolicy>(request.ReceiptPolicy, out var parsed)
            ? parsed
            : throw RejectedException.Invalid("receiptPolicy", "unknown-policy", "Chính sách nhận là S, OH hoặc C15.", "The receipt policy is S, OH or C15.");
        var result = calculator.Calculate(new DeadlineRequest(
            Start(request.Start, zone), LimitAmount.Of(request.Amount, request.Unit, request.StrictlyLess), policy, request.Suspensions,
            request.Extension is { } extension ? [LimitAmount.Of(extension.Amount, extension.Unit)] : []));
        return Body.Json(new { result.DueDate, result.DueAt, result.WarnAt, result.Certified, result.Remaining, result.CalendarVersion, result.Explanation, result.Alternatives });
    }

    private static IResult Calendar(int year, WorkingCalendar calendar)
    {
        if (year < WorkingCalendar.First.Year || year > WorkingCalendar.Last.Year)
            throw RejectedException.Invalid("year", "date-range", "Chỉ có lịch từ 2013 đến 2100.", "The calendar holds 2013 to 2100.");
        return Body.Json(new { year, version = calendar.Version, certified = calendar.IsCertified(year), days = calendar.Exceptions(year) });
    }

    private static LocalDateTime Start(string text, DateTimeZone zone) =>
        LocalDatePattern.Iso.Parse(text) is { Success: true } date ? date.Value.At(LocalTime.Noon) : ReadInstant("start", text).InZone(zone).LocalDateTime;

    public static Instant ReadInstant(string field, string text) => OffsetDateTimePattern.ExtendedIso.Parse(text) is { Success: true } parsed
        ? parsed.Value.ToInstant()
        : throw RejectedException.Invalid(field, "instant", "Thời điểm phải theo ISO 8601 có múi giờ.", "Write an instant as ISO 8601 with an offset, as in 2026-03-02T09:00:00+07:00.");
}

internal sealed record CalculateRequest(string Start, int Amount, string Unit)
{
    public bool StrictlyLess { get; init; }

    public string? ReceiptPolicy { get; init; }

    public ImmutableArray<Stop> Suspensions { get; init; } = [];

    public ExtensionRequest? Extension { get; init; }
}

internal sealed record ExtensionRequest(int Amount, string Unit);
