namespace ProcedureEngine.Browser.Tests.Dashboard;

/// <summary>A person at the dashboard: what he opens, fills in and presses.</summary>
internal sealed class Officer : IAsyncDisposable
{
    private readonly Visitor visitor;

    private Officer(Visitor visitor) => this.visitor = visitor;

    public IPage Page => visitor.Page;

    public IBrowserContext Context => visitor.Context;

    /// <param name="user">Null for somebody who has not signed in.</param>
    public static async Task<Officer> ComeAsync(string? user, int width = 1280) => new(await Visitor.ComeAsync(user, width, width < 500 ? 844 : 900));

    public async Task OpenAsync(string path)
    {
        var answer = await Page.GotoAsync(path);
        if (answer!.Status == 503)
            Assert.Fail("The dashboard is not built: run deploy/dashboard.sh, or the tests by deploy/test.sh.");
    }

    public async Task SignInAsync(string user)
    {
        await Page.FillAsync("#sign-in_user", user);
        await Page.FillAsync("#sign-in_password", user);
        await Page.Keyboard.PressAsync("Enter");
    }

    /// <summary>From the list of tasks, by clicking.</summary>
    public async Task OpenTaskAsync(string title, string caseName)
    {
        await OpenAsync("/app/tasks");
        await Page.GetByRole(AriaRole.Row).Filter(new() { HasText = caseName }).GetByRole(AriaRole.Link, new() { NameString = title }).First.ClickAsync();
        await Expect(Heading(title)).ToBeVisibleAsync();
    }

    public ILocator Heading(string name) => Page.GetByRole(AriaRole.Heading, new() { NameString = name }).First;

    public Task ChooseAsync(string outcome) => Page.Locator(".outcomes").GetByLabel(outcome, new() { Exact = true }).CheckAsync();

    /// <param name="path">JSON path of the field within the form: <c>request.requester.name</c>.</param>
    public ILocator Field(string path) => Page.Locator($"#outcome_{path.Replace('.', '_')}");

    public Task FillAsync(string path, string text) => Field(path).FillAsync(text);

    /// <summary>A day typed as people type it, with its hour where there is one.</summary>
    /// <param name="form">Name of the form that the field stands in.</param>
    public async Task TypeDayAsync(string path, string day, string? hour = null, string form = "outcome")
    {
        var field = $"#{form}_{path.Replace('.', '_')}";
        await Page.Locator(field).ClickAsync();
        await Page.FillAsync(field, day);
        await Page.Keyboard.PressAsync("Enter");
        await Page.Keyboard.PressAsync("Tab");
        if (hour is not null)
            await Page.FillAsync($"{field}_hour", hour);
    }

    public Task PickAsync(string group, string option) => Page.GetByRole(AriaRole.Radiogroup, new() { NameString = group, Exact = true }).GetByLabel(option, new() { Exact = true }).CheckAsync();

    /// <summary>From a list that unfolds.</summary>
    /// <param name="field">Id of the field in the page.</param>
    public async Task SelectAsync(string field, string option)
    {
        await Page.Locator($"#{field}").ClickAsync();
        await Page.Locator(".ant-select-item-option", new() { HasText = option }).ClickAsync();
    }

    public Task TickAsync(string label) => Page.GetByRole(AriaRole.Checkbox, new() { NameString = label, Exact = true }).CheckAsync();

    public Task PressCompleteAsync() => Page.Locator(".form-acts button[type=submit]").ClickAsync();

    /// <summary>Completes; a letter that would go is seen first, and let go.</summary>
    public async Task CompleteAsync()
    {
        await PressCompleteAsync();
        await LetGoAsync();
    }

    public async Task LetGoAsync()
    {
        var send = Page.GetByRole(AriaRole.Button, new() { NameString = "Gửi thư và hoàn thành" });
        var done = Heading("Đã xong");
        await Expect(send.Or(done).First).ToBeVisibleAsync();
        // Not by the button's visibility: a dialog that opens is hidden once more for a moment while its movement begins.
        if (await done.CountAsync() == 0)
            await send.ClickAsync();
        await Expect(done).ToBeVisibleAsync();
    }

    public Task ShootAsync(string name) => visitor.ShootAsync(name);

    public ValueTask DisposeAsync() => visitor.DisposeAsync();
}
