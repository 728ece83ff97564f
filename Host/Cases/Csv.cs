using System.Text;

namespace ProcedureEngine.Host.Cases;

/// <summary>Lists for a spreadsheet: UTF-8 with its mark, every cell quoted, and none that a spreadsheet would run as a formula.</summary>
internal static class Csv
{
    public const string ContentType = "text/csv";

    public static string Write(IEnumerable<string> headings, IEnumerable<IEnumerable<string>> rows) => Head(headings).AppendJoin(string.Empty, rows.Select(Line)).ToString();

    /// <summary>As long as it may be: a page at a time is held and sent.</summary>
    public static async Task WriteAsync(Stream to, IEnumerable<string> headings, IAsyncEnumerable<IEnumerable<IEnumerable<string>>> pages, CancellationToken cancellation)
    {
        var text = Head(headings);
        await foreach (var page in pages)
        {
            await to.WriteAsync(Encoding.UTF8.GetBytes(text.AppendJoin(string.Empty, page.Select(Line)).ToString()), cancellation);
            text.Clear();
        }
    }

    private static StringBuilder Head(IEnumerable<string> headings) => new StringBuilder("\uFEFF").AppendJoin(',', headings).Append("\r\n");

    private static string Line(IEnumerable<string> cells) => $"{string.Join(',', cells.Select(Cell))}\r\n";

    private static string Cell(string text)
    {
        var safe = text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? "'" + text : text;
        return $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
