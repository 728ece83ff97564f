using System.Text;

namespace ProcedureEngine.Host.Cases;

/// <summary>Lists for a spreadsheet: UTF-8 with its mark, every cell quoted, and none that a spreadsheet would run as a formula.</summary>
internal static class Csv
{
    public const string ContentType = "text/csv";

    public static string Write(IEnumerable<string> headings, IEnumerable<IEnumerable<string>> rows)
    {
        var csv = new StringBuilder("\uFEFF").AppendJoin(',', headings).Append("\r\n");
        foreach (var row in rows)
            csv.AppendJoin(',', row.Select(Cell)).Append("\r\n");
        return csv.ToString();
    }

    private static string Cell(string text)
    {
        var safe = text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? "'" + text : text;
        return $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
