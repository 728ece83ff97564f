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
}
