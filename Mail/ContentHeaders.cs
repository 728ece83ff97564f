using System.Buffers;

namespace ProcedureEngine.Mail;

/// <summary>Sets what the Content- fields of a part say, with the defaults of RFC 2045 5.2 and RFC 2046 5.1.5.</summary>
internal static class ContentHeaders
{
    /// <summary>What no token may hold (RFC 2045 5.1).</summary>
    private static readonly SearchValues<char> Specials = SearchValues.Create("()<>@,;:\\\"/[]?=");

    public static void Apply(MimeNode node, Defects defects)
    {
        node.ContentType = TypeOf(node, defects);
        node.Disposition = node.Headers.First("Content-Disposition") is { } disposition ? ContentHeader.Parse(disposition) : null;
        if (!node.IsMultipart)
        {
            return;
        }

        node.Boundary = BoundaryOf(node.ContentType);
        if (node.Boundary is null)
        {
            defects.Add(MailDefectKind.MissingBoundary, $"{node.ContentType.Value} names no boundary");
        }
    }

    /// <summary>Reads a part of another type as the multipart that it is.</summary>
    public static void ReadAsMultipart(MimeNode node, Defects defects)
    {
        defects.Add(MailDefectKind.DisguisedMultipart, $"{Excerpt.Of(node.ContentType.Value)} has a boundary, and its content is divided by it: read as multipart/mixed");
        node.ContentType = node.ContentType with { Value = "multipart/mixed" };
        node.Boundary = BoundaryOf(node.ContentType);
    }

    public static string? BoundaryOf(ContentHeader type) => type.RawParameter("boundary")?.TrimEnd() is { Length: > 0 and <= 250 } boundary ? boundary : null;

    private static ContentHeader TypeOf(MimeNode node, Defects defects)
    {
        var raw = node.Headers.First("Content-Type");
        if (raw is null)
        {
            return node.Parent?.ContentType.Value == "multipart/digest" ? ContentHeader.ContainedMessage : ContentHeader.TextPlain;
        }

        var type = ContentHeader.Parse(raw);
        var slash = type.Value.IndexOf('/', StringComparison.Ordinal);
        if (slash > 0 && slash < type.Value.Length - 1 && !type.Value.AsSpan(slash + 1).ContainsAny(Specials))
        {
            return type;
        }

        var meant = type.Value.Length == 0 || type.Value.StartsWith("text", StringComparison.Ordinal) ? "text/plain"
            : type.Value.StartsWith("multipart", StringComparison.Ordinal) ? "multipart/mixed" : "application/octet-stream";
        defects.Add(MailDefectKind.BadContentType, $"Content-Type '{Excerpt.Of(raw)}' has no type and subtype: read as {meant}");
        return type with { Value = meant };
    }
}

/// <summary>A short piece of foreign text for a message to people.</summary>
internal static class Excerpt
{
    private const int Length = 60;

    public static string Of(string text) => text.Length <= Length ? text : string.Concat(text.AsSpan(0, Length), "...");
}
