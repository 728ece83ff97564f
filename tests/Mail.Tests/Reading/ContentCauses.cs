using System.Text.RegularExpressions;
using static ProcedureEngine.Mail.MailDefectKind;

namespace ProcedureEngine.Mail.Tests.Reading;

/// <summary>Causes within parts that are whole, but shown or sorted in another way.</summary>
internal static partial class ContentCauses
{
    public static IReadOnlyList<Cause> All { get; } =
    [
        new("text-of-a-page", "Both have the same page; its plain text differs in links, pictures and cells.",
            d => d.Field == "text" && d.Their.Html.Count > 0 && Same(d, f => f.Html)),
        new("byte-order-mark", "A byte order mark before the text: the others keep it as a character.",
            d => d.Field == "text" && d.Theirs.TrimStart('\uFEFF') == d.Ours),
        new("flowed", "format=flowed: ours joins quoted lines and obeys DelSp; mailparser joins unquoted lines only, Python none.",
            d => d.Field == "text" && Bare(d.Ours) == Bare(d.Theirs)),
        new("charset", "The label is wrong, unknown or missing, or names iso-8859-1 where windows-1252 is meant. Ours reads UTF-8 for what is UTF-8, windows-1258 for 8-bit text without a usable label, and drops NUL.",
            d => d.IsAbout("text", "html", "subject", "names", "file-names") && (HeaderCauses.Ascii(d.Ours) == HeaderCauses.Ascii(d.Theirs) || d.Told(WrongCharset, UnknownCharset, NulBytes) && d.Ours.Length > 0 && d.Theirs.Length > 0)),
        new("quoted-printable", "Blanks between an equals sign and the line end: a soft break to ours and mailparser, not to Python.",
            d => d.Field == "text" && Bare(d.Ours.Replace("=", "", StringComparison.Ordinal)) == Bare(d.Theirs.Replace("=", "", StringComparison.Ordinal))),
        new("contained-message-encoded", "A contained message in base64, which MIME forbids: ours decodes and reads it, Python takes the base64 as its text.",
            d => d.Their is { From: [], Subject: "" } && Base64Lines().IsMatch(d.Their.Text ?? "")),
        new("page-with-pieces", "A page of several parts: ours shows the plain ones between the pages, so that the whole can be seen at once.",
            d => d.Field == "html" && d.Theirs.Length > 0 && d.Their.Html.All(page => d.Ours.Contains(Comparison.Words(HtmlToText.Convert(page)), StringComparison.Ordinal))),
        new("blanks-behind-a-boundary", "Blanks behind a boundary, which MIME allows: mailparser does not take the line as one.",
            d => d.IsAbout("text", "html", "files", "nested") && BoundaryWithBlanks().IsMatch(d.Our.Raw)),
        new("contained-message-shown", "mailparser shows the text of a contained message with the letter's own (inline, or in a digest); ours keeps every contained message as a file that can be opened.",
            d => d.IsAbout("text", "html", "files", "nested") && d.Our.Nested.Count > d.Their.Nested.Count),
        new("named-text", "A text part with a name and no disposition, or inline. To ours it is the body when there is none yet and a file otherwise; mailparser always shows it, Python (as asked here) always keeps it as a file.",
            d => d.IsAbout("text", "html", "files") && HasNamedText(d)),
        new("unknown-disposition", "A disposition that is neither inline nor attachment: mailparser takes the part as a file; text without a name stays text to ours.",
            d => d.IsAbout("text", "html", "files") && OtherDisposition().IsMatch(d.Our.Raw)),
        new("cr-in-a-part-header", "A lone CR within a header line of a part: Python ends the part's header there.",
            d => d.IsAbout("text", "html", "files", "file-names") && CrInField().IsMatch(d.Our.Raw)),
        new("empty-part", "A multipart or a message without content, or a part of nothing: one reader counts it as an empty file.",
            d => d.Field == "files" && WithoutEmpty(d.Ours) == WithoutEmpty(d.Theirs)),
        new("shared-boundary", "Inner and outer multipart have one boundary: Python ends the outer one with the inner; ours goes on.",
            d => d.Field == "files" && WithoutEmpty(d.Theirs).Length == 0 && SameBoundaryTwice().IsMatch(d.Our.Raw)),
        new("text-outside-parts", "Text before the first or behind the last part is dropped by the others; ours keeps it as preamble.txt or epilogue.txt, and tells.",
            d => d.Field == "files" && d.Told(TextOutsideParts)),
        new("part-after-close", "A part behind the closing boundary: ours reads it and tells; the others drop it.",
            d => d.IsAbout("text", "html", "files", "nested") && d.Told(PartAfterCloseBoundary)),
        new("name-in-other-words", "File names: ours takes RFC 2231 before the plain name, blanks without quotes, a missing semicolon, 8-bit bytes, and drops control characters.",
            d => d.Field == "file-names"),
        new("type-in-other-words", "A content type without subtype or with damaged characters: ours says application/octet-stream or text/plain and tells; the others give the words or guess by the file name.",
            d => d.Field == "file-types"),
    ];

    /// <summary>SHA-256 of nothing, as the files are compared by.</summary>
    private const string Nothing = "e3b0c44298fc";

    private static bool Same(Difference d, Func<Finding, IReadOnlyList<string>> pages) =>
        Bare(HtmlToText.Convert(string.Join('\n', pages(d.Our)))) == Bare(HtmlToText.Convert(string.Join('\n', pages(d.Their))));

    private static bool HasNamedText(Difference d) => d.Our.Files.Concat(d.Their.Files).Any(f => f.Type is "text/plain" or "text/html" && f.Name is not null and not ("preamble.txt" or "epilogue.txt"));

    private static string WithoutEmpty(string files) => string.Join(Comparison.Separator, files.Split(Comparison.Separator).Where(f => f != Nothing && f.Length > 0));

    private static string Bare(string text) => Marks().Replace(text, "");

    [GeneratedRegex("\nContent-Disposition:(?!\\s*\"?(inline|attachment))", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex OtherDisposition();

    [GeneratedRegex("\n([!-9;-~]+:|[ \\t])[^\n]*\r(?!\n)", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex CrInField();

    [GeneratedRegex("^[A-Za-z0-9+/=]{40}", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Base64Lines();

    [GeneratedRegex("\n--[^\r\n]+[ \\t]+\r?\n", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex BoundaryWithBlanks();

    [GeneratedRegex("boundary=\"?(?<b>[^\"\\s;]+)[\\s\\S]*?boundary=\"?\\k<b>[\"\\s;]", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex SameBoundaryTwice();

    [GeneratedRegex("[\\s>]+", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Marks();
}
