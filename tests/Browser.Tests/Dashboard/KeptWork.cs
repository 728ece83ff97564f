namespace ProcedureEngine.Browser.Tests.Dashboard;

/// <summary>What goes wrong between a person and the server: a clear word, nothing lost, nothing done twice, nothing executed.</summary>
[Category("Whole")]
public sealed class KeptWork
{
    private const string Step = "check-validity";
    private const string Title = "2. Kiểm tra tính hợp lệ";

    [Test]
    public async Task A_session_that_ended_is_renewed_in_place_and_the_task_is_completed()
    {
        var (id, number) = await Cases.StartAsync();
        await using var officer = await Officer.ComeAsync("intake-officer@namdinh");
        await officer.OpenTaskAsync(Title, number);
        await officer.ChooseAsync("Hợp lệ, đầy đủ");
        await officer.FillAsync("remarks", "Đã gọi điện cho đương sự");
        // The act itself is to find the session ended, not one of the questions that the page asks meanwhile: their dialog would cover the button.
        var held = new List<IRoute>();
        await officer.Page.RouteAsync("**/api/**", route =>
        {
            if (route.Request.Method != "GET")
                return route.ContinueAsync();
            held.Add(route);
            return Task.CompletedTask;
        });
        await officer.Context.ClearCookiesAsync();
        await officer.PressCompleteAsync();
        await Expect(officer.Page.GetByText("Phiên làm việc đã hết")).ToBeVisibleAsync();
        await officer.Page.UnrouteAllAsync();
        foreach (var route in held)
            await route.ContinueAsync();
        await Axe.CheckAsync(officer.Page, "the dialog of an ended session");
        await Expect(officer.Field("remarks")).ToHaveValueAsync("Đã gọi điện cho đương sự");
        await officer.Page.FillAsync("#sign-in_password", "intake-officer@namdinh");
        await officer.Page.Keyboard.PressAsync("Enter");
        await officer.LetGoAsync();
        Assert.That(await Cases.CompletionsAsync(id, Step), Is.EqualTo(1));
    }

    [Test]
    public async Task A_server_that_is_away_is_told_and_an_answer_that_was_lost_does_nothing_twice()
    {
        var (id, number) = await Cases.StartAsync();
        await using var officer = await Officer.ComeAsync("intake-officer@namdinh");
        await officer.OpenTaskAsync(Title, number);
        await officer.ChooseAsync("Hợp lệ, đầy đủ");
        await officer.FillAsync("remarks", "Giữ lại");
        await officer.Page.RouteAsync("**/api/**", route => route.AbortAsync());
        await officer.PressCompleteAsync();
        await Expect(officer.Page.GetByText("Chưa gửi được vì máy chủ không trả lời")).ToBeVisibleAsync();
        await Expect(officer.Page.Locator(".away")).ToBeVisibleAsync();
        await Axe.CheckAsync(officer.Page, "a server that is away");
        await Expect(officer.Field("remarks")).ToHaveValueAsync("Giữ lại");

        // Now the server does it, and only its answer is lost: the same act goes again under the same key.
        await officer.Page.UnrouteAsync("**/api/**");
        var lost = new TaskCompletionSource();
        await officer.Page.RouteAsync("**/complete", async route =>
        {
            await route.FetchAsync();
            await route.AbortAsync();
            lost.SetResult();
        }, new() { Times = 1 });
        await officer.PressCompleteAsync();
        // The word of the first try may still stand there: only when the answer is lost has the second one happened.
        await lost.Task.WaitAsync(TimeSpan.FromMinutes(1));
        await Expect(officer.Page.GetByText("Chưa gửi được vì máy chủ không trả lời").Or(officer.Heading("Đã xong")).First).ToBeVisibleAsync();
        await officer.OpenAsync($"/app/cases/{id}");
        await Expect(officer.Page.GetByRole(AriaRole.Link, new() { NameString = "3. Xác nhận và đặt lịch hẹn" })).ToBeVisibleAsync();
        Assert.That(await Cases.CompletionsAsync(id, Step), Is.EqualTo(1));
    }

    [Test]
    public async Task What_was_typed_outlives_a_reload_and_goes_with_signing_out()
    {
        var (_, number) = await Cases.StartAsync();
        await using var officer = await Officer.ComeAsync("intake-officer@namdinh");
        await officer.OpenTaskAsync(Title, number);
        await officer.ChooseAsync("Hợp lệ, đầy đủ");
        await officer.FillAsync("remarks", "Nhập dở");
        await officer.Page.ReloadAsync();
        await Expect(officer.Page.GetByText("Đã khôi phục nội dung bạn nhập dở")).ToBeVisibleAsync();
        await Expect(officer.Field("remarks")).ToHaveValueAsync("Nhập dở");
        await officer.Page.GetByRole(AriaRole.Button, new() { NameString = "Đăng xuất" }).ClickAsync();
        await Expect(officer.Heading("Đăng nhập")).ToBeVisibleAsync();
        Assert.That(await officer.Page.EvaluateAsync<int>("() => sessionStorage.length"), Is.Zero);
    }

    [Test]
    public async Task A_task_that_changed_meanwhile_says_what_changed_and_keeps_what_was_typed()
    {
        var (id, number) = await Cases.StartAsync();
        await using var officer = await Officer.ComeAsync("intake-officer@namdinh");
        await officer.OpenTaskAsync(Title, number);
        await officer.ChooseAsync("Hợp lệ, đầy đủ");
        await officer.FillAsync("remarks", "Trước khi giao lại");
        var task = await Cases.TaskAsync(id, Step);
        using (var head = await Stage.Site.SignInAsync("head@namdinh"))
            await head.PostAsync($"/api/tasks/{task["id"]}/assign", Site.Json($$"""{"assignee":"intake-officer2@namdinh","expectedRevision":{{task["revision"]}}}""")).JsonAsync();
        await officer.PressCompleteAsync();
        await Expect(officer.Page.GetByText("Việc này đã thay đổi trong lúc bạn nhập")).ToBeVisibleAsync();
        await Expect(officer.Page.GetByText("từ chưa ai nhận thành intake-officer2@namdinh")).ToBeVisibleAsync();
        Assert.That(await Cases.CompletionsAsync(id, Step), Is.Zero);
        Assert.That(await officer.Page.EvaluateAsync<string>("() => JSON.stringify(sessionStorage)"), Does.Contain("Trước khi giao lại"));
    }

    [Test]
    public async Task Two_tabs_one_task_the_second_learns_of_the_first_by_itself_and_keeps_its_text()
    {
        var (id, number) = await Cases.StartAsync();
        await using var officer = await Officer.ComeAsync("intake-officer@namdinh");
        await officer.OpenTaskAsync(Title, number);
        await officer.ChooseAsync("Chưa đầy đủ, cần hướng dẫn bổ sung");
        await officer.FillAsync("reason", "Từ tab thứ nhất");
        var second = await officer.Context.NewPageAsync();
        await second.GotoAsync(officer.Page.Url);
        await second.Locator(".outcomes").GetByLabel("Hợp lệ, đầy đủ", new() { Exact = true }).CheckAsync();
        await second.Locator(".form-acts button[type=submit]").ClickAsync();
        var send = second.GetByRole(AriaRole.Button, new() { NameString = "Gửi thư và hoàn thành" });
        var done = second.GetByRole(AriaRole.Heading, new() { NameString = "Đã xong" });
        await Expect(send.Or(done).First).ToBeVisibleAsync();
        if (await done.CountAsync() == 0)
            await send.ClickAsync();
        await Expect(done).ToBeVisibleAsync();

        await officer.Page.BringToFrontAsync();
        await Expect(officer.Page.GetByText("đã hoàn thành với kết quả “Hợp lệ, đầy đủ”")).ToBeVisibleAsync();
        await Expect(officer.Field("reason")).ToHaveValueAsync("Từ tab thứ nhất");
        Assert.That(await Cases.CompletionsAsync(id, Step), Is.EqualTo(1));
    }

    [Test]
    public async Task Another_who_signs_in_beside_a_form_neither_does_its_act_nor_sees_its_text()
    {
        var (id, number) = await Cases.StartAsync();
        await using var officer = await Officer.ComeAsync("intake-officer@namdinh");
        await officer.OpenTaskAsync(Title, number);
        await officer.ChooseAsync("Hợp lệ, đầy đủ");
        await officer.FillAsync("remarks", "Chữ của người trước");
        var address = officer.Page.Url;
        // The page is not to learn of the other before its act does.
        var hasActed = false;
        await officer.Page.RouteAsync("**/preview", route =>
        {
            hasActed = true;
            return route.ContinueAsync();
        });
        await officer.Page.RouteAsync("**/api/session", route => hasActed ? route.ContinueAsync() : route.AbortAsync());
        await SignInBesideAsync(officer, "intake-officer2@namdinh");
        var refused = await officer.Page.RunAndWaitForResponseAsync(officer.PressCompleteAsync, answer => answer.Url.EndsWith("/preview", StringComparison.Ordinal));
        Assert.That(refused.Status, Is.EqualTo(409));
        await Expect(officer.Heading("Việc của tôi")).ToBeVisibleAsync();
        await Expect(officer.Page.GetByText("Phiên làm việc này nay là của")).ToBeVisibleAsync();
        await Axe.CheckAsync(officer.Page, "a page left because the session is another's");
        await officer.ShootAsync("another-user");
        await Expect(officer.Page.Locator(".who-name")).ToHaveTextAsync(await NameAsync("intake-officer2@namdinh"));
        Assert.That(await Cases.CompletionsAsync(id, Step), Is.Zero);

        await officer.OpenAsync(new Uri(address).PathAndQuery);
        await officer.ChooseAsync("Hợp lệ, đầy đủ");
        await Expect(officer.Field("remarks")).ToHaveValueAsync(string.Empty);
        await Expect(officer.Page.GetByText("Phiên làm việc này nay là của")).ToHaveCountAsync(0);
    }

    [Test]
    public async Task Signing_out_and_in_at_one_tab_is_known_at_the_other()
    {
        var (_, number) = await Cases.StartAsync();
        await using var officer = await Officer.ComeAsync("intake-officer@namdinh");
        await officer.OpenTaskAsync(Title, number);
        await officer.ChooseAsync("Hợp lệ, đầy đủ");
        await officer.FillAsync("remarks", "Chữ của người trước");
        var address = officer.Page.Url;
        var other = await officer.Context.NewPageAsync();
        await other.GotoAsync("/app/tasks");
        await other.GetByRole(AriaRole.Button, new() { NameString = "Đăng xuất" }).ClickAsync();
        await Expect(officer.Page.GetByText("đã đăng xuất ở một tab khác")).ToBeVisibleAsync();
        await Expect(officer.Heading("Đăng nhập")).ToBeVisibleAsync();
        await Axe.CheckAsync(officer.Page, "signed out at another tab");
        await other.FillAsync("#sign-in_user", "intake-officer2@namdinh");
        await other.FillAsync("#sign-in_password", "intake-officer2@namdinh");
        await other.Keyboard.PressAsync("Enter");
        await Expect(officer.Page.Locator(".who-name")).ToHaveTextAsync(await NameAsync("intake-officer2@namdinh"));
        await officer.OpenAsync(new Uri(address).PathAndQuery);
        await officer.ChooseAsync("Hợp lệ, đầy đủ");
        await Expect(officer.Field("remarks")).ToHaveValueAsync(string.Empty);

        // His own text waits for the first at his own tab.
        await SignInBesideAsync(officer, "intake-officer@namdinh");
        await officer.OpenAsync(new Uri(address).PathAndQuery);
        await Expect(officer.Field("remarks")).ToHaveValueAsync("Chữ của người trước");
    }

    /// <summary>In the same browser, by no page of the dashboard: no tab tells the others.</summary>
    private static async Task SignInBesideAsync(Officer officer, string user)
    {
        var answer = await officer.Context.APIRequest.PostAsync("/api/session", new APIRequestContextOptions
        {
            DataObject = new { user, password = user }, Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["Origin"] = Stage.Site.Address.GetLeftPart(UriPartial.Authority) },
        });
        Assert.That(answer.Ok, Is.True);
    }

    private static async Task<string> NameAsync(string user)
    {
        using var person = await Stage.Site.SignInAsync(user);
        return (string)(await person.GetAsync("/api/session").JsonAsync())["displayName"]!;
    }

    [Test]
    public async Task A_script_in_every_field_stays_text_wherever_it_is_shown()
    {
        const string script = "<img src=x onerror=hit=1>";
        var (id, number) = await Cases.StartAsync();
        await using var officer = await Officer.ComeAsync("intake-officer@namdinh");
        await officer.OpenTaskAsync(Title, number);
        await officer.ChooseAsync("Hợp lệ, đầy đủ");
        await Expect(officer.Field("request.requester.name")).ToBeVisibleAsync();
        foreach (var box in await officer.Page.Locator("form#outcome input[type=text]:not([id*=date]):not([id*=effectiveOn]):not([id*=amount]):not([id*=email]), form#outcome textarea:not([aria-hidden])").AllAsync())
            await box.FillAsync(script);
        await officer.CompleteAsync();
        foreach (var path in new[] { "/app/tasks", "/app/cases", $"/app/cases/{id}", $"/desk/cases/{id}" })
        {
            await officer.OpenAsync(path);
            await Expect(officer.Page.GetByText(script).First).ToBeVisibleAsync();
            Assert.That(await officer.Page.EvaluateAsync<bool>("() => 'hit' in window"), Is.False, path);
        }
    }

    [TestCase("/app/tasks/0123456789abcdef.t1")] // a task that never was
    [TestCase("/app/cases/0123456789abcdef")] // a case that never was
    [TestCase("/app/calendar/12")] // a year that is none
    [TestCase("/app/nowhere")] // an address that is none
    public async Task An_expired_link_says_so_and_leads_home(string path)
    {
        await using var officer = await Officer.ComeAsync("intake-officer@namdinh");
        await officer.OpenAsync(path);
        await Expect(officer.Heading("Không tìm thấy")).ToBeVisibleAsync();
        await Axe.CheckAsync(officer.Page, path);
        await officer.Page.GetByRole(AriaRole.Link, new() { NameString = "Về việc của tôi" }).ClickAsync();
        await Expect(officer.Heading("Việc của tôi")).ToBeVisibleAsync();
    }

    [Test]
    public async Task A_person_of_another_office_sees_nothing_of_a_case()
    {
        var (id, number) = await Cases.StartAsync("Lê Văn Kín");
        var task = (string)(await Cases.TaskAsync(id, Step))["id"]!;
        await using var stranger = await Officer.ComeAsync("intake-officer@hanoi");
        foreach (var path in new[] { $"/app/cases/{id}", $"/app/tasks/{task}" })
        {
            await stranger.OpenAsync(path);
            await Expect(stranger.Heading("Không tìm thấy")).ToBeVisibleAsync();
        }

        foreach (var (path, heading) in new[] { ("/app/tasks", "Việc của tôi"), ("/app/cases?search=Kín", "Hồ sơ"), ("/app/limits", "Thời hạn") })
        {
            await stranger.OpenAsync(path);
            await Expect(stranger.Heading(heading)).ToBeVisibleAsync();
            await Expect(stranger.Page.Locator(".state [aria-busy], .ant-spin")).ToHaveCountAsync(0);
            await Expect(stranger.Page.GetByText("Lê Văn Kín")).ToHaveCountAsync(0);
            await Expect(stranger.Page.GetByText(number, new() { Exact = true })).ToHaveCountAsync(0);
        }
    }
}
