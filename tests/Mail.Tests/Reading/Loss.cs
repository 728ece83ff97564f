using System.Text;
using System.Text.RegularExpressions;

namespace ProcedureEngine.Mail.Tests.Reading;

/// <summary>What another reader found in a message and ours did not: an address, a file, or words of its text, wherever in our result they might stand.</summary>
internal static partial class Loss
{
    /// <summary>Words that mailparser writes itself: into the date of a contained message, and as the address of a link that is a script.</summary>
    private static readonly string[] OwnWords = ["GMT", "javascript"];

    /// <param name="kept">Of our reader.</param>
    /// <param name="theirs">Of an oracle.</param>
    public static IEnumerable<string> Of(KeptContent kept, Finding theirs) =>
        theirs.WithNested.SelectMany(f => Addresses(kept, f).Concat(Files(kept, f)).Concat(Words(kept, f)));

    private static IEnumerable<string> Addresses(KeptContent kept, Finding theirs) => theirs.From.Concat(theirs.To).Concat(theirs.Cc)
        .SelectMany(p => Address().Matches(Printable(p[1])).Select(m => m.Value)).Where(a => !kept.HasAddress(a)).Select(a => "address " + a);

    private static IEnumerable<string> Files(KeptContent kept, Finding theirs) => theirs.Files
        .Where(f => f.Size > 0 && !f.Type.StartsWith("message/", StringComparison.Ordinal) && !kept.Digests.Contains(f.Sha) && !IsKeptOtherwise(kept, f.Content ?? []))
        .Select(f => $"file {f.Name ?? f.Type} {f.Sha[..12]}");

    /// <summary>As text of ours, or undecoded within a file or the text of ours.</summary>
    private static bool IsKeptOtherwise(KeptContent kept, byte[] content)
    {
        var text = Encoding.Latin1.GetString(content);
        var encoded = Convert.ToBase64String(content);
        return !Lost(kept, text).Any() || kept.Glued.Contains(KeptContent.Glue(encoded[..Math.Min(48, encoded.Length / 4 * 3)]), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Words(KeptContent kept, Finding theirs) =>
        theirs.Html.Select(HtmlToText.Convert).Append(theirs.Text ?? "").SelectMany(t => Lost(kept, t)).Distinct(StringComparer.Ordinal).Except(OwnWords, StringComparer.Ordinal).Select(r => "word " + r);

    private static IEnumerable<string> Lost(KeptContent kept, string text)
    {
        var lost = KeptContent.Runs(text).Where(r => !kept.Has(r));
        // A reader that gave up on a header or on base64 shows the source of what ours has read; the source is no text.
        return MimeSource().IsMatch(text) ? lost.Where(r => !kept.IsSource(r)) : lost;
    }

    private static string Printable(string text) => Unprintable().Replace(text, "");

    [GeneratedRegex("[^\\s<>\"(),;:]+@[^\\s<>\"(),;:]+", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Address();

    [GeneratedRegex("[\\x00-\\x1F\\x7F]", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Unprintable();

    [GeneratedRegex("(^|\\n)([A-Za-z]+-[A-Za-z-]+|Subject|Date):|[A-Za-z0-9+/]{40}", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex MimeSource();
}
