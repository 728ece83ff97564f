using System.Buffers;

namespace ProcedureEngine.Mail.Delivery;

/// <summary>
/// Takes the bytes after DATA: doubled dots at the beginning of lines are undone (RFC 5321 4.5.2), and the message ends with CRLF, dot, CRLF. A
/// message that is too large is read to its end and dropped, so that the other side hears why.
/// </summary>
internal sealed class DotReader(ArrayBufferWriter<byte> message, long maxBytes)
{
    private enum Place
    {
        LineStart,
        Inside,
        AfterCr,
        AfterDot,
        AfterDotCr,
    }

    private Place place = Place.LineStart;

    public bool IsDone { get; private set; }

    public bool IsTooLarge { get; private set; }

    /// <returns>How many bytes belong to this message.</returns>
    public long Take(ReadOnlySequence<byte> bytes)
    {
        var taken = 0L;
        foreach (var piece in bytes)
        {
            var used = Take(piece.Span);
            taken += used;
            if (IsDone)
                break;
        }

        return taken;
    }

    private int Take(ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            if (place == Place.Inside)
            {
                // Most bytes: up to the next line end they mean nothing.
                var run = bytes[i..].IndexOf((byte)'\r');
                run = run < 0 ? bytes.Length - i : run;
                Keep(bytes.Slice(i, run));
                i += run;
                if (i == bytes.Length)
                    break;
            }

            Step(bytes[i]);
            if (IsDone)
                return i + 1;
        }

        return bytes.Length;
    }

    private void Step(byte next)
    {
        switch (place, next)
        {
            case (Place.LineStart, (byte)'.'):
                place = Place.AfterDot;
                return;
            case (Place.AfterDot, (byte)'\r'):
                place = Place.AfterDotCr;
                return;
            case (Place.AfterDotCr, (byte)'\n'):
                IsDone = true;
                return;
            case (Place.AfterDotCr, _):
                // A dot and a CR of the message itself: only the first dot of the line was the protocol's.
                Keep("\r"u8);
                break;
        }

        Keep([next]);
        place = next switch
        {
            (byte)'\r' => Place.AfterCr,
            (byte)'\n' when place == Place.AfterCr => Place.LineStart,
            _ => Place.Inside,
        };
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (IsTooLarge || message.WrittenCount + bytes.Length > maxBytes)
            IsTooLarge = true;
        else
            message.Write(bytes);
    }
}
