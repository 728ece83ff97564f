namespace ProcedureEngine.Browser.Tests.Studio;

/// <summary>What a visitor finds on a screen of Elsa Studio.</summary>
internal sealed class StudioScreen(Visitor visitor)
{
    public IPage Page => visitor.Page;

    /// <summary>What our bar says is away or was refused.</summary>
    public ILocator Word => Page.Locator(".away .words");

    public ILocator Bar => Page.Locator(".bar nav");

    public static string Definition(string id) => $"/studio/workflows/definitions/{id}/edit";

    public static string Instance(string id) => $"/studio/workflows/instances/{id}/view";

    /// <summary>A drawn step. By its id: while it draws, Studio holds a second element of the step, without one, to measure it.</summary>
    public ILocator Node(string activity) => Page.Locator($"elsa-activity-wrapper[id='activity-{activity}']");

    /// <summary>The badge of a step in a colour: success, warning, error, info; default when it neither ended nor waits.</summary>
    public ILocator Badge(string activity, string colour) => Node(activity).Locator($".mud-badge:is(.mud-theme-{colour}, .mud-badge-{colour})");

    public ILocator JournalLine(string text) => Page.Locator(".mud-timeline-item").Filter(new LocatorFilterOptions { HasText = text });

    /// <summary>Closes the page that is open, which may still ask for this and that.</summary>
    public async Task LeaveAsync() => await Page.GotoAsync("about:blank");

    public async Task OpenAsync(string path) => await Page.GotoAsync(path, new PageGotoOptions { WaitUntil = WaitUntilState.Commit });

    /// <summary>Waits until these badges are painted, each written as <c>step: colour count</c>, and no others.</summary>
    public async Task ExpectBadgesAsync(params string[] badges)
    {
        foreach (var badge in badges)
        {
            var parts = badge.Split(' ');
            await Expect(Badge(parts[0].TrimEnd(':'), parts[1])).ToHaveTextAsync(parts[2]);
        }

        await Expect(Page.Locator("elsa-activity-wrapper .mud-badge")).ToHaveCountAsync(badges.Length);
    }

    /// <summary>
    /// Selects a step by its line of the journal, and its first run in the list of runs. Studio draws the list anew when it is told of counts, and a
    /// click that falls into that is lost; a person clicks again, and so does this.
    /// </summary>
    public async Task SelectRunAsync(string line)
    {
        await JournalLine(line).First.ClickAsync();
        await Page.GetByRole(AriaRole.Tab, new() { Name = "Executions" }).ClickAsync();
        var run = Page.GetByRole(AriaRole.Row).Filter(new LocatorFilterOptions { HasText = "Completed" }).Last;
        var isOpen = false;
        for (var clicks = 0; clicks < 5 && !isOpen; clicks++)
        {
            await run.ClickAsync();
            isOpen = await OpensAsync();
        }

        await Expect(Details).ToBeVisibleAsync();
    }

    private async Task<bool> OpensAsync()
    {
        try
        {
            await Details.WaitForAsync(new LocatorWaitForOptions { Timeout = 5_000 });
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>The drawer that tells of one run.</summary>
    public ILocator Details => Page.GetByText("Execution Details");

    public async Task CloseDetailsAsync()
    {
        await Page.Locator(".mud-drawer--open button").First.ClickAsync();
        await Expect(Page.Locator(".mud-drawer-overlay--open")).ToHaveCountAsync(0);
    }

    public Task OpenCallStackAsync() => Page.GetByRole(AriaRole.Tab, new() { Name = "Activity call stack" }).ClickAsync();

    public async Task<(int Nodes, int Arrows)> CountAsync() =>
        (await Page.Locator("g[data-shape='elsa-activity']").CountAsync(), await Page.Locator("g[data-shape='elsa-edge']").CountAsync());
}
