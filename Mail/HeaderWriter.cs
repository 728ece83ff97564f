using System.Text;

namespace ProcedureEngine.Mail;

/// <summary>Writes header fields: ASCII, folded at 76 characters, text in other letters as encoded words (RFC 2047) of whole characters.</summary>
internal sealed class HeaderWriter
{
    private const int MaxLine = 76;

    /// <summary>45 bytes are 60 characters of base64: 72 with the frame, under the 75 that RFC 2047 allows, and beside a short field name.</summary>
    private const int MaxWordBytes = 45;

    private readonly StringBuilder _text = new();

    /// <param name="name">The field.</param>
    /// <param name="tokens">Each stays whole; lines may break between them.</param>
    public void Add(string name, params IEnumerable<string> tokens)
    {
        var length = name.Length + 1;
        _text.Append(name).Append(':');
        foreach (var token in tokens)
        {
            var folds = length + 1 + token.Length > MaxLine && length > name.Length + 1;
            _text.Append(folds ? "\r\n " : " ").Append(token);
            length = folds ? token.Length + 1 : length + token.Length + 1;
        }

        _text.Append("\r\n");
    }

    public void AddText(string name, string text) => Add(name, Words(text));

    public void AddAddresses(string name, IReadOnlyList<(string DisplayName, string Address)> addresses)
    {
        if (addresses.Count > 0)
        {
            Add(name, addresses.SelectMany((a, i) => Tokens(a.DisplayName, a.Address, i < addresses.Count - 1)));
        }
    }

    public byte[] ToBytes() => Encoding.ASCII.GetBytes(_text.ToString());

    private static IEnumerable<string> Tokens(string displayName, string address, bool isFollowed)
    {
        var end = isFollowed ? "," : "";
        return displayName.Length == 0 ? [address + end] : [.. IsPlain(displayName, 60) ? [Quote(displayName)] : Words(displayName, all: true), $"<{address}>{end}"];
    }

    /// <summary>Plain words as they are; everything as encoded words when one character needs it, because blanks between plain and encoded words are easily lost.</summary>
    private static IEnumerable<string> Words(string text, bool all = false)
    {
        if (!all && IsPlain(text, MaxLine * 12) && text.Split(' ').All(w => w.Length < MaxLine))
        {
            return text.Split(' ');
        }

        return Chunks(text).Select(c => $"=?utf-8?B?{Convert.ToBase64String(c)}?=");
    }

    private static IEnumerable<byte[]> Chunks(string text)
    {
        var chunk = new MemoryStream();
        var bytes = new byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            var length = rune.EncodeToUtf8(bytes);
            if (chunk.Length + length > MaxWordBytes)
            {
                yield return chunk.ToArray();
                chunk.SetLength(0);
            }

            chunk.Write(bytes, 0, length);
        }

        if (chunk.Length > 0)
        {
            yield return chunk.ToArray();
        }
    }

    private static bool IsPlain(string text, int maxLength) =>
        text.Length <= maxLength && Ascii.IsValid(text) && !text.Contains("=?", StringComparison.Ordinal);

    private static string Quote(string name) =>
        name.All(c => char.IsAsciiLetterOrDigit(c) || c == ' ') ? name
            : $"\"{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
