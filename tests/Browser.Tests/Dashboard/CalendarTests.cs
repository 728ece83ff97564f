namespace ProcedureEngine.Browser.Tests.Dashboard;

/// <summary>A supervisor enters a day of his office, sees what it would move, and puts it in force.</summary>
[Category("Whole")]
public sealed class CalendarTests
{
    /// <summary>Not the office whose days the other tests count on.</summary>
    private const string Office = "hanoi";

    [TestCase(1280)]
    [TestCase(390)]
    public async Task A_closed_day_is_entered_looked_at_and_put_in_force(int width)
    {
        var (id, number) = await Cases.StartAsync(office: Office);
        var first = (await Cases.DueAsync(id, "check-validity", Office))!;
        // The source names the set: two widths are two sets, each on the day that the case now ends on.
        var source = $"Thông báo {width}/TB-CTHADS";
        await using var supervisor = await Officer.ComeAsync($"supervisor@{Office}", width);
        await supervisor.OpenAsync($"/app/calendar/{first[^4..]}");
        await supervisor.Page.GetByRole(AriaRole.Button, new() { NameString = "Nhập ngày mới" }).ClickAsync();
        var dialog = supervisor.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByRole(AriaRole.Button, new() { NameString = "Xem trước" }).ClickAsync();
        await Expect(dialog.Locator(".ant-form-item-explain-error").First).ToHaveTextAsync("Trường này là bắt buộc.");
        await Axe.CheckAsync(supervisor.Page, "a set of days with errors");

        await dialog.GetByRole(AriaRole.Radiogroup, new() { NameString = "Áp dụng cho" }).GetByLabel("Cục Thi hành án dân sự thành phố Hà Nội").CheckAsync();
        await supervisor.Page.FillAsync("#calendar_source", source);
        await supervisor.TypeDayAsync("decidedOn", await Cases.TodayAsync(), form: "calendar");
        await supervisor.TypeDayAsync("entries.0.date", first, form: "calendar");
        await supervisor.SelectAsync("entries.0.kind", "Cơ quan đóng cửa", "calendar");
        await supervisor.Page.FillAsync("#calendar_entries_0_nameVi", "Nghỉ do bão");
        await supervisor.Page.FillAsync("#calendar_entries_0_nameEn", "Closed for a storm");
        await dialog.GetByRole(AriaRole.Button, new() { NameString = "Xem trước" }).ClickAsync();
        await Expect(dialog.GetByRole(AriaRole.Row).Filter(new() { HasText = number })).ToContainTextAsync(first);
        Assert.That(await Cases.DueAsync(id, "check-validity", Office), Is.EqualTo(first), "to look at it moves nothing");
        await Axe.CheckAsync(supervisor.Page, "what a set of days would move");
        await supervisor.ShootAsync($"calendar-preview-{width}");
        await dialog.GetByRole(AriaRole.Button, new() { NameString = "Áp dụng", Exact = true }).ClickAsync();
        await Expect(dialog).ToHaveCountAsync(0);

        await Expect(supervisor.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = source })).ToContainTextAsync("xong");
        await Axe.CheckAsync(supervisor.Page, "a calendar with its changes");
        await supervisor.ShootAsync($"calendar-versions-{width}");
        Assert.That(await Cases.DueAsync(id, "check-validity", Office), Is.Not.EqualTo(first));
    }
}
