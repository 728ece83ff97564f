namespace ProcedureEngine.Mail;

/// <summary>A message or a part of one, as slices of the raw bytes.</summary>
internal sealed class MimeNode(MimeNode? parent)
{
    public MimeNode? Parent { get; } = parent;

    public HeaderFields Headers { get; } = new();

    public ContentHeader ContentType { get; set; } = ContentHeader.TextPlain;

    public ContentHeader? Disposition { get; set; }

    /// <summary>Only of a multipart: what separates its parts, without the leading hyphens.</summary>
    public string? Boundary { get; set; }

    public bool IsClosed { get; set; }

    public List<MimeNode> Children { get; } = [];

    /// <summary>The body as sent, transfer encoding not undone. Of a multipart with parts: everything from before the first to after the last.</summary>
    public ReadOnlyMemory<byte> Body { get; set; }

    /// <summary>Text of a multipart before its first part.</summary>
    public ReadOnlyMemory<byte> Preamble { get; set; }

    /// <summary>Text of a multipart after its closing boundary.</summary>
    public ReadOnlyMemory<byte> Epilogue { get; set; }

    public bool IsMultipart => ContentType.Value.StartsWith("multipart/", StringComparison.Ordinal);
}
