using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ProcedureEngine.Mail.Tests;

internal sealed partial class MailWriterTests
{
    private static OutgoingMail Full() => Letters.Plain() with
    {
        Cc = [new MailAddress("", "b@example.vn")],
        ReplyTo = [Letters.Office],
        Html = "<p>Kính gửi ông <b>Nguyễn Văn A</b></p>",
        InReplyTo = "<request-1@example.vn>",
        References = ["root@example.vn", "request-1@example.vn"],
        AutoSubmitted = AutoSubmitted.Replied,
        Calendar = Letters.Appointment(),
        Attachments =
        [
            new OutgoingAttachment("Quyết định số 12/QĐ-CCTHADS ngày 24 tháng 11 năm 2026 về việc thi hành án theo yêu cầu.pdf", "application/pdf", new byte[] { 1, 2, 0, 13, 10, 255 }),
            new OutgoingAttachment("plain.txt", "text/plain", "abc"u8.ToArray()),
        ],
    };

    [Test]
    public void Everything_written_is_read_back()
    {
        var letter = Full();

        var mail = MimeReader.Read(MailWriter.Write(letter));

        Assert.Multiple(() =>
        {
            Assert.That(mail.Defects, Is.Empty);
            Assert.That(mail.From, Is.EqualTo(new[] { letter.From }));
            Assert.That(mail.To, Is.EqualTo(letter.To));
            Assert.That(mail.Cc, Is.EqualTo(letter.Cc));
            Assert.That(mail.ReplyTo, Is.EqualTo(letter.ReplyTo));
            Assert.That(mail.Subject, Is.EqualTo(letter.Subject));
            Assert.That(mail.Date, Is.EqualTo(letter.Date));
            Assert.That(mail.MessageId, Is.EqualTo("letter-1@moj.gov.vn"));
            Assert.That(mail.InReplyTo, Is.EqualTo(new[] { "request-1@example.vn" }));
            Assert.That(mail.References, Is.EqualTo(letter.References));
            Assert.That(mail.Text, Is.EqualTo(letter.Text));
            Assert.That(mail.Html, Is.EqualTo(letter.Html));
            Assert.That(mail.IsAutoReply, Is.True);
            Assert.That(mail.Attachments.Select(a => a.ContentType), Is.EqualTo(new[] { "text/calendar", "application/pdf", "text/plain", "application/ics" }));
            Assert.That(mail.Attachments[1].FileName, Is.EqualTo(letter.Attachments[0].FileName.Replace('/', '_')));
            Assert.That(mail.Attachments[1].Bytes.ToArray(), Is.EqualTo(letter.Attachments[0].Bytes.ToArray()));
        });
    }

    [Test]
    public void Same_letter_gives_the_same_bytes()
    {
        var first = MailWriter.Write(Full());
        var second = MailWriter.Write(Full());

        Assert.That(second, Is.EqualTo(first));
    }

    [Test]
    public void Bytes_are_short_ascii_lines_ended_by_crlf_with_short_encoded_words()
    {
        var long1 = string.Concat(Enumerable.Repeat("Đề nghị 𝄞 thi hành bản án số 12 ", 60));
        var bytes = MailWriter.Write(Full() with { Subject = long1, Text = long1 + new string('x', 5000), Html = new string('y', 5000) });
        var text = Encoding.Latin1.GetString(bytes);

        Assert.That(bytes, Has.All.LessThan(128));
        Assert.That(text.Replace("\r\n", ""), Does.Not.Contain("\r").And.Not.Contain("\n"));
        Assert.That(text.Split("\r\n").Max(l => l.Length), Is.LessThanOrEqualTo(998));
        Assert.That(EncodedWord().Matches(text).Select(m => m.Length), Is.Not.Empty.And.All.LessThanOrEqualTo(75));
        foreach (Match word in EncodedWord().Matches(text))
        {
            Assert.That(EncodedWords.Decode(word.Value), Does.Not.Contain("\uFFFD"), "each word holds whole characters");
        }

        Assert.That(MimeReader.Read(bytes).Subject, Is.EqualTo(long1.Trim()));
    }

    [Test]
    public void Values_cannot_become_headers()
    {
        const string evil = "x\r\nBcc: victim@example.vn\r\n\r\nbody\0\u2028\v";
        var letter = Letters.Plain(subject: evil) with
        {
            From = Letters.Office with { DisplayName = evil },
            To = [new MailAddress(evil, "a@example.vn")],
            InReplyTo = "a@b>\r\nBcc: victim@example.vn",
            References = ["c@d\nBcc: victim@example.vn", "ok@example.vn"],
            Attachments = [new OutgoingAttachment("../" + evil, "application/pdf", default)],
        };

        var mail = MimeReader.Read(MailWriter.Write(letter));

        Assert.That(mail.Headers.Select(h => h.Name), Is.EquivalentTo(new[] { "From", "To", "Subject", "Date", "Message-ID", "References", "MIME-Version", "Content-Type" })
            .Using<string>((a, b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase)));
        Assert.That(mail.To, Has.Count.EqualTo(1));
        Assert.That(mail.Attachments.Single().FileName, Does.StartWith(".._x"));
        Assert.That(mail.Text, Is.EqualTo(letter.Text));
    }

    [TestCase("a@example.vn\r\nBcc: b@example.vn")]
    [TestCase("a@example.vn, b@example.vn")]
    [TestCase("a b@example.vn")]
    [TestCase("<a@example.vn>")]
    [TestCase("a@example.vn\0")]
    [TestCase("")]
    [TestCase("nguyễn@example.vn")]
    public void Address_that_cannot_be_written_safely_is_refused_by_name(string address)
    {
        var letter = Letters.Plain() with { To = [new MailAddress("", address)] };

        Assert.That(() => MailWriter.Write(letter), Throws.TypeOf<InvalidOutgoingMailException>().With.Property("Field").EqualTo("To"));
    }

    [TestCase("no-at-sign")]
    [TestCase("a@b\r\nX: y")]
    [TestCase("a@<b>")]
    public void Message_id_that_cannot_be_written_safely_is_refused(string id) =>
        Assert.That(() => MailWriter.Write(Letters.Plain() with { MessageId = id }), Throws.TypeOf<InvalidOutgoingMailException>());

    [Test]
    public void Domain_in_vietnamese_is_written_in_its_ascii_form()
    {
        var mail = MimeReader.Read(MailWriter.Write(Letters.Plain() with { To = [new MailAddress("", "a@việtnam.vn")] }));

        Assert.That(mail.To.Single().Address, Is.EqualTo("a@" + new IdnMapping().GetAscii("việtnam.vn")));
    }

    [TestCase("From here on\nFrom there\n")]
    [TestCase("--=_aaa\n=_\n")]
    [TestCase("dot\n.\n..\n")]
    [TestCase("")]
    [TestCase("không xuống dòng")]
    [TestCase("trailing space \n\ttab\t\n")]
    [TestCase("a\u0301 combining and 𝄞\n")]
    public void Text_comes_back_as_it_was(string text)
    {
        var back = MimeReader.Read(MailWriter.Write(Letters.Plain(text: text))).Text;

        Assert.That(back.TrimEnd('\n'), Is.EqualTo(text.TrimEnd('\n')));
    }

    [Test]
    public void Very_long_conversation_names_its_first_and_newest_messages()
    {
        var ids = Enumerable.Range(0, 500).Select(i => $"{i}@example.vn").ToList();

        var references = MimeReader.Read(MailWriter.Write(Letters.Plain() with { References = ids })).References;

        Assert.That(references, Has.Count.EqualTo(30));
        Assert.That((references[0], references[^1]), Is.EqualTo(("0@example.vn", "499@example.vn")));
    }

    [GeneratedRegex(@"=\?[^?\s]+\?[BbQq]\?[^?\s]*\?=", RegexOptions.NonBacktracking)]
    private static partial Regex EncodedWord();
}
