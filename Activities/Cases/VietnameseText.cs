using System.Globalization;
using System.Text;

namespace ProcedureEngine.Activities.Cases;

/// <summary>Text of people compared and searched without regard to case, diacritics, đ and the Unicode form that a keyboard made.</summary>
public static class VietnameseText
{
    /// <summary>Folded for search: lower case, no diacritics, đ as d, runs of white space as one space.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark)
                continue;
            if (!char.IsWhiteSpace(c))
                folded.Append(c is 'đ' or 'Đ' ? 'd' : char.ToLowerInvariant(c));
            else if (folded.Length > 0 && folded[^1] != ' ')
                folded.Append(' ');
        }

        return folded.ToString().TrimEnd(' ');
    }

    /// <summary>Equal as written values: Unicode form and surrounding or repeated white space do not count, diacritics and case do.</summary>
    public static bool SameValue(string? left, string? right) => string.Equals(Normal(left), Normal(right), StringComparison.Ordinal);

    private static string Normal(string? text) =>
        string.Join(' ', (text ?? string.Empty).Normalize(NormalizationForm.FormC).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
