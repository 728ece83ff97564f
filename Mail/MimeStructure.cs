using System.Text;

namespace ProcedureEngine.Mail;

/// <summary>
/// Cuts a message into its parts in one pass over its lines, with a stack of its own (no recursion) and a table of the open boundaries, so that time
/// is linear in size however deep the parts are nested. Nothing is decoded here but headers.
/// </summary>
internal sealed class MimeStructure
{
    /// <summary>Multiparts whose boundary is missing or never appears are read again with a guessed one; each time costs a pass over that part.</summary>
    private const int MaxGuesses = 16;

    /// <summary>Parts of a message. Ten million would fit into its bytes, and fill the memory; what follows the last is kept within it.</summary>
    internal const int MaxParts = 150_000;

    /// <summary>Header fields of a message and all its parts; what follows the last is kept as text.</summary>
    internal const int MaxFields = 500_000;

    /// <summary>RFC 2046 allows 70 characters; a few senders exceed it.</summary>
    private const int MaxBoundary = 250;

    private readonly Defects _defects;
    private readonly Queue<MimeNode> _unread = new();
    private readonly Dictionary<string, List<MimeNode>> _boundaries = new(StringComparer.Ordinal);
    private readonly List<MimeNode> _open = [];
    private readonly Dictionary<MimeNode, int> _bodyStarts = [];
    private ReadOnlyMemory<byte> _bytes;
    private (int Start, int TextEnd, int Next) _line;
    private int _position;
    private int _guesses;
    private int _parts;
    private int _fields;

    private MimeStructure(Defects defects) => _defects = defects;

    public static MimeNode Read(ReadOnlyMemory<byte> bytes, Defects defects)
    {
        var structure = new MimeStructure(defects) { _bytes = bytes };
        var root = new MimeNode(null);
        structure.ReadHeader(root);
        structure.ReadLines();
        structure.ReadAgain();
        return root;
    }

    /// <summary>Only the header, for a message that is kept unopened.</summary>
    public static MimeNode ReadHeaderOnly(ReadOnlyMemory<byte> bytes)
    {
        var root = new MimeNode(null);
        new MimeStructure(new Defects()) { _bytes = bytes }.ReadHeader(root);
        return root;
    }

    private void ReadAgain()
    {
        while (_unread.TryDequeue(out var node))
        {
            _bytes = node.Body;
            (_position, _line) = (0, default);
            Open(node);
            ReadLines();
        }
    }

    /// <summary>Reads the header fields of a node and opens it; stops behind the blank line, or before a boundary or the first line of a body that follows at once.</summary>
    private void ReadHeader(MimeNode node)
    {
        var span = _bytes.Span;
        string? name = null;
        var valueStart = 0;
        while (_position < span.Length)
        {
            var isContinuation = name is not null && span[_position] is (byte)' ' or (byte)'\t';
            var line = Line(_position, out var next);
            if ((line.IsEmpty && !isContinuation) || Delimiter(line, out _) is not null)
            {
                break;
            }

            if (!isContinuation)
            {
                Keep(node, name, valueStart, _position);
                name = _fields < MaxFields ? HeaderField.NameOf(line) : null;
                if (name is null && (_fields >= MaxFields || !IsBadLineAmongFields(next)))
                {
                    _defects.Add(MailDefectKind.MissingHeaderEnd, _fields < MaxFields ? "no blank line between header and text" : $"more than {MaxFields} header fields: the rest is kept as text");
                    Enter(node);
                    return;
                }

                valueStart = name is null ? _position : _position + line.IndexOf((byte)':') + 1;
                name ??= "";
            }

            _position = next;
        }

        Keep(node, name, valueStart, _position);
        if (_position < span.Length && Line(_position, out var behind).IsEmpty)
        {
            _position = behind;
        }

        Enter(node);
    }

    private bool IsBadLineAmongFields(int next)
    {
        var isField = next < _bytes.Length && HeaderField.NameOf(_bytes.Span[next..]) is { } name && HeaderFields.IsLikely(name);
        if (isField)
        {
            _defects.Add(MailDefectKind.BadHeaderLine, "a line among the header fields is none; it is kept with the headers");
        }

        return isField;
    }

    private void Keep(MimeNode node, string? name, int valueStart, int end)
    {
        if (name is not null)
        {
            node.Headers.Add(new HeaderField(name, _bytes[valueStart..end]));
            _fields++;
        }
    }

    private void Enter(MimeNode node)
    {
        ContentHeaders.Apply(node, _defects);
        if (!node.IsMultipart && IsDividedByBoundary(node.ContentType))
        {
            ContentHeaders.ReadAsMultipart(node, _defects);
        }

        Open(node);
    }

    /// <summary>A multipart whose name is damaged: only multiparts have a boundary. Each look costs a pass over what follows.</summary>
    private bool IsDividedByBoundary(ContentHeader type)
    {
        if (ContentHeaders.BoundaryOf(type) is not { } boundary || _boundaries.ContainsKey(boundary) || _guesses >= MaxGuesses)
        {
            return false;
        }

        _guesses++;
        var rest = _bytes.Span[_position..];
        return rest.StartsWith(Encoding.Latin1.GetBytes($"--{boundary}")) || rest.IndexOf(Encoding.Latin1.GetBytes($"\n--{boundary}")) >= 0;
    }

    private void Open(MimeNode node)
    {
        _bodyStarts[node] = _position;
        _open.Add(node);
        if (node.Boundary is { } boundary)
        {
            if (!_boundaries.TryGetValue(boundary, out var nodes))
            {
                _boundaries.Add(boundary, nodes = []);
            }

            nodes.Add(node);
        }
    }

    private void ReadLines()
    {
        var span = _bytes.Span;
        while (_position < span.Length)
        {
            var line = Line(_position, out var next);
            if (line.StartsWith("--"u8) && line.IndexOf((byte)'\r') is var end and > 0)
            {
                // A lone CR ends a line that may be a boundary, or a part would be lost in the one before it.
                line = line[..end];
                next = _position + end + 1;
            }

            var multipart = Delimiter(line, out var closes);
            if (multipart is null)
            {
                _position = next;
                continue;
            }

            CloseAbove(multipart, _position);
            EndText(multipart, _position);
            _position = next;
            _bodyStarts[multipart] = next;
            if (closes)
            {
                multipart.IsClosed = true;
            }
            else
            {
                Begin(multipart);
            }
        }

        while (_open.Count > 0)
        {
            Close(_open[^1], span.Length, atEnd: true);
        }
    }

    private void Begin(MimeNode multipart)
    {
        if (multipart.IsClosed)
        {
            _defects.Add(MailDefectKind.PartAfterCloseBoundary, "a part follows the closing boundary of its multipart; it was read all the same");
            multipart.IsClosed = false;
        }

        _parts++;
        var child = new MimeNode(multipart);
        multipart.Children.Add(child);
        ReadHeader(child);
    }

    /// <summary>The open multipart that a line separates, the innermost when several share a boundary; null when the line is text.</summary>
    private MimeNode? Delimiter(ReadOnlySpan<byte> line, out bool closes)
    {
        closes = false;
        if (_boundaries.Count == 0 || _parts >= MaxParts || line.Length is < 3 or > MaxBoundary + 4 || line[0] != '-' || line[1] != '-')
        {
            return null;
        }

        var text = Encoding.Latin1.GetString(line[2..]);
        if (Innermost(text) is { } node)
        {
            return node;
        }

        closes = text.EndsWith("--", StringComparison.Ordinal);
        return closes ? Innermost(text[..^2]) : null;
    }

    private MimeNode? Innermost(string boundary)
    {
        if (!_boundaries.TryGetValue(boundary, out var nodes) || nodes.Count == 0)
        {
            return null;
        }

        // Broken senders use one boundary on two levels: once the inner one is closed the rest belongs to the outer one.
        return nodes.FindLast(n => !n.IsClosed) ?? nodes[^1];
    }

    private void CloseAbove(MimeNode multipart, int end)
    {
        while (!ReferenceEquals(_open[^1], multipart))
        {
            Close(_open[^1], end, atEnd: false);
        }
    }

    private void Close(MimeNode node, int end, bool atEnd)
    {
        _open.RemoveAt(_open.Count - 1);
        if (node.Boundary is { } boundary)
        {
            var nodes = _boundaries[boundary];
            nodes.RemoveAt(nodes.Count - 1);
        }

        if (node.IsMultipart)
        {
            EndMultipart(node, end, atEnd);
        }
        else
        {
            node.Body = Slice(_bodyStarts[node], end, atEnd);
        }

        _bodyStarts.Remove(node);
    }

    private void EndMultipart(MimeNode node, int end, bool atEnd)
    {
        if (node.Children.Count > 0 || node.IsClosed)
        {
            if (!node.IsClosed)
            {
                _defects.Add(MailDefectKind.MissingCloseBoundary, $"{node.ContentType.Value} is not closed: the message may be cut short");
            }

            EndText(node, end, atEnd);
            return;
        }

        node.Body = Slice(_bodyStarts[node], end, atEnd);
        node.Boundary = _guesses < MaxGuesses ? BoundaryGuess.In(node.Body.Span) : null;
        _defects.Add(MailDefectKind.BoundaryNotFound, node.Boundary is null
            ? $"{node.ContentType.Value} without any of its boundaries: read as one text"
            : $"{node.ContentType.Value} without its boundary: '{node.Boundary}' was taken instead");
        if (node.Boundary is not null)
        {
            _guesses++;
            _unread.Enqueue(node);
        }
    }

    /// <summary>What lies between two delimiters of a multipart but belongs to no part: its preamble or its epilogue.</summary>
    private void EndText(MimeNode multipart, int end, bool atEnd = false)
    {
        if (!_bodyStarts.TryGetValue(multipart, out var start) || start > end)
        {
            return;
        }

        if (multipart.Children.Count == 0 && !multipart.IsClosed)
        {
            multipart.Preamble = Slice(start, end, atEnd);
        }
        else if (multipart.IsClosed)
        {
            multipart.Epilogue = multipart.Epilogue.IsEmpty ? Slice(start, end, atEnd) : multipart.Epilogue;
        }
    }

    /// <summary>The line end before a delimiter belongs to the delimiter (RFC 2046 5.1.1).</summary>
    private ReadOnlyMemory<byte> Slice(int start, int end, bool atEnd)
    {
        if (!atEnd && end > start && _bytes.Span[end - 1] == '\n')
        {
            end--;
            if (end > start && _bytes.Span[end - 1] == '\r')
            {
                end--;
            }
        }

        return _bytes[Math.Min(start, end)..end];
    }

    /// <summary>
    /// What is left of a line, without the blanks and the line end behind it. Both ends are looked for once a line, since a line of lone CRs is taken
    /// in many pieces.
    /// </summary>
    private ReadOnlySpan<byte> Line(int position, out int next)
    {
        if (position < _line.Start || position >= _line.Next)
        {
            var rest = _bytes.Span[position..];
            var feed = rest.IndexOf((byte)'\n');
            var line = feed < 0 ? rest : rest[..(feed + 1)];
            _line = (position, position + line.TrimEnd(" \t\r\n"u8).Length, position + line.Length);
        }

        next = _line.Next;
        return _bytes.Span[position..Math.Max(position, _line.TextEnd)];
    }
}
