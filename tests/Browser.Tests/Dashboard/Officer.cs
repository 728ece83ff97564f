namespace ProcedureEngine.Browser.Tests.Dashboard;

/// <summary>A person at the dashboard: what he opens, fills in and presses.</summary>
internal sealed class Officer : IAsyncDisposable
{
    /// <summary>Name of the form that takes a file in.</summary>
    public const string Start = "start";

    /// <summary>Name of the form that completes a task.</summary>
    private const string Outcome = "outcome";

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

    /// <summary>Somebody who signs in himself, and stands before his tasks.</summary>
    public static async Task<Officer> ArriveAsync(string user, int width = 1280)
    {
        var officer = await ComeAsync(null, width);
        await officer.OpenAsync("/app/tasks");
        await officer.SignInAsync(user);
        await Expect(officer.Heading("Việc của tôi")).ToBeVisibleAsync();
        return officer;
    }

    /// <summary>Takes a file in by the start form of the only procedure that he takes in.</summary>
    /// <param name="fill">Fills the form named <see cref="Start"/>.</param>
    /// <returns>Id and number of the new case, on whose page he stands.</returns>
    public async Task<(string Id, string Number)> TakeInAsync(Func<Task> fill)
    {
        await Page.GetByRole(AriaRole.Link, new() { NameString = "Tiếp nhận hồ sơ mới" }).ClickAsync();
        await Expect(Heading("Tiếp nhận hồ sơ mới")).ToBeVisibleAsync();
        await fill();
        await PressTakeInAsync();
        await Expect(Heading("Việc đang mở")).ToBeVisibleAsync();
        return (new Uri(Page.Url).Segments[^1], (await Page.GetByRole(AriaRole.Heading, new() { Level = 1 }).InnerTextAsync())["Hồ sơ ".Length..].Trim());
    }

    public Task PressTakeInAsync() => Page.GetByRole(AriaRole.Button, new() { NameString = "Tiếp nhận hồ sơ", Exact = true }).ClickAsync();

    /// <summary>From the list of tasks, by clicking.</summary>
    public async Task OpenTaskAsync(string title, string caseName)
    {
        await OpenAsync("/app/tasks");
        await Row(caseName).GetByRole(AriaRole.Link, new() { NameString = title }).First.ClickAsync();
        await Expect(Heading(title)).ToBeVisibleAsync();
    }

    /// <summary>A whole step: its task is found in the list, its outcome chosen where there are several, its form filled in, and it is completed.</summary>
    /// <param name="outcome">Null where the step has one.</param>
    /// <param name="picture">What a picture of the filled form is called.</param>
    public async Task DoAsync(string title, string caseName, string picture, string? outcome = null, Func<Task>? fill = null)
    {
        await OpenTaskAsync(title, caseName);
        if (outcome is not null)
            await ChooseAsync(outcome);
        if (fill is not null)
            await fill();
        await ShootAsync(picture);
        await CompleteAsync();
    }

    /// <summary>The lines of a list that belong to a case: by its whole number, so that 1/2026 is not 11/2026.</summary>
    public ILocator Row(string caseName) => Page.GetByRole(AriaRole.Row).Filter(new() { Has = Page.GetByRole(AriaRole.Link, new() { NameString = caseName, Exact = true }) });

    public ILocator Heading(string name) => Page.GetByRole(AriaRole.Heading, new() { NameString = name }).First;

    public Task ChooseAsync(string outcome) => Page.Locator(".outcomes").GetByLabel(outcome, new() { Exact = true }).CheckAsync();

    /// <param name="path">JSON path of the field within the form: <c>request.requester.name</c>.</param>
    /// <param name="form">Name of the form that the field stands in.</param>
    public ILocator Field(string path, string form = Outcome) => Page.Locator($"#{form}_{path.Replace('.', '_')}");

    public Task FillAsync(string path, string text, string form = Outcome) => Field(path, form).FillAsync(text);

    /// <summary>Several texts, each into its field.</summary>
    public async Task FillAllAsync(IEnumerable<(string Path, string Text)> fields, string form = Outcome)
    {
        foreach (var (path, text) in fields)
            await FillAsync(path, text, form);
    }

    /// <summary>A box by its field: in lists there are several of one label.</summary>
    public Task TickFieldAsync(string path, string form = Outcome) => Field(path, form).CheckAsync();

    /// <summary>One more entry of a list.</summary>
    public Task AddAsync(string list) => Page.GetByRole(AriaRole.Button, new() { NameString = $"Thêm: {list}", Exact = true }).ClickAsync();

    /// <summary>A day typed as people type it, with its hour where there is one.</summary>
    public async Task TypeDayAsync(string path, string day, string? hour = null, string form = Outcome)
    {
        var field = Field(path, form);
        await field.ClickAsync();
        await field.FillAsync(day);
        await Page.Keyboard.PressAsync("Enter");
        await Page.Keyboard.PressAsync("Tab");
        await Expect(field).ToHaveValueAsync(day);
        if (hour is not null)
            await FillAsync($"{path}_hour", hour, form);
    }

    public Task PickAsync(string group, string option, ILocator? within = null) =>
        (within ?? Page.Locator("body")).GetByRole(AriaRole.Radiogroup, new() { NameString = group, Exact = true }).GetByLabel(option, new() { Exact = true }).CheckAsync();

    /// <summary>An entry of a list of records, counted from 1 as people do.</summary>
    public ILocator Entry(string list, int n) => Page.GetByRole(AriaRole.Group, new() { NameString = $"{list}: Mục {n}", Exact = true });

    /// <summary>From a list that unfolds: what is typed finds the option, Enter takes it, and the list has folded again before anything else is done.</summary>
    /// <param name="isOneOfSeveral">The list stays open for more, and is closed.</param>
    public async Task SelectAsync(string path, string option, string form = Outcome, bool isOneOfSeveral = false)
    {
        var (field, list) = (Field(path, form), Page.Locator(".ant-select-dropdown:not(.ant-select-dropdown-hidden)"));
        await field.FillAsync(option);
        await Expect(list.Locator(".ant-select-item-option-active")).ToContainTextAsync(option);
        await Expect(list).ToBeInViewportAsync();
        await field.PressAsync("Enter");
        if (isOneOfSeveral)
            await field.PressAsync("Escape");
        await Expect(list).ToHaveCountAsync(0);
        await Expect(Page.Locator(".ant-select", new() { Has = field })).ToContainTextAsync(option);
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
