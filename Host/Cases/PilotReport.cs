using ProcedureEngine.Activities.Cases;

namespace ProcedureEngine.Host.Cases;

/// <summary>
/// The pilot's report (spec 'Figures and reports'): per office and period of receipt, how many requests, how they ended, rounds of guidance,
/// visits and the time to the decision.
/// </summary>
internal static class PilotReport
{
    public static async Task<IResult> HandleAsync(Caller caller, DurableStore store, HttpContext http, string from, string to, string? office = null, string procedure = "enforcement-request")
    {
        var (first, last) = (Date("from", from), Date("to", to));
        if (last < first)
            throw RejectedException.Invalid("to", "period", "Ngày cuối trước ngày đầu.", "The period ends before it begins.");
        var offices = office is null ? caller.Offices : caller.CanSee(office) ? [office] : [];
        var files = await ReadAsync(store, offices, procedure, http.RequestAborted);
        var inside = files.Where(file => file.OpenedAt.InZone(Desk.DeskPage.Zone).Date is var day && day >= first && day <= last);
        return Body.Json(new { from, to, procedure, offices = inside.GroupBy(file => file.Office, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).Select(Figures) });
    }

    private static object Figures(IGrouping<string, CaseFile> files)
    {
        var decided = files.Where(file => file.DecidedAt is not null).ToList();
        return new
        {
            office = files.Key,
            requests = files.Count(),
            byChannel = files.CountBy(file => file.Channel, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal),
            byStatus = files.CountBy(file => file.Status, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal),
            guidanceRounds = files.Sum(file => file.GuidanceRounds),
            visits = files.Sum(file => file.Visits),
            decisions = decided.Count,
            hoursToDecisionMedian = Median([.. decided.Select(file => (file.DecidedAt!.Value - file.OpenedAt).TotalHours).Order()]),
        };
    }

    private static double? Median(double[] sorted) =>
        sorted.Length == 0 ? null : Math.Round((sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2, 1);

    private static async Task<List<CaseFile>> ReadAsync(DurableStore store, IReadOnlyCollection<string> offices, string procedure, CancellationToken cancellation)
    {
        var files = new List<CaseFile>();
        string? cursor = null;
        do
        {
            var page = await store.Queries.CasesAsync(new CaseFilter(offices, procedure, Cursor: cursor, Limit: 500), cancellation);
            files.AddRange(page.Items);
            cursor = page.Cursor;
        }
        while (cursor is not null);
        return files;
    }

    private static LocalDate Date(string field, string text) => NodaTime.Text.LocalDatePattern.Iso.Parse(text) is { Success: true } date
        ? date.Value
        : throw RejectedException.Invalid(field, "date", "Ngày viết theo yyyy-MM-dd.", "Write a date as yyyy-MM-dd.");
}
