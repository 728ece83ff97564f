using System.Text.RegularExpressions;

namespace ProcedureEngine.Mail;

/// <summary>Reads Message-IDs: without angle brackets, without the blanks that folding puts into long ones.</summary>
internal static partial class MessageIds
{
    public static string? First(string? raw) => raw is null ? null : All([raw]).FirstOrDefault();

    public static IReadOnlyList<string> All(IEnumerable<string> raws) => raws.SelectMany(Read).ToList();

    private static IEnumerable<string> Read(string raw)
    {
        var bracketed = Bracketed().Matches(raw);
        return bracketed.Count > 0
            ? bracketed.Select(m => Blanks().Replace(m.Groups["id"].Value, "")).Where(id => id.Length > 0)
            : raw.Split([' ', '\t', ',', '<', '>', '\0'], StringSplitOptions.RemoveEmptyEntries);
    }

    [GeneratedRegex("<(?<id>[^<>]+)>", RegexOptions.NonBacktracking)]
    private static partial Regex Bracketed();

    [GeneratedRegex("[\\s\\0]+", RegexOptions.NonBacktracking)]
    private static partial Regex Blanks();
}
