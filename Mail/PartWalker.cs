using System.Text;
using System.Text.RegularExpressions;

namespace ProcedureEngine.Mail;

/// <summary>Sorts the parts of a message into body text and attachments. Whatever is not understood becomes an attachment with its bytes.</summary>
internal sealed partial class PartWalker(Defects defects)
{
    /// <summary>A multipart/alternative with more versions of one text than this is an attack; further ones are pieces of their own.</summary>
    private const int MaxVersionsInPiece = 100;

    private readonly BodyText _body = new();
    private readonly List<MailAttachment> _attachments = [];
    private readonly Dictionary<BodyText.Piece, int> _versions = [];

    public string Text => _body.Text;

    public string? Html => _body.Html;

    public IReadOnlyList<MailAttachment> Attachments => _attachments;

    /// <summary>The parts of a delivery report, and contained messages: what tells a bounce apart.</summary>
    public List<MimeNode> ReportParts { get; } = [];

    public void Walk(MimeNode root)
    {
        var waiting = new Stack<(MimeNode Node, BodyText.Piece? Piece)>();
        waiting.Push((root, null));
        while (waiting.TryPop(out var next))
        {
            var (node, piece) = next;
            if (!node.IsMultipart || node.Children.Count == 0)
            {
                Leaf(node, piece);
                continue;
            }

            KeepStrayText(node.Preamble, "before the first part", "preamble.txt");
            if (node.ContentType.Value == "multipart/alternative" && piece is null)
            {
                piece = _body.Add();
            }

            KeepStrayText(node.Epilogue, "behind the last part", "epilogue.txt");
            for (var i = node.Children.Count - 1; i >= 0; i--)
            {
                waiting.Push((node.Children[i], piece));
            }
        }
    }

    private void Leaf(MimeNode node, BodyText.Piece? piece)
    {
        if (node.IsMultipart)
        {
            EmptyMultipart(node);
            return;
        }

        var type = node.ContentType.Value;
        if (type is "message/delivery-status" or "message/rfc822" or "text/rfc822-headers" or "message/global" or "message/global-delivery-status")
        {
            ReportParts.Add(node);
        }

        var fileName = FileNameOf(node);
        var bytes = TransferEncodings.Decode(node, defects);
        if (type is "text/plain" or "text/html" && IsBody(node, fileName))
        {
            AddText(node, bytes.Span, type == "text/html", piece);
            return;
        }

        var contentId = node.Headers.First("Content-ID")?.Trim('<', '>', ' ');
        var isInline = node.Disposition?.Value != "attachment" && (node.Disposition?.Value == "inline" || contentId is not null);
        _attachments.Add(new MailAttachment(fileName, type, string.IsNullOrEmpty(contentId) ? null : contentId, bytes, isInline));
    }

    /// <summary>Text is a file when it says so, or when it has a name and a body has already been seen.</summary>
    private bool IsBody(MimeNode node, string? fileName) =>
        node.Disposition?.Value != "attachment" && (fileName is null || _body.IsEmpty);

    private void AddText(MimeNode node, ReadOnlySpan<byte> bytes, bool isHtml, BodyText.Piece? piece)
    {
        var charset = node.ContentType.Parameter("charset");
        charset ??= isHtml && MetaCharset().Match(Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, 2048)])) is { Success: true } meta ? meta.Groups["charset"].Value : null;
        var text = TextDecoding.Decode(bytes, charset, defects).ReplaceLineEndings("\n");
        piece = piece is not null && CountVersion(piece) <= MaxVersionsInPiece ? piece : _body.Add();
        if (isHtml)
        {
            piece.AddHtml(text);
            return;
        }

        var isFlowed = string.Equals(node.ContentType.Parameter("format"), "flowed", StringComparison.OrdinalIgnoreCase);
        piece.AddPlain(isFlowed ? FlowedText.Join(text, string.Equals(node.ContentType.Parameter("delsp"), "yes", StringComparison.OrdinalIgnoreCase)) : text);
    }

    private int CountVersion(BodyText.Piece piece) => _versions[piece] = _versions.GetValueOrDefault(piece) + 1;

    /// <summary>A multipart whose parts could not be found: what is in it is text to whoever looks at it.</summary>
    private void EmptyMultipart(MimeNode node)
    {
        foreach (var bytes in new[] { node.Body, node.Preamble, node.Epilogue })
        {
            var text = TextDecoding.Decode(bytes.Span, label: null, defects).ReplaceLineEndings("\n");
            if (!string.IsNullOrWhiteSpace(text))
            {
                _body.Add().AddPlain(text);
            }
        }
    }

    private void KeepStrayText(ReadOnlyMemory<byte> bytes, string where, string fileName)
    {
        var span = bytes.Span.Trim(" \t\r\n"u8);
        if (span.IsEmpty || (span.Length < 400 && span.IndexOf("MIME"u8) >= 0))
        {
            return;
        }

        defects.Add(MailDefectKind.TextOutsideParts, $"text stands {where} of a multipart; it is kept as {fileName}");
        _attachments.Add(new MailAttachment(fileName, "text/plain", null, bytes, IsInline: false));
    }

    private static string? FileNameOf(MimeNode node)
    {
        var name = node.Disposition?.Parameter("filename") ?? node.ContentType.Parameter("name");
        if (name is null)
        {
            return null;
        }

        name = string.Concat(name.Where(c => !char.IsControl(c))).Trim();
        return name.Length == 0 ? null : name;
    }

    [GeneratedRegex("<meta[^>]+charset\\s*=\\s*[\"']?(?<charset>[A-Za-z0-9_:.-]+)", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex MetaCharset();
}
