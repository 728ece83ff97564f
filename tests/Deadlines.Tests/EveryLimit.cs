using System.Reflection;
using NodaTime;
using NodaTime.Text;

namespace ProcedureEngine.Deadlines.Tests;

/// <summary>Every limit of the three procedures, as their tables give them, with a count by hand; open until the last instant of its last day.</summary>
public sealed class EveryLimit
{
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Asia/Ho_Chi_Minh"];
    private static readonly LimitCounter Counter = new(CalendarBook.National(), Zone);

    private static readonly Dictionary<string, string> Law2026 = new(StringComparer.Ordinal)
    {
        ["enforcement-request"] = LimitSets.Law2026, ["compensation-complaint"] = LimitSets.Law2026, ["compensation-claim"] = LimitSets.Law2026,
    };

    /// <summary>Procedure, limit, kind of case, figure, the law's own beside it, kind and bearer, start, last day, how it is counted.</summary>
    [TestCase("seed", "enforcement-request", "check-validity", null, "2 workingDay", null, "internal authority", "2026-04-23T09:00", "2026-04-28", "24/4, 28/4; off: 27/4 Hùng Kings' Commemoration Day (compensatory day)")]
    [TestCase("seed", "enforcement-request", "draft-decision", null, "5 workingDay strictly less", null, "law authority", "2026-08-27T10:30", "2026-09-07", "4 whole days: 28/8, 3/9, 4/9, 7/9; off: 31/8 National Day (swapped day off), 1/9 National Day (adjacent day), 2/9 National Day")]
    [TestCase("seed", "enforcement-request", "decision-by-law", null, "5 workingDay", null, "law authority", "2026-02-12T08:00", "2026-02-26", "13/2, 23/2, 24/2, 25/2, 26/2; off: 16/2 Lunar New Year (Tết), 17/2 Lunar New Year (Tết), 18/2 Lunar New Year (Tết), 19/2 Lunar New Year (Tết), 20/2 Lunar New Year (Tết)")]
    [TestCase("seed", "enforcement-request", "sign-decision", null, "0 workingDay", null, "law authority", "2026-06-12T17:00", "2026-06-15", "the same working day: received after hours or on a day off, so the next one")]
    [TestCase("seed", "enforcement-request", "applicant-answer", null, "60 calendarDay", null, "internal citizen", "2026-06-10T09:00", "2026-08-10", "60 days end on Sun 9/8, a day off: Mon 10/8")]
    [TestCase("seed", "enforcement-request", "applicant-answer-reminder", null, "30 calendarDay", null, "internal citizen", "2026-12-29T14:00", "2027-01-28", "30 days end on Thu 28/1")]
    [TestCase("seed", "enforcement-request", "issue-decision", null, "1 workingDay", null, "internal authority", "2026-03-02T09:00", "2026-03-03", "3/3")]
    [TestCase("seed", "enforcement-request", "notify-decision", null, "3 workingDay", null, "internal authority", "2026-09-24T09:00", "2026-09-29", "25/9, 28/9, 29/9")]
    [TestCase("seed", "compensation-complaint", "decide-acceptance", null, "10 calendarDay", null, "law authority", "2026-01-07T09:00", "2026-01-19", "10 days end on Sat 17/1, a day off: Mon 19/1")]
    [TestCase("seed", "compensation-complaint", "resolve", null, "30 calendarDay", null, "law authority", "2026-04-17T11:00", "2026-05-18", "30 days end on Sun 17/5, a day off: Mon 18/5")]
    [TestCase("seed", "compensation-complaint", "resolve", "complex", "45 calendarDay", null, "law authority", "2026-04-23T09:00", "2026-06-08", "45 days end on Sun 7/6, a day off: Mon 8/6")]
    [TestCase("seed", "compensation-complaint", "resolve", "remote", "45 calendarDay", null, "law authority", "2026-08-27T10:30", "2026-10-12", "45 days end on Sun 11/10, a day off: Mon 12/10")]
    [TestCase("seed", "compensation-complaint", "resolve", "remoteComplex", "60 calendarDay", null, "law authority", "2026-02-12T08:00", "2026-04-13", "60 days end on Mon 13/4")]
    [TestCase("seed", "compensation-complaint", "step-B1-B2", null, "10 calendarDay", null, "internal authority", "2026-11-20T16:00", "2026-11-30", "10 days end on Mon 30/11")]
    [TestCase("seed", "compensation-complaint", "step-B3-B4", null, "20 calendarDay", null, "internal authority", "2026-06-10T09:00", "2026-06-30", "20 days end on Tue 30/6")]
    [TestCase("seed", "compensation-complaint", "step-B5", null, "10 calendarDay", null, "internal authority", "2026-12-29T14:00", "2027-01-08", "10 days end on Fri 8/1")]
    [TestCase("seed", "compensation-complaint", "step-B6", null, "1 calendarDay", null, "internal authority", "2026-03-02T09:00", "2026-03-03", "1 day ends on Tue 3/3")]
    [TestCase("seed", "compensation-complaint", "complainant-supplement", null, "10 calendarDay", null, "internal citizen", "2026-09-24T09:00", "2026-10-05", "10 days end on Sun 4/10, a day off: Mon 5/10")]
    [TestCase("seed", "compensation-complaint", "complainant-supplement-reminder", null, "7 calendarDay", null, "internal citizen", "2026-09-24T09:00", "2026-10-01", "7 days end on Thu 1/10")]
    [TestCase("seed", "compensation-claim", "acknowledge", null, "2 workingDay", null, "law authority", "2026-01-07T09:00", "2026-01-09", "8/1, 9/1")]
    [TestCase("seed", "compensation-claim", "request-supplement", null, "2 workingDay", "5 workingDay", "local authority", "2026-04-17T11:00", "2026-04-21", "20/4, 21/4")]
    [TestCase("seed", "compensation-claim", "claimant-supplement", null, "2 workingDay", "5 workingDay", "local citizen", "2026-04-23T09:00", "2026-04-28", "24/4, 28/4; off: 27/4 Hùng Kings' Commemoration Day (compensatory day)")]
    [TestCase("seed", "compensation-claim", "accept", null, "1 workingDay", "2 workingDay", "local authority", "2026-08-27T10:30", "2026-08-28", "28/8")]
    [TestCase("seed", "compensation-claim", "appoint", null, "1 workingDay", "2 workingDay", "local authority", "2026-02-12T08:00", "2026-02-13", "13/2")]
    [TestCase("seed", "compensation-claim", "propose-advance", null, "0 workingDay", null, "law authority", "2026-06-12T16:30", "2026-06-12", "the same working day")]
    [TestCase("seed", "compensation-claim", "pay-advance", null, "3 workingDay", "5 workingDay", "local authority", "2026-06-10T09:00", "2026-06-15", "11/6, 12/6, 15/6")]
    [TestCase("seed", "compensation-claim", "request-advance-funds", null, "2 workingDay", null, "law authority", "2026-12-29T14:00", "2026-12-31", "30/12, 31/12")]
    [TestCase("seed", "compensation-claim", "grant-advance-funds", null, "2 workingDay", "7 workingDay", "local financeBody", "2026-03-02T09:00", "2026-03-04", "3/3, 4/3")]
    [TestCase("seed", "compensation-claim", "verify-damage", null, "5 calendarDay", "15 calendarDay", "local authority", "2026-09-24T09:00", "2026-09-29", "5 days end on Tue 29/9")]
    [TestCase("seed", "compensation-claim", "verify-damage", "complex", "15 calendarDay", "30 calendarDay", "local authority", "2026-01-07T09:00", "2026-01-22", "15 days end on Thu 22/1")]
    [TestCase("seed", "compensation-claim", "verification-report", null, "2 workingDay", "3 workingDay", "local authority", "2026-04-17T11:00", "2026-04-21", "20/4, 21/4")]
    [TestCase("seed", "compensation-claim", "start-negotiation", null, "1 workingDay", "2 workingDay", "local authority", "2026-04-23T09:00", "2026-04-24", "24/4")]
    [TestCase("seed", "compensation-claim", "complete-negotiation", null, "10 calendarDay", null, "law both", "2026-08-27T10:30", "2026-09-07", "10 days end on Sun 6/9, a day off: Mon 7/9")]
    [TestCase("seed", "compensation-claim", "complete-negotiation", "complex", "15 calendarDay", null, "law both", "2026-02-12T08:00", "2026-02-27", "15 days end on Fri 27/2")]
    [TestCase("seed", "compensation-claim", "decide", null, "0 workingDay", null, "law authority", "2026-06-12T17:00", "2026-06-12", "the same working day")]
    [TestCase("seed", "compensation-claim", "send-refusal-minutes", null, "2 workingDay", "5 workingDay", "local authority", "2026-06-10T09:00", "2026-06-12", "11/6, 12/6")]
    [TestCase("seed", "compensation-claim", "take-decision", null, "30 calendarDay", null, "law citizen", "2026-12-29T14:00", "2027-01-28", "30 days end on Thu 28/1")]
    [TestCase("seed", "compensation-claim", "negotiation-suspension", null, "30 calendarDay", null, "law both", "2026-03-02T09:00", "2026-04-01", "30 days end on Wed 1/4")]
    [TestCase("seed", "compensation-claim", "ask-to-continue", null, "5 workingDay", null, "law citizen", "2026-09-24T09:00", "2026-10-01", "25/9, 28/9, 29/9, 30/9, 1/10")]
    [TestCase("seed", "compensation-claim", "terminate", null, "5 workingDay", null, "law authority", "2026-01-07T09:00", "2026-01-13", "8/1, 9/1, 10/1, 12/1, 13/1")]
    [TestCase("seed", "compensation-claim", "pay-granted-advance", null, "3 workingDay", null, "internal authority", "2026-04-17T11:00", "2026-04-22", "20/4, 21/4, 22/4")]
    [TestCase("seed", "compensation-claim", "request-funds", null, "2 workingDay", null, "internal authority", "2026-04-23T09:00", "2026-04-28", "24/4, 28/4; off: 27/4 Hùng Kings' Commemoration Day (compensatory day)")]
    [TestCase("seed", "compensation-claim", "grant-funds", null, "7 workingDay", null, "internal financeBody", "2026-08-27T10:30", "2026-09-10", "28/8, 3/9, 4/9, 7/9, 8/9, 9/9, 10/9; off: 31/8 National Day (swapped day off), 1/9 National Day (adjacent day), 2/9 National Day")]
    [TestCase("seed", "compensation-claim", "pay-compensation", null, "5 workingDay", null, "internal authority", "2026-02-12T08:00", "2026-02-26", "13/2, 23/2, 24/2, 25/2, 26/2; off: 16/2 Lunar New Year (Tết), 17/2 Lunar New Year (Tết), 18/2 Lunar New Year (Tết), 19/2 Lunar New Year (Tết), 20/2 Lunar New Year (Tết)")]
    [TestCase("law-2026", "enforcement-request", "decision-by-law", null, "5 workingDay", null, "law authority", "2026-11-20T16:00", "2026-11-30", "23/11, 25/11, 26/11, 27/11, 30/11; off: 24/11 Vietnam Culture Day")]
    [TestCase("law-2026", "compensation-complaint", "decide-acceptance", null, "7 workingDay", null, "law authority", "2026-12-29T14:00", "2027-01-08", "30/12, 31/12, 4/1, 5/1, 6/1, 7/1, 8/1; off: 1/1 New Year's Day")]
    [TestCase("law-2026", "compensation-complaint", "resolve", null, "30 calendarDay", null, "law authority", "2026-08-27T10:30", "2026-09-28", "30 days end on Sat 26/9, a day off: Mon 28/9")]
    [TestCase("law-2026", "compensation-complaint", "resolve", "complex", "45 calendarDay", null, "law authority", "2026-11-20T16:00", "2027-01-04", "45 days end on Mon 4/1")]
    [TestCase("law-2026", "compensation-complaint", "resolve", "remote", "45 calendarDay", null, "law authority", "2026-12-29T14:00", "2027-02-12", "45 days end on Fri 12/2")]
    [TestCase("law-2026", "compensation-complaint", "resolve", "remoteComplex", "60 calendarDay", null, "law authority", "2026-08-27T10:30", "2026-10-26", "60 days end on Mon 26/10")]
    [TestCase("law-2026", "compensation-claim", "request-supplement", null, "5 workingDay", null, "law authority", "2026-04-17T11:00", "2026-04-24", "20/4, 21/4, 22/4, 23/4, 24/4")]
    [TestCase("law-2026", "compensation-claim", "claimant-supplement", null, "5 workingDay", null, "law citizen", "2026-04-23T09:00", "2026-05-05", "24/4, 28/4, 29/4, 4/5, 5/5; off: 27/4 Hùng Kings' Commemoration Day (compensatory day), 30/4 Victory (Reunification) Day, 1/5 International Labour Day")]
    [TestCase("law-2026", "compensation-claim", "accept", null, "2 workingDay", null, "law authority", "2026-08-27T10:30", "2026-09-03", "28/8, 3/9; off: 31/8 National Day (swapped day off), 1/9 National Day (adjacent day), 2/9 National Day")]
    [TestCase("law-2026", "compensation-claim", "appoint", null, "2 workingDay", null, "law authority", "2026-02-12T08:00", "2026-02-23", "13/2, 23/2; off: 16/2 Lunar New Year (Tết), 17/2 Lunar New Year (Tết), 18/2 Lunar New Year (Tết), 19/2 Lunar New Year (Tết), 20/2 Lunar New Year (Tết)")]
    [TestCase("law-2026", "compensation-claim", "pay-advance", null, "5 workingDay", null, "law authority", "2026-11-20T16:00", "2026-11-30", "23/11, 25/11, 26/11, 27/11, 30/11; off: 24/11 Vietnam Culture Day")]
    [TestCase("law-2026", "compensation-claim", "grant-advance-funds", null, "7 workingDay", null, "law financeBody", "2026-06-10T09:00", "2026-06-19", "11/6, 12/6, 15/6, 16/6, 17/6, 18/6, 19/6")]
    [TestCase("law-2026", "compensation-claim", "verify-damage", null, "15 calendarDay", null, "law authority", "2026-12-29T14:00", "2027-01-13", "15 days end on Wed 13/1")]
    [TestCase("law-2026", "compensation-claim", "verify-damage", "complex", "30 calendarDay", null, "law authority", "2026-03-02T09:00", "2026-04-01", "30 days end on Wed 1/4")]
    [TestCase("law-2026", "compensation-claim", "verification-report", null, "3 workingDay", null, "law authority", "2026-09-24T09:00", "2026-09-29", "25/9, 28/9, 29/9")]
    [TestCase("law-2026", "compensation-claim", "start-negotiation", null, "2 workingDay", null, "law authority", "2026-01-07T09:00", "2026-01-09", "8/1, 9/1")]
    [TestCase("law-2026", "compensation-claim", "send-refusal-minutes", null, "5 workingDay", null, "law authority", "2026-04-17T11:00", "2026-04-24", "20/4, 21/4, 22/4, 23/4, 24/4")]
    public void A_limit_ends_at_the_end_of_the_day_that_a_count_by_hand_gives(
        string set, string procedure, string limit, string? variant, string figure, string? law, string kindAndBearer, string start, string due, string reason)
    {
        var catalogue = set == LimitSets.Seed ? LimitCatalogue.Default : LimitCatalogue.Load(null, Law2026);
        var at = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm").Parse(start).Value;
        var entry = catalogue.Find(procedure, limit, "any-office", at.Date)!;
        var inputs = new LimitInputs(entry, at, WorkingCalendar.National.Version) { Variant = variant };
        var count = Counter.Count(inputs);
        var last = LocalDatePattern.Iso.Parse(due).Value;
        Assert.Multiple(() =>
        {
            Assert.That(entry.Set, Is.EqualTo(set));
            Assert.That(Text(entry.AmountOf(variant)), Is.EqualTo(figure));
            Assert.That(entry.LawOf(variant) is { } own ? Text(own.Amount) : null, Is.EqualTo(law));
            Assert.That($"{LimitFile.Word(entry.Kind)} {LimitFile.Word(entry.Bearer)}", Is.EqualTo(kindAndBearer));
            Assert.That(entry.LegalBasisOf(variant), Is.Not.Empty);
            Assert.That(count.LocalDueDate ?? count.DueDate, Is.EqualTo(last), reason);
        });
        var end = last.PlusDays(1).AtStartOfDayInZone(Zone).ToInstant();
        var judged = (LimitCounter.RemindsOnly(inputs) ? count.RemindAt : count.DueAt)!.Value;
        Assert.That(end - Duration.Epsilon, Is.LessThan(judged), "open just before");
        Assert.That(end, Is.EqualTo(judged), "over exactly then");
        Assert.That(count.WarnAt, Is.EqualTo(figure.StartsWith("0 ", StringComparison.Ordinal) ? null : (Instant?)count.DueDate!.Value.AtStartOfDayInZone(Zone).ToInstant()), "start of the last working day");
    }

    [Test]
    public void The_table_has_a_row_for_every_figure_of_the_catalogue()
    {
        var rows = typeof(EveryLimit).GetMethod(nameof(A_limit_ends_at_the_end_of_the_day_that_a_count_by_hand_gives))!.GetCustomAttributes<TestCaseAttribute>()
            .Select(row => string.Join('/', row.Arguments.Take(4)));
        var figures = LimitCatalogue.Default.All.SelectMany(entry => entry.Variants.Select(variant => variant.Id).Prepend(null).Select(variant => $"{entry.Set}/{entry.Procedure}/{entry.Id}/{variant}"));
        Assert.That(rows, Is.EquivalentTo(figures));
    }

    [TestCase("compensation-claim", "verify-damage", null, 15, "2026-05-04", "2026-05-11", "2026-05-25", "5 days end on Sat 9/5, so Mon 11/5; 15 more on Tue 26/5 counted from there", "2026-05-26")]
    [TestCase("compensation-claim", "verify-damage", "complex", 15, "2026-05-04", "2026-05-19", null, "15 and 15", "2026-06-03")]
    [TestCase("compensation-claim", "complete-negotiation", null, 10, "2026-06-19", "2026-06-29", null, "10 and 10", "2026-07-09")]
    [TestCase("enforcement-request", "applicant-answer", null, 30, "2026-03-02", "2026-05-04", null, "60 days end on Fri 1/5, a holiday, so Mon 4/5; 30 more", "2026-06-03")]
    public void An_extension_runs_from_the_rolled_end_once_or_more_and_stops_at_its_cap(
        string procedure, string limit, string? variant, int cap, string start, string baseEnd, string? nominalReading, string reason, string extended)
    {
        var day = LocalDatePattern.Iso.Parse(start).Value;
        var entry = LimitCatalogue.Default.Find(procedure, limit, null, day)!;
        var inputs = new LimitInputs(entry, day.At(new LocalTime(9, 0)), WorkingCalendar.National.Version) { Variant = variant };
        Assert.That(Counter.Count(inputs).DueDate, Is.EqualTo(LocalDatePattern.Iso.Parse(baseEnd).Value), reason);

        var whole = inputs with { Extensions = [Agreed(cap)] };
        Assert.That(Counter.Count(whole).DueDate, Is.EqualTo(LocalDatePattern.Iso.Parse(extended).Value), reason);
        Assert.That(Counter.Count(inputs with { Extensions = [Agreed(cap - 4), Agreed(4)] }).DueDate, Is.EqualTo(Counter.Count(whole).DueDate), "twice comes to the same");
        if (nominalReading is not null)
            Assert.That(Counter.Explain(whole).Alternatives, Does.Contain(new OtherReading("extension from the nominal end", LocalDatePattern.Iso.Parse(nominalReading).Value)));

        Assert.That(() => Counter.Count(inputs with { Extensions = [Agreed(cap - 4), Agreed(5)] }), Throws.TypeOf<DeadlineException>().With.Property("Rule").EqualTo("extension-cap"));
        Assert.That(() => Counter.Count(inputs with { Extensions = [new AgreedExtension(new WorkingDays(1), day) { Evidence = "x" }] }), Throws.TypeOf<DeadlineException>().With.Property("Rule").EqualTo("extension-unit"));
    }

    [Test]
    public void An_extension_by_agreement_carries_the_agreement()
    {
        var inputs = new LimitInputs(LimitCatalogue.Default.Find("compensation-claim", "verify-damage", null, new LocalDate(2026, 5, 4))!, new LocalDateTime(2026, 5, 4, 9, 0), WorkingCalendar.National.Version);
        Assert.That(
            () => Counter.Count(inputs with { Extensions = [new AgreedExtension(new CalendarDays(5), new LocalDate(2026, 5, 8))] }),
            Throws.TypeOf<DeadlineException>().With.Property("Rule").EqualTo("agreement-required"));
    }

    private static AgreedExtension Agreed(int days) => new(new CalendarDays(days), new LocalDate(2026, 5, 8)) { Evidence = "Biên bản thỏa thuận" };

    private static string Text(LimitAmount amount) => $"{amount.Count} {amount.Unit}{(amount.IsStrictlyLess ? " strictly less" : string.Empty)}";
}
