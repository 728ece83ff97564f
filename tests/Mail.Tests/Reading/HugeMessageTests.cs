using System.Text;

namespace ProcedureEngine.Mail.Tests.Reading;

/// <summary>Messages too big to keep in the corpus, made by the test. What they cost is measured in tests/Benchmarks; here it counts that they are read at all.</summary>
internal sealed class HugeMessageTests
{
    private const string Head = "From: a@example.vn\r\nSubject: x\r\nMessage-ID: <x@example.vn>\r\nDate: Tue, 24 Nov 2026 08:15:00 +0700\r\n";

    private static MailMessage Read(string message) => MimeReader.Read(Encoding.UTF8.GetBytes(message));

    [Test]
    public void Header_of_1_MB_is_read_to_its_end()
    {
        var many = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"X-Field-{i}: value of field number {i}, long enough\r\n"));
        var mail = Read($"{many}X-Long: {new string('y', 1_000_000)}\r\n{Head}\r\nNội dung");

        Assert.That((mail.Subject, mail.Text, mail.Headers.Count), Is.EqualTo(("x", "Nội dung", 20_005)));
        Assert.That(mail.Headers[20_000].Value, Has.Length.EqualTo(1_000_000));
    }

    [TestCase("Subject: ", TestName = "Subject of 300 KB")]
    [TestCase("To: ", TestName = "To of 300 KB")]
    [TestCase("References: ", TestName = "References of 300 KB")]
    [TestCase("Content-Type: text/plain; ", TestName = "Content-Type of 300 KB")]
    [TestCase("Date: ", TestName = "Date of 300 KB")]
    public void Field_of_300_KB_of_anything_is_read(string name)
    {
        foreach (var piece in new[] { "=?utf-8?B?", "(", "\"", "<", "a@b.vn,", "\\", "=?utf-8?Q?=C3=81?= ", ";a=b", "a*0*=utf-8''%C3;", "<a@b>" })
        {
            var field = string.Concat(Enumerable.Repeat(piece, 300_000 / piece.Length));
            var mail = Read($"X-First: 1\r\n{name}{field}\r\n{Head}\r\nNội dung");

            Assert.That(mail.Text, Is.EqualTo("Nội dung"), piece);
        }
    }

    [Test]
    public void Fifty_thousand_attachments_are_all_found()
    {
        var parts = string.Concat(Enumerable.Range(0, 50_000).Select(i => $"--b\r\nContent-Type: application/octet-stream; name=\"{i}.bin\"\r\n\r\n{i}\r\n"));
        var mail = Read($"{Head}Content-Type: multipart/mixed; boundary=b\r\n\r\n{parts}--b--\r\n");

        Assert.That(mail.Attachments, Has.Count.EqualTo(50_000));
        Assert.That(mail.Attachments[^1].FileName, Is.EqualTo("49999.bin"));
        Assert.That(Encoding.ASCII.GetString(mail.Attachments[^1].Bytes.Span), Is.EqualTo("49999"));
    }

    [TestCase(10_000, true)]
    [TestCase(10_000, false, TestName = "Ten thousand multiparts within each other, none closed")]
    public void Ten_thousand_multiparts_within_each_other_are_read(int depth, bool isClosed)
    {
        var message = new StringBuilder(Head);
        for (var i = 0; i < depth; i++)
        {
            message.Append(System.Globalization.CultureInfo.InvariantCulture, $"Content-Type: multipart/mixed; boundary=\"b{i}\"\r\n\r\n--b{i}\r\n");
        }

        message.Append("Content-Type: text/plain\r\n\r\nTrong cùng\r\n");
        for (var i = depth - 1; isClosed && i >= 0; i--)
        {
            message.Append(System.Globalization.CultureInfo.InvariantCulture, $"--b{i}--\r\n");
        }

        var mail = Read(message.ToString());

        Assert.That(mail.Text.Trim(), Is.EqualTo("Trong cùng"));
        Assert.That(mail.Defects.Any(d => d.Kind == MailDefectKind.MissingCloseBoundary), Is.EqualTo(!isClosed));
    }

    [Test]
    public void Ten_thousand_messages_within_each_other_are_one_file_and_each_can_be_opened()
    {
        var mail = Read(string.Concat(Enumerable.Range(0, 10_000).Select(i => $"From: m{i}@example.vn\r\nSubject: {i}\r\nContent-Type: message/rfc822\r\n\r\n")) + "From: z@example.vn\r\n\r\nTrong cùng");
        var opened = 0;
        for (var i = 0; i < 100; i++)
        {
            mail = MimeReader.Read(mail.Attachments.Single().Bytes);
            opened += mail.Subject == (i + 1).ToString(System.Globalization.CultureInfo.InvariantCulture) ? 1 : 0;
        }

        Assert.That(opened, Is.EqualTo(100));
    }

    [Test]
    public void Page_nested_a_hundred_thousand_deep_is_text_and_is_shown_safely()
    {
        var mail = Read($"{Head}Content-Type: text/html; charset=utf-8\r\n\r\n{string.Concat(Enumerable.Repeat("<div><b><blockquote>", 33_000))}Trong cùng<script>alert(1)</script>");

        Assert.That(mail.Text, Does.EndWith("Trong cùng"));
        Assert.That(System.Net.WebUtility.HtmlDecode(HtmlSanitizer.Sanitize(mail.Html!)), Does.Contain("Trong cùng").And.Not.Contain("<script").And.Not.Contain("alert"));
    }

    [Test]
    public void Parts_beyond_what_the_memory_holds_are_kept_within_the_last()
    {
        var parts = string.Concat(Enumerable.Range(0, MimeStructure.MaxParts + 10).Select(i => $"--b\r\nContent-Type: x/y\r\n\r\n{i}\r\n"));
        var mail = Read($"{Head}Content-Type: multipart/mixed; boundary=b\r\n\r\n{parts}--b--\r\n");

        Assert.That(mail.Attachments, Has.Count.EqualTo(MimeStructure.MaxParts));
        Assert.That(Encoding.ASCII.GetString(mail.Attachments[^1].Bytes.Span), Does.StartWith($"{MimeStructure.MaxParts - 1}\r\n--b").And.EndsWith("--b--\r\n"));
        Assert.That(mail.Defects.Select(defect => defect.Kind), Does.Contain(MailDefectKind.MissingCloseBoundary), "a person looks at it");
    }

    [Test]
    public void Fields_beyond_what_the_memory_holds_are_kept_as_text()
    {
        var mail = Read($"{Head}{string.Concat(Enumerable.Repeat("a:\r\n", MimeStructure.MaxFields))}\r\nNội dung");

        Assert.That(mail.Headers, Has.Count.EqualTo(MimeStructure.MaxFields));
        Assert.That(mail.Text, Does.StartWith("a:\na:\n").And.EndsWith("Nội dung"));
        Assert.That(mail.Defects.Select(defect => defect.Kind), Does.Contain(MailDefectKind.MissingHeaderEnd), "a person looks at it");
    }

    [TestCase("<div></x>", TestName = "End tags of what was never opened close nothing")]
    [TestCase("<div/>", TestName = "A slash closes no division")]
    [TestCase("<li><dd>", TestName = "Items of two kinds of list within each other")]
    [TestCase("<svg><title><div></x></title x>", TestName = "A title within a drawing")]
    [TestCase("<![CDATA[><div></x>", TestName = "What only some take for character data")]
    [TestCase("<p><b id=@></x>", TestName = "Letters left open, repeated in every paragraph")]
    public void Page_of_500_KB_that_grows_when_it_is_laid_out_is_shown_as_text(string piece)
    {
        var page = string.Concat(Enumerable.Range(0, 500_000 / piece.Length).Select(i => piece.Replace("@", i.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal))) + "Trong cùng";

        Assert.That(HtmlSanitizer.Sanitize(page), Does.StartWith("<pre>"));
    }

    [Test]
    public void Page_of_letters_repeated_in_a_hundred_thousand_paragraphs_is_shown_as_text()
    {
        var letters = string.Concat(Enumerable.Range(0, 150).Select(i => $"<b id={i}>"));

        Assert.That(HtmlSanitizer.Sanitize($"<p>{letters}{string.Concat(Enumerable.Repeat("<p>x", 100_000))}"), Does.StartWith("<pre>"));
    }

    [TestCase(PageSize.MaxDepth - 3, "<div>")]
    [TestCase(PageSize.MaxDepth - 2, "<pre>")]
    public void Page_is_laid_out_to_a_depth(int divisions, string start)
    {
        // Above the divisions stand the document, html and body; what is within the last one is the first that may be too deep.
        Assert.That(HtmlSanitizer.Sanitize($"{string.Concat(Enumerable.Repeat("<div>", divisions))}<i>x</i><i>y</i>"), Does.StartWith(start));
    }

    [Test]
    public void Archive_is_kept_as_it_came_and_never_unpacked()
    {
        var bomb = CorpusMessage.All.Single(m => m.File == "type-zip-bomb.eml");
        var before = GC.GetAllocatedBytesForCurrentThread();
        var mail = MimeReader.Read(bomb.Bytes);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.That(mail.Attachments.Single().Bytes.Span.StartsWith("PK"u8), Is.True);
        Assert.That(allocated, Is.LessThan(5_000_000), "the archive unpacks to 20 MB");
    }

    [Test]
    public void Million_boundary_lines_that_are_none_are_text()
    {
        var mail = Read($"{Head}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n{string.Concat(Enumerable.Repeat("--c\r\n", 300_000))}Hết\r\n--b--\r\n");

        Assert.That(mail.Text, Does.EndWith("Hết"));
    }

    [Test]
    public void Hundred_thousand_parts_that_all_claim_another_boundary_are_read()
    {
        var parts = string.Concat(Enumerable.Range(0, 100_000).Select(i => $"--b\r\nContent-Type: text/x; boundary=c{i}\r\n\r\n{i}\r\n"));
        var mail = Read($"{Head}Content-Type: multipart/mixed; boundary=b\r\n\r\n{parts}--b--\r\n");

        Assert.That(mail.Attachments, Has.Count.EqualTo(100_000));
    }
}
