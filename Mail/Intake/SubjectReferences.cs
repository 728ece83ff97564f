using System.Text;
using System.Text.RegularExpressions;

namespace ProcedureEngine.Mail.Intake;

/// <summary>The cases that a subject names.</summary>
/// <param name="Codes">Reference codes, in the form in which they are kept.</param>
/// <param name="Numbers">Case numbers of the office's pattern.</param>
public sealed partial record SubjectReferences(IReadOnlyList<string> Codes, IReadOnlyList<string> Numbers)
{
    /// <summary>A subject that names more is no person's; the rest is not looked up.</summary>
    private const int MaxEach = 5;

    private const int Searched = 1_000;

    /// <param name="casePattern">The office's pattern, with <c>{sequence}</c> and <c>{year}</c>.</param>
    public static SubjectReferences Of(string subject, string casePattern)
    {
        // Cut first, since a subject may be a megabyte; whole characters only, or Normalize throws.
        var text = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(subject[..Math.Min(subject.Length, Searched)])).Normalize().ToUpperInvariant();
        return new SubjectReferences(
            Distinct(Code().Matches(text).Select(match => match.Value)),
            Distinct(NumberForm(casePattern).Matches(text).Select(match => Number(match, casePattern))));
    }

    private static List<string> Distinct(IEnumerable<string> found) => [.. found.Distinct(StringComparer.Ordinal).Take(MaxEach)];

    /// <summary>As the office writes it.</summary>
    private static string Number(Match match, string casePattern) => casePattern
        .Replace("{sequence}", match.Groups["sequence"].Value.TrimStart('0'), StringComparison.Ordinal)
        .Replace("{year}", match.Groups["year"].Value, StringComparison.Ordinal);

    /// <summary>The pattern as people write it: in any case, with or without blanks round the separators.</summary>
    private static Regex NumberForm(string casePattern)
    {
        var form = Regex.Escape(casePattern.Normalize().ToUpperInvariant())
            .Replace(@"\{SEQUENCE}", "(?<sequence>[0-9]{1,9})", StringComparison.Ordinal).Replace(@"\{YEAR}", "(?<year>[0-9]{4})", StringComparison.Ordinal)
            .Replace("/", @"\s?/\s?", StringComparison.Ordinal);
        return new Regex($@"(?<![\p{{L}}\p{{N}}/]){form}(?![\p{{L}}\p{{N}}/])", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
    }

    [GeneratedRegex(@"(?<![A-Z0-9-])[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}(?![A-Z0-9-])", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Code();
}
