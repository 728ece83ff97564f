namespace ProcedureEngine.Browser.Tests.Studio;

/// <summary>What a visitor finds on a screen of Elsa Studio.</summary>
internal sealed class StudioScreen(Visitor visitor)
{
    /// <summary>Milliseconds after which a click counts as lost.</summary>
    private const float Soon = 10_000;

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
    /// Selects a step by its line of the journal. Studio first selects the whole flow by itself, which may overtake a person: that is waited for. It draws the
    /// journal anew whenever it has read it, and a click that falls into that is lost: a person clicks again, and so does this.
    /// </summary>
    public async Task SelectAsync(string line)
    {
        await Expect(Tab("Executions")).ToBeVisibleAsync();
        await AgainUntilAsync(Tab("Event"), () => JournalLine(line).First.ClickAsync());
    }

    /// <summary>Selects a step by its line of the journal, and its run in the list of runs, over which the line's own tab may come late.</summary>
    public async Task SelectRunAsync(string line)
    {
        await SelectAsync(line);
        var runs = Page.Locator("table").Filter(new LocatorFilterOptions { HasText = "Activity Instance ID" }).Locator("tbody tr");
        await AgainUntilAsync(Details, async () =>
        {
            await Tab("Executions").ClickAsync();
            await runs.Filter(new LocatorFilterOptions { HasText = "Completed" }).Last.ClickAsync(new LocatorClickOptions { Timeout = Soon });
        });
    }

    /// <summary>Acts until what is to come of it is there.</summary>
    private static async Task AgainUntilAsync(ILocator comes, Func<Task> act)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await act();
                await comes.WaitForAsync(new LocatorWaitForOptions { Timeout = Soon });
                return;
            }
            catch (TimeoutException) when (tries < 6)
            {
                // Lost: once more.
            }
        }
    }

    /// <summary>The drawer that tells of one run.</summary>
    public ILocator Details => Page.GetByText("Execution Details");

    public async Task CloseDetailsAsync()
    {
        await Page.Locator(".mud-drawer--open button").First.ClickAsync();
        await Expect(Page.Locator(".mud-drawer-overlay--open")).ToHaveCountAsync(0);
    }

    public Task OpenCallStackAsync() => Tab("Activity call stack").ClickAsync();

    private ILocator Tab(string name) => Page.GetByRole(AriaRole.Tab, new() { Name = name });

    public async Task<(int Nodes, int Arrows)> CountAsync() =>
        (await Page.Locator("g[data-shape='elsa-activity']").CountAsync(), await Page.Locator("g[data-shape='elsa-edge']").CountAsync());
}
