using System.Text;

namespace ProcedureEngine.Mail.Tests.Reading;

/// <summary>
/// Header fields and bodies made to cost their square: what is allocated for twice the input may be little more than twice as much. Each row is
/// a loop that once copied, or looked through, the whole rest for every piece.
/// </summary>
internal sealed class LinearReadingTests
{
    private const string Head = "From: a@example.vn\r\nSubject: x\r\nMessage-ID: <x@example.vn>\r\nDate: Tue, 24 Nov 2026 08:15:00 +0700\r\n";
    private const int Half = 250_000;

    private static IEnumerable<TestCaseData> Inputs()
    {
        yield return Row("A long name before many bare addresses", n => $"To: {Filled("a", n)} {Filled("b@c ", n)}");
        yield return Row("A long comment before many quoted addresses", n => $"To: ({Filled("a", n)}) {Filled("\"b\"@c ", n)}");
        yield return Row("A long comment before many addresses in brackets", n => $"To: ({Filled("a", n)}) {Filled("<b@c> ", n)}");
        yield return Row("Names that never come to an address", n => $"To: {Filled("b<>,", n)}");
        yield return Row("Quotes that never close", n => $"To: {Filled("\\\"", n)}\"{Filled("\\\"", n)}");
        yield return Row("Colons behind a name", n => $"To: {Filled("a", n)}{Filled(":", n)}");
        yield return Row("Brackets behind an address", n => $"To: a@b {Filled("<c", n)}");
        yield return Row("Parameters without semicolons", n => $"Content-Type: text/plain; {Filled("a=b ", n)}");
        yield return Row("Blanks within a parameter", n => $"Content-Type: text/plain; a={Filled("b  ", n)}");
        yield return Row("Pieces of one parameter", n => $"Content-Type: text/plain; {string.Concat(Enumerable.Range(0, n / 15).Select(i => $"name*{i}*=%41%42; "))}");
        yield return Row("Encoded words that never end", n => $"Subject: {Filled("=?a?B?", n)}");
        yield return Row("Encoded words cut within the base64", n => $"Subject: {Filled("=?utf-8?B?YWJjZ?= ", n)}");
        yield return Row("References without end", n => $"References: {Filled("<a", n)} {Filled("<a@b> ", n)}");
        yield return Row("A field folded in every line", n => $"Subject: {Filled("a\r\n ", n)}");
        yield return Row("Lines of boundaries ended by CR alone", n => $"Content-Type: multipart/mixed; boundary=b\r\n\r\n{Filled("--c\r", n)}", isWhole: true);
        yield return Row("Parts in lines ended by CR alone", n => $"Content-Type: multipart/mixed; boundary=b\r\n\r\n{Filled("--b\r", n / 4)}{Filled(" ", n)}\r\nx\r\n", isWhole: true);
        yield return Row("Versions of one text", n => $"Content-Type: multipart/alternative; boundary=b\r\n\r\n{Filled("--b\r\n\r\nabc\r\n", n)}", isWhole: true);
        yield return Row("Links that never close", n => $"Content-Type: text/html\r\n\r\n{Filled("<a href=http://b>c", n)}{Filled("</a>", n)}", isWhole: true);
        yield return Row("A reply without end", n => $"Content-Type: text/plain\r\n\r\n{Filled("On x wrote:\r\n\r\n", n)}", isWhole: true);
    }

    /// <summary>Where the rest was looked through and not copied: no allocation tells, but at this size the square takes hours.</summary>
    private static IEnumerable<TestCaseData> LookedThrough() => Inputs().Where(row =>
        row.TestName is "Quotes that never close" or "Names that never come to an address" or "Parts in lines ended by CR alone" or "A long name before many bare addresses");

    [TestCaseSource(nameof(LookedThrough)), Category("Whole")]
    public void Thirty_megabytes_are_read(Func<int, byte[]> message)
    {
        Assert.That(MimeReader.Read(message(15_000_000)).IsMessage, Is.True);
    }

    [TestCaseSource(nameof(Inputs))]
    public void Twice_the_input_costs_about_twice_the_memory(Func<int, byte[]> message)
    {
        Allocated(message(1_000));
        var once = Allocated(message(Half));
        var twice = Allocated(message(2 * Half));

        Assert.That(twice, Is.LessThan(2.5 * once));
        Assert.That(twice, Is.LessThan(400L * 2 * Half), "and not much for each byte");
    }

    private static long Allocated(byte[] message)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        MimeReader.Read(message);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static string Filled(string piece, int length) => string.Concat(Enumerable.Repeat(piece, length / piece.Length));

    /// <param name="isWhole">The rest of the message, body included; else one field before an ordinary body.</param>
    private static TestCaseData Row(string name, Func<int, string> text, bool isWhole = false) =>
        new TestCaseData((Func<int, byte[]>)(n => Encoding.UTF8.GetBytes(Head + text(n) + (isWhole ? "" : "\r\n\r\nNội dung")))).SetName(name);
}
