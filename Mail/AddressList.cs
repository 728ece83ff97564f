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

    /// <summary>Characters of a display name; more than <see cref="Intake.MailOddities"/> takes for a person's. The field itself keeps the rest.</summary>
    private const int MaxDisplayName = 2_000;

    /// <summary>Addresses of one field. Mail servers take a few hundred recipients at once; millions in a field would fill the memory.</summary>
    private const int MaxAddresses = 10_000;

    private readonly List<MailAddress> _found = [];
    private readonly StringBuilder _phrase = new();
    private readonly StringBuilder _comment = new();
    private readonly string _raw;
    private readonly Defects _defects;
    private string? _angle;
    private int _position;
    private int _unclosedComments;
    private bool _hasQuoted;
    private bool _hasUnclosedQuote;
    private bool _hasAt;
    private bool _hasText;

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
        while (_position < _raw.Length && _found.Count < MaxAddresses)
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
                case ':' when _angle is null && !_hasAt:
                    // The name of a group (RFC 5322 3.4); its members follow, so nobody is lost with it.
                    ClearPhrase();
                    break;
                default:
                    Append(c);
                    break;
            }
        }

        if (_found.Count < MaxAddresses)
        {
            End(isLast: true);
        }

        if (_found.Count >= MaxAddresses)
        {
            _defects.Add(MailDefectKind.TooManyAddresses, $"a field has {MaxAddresses} addresses or more; what follows was not read as addresses");
        }
    }

    private void ReadQuoted()
    {
        var close = _hasUnclosedQuote ? -1 : ClosingQuote();
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
            Add(TakeName(""), $"\"{quoted}\"{domain}");
            return;
        }

        foreach (var c in quoted.ToString())
        {
            Append(c);
        }

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

        // Nor does any that follows: looking again for each would cost the square of a field of quotes.
        _hasUnclosedQuote = true;
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
            Add(TakeName(_phrase.ToString()), _angle);
            ClearPhrase();
        }

        if (_hasAt && !content.Contains('@', StringComparison.Ordinal))
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
        if (_angle is { Length: > 0 })
        {
            Add(TakeName(_phrase.ToString()), _angle);
        }
        else if (_hasAt && !(_hasQuoted && _angle is not null))
        {
            AddBare(_phrase.ToString());
        }
        else if (!isLast && _raw[_position - 1] == ',' && _hasText && AddressFollows())
        {
            // Nguyen, Van A <a@example.vn>: an unquoted comma in a name.
            _phrase.Append(',');
            return;
        }
        else
        {
            AddNameOnly(_phrase.ToString());
        }

        ClearPhrase();
        _comment.Clear();
        _angle = null;
        _hasQuoted = false;
    }

    private void Append(char c)
    {
        _phrase.Append(c);
        _hasAt |= c == '@';
        _hasText |= !char.IsWhiteSpace(c);
    }

    private void ClearPhrase()
    {
        _phrase.Clear();
        (_hasAt, _hasText) = (false, false);
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
            Add(TakeName(""), phrase.Trim());
            return;
        }

        // The first address has the name: with each of ten thousand it would fill the memory.
        name = TakeName(name);
        foreach (var word in words.Where(w => w.Contains('@', StringComparison.Ordinal)).TakeWhile(_ => _found.Count < MaxAddresses))
        {
            if (EncodedWords.Decode(word) is var decoded && decoded != word && decoded.Contains('<', StringComparison.Ordinal) && decoded.Length < word.Length)
            {
                _found.AddRange(Read(Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(decoded)), _defects));
                continue;
            }

            Add(name, word);
            name = "";
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
        _found.Add(new MailAddress(TakeName(phrase), ""));
    }

    /// <summary>The name of the next address: what stands before it, or else the comment beside it. Each is given once.</summary>
    private string TakeName(string phrase)
    {
        var name = Clean(phrase);
        name = name.Length == 0 && _comment.Length > 0 ? Clean(_comment.ToString()) : name;
        _comment.Clear();
        return name.Length <= MaxDisplayName ? name : name[..(char.IsHighSurrogate(name[MaxDisplayName - 1]) ? MaxDisplayName - 1 : MaxDisplayName)];
    }

    private void Add(string name, string address)
    {
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
}
