using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ProcedureEngine.Mail;

namespace ProcedureEngine.Host.Tests.Mail;

/// <summary>Mail through HTTP into a started Host: what opens a case, what goes on with one, what a person must look at.</summary>
[TestFixture(HostStore.Sqlite)]
[TestFixture(HostStore.Postgres)]
public sealed class MailDoorTests(HostStore store)
{
    private MailHost host = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => host = await MailHost.StartAsync(store);

    [OneTimeTearDown]
    public async Task StopAsync() => await host.DisposeAsync();

    [Test]
    public async Task A_mail_opens_a_case_that_keeps_it_byte_for_byte_with_its_files()
    {
        var raw = MailHost.File("html-va-tep.eml");

        var answer = await host.PostAsync(raw);

        Assert.That((answer.Status, answer["outcome"], answer["taskId"]), Is.EqualTo((HttpStatusCode.Created, "new-case", (string?)null)));
        var file = await host.GetAsync($"/api/cases/{answer.CaseId}");
        var documents = await host.ItemsAsync($"/api/cases/{answer.CaseId}/documents");
        var message = (await host.ItemsAsync($"/api/cases/{answer.CaseId}/messages")).Single(m => (string?)m["direction"] == "in");
        Assert.Multiple(async () =>
        {
            Assert.That(
                new[] { "status", "channel", "applicantName", "subject" }.Select(member => (string?)file[member]),
                Is.EqualTo(new[] { "checking", "mail", "Nguyễn Thị Lan", "Yêu cầu thi hành án" }));
            Assert.That(file["number"], Is.Null, "a mail takes no number before the first check");
            Assert.That(documents.Select(d => (string?)d["name"]), Is.EquivalentTo(new[] { "bản án.pdf", "tep-2.png" }));
            Assert.That((string?)message["messageId"], Is.EqualTo(answer["messageId"]));
            Assert.That(await host.Store.Blobs.GetAsync(Sha256(raw), CancellationToken.None), Is.EqualTo(raw));
        });
    }

    [Test]
    public async Task The_sender_hears_by_an_automatic_letter_in_the_same_conversation()
    {
        var id = MailHost.NewId();

        var answer = await host.PostAsync(MailHost.Mail(id));

        var letter = (await host.LettersAsync(answer.CaseId, 1, m => (string?)m["state"] == "sent")).Single();
        var read = MimeReader.Read(await File.ReadAllBytesAsync(Path.Combine(host.Folder, (string)letter["proof"]!)));
        Assert.Multiple(() =>
        {
            Assert.That(read.Defects, Is.Empty);
            Assert.That((read.From.Single().Address, read.To.Single().Address), Is.EqualTo((MailHost.Mailbox, "lan@example.vn")));
            Assert.That((read.InReplyTo.Single(), $"<{read.MessageId}>"), Is.EqualTo((id, (string)letter["messageId"]!)));
            Assert.That(read.AutomaticSign, Does.Contain("auto-replied"), "no other machine answers it");
            Assert.That(read.Html, Is.Not.Null);
            Assert.That(Directory.GetFiles(host.MailOut, "*.part"), Is.Empty);
        });
    }

    [Test]
    public async Task The_same_message_twice_also_over_another_route_is_known()
    {
        var raw = MailHost.Mail();
        var first = await host.PostAsync(raw);
        var count = await host.CasesAsync();

        var again = await host.PostAsync(raw);
        var otherRoute = await host.PostAsync([.. "Received: from mx2.example.vn by mx.moj.gov.vn; Mon, 02 Mar 2026 08:17:00 +0700\r\n"u8, .. raw]);

        Assert.That(new[] { again, otherRoute }.Select(a => (a.Status, a["outcome"], a.CaseId)), Is.All.EqualTo((HttpStatusCode.OK, "known-message",
            first.CaseId)));
        Assert.That(await host.CasesAsync(), Is.EqualTo(count));
    }

    [Test]
    public async Task Without_a_message_id_the_same_message_is_one_also_over_another_route()
    {
        var raw = MailHost.Mail(body: $"Thư không có mã {MailHost.NewId()}", headers: ("Message-ID", ""));

        var first = await host.PostAsync(raw);
        var again = await host.PostAsync(raw);
        var otherRoute = await host.PostAsync([.. "Return-Path: <lan@example.vn>\r\nReceived: from mx2.example.vn by mx.moj.gov.vn; Mon, 02 Mar 2026 08:17:00 +0700\r\n"u8, .. raw]);

        Assert.That(first["outcome"], Is.EqualTo("new-case"));
        Assert.That(new[] { again, otherRoute }.Select(a => (a["outcome"], a.CaseId)), Is.All.EqualTo(("known-message", first.CaseId)));
    }

    [Test]
    public async Task Without_a_message_id_and_a_date_the_same_bytes_are_the_same_message()
    {
        var raw = MailHost.Mail(body: $"Thư không có mã và ngày {MailHost.NewId()}", headers: [("Message-ID", ""), ("Date", "")]);

        var first = await host.PostAsync(raw);
        var again = await host.PostAsync(raw);

        Assert.That((first["outcome"], again["outcome"], again.CaseId), Is.EqualTo(("new-case", "known-message", first.CaseId)));
        Assert.That(first["messageId"], Does.Contain(Sha256(raw)));
    }

    [TestCase("Date", "Fri, 31 Dec 9999 23:59:59 -0700")]
    [TestCase("Subject", "=?utf-8?Q?xin_thi_h=C3=A0nh_=C3=A1n_=EF=BF=BE?=")]
    public async Task What_no_calendar_and_no_alphabet_holds_stops_no_mail(string header, string value)
    {
        var answer = await host.PostAsync(MailHost.Mail(headers: (header, value)));

        Assert.That((answer.Status, answer["outcome"]), Is.EqualTo((HttpStatusCode.Created, "new-case")), answer.ToString());
    }

    [Test]
    public async Task Twins_at_the_same_instant_open_one_case()
    {
        var raw = MailHost.Mail();
        var count = await host.CasesAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => host.PostAsync(raw)));

        Assert.Multiple(async () =>
        {
            Assert.That(answers.Count(a => a.Status == HttpStatusCode.Created), Is.EqualTo(1));
            Assert.That(answers.Count(a => a["outcome"] == "known-message"), Is.EqualTo(11));
            Assert.That(answers.Select(a => a.CaseId).Distinct(StringComparer.Ordinal), Has.Exactly(1).Items);
            Assert.That(await host.CasesAsync(), Is.EqualTo(count + 1));
        });
    }

    [Test]
    public async Task One_mail_to_two_offices_opens_a_case_at_each()
    {
        var raw = MailHost.Mail();

        var first = await host.PostAsync(raw);
        var second = await host.PostAsync(raw, MailHost.OtherMailbox.ToUpperInvariant());

        Assert.That((first["outcome"], second["outcome"]), Is.EqualTo(("new-case", "new-case")));
        Assert.That(second.CaseId, Is.Not.EqualTo(first.CaseId));
    }

    [Test]
    public async Task A_reply_to_our_letter_goes_on_with_its_case()
    {
        var opened = await host.PostAsync(MailHost.Mail());
        var letter = (await host.LettersAsync(opened.CaseId, 1, m => (string?)m["state"] == "sent")).Single();
        var reply = MailHost.Mail(from: "luatsu@example.vn", headers: [("Subject", "Re: cam on"), ("In-Reply-To", (string)letter["messageId"]!)]);
        var count = await host.CasesAsync();

        var answer = await host.PostAsync(reply);
        var again = await host.PostAsync(reply);

        Assert.That((answer.Status, answer["outcome"], answer.CaseId), Is.EqualTo((HttpStatusCode.OK, "known-case", opened.CaseId)));
        Assert.That((again["outcome"], again.CaseId), Is.EqualTo(("known-message", opened.CaseId)));
        Assert.That((await host.OpenTasksAsync(opened.CaseId)).Count(task => (string?)task["activityId"] == "correspondence"), Is.EqualTo(1));
        Assert.That(await host.CasesAsync(), Is.EqualTo(count));
    }

    [Test]
    public async Task The_reference_code_in_the_subject_counts_from_the_address_of_the_case_only()
    {
        var opened = await host.PostAsync(MailHost.Mail(from: "chu-ho-so@example.vn"));
        var code = (string)(await host.GetAsync($"/api/cases/{opened.CaseId}"))["referenceCode"]!;

        var own = await host.PostAsync(MailHost.Mail(from: "CHU-HO-SO@example.vn", headers: ("Subject", $"ho so {code.ToLowerInvariant()}")));
        var stranger = await host.PostAsync(MailHost.Mail(from: "la@example.vn", headers: ("Subject", $"ho so {code}")));

        Assert.That((own["outcome"], own.CaseId), Is.EqualTo(("known-case", opened.CaseId)));
        Assert.That((stranger.Status, stranger["outcome"], stranger["reason"]), Is.EqualTo((HttpStatusCode.Accepted, "look-at", "code-from-unknown-sender")));
    }

    [TestCase("tra-loi-tu-dong.eml", "auto-reply")]
    [TestCase("danh-sach.eml", "list")]
    [TestCase("khong-den-noi.eml", "bounce")]
    public async Task Machines_open_no_case_get_no_answer_and_are_kept(string file, string reason)
    {
        var raw = MailHost.File(file, "<not-ours@example.vn>");
        var count = await host.CasesAsync();

        var answer = await host.PostAsync(raw);

        Assert.Multiple(async () =>
        {
            Assert.That((answer.Status, answer["outcome"], answer["reason"], answer["taskId"]), Is.EqualTo((HttpStatusCode.OK, "set-aside", reason,
                (string?)null)));
            Assert.That(await host.CasesAsync(), Is.EqualTo(count));
            Assert.That(await host.ItemsAsync($"/api/cases/{answer.CaseId}/messages"), Is.Empty);
            Assert.That(await RawAsync(answer.CaseId), Is.EqualTo(raw));
            Assert.That((string?)(await host.GetAsync($"/api/cases/{answer.CaseId}"))["status"], Is.EqualTo("set-aside"));
        });
    }

    [Test]
    public async Task Out_of_office_in_answer_to_our_letter_is_no_answer_of_the_applicant()
    {
        var opened = await host.PostAsync(MailHost.Mail());
        var letter = (await host.LettersAsync(opened.CaseId, 1, m => (string?)m["state"] == "sent")).Single();

        var answer = await host.PostAsync(MailHost.File("tra-loi-tu-dong.eml", (string)letter["messageId"]!));

        Assert.That(answer["outcome"], Is.EqualTo("set-aside"));
        Assert.That((string?)(await host.GetAsync($"/api/cases/{answer.CaseId}"))["linkedCaseId"], Is.EqualTo(opened.CaseId));
        Assert.That((await host.ItemsAsync($"/api/cases/{opened.CaseId}/messages")).Count(m => (string?)m["direction"] == "in"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_bounce_of_our_letter_opens_a_task_in_its_case()
    {
        var opened = await host.PostAsync(MailHost.Mail());
        var letter = (await host.LettersAsync(opened.CaseId, 1, m => (string?)m["state"] == "sent")).Single();
        var bounce = MailHost.File("khong-den-noi.eml", (string)letter["messageId"]!);

        var answer = await host.PostAsync(bounce);
        var again = await host.PostAsync(bounce);

        var task = (await host.OpenTasksAsync(opened.CaseId)).Single(t => (string?)t["activityId"] == "correspondence");
        Assert.That((answer["outcome"], answer.CaseId, again["outcome"]), Is.EqualTo(("undelivered", opened.CaseId, "known-message")));
        Assert.That(((string?)task["context"]!["template"], (string?)task["context"]!["to"]), Is.EqualTo(("received", "lan@example.vn")));
        Assert.That((string?)task["context"]!["answer"], Does.Contain("550 5.1.1"));
        var marked = (await host.ItemsAsync($"/api/cases/{opened.CaseId}/messages")).Single(m => (string?)m["direction"] == "out");
        Assert.That(((string?)marked["state"], (string?)marked["proof"]), Is.EqualTo(("undelivered", (string?)letter["proof"])), "not delivered, and the proof of hand-over stays");
        Assert.That((string?)marked["undelivered"]!["answer"], Does.Contain("550 5.1.1"));
    }

    [Test]
    public async Task A_bounce_after_the_case_s_end_marks_the_letter_and_one_person_hears()
    {
        var opened = await host.PostAsync(MailHost.Mail());
        var letter = (await host.LettersAsync(opened.CaseId, 1, m => (string?)m["state"] == "sent")).Single();
        await host.SendAsync($"/api/cases/{opened.CaseId}/withdraw", new { reason = "Đã thỏa thuận xong" });
        var bounce = MailHost.File("khong-den-noi.eml", (string)letter["messageId"]!);
        var looks = (await host.ItemsAsync("/api/cases?procedure=mail-triage&limit=500")).Count;

        var answer = await host.PostAsync(bounce);
        var again = await host.PostAsync(bounce);

        Assert.That((answer.Status, answer["outcome"], answer["reason"]), Is.EqualTo((HttpStatusCode.Accepted, "look-at", "undelivered-after-end")), answer.ToString());
        Assert.That((again["outcome"], again.CaseId), Is.EqualTo(("known-message", answer.CaseId)));
        var marked = (await host.ItemsAsync($"/api/cases/{opened.CaseId}/messages")).Single(m => (string?)m["id"] == (string?)letter["id"]);
        Assert.That((string?)marked["state"], Is.EqualTo("undelivered"));
        Assert.That((string?)marked["undelivered"]!["answer"], Does.Contain("550 5.1.1"));
        Assert.That(await host.ItemsAsync("/api/cases?procedure=mail-triage&limit=500"), Has.Count.EqualTo(looks + 1));
        Assert.That((string?)(await host.OpenTasksAsync(answer.CaseId)).Single()["context"]!["letter"]!["to"], Is.EqualTo("lan@example.vn"));
    }

    [TestCase("Subject", "Vắng mặt theo lịch hẹn, xin đổi ngày")]
    [TestCase("Return-Path", "<>")]
    public async Task A_party_whose_letter_looks_automatic_is_read_by_a_person_and_gets_no_automatic_answer(string header, string value)
    {
        var opened = await host.PostAsync(MailHost.Mail());
        var letter = (await host.LettersAsync(opened.CaseId, 1, m => (string?)m["state"] == "sent")).Single();

        var answer = await host.PostAsync(MailHost.Mail(headers: [("In-Reply-To", (string)letter["messageId"]!), (header, value)]));

        Assert.That((answer.Status, answer["outcome"], answer["reason"]), Is.EqualTo((HttpStatusCode.Accepted, "look-at", "looks-automatic")), answer.ToString());
        var task = (await host.OpenTasksAsync(answer.CaseId)).Single();
        Assert.That((string?)task["context"]!["about"]!["id"], Is.EqualTo(opened.CaseId), "the officer sees whose it is");
        Assert.That(await host.ItemsAsync($"/api/cases/{answer.CaseId}/messages"), Has.None.Matches<JsonNode>(m => (string?)m!["direction"] == "out"));
        await host.LettersAsync(opened.CaseId, 1, m => (string?)m["state"] == "sent");
    }

    private static IEnumerable<TestCaseData> Bad()
    {
        yield return Case("A broken MIME tree is looked at", "damaged-message", MailHost.File("vo-mime.eml"));
        yield return Case("HTML in place of a message is looked at", "not-a-message", "<!doctype html><html><body>502 Bad Gateway</body></html>"u8.ToArray());
        yield return Case("Random bytes are looked at", "not-a-message", [0x25, 0x50, 0x44, 0x46, 0, 1, 2, 3, 0xFF, 0xFE]);
        yield return Case("A date in 1800 is looked at", "odd-date", MailHost.Mail(headers: ("Date", "Wed, 01 Jan 1800 08:00:00 +0700")));
        yield return Case("A date in 1970 is looked at", "odd-date", MailHost.Mail(headers: ("Date", "Thu, 01 Jan 1970 00:00:00 +0000")));
        yield return Case("A date in 2090 is looked at", "odd-date", MailHost.Mail(headers: ("Date", "Sun, 01 Jan 2090 08:00:00 +0700")));
        yield return Case("A name without an address is looked at", "no-sender-address", MailHost.Mail(from: "Nguyen Thi Lan"));
        yield return Case("NUL bytes are looked at", "damaged-message", MailHost.Mail(body: "xin\0 chao\0", headers: ("Subject", "don \0 yeu cau")));
        yield return Case("No sender is looked at", "no-sender-address", MailHost.Mail(from: ""));
        yield return Case("A name of 10,000 characters is looked at", "odd-message", MailHost.Mail(from: $"{new string('n', 10_000)} <lan@example.vn>"));
        yield return Case("3,000 attachments are looked at", "odd-message", Parts(3_000));
    }

    private static TestCaseData Case(string name, string reason, byte[] raw) => new TestCaseData(raw, reason).SetName(name);

    [TestCaseSource(nameof(Bad))]
    public async Task Bad_mail_is_put_before_a_person_with_its_raw_bytes(byte[] raw, string reason)
    {
        var count = await host.CasesAsync();

        var answer = await host.PostAsync(raw);
        var again = await host.PostAsync(raw);

        Assert.Multiple(async () =>
        {
            Assert.That((answer.Status, answer["outcome"], answer["reason"]), Is.EqualTo((HttpStatusCode.Accepted, "look-at", reason)));
            Assert.That((again.Status, again["outcome"], again.CaseId, again["taskId"]), Is.EqualTo((HttpStatusCode.OK, "known-message",
                answer.CaseId, answer["taskId"])));
            Assert.That(await host.CasesAsync(), Is.EqualTo(count));
            Assert.That(await RawAsync(answer.CaseId), Is.EqualTo(raw));
            var task = (await host.OpenTasksAsync(answer.CaseId)).Single();
            Assert.That(((string?)task["id"], (string?)task["role"], (string?)task["office"]), Is.EqualTo((answer["taskId"], "intake-officer", "namdinh")));
            Assert.That((string?)task["context"]!["reasonText"]!["vi"], Is.Not.Empty);
        });
    }

    [Test]
    public async Task Invalid_utf8_is_read_as_well_as_it_can_be()
    {
        var answer = await host.PostAsync([.. MailHost.Mail(body: "Toi yeu cau "), 0xC3, 0x28, 0xFF, 0x0D, 0x0A]);

        Assert.That(answer["outcome"], Is.EqualTo("new-case"));
    }

    [Test]
    public async Task The_same_message_id_with_other_content_is_looked_at_once()
    {
        var id = MailHost.NewId();
        var first = await host.PostAsync(MailHost.Mail(id));
        var other = MailHost.Mail(id, from: "ke-gian@example.vn", body: "Nội dung khác.");

        var answer = await host.PostAsync(other);
        var again = await host.PostAsync(other);
        var original = await host.PostAsync(MailHost.Mail(id));

        Assert.That((answer.Status, answer["reason"]), Is.EqualTo((HttpStatusCode.Accepted, "message-id-reused")));
        Assert.That((again["outcome"], again.CaseId), Is.EqualTo(("known-message", answer.CaseId)));
        Assert.That((original["outcome"], original.CaseId), Is.EqualTo(("known-message", first.CaseId)));
    }

    [Test]
    public async Task Two_contents_of_one_message_id_at_the_same_instant_are_one_case_and_one_look()
    {
        var id = MailHost.NewId();
        var mails = Enumerable.Range(0, 10).Select(n => MailHost.Mail(id, body: n % 2 == 0 ? "Một." : "Hai."));

        var answers = await Task.WhenAll(mails.Select(mail => host.PostAsync(mail)));

        var counts = new[] { "new-case", "look-at", "known-message" }.Select(outcome => answers.Count(a => a["outcome"] == outcome));
        Assert.That(counts, Is.EqualTo(new[] { 1, 1, 8 }));
    }

    [Test]
    public async Task An_unknown_mailbox_is_refused_and_nothing_is_stored()
    {
        var raw = MailHost.Mail();

        var answer = await host.PostAsync(raw, "khong-co@moj.gov.vn");

        Assert.That(((int)answer.Status, (string?)answer.Body["errors"]![0]!["field"]), Is.EqualTo((422, "mailbox")));
        Assert.That(await host.Store.Blobs.SizeAsync(Sha256(raw), CancellationToken.None), Is.Null);
    }

    [Test]
    public async Task Sixty_megabytes_are_refused_and_fifty_are_taken()
    {
        Assert.That((int)(await host.PostAsync(Big(60))).Status, Is.EqualTo(413));
        var taken = await host.PostAsync(Big(49));
        Assert.That((taken.Status, taken["outcome"]), Is.EqualTo((HttpStatusCode.Accepted, "look-at")),
            "an attachment of more than 25 MB is put before a person");
    }

    [TestCase("application/json", 415)]
    [TestCase("text/html", 415)]
    [TestCase("message/rfc822x", 415)]
    public async Task Another_content_type_is_refused(string contentType, int status)
    {
        Assert.That((int)(await host.PostAsync(MailHost.Mail(), contentType: contentType)).Status, Is.EqualTo(status));
    }

    [Test]
    public async Task An_empty_body_is_refused()
    {
        Assert.That((int)(await host.PostAsync([])).Status, Is.EqualTo(422));
    }

    [TestCase("operator@namdinh", 201)]
    [TestCase("intake-officer@namdinh", 403)]
    [TestCase("operator@hanoi", 404)]
    public async Task The_door_is_the_operators(string user, int status)
    {
        Assert.That((int)(await host.PostAsync(MailHost.Mail(), client: await host.PersonAsync(user))).Status, Is.EqualTo(status));
    }

    [Test]
    public async Task Nobody_comes_in_without_a_key_or_a_session()
    {
        Assert.That((int)(await host.PostAsync(MailHost.Mail(), client: host.Anonymous())).Status, Is.EqualTo(401));
    }

    [Test]
    public async Task What_the_procedure_refuses_is_put_before_a_person()
    {
        await using var pilot = await MailHost.StartAsync(store, ("Pilot:Extended", "false"));

        var answer = await pilot.PostAsync(MailHost.Mail());

        Assert.That((answer.Status, answer["outcome"], answer["reason"]), Is.EqualTo((HttpStatusCode.Accepted, "look-at", "pilot-scope")));
    }

    [Test]
    public async Task A_machine_that_answers_every_acknowledgement_is_stopped_by_a_person()
    {
        await using var own = await MailHost.StartAsync(store, ("Mail:MaxCasesPerSenderHour", "3"));
        var outcomes = new List<string?>();

        for (var n = 0; n < 6; n++)
            outcomes.Add((await own.PostAsync(MailHost.Mail(from: "May tra loi <may@example.vn>", headers: ("Subject", $"Cam on {n}"))))["outcome"]);
        var other = await own.PostAsync(MailHost.Mail());

        Assert.That(outcomes, Is.EqualTo(new[] { "new-case", "new-case", "new-case", "look-at", "look-at", "look-at" }));
        Assert.That(other["outcome"], Is.EqualTo("new-case"), "others are not held up");
    }

    [Test]
    public async Task Two_machines_that_answer_each_other_do_not_go_round()
    {
        var opened = await host.PostAsync(MailHost.Mail(from: "may-a@example.vn"));
        var letter = (await host.LettersAsync(opened.CaseId, 1, m => (string?)m["state"] == "sent")).Single();

        for (var round = 0; round < 10; round++)
        {
            var answer = await host.PostAsync(MailHost.Mail(from: "may-a@example.vn", headers: [("Subject", $"Re: da nhan {round}"), ("In-Reply-To", (string)letter["messageId"]!)]));
            Assert.That((answer["outcome"], answer.CaseId), Is.EqualTo(("known-case", opened.CaseId)));
        }

        Assert.That((await host.ItemsAsync($"/api/cases/{opened.CaseId}/messages")).Count(m => (string?)m["direction"] == "out"), Is.EqualTo(1), "what answers our letter is not answered by a machine");
    }

    [Test]
    public async Task A_stranger_s_reply_lies_in_its_case_and_ends_no_wait_before_it_is_confirmed()
    {
        var opened = await host.PostAsync(MailHost.Mail());
        await host.CompleteAsync(await host.TaskAsync(opened.CaseId, "check-validity"), "Incomplete", Guidance());
        var letters = await host.LettersAsync(opened.CaseId, 2, m => (string?)m["state"] == "sent");
        var reply = MailHost.Mail(from: "luatsu@example.vn", headers: ("In-Reply-To", (string)letters[^1]["messageId"]!));

        var answer = await host.PostAsync(reply);

        Assert.That((answer["outcome"], answer.CaseId), Is.EqualTo(("known-case", opened.CaseId)));
        Assert.That((string?)(await host.GetAsync($"/api/cases/{opened.CaseId}"))["status"], Is.EqualTo("awaiting-applicant"));
        var confirm = (await host.OpenTasksAsync(opened.CaseId)).Single(t => ((string?)t["name"])!.StartsWith("stranger-", StringComparison.Ordinal));
        Assert.That((string?)confirm["context"]!["from"], Is.EqualTo("luatsu@example.vn"));
        await host.CompleteAsync((string)confirm["id"]!, "IsAnswer", new { isPartyAddress = true });
        Assert.That((string?)(await host.GetAsync($"/api/cases/{opened.CaseId}"))["status"], Is.EqualTo("checking"));
        var code = (string)(await host.GetAsync($"/api/cases/{opened.CaseId}"))["referenceCode"]!;
        var known = await host.PostAsync(MailHost.Mail(from: "LuatSu@example.vn", headers: ("Subject", $"ho so {code}")));
        Assert.That((known["outcome"], known.CaseId), Is.EqualTo(("known-case", opened.CaseId)), "the confirmed address is a party's from now on");
    }

    [Test]
    public async Task A_late_answer_after_the_lapse_takes_the_case_up_again_once()
    {
        await using var own = await MailHost.StartAsync(store);
        var opened = await own.PostAsync(MailHost.Mail());
        await own.CompleteAsync(await own.TaskAsync(opened.CaseId, "check-validity"), "Incomplete", Guidance());
        var letters = await own.LettersAsync(opened.CaseId, 2, m => (string?)m["state"] == "sent");
        await own.AdvanceAsync("P70D");
        Assert.That((string?)(await own.GetAsync($"/api/cases/{opened.CaseId}"))["status"], Is.EqualTo("closed-lapsed"));
        var late = MailHost.Mail(headers: ("References", (string)letters[^1]["messageId"]!));

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => own.PostAsync(late)));

        Assert.Multiple(async () =>
        {
            Assert.That(answers.Select(a => a.CaseId).Distinct(StringComparer.Ordinal), Is.EqualTo(new[] { opened.CaseId }));
            Assert.That(answers.Count(a => a["outcome"] == "known-message"), Is.EqualTo(5));
            Assert.That((string?)(await own.GetAsync($"/api/cases/{opened.CaseId}"))["status"], Is.EqualTo("checking"));
            Assert.That((await own.ItemsAsync($"/api/cases/{opened.CaseId}/journal")).Count(line => (string?)line["event"] == "Reopened"), Is.EqualTo(1));
            Assert.That((await own.ItemsAsync($"/api/cases/{opened.CaseId}/messages")).Count(m => (string?)m["direction"] == "in"), Is.EqualTo(2));
        });
    }

    [Test]
    public async Task A_sender_is_not_written_into_the_journal()
    {
        var opened = await host.PostAsync(MailHost.Mail(from: "rieng-tu@example.vn"));
        var looked = await host.PostAsync(MailHost.Mail(from: "rieng-tu@example.vn", headers: ("Date", "Wed, 01 Jan 1800 08:00:00 +0700")));

        foreach (var id in new[] { opened.CaseId, looked.CaseId })
            Assert.That((await host.GetAsync($"/api/cases/{id}/journal")).ToJsonString(), Does.Not.Contain("rieng-tu"));
    }

    internal static JsonObject Guidance() => new()
    {
        ["right"] = new JsonObject { ["hasRight"] = true, ["text"] = "Người được thi hành án." },
        ["competence"] = new JsonObject { ["competent"] = true, ["text"] = "Thuộc thẩm quyền." },
        ["judgmentContent"] = "Buộc trả 250.000.000 đồng.",
        ["formsOfRequest"] = "Nộp đơn, trình bày trực tiếp, hoặc gửi qua bưu điện.",
        ["papersToHandIn"] = new JsonArray("Bản án"),
        ["reason"] = "Thiếu bản án.",
        ["missing"] = new JsonArray("Bản án có hiệu lực"),
    };

    private async Task<byte[]?> RawAsync(string caseId)
    {
        var document = (await host.ItemsAsync($"/api/cases/{caseId}/documents")).Single(d => (string?)d["kind"] == "raw-mail");
        return await host.Store.Blobs.GetAsync((string)document["sha256"]!, CancellationToken.None);
    }

    private static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static byte[] Big(int megabytes)
    {
        var head = MailHost.Mail(body: "--b\r\nContent-Type: application/octet-stream\r\n\r\n", headers: ("Content-Type", "multipart/mixed; boundary=b"));
        var bytes = new byte[megabytes * 1024 * 1024];
        bytes.AsSpan().Fill((byte)'a');
        head.CopyTo(bytes, 0);
        "\r\n--b--\r\n"u8.CopyTo(bytes.AsSpan(bytes.Length - 9));
        return bytes;
    }

    private static byte[] Parts(int count) => MailHost.Mail(
        body: string.Concat(Enumerable.Range(0, count).Select(n => $"--b\r\nContent-Type: image/png; name=a{n}.png\r\n\r\nx{n}\r\n")) + "--b--",
            headers: ("Content-Type", "multipart/mixed; boundary=b"));
}
