using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ProcedureEngine.Mail;

namespace ProcedureEngine.Host.Tests.Mail;

/// <summary>Merge, split, put aside, preview and related cases over HTTP and on the plain desk.</summary>
[TestFixture(HostStore.Sqlite)]
[TestFixture(HostStore.Postgres)]
public sealed class OfficerHelpTests(HostStore store)
{
    private MailHost host = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => host = await MailHost.StartAsync(store);

    [OneTimeTearDown]
    public async Task StopAsync() => await host.DisposeAsync();

    [Test]
    public async Task Two_mails_that_are_one_request_are_merged_with_everything_of_both_in_the_remaining_case()
    {
        var raw = MailHost.File("html-va-tep.eml");
        var (merged, remaining) = (await host.PostAsync(raw), await host.PostAsync(MailHost.Mail()));
        var letter = (await host.LettersAsync(merged.CaseId, 1, m => (string?)m["state"] == "sent")).Single();
        var code = await CodeAsync(remaining.CaseId);

        var done = await host.SendAsync($"/api/cases/{merged.CaseId}/merge", new { into = code.ToLowerInvariant(), reason = "Gửi hai lần" });
        var again = await host.SendAsync($"/api/cases/{merged.CaseId}/merge", new { into = remaining.CaseId, reason = "Gửi hai lần" });

        Assert.That((done.Status, (string?)done.Body["status"], again.Status), Is.EqualTo((HttpStatusCode.OK, "closed-merged", HttpStatusCode.OK)), $"{done} {again}");
        await MailHost.UntilAsync(() => EventsAsync(remaining.CaseId, "CaseAbsorbed"), count => count == 1, "the remaining case records it");
        var (ended, going) = (await host.GetAsync($"/api/cases/{merged.CaseId}"), await host.GetAsync($"/api/cases/{remaining.CaseId}"));
        var papers = await host.ItemsAsync($"/api/cases/{remaining.CaseId}/documents");
        var pdf = papers.Single(d => (string?)d["name"] == "bản án.pdf");
        var messages = await host.ItemsAsync($"/api/cases/{remaining.CaseId}/messages");
        var officer = await host.PersonAsync("intake-officer@namdinh");
        var request = messages.Single(m => (string?)m["caseId"] == merged.CaseId && (string?)m["direction"] == "in");
        Assert.Multiple(async () =>
        {
            Assert.That((string?)ended["links"]!["mergedInto"]!["id"], Is.EqualTo(remaining.CaseId));
            Assert.That((string?)going["links"]!["mergedFrom"]![0]!["id"], Is.EqualTo(merged.CaseId));
            Assert.That((string?)pdf["caseId"], Is.EqualTo(merged.CaseId));
            Assert.That((await officer.GetAsync($"/api/cases/{remaining.CaseId}/documents/{pdf["id"]}")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(await officer.GetByteArrayAsync($"/api/cases/{remaining.CaseId}/messages/{request["id"]}/raw"), Is.EqualTo(raw));
            Assert.That(await host.OpenTasksAsync(merged.CaseId), Is.Empty);
            Assert.That(await EventsAsync(merged.CaseId, "CaseMerged"), Is.EqualTo(1));
            Assert.That((await host.ItemsAsync($"/api/cases/{merged.CaseId}/messages")).Select(m => (string?)m["kind"]), Does.Contain("merged"));
            Assert.That((await host.PostAsync(raw)).CaseId, Is.EqualTo(merged.CaseId), "the same message stays known");
        });

        var reply = await host.PostAsync(MailHost.Mail(from: (string)letter["address"]!, headers: ("In-Reply-To", (string)letter["messageId"]!)));
        var byCode = await host.PostAsync(MailHost.Mail(from: (string)letter["address"]!, headers: ("Subject", $"ho so {(string)ended["referenceCode"]!}")));
        var bounce = await host.PostAsync(MailHost.File("khong-den-noi.eml", (string)letter["messageId"]!));
        Assert.That(new[] { reply, byCode, bounce }.Select(a => a.CaseId), Is.All.EqualTo(remaining.CaseId), "what answers the merged case reaches the remaining one");
        Assert.That(new[] { reply, byCode, bounce }.Select(a => a["outcome"]), Is.EqualTo(new[] { "known-case", "known-case", "undelivered" }));
        var returned = (await host.ItemsAsync($"/api/cases/{remaining.CaseId}/messages")).Single(m => (string?)m["id"] == (string?)letter["id"]);
        Assert.That((string?)returned["state"], Is.EqualTo("undelivered"));
    }

    [Test]
    public async Task A_mail_that_is_looked_at_is_merged_with_a_reason()
    {
        var (known, look) = (await host.PostAsync(MailHost.Mail()), await host.PostAsync(Odd()));

        var done = await host.SendAsync($"/api/cases/{look.CaseId}/merge", new { into = await CodeAsync(known.CaseId), reason = "Cùng một đơn" });

        Assert.That(done.Status, Is.EqualTo(HttpStatusCode.OK), done.ToString());
        var file = await MailHost.UntilAsync(() => host.GetAsync($"/api/cases/{look.CaseId}"), f => (string?)f["status"] == "handled", "the message is handled");
        Assert.That((string?)file["linkedCaseId"], Is.EqualTo(known.CaseId));
        Assert.That(await host.OpenTasksAsync(look.CaseId), Is.Empty);
        Assert.That((await host.ItemsAsync($"/api/cases/{known.CaseId}/messages")).Count(m => (string?)m["direction"] == "in"), Is.EqualTo(2));
        Assert.That(await EventsAsync(look.CaseId, "MailMerged"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_merge_that_breaks_a_rule_is_refused_by_name_and_changes_nothing()
    {
        var (one, two) = (await host.PostAsync(MailHost.Mail()), await host.PostAsync(MailHost.Mail()));
        var other = await host.PostAsync(MailHost.Mail(), MailHost.OtherMailbox);
        var ended = await host.PostAsync(MailHost.Mail());
        await host.SendAsync($"/api/cases/{ended.CaseId}/set-aside", new { reason = "Thư rác" });
        var look = await host.PostAsync(Odd());

        await RefusedAsync(one.CaseId, new { into = two.CaseId, reason = " " }, 422, "reason");
        await RefusedAsync(one.CaseId, new { into = two.CaseId }, 422, "reason");
        await RefusedAsync(one.CaseId, new { into = "khong-co", reason = "x" }, 422, "into");
        await RefusedAsync(one.CaseId, new { into = one.CaseId, reason = "x" }, 422, "into");
        await RefusedAsync(one.CaseId, new { into = other.CaseId, reason = "x" }, 422, "into");
        await RefusedAsync(one.CaseId, new { into = look.CaseId, reason = "x" }, 422, "into");
        await RefusedAsync(one.CaseId, new { into = ended.CaseId, reason = "x" }, 409, null);
        await RefusedAsync(ended.CaseId, new { into = one.CaseId, reason = "x" }, 409, null);
        await RefusedAsync(one.CaseId, new { into = two.CaseId, reason = "x" }, 403, null, "clerk@namdinh");
        await RefusedAsync(one.CaseId, new { into = two.CaseId, reason = "x" }, 404, null, "intake-officer@hanoi");
        Assert.That((string?)(await host.GetAsync($"/api/cases/{one.CaseId}"))["status"], Is.EqualTo("checking"));
        Assert.That(await EventsAsync(one.CaseId, "CaseMerged"), Is.Zero);
    }

    [Test]
    public async Task One_mail_that_is_two_requests_is_split_once_however_often_it_is_asked()
    {
        var raw = MailHost.File("html-va-tep.eml");
        var opened = await host.PostAsync(raw);
        var pdf = (await host.ItemsAsync($"/api/cases/{opened.CaseId}/documents")).Single(d => (string?)d["name"] == "bản án.pdf");
        var body = new { documents = new[] { (string)pdf["id"]! }, text = "Yêu cầu thi hành bản án thứ hai", applicantName = "Trần Thị Hai", applicantEmail = "hai@example.vn", reason = "Hai bản án" };

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => host.SendAsync($"/api/cases/{opened.CaseId}/split", body)));

        Assert.That(answers.Select(a => a.Status), Is.All.EqualTo(HttpStatusCode.Created), answers[0].ToString());
        Assert.That(answers.Select(a => (a.CaseId, a["referenceCode"])).Distinct().ToList(), Has.Count.EqualTo(1));
        var made = answers[0].CaseId;
        var letter = (await LettersOfAsync(made)).Single();
        var file = await host.GetAsync($"/api/cases/{made}");
        var message = (await host.ItemsAsync($"/api/cases/{made}/messages")).Single(m => (string?)m["direction"] == "in");
        var officer = await host.PersonAsync("intake-officer@namdinh");
        Assert.Multiple(async () =>
        {
            Assert.That((string?)file["referenceCode"], Is.EqualTo(answers[0]["referenceCode"]).And.Not.EqualTo(await CodeAsync(opened.CaseId)));
            Assert.That(((string?)file["applicantName"], (string?)letter["address"], file["number"]), Is.EqualTo(("Trần Thị Hai", "hai@example.vn", (JsonNode?)null)));
            Assert.That((string?)file["links"]!["splitFrom"]!["id"], Is.EqualTo(opened.CaseId));
            Assert.That((string?)(await host.GetAsync($"/api/cases/{opened.CaseId}"))["links"]!["splitOff"]![0]!["id"], Is.EqualTo(made));
            Assert.That((await host.ItemsAsync($"/api/cases/{made}/documents")).Select(d => (string?)d["name"]), Is.EqualTo(new[] { "bản án.pdf" }));
            Assert.That(await officer.GetByteArrayAsync($"/api/cases/{made}/messages/{message["id"]}/raw"), Is.EqualTo(raw), "the original bytes belong to both");
            Assert.That((await host.ItemsAsync($"/api/cases/{made}/deadlines")).Select(d => (string?)d["limitId"]), Does.Contain("check-validity"));
            Assert.That(await EventsAsync(opened.CaseId, "CaseSplit"), Is.EqualTo(1));
            Assert.That((await host.ItemsAsync($"/api/cases/{opened.CaseId}/documents")).Count, Is.EqualTo(2), "nothing is taken away");
        });
        var reply = await host.PostAsync(MailHost.Mail(from: "hai@example.vn", headers: [("References", $"{(string)message["messageId"]!} {(string)letter["messageId"]!}")]));
        Assert.That((reply["outcome"], reply.CaseId), Is.EqualTo(("known-case", made)), "our own letter says which of the two is answered");
    }

    [Test]
    public async Task A_split_of_nothing_or_of_what_is_not_there_is_refused()
    {
        var opened = await host.PostAsync(MailHost.Mail());
        var look = await host.PostAsync(Odd());

        Assert.That(await SplitAsync(opened.CaseId, new { reason = "x" }), Is.EqualTo((422, "documents")));
        Assert.That(await SplitAsync(opened.CaseId, new { text = "hai", reason = "" }), Is.EqualTo((422, "reason")));
        Assert.That(await SplitAsync(opened.CaseId, new { documents = new[] { "khong-co" }, reason = "x" }), Is.EqualTo((422, "documents[0]")));
        Assert.That(await SplitAsync(opened.CaseId, new { text = "hai", messageId = "khong-co", reason = "x" }), Is.EqualTo((422, "messageId")));
        Assert.That(await SplitAsync(opened.CaseId, new { text = "hai", applicantEmail = "khong phai", reason = "x" }), Is.EqualTo((422, "applicantEmail")));
        Assert.That((await SplitAsync(look.CaseId, new { text = "hai", reason = "x" })).Status, Is.EqualTo(409));
        Assert.That((await SplitAsync(opened.CaseId, new { text = "hai", reason = "x" }, "clerk@namdinh")).Status, Is.EqualTo(403));
        Assert.That((await SplitAsync(opened.CaseId, new { text = "hai", reason = "x" }, "intake-officer@hanoi")).Status, Is.EqualTo(404));

        async Task<(int Status, string? Field)> SplitAsync(string id, object body, string user = "intake-officer@namdinh")
        {
            var answer = await host.SendAsync($"/api/cases/{id}/split", body, user);
            return ((int)answer.Status, (string?)answer.Body["errors"]?.AsArray().FirstOrDefault()?["field"]);
        }
    }

    [Test]
    public async Task Spam_is_put_aside_with_a_reason_and_takes_no_number()
    {
        var spam = await host.PostAsync(MailHost.Mail(body: "Khuyến mãi lớn!"));

        Assert.That((int)(await host.SendAsync($"/api/cases/{spam.CaseId}/set-aside", new { reason = "" })).Status, Is.EqualTo(422));
        Assert.That((int)(await host.SendAsync($"/api/cases/{spam.CaseId}/set-aside", new { reason = "x" }, "head@namdinh")).Status, Is.EqualTo(403));
        var done = await host.SendAsync($"/api/cases/{spam.CaseId}/set-aside", new { reason = "Quảng cáo" });

        Assert.That((done.Status, (string?)done.Body["status"], done.Body["number"]), Is.EqualTo((HttpStatusCode.OK, "set-aside", (JsonNode?)null)));
        Assert.That(await host.OpenTasksAsync(spam.CaseId), Is.Empty);
    }

    [Test]
    public async Task A_letter_is_shown_before_it_goes_and_showing_it_changes_nothing()
    {
        await using var own = await MailHost.StartAsync(store);
        var opened = await own.PostAsync(MailHost.Mail());
        await own.LettersAsync(opened.CaseId, 1, m => (string?)m["state"] == "sent");
        var task = await own.TaskAsync(opened.CaseId, "check-validity");
        var guidance = MailDoorTests.Guidance();
        guidance["reason"] = "Thiếu <script>alert(1)</script> bản án.";
        var lines = (await own.ItemsAsync($"/api/cases/{opened.CaseId}/journal")).Count;

        var first = await PreviewAsync(own, task, "Incomplete", guidance);
        var second = await PreviewAsync(own, task, "Incomplete", guidance);

        var letter = first.Body["letters"]!.AsArray().Single()!;
        Assert.That(first.Body.ToJsonString(), Is.EqualTo(second.Body.ToJsonString()));
        Assert.That((string?)letter["html"], Does.Not.Contain("<script").And.Contain("bản án"));
        Assert.That(await own.ItemsAsync($"/api/cases/{opened.CaseId}/journal"), Has.Count.EqualTo(lines));
        Assert.That((await own.GetAsync($"/api/cases/{opened.CaseId}"))["number"], Is.Null, "no number is taken");
        await own.CompleteAsync(task, "Incomplete", guidance);
        Assert.That((int)(await own.GetAsync($"/api/cases/{opened.CaseId}"))["number"]!["sequence"]!, Is.EqualTo(1), "nor was one skipped");
        var sent = (await own.LettersAsync(opened.CaseId, 2, m => (string?)m["state"] == "sent"))[^1];
        var read = MimeReader.Read(await File.ReadAllBytesAsync(Path.Combine(own.Folder, (string)sent["proof"]!)));
        Assert.That((read.Subject, read.Text.ReplaceLineEndings()), Is.EqualTo(((string?)letter["subject"], ((string)letter["text"]!).ReplaceLineEndings())), "what was shown is what was sent");
        Assert.That(((string?)letter["to"], (string?)letter["way"], (string?)letter["template"]), Is.EqualTo(("lan@example.vn", "mail", "guidance-02-qt")));
    }

    [Test]
    public async Task A_preview_is_refused_as_completing_would_be()
    {
        var opened = await host.PostAsync(MailHost.Mail());
        var task = await host.TaskAsync(opened.CaseId, "check-validity");
        var gap = MailDoorTests.Guidance();
        gap["reason"] = "";

        Assert.That((string?)(await PreviewAsync(host, task, "Incomplete", gap)).Body["errors"]![0]!["field"], Is.EqualTo("data.reason"));
        Assert.That((int)(await PreviewAsync(host, task, "Nothing", null)).Status, Is.EqualTo(422));
        Assert.That((int)(await PreviewAsync(host, task, "Incomplete", MailDoorTests.Guidance(), revision: 9)).Status, Is.EqualTo(409));
        Assert.That((int)(await PreviewAsync(host, task, "Incomplete", MailDoorTests.Guidance(), user: "clerk@namdinh")).Status, Is.EqualTo(403));
        Assert.That((int)(await PreviewAsync(host, task, "Incomplete", MailDoorTests.Guidance(), user: "head@hanoi")).Status, Is.EqualTo(404));
    }

    [Test]
    public async Task Related_cases_are_pointed_out_at_step_2_to_those_who_may_see_them()
    {
        await using var own = await MailHost.StartAsync(store);
        var first = await own.PostAsync(MailHost.Mail(from: "chung@example.vn"));
        var second = await own.PostAsync(MailHost.Mail(from: "Chung@Example.vn"));
        var elsewhere = await own.PostAsync(MailHost.Mail(from: "chung@example.vn"), MailHost.OtherMailbox);
        await own.PostAsync(MailHost.Mail(from: "rieng@example.vn"));

        var task = await own.TaskAsync(second.CaseId, "check-validity");
        var officer = await own.PersonAsync("intake-officer@namdinh");
        var shown = (await officer.GetFromJsonAsync<JsonNode>($"/api/tasks/{task}"))!["related"]!.AsArray();
        var all = await own.ItemsAsync($"/api/cases/{second.CaseId}/related");
        var page = await officer.GetStringAsync($"/desk/tasks/{task}");

        Assert.That(shown.Select(r => (string?)r!["id"]), Is.EqualTo(new[] { first.CaseId }));
        Assert.That((string?)shown[0]!["shared"]![0]!["kind"], Is.EqualTo("email"));
        Assert.That(all.Select(r => (string?)r["id"]), Is.EquivalentTo(new[] { first.CaseId, elsewhere.CaseId }), "a system that sees both offices is told of both");
        Assert.That(page, Does.Contain("Hồ sơ liên quan").And.Contain(first.CaseId).And.Not.Contain(elsewhere.CaseId));
        Assert.That((await (await own.PersonAsync("intake-officer@hanoi")).GetAsync($"/api/cases/{second.CaseId}/related")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task The_desk_merges_splits_previews_and_tells_the_history_in_plain_words()
    {
        var (one, two) = (await host.PostAsync(MailHost.File("html-va-tep.eml")), await host.PostAsync(MailHost.Mail()));
        var officer = await host.PersonAsync("intake-officer@namdinh");
        var page = await officer.GetStringAsync($"/desk/cases/{one.CaseId}");
        Assert.That(page, Does.Contain("Gộp vào hồ sơ khác").And.Contain("Tách yêu cầu thứ hai").And.Contain("Để riêng"));
        Assert.That(page, Does.Contain("Tiếp nhận yêu cầu").And.Contain("Bắt đầu tính thời hạn").And.Not.Contain("RequestReceived").And.Not.Contain("check-validity until"));

        var wrong = await PostFormAsync(officer, $"/desk/cases/{one.CaseId}/merge", ("into", "khong-co"), ("reason", "Lý do đã gõ"));
        Assert.That(wrong.Status, Is.EqualTo(422));
        Assert.That(wrong.Body, Does.Contain("Lý do đã gõ").And.Contain("Không có hồ sơ").And.Contain("<details open>"), "what was typed comes back");
        var task = await host.TaskAsync(one.CaseId, "check-validity");
        var shown = await PostFormAsync(officer, $"/desk/tasks/{task}/preview", ("outcome", "Incomplete"), ("revision", "1"), ("data.right.hasRight", "true"), ("data.right.text", "Có"),
            ("data.competence.competent", "true"), ("data.competence.text", "Thuộc"), ("data.judgmentContent", "Buộc trả tiền"), ("data.formsOfRequest", "Nộp đơn"), ("data.papersToHandIn", "Bản án <b>gốc</b>"), ("data.reason", "Thiếu"));
        Assert.That(shown.Status, Is.EqualTo(200));
        Assert.That(shown.Body, Does.Contain("Xem trước thư").And.Contain("Bản án &lt;b&gt;gốc").And.Not.Contain("<b>gốc"));
        var document = (await host.ItemsAsync($"/api/cases/{one.CaseId}/documents"))[0];
        Assert.That((await PostFormAsync(officer, $"/desk/cases/{one.CaseId}/split", ("documents", (string)document["id"]!), ("reason", "Hai yêu cầu"))).Status, Is.EqualTo(302));
        Assert.That((await PostFormAsync(officer, $"/desk/cases/{one.CaseId}/merge", ("into", await CodeAsync(two.CaseId)), ("reason", "Một yêu cầu"))).Status, Is.EqualTo(302));
        var after = await MailHost.UntilAsync(() => officer.GetStringAsync($"/desk/cases/{one.CaseId}"), html => html.Contains("Đã tách thành", StringComparison.Ordinal), "the new case is linked");
        Assert.That(after, Does.Contain("Đã gộp vào").And.Contain("Đã gộp vào hồ sơ khác").And.Not.Contain("<form method=\"post\" action=\"/desk/cases"));
        var line = (await host.ItemsAsync($"/api/cases/{one.CaseId}/journal")).Single(l => (string?)l["event"] == "CaseMerged");
        Assert.That(((string?)line["text"]!["vi"])!.StartsWith("Gộp vào hồ sơ: ", StringComparison.Ordinal), Is.True);
    }

    private async Task RefusedAsync(string id, object body, int status, string? field, string user = "intake-officer@namdinh")
    {
        var answer = await host.SendAsync($"/api/cases/{id}/merge", body, user);
        Assert.That(((int)answer.Status, (string?)answer.Body["errors"]?.AsArray().FirstOrDefault()?["field"]), Is.EqualTo((status, field)), answer.ToString());
    }

    private static Task<Answer> PreviewAsync(MailHost at, string task, string outcome, JsonObject? data, int revision = 1, string user = "intake-officer@namdinh") =>
        at.SendAsync($"/api/tasks/{task}/preview", new { outcome, data, expectedRevision = revision }, user);

    private static async Task<(int Status, string Body)> PostFormAsync(HttpClient person, string path, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = form };
        using var response = await person.SendAsync(request);
        // The client follows the redirection, so what came of it is seen at the page it ends at.
        var status = response.RequestMessage!.Method == HttpMethod.Get ? 302 : (int)response.StatusCode;
        return (status, await response.Content.ReadAsStringAsync());
    }

    private async Task<IReadOnlyList<JsonNode>> LettersOfAsync(string caseId)
    {
        await MailHost.UntilAsync(async () => (await (await host.PersonAsync("intake-officer@namdinh")).GetAsync($"/api/cases/{caseId}")).StatusCode, code => code == HttpStatusCode.OK, "the new case is there");
        return await host.LettersAsync(caseId, 1, m => (string?)m["state"] == "sent");
    }

    private async Task<string> CodeAsync(string caseId) => (string)(await host.GetAsync($"/api/cases/{caseId}"))["referenceCode"]!;

    private async Task<int> EventsAsync(string caseId, string name) => (await host.ItemsAsync($"/api/cases/{caseId}/journal")).Count(line => (string?)line["event"] == name);

    private static byte[] Odd() => MailHost.Mail(headers: ("Date", "Wed, 01 Jan 1800 08:00:00 +0700"));
}
