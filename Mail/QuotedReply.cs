using System.Text.RegularExpressions;

namespace ProcedureEngine.Mail;

/// <summary>A reply in two: what its writer added and what was quoted below or above it.</summary>
/// <param name="NewText">Trimmed; the whole text when nothing quoted was recognised.</param>
/// <param name="Quoted">The rest, as it stands, with the line that introduces it; empty when there is none.</param>
public sealed record ReplyParts(string NewText, string Quoted);

/// <summary>
/// Separates new text from quoted history, in Vietnamese and English mail programs' words. A best effort for showing: the whole text is always kept, and
/// text written between quoted lines stays with the new text.
/// </summary>
public static partial class QuotedReply
{
    /// <summary>"On ..., X wrote:" may be broken over a few lines.</summary>
    private const int IntroductionLines = 4;

    /// <param name="text">Plain text, lines ended by LF or CRLF.</param>
    public static ReplyParts Strip(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        // The patterns are precomposed; a writer's keyboard may not be. What is returned stays as written.
        var end = HistoryStart(Array.ConvertAll(lines, l => l.Normalize()));
        var kept = new List<string>();
        var quoted = new List<string>();
        for (var i = 0; i < lines.Length; i++)
        {
            (i >= end || lines[i].StartsWith('>') ? quoted : kept).Add(lines[i]);
        }

        var fresh = string.Join('\n', kept).Trim();
        return fresh.Length == 0 && quoted.Count == lines.Length && end > 0
            ? new ReplyParts("", text.Trim())
            : new ReplyParts(fresh, string.Join('\n', quoted).Trim());
    }

    /// <summary>The first line of a history that runs to the end of the text; the number of lines when there is none.</summary>
    private static int HistoryStart(string[] lines)
    {
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (Separator().IsMatch(line) || IsForwardedHeader(lines, i) || (Introduces(lines, i) && IsQuotedAfter(lines, i)))
            {
                return i;
            }
        }

        return lines.Length;
    }

    private static bool Introduces(string[] lines, int start)
    {
        if (!IntroductionStart().IsMatch(lines[start].Trim()))
        {
            return false;
        }

        var joined = "";
        for (var i = start; i < Math.Min(lines.Length, start + IntroductionLines); i++)
        {
            joined = $"{joined} {lines[i].Trim()}".Trim();
            if (Introduction().IsMatch(joined))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Quoted lines, or nothing but history, follow; a person may also write "Ngày ... đã viết:" in a sentence of his own.</summary>
    private static bool IsQuotedAfter(string[] lines, int start)
    {
        var after = lines.Skip(start).SkipWhile(l => !l.TrimEnd().EndsWith(':')).Skip(1).FirstOrDefault(l => l.Trim().Length > 0);
        return after is null || after.StartsWith('>') || lines[start].Contains('@', StringComparison.Ordinal) || lines.Skip(start).Take(IntroductionLines).Any(l => l.Contains('@', StringComparison.Ordinal));
    }

    /// <summary>Outlook's block: From, Sent, To, Subject one under the other.</summary>
    private static bool IsForwardedHeader(string[] lines, int start)
    {
        if (!FromField().IsMatch(lines[start].Trim().Trim('*')))
        {
            return false;
        }

        var next = lines.Skip(start + 1).Take(6).Select(l => l.Trim().Trim('*')).Where(l => l.Length > 0);
        return next.Count(l => OtherField().IsMatch(l)) >= 2;
    }

    [GeneratedRegex(@"^(-{3,}|_{5,})\s*(original message|forwarded message|thư gốc|tin nhắn gốc|thư chuyển tiếp|tin nhắn chuyển tiếp|thư đã chuyển tiếp|message d'origine)?\s*(-{3,}|_{5,})$|^-{2,}\s*(original message|thư gốc|tin nhắn gốc).*$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Separator();

    [GeneratedRegex(@"^(on|vào|ngày|lúc|thứ|th |chủ nhật|from:|trên)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex IntroductionStart();

    [GeneratedRegex(@"(wrote|đã viết|viết|writes|đã ghi):$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Introduction();

    [GeneratedRegex(@"^(from|từ|người gửi)\s*:\**\s*\S", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex FromField();

    [GeneratedRegex(@"^(sent|date|to|cc|subject|đã gửi|gửi|ngày|đến|tới|chủ đề|tiêu đề|người nhận|ngày gửi)\s*:", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex OtherField();
}
