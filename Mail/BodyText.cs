using System.Net;

namespace ProcedureEngine.Mail;

/// <summary>
/// Collects the body: pieces in order, each as plain text, as HTML, or (multipart/alternative) as both. The whole text and the whole HTML each hold
/// every piece, a piece without the wanted form being turned into it.
/// </summary>
internal sealed class BodyText
{
    private readonly List<Piece> _pieces = [];

    public bool IsEmpty => _pieces.Count == 0;

    public string Text => string.Join('\n', _pieces.Select(p => p.Plain ?? (p.Html is null ? "" : HtmlToText.Convert(p.Html))));

    public string? Html => _pieces.Exists(p => p.Html is not null)
        ? string.Join('\n', _pieces.Select(p => p.Html ?? $"<pre>{WebUtility.HtmlEncode(p.Plain)}</pre>"))
        : null;

    public Piece Add()
    {
        var piece = new Piece();
        _pieces.Add(piece);
        return piece;
    }

    internal sealed class Piece
    {
        public string? Plain { get; private set; }

        public string? Html { get; private set; }

        public void AddPlain(string text) => Plain = Plain is null ? text : Plain + "\n" + text;

        public void AddHtml(string html) => Html = Html is null ? html : Html + "\n" + html;
    }
}
