using System.Text.Json.Nodes;
using ProcedureEngine.Engine.Execution;
using ProcedureEngine.Host.Tests.Support;
using ProcedureEngine.Mail;

namespace ProcedureEngine.Host.Tests.Mail;

/// <summary>A visit in the applicant's calendar, as npm ical.js reads it from the letters: arranged, moved, struck out.</summary>
public sealed class AppointmentLettersTests
{
    private MailHost host = null!;
    private CalendarReader calendars = null!;

    [SetUp]
    public async Task StartAsync()
    {
        (host, calendars) = (MailHost.Start(), CalendarReader.Start());
        await host.MoveClockAsync("2090-11-20T09:00:00+07:00");
    }

    [TearDown]
    public async Task StopAsync()
    {
        calendars.Dispose();
        await host.DisposeAsync();
    }

    [Test]
    public async Task A_visit_that_is_missed_moves_and_is_struck_out_when_the_request_is_withdrawn()
    {
        var opened = await ArrangedAsync();
        var first = await CalendarAsync(opened, "confirm-in-person");
        await CompleteAsync(opened, "receive-original", "NoShow", null);
        await CompleteAsync(opened, "new-appointment", "Set", $$"""{"visit":{{Visit("2090-12-08T09:00:00+07:00")}}}""");
        var moved = await CalendarAsync(opened, "new-appointment");
        await host.SendAsync($"/api/cases/{opened}/withdraw", new { reason = "Đã thỏa thuận xong" });
        var off = await CalendarAsync(opened, "withdrawal-confirmed");

        Assert.Multiple(() =>
        {
            Assert.That(Methods(first, moved, off), Is.EqualTo(new[] { ("REQUEST", 0, "CONFIRMED"), ("REQUEST", 1, "CONFIRMED"), ("CANCEL", 2, "CANCELLED") }));
            Assert.That(Uids(first, moved, off), Is.EqualTo(new[] { $"{opened}.visit@moj.gov.vn" }));
            Assert.That((string?)Event(first)["start"], Is.EqualTo("2090-12-01T02:00:00.000Z"));
            Assert.That((string?)Event(moved)["start"], Is.EqualTo("2090-12-08T02:00:00.000Z"));
            Assert.That((string?)Event(off)["start"], Is.EqualTo("2090-12-08T02:00:00.000Z"), "what is struck out is the visit as it was last told");
            Assert.That((string?)Event(first)["description"], Does.Contain("Trần Bình").And.Contain("0228 123 456"));
            Assert.That((string?)Event(first)["attendee"]!["address"], Is.EqualTo("mailto:lan@example.vn"));
            Assert.That((string?)Event(first)["organizer"]!["address"], Is.EqualTo($"mailto:{MailHost.Mailbox}"));
        });
    }

    [Test]
    public async Task Who_comes_early_has_the_visit_struck_out_with_the_letter_that_the_file_is_complete()
    {
        var opened = await ArrangedAsync();
        await CompleteAsync(opened, "receive-original", "Match", $$"""{"original":{{Samples.Request()}},"hasJudgment":true}""");

        Assert.That(Methods(await CalendarAsync(opened, "file-complete")), Is.EqualTo(new[] { ("CANCEL", 1, "CANCELLED") }));
    }

    [Test]
    public async Task Who_lacks_something_is_struck_out_and_invited_anew_by_the_same_event()
    {
        var opened = await ArrangedAsync();
        await CompleteAsync(opened, "receive-original", "Incomplete", """{"missing":["Bản án"],"text":"Xin nộp bản án."}""");
        var off = await CalendarAsync(opened, "original-incomplete");
        await host.PostAsync(MailHost.Mail(headers: ("In-Reply-To", await MessageIdAsync(opened, "original-incomplete"))));
        await CompleteAsync(opened, "new-appointment", "Set", $$"""{"visit":{{Visit("2090-12-11T14:00:00+07:00")}}}""");

        Assert.That(Methods(off, await CalendarAsync(opened, "new-appointment")), Is.EqualTo(new[] { ("CANCEL", 1, "CANCELLED"), ("REQUEST", 2, "CONFIRMED") }));
    }

    [Test]
    public async Task A_case_that_is_cancelled_tells_that_the_visit_is_off()
    {
        var opened = await ArrangedAsync();
        var person = new Actor("operator@namdinh", ActorKind.Person, [new Grant("operator", "namdinh")]) { DisplayName = "Vận hành" };

        await host.RunAsync(new CancelInstance(opened, person, "Hồ sơ mở nhầm"));

        Assert.That(Methods(await CalendarAsync(opened, "appointment-cancelled")), Is.EqualTo(new[] { ("CANCEL", 1, "CANCELLED") }));
    }

    [Test]
    public async Task A_visit_that_has_begun_is_not_struck_out()
    {
        var opened = await ArrangedAsync();
        await host.MoveClockAsync("2090-12-01T09:01:00+07:00");
        await CompleteAsync(opened, "receive-original", "Match", $$"""{"original":{{Samples.Request()}},"hasJudgment":true}""");

        Assert.That(await CalendarsAsync(opened, "file-complete"), Is.Empty);
    }

    /// <summary>A case by mail, found valid, with a visit on 1 December 2090 at nine.</summary>
    private async Task<string> ArrangedAsync()
    {
        var opened = (await host.PostAsync(MailHost.Mail())).CaseId;
        await CompleteAsync(opened, "check-validity", "Valid", $$"""{"request":{{Samples.Request()}}}""");
        await CompleteAsync(opened, "confirm-receipt", "InPerson", $$"""{"visit":{{Visit("2090-12-01T09:00:00+07:00")}}}""");
        return opened;
    }

    private static string Visit(string at) =>
        $$"""{"officer":"intake-officer@namdinh","officerName":"Trần Bình","officerPhone":"0228 123 456","place":"Phòng 2","at":"{{at}}","minutes":30}""";

    private async Task CompleteAsync(string caseId, string step, string outcome, string? data)
    {
        var done = await host.CompleteAsync(await host.TaskAsync(caseId, step), outcome, JsonNode.Parse(data ?? "null")!);
        Assert.That((int)done.Status, Is.EqualTo(200), done.ToString());
    }

    private async Task<JsonNode> LetterAsync(string caseId, string kind) => (await MailHost.UntilAsync(
        async () => (await host.ItemsAsync($"/api/cases/{caseId}/messages")).Where(m => (string?)m["kind"] == kind && (string?)m["state"] == "sent").ToList(),
        letters => letters.Count > 0, $"letter {kind} has left"))[^1];

    private async Task<string> MessageIdAsync(string caseId, string kind) => (string)(await LetterAsync(caseId, kind))["messageId"]!;

    private async Task<IReadOnlyList<JsonNode>> CalendarsAsync(string caseId, string kind)
    {
        var bytes = await File.ReadAllBytesAsync(Path.Combine(host.Folder, (string)(await LetterAsync(caseId, kind))["proof"]!));
        var files = MimeReader.Read(bytes).Attachments.Where(file => file.ContentType is "text/calendar" or "application/ics").ToList();
        return await calendars.ReadAsync(files.Select(file => file.Bytes.ToArray()));
    }

    /// <summary>In the letter and attached to it: the same.</summary>
    private async Task<JsonNode> CalendarAsync(string caseId, string kind)
    {
        var both = await CalendarsAsync(caseId, kind);
        Assert.That(both, Has.Count.EqualTo(2));
        Assert.That(both[0].ToJsonString(), Is.EqualTo(both[1].ToJsonString()));
        return both[0];
    }

    private static JsonNode Event(JsonNode calendar) => calendar["events"]!.AsArray().Single()!;

    private static IEnumerable<(string?, int, string?)> Methods(params JsonNode[] read) =>
        read.Select(calendar => ((string?)calendar["method"], (int)Event(calendar)["sequence"]!, (string?)Event(calendar)["status"]));

    private static IEnumerable<string?> Uids(params JsonNode[] read) => read.Select(calendar => (string?)Event(calendar)["uid"]).Distinct(StringComparer.Ordinal);
}
