using System.Text.Json;

namespace ProcedureEngine.Browser.Tests.Dashboard;

/// <summary>What axe-core finds against WCAG 2.2 AA on a page as it stands; nothing of the page is left out.</summary>
internal static class Axe
{
    private const string Run = """
        async () => (await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'] }))
          .violations.flatMap(v => v.nodes.map(n => `${v.id}: ${n.html.slice(0, 160)} (${n.failureSummary.replaceAll('\n', ' ').slice(0, 200)})`))
        """;

    private static readonly Lazy<string> Script = new(() => File.ReadAllText(Path.Combine(FindFolder(), "Dashboard", "node_modules", "axe-core", "axe.min.js")));

    public static async Task CheckAsync(IPage page, string what)
    {
        // A colour that is still fading in is not the colour that is read; what turns for ever (a spinner) is not waited for.
        await page.EvaluateAsync(
            "() => Promise.all(document.getAnimations().filter(animation => animation.effect.getComputedTiming().endTime !== Infinity).map(animation => animation.finished.catch(() => undefined)))");
        await page.EvaluateAsync(Script.Value);
        var found = (await page.EvaluateAsync<JsonElement>(Run)).EnumerateArray().Select(finding => finding.GetString());
        Assert.That(found, Is.Empty, what);
    }

    private static string FindFolder()
    {
        var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (folder is not null && !Directory.Exists(Path.Combine(folder.FullName, "Dashboard", "node_modules", "axe-core")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The dashboard is not built: run deploy/dashboard.sh, or the tests by deploy/test.sh.");
    }
}
