using System.Globalization;

namespace ProcedureEngine.Browser.Tests.Dashboard;

/// <summary>The complaint from the counter to the archive list, by clicking, as each role in turn (B1 to B6).</summary>
[Category("Whole")]
public sealed class ComplaintByClicking
{
    private const string Office = "phuong-mau";
    private const string Papers = "Giấy tờ đã nộp";
    private const string Made = "Giấy tờ do cơ quan lập (biên bản xác minh, đối thoại, kết luận...)";

    [Test]
    public async Task From_the_counter_to_the_archive_list_as_each_role()
    {
        var today = await SandboxClock.ToMorningAsync();
        await using var desk = await Officer.ArriveAsync($"judicial-officer@{Office}");
        await using var handler = await Officer.ArriveAsync($"case-handler@{Office}");
        await using var leader = await Officer.ArriveAsync($"ward-leader@{Office}");

        var (id, number) = await desk.TakeInAsync(() => HandInAsync(desk, SandboxClock.Day(today)));
        Assert.That(number, Does.EndWith("/KNBT"));
        await desk.DoAsync("B2. Tiếp nhận, ghi giấy biên nhận", number, "complaint-b2", fill: () => ReceiveAsync(desk));
        await handler.DoAsync("B2a. Quyết định thụ lý", number, "complaint-b2a", "Thụ lý");
        await DeclareComplexAsync(leader, number);

        await handler.DoAsync("B3. Thẩm định hồ sơ", number, "complaint-b3-guidance", "Hướng dẫn bổ sung (một lần)", () => GuideAsync(handler));
        await desk.DoAsync("Ghi nhận đương sự bổ sung trực tiếp", number, "complaint-b3-supplement", fill: () => desk.FillAsync("what", "Giấy ủy quyền"));
        await handler.DoAsync("B3. Thẩm định hồ sơ", number, "complaint-b3", "Hồ sơ đạt yêu cầu", async () =>
        {
            await Expect(handler.Page.GetByRole(AriaRole.Radio, new() { NameString = "Giải quyết theo hồ sơ hiện có" })).ToBeVisibleAsync();
            await Expect(handler.Page.GetByRole(AriaRole.Radio, new() { NameString = "Hướng dẫn bổ sung (một lần)" })).ToHaveCountAsync(0);
            await handler.FillAsync("text", "Hồ sơ đủ căn cứ để giải quyết.");
        });

        await desk.DoAsync("B4. Hoàn thiện hồ sơ, trình lãnh đạo", number, "complaint-b4", fill: () => SubmitAsync(desk));
        await leader.DoAsync("B5. Phê duyệt, ký quyết định", number, "complaint-b5", "Ký quyết định giải quyết khiếu nại lần đầu", () => leader.FillAsync("signerTitle", "CHỦ TỊCH"));
        await handler.DoAsync("B6. Chuẩn bị kết quả", number, "complaint-b6-prepare", fill: async () =>
        {
            await handler.FillAsync("papers.0.name", "Bản ghi lời trình bày của người khiếu nại");
            await handler.TickFieldAsync("papers.0.isOriginal");
        });
        await desk.DoAsync("B6. Trả kết quả tại bộ phận Tư pháp", number, "complaint-b6-return", fill: async () =>
        {
            await desk.TypeDayAsync("on", SandboxClock.Day(today));
            await desk.FillAllAsync([("manner", "Trực tiếp"), ("receivedBy", "Trần Thị Mai"), ("proof", "Ký nhận")]);
        });

        await ReadAsync(desk, id);
        await CheckAsync(id, today);
    }

    /// <summary>What is wrong is told first; then everything is filled in.</summary>
    private static async Task HandInAsync(Officer desk, string today)
    {
        await desk.PressTakeInAsync();
        await Expect(desk.Page.Locator(".errors li").Filter(new() { HasText = "Nội dung khiếu nại" })).ToBeVisibleAsync();
        await Axe.CheckAsync(desk.Page, "a start form with errors");
        await desk.ShootAsync("complaint-b1-errors");
        await desk.FillAllAsync(
            [
                ("complainant.name", "Trần Thị Mai"), ("complainant.identityNumber", "036180001234"), ("complainant.address", "Số 7, tổ 3, phường mẫu"), ("complainant.email", "tran.thi.mai@example.vn"),
                ("body.name", "Ủy ban nhân dân quận mẫu"), ("body.address", "Số 9"), ("content", "Không được hướng dẫn bổ sung hồ sơ yêu cầu bồi thường."),
                ("reason", "Đã quá 05 ngày làm việc kể từ ngày nộp hồ sơ."), ("relief", "Buộc thụ lý hồ sơ."),
            ],
            Officer.Start);
        await desk.PickAsync("Tư cách", "Người bị thiệt hại");
        await desk.PickAsync("Lĩnh vực", "Quản lý hành chính");
        await desk.SelectAsync("subject", "1. Thụ lý yêu cầu bồi thường", Officer.Start);
        await desk.SelectAsync("grounds", "1b. ", Officer.Start, isOneOfSeveral: true);
        await desk.PickAsync("Hình thức khiếu nại", "Bằng văn bản");
        await desk.TypeDayAsync("madeOn", today, form: Officer.Start);
        await desk.TickAsync("Đã ký tên hoặc điểm chỉ");
        await desk.TypeDayAsync("facts.fileReceivedOn", "02/02/2026", form: Officer.Start);
        await desk.ShootAsync("complaint-b1");
    }

    private static async Task ReceiveAsync(Officer desk)
    {
        await desk.TickAsync("Đã xuất trình CMND/Hộ chiếu");
        await desk.FillAsync("papers.0.name", "Đơn khiếu nại");
        await desk.TickFieldAsync("papers.0.isOriginal");
        await desk.AddAsync(Papers);
        await desk.FillAsync("papers.1.name", "Bản sao biên nhận hồ sơ");
    }

    /// <summary>From the list of cases, by the leader, with a reason.</summary>
    private static async Task DeclareComplexAsync(Officer leader, string number)
    {
        await leader.OpenAsync("/app/cases");
        await leader.Row(number).GetByRole(AriaRole.Link, new() { NameString = number, Exact = true }).ClickAsync();
        await Expect(leader.Heading($"Hồ sơ {number}")).ToBeVisibleAsync();
        await leader.Page.GetByRole(AriaRole.Button, new() { NameString = "Xác định vụ việc phức tạp" }).ClickAsync();
        var dialog = leader.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Lý do").FillAsync("Nhiều cơ quan liên quan, phải xác minh tại ba nơi.");
        await leader.ShootAsync("complaint-complex");
        await dialog.GetByRole(AriaRole.Button, new() { NameString = "Xác định vụ việc phức tạp" }).ClickAsync();
        await Expect(dialog).ToHaveCountAsync(0);
        await Expect(leader.Page.Locator("#letters").GetByRole(AriaRole.Row).Filter(new() { HasText = "phức tạp" })).ToHaveCountAsync(1);
    }

    private static async Task GuideAsync(Officer handler)
    {
        await Expect(handler.Page.GetByRole(AriaRole.Table, new() { NameString = "Kết quả máy đối chiếu" })).ToContainTextAsync("Hạn 05 ngày làm việc từ 02/02/2026");
        await Expect(handler.Page.Locator(".task-line")).ToContainTextAsync("ngày làm việc");
        await handler.PickAsync("Cách hướng dẫn", "Bằng văn bản");
        await handler.FillAllAsync([("missing", "Giấy ủy quyền"), ("text", "Đề nghị bổ sung giấy ủy quyền.")]);
        await Axe.CheckAsync(handler.Page, "an appraisal");
    }

    private static async Task SubmitAsync(Officer desk)
    {
        await desk.PickAsync("Kết luận", "Có căn cứ");
        await desk.FillAllAsync([("report", "Đã xác minh tại ba nơi."), ("decision", "Buộc cơ quan bị khiếu nại thụ lý hồ sơ.")]);
        await desk.AddAsync(Made);
        await desk.FillAsync("papers.0.name", "Biên bản xác minh");
        await desk.TickFieldAsync("papers.0.isOriginal");
    }

    /// <summary>What the page of the closed case tells.</summary>
    private static async Task ReadAsync(Officer desk, string id)
    {
        await desk.OpenAsync($"/app/cases/{id}");
        await Expect(desk.Page.Locator(".status.closed").First).ToHaveTextAsync("Hoàn thành");
        await Expect(desk.Page.GetByText("Quyết định số")).ToBeVisibleAsync();
        await Expect(desk.Page.Locator("#parties")).ToContainTextAsync("1b. ");
        await Expect(desk.Page.Locator("#documents").GetByRole(AriaRole.Row).Filter(new() { HasText = "Danh mục hồ sơ lưu" })).ToHaveCountAsync(1);
        await Expect(desk.Page.Locator("#limits tbody tr").First).ToBeVisibleAsync();
        await Axe.CheckAsync(desk.Page, "a closed complaint");
        await desk.ShootAsync("complaint-closed");
    }

    private static async Task CheckAsync(string id, DateTimeOffset today)
    {
        using var person = await Stage.Site.SignInAsync($"judicial-officer@{Office}");
        var ended = new Ended(person, id);
        var day = today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var (file, line, papers, letters) = (await ended.CaseAsync(), await ended.LineAsync("complaints", Office, today.Year), await ended.PapersAsync(), await ended.SentAsync());
        Assert.That((string)file["status"]!, Is.EqualTo("completed"));
        Assert.That(file["closedAt"], Is.Not.Null);
        Assert.That((string)file["limitationInterval"]!["to"]!, Is.EqualTo(day), "subject 1: what does not count into the limitation period");
        Assert.That(
            ((string)line["complainant"]!, (string)line["result"]!, (string)line["resultOn"]!, (string)line["decisionNumber"]!, (string)line["proof"]!),
            Is.EqualTo(("Trần Thị Mai", "Quyết định giải quyết khiếu nại lần đầu", day, (string)file["decision"]!["number"]!, "Ký nhận")));
        Assert.That(papers.Count(kind => kind == "archive-list"), Is.EqualTo(1), "nothing closes without its archive list");
        Assert.That(papers.Count(kind => kind == "receipt"), Is.EqualTo(2), "of the ordinary and of the complex case");
        Assert.That(letters, Is.EquivalentTo(new[] { "complaint-receipt", "complaint-complex", "complaint-guidance" }));
        Assert.That((await ended.LimitsAsync()).Where(limit => limit.State != "met"), Is.Empty);
    }
}
