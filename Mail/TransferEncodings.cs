namespace ProcedureEngine.Mail;

/// <summary>Undoes Content-Transfer-Encoding (RFC 2045 6) without losing a byte that could be read: broken groups, missing padding and text behind it included.</summary>
internal static class TransferEncodings
{
    /// <summary>Padding in a thousand places is rubbish, not a footer; the looks are limited so that time stays linear.</summary>
    private const int MaxLooksBehind = 100;

    public static ReadOnlyMemory<byte> Decode(MimeNode node, Defects defects)
    {
        var encoding = node.Headers.First("Content-Transfer-Encoding")?.ToLowerInvariant() ?? "";
        var end = encoding.AsSpan().IndexOfAny(' ', ';', '(');
        encoding = end < 0 ? encoding : encoding[..end];
        switch (encoding.Trim('"', '\''))
        {
            case "base64":
                var bytes = FromBase64(node.Body.Span, out var fault);
                if (fault is not null)
                {
                    defects.Add(MailDefectKind.BadTransferEncoding, $"base64 of {node.ContentType.Value}: {fault}");
                }

                return bytes;
            case "quoted-printable":
                return FromQuotedPrintable(node.Body.Span);
            case "" or "7bit" or "8bit" or "binary" or "7-bit" or "8-bit":
                return node.Body;
            default:
                defects.Add(MailDefectKind.BadTransferEncoding, $"transfer encoding '{Excerpt.Of(encoding)}' is not known; {node.ContentType.Value} is kept as sent");
                return node.Body;
        }
    }

    /// <param name="text">Line ends and spaces anywhere.</param>
    /// <param name="fault">What was wrong; null when nothing was.</param>
    public static ReadOnlyMemory<byte> FromBase64(ReadOnlySpan<byte> text, out string? fault)
    {
        fault = null;
        var result = new byte[text.Length + 3];
        var length = 0;
        var (bits, count, looks) = (0, 0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            var value = ValueOf(c);
            if (value >= 0)
            {
                fault ??= c is (byte)'-' or (byte)'_' ? "letters of the URL alphabet stand in it" : looks > 0 ? "it goes on behind its padding" : null;
                bits = (bits << 6) | value;
                if (++count == 4)
                {
                    result[length++] = (byte)(bits >> 16);
                    result[length++] = (byte)(bits >> 8);
                    result[length++] = (byte)bits;
                    (bits, count) = (0, 0);
                }
            }
            else if (c == '=')
            {
                fault ??= count == 1 || (count == 0 && looks == 0) ? "its padding does not fit" : null;
                length += EndGroup(result.AsSpan(length), bits, ref count);
                bits = 0;
                if (looks++ < MaxLooksBehind && PlainTextBehind(text[(i + 1)..]) is { Length: > 0 } rest)
                {
                    fault = "plain text follows the end; it is kept behind the content";
                    rest.CopyTo(result.AsSpan(length));
                    return result.AsMemory(0, length + rest.Length);
                }
            }
            else if (c is not ((byte)'\r' or (byte)'\n' or (byte)' ' or (byte)'\t'))
            {
                fault ??= $"byte {c} at {i} is no base64; such bytes were passed over";
            }
        }

        fault ??= count > 0 ? "the end is missing" : null;
        length += EndGroup(result.AsSpan(length), bits, ref count);
        return result.AsMemory(0, length);
    }

    /// <summary>The whole bytes of a group that is not full.</summary>
    private static int EndGroup(Span<byte> result, int bits, ref int count)
    {
        var bytes = count switch { 2 => 1, 3 => 2, _ => 0 };
        bits <<= (4 - count) * 6;
        if (bytes > 0)
        {
            result[0] = (byte)(bits >> 16);
        }

        if (bytes > 1)
        {
            result[1] = (byte)(bits >> 8);
        }

        count = 0;
        return bytes;
    }

    /// <summary>A footer that a list server put behind an encoded body: anything with a byte that base64 does not have. Looked for within one screen only.</summary>
    private static ReadOnlySpan<byte> PlainTextBehind(ReadOnlySpan<byte> rest)
    {
        var probe = rest[..Math.Min(rest.Length, 200)].TrimStart("=\r\n \t"u8);
        rest = rest[(Math.Min(rest.Length, 200) - probe.Length)..];
        foreach (var c in probe)
        {
            if (ValueOf(c) < 0 && c is not ((byte)'=' or (byte)'\r' or (byte)'\n'))
            {
                return rest;
            }
        }

        return default;
    }

    private static int ValueOf(byte c) => c switch
    {
        >= (byte)'A' and <= (byte)'Z' => c - 'A',
        >= (byte)'a' and <= (byte)'z' => c - 'a' + 26,
        >= (byte)'0' and <= (byte)'9' => c - '0' + 52,
        (byte)'+' or (byte)'-' => 62,
        (byte)'/' or (byte)'_' => 63,
        _ => -1,
    };

    private static byte[] FromQuotedPrintable(ReadOnlySpan<byte> text)
    {
        var result = new byte[text.Length];
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '=')
            {
                result[length++] = text[i];
            }
            else if (i + 2 < text.Length && Hex(text[i + 1]) is var high and >= 0 && Hex(text[i + 2]) is var low and >= 0)
            {
                result[length++] = (byte)((high << 4) | low);
                i += 2;
            }
            else if (SoftBreak(text[(i + 1)..]) is var skipped and >= 0)
            {
                i += skipped;
            }
            else
            {
                result[length++] = text[i];
            }
        }

        return result[..length];
    }

    /// <summary>Bytes up to and with the line end when nothing but blanks is before it; -1 otherwise.</summary>
    private static int SoftBreak(ReadOnlySpan<byte> rest)
    {
        var i = 0;
        while (i < rest.Length && rest[i] is (byte)' ' or (byte)'\t' or (byte)'\r')
        {
            i++;
        }

        return i == rest.Length ? i : rest[i] == '\n' ? i + 1 : -1;
    }

    private static int Hex(byte c) => c switch
    {
        >= (byte)'0' and <= (byte)'9' => c - '0',
        >= (byte)'A' and <= (byte)'F' => c - 'A' + 10,
        >= (byte)'a' and <= (byte)'f' => c - 'a' + 10,
        _ => -1,
    };
}
