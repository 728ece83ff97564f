using ProcedureEngine.Activities.TimeLimits;
using ProcedureEngine.Deadlines;

namespace ProcedureEngine.Host.Deadlines;

/// <summary>The time limit sheet (<i>phiếu tính thời hạn</i>) of a case's limit: the document that stands alone, or a page to print.</summary>
internal static class SheetEndpoints
{
    public static void MapSheets(this RouteGroupBuilder deadlines) =>
        deadlines.MapGet("/{id}/sheet", SheetAsync).WithSummary("The time limit sheet: JSON, or a page to print with Accept: text/html");

    /// <param name="lang">Language of the page, <c>vi</c> or <c>en</c>; the document holds both.</param>
    private static async Task<IResult> SheetAsync(string id, Caller caller, DurableStore store, LimitCounter counter, HttpContext http, string? lang = null)
    {
        var limit = await store.Queries.DeadlineAsync(id, http.RequestAborted);
        caller.RequireSight(limit?.Office, "thời hạn (deadline)", id);
        if (limit!.Inputs() is not { } inputs)
            throw RejectedException.Conflict("set-by-office", "Giờ này do cơ quan ấn định, không tính theo thời hạn.", "The office set this hour itself; nothing was counted.");
        var language = lang switch
        {
            null or "vi" => SheetLanguage.Vi,
            "en" => SheetLanguage.En,
            _ => throw RejectedException.Invalid("lang", "unknown-language", "Ngôn ngữ là vi hoặc en.", "The language is vi or en."),
        };
        var sheet = DeadlineSheet.Build(inputs, counter);
        http.Response.Headers.Vary = "Accept";
        if (!http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
            return Results.Content(DeadlineSheet.Write(sheet), "application/json", System.Text.Encoding.UTF8);
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
        return Results.Content(SheetPage.Render(sheet, language), "text/html", System.Text.Encoding.UTF8);
    }
}
