using System.Text.RegularExpressions;
using static ProcedureEngine.Mail.MailDefectKind;

namespace ProcedureEngine.Mail.Tests.Reading;

/// <summary>Causes within header fields that are whole, but written or read in another way.</summary>
internal static partial class HeaderCauses
{
    private static readonly string[] AddressFields = ["from", "to", "cc", "names"];

    public static IReadOnlyList<Cause> All { get; } =
    [
        new("cr-in-the-header", "A lone CR within a header field. Python ends the line there, and with it often the header; ours and mailparser take it as a blank.",
            d => LoneCr().IsMatch(HeaderOf(d.Our.Raw))),
        new("blank-before-colon", "Blanks between the name of a field and its colon: Python ends the header there, ours and mailparser read the field.",
            d => BlankBeforeColon().IsMatch(HeaderOf(d.Our.Raw))),
        new("repeated-field", "A field stands twice. mailparser takes the last, Python the first; ours takes the first, of addresses all, and tells.",
            d => d.Told(RepeatedHeader) && d.IsAbout("from", "names", "subject", "date", "message-id")),
        new("date-that-is-none", "mailparser reads what JavaScript makes of it: 30 February as 2 March, a damaged zone or month as something near. Python fills in too. Ours has no date and tells.",
            d => d is { Field: "date", Ours: "" } && d.Told(BadDate)),
        new("date-in-other-words", "A zone by its name, a leap second, ISO 8601, a year of two digits: ours reads what the others cannot, or read as UTC.",
            d => d.Field == "date" && d.Ours.Length > 0 && !d.Told(BadHeaderLine, MissingHeaderEnd)),
        new("comment-as-name", "A name in a comment behind the address, the way before RFC 822 quoted names. Python has no name then; ours and mailparser take the comment.",
            d => d.Field == "names" && !SameValues(d) && Blank(d.Theirs) && !Blank(d.Ours)),
        new("words-without-at", "What has no @ sign is no address to ours: it is kept as a name and told. The others give the word as an address.",
            d => d.IsAbout(AddressFields) && d.Told(AddressWithoutAddress) && (d.Field == "names" || WithAt(d.Theirs).IsSubsetOf(WithAt(d.Ours)))),
        new("internationalised-domain", "mailparser turns punycode into letters; ours keeps the domain as written, as it must be used for the answer.",
            d => d.IsAbout("from", "to", "cc") && d.Ours.Contains("xn--", StringComparison.Ordinal)),
        new("bytes-without-charset", "8-bit bytes in a header field without any charset. The others show U+FFFD for each; ours reads UTF-8 or else windows-1258.",
            d => HasReplacement(d.Theirs) && Ascii(d.Ours) == Ascii(d.Theirs) && IsHeader(d)),
        new("word-without-charset", "An encoded word whose charset is empty: ours and Python decode it, mailparser leaves it.",
            d => d.IsAbout("subject", "names") && d.Theirs.Contains("=??", StringComparison.Ordinal)),
        new("word-labelled-wrongly", "An encoded word whose bytes contradict its charset, or with a charset nobody knows. The others decode it as labelled; ours reads UTF-8 for what is UTF-8.",
            d => d.IsAbout("subject", "names") && d.Told(WrongCharset, UnknownCharset)),
        new("word-cut-within", "Encoded words cut inside a character or inside a base64 group. Ours joins them as bytes before it decodes; the others decode some of them one by one.",
            d => d.IsAbout("subject", "names") && HasReplacement(d.Theirs)),
        new("address-syntax", "An unquoted comma or semicolon, a quote or bracket that never closes, brackets in brackets, blanks or a comment within, a route. Ours finds each address that has an @ sign; the others give pieces.",
            d => d.IsAbout(AddressFields) && !d.Told(BadHeaderLine, MissingHeaderEnd)),
        new("ids-in-prose", "In-Reply-To or References with words, commas or ids folded within themselves. Ours takes what stands in angle brackets; the others give the words.",
            d => d.IsAbout("in-reply-to", "references", "message-id") && !d.Told(BadHeaderLine, MissingHeaderEnd)),
        new("word-never-closed", "An encoded word without its end, or with a question mark within: each reader decodes some of them and leaves others as written.",
            d => d.IsAbout("subject", "names") && (d.Ours + d.Theirs).Contains("=?", StringComparison.Ordinal)),
    ];

    public static bool HasReplacement(string text) => text.Contains('\uFFFD', StringComparison.Ordinal);

    /// <summary>What is left of a text whichever charset it was read in.</summary>
    public static string Ascii(string text) => NotAscii().Replace(text, "");

    private static bool IsHeader(Difference d) => d.IsAbout(AddressFields) || d.IsAbout("subject", "message-id", "in-reply-to", "references", "files", "file-names", "file-types");

    private static bool SameValues(Difference d) => d.Ours.Split(Comparison.Separator).ToHashSet(StringComparer.Ordinal).SetEquals(d.Theirs.Split(Comparison.Separator));

    private static HashSet<string> WithAt(string values) => [.. values.Split(Comparison.Separator).Where(v => v.Contains('@', StringComparison.Ordinal))];

    private static string HeaderOf(string raw) => HeaderEnd().Match(raw) is { Success: true } end ? raw[..(end.Index + 1)] : raw;

    private static bool Blank(string values) => values.Trim(' ', '|').Length == 0;

    [GeneratedRegex("\\r(?!\\n)", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex LoneCr();

    [GeneratedRegex("(^|\\n)[!-9;-~]+[ \\t]+:", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex BlankBeforeColon();

    [GeneratedRegex("\\n\\r?\\n", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex HeaderEnd();

    [GeneratedRegex("[^\\x21-\\x7E]+", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex NotAscii();
}
