using System.Text.RegularExpressions;

namespace ProcedureEngine.Mail.Tests.Reading;

/// <summary>
/// What a sanitised page may hold, told by an allow-list of its own. A sanitised page is written by a serialiser (every attribute in double quotes,
/// every other angle bracket escaped), so that a pattern sees all its tags.
/// </summary>
internal static partial class SafePage
{
    private static readonly HashSet<string> Tags = [.. ("a abbr address article b big blockquote br caption center cite code col colgroup dd del details dfn dir div dl dt em "
        + "figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark ol p pre q s samp section small span strike strong sub summary sup table tbody "
        + "td tfoot th thead time tr tt u ul var wbr").Split(' ')];

    private static readonly HashSet<string> Attributes = [.. ("abbr align alt bgcolor border cellpadding cellspacing cite class clear color cols colspan compact coords datetime "
        + "dir height headers href hspace lang nohref noshade nowrap rel rev rowspan rules scope size span src start style summary tabindex target title type valign "
        + "value vspace width").Split(' ')];

    /// <param name="page">Sanitised.</param>
    /// <param name="absent">Words of this page that must be gone too.</param>
    public static void Check(string page, IReadOnlyList<string> absent)
    {
        foreach (Match tag in Tag().Matches(page))
        {
            Assert.That(Tags, Does.Contain(tag.Groups["name"].Value), $"a tag of {page}");
            foreach (Match attribute in Attribute().Matches(tag.Groups["rest"].Value))
            {
                CheckAttribute(tag.Groups["name"].Value, attribute.Groups["name"].Value, attribute.Groups["value"].Value);
            }
        }

        foreach (var word in absent)
        {
            Assert.That(Tag().Matches(page).Select(t => t.Value), Has.None.Contains(word), page);
        }
    }

    private static void CheckAttribute(string tag, string name, string value)
    {
        Assert.That(Attributes, Does.Contain(name), $"an attribute of {tag}: {value}");
        switch (name)
        {
            case "src":
                Assert.That(value, Does.StartWith("cid:").Or.Matches("^data:image/(png|gif|jpe?g|webp|bmp)[;,]"));
                break;
            case "href" or "cite":
                Assert.That(value, Does.Match("^(https?:|mailto:|tel:)"));
                break;
            case "style":
                Assert.That(value, Does.Not.Match("url|expression|import|behavio|binding|(^|[; ])(position|top|left|z-index)|fixed|@|\\\\"));
                break;
        }
    }

    [GeneratedRegex("<(?<close>/?)(?<name>[^\\s/>]+)(?<rest>(?:\\s+[^\\s=>]+=\"[^\"]*\"|[^>\"])*)>", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Tag();

    [GeneratedRegex("\\s(?<name>[^\\s=>]+)=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Attribute();
}
