using System.Text;
using NodaTime.Text;
using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.TimeLimits;
using ProcedureEngine.Host.Cases;
using ProcedureEngine.Host.Registers;

namespace ProcedureEngine.Host.Deadlines;

/// <summary>Time limits with the cases that they press: as a page, and as a table to save.</summary>
internal static class DeadlineLists
{
    /// <summary>Longest table that is given at once; who needs more asks for an office or a limit.</summary>
    private const int MaxRows = 10_000;
    private const int PageSize = 500;

    private static readonly string[] Headings = ["Số hồ sơ", "Mã tra cứu", "Người yêu cầu", "Cơ quan", "Thời hạn", "Lần", "Trạng thái", "Bắt đầu", "Ngày cuối", "Loại", "Căn cứ"];

    public static async Task<IResult> PageAsync(Caller caller, OfficeDirectory offices, DurableStore store, HttpContext http, [AsParameters] DeadlineQuestion question)
    {
        var page = await store.Queries.DeadlinesAsync(question.Filter(Seen(question, caller, offices)), http.RequestAborted);
        var cases = await CasesAsync(page.Items, store, http.RequestAborted);
        return Body.Json(new { page.Items, page.Cursor, cases = cases.ToDictionary(file => file.Id, Named, StringComparer.Ordinal) });
    }

    public static async Task<IResult> ExportAsync(Caller caller, OfficeDirectory offices, DurableStore store, DateTimeZone zone, HttpContext http, [AsParameters] DeadlineQuestion question)
    {
        var rows = new List<IReadOnlyList<string>>();
        var filter = question.Filter(Seen(question, caller, offices)) with { Cursor = null, Limit = PageSize };
        do
        {
            var page = await store.Queries.DeadlinesAsync(filter, http.RequestAborted);
            var cases = (await CasesAsync(page.Items, store, http.RequestAborted)).ToDictionary(file => file.Id, StringComparer.Ordinal);
            rows.AddRange(page.Items.Select(limit => Row(limit, cases.GetValueOrDefault(limit.InstanceId), offices, zone)));
            filter = filter with { Cursor = page.Cursor };
        }
        while (filter.Cursor is not null && rows.Count < MaxRows);
        if (http.Request.Query["format"] == "xlsx" || http.Request.Headers.Accept.ToString().Contains(XlsxTable.ContentType, StringComparison.OrdinalIgnoreCase))
            return Results.File(XlsxTable.Write("Thời hạn", Headings, rows), XlsxTable.ContentType, "thoi-han.xlsx");
        http.Response.Headers.ContentDisposition = "attachment; filename=\"thoi-han.csv\"";
        return Results.Text(Csv.Write(Headings, rows), Csv.ContentType, Encoding.UTF8);
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
