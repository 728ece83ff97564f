using System.Globalization;

namespace ProcedureEngine.Mail.Tests.Reading;

/// <summary>Every message of the corpus says what its catalogue says it does.</summary>
internal sealed class CorpusTests
{
    private static IEnumerable<TestCaseData> Messages => CorpusMessage.All.Select(m => new TestCaseData(m).SetArgDisplayNames(m.File));

    [Test]
    public void Catalogue_names_every_file_of_the_corpus()
    {
        var files = Directory.EnumerateFiles(Oracle.Corpus, "*.eml").Select(Path.GetFileName).Order(StringComparer.Ordinal);

        Assert.That(CorpusMessage.All.Select(m => m.File).Order(StringComparer.Ordinal), Is.EqualTo(files));
        Assert.That(CorpusMessage.All, Has.Count.GreaterThanOrEqualTo(120));
        Assert.That(CorpusMessage.All.Select(m => m.For), Has.All.Length.GreaterThan(3));
    }

    [TestCaseSource(nameof(Messages))]
    public void Message_is_read_as_the_catalogue_says(CorpusMessage expected)
    {
        var mail = MimeReader.Read(expected.Bytes);

        Assert.Multiple(() => Check(mail, expected));
    }

    private static void Check(MailMessage mail, CorpusMessage expected)
    {
        Assert.That(mail.IsMessage, Is.EqualTo(expected.Message), "is a message");
        CheckHeader(mail, expected);
        CheckContent(mail, expected);
        var nested = mail.Attachments.Where(a => a.ContentType == "message/rfc822").Select(a => MimeReader.Read(a.Bytes)).ToList();
        for (var i = 0; i < (expected.Nested?.Count ?? 0); i++)
        {
            Check(nested[i], expected.Nested![i]);
        }
    }

    private static void CheckHeader(MailMessage mail, CorpusMessage expected)
    {
        Same(mail.From.Select(Written), expected.From, "From");
        Same(mail.To.Select(Written), expected.To, "To");
        Same(mail.InReplyTo, expected.InReplyTo, "In-Reply-To");
        Same(mail.References, expected.References, "References");
        Assert.That(mail.Cc, Has.Count.EqualTo(expected.CcCount ?? mail.Cc.Count), "Cc");
        Assert.That(mail.Subject, Is.EqualTo(expected.Subject ?? mail.Subject), "Subject");
        Assert.That(mail.IsAutoReply, Is.EqualTo(expected.Auto ?? mail.IsAutoReply), "automatic");
        Assert.That(mail.IsBounce, Is.EqualTo(expected.Bounce ?? mail.IsBounce), "bounce");
        if (expected.Date is not null)
        {
            Assert.That(mail.Date?.ToInstant().ToString("g", CultureInfo.InvariantCulture), Is.EqualTo(expected.Date), "Date");
        }
    }

    private static void CheckContent(MailMessage mail, CorpusMessage expected)
    {
        Same(mail.Attachments.Select(a => a.FileName), expected.Files, "files");
        Assert.That(mail.Html is not null, Is.EqualTo(expected.Html ?? (mail.Html is not null)), "has HTML");
        if (expected.Text is { Count: 0 })
        {
            Assert.That(mail.Text, Is.Empty.Or.Matches("^\\s*$"), "text");
        }

        foreach (var text in expected.Text ?? [])
        {
            Assert.That(mail.Text, Does.Contain(text), "text");
        }

        var kinds = mail.Defects.Select(d => d.Kind).Distinct();
        if (expected.Defects is { Count: 0 })
        {
            Assert.That(mail.Defects, Is.Empty, "defects");
        }
        else if (expected.Defects is not null)
        {
            Assert.That(kinds, Is.SupersetOf(expected.Defects), "defects");
        }

        if (mail.Html is not null)
        {
            SafePage.Check(HtmlSanitizer.Sanitize(mail.Html), expected.Clean ?? []);
        }
    }

    private static void Same<T>(IEnumerable<T> found, IReadOnlyList<T>? expected, string what) => Assert.That(found, Is.EqualTo(expected ?? found), what);

    private static string Written(MailAddress address) => $"{address.DisplayName} <{address.Address}>".Trim();
}
