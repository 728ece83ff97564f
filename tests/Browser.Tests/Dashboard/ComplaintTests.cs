namespace ProcedureEngine.Browser.Tests.Dashboard;

/// <summary>Another procedure in the same pages: its forms, fields, roles and standing are named by the server.</summary>
[Category("Whole")]
public sealed class ComplaintTests
{
    private const int Narrow = 390;

    [Test]
    public async Task A_complaint_is_taken_in_and_accepted_on_a_narrow_screen()
    {
        var (id, name, task) = await Cases.ComplaintAsync();
        await using var officer = await Officer.ComeAsync("judicial-officer@phuong-mau", Narrow);
        await officer.OpenAsync($"/app/cases/{id}");
        await Expect(officer.Heading($"Hồ sơ {name}")).ToBeVisibleAsync();
        await Expect(officer.Page.Locator("#parties")).ToContainTextAsync("Trần Thị Mai");
        await Expect(officer.Page.Locator("#parties")).ToContainTextAsync("Người bị thiệt hại");
        await Expect(officer.Page.Locator("#parties dt").Filter(new() { HasText = "complainant" })).ToHaveCountAsync(0);
        await Axe.CheckAsync(officer.Page, "a complaint");
        await officer.ShootAsync($"complaint-{Narrow}");

        await officer.OpenAsync($"/app/tasks/{task}");
        await officer.TickAsync("Đã xuất trình CMND/Hộ chiếu");
        await officer.FillAsync("papers.0.name", "Đơn khiếu nại");
        await Axe.CheckAsync(officer.Page, "a complaint's form");
        await officer.ShootAsync($"complaint-task-{Narrow}");
        await officer.CompleteAsync();

        await using var handler = await Officer.ComeAsync("case-handler@phuong-mau", Narrow);
        await handler.OpenAsync($"/app/tasks/{await TaskAsync(id, "decide-acceptance")}");
        await handler.ChooseAsync("Thụ lý");
        await handler.ShootAsync($"complaint-acceptance-{Narrow}");
        await handler.CompleteAsync();

        await using var leader = await Officer.ComeAsync("ward-leader@phuong-mau", Narrow);
        await leader.OpenAsync($"/app/cases/{id}#limits");
        await Expect(leader.Page.Locator("#limits table")).ToContainTextAsync("Giải quyết");
        await leader.ShootAsync($"complaint-leader-{Narrow}");
    }

    private static async Task<string> TaskAsync(string caseId, string step)
    {
        using var handler = await Stage.Site.SignInAsync("case-handler@phuong-mau");
        return (string)(await handler.GetAsync($"/api/cases/{caseId}/tasks").JsonAsync())["items"]!.AsArray().Single(task => (string)task!["activityId"]! == step)!["id"]!;
    }
}
