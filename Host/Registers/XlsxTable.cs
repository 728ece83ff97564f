using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace ProcedureEngine.Host.Registers;

/// <summary>A table as a workbook of one sheet: numbers as numbers, everything else as text, so that nothing is read as a formula.</summary>
internal static class XlsxTable
{
    public const string ContentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <param name="title">Name of the sheet, at most 31 characters.</param>
    /// <param name="rows">Each cell text, a whole number or nothing.</param>
    public static byte[] Write(string title, IEnumerable<string> headings, IEnumerable<IEnumerable<object?>> rows)
    {
        using var bytes = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(bytes, SpreadsheetDocumentType.Workbook))
        {
            var workbook = document.AddWorkbookPart();
            var sheet = workbook.AddNewPart<WorksheetPart>();
            var data = new SheetData(Row(headings));
            data.Append(rows.Select(Row));
            sheet.Worksheet = new Worksheet(data);
            workbook.Workbook = new Workbook(new Sheets(new Sheet { Id = workbook.GetIdOfPart(sheet), SheetId = 1, Name = title }));
        }

        return bytes.ToArray();
    }

    private static Row Row(IEnumerable<object?> cells) => new(cells.Select(Cell));

    private static Cell Cell(object? cell) => cell is long number
        ? new Cell { DataType = CellValues.Number, CellValue = new CellValue(number.ToString(CultureInfo.InvariantCulture)) }
        : new Cell { DataType = CellValues.InlineString, InlineString = new InlineString(new Text(Allowed(RegisterTable.Text(cell))) { Space = SpaceProcessingModeValues.Preserve }) };

    /// <summary>XML 1.0 has no place for other control characters.</summary>
    private static string Allowed(string text) => string.Concat(text.Where(c => System.Xml.XmlConvert.IsXmlChar(c) || char.IsSurrogate(c)));
}
