using NodaTime.Text;
using ProcedureEngine.Activities.TimeLimits;
using ProcedureEngine.Deadlines;
using ProcedureEngine.Host.Supervision;

namespace ProcedureEngine.Host.Deadlines;

/// <summary>Time limits of cases, and counting one without a case.</summary>
internal static class DeadlineEndpoints
{
    public static void MapDeadlines(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/deadlines").WithTags("Deadlines");
        group.MapGet("/", DeadlineLists.PageAsync).WithSummary("Time limits by their end");
        group.MapGet("/export", DeadlineLists.ExportAsync).WithSummary("The same as a table: CSV, or a workbook with 'format=xlsx' or when XLSX is accepted").Produces(200, contentType: "text/csv");
        group.MapExplanations();
        group.MapClocks();
        group.MapPost("/calculate", CalculateAsync).WithSummary("Count a limit on the calendar in force: the country's, or an office's with 'office'").Accepts<CalculateRequest>("application/json");
    }

    private static async Task<IResult> CalculateAsync(HttpContext http, CalendarBook book, Caller caller, DateTimeZone zone)
    {
        var asked = await Body.ReadAsync<CalculateRequest>(http);
        if (asked.Office is { } office)
            caller.RequireSight(office, "cơ quan (office)", office);
        var result = new DeadlineCalculator(book.Current(asked.Office), zone).Calculate(asked.ToRequest(zone));
        return Body.Json(new
        {
            result.DueDate, result.DueAt, result.WarnAt, result.BaseDueDate, result.Certified, result.Remaining, result.CalendarVersion, result.Explanation, result.Alternatives, result.Assumptions,
        });
    }

    public static Instant ReadInstant(string field, string text) => OffsetDateTimePattern.ExtendedIso.Parse(text) is { Success: true } parsed
        ? parsed.Value.ToInstant()
        : throw RejectedException.Invalid(field, "instant", "Thời điểm phải theo ISO 8601 có múi giờ.", "Write an instant as ISO 8601 with an offset, as in 2026-03-02T09:00:00+07:00.");
}

/// <summary>Which time limits; every condition that is given must hold.</summary>
internal sealed record DeadlineQuestion
{
    /// <summary><c>running</c>, <c>suspended</c>, <c>met</c>, <c>missed</c>, <c>metLate</c> or <c>cancelled</c>; <c>open</c> for those that run, are suspended or are missed.</summary>
    public string? State { get; init; }

    /// <summary>Only limits that end before this instant.</summary>
    public string? DueBefore { get; init; }

    /// <summary>Only limits that end at or after this instant.</summary>
    public string? DueFrom { get; init; }

    /// <summary>An office, with all below it that the caller sees.</summary>
    public string? Office { get; init; }

    /// <summary>False for the office alone, without those below it.</summary>
    public bool? Below { get; init; }

    public string? Procedure { get; init; }

    /// <summary>Id of the limit in the catalogue.</summary>
    public string? LimitId { get; init; }

    /// <summary>Id of the step that the limit presses.</summary>
    public string? Step { get; init; }

    /// <summary><c>authority</c>, <c>citizen</c>, <c>financeBody</c> or <c>both</c>.</summary>
    public string? Bearer { get; init; }

    /// <summary><c>law</c>, <c>local</c> or <c>internal</c>.</summary>
    public string? Kind { get; init; }

    public string? Cursor { get; init; }

    /// <summary>Length of a page, 50 when none is given, at most 500.</summary>
    public int? Limit { get; init; }

    public DeadlineFilter Filter(IReadOnlyCollection<string> offices) => new(
        offices, LimitWords.State(State), Read("dueBefore", DueBefore), Procedure, null, Cursor, Limit ?? 50)
    {
        DueFrom = Read("dueFrom", DueFrom), LimitId = LimitId, Step = Step, Bearer = LimitWords.Bearer(Bearer), Kind = LimitWords.Kind(Kind),
    };

    private static Instant? Read(string field, string? text) => text is null ? null : DeadlineEndpoints.ReadInstant(field, text);
}
