using System.Text;

namespace ProcedureEngine.Mail.Tests.Reading;

/// <summary>
/// Damages messages as transport and programs do: cut short, bytes flipped, re-encoded, spliced with another message. The same seed gives the same
/// message on every machine, so the generator is its own (SplitMix64).
/// </summary>
internal sealed class Mutation(ulong seed)
{
    private ulong _state = seed * 0x9E3779B97F4A7C15UL;

    /// <returns>The damaged message with what was done to it.</returns>
    public (string Kind, byte[] Bytes) Of(IReadOnlyList<byte[]> messages)
    {
        var message = messages[Next(messages.Count)];
        return Next(4) switch
        {
            0 => ("truncate", message[..Next(message.Length + 1)]),
            1 => ("flip", Flip([.. message])),
            2 => ("re-encode", ReEncode(message)),
            _ => ("splice", Splice(message, messages[Next(messages.Count)])),
        };
    }

    private byte[] Flip(byte[] message)
    {
        for (var left = message.Length == 0 ? 0 : 1 + Next(8); left > 0; left--)
        {
            var at = Next(message.Length);
            message[at] = Next(3) switch
            {
                0 => (byte)(message[at] ^ (1 << Next(8))),
                1 => (byte)Next(256),
                _ => (byte)"\r\n\0 \"<>;:,=?-()"[Next(15)],
            };
        }

        return message;
    }

    private byte[] ReEncode(byte[] message) => Next(8) switch
    {
        0 => Replace(message, "\r\n", "\n"),
        1 => Replace(message, "\r\n", "\r"),
        2 => Replace(message, "\n", "\r\n"),
        3 => Encoding.UTF8.GetBytes(Encoding.Latin1.GetString(message)),
        4 => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(message).Normalize(NormalizationForm.FormD)),
        5 => Replace(message, "utf-8", Pick("windows-1258", "iso-8859-1", "us-ascii", "utf-16", "x-none", "")),
        6 => Replace(message, Pick("base64", "quoted-printable", "8bit"), Pick("base64", "quoted-printable", "7bit", "x-none")),
        _ => Replace(message, Pick("multipart/mixed", "text/plain", "boundary=", "attachment", "UTF-8''"), Pick("multipart/alternative", "text/html", "message/rfc822", "name=", "inline")),
    };

    private byte[] Splice(byte[] message, byte[] other)
    {
        var (at, from) = (Next(message.Length + 1), Next(other.Length + 1));
        var piece = other[from..(from + Next(other.Length - from + 1))];
        return Next(4) switch
        {
            0 => [.. message[..at], .. piece, .. message[at..]],
            1 => [.. message[..at], .. other[from..]],
            2 => Lines(message, lines => lines.RemoveAt(Next(lines.Count))),
            _ => Lines(message, lines => lines.Insert(Next(lines.Count), lines[Next(lines.Count)])),
        };
    }

    private static byte[] Lines(byte[] message, Action<List<string>> change)
    {
        var lines = Encoding.Latin1.GetString(message).Split('\n').ToList();
        change(lines);
        return Encoding.Latin1.GetBytes(string.Join('\n', lines));
    }

    private static byte[] Replace(byte[] message, string old, string with) =>
        Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(message).Replace(old, with, StringComparison.OrdinalIgnoreCase));

    private string Pick(params ReadOnlySpan<string> values) => values[Next(values.Length)];

    private int Next(int limit)
    {
        var z = _state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return (int)((z ^ (z >> 31)) % (ulong)limit);
    }
}
