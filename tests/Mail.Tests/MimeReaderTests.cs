using System.Text;

namespace ProcedureEngine.Mail.Tests;

internal sealed class MimeReaderTests
{
    private static MailMessage Read(string message) => MimeReader.Read(Encoding.UTF8.GetBytes(message.ReplaceLineEndings("\r\n")));

    [Test]
    public void A_fault_of_the_reader_is_told_and_nothing_is_thrown()
    {
        var mail = MimeReader.Read("From: a@b.vn"u8.ToArray(), _ => throw new InvalidOperationException("đứt"));

        Assert.That((mail.IsMessage, mail.Defects.Single().Kind), Is.EqualTo((false, MailDefectKind.Unreadable)));
        Assert.That(mail.Defects[0].Detail, Does.Contain("InvalidOperationException: đứt"));
    }

    [TestCase("=?utf-8?Q?a=EF=BF=BEb?=", TestName = "Subject with U+FFFE, which Unicode calls no character")]
    [TestCase("=?utf-16?B?ANhBAA==?=", TestName = "Subject with half a surrogate pair")]
    public void What_is_no_character_is_replaced(string subject)
    {
        var mail = Read($"From: a@b.vn\nSubject: {subject}\nContent-Type: text/plain; charset=utf-8\n\na\uFFFEb\n");

        Assert.That((mail.IsMessage, mail.Text), Is.EqualTo((true, "a\uFFFDb\n")));
        Assert.That(mail.Subject, Does.Contain('\uFFFD').And.Not.Contain('\uFFFE'));
    }

    [TestCase("Fri, 31 Dec 9999 23:59:59 -0700")]
    [TestCase("Fri, 31 Dec 9999 23:59:59 -0001")]
    [TestCase("9999-12-31T17:00:00-07:00")]
    public void A_date_beyond_the_last_instant_is_none(string date)
    {
        var mail = Read($"From: a@b.vn\nDate: {date}\n\nx\n");

        Assert.That((mail.Date, mail.Defects.Any(defect => defect.Kind == MailDefectKind.BadDate)), Is.EqualTo(((NodaTime.OffsetDateTime?)null, true)));
    }

    [TestCase("Fri, 31 Dec 9999 23:59:59 +0000", "9999-12-31T23:59:59Z")]
    [TestCase("Fri, 31 Dec 9999 16:59:59 -0700", "9999-12-31T23:59:59Z")]
    [TestCase("Mon, 01 Jan 0001 00:00:00 +1800", "0000-12-31T06:00:00Z")]
    public void The_last_and_first_dates_that_can_be_told_are_read(string date, string instant)
    {
        Assert.That(Read($"From: a@b.vn\nDate: {date}\n\nx\n").Date!.Value.ToInstant().ToString(), Is.EqualTo(instant));
    }

    [Test]
    public void Name_before_several_addresses_is_the_first_one_s()
    {
        var mail = Read("From: a@b.vn\nTo: Nguyen Van A b@c d@e f@g, (Hoa) \"h\"@i <j@k>\n\nx\n");

        Assert.That(mail.To.Select(to => (to.DisplayName, to.Address)), Is.EqualTo(
            new[] { ("Nguyen Van A", "b@c"), ("", "d@e"), ("", "f@g"), ("Hoa", "\"h\"@i"), ("", "j@k") }));
    }

    [TestCase(2_000, 2_000)]
    [TestCase(2_001, 2_000)]
    public void Display_name_is_cut(int length, int kept)
    {
        Assert.That(Read($"From: {new string('a', length)} <a@b.vn>\n\nx\n").From.Single().DisplayName, Has.Length.EqualTo(kept));
    }

    [TestCase(9_999, false)]
    [TestCase(10_000, true)]
    public void Addresses_beyond_ten_thousand_in_a_field_are_told(int count, bool isTold)
    {
        var mail = Read($"From: a@b.vn\nTo: {string.Concat(Enumerable.Repeat("a@b,", count))}\n\nx\n");

        Assert.That((mail.To.Count, mail.Defects.Any(defect => defect.Kind == MailDefectKind.TooManyAddresses)), Is.EqualTo((count, isTold)));
    }

    [Test]
    public void Encoded_words_cut_inside_a_character_are_joined_before_they_are_decoded()
    {
        var mail = Read("From: a@b.vn\nSubject: =?UTF-8?B?WcOqdSBj4bo=?=\n =?utf-8?B?p3UgdGhp?= =?UTF-8?Q?_h=C3?= =?UTF-8?Q?=A0nh_=C3=A1n?=\n\nx\n");

        Assert.That(mail.Subject, Is.EqualTo("Yêu cầu thi hành án"));
    }

    [TestCase("Nguyễn Văn A <a@b.vn>", "Nguyễn Văn A", "a@b.vn", TestName = "8-bit name")]
    [TestCase("=?utf-8?B?Tmd1eeG7hW4gVsSDbiBB?=", "Nguyễn Văn A", "", TestName = "name without address")]
    [TestCase("Nguyen, Van A <a@b.vn>", "Nguyen, Van A", "a@b.vn", TestName = "unquoted comma")]
    [TestCase("\"Nguyen Van A <a@b.vn>", "Nguyen Van A", "a@b.vn", TestName = "quote that never closes")]
    [TestCase("a@b.vn (Nguyen Van A)", "Nguyen Van A", "a@b.vn", TestName = "name in a comment")]
    [TestCase("=?utf-8?B?Tmd1eeG7hW4gPGFAYi52bj4=?=", "Nguyễn", "a@b.vn", TestName = "address inside an encoded word")]
    [TestCase("<a@b.vn", "", "a@b.vn", TestName = "bracket that never closes")]
    [TestCase("\"A (B) C\" <a@b.vn>", "A (B) C", "a@b.vn", TestName = "parentheses in quotes")]
    [TestCase("\"x@y.vn\" <a@b.vn>", "x@y.vn", "a@b.vn", TestName = "address as a name")]
    public void Sender_is_found_however_it_is_written(string field, string name, string address)
    {
        var mail = Read($"From: {field}\nSubject: x\n\nx\n");

        Assert.That(mail.From, Is.EqualTo(new[] { new MailAddress(name, address) }));
    }

    [Test]
    public void Members_of_groups_and_of_repeated_fields_are_all_found()
    {
        var mail = Read("From: a@b.vn\nTo: undisclosed-recipients:;, G: x@y.vn, \"Z, Y\" <z@y.vn>;\nTo: c@d.vn\n\nb\n");

        Assert.That(mail.To.Select(a => a.Address), Is.EqualTo(new[] { "x@y.vn", "z@y.vn", "c@d.vn" }));
    }

    [TestCase("Mon, 1 Jan 1800 10:00:00 +0700", "1800-01-01T10:00:00+07")]
    [TestCase("Thu, 01 Jan 1970 00:00:00 +0000", "1970-01-01T00:00:00Z")]
    [TestCase("1 Jan 2099 10:00:00 GMT", "2099-01-01T10:00:00Z")]
    [TestCase("Tue, 24 Nov 26 10:00 ICT", "2026-11-24T10:00:00+07")]
    [TestCase("Tue, 24 Nov 2026 10:00:00 +0700 (Indochina Time)", "2026-11-24T10:00:00+07")]
    [TestCase("2026-11-24T10:00:00+07:00", "2026-11-24T10:00:00+07")]
    [TestCase("Tue, 24 Nov 2026 25:61:00 +0700", null)]
    [TestCase("30 Feb 2026 10:00:00 +0700", null)]
    [TestCase("Tue, 24 Nov 2026 10:00:00 +9900", null)]
    [TestCase("nonsense", null)]
    public void Date_is_read_or_is_none(string field, string? expected)
    {
        var mail = Read($"From: a@b.vn\nDate: {field}\n\nx\n");

        Assert.That(mail.Date?.ToString("G", System.Globalization.CultureInfo.InvariantCulture), Is.EqualTo(expected));
        Assert.That(mail.Defects.Any(d => d.Kind == MailDefectKind.BadDate), Is.EqualTo(expected is null));
    }

    [Test]
    public void Mixed_message_gives_text_html_and_files_with_names_of_every_kind()
    {
        var mail = Read("""
            From: a@b.vn
            Subject: x
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary="outer"

            --outer
            Content-Type: multipart/alternative; boundary=inner

            --inner
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            Y=C3=AAu c=E1=BA=A7u
            --inner
            Content-Type: text/html; charset=utf-8

            <p>Yêu cầu</p>
            --inner--
            --outer
            Content-Type: application/pdf
            Content-Disposition: attachment; filename*0*=UTF-8''%C4%90%C6%A1n%20y%C3; filename*1*=%AAu; filename*2=.pdf
            Content-Transfer-Encoding: base64

            JVBERg==
            --outer
            Content-Type: image/png; name="=?UTF-8?B?4bqjbmgucG5n?="
            Content-ID: <p1>
            Content-Transfer-Encoding: base64

            iVBORw0
            --outer
            Content-Type: message/rfc822

            From: c@d.vn
            Subject: in

            inside
            --outer--
            """);

        Assert.Multiple(() =>
        {
            Assert.That(mail.Text, Is.EqualTo("Yêu cầu"));
            Assert.That(mail.Html, Is.EqualTo("<p>Yêu cầu</p>"));
            Assert.That(mail.Attachments.Select(a => a.FileName), Is.EqualTo(new[] { "Đơn yêu.pdf", "ảnh.png", null }));
            Assert.That(mail.Attachments.Select(a => a.IsInline), Is.EqualTo(new[] { false, true, false }));
            Assert.That(Encoding.ASCII.GetString(mail.Attachments[0].Bytes.Span), Is.EqualTo("%PDF"));
            Assert.That(mail.Attachments[1].ContentId, Is.EqualTo("p1"));
            Assert.That(mail.Attachments[1].Bytes.ToArray(), Is.EqualTo(new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D }));
            Assert.That(MimeReader.Read(mail.Attachments[2].Bytes).Text, Is.EqualTo("inside"));
        });
    }

    [TestCase("Content-Type: multipart/mixed", MailDefectKind.MissingBoundary)]
    [TestCase("Content-Type: multipart/mixed; boundary=other", MailDefectKind.BoundaryNotFound)]
    public void Parts_are_found_without_their_boundary(string contentType, MailDefectKind defect)
    {
        var mail = Read($"From: a@b.vn\n{contentType}\n\n--xx\nContent-Type: text/plain\n\nbody\n--xx\nContent-Type: application/pdf\n\n%PDF\n--xx--\n");

        Assert.That(mail.Text, Is.EqualTo("body"));
        Assert.That(mail.Attachments, Has.Count.EqualTo(1));
        Assert.That(mail.Defects.Select(d => d.Kind), Does.Contain(defect));
    }

    [Test]
    public void Text_in_windows_1258_keeps_its_combining_marks()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var bytes = Encoding.GetEncoding(1258).GetBytes("From: a@b.vn\r\nContent-Type: text/plain; charset=windows-1258\r\n\r\nYêu c\u00E2\u0300u thi ha\u0300nh a\u0301n");

        Assert.That(MimeReader.Read(bytes).Text, Is.EqualTo("Yêu c\u00E2\u0300u thi ha\u0300nh a\u0301n"));
    }

    [TestCase("us-ascii")]
    [TestCase("iso-8859-1")]
    [TestCase("windows-1258")]
    [TestCase("no-such-charset")]
    public void Utf8_under_a_wrong_label_is_read_as_utf8(string label)
    {
        var mail = Read($"From: a@b.vn\nSubject: =?{label}?Q?Y=C3=AAu_c=E1=BA=A7u?=\nContent-Type: text/plain; charset={label}\n\nThi hành án\n");

        Assert.That(mail.Subject, Is.EqualTo("Yêu cầu"));
        Assert.That(mail.Text, Is.EqualTo("Thi hành án\n"));
        Assert.That(mail.Defects.Select(d => d.Kind), Has.Some.Matches<MailDefectKind>(k => k is MailDefectKind.WrongCharset or MailDefectKind.UnknownCharset));
    }

    [Test]
    public void Html_page_in_place_of_a_message_is_no_message_but_keeps_its_text()
    {
        var mail = Read("<!DOCTYPE html><html><head><title>502</title></head><body><p>Bad gateway</p></body></html>");

        Assert.That(mail.IsMessage, Is.False);
        Assert.That(mail.Text, Is.EqualTo("Bad gateway"));
    }

    [Test]
    public void Lines_that_end_with_carriage_return_alone_are_lines()
    {
        var mail = MimeReader.Read("From: a@b.vn\rSubject: x\r\rline 1\rline 2\r"u8.ToArray());

        Assert.That((mail.Subject, mail.Text), Is.EqualTo(("x", "line 1\nline 2\n")));
    }
}
