using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ProcedureEngine.Mail;

/// <summary>
/// A header value with parameters (Content-Type, Content-Disposition): RFC 2045 5.1 and RFC 2231, and what senders write instead: unquoted spaces,
/// missing semicolons, quotes within quotes, encoded words in quotes.
/// </summary>
/// <param name="Value">Lower case, without parameters; empty when there is none.</param>
/// <param name="Segments">Parameters as written, by lower-case name without RFC 2231's asterisks, their pieces in order.</param>
internal sealed partial record ContentHeader(string Value, IReadOnlyDictionary<string, List<ContentHeader.Segment>> Segments)
{
    public static readonly ContentHeader TextPlain = new("text/plain", new Dictionary<string, List<Segment>>(StringComparer.Ordinal));
    public static readonly ContentHeader ContainedMessage = TextPlain with { Value = "message/rfc822" };

    /// <summary>A piece of a parameter.</summary>
    /// <param name="Index">RFC 2231 number; -1 for a parameter in one piece.</param>
    /// <param name="IsExtended">Percent-encoded.</param>
    /// <param name="Value">One character a byte.</param>
    internal sealed record Segment(int Index, bool IsExtended, string Value);

    /// <param name="raw">Unfolded, one character a byte.</param>
    public static ContentHeader Parse(string raw)
    {
        var end = raw.AsSpan().IndexOfAny(';', ' ', '\t');
        end = end < 0 ? raw.Length : end;
        var value = raw[..end];
        var comment = value.IndexOf('(', StringComparison.Ordinal);
        value = comment < 0 ? value : value[..comment];
        var segments = new Dictionary<string, List<Segment>>(StringComparer.Ordinal);
        new ParameterScanner(raw, end).ReadInto(segments);
        return new ContentHeader(value.Trim('"', '\'').ToLowerInvariant(), segments);
    }

    /// <summary>The parameter for people: RFC 2231 pieces joined and decoded, or encoded words decoded; null when missing or empty.</summary>
    public string? Parameter(string name)
    {
        if (!Segments.TryGetValue(name, out var all))
        {
            return null;
        }

        var pieces = all.Where(s => s.Index >= 0).OrderBy(s => s.Index).ToList();
        pieces = pieces.Count > 0 ? pieces : all.Where(s => s.IsExtended).Take(1).ToList();
        pieces = pieces.Count > 0 ? pieces : all.Take(1).ToList();
        var text = pieces.Exists(p => p.IsExtended) ? DecodeExtended(pieces) : EncodedWords.Decode(string.Concat(pieces.Select(p => p.Value)));
        text = text.Trim();
        return text.Length == 0 ? null : text;
    }

    /// <summary>The parameter as written, one character a byte.</summary>
    public string? RawParameter(string name) =>
        Segments.TryGetValue(name, out var all) ? string.Concat(all.Where(s => s.Index == all[0].Index || s.Index > 0).Select(s => s.Value)) : null;

    private static string DecodeExtended(List<Segment> pieces)
    {
        string? charset = null;
        var bytes = new MemoryStream();
        for (var i = 0; i < pieces.Count; i++)
        {
            var value = pieces[i].Value;
            if (i == 0 && pieces[i].IsExtended && CharsetPrefix().Match(value) is { Success: true } prefix)
            {
                charset = prefix.Groups["charset"].Value;
                value = value[prefix.Length..];
            }

            WriteBytes(bytes, value, pieces[i].IsExtended);
        }

        return TextDecoding.Decode(bytes.ToArray(), charset);
    }

    private static void WriteBytes(MemoryStream bytes, string value, bool isExtended)
    {
        for (var i = 0; i < value.Length; i++)
        {
            if (isExtended && value[i] == '%' && i + 2 < value.Length
                && byte.TryParse(value.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var b))
            {
                bytes.WriteByte(b);
                i += 2;
            }
            else
            {
                bytes.WriteByte((byte)value[i]);
            }
        }
    }

    [GeneratedRegex("^(?<charset>[^' ]*)'[^' ]*'", RegexOptions.NonBacktracking)]
    private static partial Regex CharsetPrefix();

    /// <summary>Walks over name=value pairs.</summary>
    private ref struct ParameterScanner(string text, int position)
    {
        private int _position = position;

        public void ReadInto(Dictionary<string, List<Segment>> segments)
        {
            while (_position < text.Length)
            {
                SkipSeparators();
                var start = _position;
                while (_position < text.Length && text[_position] is not ('=' or ';'))
                {
                    _position++;
                }

                var name = text[start.._position].Trim().ToLowerInvariant();
                if (_position >= text.Length || text[_position] == ';')
                {
                    continue;
                }

                _position++;
                Add(segments, name, ReadValue());
            }
        }

        private static void Add(Dictionary<string, List<Segment>> segments, string name, string value)
        {
            var isExtended = name.EndsWith('*');
            name = isExtended ? name[..^1] : name;
            var index = -1;
            var star = name.LastIndexOf('*');
            if (star > 0 && int.TryParse(name.AsSpan(star + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                index = number;
                name = name[..star];
            }

            if (!segments.TryGetValue(name, out var list))
            {
                segments.Add(name, list = []);
            }

            list.Add(new Segment(index, isExtended, value));
        }

        private void SkipSeparators()
        {
            while (_position < text.Length && text[_position] is ' ' or '\t' or ';' or ',')
            {
                _position++;
            }

            if (_position < text.Length && text[_position] == '(' && text.IndexOf(')', _position, Math.Min(1000, text.Length - _position)) is var close and > 0)
            {
                _position = close + 1;
            }
        }

        private string ReadValue()
        {
            _position = PastBlanks(_position);
            return _position < text.Length && text[_position] == '"' ? ReadQuoted() : ReadBare();
        }

        private string ReadQuoted()
        {
            var value = new StringBuilder();
            for (_position++; _position < text.Length; _position++)
            {
                var c = text[_position];
                if (c == '\\' && _position + 1 < text.Length && text[_position + 1] is '"' or '\\')
                {
                    c = text[++_position];
                }
                else if (c == '"' && EndsValue(_position + 1))
                {
                    _position++;
                    break;
                }

                value.Append(c);
            }

            return value.ToString();
        }

        /// <summary>A quote within a file name is followed by more of the name, a closing one by a separator.</summary>
        private readonly bool EndsValue(int next)
        {
            next = PastBlanks(next);
            return next >= text.Length || text[next] is ';' or ',' or '(' || text[next - 1] is ' ' or '\t';
        }

        /// <summary>Blanks belong to a file name, unless another name and its equals sign, or a comment, follow them: then the semicolon was left out.</summary>
        private string ReadBare()
        {
            var (start, end) = (_position, _position);
            while (end < text.Length && text[end] != ';')
            {
                if (text[end] is not (' ' or '\t'))
                {
                    end++;
                    continue;
                }

                var word = PastBlanks(end);
                var behind = PastName(word);
                if (word < text.Length && (text[word] == '(' || (behind > word && behind < text.Length && text[behind] == '=')))
                {
                    break;
                }

                end = behind;
            }

            _position = end;
            return text[start..end].Trim();
        }

        private readonly int PastBlanks(int position)
        {
            while (position < text.Length && text[position] is ' ' or '\t')
            {
                position++;
            }

            return position;
        }

        private readonly int PastName(int position)
        {
            while (position < text.Length && (char.IsAsciiLetterOrDigit(text[position]) || text[position] is '*' or '-'))
            {
                position++;
            }

            return position;
        }
    }
}
