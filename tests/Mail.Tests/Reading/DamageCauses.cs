using static ProcedureEngine.Mail.MailDefectKind;

namespace ProcedureEngine.Mail.Tests.Reading;

/// <summary>Causes in damage of which our reader tells: each reader goes on in its own way, and intake puts most of such messages before a person.</summary>
internal static class DamageCauses
{
    private static readonly string[] Content = ["text", "html", "files", "nested"];

    public static IReadOnlyList<Cause> All { get; } =
    [
        new("damaged-header-line", "A line among the fields is none, or the header has no end. Python takes the rest as text, mailparser reads on to the next blank line; ours reads on where more fields follow and else begins the text, so that no line of either is dropped.",
            d => d.Told(BadHeaderLine, MissingHeaderEnd)),
        new("disguised-multipart", "A multipart under another name: ours knows it by its boundary and reads its parts; the others show it as one text or keep it as one file.",
            d => d.Told(DisguisedMultipart) && d.IsAbout(Content)),
        new("boundary-not-found", "A multipart whose boundary is missing or never comes: mailparser shows nothing, Python keeps it whole as one file; ours finds the parts by a guessed boundary or shows all as text.",
            d => d.Told(MissingBoundary, BoundaryNotFound) && d.IsAbout(Content)),
        new("transfer-encoding", "Broken base64 or an unknown transfer encoding: what is skipped and where it ends differs; ours keeps what can be read, text behind it too.",
            d => d.Told(BadTransferEncoding) && d.IsAbout(Content)),
        new("content-type", "A content type that is none: ours reads it as text, file or multipart by what is left of it, the others by other rules.",
            d => d.Told(BadContentType) && d.IsAbout(Content)),
        new("not-closed", "The message is cut within a part: the last part's end, or a part of a header only, is counted otherwise.",
            d => d.Told(MissingCloseBoundary) && d.IsAbout(Content)),
        new("two-content-types", "Two content types: ours takes the first, mailparser the last.",
            d => d.Told(RepeatedHeader) && d.IsAbout(Content)),
    ];
}
