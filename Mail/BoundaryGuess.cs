using System.Text;

namespace ProcedureEngine.Mail;

/// <summary>Finds what separates the parts of a multipart whose header does not say it, or says it wrongly.</summary>
internal static class BoundaryGuess
{
    /// <summary>The first line that starts with two hyphens and is followed by a Content- field; null when there is none.</summary>
    public static string? In(ReadOnlySpan<byte> body)
    {
        while (!body.IsEmpty)
        {
            var line = TakeLine(ref body);
            if (line.Length is > 2 and <= 252 && line.StartsWith("--"u8) && StartsWithContentField(body))
            {
                return Encoding.Latin1.GetString(line[2..]);
            }
        }

        return null;
    }

    private static bool StartsWithContentField(ReadOnlySpan<byte> rest) =>
        rest.Length >= 8 && Ascii.EqualsIgnoreCase(rest[..8], "Content-"u8);

    private static ReadOnlySpan<byte> TakeLine(ref ReadOnlySpan<byte> body)
    {
        var feed = body.IndexOf((byte)'\n');
        var line = feed < 0 ? body : body[..feed];
        body = feed < 0 ? default : body[(feed + 1)..];
        return line.TrimEnd(" \t\r"u8);
    }
}
