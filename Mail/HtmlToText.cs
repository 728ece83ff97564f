using System.Text;
using MimeKit.Text;

namespace ProcedureEngine.Mail;

/// <summary>
/// Plain text of an HTML mail, for reading, search and as evidence: paragraphs and rows become lines, quoted mail gets "> ", links keep their address,
/// scripts and styles go. One pass without recursion, so that no nesting can exhaust the stack.
/// </summary>
public sealed class HtmlToText
{
    /// <summary>Quotes within quotes beyond this get no further mark, or a page of nested quotes would grow with its square.</summary>
    private const int MaxQuoteMarks = 6;

    private static readonly HashSet<string> Silent = new(StringComparer.OrdinalIgnoreCase) { "script", "style", "title", "template", "noscript" };

    private static readonly HashSet<string> Blocks = new(StringComparer.OrdinalIgnoreCase)
    {
        "p", "div", "tr", "table", "ul", "ol", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "section", "article", "header", "footer",
        "address", "dl", "dt", "dd", "form", "fieldset", "hr", "body", "html", "center", "caption", "thead", "tbody", "tfoot",
    };

    private static readonly HashSet<string> Paragraphs = new(StringComparer.OrdinalIgnoreCase)
    {
        "p", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "table",
    };

    private readonly StringBuilder _text = new();
    private readonly Stack<(string Href, int Start)> _links = new();
    private int _quotes;
    private int _pre;
    private string? _silent;
    private int _wantedBreaks;
    private bool _wantsSpace;

    private HtmlToText()
    {
    }

    /// <param name="html">Anything; broken HTML is read as far as it goes.</param>
    /// <returns>Lines ended by LF, without blank lines at either end.</returns>
    public static string Convert(string html)
    {
        var converter = new HtmlToText();
        using var reader = new StringReader(html);
        var tokens = new HtmlTokenizer(reader) { DecodeCharacterReferences = true };
        while (tokens.ReadNextToken(out var token))
        {
            switch (token)
            {
                case HtmlTagToken tag:
                    converter.Tag(tag);
                    break;
                case HtmlDataToken data:
                    // Script and style are data of their own kinds; CDATA in HTML is text to a browser's reader too.
                    if (data is not HtmlScriptDataToken)
                    {
                        converter.Data(data.Data);
                    }

                    break;
                default:
                    break;
            }
        }

        return converter._text.ToString().TrimEnd();
    }

    private void Tag(HtmlTagToken tag)
    {
        if (_silent is not null)
        {
            _silent = tag.IsEndTag && string.Equals(tag.Name, _silent, StringComparison.OrdinalIgnoreCase) ? null : _silent;
            return;
        }

        if (tag is { IsEndTag: false, IsEmptyElement: false } && Silent.Contains(tag.Name))
        {
            _silent = tag.Name;
            return;
        }

        switch (tag.Id)
        {
            case HtmlTagId.Br:
                _wantedBreaks = Math.Min(_wantedBreaks + 1, 3);
                return;
            case HtmlTagId.A:
                Link(tag);
                return;
            case HtmlTagId.Image:
                Data(Attribute(tag, HtmlAttributeId.Alt));
                return;
            case HtmlTagId.TD or HtmlTagId.TH when !tag.IsEndTag:
                _wantsSpace = true;
                return;
            case HtmlTagId.BlockQuote:
                Break(tag.Name);
                _quotes = tag.IsEndTag ? Math.Max(0, _quotes - 1) : _quotes + 1;
                return;
            case HtmlTagId.Pre:
                Break(tag.Name);
                _pre = tag.IsEndTag ? Math.Max(0, _pre - 1) : _pre + 1;
                return;
            case HtmlTagId.LI when !tag.IsEndTag:
                Break(tag.Name);
                Write("- ");
                return;
            default:
                Break(tag.Name);
                return;
        }
    }

    private void Break(string name)
    {
        if (Blocks.Contains(name))
        {
            _wantedBreaks = Math.Max(_wantedBreaks, Paragraphs.Contains(name) ? 2 : 1);
        }
    }

    private void Link(HtmlTagToken tag)
    {
        if (!tag.IsEndTag)
        {
            _links.Push((Attribute(tag, HtmlAttributeId.Href), _text.Length));
            return;
        }

        if (!_links.TryPop(out var link) || !HasUsefulAddress(link.Href))
        {
            return;
        }

        // Only the tail that is as long as the address can hold it; looking at the whole text of an unclosed link would cost its square.
        var tail = Math.Max(link.Start, _text.Length - 2 * link.Href.Length - 20);
        var shown = _text.ToString(Math.Min(tail, _text.Length), _text.Length - Math.Min(tail, _text.Length));
        var bare = link.Href[(link.Href.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim('/');
        if (!shown.Contains(bare, StringComparison.OrdinalIgnoreCase))
        {
            Write($" <{link.Href}>");
        }
    }

    private static bool HasUsefulAddress(string href) => href.Length < 2000
        && (href.StartsWith("http", StringComparison.OrdinalIgnoreCase) || href.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase)
            || href.StartsWith("tel:", StringComparison.OrdinalIgnoreCase));

    private static string Attribute(HtmlTagToken tag, HtmlAttributeId id)
    {
        foreach (var attribute in tag.Attributes)
        {
            if (attribute.Id == id)
            {
                return attribute.Value?.Trim() ?? "";
            }
        }

        return "";
    }

    private void Data(string data)
    {
        if (_silent is not null)
        {
            return;
        }

        if (_pre > 0)
        {
            WritePre(data);
            return;
        }

        var start = 0;
        for (var i = 0; i <= data.Length; i++)
        {
            // A no-break space is a space to whoever reads plain text.
            if (i < data.Length && data[i] is not (' ' or '\t' or '\r' or '\n' or '\f' or '\u00A0'))
            {
                continue;
            }

            if (i > start)
            {
                Write(data.AsSpan(start, i - start));
            }

            _wantsSpace |= i < data.Length;
            start = i + 1;
        }
    }

    private void WritePre(string data)
    {
        foreach (var line in data.ReplaceLineEndings("\n").Split('\n').Select((text, index) => (text, index)))
        {
            _wantedBreaks += line.index > 0 ? 1 : 0;
            if (line.text.Length > 0)
            {
                Write(line.text);
            }
        }
    }

    private void Write(ReadOnlySpan<char> text)
    {
        if (_text.Length == 0 || _wantedBreaks > 0)
        {
            _text.Append('\n', _text.Length == 0 ? 0 : _wantedBreaks);
            _text.Insert(_text.Length, "> ", Math.Min(_quotes, MaxQuoteMarks));
        }
        else if (_wantsSpace)
        {
            _text.Append(' ');
        }

        _wantedBreaks = 0;
        _wantsSpace = false;
        _text.Append(text);
    }
}
