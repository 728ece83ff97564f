namespace ProcedureEngine.Mail;

/// <summary>The bytes as a parser can take them: what stands before the first header field and lone CRs as line ends are dealt with here.</summary>
internal static class RawMessage
{
    private static ReadOnlySpan<byte> Utf8Mark => [0xEF, 0xBB, 0xBF];

    /// <returns>A slice of <paramref name="raw"/>, or a mended copy when its header uses lone CRs.</returns>
    public static ReadOnlyMemory<byte> Prepare(ReadOnlyMemory<byte> raw, Defects defects)
    {
        var start = raw.Span.StartsWith(Utf8Mark) ? Utf8Mark.Length : 0;
        while (start < raw.Length && raw.Span[start] is (byte)'\r' or (byte)'\n')
        {
            start++;
        }

        if (raw.Span[start..].StartsWith("From "u8) || raw.Span[start..].StartsWith(">From "u8))
        {
            var end = raw.Span[start..].IndexOf((byte)'\n');
            start = end < 0 ? raw.Length : start + end + 1;
        }

        if (start > 0)
        {
            defects.Add(MailDefectKind.LeadingRubbish, $"{start} bytes before the first header field (blank lines, a byte order mark or an mbox line) were passed over");
        }

        return MendCarriageReturns(raw[start..], defects);
    }

    /// <summary>
    /// A sender that ends lines with CR alone does so from the first line on. CRs further on in a well-formed message stay as they are: they may
    /// belong to binary content.
    /// </summary>
    private static ReadOnlyMemory<byte> MendCarriageReturns(ReadOnlyMemory<byte> raw, Defects defects)
    {
        var span = raw.Span;
        var first = span.IndexOf((byte)'\r');
        var lineFeed = span.IndexOf((byte)'\n');
        if (first < 0 || (lineFeed >= 0 && lineFeed <= first + 1))
        {
            return raw;
        }

        defects.Add(MailDefectKind.BareCarriageReturns, "lines end with CR alone, or with more than one; each was read as a line end");
        var mended = new byte[span.Length];
        var length = 0;
        for (var i = 0; i < span.Length; i++)
        {
            if (span[i] != '\r')
            {
                mended[length++] = span[i];
                continue;
            }

            // CRs before an LF are one line end with it (CR CR LF is what a file copied as text twice has); else each is one.
            var run = span[i..].IndexOfAnyExcept((byte)'\r');
            run = run < 0 ? span.Length - i : run;
            i += run - 1;
            if (i + 1 < span.Length && span[i + 1] == '\n')
            {
                continue;
            }

            mended.AsSpan(length, run).Fill((byte)'\n');
            length += run;
        }

        return mended.AsMemory(0, length);
    }
}
