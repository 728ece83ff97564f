using System.Diagnostics;
using System.Text.Json.Nodes;
using NodaTime;
using ProcedureEngine.VerifyDeadline;

namespace ProcedureEngine.Deadlines.Tests;

/// <summary>The sheet stands alone: a program that shares no code counts it again, and notices what was changed.</summary>
public sealed class Sheets
{
    private const int Seed = 4711;

    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Asia/Ho_Chi_Minh"];
    private static readonly LimitCounter Counter = new(Book(), Zone);

    [Test]
    public void Thousands_of_sheets_are_counted_again_from_the_document_alone()
    {
        var random = new Random(Seed);
        for (var i = 0; i < 5000; i++)
        {
            var text = DeadlineSheet.Write(DeadlineSheet.Build(Inputs(random), Counter));
            Assert.That(Sheet.Verify(text), Is.Empty, text);
        }
    }

    /// <summary>Counted to Thu 19 March; the day that is kept is Sun 22, and the clock stops for good before or after it.</summary>
    [TestCase("2026-03-20", "2026-03-22", null, 0)]
    [TestCase("2026-03-21", "2026-03-22", null, 0)]
    [TestCase("2026-03-22", "2026-03-22", null, 0)]
    [TestCase("2026-03-23", "2026-03-22", null, 0)]
    [TestCase("2026-03-24", "2026-03-22", "2026-03-23", null)]
    public void A_kept_day_and_a_clock_that_stops_for_good_agree_in_the_sheet(string stop, string kept, string? due, int? remaining)
    {
        var entry = LimitCatalogue.Default.Find("enforcement-request", "decision-by-law", null, new LocalDate(2026, 3, 12))!;
        var inputs = new LimitInputs(entry, new LocalDateTime(2026, 3, 12, 9, 0), WorkingCalendar.National.Version)
        {
            Stops = [new StoppedTime(Date(stop), null, "force-majeure")], NotBefore = Date(kept),
        };
        var count = Counter.Count(inputs);
        Assert.That((count.DueDate, count.Remaining), Is.EqualTo((due is null ? (LocalDate?)null : Date(due), remaining)));
        Assert.That(Sheet.Verify(DeadlineSheet.Write(DeadlineSheet.Build(inputs, Counter))), Is.Empty);
    }

    [Test]
    public void A_sheet_rebuilt_from_stored_inputs_is_the_same_for_ever()
    {
        var random = new Random(Seed);
        for (var i = 0; i < 300; i++)
        {
            var inputs = Inputs(random);
            var first = DeadlineSheet.Write(DeadlineSheet.Build(inputs, Counter));
            var stored = LimitInputs.FromJson(JsonNode.Parse(inputs.ToJson().ToJsonString())!.AsObject());
            var later = Book();
            later.Apply(new CalendarUpload(null, "Thông báo sau này", new LocalDate(2026, 12, 1), [new CalendarEntry(new LocalDate(2026, 12, 7), DayKind.Holiday, "Ngày nghỉ thêm", "A further day off")]));
            Assert.That(DeadlineSheet.Write(DeadlineSheet.Build(stored, new LimitCounter(later, Zone))), Is.EqualTo(first));
        }
    }

    /// <summary>Every value of the document is changed in turn; the digest notices, whatever it is.</summary>
    [Test]
    public void Whatever_is_changed_in_a_sheet_is_noticed()
    {
        var random = new Random(Seed);
        var changed = 0;
        for (var i = 0; i < 12; i++)
        {
            var sheet = DeadlineSheet.Build(Inputs(random), Counter);
            var count = Values(sheet).Count();
            for (var at = 0; at < count; at++, changed++)
            {
                var copy = sheet.DeepClone().AsObject();
                var place = Change(Values(copy).ElementAt(at));
                Assert.That(Sheet.Verify(copy.ToJsonString()), Is.Not.Empty, $"{place} of {sheet["limit"]}");
            }
        }

        TestContext.Out.WriteLine($"{changed} changes, each noticed");
    }

    private static readonly string[] Forgeries =
    [
        "result.dayZero", "result.dueDate", "result.dueAt", "result.warnAt", "result.baseDueDate", "count.judgedBy.amount", "count.judgedBy.unit", "lines.0.date", "lines.0.reason",
        "act.at", "result.localDueDate", "result.lawDueDate", "result.remindAt", "count.local.amount", "count.law.amount", "calendar.days.0.working", "count.stops.0.to", "count.extensions.0.amount",
    ];

    /// <summary>Who also makes the digest anew is found out by the count.</summary>
    [TestCaseSource(nameof(Forgeries))]
    public void A_forger_who_makes_the_digest_anew_is_found_out_by_the_count(string path)
    {
        var sheet = DeadlineSheet.Build(Rich(path), Counter);
        Assert.That(Sheet.Verify(sheet.ToJsonString()), Is.Empty);
        Forge(sheet, path);
        sheet["digest"] = DeadlineSheet.Digest(sheet);
        var differences = Sheet.Verify(sheet.ToJsonString());
        Assert.That(differences, Is.Not.Empty.And.None.StartsWith("digest"), sheet.ToJsonString());
    }

    [Test]
    public void A_day_taken_out_of_the_list_or_put_into_it_is_found_out()
    {
        var sheet = DeadlineSheet.Build(Rich("calendar"), Counter);
        var days = sheet["calendar"]!["days"]!.AsArray();
        days.Remove(days.Single(day => (string?)day!["date"] == "2026-04-27"));
        sheet["digest"] = DeadlineSheet.Digest(sheet);
        Assert.That(Sheet.Verify(sheet.ToJsonString()), Is.Not.Empty);
    }

    [Test]
    public void The_program_says_0_for_a_true_sheet_1_and_the_difference_for_a_false_one_and_2_for_a_wrong_call()
    {
        var folder = Directory.CreateTempSubdirectory("sheets").FullName;
        var sheet = DeadlineSheet.Build(Rich("result"), Counter);
        var (good, bad) = (Path.Combine(folder, "good.json"), Path.Combine(folder, "bad.json"));
        File.WriteAllText(good, DeadlineSheet.Write(sheet));
        sheet["result"]!["dueDate"] = "2026-05-06";
        File.WriteAllText(bad, DeadlineSheet.Write(sheet));
        var (code, output) = Run(good);
        Assert.That((code, output), Is.EqualTo((0, $"{good}: agrees\n")));
        (code, output) = Run(good, bad);
        Assert.That(code, Is.EqualTo(1));
        Assert.That(output, Does.Contain("result.dueDate: the sheet says 2026-05-06, counted "));
        Assert.That(Run().Code, Is.EqualTo(2));
        Assert.That(Run(Path.Combine(folder, "absent.json")).Code, Is.EqualTo(2));
        Directory.Delete(folder, recursive: true);
    }

    [Test]
    public void What_is_no_sheet_is_said_to_be_none() => Assert.Multiple(() =>
    {
        foreach (var text in new[] { "", "{", "[]", "{}", "null", """{"kind":"deadline-sheet"}""", """{"kind":"deadline-sheet","format":2}""", """{"kind":"deadline-sheet","format":1,"count":[]}""" })
            Assert.That(Sheet.Verify(text), Is.Not.Empty, text);
    });

    [Test]
    public void The_program_shares_no_code_with_the_product()
    {
        var names = typeof(Sheet).Assembly.GetReferencedAssemblies().Select(name => name.Name!);
        Assert.That(names, Has.None.StartsWith("ProcedureEngine").And.None.StartsWith("NodaTime"));
    }

    [Test]
    public void The_page_says_it_in_both_languages_and_lets_no_markup_through()
    {
        var inputs = Rich("page") with
        {
            Act = new StartingAct("Nhận <script>alert(1)</script> & \"đơn\"", "Received <b>claim</b>", "doc'7"),
            Stops = [new StoppedTime(new LocalDate(2026, 4, 25), new LocalDate(2026, 4, 26), "force-majeure") { Basis = "<i>QĐ 7</i>", Evidence = "bão số 3", By = "ông \"A\"" }],
        };
        var sheet = DeadlineSheet.Build(inputs, Counter);
        var (vi, en) = (SheetPage.Render(sheet), SheetPage.Render(sheet, SheetLanguage.En));
        Assert.Multiple(() =>
        {
            Assert.That(vi, Does.Contain("<html lang=\"vi\">").And.Contain("Phiếu tính thời hạn").And.Contain("Hết hạn lúc 24 giờ ngày").And.Contain("Cách hiểu khác").And.Contain("bão số 3"));
            Assert.That(en, Does.Contain("<html lang=\"en\">").And.Contain("Time limit sheet").And.Contain("Ends at 24:00 of").And.Contain("Stopped time"));
            Assert.That(vi + en, Does.Not.Contain("<script").And.Not.Contain("<i>").And.Not.Contain("<b>"));
            Assert.That(vi, Does.Contain("&lt;script&gt;").And.Contain("@media print").And.Contain("Nghỉ bù Ngày Giỗ Tổ Hùng Vương"));
            Assert.That(vi, Does.Not.Contain("http"), "nothing is loaded");
        });
    }

    [Test]
    public void A_citizen_s_shorter_local_time_reminds_and_lateness_counts_after_the_law_s()
    {
        var entry = LimitCatalogue.Default.Find("compensation-claim", "claimant-supplement", null, new LocalDate(2026, 3, 2))!;
        var count = Counter.Count(new LimitInputs(entry, new LocalDateTime(2026, 3, 2, 9, 0), WorkingCalendar.National.Version));
        Assert.Multiple(() =>
        {
            Assert.That(count.LocalDueDate, Is.EqualTo(new LocalDate(2026, 3, 4)), "Hà Nam's two working days");
            Assert.That(count.RemindAt, Is.EqualTo(Instant.FromUtc(2026, 3, 4, 17, 0)), "at their end");
            Assert.That(count.LawDueDate, Is.EqualTo(new LocalDate(2026, 3, 9)), "the law's five");
            Assert.That(count.DueDate, Is.EqualTo(count.LawDueDate), "late only after them");
            Assert.That(count.DueAt, Is.EqualTo(Instant.FromUtc(2026, 3, 9, 17, 0)));
        });
    }

    [Test]
    public void An_authority_s_shorter_local_time_is_its_own_and_the_law_s_stands_beside_it()
    {
        var entry = LimitCatalogue.Default.Find("compensation-claim", "accept", null, new LocalDate(2026, 3, 2))!;
        var count = Counter.Count(new LimitInputs(entry, new LocalDateTime(2026, 3, 2, 9, 0), WorkingCalendar.National.Version));
        Assert.That((count.DueDate, count.LawDueDate, count.RemindAt), Is.EqualTo(((LocalDate?)new LocalDate(2026, 3, 3), (LocalDate?)new LocalDate(2026, 3, 4), (Instant?)null)));
    }

    [Test]
    public void A_complex_case_is_counted_again_from_the_same_start_and_not_added()
    {
        var entry = LimitCatalogue.Default.Find("compensation-complaint", "resolve", null, new LocalDate(2026, 3, 2))!;
        var inputs = new LimitInputs(entry, new LocalDateTime(2026, 3, 2, 9, 0), WorkingCalendar.National.Version);
        Assert.That(Counter.Count(inputs).DueDate, Is.EqualTo(new LocalDate(2026, 4, 1)), "30 from acceptance");
        Assert.That(Counter.Count(inputs with { Variant = "complex" }).DueDate, Is.EqualTo(new LocalDate(2026, 4, 16)), "45 from acceptance");
        Assert.That(Counter.Count(inputs with { Variant = "remoteComplex" }).DueDate, Is.EqualTo(new LocalDate(2026, 5, 4)), "60 from acceptance is the holiday of Fri 1/5, so Mon 4/5");
    }

    /// <summary>A national swap, and an office with a storm and a Saturday counter.</summary>
    private static CalendarBook Book()
    {
        var book = CalendarBook.National();
        book.Apply(new CalendarUpload(null, "Công văn giả định 1", new LocalDate(2028, 1, 10),
        [
            new CalendarEntry(new LocalDate(2028, 5, 29), DayKind.SwappedOff, "Nghỉ hoán đổi", "Swapped day off", new LocalDate(2028, 6, 3)),
            new CalendarEntry(new LocalDate(2028, 6, 3), DayKind.MakeUpWorking, "Làm bù", "Make-up day", new LocalDate(2028, 5, 29)),
        ]));
        book.Apply(new CalendarUpload("ninh-binh", "Quyết định 7/QĐ-UBND", new LocalDate(2026, 9, 20),
        [
            new CalendarEntry(new LocalDate(2026, 9, 22), DayKind.Closure, "Nghỉ bão số 9", "Closed: typhoon 9"), new CalendarEntry(new LocalDate(2026, 9, 26), DayKind.CounterOpen, "Mở cửa thứ Bảy", "Saturday counter"),
        ]));
        return book;
    }

    private static LimitInputs Inputs(Random random)
    {
        var entries = LimitCatalogue.Default.All.ToList();
        var entry = entries[random.Next(entries.Count)];
        var start = LocalDate.Max(new LocalDate(2014, 1, 1).PlusDays(random.Next(365 * 22)), entry.ValidFrom).At(new LocalTime(random.Next(24), random.Next(60)));
        if (random.Next(3) == 0)
            start = new LocalDate(2026, 9, 1).PlusDays(random.Next(60)).At(new LocalTime(random.Next(24), 0));
        var office = random.Next(2) == 0 ? "ninh-binh" : null;
        var inputs = new LimitInputs(entry with { Policy = (ReceiptPolicy)random.Next(3) }, start, Counter.Book.Current(office).Version)
        {
            Variant = random.Next(2) == 0 && !entry.Variants.IsEmpty ? entry.Variants[random.Next(entry.Variants.Length)].Id : null,
        };
        if (entry.Extension is { } extension && random.Next(2) == 0)
        {
            var first = random.Next(1, extension.Max.Count);
            inputs = inputs with { Extensions = [Agreed(first, start.Date), Agreed(random.Next(1, extension.Max.Count - first + 1), start.Date)] };
        }

        return entry.Suspension is null || random.Next(3) == 0 ? inputs : WithStops(inputs, random);
    }

    private static LimitInputs WithStops(LimitInputs inputs, Random random)
    {
        var dates = Counter.Count(inputs);
        var length = Period.DaysBetween(dates.DayZero, dates.DueDate!.Value);
        var stops = Enumerable.Range(0, random.Next(1, 4)).Select(i =>
        {
            var from = dates.DayZero.PlusDays(random.Next(length + 1));
            return new StoppedTime(from, i == 0 && random.Next(3) == 0 ? null : from.PlusDays(random.Next(15)), "force-majeure") { Basis = "QĐ 1", Evidence = "ảnh", By = "lãnh đạo" };
        }).ToList();
        var stopped = inputs with { Stops = [.. stops] };
        return random.Next(6) == 0 ? Kept(stopped, random) : stopped;
    }

    /// <summary>What calendar versions leave: a day that is kept, also where the clock stops for good before or after it, or the calendars before.</summary>
    private static LimitInputs Kept(LimitInputs inputs, Random random)
    {
        var end = Counter.Count(inputs).DueDate ?? inputs.Stops.First(stop => stop.To is null).From;
        var versions = new[] { Counter.Book.Foundation.Version, Counter.Book.Current().Version, Counter.Book.Current("ninh-binh").Version };
        return random.Next(2) == 0
            ? inputs with { NotBefore = end.PlusDays(random.Next(-1, 9)) }
            : inputs with { EarlierCalendars = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => versions[random.Next(versions.Length)])] };
    }

    private static LocalDate Date(string text) => NodaTime.Text.LocalDatePattern.Iso.Parse(text).Value;

    private static AgreedExtension Agreed(int days, LocalDate on) => new(new CalendarDays(days), on) { Evidence = "biên bản", By = "hai bên" };

    /// <summary>A sheet that has what is to be forged in it.</summary>
    private static LimitInputs Rich(string path)
    {
        var (procedure, limit) = path switch
        {
            "result.remindAt" or "result.localDueDate" or "result.lawDueDate" or "count.local.amount" or "count.law.amount" => ("compensation-claim", "claimant-supplement"),
            "count.extensions.0.amount" => ("enforcement-request", "applicant-answer"),
            "page" => ("enforcement-request", "draft-decision"),
            _ => ("enforcement-request", "decision-by-law"),
        };
        var inputs = new LimitInputs(LimitCatalogue.Default.Find(procedure, limit, null, new LocalDate(2026, 4, 23))!, new LocalDateTime(2026, 4, 23, 9, 0), WorkingCalendar.National.Version);
        if (path.StartsWith("count.extensions", StringComparison.Ordinal))
            inputs = inputs with { Extensions = [Agreed(7, new LocalDate(2026, 5, 1))] };
        return path.StartsWith("count.stops", StringComparison.Ordinal) ? inputs with { Stops = [new StoppedTime(new LocalDate(2026, 4, 24), new LocalDate(2026, 4, 24), "force-majeure")] } : inputs;
    }

    private static void Forge(JsonObject sheet, string path)
    {
        var names = path.Split('.');
        JsonNode parent = sheet;
        foreach (var name in names[..^1])
            parent = parent is JsonArray array ? array[int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)]! : parent[name]!;
        parent[names[^1]] = path switch
        {
            "count.judgedBy.unit" => "calendarDay",
            "count.local.amount" or "count.law.amount" or "count.judgedBy.amount" => (int)parent[names[^1]]! + 1,
            "count.extensions.0.amount" => 9,
            "calendar.days.0.working" => true,
            "act.at" => "2026-04-22T09:00:00",
            "lines.0.reason" => "due",
            "result.dueAt" or "result.warnAt" or "result.remindAt" => "2026-05-30T00:00:00+07:00",
            _ => "2026-04-29",
        };
    }

    private static IEnumerable<(JsonNode Parent, string? Name, int Index)> Values(JsonNode node)
    {
        if (node is JsonObject json)
            return json.SelectMany(member => member.Value is JsonObject or JsonArray ? Values(member.Value) : [(json, member.Key, 0)]);
        var array = (JsonArray)node;
        return array.SelectMany((item, index) => item is JsonObject or JsonArray ? Values(item) : [((JsonNode)array, (string?)null, index)]);
    }

    private static string Change((JsonNode Parent, string? Name, int Index) value)
    {
        var old = value.Name is null ? value.Parent[value.Index] : value.Parent[value.Name];
        JsonNode changed = old?.GetValueKind() switch
        {
            System.Text.Json.JsonValueKind.True => false,
            System.Text.Json.JsonValueKind.False => true,
            System.Text.Json.JsonValueKind.Number => (int)old + 1,
            _ => (string?)old + "x",
        };
        if (value.Name is null)
            value.Parent[value.Index] = changed;
        else
            value.Parent[value.Name] = changed;
        return $"{value.Name}[{value.Index}]";
    }

    private static (int Code, string Output) Run(params string[] arguments)
    {
        var program = Path.Combine(TestContext.CurrentContext.TestDirectory, "verify-deadline.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }
}
