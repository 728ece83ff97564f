namespace ProcedureEngine.Browser.Tests.Dashboard;

/// <summary>Letters in and out as an officer reads them: a mail that means harm, and a letter before it goes.</summary>
[Category("Whole")]
public sealed class LetterTests
{
    [TestCase(1280)]
    [TestCase(390)]
    public async Task A_mail_with_tricks_is_read_and_does_nothing(int width)
    {
        const string Page = """
            <p>Kính gửi cơ quan, tôi yêu cầu thi hành án.</p><script>document.title='bị chiếm'; parent.document.title='bị chiếm'</script>
            <img src="https://spy.example/pixel.gif" onerror="parent.document.title='bị chiếm'"><div style="position:fixed;top:0;left:0;background:url(https://spy.example/b)">Đăng nhập lại</div>
            <a href="javascript:alert(1)">bấm vào đây</a>
            """;
        var (id, _) = await Cases.MailAsync(Page.ReplaceLineEndings("\r\n"), "Content-Type: text/html; charset=utf-8\r\n");
        await using var officer = await Officer.ComeAsync("intake-officer@namdinh", width);
        var elsewhere = new List<string>();
        officer.Page.Request += (_, request) => elsewhere.AddRange(request.Url.Contains("spy.example", StringComparison.Ordinal) ? [request.Url] : []);
        await officer.OpenAsync($"/app/cases/{id}#letters");
        await officer.Page.GetByRole(AriaRole.Button, new() { NameString = "Đọc thư" }).ClickAsync();
        var letter = officer.Page.GetByRole(AriaRole.Dialog);
        await Expect(letter.FrameLocator("iframe").GetByText("Kính gửi cơ quan, tôi yêu cầu thi hành án.")).ToBeVisibleAsync();
        await Expect(letter).ToContainTextAsync("Lan <lan@example.vn>");
        await Axe.CheckAsync(officer.Page, "a mail");
        await officer.ShootAsync($"mail-{width}");
        await letter.GetByText("Nội dung dạng chữ").ClickAsync();
        await Expect(letter.Locator(".letter-text")).ToContainTextAsync("bấm vào đây");
        Assert.Multiple(async () =>
        {
            Assert.That(elsewhere, Is.Empty, "nothing tells the sender that it was opened");
            Assert.That(await officer.Page.TitleAsync(), Does.Not.Contain("chiếm"));
            Assert.That(await letter.Locator("iframe").GetAttributeAsync("sandbox"), Is.Empty);
        });
    }

    [Test]
    public async Task A_letter_is_seen_before_it_goes_and_goes_once()
    {
        var (id, code) = await Cases.MailAsync();
        await using var officer = await Officer.ComeAsync("intake-officer@namdinh");
        await officer.OpenTaskAsync("2. Kiểm tra tính hợp lệ", code);
        await officer.ChooseAsync("Chưa đầy đủ, cần hướng dẫn bổ sung");
        await officer.TickAsync("Có quyền yêu cầu");
        await officer.TickAsync("Thuộc thẩm quyền");
        foreach (var (path, text) in new[]
        {
            ("right.text", "Ông bà có quyền yêu cầu."), ("competence.text", "Vụ việc thuộc thẩm quyền."), ("judgmentContent", "Bản án số 12/2026/DS-ST"),
            ("formsOfRequest", "Trực tiếp hoặc qua bưu điện"), ("papersToHandIn", "Bản án có hiệu lực"), ("reason", "Thiếu trang cuối của bản án"),
        })
            await officer.FillAsync(path, text);

        await officer.PressCompleteAsync();
        var dialog = officer.Page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.FrameLocator("iframe").Locator("body")).ToContainTextAsync("Thiếu trang cuối của bản án");
        await Expect(dialog).ToContainTextAsync("lan@example.vn");
        await Axe.CheckAsync(officer.Page, "a letter before it goes");
        await officer.ShootAsync("letter-preview");
        Assert.That(await SentAsync(id), Does.Not.Contain("guidance-02-qt"));
        await dialog.GetByRole(AriaRole.Button, new() { NameString = "Hủy", Exact = true }).ClickAsync();
        Assert.That(((string?)(await Cases.TaskAsync(id, "check-validity"))["outcome"], await Cases.CompletionsAsync(id, "check-validity")), Is.EqualTo(((string?)null, 0)), "to look at a letter is no act");

        await officer.CompleteAsync();
        Assert.That((await SentAsync(id)).Count(kind => kind == "guidance-02-qt"), Is.EqualTo(1));
        Assert.That(await Cases.CompletionsAsync(id, "check-validity"), Is.EqualTo(1));
    }

    private static async Task<IReadOnlyList<string>> SentAsync(string caseId) => [.. (await Cases.LettersAsync(caseId)).Select(letter => (string)letter["kind"]!)];
}
