using System.Text;
using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Mail.Intake;

namespace ProcedureEngine.Mail.Tests.Intake;

public sealed class IdentityTests
{
    private const string RawDigest = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private const string OtherDigest = "fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210";

    [Test]
    public void Another_route_to_the_mailbox_leaves_the_digest_as_it_is()
    {
        var first = Of(Facts.Raw());
        var second = Of("Received: from mx2.example.vn by mx.moj.gov.vn\r\nX-Spam-Score: 0.1\r\n" + Facts.Raw());

        Assert.That(second, Is.EqualTo(first));
    }

    [TestCase("From: khac@example.vn", "Tôi yêu cầu thi hành án.", TestName = "Another sender is another message")]
    [TestCase("Date: Mon, 23 Nov 2026 08:15:01 +0700", "Tôi yêu cầu thi hành án.", TestName = "Another date is another message")]
    [TestCase("", "Tôi yêu cầu thi hành án!", TestName = "Another body is another message")]
    public void Other_content_has_another_digest(string headers, string body)
    {
        Assert.That(Of(Facts.Raw(headers, body)).ContentDigest, Is.Not.EqualTo(Of(Facts.Raw()).ContentDigest));
    }

    [Test]
    public void Other_attachments_of_the_same_length_are_another_message()
    {
        Assert.That(Of(WithFile("AAAA")).ContentDigest, Is.Not.EqualTo(Of(WithFile("BBBB")).ContentDigest));
    }

    [TestCase("Message-ID:", TestName = "No Message-ID")]
    [TestCase("Message-ID: <>", TestName = "An empty one")]
    [TestCase("Message-ID: PAGE", TestName = "One of a page's length")]
    public void Without_a_usable_message_id_the_message_is_the_same_over_another_route(string header)
    {
        var raw = Facts.Raw(header.Replace("PAGE", $"<{new string('a', 5_000)}@example.vn>", StringComparison.Ordinal));
        var first = Of(raw);
        var second = Of("Return-Path: <lan@example.vn>\r\nReceived: from mx2.example.vn by mx.moj.gov.vn\r\n" + raw, OtherDigest);

        Assert.That(second, Is.EqualTo(first));
        Assert.That(first.MessageId, Does.EndWith("@message-id.invalid>").And.Not.Contain(RawDigest));
    }

    [TestCase("From: khac@example.vn", TestName = "Without a Message-ID, another sender is another message")]
    [TestCase("From: Nguyen Thi Hoa <lan@example.vn>", TestName = "Without a Message-ID, another name at one address is another message")]
    [TestCase("Date: Mon, 23 Nov 2026 08:15:01 +0700", TestName = "Without a Message-ID, another second is another message")]
    [TestCase("Subject: Bo sung", TestName = "Without a Message-ID, another subject is another message")]
    [TestCase("To: khac@moj.gov.vn", TestName = "Without a Message-ID, another addressee is another message")]
    [TestCase("In-Reply-To: <khac@example.vn>", TestName = "Without a Message-ID, another letter answered is another message")]
    public void Without_a_message_id_what_the_sender_writes_tells_messages_apart(string header)
    {
        Assert.That(Of(Facts.Raw($"Message-ID:\n{header}")).MessageId, Is.Not.EqualTo(Of(Facts.Raw("Message-ID:")).MessageId));
    }

    [TestCase("Message-ID:\nDate:", TestName = "Neither Message-ID nor date")]
    [TestCase("Message-ID:\nDate: hôm qua", TestName = "No Message-ID, and a date nobody can read")]
    [TestCase("Message-ID:\nFrom:", TestName = "Neither Message-ID nor sender")]
    [TestCase("Message-ID:\nFrom: Nguyen Thi Lan", TestName = "No Message-ID, and a sender without an address")]
    public void What_says_too_little_is_known_by_its_bytes(string headers)
    {
        Assert.That(Of(Facts.Raw(headers)).MessageId, Is.EqualTo($"<{RawDigest}@message-id.invalid>"));
    }

    [TestCase("Re: [ABCD-2345-WXYZ] Đã nhận yêu cầu", "ABCD-2345-WXYZ", "")]
    [TestCase("Re: abcd-2345-wxyz", "ABCD-2345-WXYZ", "")]
    [TestCase("ABCD-2345-WXYZ và ABCD-2345-WXYY", "ABCD-2345-WXYZ|ABCD-2345-WXYY", "")]
    [TestCase("XABCD-2345-WXYZ", "", "")]
    [TestCase("Số thẻ 1234-5678-9012-3456", "", "")]
    [TestCase("Về hồ sơ số 12/2026/HTTT", "", "12/2026/HTTT")]
    [TestCase("ho so 12 / 2026 / httt", "", "12/2026/HTTT")]
    [TestCase("hồ sơ 0012/2026/HTTT", "", "12/2026/HTTT")]
    [TestCase("Bản án số 12/2026/DS-ST", "", "")]
    [TestCase("112/2026/HTTTX", "", "")]
    [TestCase("", "", "")]
    public void Subjects_name_cases(string subject, string codes, string numbers)
    {
        var found = SubjectReferences.Of(subject, "{sequence}/{year}/HTTT");

        Assert.That((string.Join('|', found.Codes), string.Join('|', found.Numbers)), Is.EqualTo((codes, numbers)));
    }

    [Test]
    public void A_subject_of_a_megabyte_or_half_a_character_is_read_in_no_time()
    {
        Assert.That(SubjectReferences.Of(new string('1', 1_000_000) + "\ud83d", "{sequence}/{year}").Numbers, Is.Empty);
        Assert.That(SubjectReferences.Of(new string('a', 999) + "\ud83d\ude00", "{sequence}/{year}").Codes, Is.Empty);
    }

    [Test]
    public void A_number_is_given_back_in_the_words_of_the_pattern()
    {
        Assert.That(SubjectReferences.Of("HS-7/2026-YCTHA", "hs-{sequence}/{year}-ycTHA").Numbers, Is.EqualTo(new[] { "hs-7/2026-ycTHA" }));
    }

    [Test]
    public void Long_text_lies_whole_with_the_files()
    {
        var text = string.Concat(Enumerable.Range(0, 20_000).Select(n => $"dòng {n}\n"));
        var message = Facts.Mail(body: text);
        var content = new MailContent(message, MailIdentity.Of(message, RawDigest));

        var received = content.Received(Facts.Office.Mailbox, RawDigest, [new ReceivedFile("attachment", "noi-dung-thu.txt", "text/plain", 1, RawDigest)]);

        Assert.That(received.Text, Has.Length.LessThanOrEqualTo(100_000).And.StartsWith("dòng 0\n"));
        Assert.That(Encoding.UTF8.GetString(content.Files.Single().Bytes.Span).TrimEnd(), Is.EqualTo(message.Text.TrimEnd()));
    }

    [Test]
    public void Header_lines_lose_their_control_characters_and_names_their_pages()
    {
        var message = Facts.Mail($"From: \"{new string('a', 5_000)}\" <lan@example.vn>\nSubject: a\tb");
        var received = new MailContent(message, MailIdentity.Of(message, RawDigest)).Received(Facts.Office.Mailbox, RawDigest, []);

        Assert.That((received.From, received.FromName.Length, received.Subject), Is.EqualTo(("lan@example.vn", 500, "a b")));
    }

    private static MailIdentity Of(string raw, string digest = RawDigest) => MailIdentity.Of(MimeReader.Read(Encoding.UTF8.GetBytes(raw)), digest);

    private static string WithFile(string base64) => Facts.Raw(
        "Content-Type: multipart/mixed; boundary=b\nContent-Transfer-Encoding:",
        $"--b\r\nContent-Type: text/plain\r\n\r\nxin chao\r\n--b\r\nContent-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n{base64}\r\n--b--");
}
