using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace ProcedureEngine.Persistence;

/// <summary>One page of a list by keyset: rows inserted meanwhile neither repeat nor vanish.</summary>
/// <param name="Cursor">Opaque; asks for the next page. Null on the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Cursor);

/// <summary>Where a page ended: the sort keys of its last row, the id last. Safe in a query string.</summary>
internal sealed record Cursor(ImmutableArray<long> Keys, string Id)
{
    /// <exception cref="RejectedException">The text is no cursor of a list with so many keys.</exception>
    public static Cursor? Read(string? text, int keys)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        try
        {
            var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split('\n', keys + 1);
            if (parts.Length == keys + 1)
                return new Cursor([.. parts.Take(keys).Select(part => long.Parse(part, CultureInfo.InvariantCulture))], parts[keys]);
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            // Told below, as for a cursor of another list.
        }

        throw RejectedException.Invalid("cursor", "cursor", "Con trỏ trang không hợp lệ.", "This cursor was not given by this list; start without one.");
    }

    public override string ToString() =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Join('\n', Keys.Select(key => key.ToString(CultureInfo.InvariantCulture)).Append(Id))));
}

/// <summary>A list's order: columns of 64-bit integers, then the id, all one way.</summary>
internal sealed record ListOrder(ImmutableArray<string> Columns, bool IsDescending = false)
{
    private IEnumerable<string> All => Columns.Append("id");

    public string Text => string.Join(", ", All.Select(column => column + (IsDescending ? " DESC" : string.Empty)));

    /// <summary>The condition that a row comes after the cursor; none without one.</summary>
    public Sql.Filter After(Sql.Filter filter, string? cursor)
    {
        if (Cursor.Read(cursor, Columns.Length) is not { } after)
            return filter;
        var names = Enumerable.Range(0, Columns.Length + 1).Select(index => string.Create(CultureInfo.InvariantCulture, $"@after{index}")).ToList();
        return filter.And(
            $"({string.Join(", ", All)}) {(IsDescending ? '<' : '>')} ({string.Join(", ", names)})",
            [.. names.Zip(after.Keys.Select(key => (object?)key).Append(after.Id))]);
    }
}
