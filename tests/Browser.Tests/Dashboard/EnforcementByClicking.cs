using System.Globalization;

namespace ProcedureEngine.Browser.Tests.Dashboard;

/// <summary>The enforcement request from the mail to the decision, by clicking, as each role in turn.</summary>
[Category("Whole")]
public sealed class EnforcementByClicking
{
    [Test]
    public async Task From_the_mail_to_the_decision_as_each_role()
    {
        await using var intake = await Officer.ArriveAsync("intake-officer@namdinh");

        // The new task appears by itself, and is claimed.
        var (id, code) = await Cases.MailAsync();
        await intake.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = code }).GetByRole(AriaRole.Button, new() { NameString = "Nhận việc" }).ClickAsync();
        await Expect(intake.Page.GetByRole(AriaRole.Region, new() { NameString = "Tôi đang xử lý" }).GetByText(code)).ToBeVisibleAsync();
        await intake.OpenTaskAsync("2. Kiểm tra tính hợp lệ", code);
        await intake.ChooseAsync("Hợp lệ, đầy đủ");
        await FillRequestAsync(intake);
        await intake.CompleteAsync();

        await intake.Page.GetByRole(AriaRole.Link, new() { NameString = "3. Xác nhận và đặt lịch hẹn" }).ClickAsync();
        var visit = await VisitAsync();
        await intake.TypeDayAsync("visit.at", SandboxClock.Day(visit), SandboxClock.Hour(visit));
        await intake.FillAsync("visit.officerName", "Phạm Thị Mai");
        await intake.FillAsync("visit.officerPhone", "0228 3123 456");
        await intake.FillAsync("visit.place", "Phòng tiếp công dân");
        await intake.FillAsync("visit.minutes", "10");
        await intake.CompleteAsync();

        var number = (await intake.Page.Locator(".above a").Last.InnerTextAsync()).Trim();
        Assert.That(number, Does.EndWith("/HTTT"), "the check registers the case");
        await intake.OpenTaskAsync("4. Dự thảo quyết định", number);
        await intake.FillAsync("legalBases", "Căn cứ Điều 7, Điều 35, Điều 36 Luật Thi hành án dân sự");
        await intake.CompleteAsync();

        await SandboxClock.MoveToAsync(visit);
        await intake.OpenTaskAsync("5. Tiếp nhận bản chính, đối chiếu", number);
        await intake.ChooseAsync("Hợp lệ nhưng có thông tin khác");
        await intake.FillAsync("original.otherParty.address", "7 Hàng Tiện, Nam Định");
        await Expect(intake.Page.GetByText("Yêu cầu trực tuyến: 5 Hàng Tiện, Nam Định")).ToBeVisibleAsync();
        await intake.TickAsync("Đã nhận bản án, quyết định");
        await intake.CompleteAsync();
        await intake.OpenTaskAsync("4. Dự thảo lại theo bản chính", number);
        await intake.FillAsync("legalBases", "Căn cứ Điều 7, Điều 35, Điều 36 Luật Thi hành án dân sự");
        await intake.CompleteAsync();
        await intake.OpenTaskAsync("5b. Trình Thủ trưởng", number);
        await intake.FillAsync("text", "Đề nghị ra quyết định thi hành án theo đơn yêu cầu.");
        await intake.CompleteAsync();

        await using (var head = await Officer.ComeAsync("head@namdinh"))
        {
            await head.OpenTaskAsync("6. Xem xét, ký quyết định", number);
            await head.ChooseAsync("Ký quyết định");
            await head.FillAsync("signerTitle", "Cục trưởng");
            await head.SelectAsync("bailiff", "bailiff@namdinh");
            await head.FillAsync("bailiffName", "Vũ Đức Long");
            await head.CompleteAsync();
        }

        await using (var clerk = await Officer.ComeAsync("clerk@namdinh"))
        {
            await clerk.OpenTaskAsync("7. Lấy số, đóng dấu, lưu, giao", number);
            await clerk.FillAsync("copies", "5");
            await clerk.FillAsync("archiveReference", "Hồ sơ 2026/QĐ");
            foreach (var box in await clerk.Page.GetByRole(AriaRole.Checkbox).AllAsync())
                await box.CheckAsync();
            await clerk.CompleteAsync();
        }

        await intake.OpenTaskAsync("7. Gửi bản mềm qua thư điện tử", number);
        await intake.CompleteAsync();
        // People write minutes: the decision was issued in an earlier one.
        var collected = visit.AddMinutes(10);
        await SandboxClock.MoveToAsync(collected.AddMinutes(1));
        await intake.OpenTaskAsync("7. Giao quyết định tại quầy", number);
        await intake.FillAsync("collectedBy", "Nguyễn Thị Lan");
        await intake.FillAsync("signedBy", "Nguyễn Thị Lan");
        await intake.TypeDayAsync("at", SandboxClock.Day(collected), SandboxClock.Hour(collected));
        await intake.CompleteAsync();

        await using (var bailiff = await Officer.ComeAsync("bailiff@namdinh"))
        {
            foreach (var (addressee, proof) in new[] { ("Nguyễn Thị Lan", "Biên bản giao nhận số 1"), ("Trần Văn Hùng", "Giấy báo phát EE123456789VN") })
            {
                await bailiff.OpenAsync("/app/tasks");
                await bailiff.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = number }).Filter(new() { Has = bailiff.Page.Locator(".sub", new() { HasText = addressee }) })
                    .GetByRole(AriaRole.Link, new() { NameString = "7. Thông báo quyết định" }).ClickAsync();
                await bailiff.ChooseAsync("Đã thông báo");
                await bailiff.PickAsync("Cách thông báo", "Trực tiếp");
                await bailiff.TypeDayAsync("on", SandboxClock.Day(visit));
                await bailiff.FillAsync("proof", proof);
                await bailiff.CompleteAsync();
            }

            await bailiff.OpenTaskAsync("7. Thụ lý thi hành án", number);
            await bailiff.TypeDayAsync("on", SandboxClock.Day(visit));
            await bailiff.CompleteAsync();
        }

        await intake.OpenAsync($"/app/cases/{id}");
        await Expect(intake.Page.Locator(".status.closed").First).ToHaveTextAsync("Hoàn thành");
        await Expect(intake.Page.GetByText("Quyết định số")).ToBeVisibleAsync();
        await Expect(intake.Page.Locator("#compare").GetByRole(AriaRole.Row).Filter(new() { HasText = "7 Hàng Tiện" })).ToContainTextAsync("Khác");
        await Expect(intake.Page.Locator("#letters").GetByRole(AriaRole.Row).Filter(new() { HasText = "Gửi bản mềm quyết định" })).ToHaveCountAsync(1);
        await Axe.CheckAsync(intake.Page, "a finished case");
        await intake.ShootAsync("case-finished");
    }

    private static async Task FillRequestAsync(Officer officer)
    {
        foreach (var (path, text) in new[]
        {
            ("requester.name", "Nguyễn Thị Lan"), ("requester.identityNumber", "036180001234"), ("requester.address", "12 Trần Hưng Đạo, Nam Định"), ("requester.email", "lan@example.vn"),
            ("judgment.number", "12/2026/DS-ST"), ("judgment.court", "Tòa án nhân dân thành phố Nam Định"), ("otherParty.name", "Trần Văn Hùng"), ("otherParty.address", "5 Hàng Tiện, Nam Định"),
            ("obligations.0.content", "Trả số tiền nợ gốc"), ("obligations.0.amount", "250000000"),
        })
            await officer.FillAsync($"request.{path}", text);
        await officer.TypeDayAsync("request.judgment.date", "12/01/2026");
        await officer.TypeDayAsync("request.judgment.effectiveOn", "12/02/2026");
        await officer.PickAsync("Tư cách", "Người được thi hành án");
        await officer.PickAsync("Loại", "Trả tiền");
        await officer.PickAsync("Hình thức yêu cầu trực tiếp", "Nộp đơn trực tiếp");
        await officer.PickAsync("Cách nhận quyết định", "Chờ nhận ngay");
    }

    /// <summary>An hour on the fifth working day from now: not before the draft is due.</summary>
    private static async Task<DateTimeOffset> VisitAsync()
    {
        using var system = Stage.Site.System();
        var now = (string)(await system.GetAsync("/api/sandbox/clock").JsonAsync())["now"]!;
        var day = (string)(await system.PostAsync("/api/deadlines/calculate", Site.Json($$"""{"start":"{{now}}","amount":5,"unit":"workingDay"}""")).JsonAsync())["dueDate"]!;
        return DateTimeOffset.Parse($"{day}T09:20:00+07:00", CultureInfo.InvariantCulture);
    }
}
