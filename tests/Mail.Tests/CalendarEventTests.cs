using System.Text;
using System.Text.Json.Nodes;
using NodaTime;

namespace ProcedureEngine.Mail.Tests;

/// <summary>Invitations as another program reads them: npm ical.js says the same as was written, whatever the texts hold.</summary>
internal sealed class CalendarEventTests
{
    private Oracle ical = null!;

    [OneTimeSetUp]
    public void Start() => ical = Oracle.Start("node", "ical_reader.js");

    [OneTimeTearDown]
    public void Stop() => ical.Dispose();

    private static IEnumerable<TestCaseData> Texts()
    {
        yield return new TestCaseData("Nộp yêu cầu thi hành án, bản gốc; gặp bà Trần Thị B").SetName("Comma and semicolon");
        yield return new TestCaseData("Dòng một\nDòng hai\r\nDòng ba").SetName("Lines");
        yield return new TestCaseData(@"C:\thư mục\n\N\;\,").SetName("Backslashes that look like escapes");
        yield return new TestCaseData("END:VEVENT\r\nEND:VCALENDAR\r\nATTENDEE:mailto:ke.gian@example.vn").SetName("A text cannot become a property");
        yield return new TestCaseData(string.Concat(Enumerable.Repeat("Ủy ban nhân dân phường ", 40))).SetName("Folded inside characters of two and three bytes");
        yield return new TestCaseData(string.Concat(Enumerable.Repeat("𠀀é̂", 60))).SetName("Folded inside characters of four bytes and combining marks");
        yield return new TestCaseData(": = \" ' ^n ^^").SetName("Signs of other grammars");
        yield return new TestCaseData("").SetName("Nothing");
    }

    [TestCaseSource(nameof(Texts))]
    public async Task Texts_come_out_as_they_went_in(string text)
    {
        var written = Letters.Appointment() with { Summary = text.Length == 0 ? "x" : text, Location = text, Description = text };

        var read = (await ReadAsync(written))["events"]![0]!;

        var plain = text.ReplaceLineEndings("\n");
        Assert.That((string?)read["summary"], Is.EqualTo(text.Length == 0 ? "x" : plain));
        Assert.That(((string?)read["location"] ?? "", (string?)read["description"] ?? ""), Is.EqualTo((plain, plain)));
    }

    [Test]
    public async Task Request_update_and_cancellation_are_one_event_of_rising_sequence()
    {
        var first = Letters.Appointment();
        var moved = first with { Sequence = 1, Start = first.Start + Duration.FromDays(2), End = first.End + Duration.FromDays(2) };
        var off = moved with { Sequence = 2, Method = CalendarMethod.Cancel };

        var read = new[] { await ReadAsync(first), await ReadAsync(moved), await ReadAsync(off) };

        Assert.That(read.Select(one => (string?)one["method"]), Is.EqualTo(new[] { "REQUEST", "REQUEST", "CANCEL" }));
        var events = read.Select(one => one["events"]!.AsArray().Single()!).ToList();
        Assert.That(events.Select(one => (string?)one["uid"]), Is.All.EqualTo(first.Uid));
        Assert.That(events.Select(one => (int)one["sequence"]!), Is.EqualTo(new[] { 0, 1, 2 }));
        Assert.That(events.Select(one => (string?)one["status"]), Is.EqualTo(new[] { "CONFIRMED", "CONFIRMED", "CANCELLED" }));
        Assert.That(events.Select(one => (string?)one["start"]), Is.EqualTo(new[] { "2026-12-01T02:00:00.000Z", "2026-12-03T02:00:00.000Z", "2026-12-03T02:00:00.000Z" }));
    }

    [Test]
    public async Task Who_invites_whom_is_read_with_names_in_any_signs()
    {
        var written = Letters.Appointment() with { Attendee = new MailAddress("Ông \"A\"; Bà: B,\r\nX", "a.nguyen@example.vn") };

        var read = (await ReadAsync(written))["events"]![0]!;

        Assert.That((string?)read["organizer"]!["address"], Is.EqualTo($"mailto:{Letters.Office.Address}"));
        Assert.That((string?)read["organizer"]!["name"], Is.EqualTo(Letters.Office.DisplayName));
        Assert.That((string?)read["attendee"]!["address"], Is.EqualTo("mailto:a.nguyen@example.vn"));
        Assert.That((string?)read["attendee"]!["name"], Is.EqualTo("Ông 'A'; Bà: B, X"));
        Assert.That(read["properties"]!.AsArray().Select(name => (string?)name), Is.Unique.And.SupersetOf(new[] { "uid", "dtstamp", "dtstart", "sequence", "organizer", "attendee" }), "RFC 5546 3.2.2 and 3.2.5");
    }

    [Test]
    public void No_line_is_longer_than_75_octets_or_cut_inside_a_character()
    {
        var text = Letters.Appointment() with { Description = string.Concat(Enumerable.Repeat("ệ𠀀a", 200)) };

        var lines = text.Write().Split("\r\n");

        Assert.That(lines.Max(line => Encoding.UTF8.GetByteCount(line)), Is.LessThanOrEqualTo(75));
        Assert.That(lines, Has.None.Contains("\uFFFD").And.None.Contains("\n"));
    }

    [Test]
    public async Task The_calendar_in_the_message_is_the_same_as_the_attached_file()
    {
        var letter = Letters.Plain() with { Html = "<p>Lịch hẹn</p>", Calendar = Letters.Appointment(CalendarMethod.Cancel, 3) };

        var message = MimeReader.Read(MailWriter.Write(letter));

        var calendars = message.Attachments.Where(file => file.ContentType is "text/calendar" or "application/ics").ToList();
        Assert.That(calendars, Has.Count.EqualTo(2));
        Assert.That(calendars[1].Bytes.ToArray(), Is.EqualTo(Encoding.UTF8.GetBytes(letter.Calendar.Write())));
        foreach (var calendar in calendars)
            Assert.That((string?)(await ReadAsync(calendar.Bytes.ToArray()))["method"], Is.EqualTo("CANCEL"));
    }

    private Task<JsonNode> ReadAsync(CalendarEvent written) => ReadAsync(Encoding.UTF8.GetBytes(written.Write()));

    private async Task<JsonNode> ReadAsync(byte[] calendar)
    {
        ical.WriteLine(Convert.ToBase64String(calendar));
        return JsonNode.Parse(await ical.ReadLineAsync())!;
    }
}
