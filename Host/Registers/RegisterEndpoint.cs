using System.Text;
using NodaTime.Text;
using ProcedureEngine.Activities.Issuance;
using ProcedureEngine.Activities.Registers;
using ProcedureEngine.Host.Cases;

namespace ProcedureEngine.Host.Registers;

/// <summary>Registers of an office and year, as JSON, or as CSV or XLSX when the caller accepts that.</summary>
internal static class RegisterEndpoint
{
    private const string Decisions = "decisions";

    private static readonly RegisterTable DecisionColumns = new(
        [
            new("number", "Số"), new("date", "Ngày"), new("signer", "Người ký"), new("requester", "Người yêu cầu"), new("otherParty", "Bên kia"), new("amount", "Số tiền (đồng)"), new("judgment", "Bản án"),
        ],
        []);

    private static readonly RegisterTable ComplaintColumns = new(
        [
            new("number", "Số thứ tự"), new("receivedOn", "Ngày nhận"), new("caseNumber", "Số hồ sơ"), new("receiptNumber", "Giấy biên nhận"), new("complainant", "Người khiếu nại"),
            new("address", "Địa chỉ"), new("body", "Cơ quan bị khiếu nại"), new("subject", "Mục"), new("resultDay", "Ngày hẹn trả"), new("result", "Kết quả"), new("resultOn", "Ngày trả"),
            new("decisionNumber", "Số quyết định"), new("proof", "Giao nhận"),
        ],
        []);

    private static readonly RegisterTable ClaimsReceivedColumns = new(
        [
            new("number", "Số thứ tự"), new("receivedOn", "Ngày nhận"), new("channel", "Kênh nộp"), new("caseNumber", "Số hồ sơ"), new("claimant", "Người yêu cầu bồi thường"), new("address", "Địa chỉ"),
            new("body", "Cơ quan quản lý người thi hành công vụ"), new("sum", "Số tiền yêu cầu (đồng)"), new("papers", "Số giấy tờ"),
        ],
        []);

    private static readonly RegisterTable ClaimsAcceptedColumns = new(
        [
            new("number", "Số thụ lý"), new("acceptedOn", "Ngày thụ lý"), new("caseNumber", "Số hồ sơ"), new("claimant", "Người yêu cầu bồi thường"), new("address", "Địa chỉ"),
            new("body", "Cơ quan quản lý người thi hành công vụ"), new("sum", "Số tiền yêu cầu (đồng)"),
        ],
        []);

    public static async Task<IResult> HandleAsync(string kind, string office, int year, Caller caller, DurableStore store, HttpContext http)
    {
        var columns = kind switch
        {
            Decisions => DecisionColumns,
            RegisterKinds.Complaints => ComplaintColumns,
            RegisterKinds.ClaimsReceived => ClaimsReceivedColumns,
            RegisterKinds.ClaimsAccepted => ClaimsAcceptedColumns,
            _ => throw RejectedException.NotFound("sổ (register)", kind),
        };
        caller.RequireSight(office, "cơ quan (office)", office);
        var rows = kind == Decisions
            ? (await store.Queries.DecisionsAsync(office, year, http.RequestAborted)).Select(Row)
            : (await store.Queries.RegisterAsync(kind, office, year, http.RequestAborted)).Select(Row);
        var table = columns with { Rows = [.. rows] };
        var accepted = http.Request.Headers.Accept.ToString();
        if (accepted.Contains(Csv.ContentType, StringComparison.OrdinalIgnoreCase))
            return Results.Text(Csv.Write([.. table.Columns.Select(column => column.Header)], table.Rows.Select(row => table.Cells(row).Select(RegisterTable.Text).ToArray())), Csv.ContentType, Encoding.UTF8);
        return accepted.Contains(XlsxTable.ContentType, StringComparison.OrdinalIgnoreCase)
            ? Results.File(XlsxTable.Write($"{kind} {year}", table.Columns.Select(column => column.Header), table.Rows.Select(table.Cells)), XlsxTable.ContentType, $"{kind}-{office}-{year}.xlsx")
            : Body.Json(new { items = table.Rows });
    }

    private static JsonObject Row(DecisionEntry row) => new()
    {
        ["caseId"] = row.InstanceId,
        ["number"] = row.Number.Text,
        ["sequence"] = row.Number.Sequence,
        ["date"] = LocalDatePattern.Iso.Format(row.Date),
        ["signer"] = row.Signer,
        ["requester"] = row.Requester,
        ["otherParty"] = row.OtherParty,
        ["amount"] = row.Amount,
        ["judgment"] = row.Judgment,
    };

    private static JsonObject Row(RegisterLine line)
    {
        var row = (JsonObject)line.Cells.DeepClone();
        (row["caseId"], row["number"], row["sequence"]) = (line.InstanceId, line.Number.Text, line.Number.Sequence);
        return row;
    }
}
