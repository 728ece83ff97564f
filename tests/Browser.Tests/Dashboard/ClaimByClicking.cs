namespace ProcedureEngine.Browser.Tests.Dashboard;

/// <summary>The claim of 2017 by clicking, as each role in turn: from the counter to the payment with the advance deducted (steps 1 to 9), and not accepted.</summary>
[Category("Whole")]
public sealed class ClaimByClicking
{
    private const string Office = "so-ha-nam";
    private const string Papers = "Giấy tờ kèm theo";
    private const string Found = "Tại hồ sơ có đủ tài liệu chứng minh.";
    private const string Reception = $"reception@{Office}";
    private const string Head = $"head@{Office}";

    [Test]
    public async Task From_the_counter_to_the_payment_with_the_advance_deducted_as_each_role()
    {
        var today = await SandboxClock.ToMorningAsync();
        await using var reception = await Officer.ArriveAsync(Reception);
        await using var head = await Officer.ArriveAsync(Head);
        await using var officer = await Officer.ArriveAsync($"settlement-officer@{Office}");
        var (id, number) = await reception.TakeInAsync(() => HandInAsync(reception, SandboxClock.Day(today), asksAdvance: true, "claim"));
        Assert.That(number, Does.EndWith("/YCBT"));
        await CheckAsync(reception, head, number, "claim");
        await head.DoAsync("3. Quyết định thụ lý", number, "claim-3", "Thụ lý", () => FindAsync(head, "ground", "damage", "causalLink"));
        await head.DoAsync("4. Cử người giải quyết bồi thường", number, "claim-4", fill: () => AppointAsync(head));

        await ProposeAsync(officer, number);
        await FixAsync(head, number);
        await VerifyAsync(officer, number);
        await head.DoAsync("5a. Chi trả tạm ứng", number, "claim-5a-pay", fill: () => PayAsync(head, 10_000_001, SandboxClock.Day(today), "UNC 07"));
        await officer.DoAsync("6. Báo cáo xác minh thiệt hại", number, "claim-6", fill: () => officer.FillAllAsync([("text", "Thiệt hại có thật, tính theo hợp đồng thuê."), ("proposed", "60000000")]));
        await NegotiateAsync(officer, number);

        await head.DoAsync("8. Ký quyết định giải quyết bồi thường", number, "claim-8-sign", fill: () => head.FillAsync("signerTitle", "GIÁM ĐỐC"));
        await officer.DoAsync("8. Trao quyết định tại buổi thương lượng", number, "claim-8-hand-over", "Đã trao quyết định tại buổi thương lượng", async () =>
        {
            await officer.TypeDayAsync("on", SandboxClock.Day(today));
            await officer.FillAllAsync([("receivedBy", "Lê Văn Nam"), ("minutes", "Trao tại buổi thương lượng.")]);
        });
        await head.DoAsync("9. Lập hồ sơ đề nghị cấp kinh phí", number, "claim-9-request", fill: () => head.FillAsync("text", "Kèm quyết định, biên bản, văn bản yêu cầu."));
        await using (var finance = await Officer.ArriveAsync($"finance-body@{Office}"))
            await finance.DoAsync("9. Cấp kinh phí bồi thường", number, "claim-9-grant", "Cấp kinh phí bồi thường", () => finance.FillAllAsync([("sum", "39999999"), ("document", "12/TB-STC")]));
        await PayCompensationAsync(head, number, SandboxClock.Day(today));

        await ReadAsync(head, id, "Hoàn thành", "claim-closed");
        await head.Page.GetByRole(AriaRole.Button, new() { NameString = "English" }).ClickAsync();
        await Expect(head.Heading("Parties and request")).ToBeVisibleAsync();
        await Expect(head.Page.Locator(".status.closed").First).ToHaveTextAsync("Completed");
        await head.ShootAsync("claim-closed-english");
        await CheckPaidAsync(id, today);
    }

    [Test]
    public async Task Not_accepted_with_a_reason_and_given_back_on_a_narrow_screen()
    {
        var today = await SandboxClock.ToMorningAsync();
        await using var reception = await Officer.ArriveAsync(Reception, 390);
        await using var head = await Officer.ArriveAsync(Head, 390);
        var (id, number) = await reception.TakeInAsync(() => HandInAsync(reception, SandboxClock.Day(today), asksAdvance: false, "claim-390"));
        await CheckAsync(reception, head, number, "claim-390");
        await head.DoAsync("3. Quyết định thụ lý", number, "claim-390-3", "Không thụ lý", async () =>
        {
            await head.SelectAsync("reason", "Hết thời hiệu yêu cầu bồi thường");
            await head.FillAsync("text", "Yêu cầu gửi sau khi hết thời hiệu 03 năm.");
        });
        await reception.DoAsync("3. Trả lại hồ sơ", number, "claim-390-return", fill: async () =>
        {
            await reception.TypeDayAsync("on", SandboxClock.Day(today));
            await reception.FillAllAsync([("manner", "Trực tiếp"), ("receivedBy", "Lê Văn Nam"), ("proof", "Ký nhận")]);
        });

        await ReadAsync(reception, id, "Không thụ lý yêu cầu bồi thường", "claim-390-closed");
        using var person = await Stage.Site.SignInAsync(Reception);
        var ended = new Ended(person, id);
        Assert.That((string)(await ended.CaseAsync())["status"]!, Is.EqualTo("closed-claim-not-accepted"));
        Assert.That((long)(await ended.LineAsync("claims-received", Office, today.Year))["sum"]!, Is.EqualTo(120_000_000));
        Assert.That(await ended.SentAsync(), Is.EquivalentTo(new[] { "claim-slip", "claim-not-accepted" }));
    }

    private static async Task HandInAsync(Officer reception, string today, bool asksAdvance, string picture)
    {
        await reception.PickAsync("Kênh", "Tại quầy");
        await Expect(reception.Page.GetByText("Tài khoản cổng dịch vụ công")).ToHaveCountAsync(0);
        await reception.PickAsync("Tư cách", "Người bị thiệt hại");
        await reception.FillAllAsync(
            [
                ("claimant.name", "Lê Văn Nam"), ("claimant.identityNumber", "035080001234"), ("claimant.address", "Số 12, phường mẫu"), ("claimant.email", "le.van.nam@example.vn"),
                ("causedBy.name", "Chi cục mẫu"), ("causedBy.address", "Số 3"), ("act", "Kê biên nhầm nhà đất."), ("damage", "Mất thu nhập cho thuê nhà."), ("causalLink", "Nhà bị niêm phong."),
                ("sum", "120000000"), ("reckoning", "Sáu tháng tiền thuê."), ("paymentAccount.holder", "Lê Văn Nam"), ("paymentAccount.number", "0011004455667"), ("paymentAccount.bank", "Ngân hàng mẫu"),
            ],
            Officer.Start);
        await reception.TypeDayAsync("madeOn", today, form: Officer.Start);
        await reception.PickAsync("Văn bản làm căn cứ yêu cầu bồi thường", "Có kèm theo");
        await reception.PickAsync("Nơi nộp trực tiếp", "Trung tâm Hành chính công");
        if (asksAdvance)
            await reception.TickAsync("Đề nghị tạm ứng kinh phí");
        var papers = new[]
        {
            ("Văn bản yêu cầu bồi thường (Mẫu 01/BTNN)", "Bản chính"), ("Văn bản làm căn cứ yêu cầu bồi thường", "Bản sao kèm bản chính để đối chiếu"),
            ("Giấy tờ nhân thân của người bị thiệt hại", "Bản sao kèm bản chính để đối chiếu"),
        };
        foreach (var (n, (kind, form)) in papers.Index())
        {
            await reception.AddAsync(Papers);
            await reception.SelectAsync($"papers.{n}.kind", kind, Officer.Start);
            await reception.PickAsync("Hình thức", form, reception.Entry(Papers, n + 1));
        }

        await Expect(reception.Field("sum", Officer.Start)).ToHaveValueAsync("120.000.000");
        await Axe.CheckAsync(reception.Page, "a claim's start form");
        await reception.ShootAsync($"{picture}-1");
    }

    /// <summary>Step 2: the papers that were entered stand in the form already.</summary>
    private static async Task CheckAsync(Officer reception, Officer head, string number, string picture)
    {
        await reception.DoAsync("2. Kiểm tra thành phần hồ sơ", number, $"{picture}-2-prepare", fill: () => Expect(reception.Entry("Giấy tờ có trong hồ sơ", 3)).ToBeVisibleAsync());
        await head.DoAsync("2. Xem xét thành phần hồ sơ", number, $"{picture}-2", "Hồ sơ đầy đủ");
    }

    private static async Task FindAsync(Officer head, params string[] findings)
    {
        foreach (var finding in findings)
        {
            await head.TickFieldAsync($"{finding}.holds");
            await head.FillAsync($"{finding}.text", Found);
        }
    }

    private static async Task AppointAsync(Officer head)
    {
        await head.SelectAsync("officerId", $"settlement-officer@{Office}");
        await head.FillAllAsync([("officerName", "Phạm Thị Thu"), ("signature.signerTitle", "GIÁM ĐỐC")]);
        await FindAsync(head, "inCharge", "experienced", "unrelated");
    }

    /// <summary>5a, beside the verification: both tasks are open at once.</summary>
    private static async Task ProposeAsync(Officer officer, string number)
    {
        await officer.OpenAsync("/app/tasks");
        await Expect(officer.Row(number).GetByRole(AriaRole.Link, new() { NameString = "5. Xác minh thiệt hại" })).ToBeVisibleAsync();
        await officer.DoAsync("5a. Xác định giá trị, đề xuất tạm ứng", number, "claim-5a-propose", fill: () =>
            officer.FillAllAsync([("mentalDamage", "15000000"), ("immediateDamage", "5000001"), ("sum", "12000000"), ("reckoning", "Theo bảng kê và mức lương cơ sở.")]));
    }

    /// <summary>5a: one đồng under half of the value is refused with the rule; half, rounded up, is taken.</summary>
    private static async Task FixAsync(Officer head, string number)
    {
        await head.OpenTaskAsync("5a. Quyết định mức tạm ứng", number);
        await Expect(head.Page.GetByRole(AriaRole.Region, new() { NameString = "Đã biết" })).ToContainTextAsync("10.000.001 đồng");
        await head.ChooseAsync("Duyệt mức tạm ứng, còn đủ dự toán");
        await head.FillAllAsync([("sum", "10000000"), ("reason", "Không dưới 50% giá trị thiệt hại.")]);
        await head.PressCompleteAsync();
        await Expect(head.Page.Locator(".errors li")).ToContainTextAsync("không dưới 50% giá trị thiệt hại 20.000.001 đồng");
        await Axe.CheckAsync(head.Page, "an advance under half");
        await head.ShootAsync("claim-5a-refused");
        await head.Page.GetByRole(AriaRole.Button, new() { NameString = "English" }).ClickAsync();
        await Expect(head.Page.GetByRole(AriaRole.Region, new() { NameString = "What is known" })).ToContainTextAsync("Lowest sum (50 %)");
        await Expect(head.Field("sum")).ToHaveValueAsync("10.000.000");
        await head.ShootAsync("claim-5a-english");
        await head.Page.GetByRole(AriaRole.Button, new() { NameString = "Tiếng Việt" }).ClickAsync();
        await Expect(head.Heading("5a. Quyết định mức tạm ứng")).ToBeVisibleAsync();
        await head.FillAsync("sum", "10000001");
        await head.CompleteAsync();
    }

    private static Task VerifyAsync(Officer officer, string number) => officer.DoAsync("5. Xác minh thiệt hại", number, "claim-5", fill: () => officer.FillAllAsync(
    [
        ("damages.0.damage", "Thu nhập bị mất"), ("damages.0.sum", "108000000"), ("damages.0.evidence", "Hợp đồng thuê nhà"), ("places", "Tổ 3, phường mẫu"), ("result", "Nhà bị niêm phong sáu tháng."),
    ]));

    private static async Task PayAsync(Officer head, long sum, string day, string receipt)
    {
        await head.FillAllAsync([("sum", $"{sum}"), ("receipt", receipt)]);
        await head.TypeDayAsync("paidOn", day);
    }

    /// <summary>7: invited to a session in five minutes, which is held and agrees; one body signs, the other is noted.</summary>
    private static async Task NegotiateAsync(Officer officer, string number)
    {
        var at = (await SandboxClock.NowAsync()).AddMinutes(5);
        await officer.DoAsync("7. Mời thương lượng", number, "claim-7-invite", fill: async () =>
        {
            await officer.TypeDayAsync("at", SandboxClock.Day(at), SandboxClock.Hour(at));
            await officer.FillAllAsync([("place", "Phòng họp số 2"), ("participants.0.name", "Lê Văn Bình"), ("participants.0.agency", "Sở Tài chính")]);
            await officer.AddAsync("Cơ quan tham gia thương lượng");
            await officer.FillAllAsync([("participants.1.name", "Phạm Thị Hoa"), ("participants.1.agency", "Sở Tư pháp")]);
        });
        await SandboxClock.MoveToAsync(at.AddMinutes(10));
        await officer.DoAsync("7. Tiến hành thương lượng", number, "claim-7-session", "Thương lượng thành", async () =>
        {
            await officer.TypeDayAsync("heldAt", SandboxClock.Day(at), SandboxClock.Hour(at));
            await officer.FillAllAsync([("minutes", "Hai bên thống nhất mức bồi thường."), ("sum", "50000000"), ("paymentManner", "Chuyển khoản một lần")]);
            await officer.TickAsync("Người yêu cầu bồi thường đã ký");
            await officer.TickAsync("Người giải quyết bồi thường đã ký");
            await officer.FillAllAsync([("participants.0.name", "Lê Văn Bình"), ("participants.0.agency", "Sở Tài chính")]);
            await officer.TickFieldAsync("participants.0.signed");
            await officer.AddAsync("Chữ ký của đại diện các cơ quan tham gia");
            await officer.FillAllAsync([("participants.1.name", "Phạm Thị Hoa"), ("participants.1.agency", "Sở Tư pháp"), ("participants.1.note", "Không đồng ý với mức bồi thường")]);
        });
    }

    /// <summary>9: the whole sum of the decision is refused, since the advance was paid of it.</summary>
    private static async Task PayCompensationAsync(Officer head, string number, string today)
    {
        await head.OpenTaskAsync("9. Chi trả tiền bồi thường", number);
        var known = head.Page.GetByRole(AriaRole.Region, new() { NameString = "Đã biết" });
        foreach (var sum in new[] { "50.000.000 đồng", "10.000.001 đồng", "39.999.999 đồng" })
            await Expect(known).ToContainTextAsync(sum);
        await PayAsync(head, 50_000_000, today, "UNC 08");
        await head.PressCompleteAsync();
        await Expect(head.Page.Locator(".errors li")).ToContainTextAsync("39.999.999 đồng");
        await head.FillAsync("sum", "39999999");
        await head.ShootAsync("claim-9-pay");
        await head.CompleteAsync();
    }

    private static async Task ReadAsync(Officer person, string id, string status, string picture)
    {
        await person.OpenAsync($"/app/cases/{id}");
        await Expect(person.Page.Locator(".status.closed").First).ToHaveTextAsync(status);
        await Expect(person.Page.Locator("#parties")).ToContainTextAsync("120.000.000");
        await Expect(person.Page.Locator("#letters tbody tr").First).ToBeVisibleAsync();
        await Expect(person.Page.Locator("#history tbody tr").First).ToBeVisibleAsync();
        await Axe.CheckAsync(person.Page, "a closed claim");
        await person.ShootAsync(picture);
    }

    private static async Task CheckPaidAsync(string id, DateTimeOffset today)
    {
        using var person = await Stage.Site.SignInAsync(Head);
        var ended = new Ended(person, id);
        var (file, papers) = (await ended.CaseAsync(), await ended.PapersAsync());
        Assert.That((string)file["status"]!, Is.EqualTo("completed"));
        Assert.That(file["closedAt"], Is.Not.Null);
        Assert.That((string)file["settlementOfficer"]!, Is.EqualTo("Phạm Thị Thu"));
        Assert.That(await ended.PaidAsync("AdvancePaid"), Is.EqualTo(10_000_001));
        Assert.That(await ended.PaidAsync("CompensationPaid"), Is.EqualTo(39_999_999), "50,000,000 agreed less the advance");
        foreach (var register in new[] { "claims-received", "claims-accepted" })
            Assert.That((long)(await ended.LineAsync(register, Office, today.Year))["sum"]!, Is.EqualTo(120_000_000), register);
        Assert.That(papers, Is.SupersetOf(new[] { "receipt", "order", "minutes", "decision", "reckoning", "funds-request" }));
        Assert.That(await ended.SentAsync(), Is.SupersetOf(new[] { "claim-slip", "claim-accepted", "claim-appointed", "claim-invitation" }));
        Assert.That((await ended.LimitsAsync()).Where(limit => limit.State != "met"), Is.Empty);
    }
}
