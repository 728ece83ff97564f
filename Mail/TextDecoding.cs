using System.Text;

namespace ProcedureEngine.Mail;

/// <summary>
/// Bytes to text. The label is believed when it can be true; a label that the bytes contradict is not. UTF-8 is recognised by itself (text in another
/// charset is practically never valid UTF-8), and Vietnamese 8-bit text without a usable label is windows-1258.
/// </summary>
internal static class TextDecoding
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly Encoding Vietnamese;

    static TextDecoding()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        Vietnamese = Encoding.GetEncoding(1258);
    }

    /// <param name="bytes">Transfer encoding undone.</param>
    /// <param name="label">The charset named by the sender; null when none is.</param>
    /// <param name="defects">Where a wrong label is told; null when it does not matter.</param>
    public static string Decode(ReadOnlySpan<byte> bytes, string? label, Defects? defects = null)
    {
        var text = DecodeMarked(bytes) ?? DecodeLabelled(bytes, label?.Trim().ToLowerInvariant() ?? "", defects);
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            defects?.Add(MailDefectKind.NulBytes, "NUL bytes in the text were dropped");
            text = text.Replace("\0", "", StringComparison.Ordinal);
        }

        // Unicode calls it no character, and no text that holds it can be normalised.
        return text.Replace('\uFFFE', '\uFFFD');
    }

    private static string? DecodeMarked(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xEF, 0xBB, 0xBF, .. var rest] => TryUtf8(rest),
        [0xFF, 0xFE, .. var rest] when rest.Length % 2 == 0 => Encoding.Unicode.GetString(rest),
        [0xFE, 0xFF, .. var rest] when rest.Length % 2 == 0 => Encoding.BigEndianUnicode.GetString(rest),
        _ => null,
    };

    private static string DecodeLabelled(ReadOnlySpan<byte> bytes, string label, Defects? defects)
    {
        var encoding = EncodingOf(label);
        if (encoding is null && label.Length > 0)
        {
            defects?.Add(MailDefectKind.UnknownCharset, $"charset '{Excerpt.Of(label)}' is not known");
        }

        var isUnicode = encoding is null or UTF8Encoding or ASCIIEncoding;
        if (!isUnicode && !encoding!.IsSingleByte)
        {
            return DecodeMultiByte(bytes, encoding, label, defects);
        }

        if (TryUtf8(bytes) is { } utf8)
        {
            if (label.Length > 0 && encoding is not UTF8Encoding && !Ascii.IsValid(bytes))
            {
                defects?.Add(MailDefectKind.WrongCharset, $"labelled {Excerpt.Of(label)} but is UTF-8; read as UTF-8");
            }

            return utf8;
        }

        if (!isUnicode)
        {
            return encoding!.GetString(bytes);
        }

        // A label that says UTF-8 counts: a few damaged bytes do not make the text another charset's.
        var fallback = IsMostlyUtf8(bytes, goodForBad: encoding is UTF8Encoding ? 2 : 1) ? Encoding.UTF8 : Vietnamese;
        defects?.Add(MailDefectKind.WrongCharset, $"labelled {(label.Length == 0 ? "with no charset" : Excerpt.Of(label))} but is not; read as {fallback.WebName}");
        return fallback.GetString(bytes);
    }

    private static string DecodeMultiByte(ReadOnlySpan<byte> bytes, Encoding encoding, string label, Defects? defects)
    {
        var text = encoding.GetString(bytes);
        if (!text.Contains('\uFFFD', StringComparison.Ordinal) || TryUtf8(bytes) is not { } utf8)
        {
            return text;
        }

        defects?.Add(MailDefectKind.WrongCharset, $"labelled {Excerpt.Of(label)} but is UTF-8; read as UTF-8");
        return utf8;
    }

    private static Encoding? EncodingOf(string label)
    {
        var name = label.Trim('"', '\'') switch
        {
            "utf8" or "unicode-1-1-utf-8" => "utf-8",
            "iso-8859-1" or "latin1" or "iso8859-1" or "windows1252" or "cp1252" => "windows-1252",
            "cp1258" or "windows1258" or "x-cp1258" => "windows-1258",
            "iso-8859-8-i" => "iso-8859-8",
            var other => other,
        };
        try
        {
            return name.Length == 0 ? null : Encoding.GetEncoding(name);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    private static string? TryUtf8(ReadOnlySpan<byte> bytes)
    {
        // A scan before the decoder: an exception for each stray header would make a hostile message expensive.
        if (!System.Text.Unicode.Utf8.IsValid(bytes))
        {
            return null;
        }

        return StrictUtf8.GetString(bytes);
    }

    private static bool IsMostlyUtf8(ReadOnlySpan<byte> bytes, int goodForBad)
    {
        var (good, bad) = (0, 0);
        while (!bytes.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(bytes, out var rune, out var consumed) != System.Buffers.OperationStatus.Done)
            {
                bad++;
            }
            else if (!rune.IsAscii)
            {
                good++;
            }

            bytes = bytes[consumed..];
        }

        return good * goodForBad > bad;
    }
}
