using System.Globalization;

namespace ProcedureEngine.Host.Registers;

/// <summary>A column of a register.</summary>
/// <param name="Key">Member of the JSON form.</param>
/// <param name="Header">What stands above it on paper.</param>
internal sealed record RegisterColumn(string Key, string Header);

/// <summary>A register of an office and year as a table: one row a line, each cell text, a whole number or nothing.</summary>
internal sealed record RegisterTable(ImmutableArray<RegisterColumn> Columns, ImmutableArray<JsonObject> Rows)
{
    public IEnumerable<object?> Cells(JsonObject row) => Columns.Select(column => row[column.Key] switch
    {
        JsonValue value when value.TryGetValue<long>(out var number) => (object?)number,
        JsonValue value when value.TryGetValue<int>(out var number) => (long)number,
        JsonValue value => (string?)value,
        _ => null,
    });

    public static string Text(object? cell) => cell switch
    {
        long number => number.ToString(CultureInfo.InvariantCulture),
        _ => (string?)cell ?? string.Empty,
    };
}
