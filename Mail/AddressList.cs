using System.Text;
using System.Text.RegularExpressions;

namespace ProcedureEngine.Mail;

/// <summary>
/// Reads address lists (RFC 5322 3.4) and what people's programs write instead: names with commas and without quotes, quotes that never close, names
/// without an address, a whole address in an encoded word. Whatever has an @ sign comes out as an address.
/// </summary>
internal sealed partial class AddressList
{
    /// <summary>Looking for the end of a parenthesis costs a pass over the rest of the field; a field of parentheses may not cost its square.</summary>
    private const int MaxUnclosedComments = 20;

    private readonly List<MailAddress> _found = [];
    private readonly StringBuilder _phrase = new();
    private readonly StringBuilder _comment = new();
    private readonly string _raw;
    private readonly Defects _defects;
    private string? _angle;
    private int _position;
    private int _unclosedComments;
    private bool _hasQuoted;

    private AddressList(string raw, Defects defects) => (_raw, _defects) = (raw, defects);

    /// <param name="fields">All fields of one name: a repeated To loses nobody.</param>
    /// <param name="defects">Where broken addresses are told.</param>
    public static IReadOnlyList<MailAddress> Read(IEnumerable<HeaderField> fields, Defects defects) =>
        fields.SelectMany(f => Read(f.Raw.Replace("\0", "", StringComparison.Ordinal), defects)).ToList();

    /// <param name="raw">Unfolded, one character a byte.</param>
    /// <param name="defects">Where broken addresses are told.</param>
    public static IReadOnlyList<MailAddress> Read(string raw, Defects defects)
    {
        var list = new AddressList(raw, defects);
        list.ReadAll();
        return list._found;
    }

    private void ReadAll()
    {
        while (_position < _raw.Length)
        {
            var c = _raw[_position++];
            switch (c)
            {
                case '"':
                    ReadQuoted();
                    break;
                case '(':
                    ReadComment();
                    break;
                case '<':
                    ReadAngle();
                    break;
                case ',' or ';':
                    End(isLast: false);
                    break;
                case '>':
                    // A bracket that was never opened, or one too many: no part of a name or an address.
                    _phrase.Append(' ');
                    break;
                case ':' when _angle is null && !Has(_phrase, '@'):
                    // The name of a group (RFC 5322 3.4); its members follow, so nobody is lost with it.
                    _phrase.Clear();
                    break;
                default:
                    _phrase.Append(c);
                    break;
            }
        }

        End(isLast: true);
    }

    private void ReadQuoted()
    {
        var close = ClosingQuote();
        if (close < 0)
        {
            // The quote never closes: it is dropped and the rest read as if it were not there.
            return;
        }

        var quoted = new StringBuilder();
        for (var i = _position; i < close; i++)
        {
            if (_raw[i] == '\\' && i + 1 < close)
            {
                i++;
            }

            quoted.Append(_raw[i]);
        }

        _position = close + 1;
        if (_position < _raw.Length && _raw[_position] == '@')
        {
            // "a b"@example.vn: a quoted local part keeps its quotes and its blanks.
            var end = _raw.AsSpan(_position).IndexOfAny(" \t,;<>(");
            var domain = end < 0 ? _raw[_position..] : _raw.Substring(_position, end);
            _position += domain.Length;
            Add("", $"\"{quoted}\"{domain}");
            return;
        }

        _phrase.Append(quoted);
        _hasQuoted = true;
    }

    private int ClosingQuote()
    {
        for (var i = _position; i < _raw.Length; i++)
        {
            if (_raw[i] == '\\')
            {
                i++;
            }
            else if (_raw[i] == '"')
            {
                return i;
            }
        }

        return -1;
    }

    private void ReadComment()
    {
        if (_unclosedComments >= MaxUnclosedComments)
        {
            return;
        }

        var depth = 1;
        var start = _position;
        for (; _position < _raw.Length; _position++)
        {
            depth += _raw[_position] switch { '(' => 1, ')' => -1, _ => 0 };
            if (depth == 0)
            {
                _comment.Append(_comment.Length > 0 ? " " : "").Append(_raw, start, _position - start);
                _position++;
                return;
            }
        }

        // Never closed: only the parenthesis is passed over, so that an address behind it is found.
        _unclosedComments++;
        _position = start;
    }

    private void ReadAngle()
    {
        SkipRoute();
        var end = _raw.AsSpan(_position).IndexOfAny('>', ',', '<');
        var content = end < 0 ? _raw[_position..] : _raw.Substring(_position, end);
        _position += content.Length;
        if (_position < _raw.Length && _raw[_position] == '>')
        {
            _position++;
        }

        if (_angle is { Length: > 0 })
        {
            Add(_phrase.ToString(), _angle);
            _phrase.Clear();
        }

        if (_phrase.Length > 0 && Has(_phrase, '@') && !content.Contains('@', StringComparison.Ordinal))
        {
            // a@exam<ple.vn: the address stands before the bracket.
            _phrase.Append(' ').Append(content);
            return;
        }

        _angle = content.Trim();
    }

    /// <summary>An obsolete route before the address: @relay.example.vn,@other.example.vn: (RFC 5322 4.4).</summary>
    private void SkipRoute()
    {
        var rest = _raw.AsSpan(_position);
        var colon = rest.StartsWith("@") ? rest.IndexOfAny(":<>") : -1;
        _position += colon > 0 && rest[colon] == ':' ? colon + 1 : 0;
    }

    private void End(bool isLast)
    {
        var phrase = _phrase.ToString();
        if (_angle is { Length: > 0 })
        {
            Add(phrase, _angle);
        }
        else if (Has(_phrase, '@') && !(_hasQuoted && _angle is not null))
        {
            AddBare(phrase);
        }
        else if (!isLast && !string.IsNullOrWhiteSpace(phrase) && _raw[_position - 1] == ',' && AddressFollows())
        {
            // Nguyen, Van A <a@example.vn>: an unquoted comma in a name.
            _phrase.Append(',');
            return;
        }
        else
        {
            AddNameOnly(phrase);
        }

        _phrase.Clear();
        _comment.Clear();
        _angle = null;
        _hasQuoted = false;
    }

    /// <summary>An angle bracket before the next separator.</summary>
    private bool AddressFollows()
    {
        var rest = _raw.AsSpan(_position);
        var next = rest.IndexOfAny('<', ',', ';');
        return next >= 0 && rest[next] == '<' && !rest[..next].Contains('@');
    }

    private void AddBare(string phrase)
    {
        phrase = BlanksWithin().Replace(phrase, "${mark}");
        var words = phrase.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        var name = string.Join(' ', words.Where(w => !w.Contains('@', StringComparison.Ordinal)));
        if (_hasQuoted && words.Length > 1)
        {
            Add("", phrase.Trim());
            return;
        }

        foreach (var word in words.Where(w => w.Contains('@', StringComparison.Ordinal)))
        {
            if (EncodedWords.Decode(word) is var decoded && decoded != word && decoded.Contains('<', StringComparison.Ordinal) && decoded.Length < word.Length)
            {
                _found.AddRange(Read(Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(decoded)), _defects));
                continue;
            }

            Add(name, word);
        }
    }

    private void AddNameOnly(string phrase)
    {
        var text = Clean(phrase);
        if (text.Length == 0 && _comment.Length == 0)
        {
            return;
        }

        if (text.Contains('@', StringComparison.Ordinal) && !phrase.Contains('@', StringComparison.Ordinal))
        {
            // The whole address was put into an encoded word.
            _found.AddRange(Read(Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text)), _defects));
            return;
        }

        _defects.Add(MailDefectKind.AddressWithoutAddress, $"'{Excerpt.Of(text)}' has no e-mail address");
        _found.Add(new MailAddress(text.Length > 0 ? text : Clean(_comment.ToString()), ""));
    }

    private void Add(string phrase, string address)
    {
        var name = Clean(phrase);
        name = name.Length == 0 ? Clean(_comment.ToString()) : name;
        address = Clean(address);
        _found.Add(new MailAddress(name, address.StartsWith('"') ? address : address.Replace(" ", "", StringComparison.Ordinal)));
    }

    /// <summary>Blanks around an at sign or before a dot belong to no name.</summary>
    [GeneratedRegex(@"[ \t]+(?<mark>\.)|[ \t]*(?<mark>@)[ \t]*", RegexOptions.NonBacktracking)]
    private static partial Regex BlanksWithin();

    private static string Clean(string raw)
    {
        var text = EncodedWords.Decode(raw.Trim(' ', '\t', '\'')).Trim();
        return text.Length > 1 && text[0] == '"' && text[^1] == '"' && !text.Contains('@', StringComparison.Ordinal) ? text[1..^1] : text;
    }

    private static bool Has(StringBuilder text, char wanted)
    {
        foreach (var chunk in text.GetChunks())
        {
            if (chunk.Span.Contains(wanted))
            {
                return true;
            }
        }

        return false;
    }
}
