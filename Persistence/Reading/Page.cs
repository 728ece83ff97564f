using System.Globalization;
using System.Text;

namespace ProcedureEngine.Persistence;

/// <summary>One page of a list by keyset: rows inserted meanwhile neither repeat nor vanish.</summary>
/// <param name="Cursor">Opaque; asks for the next page. Null on the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Cursor);

/// <summary>The sort key of the last row of a page.</summary>
internal sealed record Cursor(long Key, string Id)
{
    public static Cursor? Read(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        try
        {
            var parts = Encoding.UTF8.GetString(Convert.FromBase64String(text)).Split('\n', 2);
            return new Cursor(long.Parse(parts[0], CultureInfo.InvariantCulture), parts[1]);
        }
        catch (Exception exception) when (exception is FormatException or IndexOutOfRangeException or OverflowException)
        {
            throw RejectedException.Invalid("cursor", "cursor", "Con trỏ trang không hợp lệ.", "This cursor was not given by this list; start without one.");
        }
    }

    public override string ToString() => Convert.ToBase64String(Encoding.UTF8.GetBytes(Key.ToString(CultureInfo.InvariantCulture) + "\n" + Id));
}
