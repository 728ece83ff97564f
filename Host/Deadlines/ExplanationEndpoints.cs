using ProcedureEngine.Activities.TimeLimits;
using ProcedureEngine.Deadlines;
using ProcedureEngine.Host.Calendar;
using ProcedureEngine.Host.Desk;

namespace ProcedureEngine.Host.Deadlines;

/// <summary>
/// The explanation of a case's limit (<i>phiếu tính thời hạn</i>), rebuilt on demand from what is stored with it: as JSON with the ledger, as a page to
/// print, and as the sheet alone, a document that <c>verify-deadline</c> counts again.
/// </summary>
internal static class ExplanationEndpoints
{
    public static void MapExplanations(this RouteGroupBuilder deadlines)
    {
        deadlines.MapGet("/{id}/explanation", (string id, Explanations explanations, HttpContext http, int? revision = null, string? lang = null) =>
            PrefersPage(http) ? explanations.PageAsync(id, revision, lang) : explanations.JsonAsync(id, revision)).WithSummary("How a limit was counted; as a page when text/html is preferred");
        deadlines.MapGet("/{id}/explanation.html", (string id, Explanations explanations, int? revision = null, string? lang = null) => explanations.PageAsync(id, revision, lang))
            .WithSummary("How a limit was counted, as a page to print");
        deadlines.MapGet("/{id}/sheet", (string id, Explanations explanations, HttpContext http, int? revision = null, string? lang = null) =>
            PrefersPage(http) ? explanations.PageAsync(id, revision, lang) : explanations.SheetAsync(id, revision, lang)).WithSummary("The time limit sheet: JSON, or a page to print with Accept: text/html");
    }

    /// <summary>JSON unless the caller names HTML before it, as browsers do.</summary>
    private static bool PrefersPage(HttpContext http) => http.Request.GetTypedHeaders().Accept
        .OrderByDescending(type => type.Quality ?? 1).Select(type => type.MediaType.Value).FirstOrDefault(type => type is "text/html" or "application/json" or "*/*") == "text/html";
}

/// <summary>Explanations of limits that the caller may see.</summary>
internal sealed class Explanations(DurableStore store, LegalTime time, CalendarKeeper calendars, Caller caller, IHttpContextAccessor accessor)
{
    private HttpContext Http => accessor.HttpContext!;

    public async Task<IResult> JsonAsync(string id, int? revision)
    {
        var (limit, ledger, inputs) = await FindAsync(id, revision);
        if (inputs is null)
            return Body.Json(new { limit, explanation = Array.Empty<object>(), alternatives = Array.Empty<object>(), sheet = (JsonObject?)null, ledger });
        var result = time.Explain(inputs);
        return Body.Json(new { limit, result.Certified, result.CalendarVersion, result.Explanation, result.Alternatives, sheet = time.Sheet(inputs), ledger });
    }

    /// <summary>The document alone, in both languages, to be counted again by anybody.</summary>
    public async Task<IResult> SheetAsync(string id, int? revision, string? lang)
    {
        _ = Language(lang);
        var (_, _, inputs) = await FindAsync(id, revision);
        if (inputs is null)
            throw RejectedException.Conflict("set-by-office", "Giờ này do cơ quan ấn định, không tính theo thời hạn.", "The office set this hour itself; nothing was counted.");
        Http.Response.Headers.Vary = "Accept";
        return Results.Content(DeadlineSheet.Write(time.Sheet(inputs)), "application/json", System.Text.Encoding.UTF8);
    }

    public async Task<IResult> PageAsync(string id, int? revision, string? lang)
    {
        var language = Language(lang);
        var (limit, _, inputs) = await FindAsync(id, revision);
        var page = inputs is null ? SetByOffice(limit, language) : SheetPage.Render(time.Sheet(inputs), language);
        Http.Response.Headers.Vary = "Accept, Accept-Language";
        Http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
        return Results.Content(page, "text/html", System.Text.Encoding.UTF8);
    }

    /// <summary>The inputs as they were at a revision: before the first later act of the ledger.</summary>
    private async Task<(TimeLimit Limit, IReadOnlyList<TimeLimitAct> Ledger, LimitInputs? Inputs)> FindAsync(string id, int? revision)
    {
        var limit = await store.Queries.DeadlineAsync(id, Http.RequestAborted);
        caller.RequireSight(limit?.Office, "thời hạn (deadline)", id);
        var ledger = await store.Queries.LedgerAsync(id, Http.RequestAborted);
        if (revision is < 1 || revision > limit!.Revision)
            throw RejectedException.Invalid("revision", "unknown-revision", "Thời hạn không có lần sửa này.", $"The limit has revisions 1 to {limit!.Revision}.");
        var later = revision is null ? null : ledger.FirstOrDefault(act => act.Revision > revision);
        var inputs = (later is null ? limit! : limit! with { Calculation = later.CalculationBefore }).Inputs();
        if (inputs is not null)
            await calendars.ReadForAsync(inputs, Http.RequestAborted);
        return (limit!, ledger, inputs);
    }

    private SheetLanguage Language(string? lang) => lang switch
    {
        "vi" => SheetLanguage.Vi,
        "en" => SheetLanguage.En,
        null => Problem.PrefersEnglish(Http) ? SheetLanguage.En : SheetLanguage.Vi,
        _ => throw RejectedException.Invalid("lang", "unknown-language", "Ngôn ngữ là vi hoặc en.", "The language is vi or en."),
    };

    /// <summary>An hour that the office set itself was not counted.</summary>
    private static string SetByOffice(TimeLimit limit, SheetLanguage language)
    {
        var (title, text) = language == SheetLanguage.Vi
            ? ("Thời điểm do cơ quan ấn định", "Thời điểm này do cơ quan ấn định, không tính từ một thời hạn:")
            : ("A time set by the office", "This time was set by the office and not counted from a limit:");
        return Html.Of($"""
            <!DOCTYPE html><html lang="{(language == SheetLanguage.Vi ? "vi" : "en")}"><head><meta charset="utf-8"><title>{title}</title></head>
            <body><h1>{title}</h1><p>{text} {(limit.DueAt is { } due ? DeskPage.When(due) : "-")}</p></body></html>
            """).Markup;
    }
}
