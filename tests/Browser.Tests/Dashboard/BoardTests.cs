namespace ProcedureEngine.Browser.Tests.Dashboard;

/// <summary>The board of a supervisor: what is late, the case behind it, and giving its work to somebody else.</summary>
[Category("Whole")]
public sealed class BoardTests
{
    [TestCase(1280)]
    [TestCase(390)]
    public async Task A_missed_limit_is_found_and_its_task_given_to_somebody_else(int width)
    {
        var (id, number) = await Cases.StartAsync();
        using (var system = Stage.Site.System())
            await system.PostAsync("/api/sandbox/clock", Site.Json("""{"workingDays":3}""")).JsonAsync();
        await using var supervisor = await Officer.ComeAsync("supervisor@namdinh", width);
        await supervisor.OpenAsync("/app/limits?show=missed&limitId=check-validity");
        var row = supervisor.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = number });
        await Expect(row).ToContainTextAsync("Quá hạn");
        await Expect(supervisor.Page.Locator(".tile.late .tile-value")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^[1-9]", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
        await Expect(supervisor.Page.Locator(".heat td.heat-4, .heat td.heat-3, .heat td.heat-2").First).ToContainTextAsync("quá hạn");
        await Axe.CheckAsync(supervisor.Page, "the board");
        await supervisor.ShootAsync($"board-{width}");

        await row.GetByRole(AriaRole.Checkbox).CheckAsync();
        await supervisor.Page.Locator(".chosen").GetByRole(AriaRole.Button, new() { NameString = "Giao việc" }).ClickAsync();
        await supervisor.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Combobox).ClickAsync();
        await supervisor.Page.Locator(".ant-select-item-option", new() { HasText = "(intake-officer2@namdinh)" }).ClickAsync();
        await Axe.CheckAsync(supervisor.Page, "the dialog of reassignment");
        await supervisor.ShootAsync($"reassign-{width}");
        await supervisor.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { NameString = "Giao việc" }).ClickAsync();
        await Expect(supervisor.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        Assert.That((string?)(await Cases.TaskAsync(id, "check-validity"))["assignee"], Is.EqualTo("intake-officer2@namdinh"));

        // A stop without what it needs says so at its fields.
        await row.GetByRole(AriaRole.Button, new() { NameString = "Tạm dừng: Kiểm tra tính hợp lệ" }).ClickAsync();
        await supervisor.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { NameString = "Tạm dừng", Exact = true }).ClickAsync();
        await Expect(supervisor.Page.GetByRole(AriaRole.Dialog).Locator(".ant-form-item-explain-error").First).ToHaveTextAsync("Trường này là bắt buộc.");
        await Axe.CheckAsync(supervisor.Page, "a refused stop");
        await supervisor.Page.Keyboard.PressAsync("Escape");
        await Expect(supervisor.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);

        await row.GetByRole(AriaRole.Link, new() { NameString = number }).ClickAsync();
        await Expect(supervisor.Heading($"Hồ sơ {number}")).ToBeVisibleAsync();
        await supervisor.Page.GoBackAsync();
        await Expect(row).ToBeVisibleAsync();
    }

    [TestCase(1280)]
    [TestCase(390)]
    public async Task A_cell_of_the_heat_map_leads_to_the_cases_that_it_counts(int width)
    {
        var (id, number) = await Cases.StartAsync(office: "cctpnamdinh");
        await Cases.StartAsync();
        await using var supervisor = await Officer.ComeAsync("supervisor@namdinh", width);
        await supervisor.OpenAsync("/app/limits");
        using var person = await Stage.Site.SignInAsync("supervisor@namdinh");
        var office = (await person.GetAsync("/api/offices").JsonAsync())["items"]!.AsArray().Single(known => (string)known!["id"]! == "cctpnamdinh")!;
        var cell = supervisor.Page.Locator(".heat").GetByRole(AriaRole.Link, new() { NameString = $"{office["name"]!["vi"]}, 2. Kiểm tra tính hợp lệ: " });
        var figure = (await cell.Locator("strong").InnerTextAsync()).Split('/')[^1].Trim();
        await cell.FocusAsync();
        await supervisor.Page.Keyboard.PressAsync("Enter");
        await Expect(supervisor.Heading("Chưa xong")).ToBeFocusedAsync();
        var list = supervisor.Page.Locator("#list");
        await Expect(list.Locator("tbody tr")).ToHaveCountAsync(int.Parse(figure, System.Globalization.CultureInfo.InvariantCulture));
        await Expect(list.Locator("tbody tr").Filter(new() { HasNotText = (string)office["name"]!["vi"]! })).ToHaveCountAsync(0);
        await Expect(cell).ToHaveAttributeAsync("aria-current", "true");
        await Expect(list.GetByRole(AriaRole.Link, new() { NameString = "Xuất CSV" })).ToHaveAttributeAsync("href", new System.Text.RegularExpressions.Regex("below=false&step=check-validity", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
        await Axe.CheckAsync(supervisor.Page, "the list of a cell");
        await supervisor.ShootAsync($"cell-{width}");
        await list.GetByRole(AriaRole.Link, new() { NameString = number, Exact = true }).ClickAsync();
        await Expect(supervisor.Heading($"Hồ sơ {number}")).ToBeVisibleAsync();
        Assert.That(new Uri(supervisor.Page.Url).AbsolutePath, Is.EqualTo($"/app/cases/{id}"));
        await supervisor.Page.GoBackAsync();
        await Expect(supervisor.Heading("Chưa xong")).ToBeVisibleAsync();
        await supervisor.Page.GoBackAsync();
        await Expect(supervisor.Heading("Quá hạn, chưa xong")).ToBeVisibleAsync();
    }

    [Test]
    public async Task What_is_done_to_a_limit_answers_to_how_it_stood_when_its_dialog_opened()
    {
        const string Basis = "Đơn xin thêm thời gian";
        var (id, number) = await Cases.AskedAsync();
        var today = await Cases.TodayAsync();
        await using var supervisor = await Officer.ComeAsync("supervisor@namdinh");
        await supervisor.OpenAsync("/app/limits?show=running&limitId=applicant-answer");
        var row = supervisor.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = number });
        await row.GetByRole(AriaRole.Button, new() { NameString = "Gia hạn: " }).ClickAsync();
        await supervisor.Page.FillAsync("#extend_amount", "30");
        await supervisor.PickAsync("Đơn vị", "ngày");
        await supervisor.TypeDayAsync("agreedOn", today, form: "extend");
        await supervisor.Page.FillAsync("#extend_basis", Basis);

        // Another extends it, and stops it, so that it leaves the list.
        using var other = await Stage.Site.SignInAsync("supervisor2@namdinh");
        var limit = (await other.GetAsync($"/api/cases/{id}/deadlines").JsonAsync())["items"]!.AsArray().Single(known => (string)known!["limitId"]! == "applicant-answer")!["id"];
        var day = string.Join('-', today.Split('/').Reverse());
        await other.PostAsync($"/api/deadlines/{limit}/extend", Site.Json($$"""{"amount":30,"unit":"calendarDay","agreedOn":"{{day}}","basis":"x","expectedRevision":1}""")).JsonAsync();
        await other.PostAsync($"/api/deadlines/{limit}/suspend", Site.Json($$"""{"from":"{{day}}","ground":"force-majeure","basis":"x","expectedRevision":2}""")).JsonAsync();
        await Expect(row).ToHaveCountAsync(0);
        var dialog = supervisor.Page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.Locator("#extend_basis")).ToHaveValueAsync(Basis);
        await dialog.GetByRole(AriaRole.Button, new() { NameString = "Gia hạn", Exact = true }).ClickAsync();
        await Expect(dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("Thời hạn đã thay đổi");
        Assert.That((await other.GetAsync($"/api/deadlines/{limit}/ledger").JsonAsync())["items"]!.AsArray().Select(line => (string)line!["kind"]!), Is.EqualTo(new[] { "extended", "suspended" }));
    }

    [Test]
    public async Task A_limit_is_stopped_resumed_and_extended_and_each_act_stays_in_its_ledger()
    {
        var (id, number) = await Cases.AskedAsync();
        var (today, first) = (await Cases.TodayAsync(), await Cases.DueAsync(id, "applicant-answer"));
        await using var supervisor = await Officer.ComeAsync("supervisor@namdinh");
        var row = supervisor.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = number });
        await OpenAsync("running");
        await Expect(row).ToContainTextAsync($"đến hết {first}");
        var dialog = await BeginAsync("Tạm dừng");
        await supervisor.TypeDayAsync("from", today, form: "suspend");
        await supervisor.PickAsync("Lý do", "Sự kiện bất khả kháng");
        await supervisor.Page.FillAsync("#suspend_basis", "Công điện 05/CĐ về bão");
        await EndAsync(dialog, "Tạm dừng");
        await Expect(row).ToHaveCountAsync(0);

        await OpenAsync("suspended");
        await Expect(row).ToContainTextAsync("Tạm dừng");
        await Expect(row).ToContainTextAsync("còn 60 ngày");
        await Expect(row).Not.ToContainTextAsync("đến hết");
        Assert.That(await Cases.DueAsync(id, "applicant-answer"), Is.Null);
        await supervisor.ShootAsync("limit-stopped");
        dialog = await BeginAsync("Chạy tiếp");
        await supervisor.TypeDayAsync("to", today, form: "resume");
        await supervisor.Page.FillAsync("#resume_basis", "Bão đã qua");
        await EndAsync(dialog, "Chạy tiếp");
        await Expect(row).ToHaveCountAsync(0);

        await OpenAsync("running");
        var resumed = await Cases.DueAsync(id, "applicant-answer");
        Assert.That(resumed, Is.Not.Null);
        await Expect(row).ToContainTextAsync($"đến hết {resumed}");
        dialog = await BeginAsync("Gia hạn");
        await supervisor.Page.FillAsync("#extend_amount", "30");
        await supervisor.PickAsync("Đơn vị", "ngày");
        await supervisor.TypeDayAsync("agreedOn", today, form: "extend");
        await supervisor.Page.FillAsync("#extend_basis", "Đơn xin thêm thời gian");
        await EndAsync(dialog, "Gia hạn");
        var extended = await Cases.DueAsync(id, "applicant-answer");
        Assert.That(extended, Is.Not.EqualTo(resumed));
        await Expect(row).ToContainTextAsync($"đến hết {extended}");

        await row.GetByRole(AriaRole.Button, new() { NameString = "Cách tính" }).ClickAsync();
        var ledger = supervisor.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Table, new() { NameString = "Các lần tạm dừng, gia hạn" });
        await Expect(ledger.Locator("tbody tr")).ToHaveCountAsync(3);
        foreach (var (line, words) in new[] { (0, new[] { "Tạm dừng", "Sự kiện bất khả kháng", "Công điện 05/CĐ về bão", first!, "còn 60 ngày" }), (1, ["Chạy tiếp", "Bão đã qua", resumed!]), (2, ["Gia hạn", "+ 30 ngày", resumed!, extended!]) })
        {
            foreach (var word in words)
                await Expect(ledger.Locator("tbody tr").Nth(line)).ToContainTextAsync(word);
        }

        await Axe.CheckAsync(supervisor.Page, "an explanation with its ledger");
        await supervisor.ShootAsync("limit-ledger");
        return;

        Task OpenAsync(string show) => supervisor.OpenAsync($"/app/limits?show={show}&limitId=applicant-answer");
        async Task<ILocator> BeginAsync(string act)
        {
            await row.GetByRole(AriaRole.Button, new() { NameString = $"{act}: " }).ClickAsync();
            return supervisor.Page.GetByRole(AriaRole.Dialog);
        }

        static async Task EndAsync(ILocator dialog, string act)
        {
            await dialog.GetByRole(AriaRole.Button, new() { NameString = act, Exact = true }).ClickAsync();
            await Expect(dialog).ToHaveCountAsync(0);
        }
    }
}
