using System.Runtime.CompilerServices;
using NodaTime.Text;
using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.TimeLimits;
using ProcedureEngine.Host.Cases;
using ProcedureEngine.Host.Registers;

namespace ProcedureEngine.Host.Deadlines;

/// <summary>Time limits with the cases that they press: as a page, and as a table to save.</summary>
internal static class DeadlineLists
{
    /// <summary>Rows of the longest workbook, which is made in memory; a CSV is as long as the list.</summary>
    private const int MaxWorkbookRows = 10_000;

    private const int PageSize = 500;

    private static readonly string[] Headings = ["Số hồ sơ", "Mã tra cứu", "Người yêu cầu", "Cơ quan", "Thời hạn", "Lần", "Trạng thái", "Bắt đầu", "Ngày cuối", "Loại", "Căn cứ"];

    public static async Task<IResult> PageAsync(Caller caller, OfficeDirectory offices, DurableStore store, HttpContext http, [AsParameters] DeadlineQuestion question)
    {
        var page = await store.Queries.DeadlinesAsync(question.Filter(Seen(question, caller, offices)), http.RequestAborted);
        var cases = await CasesAsync(page.Items, store, http.RequestAborted);
        return Body.Json(new { page.Items, page.Cursor, cases = cases.ToDictionary(file => file.Id, Named, StringComparer.Ordinal) });
    }

    /// <summary>The whole list, page after page by due instant and id.</summary>
    /// <exception cref="RejectedException">Too many for a workbook: a part of them would look like all.</exception>
    public static async Task<IResult> ExportAsync(Caller caller, OfficeDirectory offices, DurableStore store, DateTimeZone zone, HttpContext http, [AsParameters] DeadlineQuestion question)
    {
        var filter = question.Filter(Seen(question, caller, offices)) with { Cursor = null, Limit = PageSize };
        // Asked before anything is answered, so that what cannot be asked is refused as everywhere.
        var first = await store.Queries.DeadlinesAsync(filter, http.RequestAborted);
        var pages = PagesAsync(first, filter, store, http.RequestAborted).Select(page => page.Limits.Select(limit => Row(limit, page.Cases.GetValueOrDefault(limit.InstanceId), offices, zone)));
        if (http.Request.Query["format"] == "xlsx" || http.Request.Headers.Accept.ToString().Contains(XlsxTable.ContentType, StringComparison.OrdinalIgnoreCase))
            return Results.File(XlsxTable.Write("Thời hạn", Headings, await WorkbookRowsAsync(pages)), XlsxTable.ContentType, "thoi-han.xlsx");
        http.Response.Headers.ContentDisposition = "attachment; filename=\"thoi-han.csv\"";
        return Results.Stream(body => Csv.WriteAsync(body, Headings, pages, http.RequestAborted), $"{Csv.ContentType}; charset=utf-8");
    }

    private static async Task<IReadOnlyList<IReadOnlyList<string>>> WorkbookRowsAsync(IAsyncEnumerable<IEnumerable<IReadOnlyList<string>>> pages)
    {
        var rows = new List<IReadOnlyList<string>>();
        await foreach (var page in pages)
        {
            rows.AddRange(page);
            if (rows.Count > MaxWorkbookRows)
            {
                throw RejectedException.Invalid("format", "too-many-rows", $"Bảng XLSX có tối đa {MaxWorkbookRows} dòng; hãy thu hẹp theo cơ quan, thủ tục, loại thời hạn, trạng thái hoặc ngày, hoặc tải CSV.",
                    $"A workbook holds at most {MaxWorkbookRows} rows; narrow it by office, procedure, limitId, state, dueFrom or dueBefore, or take the CSV, which is as long as the list.");
            }
        }

        return rows;
    }

    private static async IAsyncEnumerable<(IReadOnlyList<TimeLimit> Limits, IReadOnlyDictionary<string, CaseFile> Cases)> PagesAsync(
        Page<TimeLimit> page, DeadlineFilter filter, DurableStore store, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (true)
        {
            yield return (page.Items, (await CasesAsync(page.Items, store, cancellation)).ToDictionary(file => file.Id, StringComparer.Ordinal));
            if (page.Cursor is null)
                yield break;
            page = await store.Queries.DeadlinesAsync(filter with { Cursor = page.Cursor }, cancellation);
        }
    }

    private static IReadOnlyCollection<string> Seen(DeadlineQuestion question, Caller caller, OfficeDirectory offices) =>
        question is { Office: { } office, Below: not false } ? [.. offices.Subtree(office).Where(caller.CanSee)] : caller.Narrow(question.Office);

    private static Task<IReadOnlyList<CaseFile>> CasesAsync(IEnumerable<TimeLimit> limits, DurableStore store, CancellationToken cancellation) =>
        store.Queries.CasesByIdsAsync([.. limits.Select(limit => limit.InstanceId).Distinct(StringComparer.Ordinal)], cancellation);

    private static object Named(CaseFile file) => new { number = file.Number?.Text, file.ReferenceCode, file.ApplicantName, file.Subject };

    private static IReadOnlyList<string> Row(TimeLimit limit, CaseFile? file, OfficeDirectory offices, DateTimeZone zone) =>
    [
        file?.Number?.Text ?? string.Empty, file?.ReferenceCode ?? string.Empty, file?.ApplicantName ?? string.Empty, offices.Find(limit.Office)?.Name ?? limit.Office, limit.Name().Vi,
        limit.Occurrence.ToString(System.Globalization.CultureInfo.InvariantCulture), Desk.DeskLabels.Of(limit.State), Day(limit.StartedAt.InZone(zone).Date),
        limit.DueDate is { } due ? Day(due) : string.Empty, limit.Kind, limit.LegalBasis,
    ];

    private static string Day(LocalDate date) => LocalDatePattern.CreateWithInvariantCulture("dd/MM/uuuu").Format(date);
}
