using System.Text.Json;

namespace ProcedureEngine.Browser.Tests.Dashboard;

/// <summary>What axe-core finds against WCAG 2.2 AA on a page as it stands; nothing of the page is left out.</summary>
internal static class Axe
{
    /// <summary>Part: the id of the element of the body in which it was found; empty for what a script put there, <c>html</c> for the page itself.</summary>
    private const string Run = """
        async () => {
          const partOf = element => {
            for (let at = element; ; at = at.parentElement ?? at.getRootNode().host) {
              if (!at || at === document.body || at === document.documentElement || at === document.head) return 'html';
              if (at.parentElement === document.body) return at.id;
            }
          };
          const found = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'], elementRef: true });
          return found.violations.flatMap(v => v.nodes.map(n => ({ rule: v.id, part: partOf(n.element), text: `${n.html.slice(0, 160)} (${n.failureSummary.replaceAll('\n', ' ').slice(0, 200)})` })));
        }
        """;

    private static readonly Lazy<string> Script = new(() => Tree.PathOf("Dashboard", "node_modules", "axe-core", "axe.min.js") is var file && File.Exists(file)
        ? File.ReadAllText(file)
        : throw new InvalidOperationException("The dashboard is not built: run deploy/dashboard.sh, or the tests by deploy/test.sh."));

    public static async Task CheckAsync(IPage page, string what) => Assert.That(await FindAsync(page), Is.Empty, what);

    public static async Task<IReadOnlyList<AxeFinding>> FindAsync(IPage page)
    {
        // A colour that is still fading in is not the colour that is read; what turns for ever (a spinner) is not waited for.
        await page.EvaluateAsync(
            "() => Promise.all(document.getAnimations().filter(animation => animation.effect.getComputedTiming().endTime !== Infinity).map(animation => animation.finished.catch(() => undefined)))");
        await page.EvaluateAsync(Script.Value);
        return [.. (await page.EvaluateAsync<JsonElement>(Run)).EnumerateArray().Select(finding => new AxeFinding(finding.GetProperty("rule").GetString()!, finding.GetProperty("part").GetString()!, finding.GetProperty("text").GetString()!))];
    }
}

/// <param name="Part">Where on the page: the id of an element of the body, empty for one without, <c>html</c> for the page itself.</param>
/// <param name="Text">The element, and what is wrong with it.</param>
internal sealed record AxeFinding(string Rule, string Part, string Text);
