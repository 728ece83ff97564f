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

    /// <summary>Leaves the page before first: two of Studio's runtimes in one process, the one that goes and the one that comes, sometimes end by a fault of their own.</summary>
    public async Task OpenAsync(string path)
    {
        await LeaveAsync();
        await Page.GotoAsync(path, new PageGotoOptions { WaitUntil = WaitUntilState.Commit });
    }

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

    /// <summary>
    /// Selects a step by its line of the journal, and its run in the list of runs. A click may be lost, a late answer about the flow may take the place of the step's
    /// runs, and Studio's runtime may end (our page loads it again): then another line is selected in between, since one held for selected does nothing, and it is tried again.
    /// </summary>
    /// <param name="run">Id of the run.</param>
    public async Task SelectRunAsync(string line, string run)
    {
        await Expect(Tab("Executions")).ToBeVisibleAsync();
        var isAgain = false;
        await AgainUntilAsync(Details, async () =>
        {
            if (isAgain)
                await ShowRunsAsync("Bắt đầu - Completed", "Completed");
            isAgain = true;
            await ShowRunsAsync(line, run);
            await Run(run).ClickAsync(new LocatorClickOptions { Timeout = Soon });
        });
    }

    private async Task ShowRunsAsync(string line, string words)
    {
        await JournalLine(line).First.ClickAsync();
        await Tab("Event").WaitForAsync(new LocatorWaitForOptions { Timeout = Soon });
        // The line's own tab comes to the front when its step has been found: perhaps over the runs, which are asked for again then.
        await AgainUntilAsync(Run(words), () => Tab("Executions").ClickAsync(), Soon / 4);
    }

    private ILocator Run(string words) => Page.Locator("table").Filter(new LocatorFilterOptions { HasText = "Activity Instance ID" }).Locator("tbody tr").Filter(new LocatorFilterOptions { HasText = words }).First;

    /// <summary>Acts until what is to come of it is there.</summary>
    private static async Task AgainUntilAsync(ILocator comes, Func<Task> act, float patience = Soon)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await act();
                await comes.WaitForAsync(new LocatorWaitForOptions { Timeout = patience });
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
