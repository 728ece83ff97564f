using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using NodaTime.Text;

namespace ProcedureEngine.Deadlines;

public enum SheetLanguage
{
    Vi,
    En,
}

/// <summary>
/// The explanation as a page to print and file: from the document alone, with everything escaped, its style in it and nothing loaded.
/// </summary>
public sealed class SheetPage
{
    private const string Style =
        "body{font:12pt/1.45 'Times New Roman',Tinos,'Liberation Serif',serif;max-width:19cm;margin:1cm auto;color:#111}h1{font-size:16pt;text-align:center;margin:0 0 .2em}"
        + "h2{font-size:12.5pt;margin:1.1em 0 .3em}.sub{text-align:center;margin:0 0 1em}table{border-collapse:collapse;width:100%}th,td{border:1px solid #888;padding:.25em .5em;text-align:left;vertical-align:top}"
        + "th{background:#f0f0f0;font-weight:600}.facts th{width:34%}.due{font-size:14pt;font-weight:700}.warn{border:1px solid #a60;padding:.4em .7em;margin:.6em 0}.small{font-size:9.5pt;color:#444;overflow-wrap:anywhere}"
        + "@page{size:A4;margin:1.6cm}@media print{body{margin:0;max-width:none}thead{display:table-header-group}tr,.warn{break-inside:avoid}h2{break-after:avoid}}";

    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder html = new();
    private readonly JsonObject sheet;
    private readonly bool vi;

    private SheetPage(JsonObject sheet, SheetLanguage language)
    {
        this.sheet = sheet;
        vi = language == SheetLanguage.Vi;
    }

    /// <summary>A whole HTML document.</summary>
    /// <param name="sheet">What <see cref="DeadlineSheet.Build"/> made.</param>
    public static string Render(JsonObject sheet, SheetLanguage language = SheetLanguage.Vi) => new SheetPage(sheet, language).Render();

    private string Render()
    {
        var (limit, count) = (Object("limit"), Object("count"));
        var title = vi ? "Phiếu tính thời hạn" : "Time limit sheet";
        html.Append("<!doctype html>\n<html lang=\"").Append(vi ? "vi" : "en").Append("\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>")
            .Append(Escape(title)).Append("</title><style>").Append(Style).Append("</style></head><body>\n<h1>").Append(Escape(title)).Append("</h1>\n<p class=\"sub\">")
            .Append(Escape(Named(limit, "name"))).Append("</p>\n");
        Facts(limit, count);
        Assumptions();
        Stops(count);
        Extensions(count);
        Lines();
        Readings();
        html.Append("<p class=\"small\">").Append(Escape($"{Say("Lịch", "Calendar")}: {Text(Object("calendar"), "version")}{Earlier()} · {Say("Mục danh mục", "Catalogue entry")}: {Text(limit, "entry")} · SHA-256: {Text(sheet, "digest")}"))
            .Append("</p>\n</body></html>\n");
        return html.ToString();
    }

    private void Facts(JsonObject limit, JsonObject count)
    {
        var result = Object("result");
        var act = Object("act");
        html.Append("<table class=\"facts\"><tbody>\n");
        Fact(Say("Hành vi bắt đầu", "Starting act"), $"{Named(act)} · {Moment(Text(act, "at"))}{(Text(act, "reference") is { Length: > 0 } reference ? " · " + reference : string.Empty)}");
        Fact(Say("Thời hạn", "Time limit"), Named((JsonObject)count["judgedBy"]!));
        Fact(Say("Căn cứ", "Legal basis"), (bool)count["localRemindsOnly"]! ? Text(limit, "lawBasis") : Text(limit, "legalBasis"));
        if (count["law"] is JsonObject law)
        {
            var local = (JsonObject)count["local"]!;
            Fact(Say("Theo quy định địa phương", "By the local rule"), $"{Named(local)} · {Text(limit, "legalBasis")} · {Date(result["localDueDate"])}");
            Fact(Say("Theo luật", "By the law"), $"{Named(law)} · {Text(limit, "lawBasis")} · {Date(result["lawDueDate"])}");
        }

        Fact(Say("Loại, người chịu thời hạn", "Kind, whose time it is"), $"{Word(Text(limit, "kind"))} · {Word(Text(limit, "bearer"))}");
        Fact(Say("Ngày bắt đầu (không tính)", "First day (not counted)"), Date(result["dayZero"]));
        if (Text(result, "baseDueDate") is { Length: > 0 } end && end != Text(result, "dueDate"))
            Fact(Say("Hết thời hạn gốc", "End of the base limit"), Date(result["baseDueDate"]));
        if (result["dueDate"] is null)
            Fact(Say("Đang tạm dừng, còn lại", "Stopped; left"), $"{result["remaining"]} {Say("ngày theo đơn vị của thời hạn", "days of the limit's own kind")}", "due");
        else
            Fact(Say("Hết hạn lúc 24 giờ ngày", "Ends at 24:00 of"), Date(result["dueDate"]), "due");
        html.Append("</tbody></table>\n");
    }

    private void Assumptions()
    {
        if ((bool)Object("result")["certified"]!)
            return;
        html.Append("<div class=\"warn\"><strong>").Append(Escape(Say("Lịch chưa được xác nhận", "The calendar is not certified"))).Append("</strong>");
        foreach (var assumption in Array("assumptions"))
            html.Append("<br>").Append(Escape(Named(assumption)));
        html.Append("</div>\n");
    }

    private void Stops(JsonObject count)
    {
        var stops = ((JsonArray)count["stops"]!).OfType<JsonObject>().ToList();
        if (stops.Count == 0)
            return;
        Table(Say("Thời gian tạm dừng", "Stopped time"), [Say("Từ", "From"), Say("Đến hết", "To, inclusive"), Say("Căn cứ", "Ground"), Say("Tài liệu, người quyết định", "Evidence, by whom")], stops.Select(stop => new[]
        {
            Date(stop["from"]), stop["to"] is null ? Say("đang tạm dừng", "still stopped") : Date(stop["to"]), Join(Named(stop), Text(stop, "legalBasis")), Join(Text(stop, "basis"), Text(stop, "evidence"), Text(stop, "by")),
        }));
    }

    private void Extensions(JsonObject count)
    {
        var extensions = ((JsonArray)count["extensions"]!).OfType<JsonObject>().ToList();
        if (extensions.Count == 0)
            return;
        Table(Say("Gia hạn", "Extensions"), [Say("Thêm", "More time"), Say("Ngày thỏa thuận", "Agreed on"), Say("Căn cứ", "Basis"), Say("Tài liệu, người quyết định", "Evidence, by whom")], extensions.Select(extension => new[]
        {
            Named(extension), Date(extension["agreedOn"]), Join(Text(count, "extensionBasis"), Text(extension, "basis")), Join(Text(extension, "evidence"), Text(extension, "by")),
        }));
    }

    private void Lines() => Table(
        Say("Các ngày không tính hoặc được dời", "Days not counted or moved"), [Say("Ngày", "Day"), Say("Lý do", "Reason"), Say("Căn cứ", "Basis")],
        Array("lines").Select(line => new[] { Date(line["date"]), Named(line), Text(line, "legalBasis") }));

    private void Readings()
    {
        var readings = Array("readings").ToList();
        if (readings.Count > 0)
            Table(Say("Cách hiểu khác", "Other readings"), [Say("Cách hiểu", "Reading"), Say("Hết hạn", "Ends on")], readings.Select(reading => new[] { ReadingNames.Of(Text(reading, "reading"), vi), Date(reading["dueDate"]) }));
    }

    private void Fact(string name, string value, string? style = null) =>
        html.Append("<tr><th>").Append(Escape(name)).Append("</th><td").Append(style is null ? string.Empty : $" class=\"{style}\"").Append('>').Append(Escape(value)).Append("</td></tr>\n");

    private void Table(string title, string[] heads, IEnumerable<string[]> rows)
    {
        html.Append("<h2>").Append(Escape(title)).Append("</h2>\n<table><thead><tr>");
        foreach (var head in heads)
            html.Append("<th>").Append(Escape(head)).Append("</th>");
        html.Append("</tr></thead><tbody>\n");
        foreach (var row in rows)
        {
            html.Append("<tr>");
            foreach (var cell in row)
                html.Append("<td>").Append(Escape(cell)).Append("</td>");
            html.Append("</tr>\n");
        }

        html.Append("</tbody></table>\n");
    }

    private JsonObject Object(string name) => (JsonObject)sheet[name]!;

    private IEnumerable<JsonObject> Array(string name) => ((JsonArray)sheet[name]!).OfType<JsonObject>();

    private string Say(string vietnamese, string english) => vi ? vietnamese : english;

    private string Named(JsonObject json, string prefix = "") => prefix.Length == 0 ? Text(json, vi ? "vi" : "en") : Text(json, prefix + (vi ? "Vi" : "En"));

    private string Word(string word) => word switch
    {
        "law" => Say("theo luật", "the law's"),
        "local" => Say("quy định địa phương", "local"),
        "internal" => Say("nội bộ", "internal"),
        "authority" => Say("cơ quan giải quyết", "the authority's time"),
        "citizen" => Say("người dân", "the citizen's time"),
        "financeBody" => Say("cơ quan tài chính", "the finance body's time"),
        _ => Say("cơ quan và người dân", "the time of both"),
    };

    private string Date(JsonNode? date) => (string?)date is { } text && LocalDatePattern.Iso.Parse(text) is { Success: true } day ? Date(day.Value) : "—";

    private string Date(LocalDate day) => vi
        ? $"{Weekdays[(int)day.DayOfWeek % 7]}, {day.Day:00}/{day.Month:00}/{day.Year}"
        : $"{day.DayOfWeek}, {day.Day} {CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(day.Month)} {day.Year}";

    private string Moment(string text) => LocalDateTimePattern.GeneralIso.Parse(text) is { Success: true } at ? $"{at.Value.Hour:00}:{at.Value.Minute:00} {Date(at.Value.Date)}" : text;

    private static string Text(JsonObject json, string name) => (string?)json[name] ?? string.Empty;

    private static string Join(params string[] parts) => string.Join(" · ", parts.Where(part => part.Length > 0));

    private static string Escape(string text) => Encoder.Encode(text);

    private static readonly string[] Weekdays = ["Chủ nhật", "Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy"];

    private string Earlier()
    {
        var versions = string.Join(", ", Object("calendar")["earlier"]!.AsArray().Select(before => (string)before!["version"]!));
        return versions.Length == 0 ? string.Empty : Say($"; không kết thúc sớm hơn theo các lịch trước: {versions}", $"; ends no earlier than by the calendars before: {versions}");
    }
}
