using System.Globalization;
using System.Text;

namespace ProcedureEngine.Host.Cases;

/// <summary>Registers as JSON, or as CSV when the caller accepts that.</summary>
internal static class Registers
{
    public static async Task<IResult> HandleAsync(string kind, string office, int year, Caller caller, DurableStore store, HttpContext http)
    {
        if (kind != "decisions")
            throw RejectedException.NotFound("sổ (register)", kind);
        caller.RequireSight(office, "cơ quan (office)", office);
        var rows = await store.Queries.DecisionsAsync(office, year, http.RequestAborted);
        if (http.Request.Headers.Accept.ToString().Contains(Csv.ContentType, StringComparison.OrdinalIgnoreCase))
            return Results.Text(Table(rows), Csv.ContentType, Encoding.UTF8);
        return Body.Json(new
        {
            items = rows.Select(row => new
            {
                caseId = row.InstanceId,
                number = row.Number.Text,
                row.Number.Sequence,
                row.Date,
                row.Signer,
                row.Requester,
                row.OtherParty,
                row.Amount,
                row.Judgment,
            }),
        });
    }

    private static string Table(IEnumerable<Activities.Issuance.DecisionEntry> rows) => Csv.Write(
        ["Số", "Ngày", "Người ký", "Người yêu cầu", "Bên kia", "Số tiền (đồng)", "Bản án"],
        rows.Select(row => new[]
        {
            row.Number.Text, NodaTime.Text.LocalDatePattern.Iso.Format(row.Date), row.Signer, row.Requester, row.OtherParty, row.Amount.ToString(CultureInfo.InvariantCulture), row.Judgment,
        }));
}
