namespace ProcedureEngine.Browser.Tests.Studio;

/// <summary>Elsa Studio's own screens on a running, a faulted and a finished case: what they paint, and what they hear.</summary>
[Category("Whole")]
internal sealed class StudioScreenTests
{
    private string running = null!;
    private string faulted = null!;
    private string finished = null!;
    private Visitor visitor = null!;
    private StudioScreen screen = null!;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        (running, faulted, finished) = (await Cases.RunningAsync(Stage.Site), await Cases.FaultedAsync(Stage.Site), await Cases.FinishedAsync(Stage.Site));
        visitor = await Visitor.ComeAsync("intake-officer@namdinh");
        screen = new StudioScreen(visitor);
    }

    [OneTimeTearDown]
    public async Task CloseAsync() => await visitor.DisposeAsync();

    [Test]
    public async Task The_definition_is_shown_whole_and_cannot_be_changed()
    {
        using var officer = await Stage.Site.SignInAsync("intake-officer@namdinh");
        var root = (await officer.GetAsync("/elsa/api/workflow-definitions/by-definition-id/enforcement-request").JsonAsync())["root"]!;
        await screen.OpenAsync(StudioScreen.Definition("enforcement-request"));
        await Expect(screen.Node("check-validity")).ToBeAttachedAsync();
        await Expect(screen.Page.Locator("g[data-shape='elsa-edge']")).ToHaveCountAsync(root["connections"]!.AsArray().Count);
        Assert.That(await screen.CountAsync(), Is.EqualTo((root["activities"]!.AsArray().Count, root["connections"]!.AsArray().Count)));
        await Expect(screen.Page.GetByLabel("Name", new() { Exact = false }).First).ToBeDisabledAsync();
        await Expect(screen.Page.GetByRole(AriaRole.Button, new() { Name = "Publish" })).ToHaveCountAsync(0);
        await visitor.ShootAsync("definition");
        await Expect(screen.Word).ToBeHiddenAsync();
    }

    [Test]
    public async Task The_list_tells_how_each_instance_stands_and_opens_one()
    {
        await screen.OpenAsync("/studio/workflows/instances");
        foreach (var (id, status) in new[] { (running, "Suspended"), (faulted, "Faulted"), (finished, "Finished") })
            await Expect(screen.Page.Locator("tr").Filter(new LocatorFilterOptions { HasText = id }).GetByText(status)).ToBeVisibleAsync();
        await visitor.ShootAsync("instances");
        await Expect(screen.Word).ToBeHiddenAsync();
        await screen.Page.Locator("tr").Filter(new LocatorFilterOptions { HasText = finished }).GetByText(finished).ClickAsync();
        await screen.Page.WaitForURLAsync($"**{StudioScreen.Instance(finished)}");
    }

    [Test]
    public async Task A_finished_case_shows_its_way_to_the_end()
    {
        await screen.OpenAsync(StudioScreen.Instance(finished));
        await screen.ExpectBadgesAsync("start: success 1", "receive: success 1", "acknowledge: success 1", "check-validity: default 0", "correspondence: success 1", "say-withdrawn: success 1", "withdrawn: success 1");
        await Expect(screen.Page.GetByText("Finished", new() { Exact = true }).First).ToBeVisibleAsync();
        await visitor.ShootAsync("finished");
        await Expect(screen.Word).ToBeHiddenAsync();
    }

    [Test]
    public async Task A_faulted_case_shows_where_it_stopped_and_why()
    {
        await screen.OpenAsync(StudioScreen.Instance(faulted));
        await screen.ExpectBadgesAsync("start: success 1", "receive: success 1", "acknowledge: success 1", "check-validity: warning 1", "confirm-receipt: error 1", "correspondence: warning 1");
        await screen.Page.GetByRole(AriaRole.Tab, new() { Name = "Incidents" }).ClickAsync();
        await Expect(screen.Page.GetByText(FailingStep.Message).First).ToBeVisibleAsync();
        await visitor.ShootAsync("faulted");
        await Expect(screen.Word).ToBeHiddenAsync();
    }

    [Test]
    public async Task A_running_case_shows_its_journal_and_each_run_of_a_step()
    {
        await screen.OpenAsync(StudioScreen.Instance(running));
        await screen.ExpectBadgesAsync("start: success 1", "receive: success 1", "acknowledge: success 1", "check-validity: warning 1", "correspondence: warning 1");
        foreach (var line in new[] { "Bắt đầu - Started", "Bắt đầu - Completed", "Thư từ và rút yêu cầu - Suspended" })
            await Expect(screen.JournalLine(line).First).ToBeVisibleAsync();
        await screen.SelectAsync("Bắt đầu - Completed");
        await Expect(screen.Page.GetByText("Elsa.Start", new() { Exact = true }).First).ToBeVisibleAsync();
        await visitor.ShootAsync("running");
        await Expect(screen.Word).ToBeHiddenAsync();
    }

    [Test]
    public async Task On_a_phone_the_bar_folds_into_a_menu()
    {
        await using var phone = await Visitor.ComeAsync("intake-officer@namdinh", 390, 800);
        var small = new StudioScreen(phone);
        await small.OpenAsync(StudioScreen.Instance(running));
        await Expect(small.Badge("check-validity", "warning")).ToBeAttachedAsync();
        await phone.ShootAsync("running-390");
        await Expect(small.Bar).ToBeHiddenAsync();
        await small.Page.GetByRole(AriaRole.Button, new() { Name = "Danh mục" }).ClickAsync();
        await phone.ShootAsync("menu-390");
        await small.Page.GetByRole(AriaRole.Link, new() { Name = "Lượt chạy" }).ClickAsync();
        await small.Page.WaitForURLAsync("**/studio/workflows/instances*");
        await Expect(small.Page.GetByText("Rows Per Page")).ToBeVisibleAsync();
        Assert.That(await small.Page.Locator(".bar").EvaluateAsync<int>("bar => bar.scrollWidth"), Is.LessThanOrEqualTo(390), "nothing of the bar is pushed off the screen");
        await phone.ShootAsync("instances-390");
    }

    [Test]
    public async Task A_badge_changes_by_itself_when_a_task_is_completed()
    {
        var id = await Cases.RunningAsync(Stage.Site);
        await screen.OpenAsync(StudioScreen.Instance(id));
        await Expect(screen.Badge("check-validity", "warning")).ToHaveTextAsync("1");
        await Expect(screen.Badge("confirm-receipt", "warning")).ToHaveCountAsync(0);
        await screen.Page.EvaluateAsync("() => { window.stays = true }");
        await Cases.CheckAsync(Stage.Site, id);
        await Expect(screen.Badge("check-validity", "success")).ToHaveTextAsync("1");
        await Expect(screen.Badge("confirm-receipt", "warning")).ToHaveTextAsync("1");
        Assert.That(await screen.Page.EvaluateAsync<bool>("() => window.stays"), Is.True, "the page was not loaded again");
    }

    /// <summary>As Mono ends itself on a fault of its garbage collector, seen with Studio 3.8.2.</summary>
    [Test]
    public async Task A_runtime_of_Studio_that_has_ended_is_loaded_again_and_the_second_time_a_word_says_so()
    {
        const string end = "() => { window.isOld = true; window.dispatchEvent(new ErrorEvent('error', { error: new Error('.NET runtime already exited with 1') })) }";
        await using var person = await Visitor.ComeAsync("intake-officer@namdinh");
        var theirs = new StudioScreen(person);
        await theirs.OpenAsync(StudioScreen.Instance(running));
        await Expect(theirs.Badge("check-validity", "warning")).ToHaveTextAsync("1");
        await theirs.Page.EvaluateAsync(end);
        await theirs.Page.WaitForFunctionAsync("() => !window.isOld");
        await Expect(theirs.Badge("check-validity", "warning")).ToHaveTextAsync("1");
        await Expect(theirs.Word).ToBeHiddenAsync();

        await theirs.Page.EvaluateAsync(end);
        await Expect(theirs.Word).ToHaveTextAsync("Một phần của trang đã dừng.");
        Assert.That(await theirs.Page.EvaluateAsync<bool>("() => window.isOld"), Is.True);
    }

    [Test]
    public async Task A_person_of_another_office_sees_nothing_of_a_case()
    {
        await using var stranger = await Visitor.ComeAsync("operator@hanoi");
        var theirs = new StudioScreen(stranger);
        await theirs.OpenAsync(StudioScreen.Instance(running));
        await Expect(theirs.Word).ToContainTextAsync("lượt chạy này");
        await Expect(theirs.Bar).ToBeVisibleAsync();
        await theirs.OpenAsync("/studio/workflows/instances");
        await Expect(theirs.Page.GetByText("Rows Per Page")).ToBeVisibleAsync();
        Assert.That(await theirs.Page.ContentAsync(), Does.Not.Contain(running).And.Not.Contain("/HTTT"));
    }
}
