using System.Globalization;
using System.Text;

namespace ProcedureEngine.Mail;

/// <summary>
/// Decodes header text (RFC 2047). Neighbouring words of one charset are joined as bytes before they are decoded, because many senders cut them inside a
/// character; what is no valid word stays as it is written.
/// </summary>
internal static class EncodedWords
{
    /// <summary>RFC 2047 allows 75; senders put whole subjects into one word.</summary>
    private const int MaxWord = 16_000;

    /// <param name="raw">Unfolded, one character a byte.</param>
    /// <param name="defects">Where 8-bit text and wrong labels are told; null when it does not matter.</param>
    public static string Decode(string raw, Defects? defects = null)
    {
        var text = new StringBuilder();
        var run = new Run();
        var position = 0;
        var close = -1;
        while (position < raw.Length)
        {
            var start = raw.IndexOf("=?", position, StringComparison.Ordinal);
            if (start < 0 || !TryReadWord(raw, start, ref close, out var word))
            {
                var plainEnd = start < 0 ? raw.Length : start + 2;
                run.Flush(text, defects);
                AppendPlain(text, raw[position..plainEnd], defects);
                position = plainEnd;
                continue;
            }

            var between = raw.AsSpan(position, start - position);
            if (run.IsEmpty || !between.IsWhiteSpace())
            {
                run.Flush(text, defects);
                AppendPlain(text, between.ToString(), defects);
            }

            if (!run.Accepts(word))
            {
                run.Flush(text, defects);
            }

            run.Add(word);
            position = word.End;
        }

        run.Flush(text, defects);
        return text.ToString();
    }

    private static void AppendPlain(StringBuilder text, string plain, Defects? defects)
    {
        if (Ascii.IsValid(plain))
        {
            text.Append(plain.Replace("\0", "", StringComparison.Ordinal));
            return;
        }

        defects?.Add(MailDefectKind.EightBitHeader, $"8-bit text without encoding in a header field: '{Excerpt.Of(plain)}'");
        text.Append(TextDecoding.Decode(Encoding.Latin1.GetBytes(plain), label: null));
    }

    /// <param name="close">Where the next "?=" was found last: looked for once, or a header of opened and never closed words would cost its square.</param>
    private static bool TryReadWord(string raw, int start, ref int close, out Word word)
    {
        word = default;
        var charsetEnd = IndexOfQuestionMark(raw, start + 2, limit: 80);
        // An empty charset is decoded like text without a label.
        if (charsetEnd < 0 || charsetEnd + 2 >= raw.Length || raw[charsetEnd + 2] != '?')
        {
            return false;
        }

        var kind = char.ToUpperInvariant(raw[charsetEnd + 1]);
        var begin = charsetEnd + 3;
        if (close < begin)
        {
            var found = raw.IndexOf("?=", begin, StringComparison.Ordinal);
            close = found < 0 ? raw.Length : found;
        }

        if (kind is not ('B' or 'Q') || close == raw.Length || close - begin > MaxWord - 2)
        {
            return false;
        }

        var content = raw.AsSpan(begin, close - begin);
        if (content.Contains("=?", StringComparison.Ordinal) || (kind == 'B' && content.Contains('?')))
        {
            return false;
        }

        var charset = raw[(start + 2)..charsetEnd];
        var language = charset.IndexOf('*', StringComparison.Ordinal);
        word = new Word(language < 0 ? charset : charset[..language], kind == 'B', content.ToString(), close + 2);
        return true;
    }

    private static int IndexOfQuestionMark(string raw, int start, int limit)
    {
        var length = Math.Min(limit, raw.Length - start);
        var index = raw.AsSpan(start, length).IndexOfAny('?', ' ');
        return index < 0 || raw[start + index] == ' ' ? -1 : start + index;
    }

    private readonly record struct Word(string Charset, bool IsBase64, string Content, int End);

    /// <summary>Neighbouring words that are decoded together.</summary>
    private struct Run()
    {
        private readonly MemoryStream _bytes = new();
        private readonly StringBuilder _base64 = new();
        private string? _charset;

        public readonly bool IsEmpty => _charset is null;

        public readonly bool Accepts(Word word) => _charset is null || string.Equals(_charset, word.Charset, StringComparison.OrdinalIgnoreCase);

        public void Add(Word word)
        {
            _charset = word.Charset;
            if (!word.IsBase64)
            {
                FlushBase64();
                WriteQ(word.Content);
                return;
            }

            // Some senders cut the base64 text itself: it is joined until a word ends on a whole group.
            _base64.Append(word.Content);
            if (_base64.Length % 4 == 0 || word.Content.EndsWith('='))
            {
                FlushBase64();
            }
        }

        public void Flush(StringBuilder text, Defects? defects)
        {
            FlushBase64();
            if (_charset is not null)
            {
                text.Append(TextDecoding.Decode(_bytes.GetBuffer().AsSpan(0, (int)_bytes.Length), _charset, defects));
            }

            _bytes.SetLength(0);
            _charset = null;
        }

        private readonly void FlushBase64()
        {
            if (_base64.Length > 0)
            {
                _bytes.Write(TransferEncodings.FromBase64(Encoding.Latin1.GetBytes(_base64.ToString()), out _).Span);
                _base64.Clear();
            }
        }

        private readonly void WriteQ(string content)
        {
            for (var i = 0; i < content.Length; i++)
            {
                if (content[i] == '=' && i + 2 < content.Length
                    && byte.TryParse(content.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var b))
                {
                    _bytes.WriteByte(b);
                    i += 2;
                }
                else
                {
                    _bytes.WriteByte(content[i] == '_' ? (byte)' ' : (byte)content[i]);
                }
            }
        }
    }
}
