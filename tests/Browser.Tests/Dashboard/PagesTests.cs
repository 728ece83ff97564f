namespace ProcedureEngine.Browser.Tests.Dashboard;

/// <summary>Each page with data, a dialog open and an error shown, at both widths: whole for assistive technology, and no wider than the screen.</summary>
public sealed class PagesTests
{
    [Test]
    public async Task The_desk_opens_after_sign_in_and_shows_what_is_due()
    {
        var (_, number) = await Cases.StartAsync();
        await using var officer = await Officer.ComeAsync(null);
        await officer.OpenAsync("/app/tasks");
        await officer.SignInAsync("intake-officer@namdinh");
        await Expect(officer.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = number })).ToContainTextAsync("ngày làm việc");
        await officer.Page.GetByRole(AriaRole.Button, new() { NameString = "English" }).ClickAsync();
        await Expect(officer.Heading("My tasks")).ToBeVisibleAsync();
    }

    [TestCase(1280)]
    [TestCase(390)]
    [Category("Whole")]
    public async Task Every_page_can_be_read_by_everybody(int width)
    {
        var (id, number) = await Cases.StartAsync();
        var task = (string)(await Cases.TaskAsync(id, "check-validity"))["id"]!;
        await using var nobody = await Officer.ComeAsync(null, width);
        await nobody.OpenAsync("/app/tasks");
        await Expect(nobody.Heading("Đăng nhập")).ToBeVisibleAsync();
        await nobody.Page.FillAsync("#sign-in_user", "x");
        await nobody.Page.FillAsync("#sign-in_password", "x");
        await nobody.Page.Keyboard.PressAsync("Enter");
        await Expect(nobody.Page.GetByText("Sai tên đăng nhập hoặc mật khẩu.")).ToBeVisibleAsync();
        await LookAsync(nobody, $"sign-in-{width}");

        await using var head = await Officer.ComeAsync("head@namdinh", width);
        await head.OpenAsync($"/app/tasks/{task}");
        await head.Page.GetByRole(AriaRole.Button, new() { NameString = "Giao việc" }).ClickAsync();
        await Expect(head.Page.GetByText("(intake-officer2@namdinh)")).ToBeVisibleAsync();
        await LookAsync(head, $"assign-{width}");

        await using var officer = await Officer.ComeAsync("intake-officer@namdinh", width);
        await officer.OpenAsync("/app/tasks");
        await Expect(officer.Page.GetByText(number)).ToBeVisibleAsync();
        await LookAsync(officer, $"tasks-{width}");
        await officer.OpenAsync($"/app/tasks/{task}");
        await officer.ChooseAsync("Chưa đầy đủ, cần hướng dẫn bổ sung");
        await officer.PressCompleteAsync();
        await Expect(officer.Page.Locator(".errors li").First).ToBeVisibleAsync();
        await LookAsync(officer, $"task-errors-{width}");
        await officer.OpenAsync("/app/cases?search=Nguyễn");
        await Expect(officer.Page.GetByText(number)).ToBeVisibleAsync();
        await LookAsync(officer, $"cases-{width}");
        await officer.OpenAsync($"/app/cases/{id}");
        await Expect(officer.Page.Locator("#history table")).ToBeVisibleAsync();
        await LookAsync(officer, $"case-{width}");
        await officer.Page.GetByRole(AriaRole.Button, new() { NameString = "Cách tính: Kiểm tra tính hợp lệ" }).ClickAsync();
        await Expect(officer.Page.Locator(".ant-modal table")).ToBeVisibleAsync();
        await LookAsync(officer, $"explanation-{width}");
        await officer.OpenAsync("/app/limits");
        await Expect(officer.Page.Locator("table.data")).ToBeVisibleAsync();
        await LookAsync(officer, $"limits-{width}");
        await officer.OpenAsync("/app/calendar/2026");
        await Expect(officer.Page.Locator(".month")).ToHaveCountAsync(12);
        await LookAsync(officer, $"calendar-{width}");
    }

    [TestCase(1280)]
    [TestCase(390)]
    [Category("Whole")]
    public async Task Cases_of_the_same_person_are_pointed_out_beside_the_task(int width)
    {
        const string Name = "Trần Thị Hai";
        var ((_, earlier), (id, _)) = (await Cases.StartAsync(Name), await Cases.StartAsync(Name));
        var task = (string)(await Cases.TaskAsync(id, "check-validity"))["id"]!;
        await using var officer = await Officer.ComeAsync("intake-officer@namdinh", width);
        await officer.OpenAsync($"/app/tasks/{task}");
        await officer.Page.GetByRole(AriaRole.Tab, new() { NameString = "Hồ sơ liên quan (" }).ClickAsync();
        var row = officer.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = earlier });
        await Expect(row).ToContainTextAsync(Name);
        await LookAsync(officer, $"related-{width}");
        await row.GetByRole(AriaRole.Link, new() { NameString = earlier }).ClickAsync();
        await Expect(officer.Heading($"Hồ sơ {earlier}")).ToBeVisibleAsync();
        await Expect(officer.Page.Locator("#related")).ToContainTextAsync(Name);
    }

    [Test]
    [Category("Whole")]
    public async Task The_whole_path_goes_by_keyboard()
    {
        var (id, number) = await Cases.StartAsync();
        await using var officer = await Officer.ComeAsync("intake-officer@namdinh");
        await officer.OpenAsync("/app/tasks");
        await officer.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = number }).GetByRole(AriaRole.Link).First.FocusAsync();
        await officer.Page.Keyboard.PressAsync("Enter");
        await Expect(officer.Heading("2. Kiểm tra tính hợp lệ")).ToBeVisibleAsync();
        await Expect(officer.Page.Locator("main")).ToBeFocusedAsync();
        await TabToAsync(officer.Page, "input[type=radio]");
        await officer.Page.Keyboard.PressAsync("Space");
        await TabToAsync(officer.Page, ".form-acts button");
        await officer.Page.Keyboard.PressAsync("Enter");
        var send = officer.Page.GetByRole(AriaRole.Button, new() { NameString = "Gửi thư và hoàn thành" });
        await Expect(send.Or(officer.Heading("Đã xong")).First).ToBeVisibleAsync();
        if (await officer.Heading("Đã xong").CountAsync() == 0)
        {
            await TabToAsync(officer.Page, ".ant-modal-footer .ant-btn-primary");
            await officer.Page.Keyboard.PressAsync("Enter");
        }

        await Expect(officer.Heading("Đã xong")).ToBeVisibleAsync();
        Assert.That(await Cases.CompletionsAsync(id, "check-validity"), Is.EqualTo(1));
    }

    private static async Task TabToAsync(IPage page, string selector)
    {
        for (var i = 0; i < 80; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<bool>("selector => document.activeElement?.matches(selector) ?? false", selector))
                return;
        }

        Assert.Fail($"'{selector}' is not reached by Tab");
    }

    private static async Task LookAsync(Officer officer, string name)
    {
        await Axe.CheckAsync(officer.Page, name);
        var overflow = await officer.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
        Assert.That(overflow, Is.LessThanOrEqualTo(0), $"{name} is wider than the screen");
        await officer.ShootAsync(name);
    }
}
