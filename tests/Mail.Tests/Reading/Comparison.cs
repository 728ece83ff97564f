using System.Text.RegularExpressions;

namespace ProcedureEngine.Mail.Tests.Reading;

/// <summary>One field that two readers read otherwise.</summary>
/// <param name="Field">Name of the field; of a contained message too.</param>
/// <param name="Ours">As compared: normalised.</param>
/// <param name="Theirs">As compared: normalised.</param>
/// <param name="Our">All that our reader found in the message that has the field.</param>
/// <param name="Their">All that the other one found in it.</param>
internal sealed record Difference(string Field, string Ours, string Theirs, Finding Our, Finding Their)
{
    public bool Told(params MailDefectKind[] kinds) => kinds.Intersect(Our.Told).Any();

    public bool IsAbout(params ReadOnlySpan<string> fields) => fields.Contains(Field);
}

/// <summary>Compares what two readers found, field by field. White space is no difference, everything else is.</summary>
internal static partial class Comparison
{
    public const string Separator = " | ";

    public static IEnumerable<Difference> Of(Finding ours, Finding theirs)
    {
        if (theirs.Error is not null)
        {
            return [new Difference("all", "", theirs.Error, ours, theirs)];
        }

        return Fields(ours, theirs).Where(f => f.Ours != f.Theirs && !theirs.Errors.ContainsKey(f.Name)).Concat(theirs.Errors.Select(e => (e.Key + "-error", "", e.Value)))
            .Select(f => new Difference(f.Item1, f.Item2, f.Item3, ours, theirs))
            .Concat(ours.Nested.Count == theirs.Nested.Count ? ours.Nested.Zip(theirs.Nested).SelectMany(pair => Of(pair.First, pair.Second)) : []);
    }

    /// <summary>What counts of a text: its words.</summary>
    public static string Words(string text) => Blanks().Replace(text, " ").Trim();

    private static IEnumerable<(string Name, string Ours, string Theirs)> Fields(Finding ours, Finding theirs)
    {
        yield return ("from", Addresses(ours.From), Addresses(theirs.From));
        yield return ("to", Addresses(ours.To), Addresses(theirs.To));
        yield return ("cc", Addresses(ours.Cc), Addresses(theirs.Cc));
        yield return ("names", Names(ours), Names(theirs));
        yield return ("subject", Words(ours.Subject), Words(theirs.Subject));
        yield return ("date", ours.Date ?? "", theirs.Date ?? "");
        yield return ("message-id", Ids([ours.MessageId ?? ""]), Ids([theirs.MessageId ?? ""]));
        yield return ("in-reply-to", Ids(ours.InReplyTo), Ids(theirs.InReplyTo));
        yield return ("references", Ids(ours.References), Ids(theirs.References));
        yield return ("text", theirs.Text is null ? "" : Words(ours.Text ?? ""), Words(theirs.Text ?? ""));
        yield return ("html", Page(ours), Page(theirs));
        yield return ("files", Join(ours.Files.Select(Content)), Join(theirs.Files.Select(Content)));
        if (ours.Files.Select(Content).SequenceEqual(theirs.Files.Select(Content), StringComparer.Ordinal))
        {
            yield return ("file-names", Join(ours.Files.Select(f => Words(f.Name ?? ""))), Join(theirs.Files.Select(f => Words(f.Name ?? ""))));
            yield return ("file-types", Join(ours.Files.Select(f => f.Type)), Join(theirs.Files.Select(f => f.Type)));
        }

        yield return ("nested", $"{ours.Nested.Count} messages", $"{theirs.Nested.Count} messages");
    }

    private static string Addresses(IEnumerable<IReadOnlyList<string>> pairs) => Join(pairs.Select(p => p[1]).Where(a => a.Length > 0));

    private static string Names(Finding finding) => Join(finding.From.Concat(finding.To).Concat(finding.Cc).Where(p => p[1].Length > 0).Select(p => Words(p[0])));

    private static string Ids(IEnumerable<string> ids) => Join(ids.Select(id => Blanks().Replace(id, "").Trim('<', '>')).Where(id => id.Length > 0));

    private static string Page(Finding finding) => Words(HtmlToText.Convert(string.Join('\n', finding.Html)));

    /// <summary>One oracle gives a contained message as a message, not as bytes: it is compared by what is in it.</summary>
    private static string Content(FoundFile file) => file.Type.StartsWith("message/", StringComparison.Ordinal) ? file.Type : file.Sha[..Math.Min(12, file.Sha.Length)];

    private static string Join(IEnumerable<string> values) => string.Join(Separator, values);

    [GeneratedRegex(@"[\s\u00A0\u200B\0]+", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Blanks();
}
