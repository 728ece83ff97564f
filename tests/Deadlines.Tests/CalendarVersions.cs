using System.Collections.Immutable;
using System.Security.Cryptography;
using NodaTime;
using NodaTime.Text;
using ProcedureEngine.VerifyDeadline;

namespace ProcedureEngine.Deadlines.Tests;

/// <summary>Sets of entries, the versions that they make, and what these do to running limits.</summary>
public sealed class CalendarVersions
{
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Asia/Ho_Chi_Minh"];
    private static readonly LocalDate Decided = new(2027, 3, 1);

    [TestCase("orphan-make-up-day", "2027-05-08 MakeUpWorking", "a make-up day names the day off")]
    [TestCase("orphan-make-up-day", "2027-05-08 MakeUpWorking 2027-05-04", "which must be off")]
    [TestCase("orphan-make-up-day", "2027-05-08 MakeUpWorking 2027-04-30", "a holiday is no swapped day")]
    [TestCase("orphan-make-up-day", "2027-05-08 MakeUpWorking 2027-05-04|2027-05-09 MakeUpWorking 2027-05-04|2027-05-04 SwappedOff", "one day off, one make-up day")]
    [TestCase("make-up-on-weekday", "2027-05-06 MakeUpWorking 2027-05-04|2027-05-04 SwappedOff 2027-05-06", "a make-up day is a weekend day")]
    [TestCase("swapped-on-weekend", "2027-05-08 SwappedOff", "a weekend day is off anyway")]
    [TestCase("orphan-swapped-day", "2027-05-04 SwappedOff 2027-05-08", "it names a make-up day that is none")]
    [TestCase("contradictory-entries", "2027-05-04 Holiday|2027-05-04 Compensatory", "a day stands once")]
    [TestCase("contradictory-entries", "2027-05-04 Holiday|2027-05-04 Holiday", "even when it says the same")]
    [TestCase("weekday-required", "2027-05-08 Compensatory", "compensation is a weekday")]
    [TestCase("weekend-required", "2027-05-06 WeeklyRest", "a weekday is no weekly rest")]
    [TestCase("office-only", "2027-05-06 Closure", "the country is not closed by a storm")]
    [TestCase("office-only", "2027-05-08 CounterOpen", "Saturday counters are the offices' own")]
    [TestCase("no-swap", "2027-05-04 Holiday 2027-05-08", "a holiday is swapped with nothing")]
    [TestCase("date-range", "2101-01-03 Holiday", "after the calendar")]
    [TestCase("date-range", "2013-04-30 Holiday", "before the calendar")]
    public void A_set_that_breaks_a_rule_is_refused_by_its_name(string rule, string entries, string reason)
    {
        var refused = Assert.Throws<CalendarUploadException>(() => After(National(entries)), reason)!;
        Assert.That(refused.Problems.Select(problem => problem.Rule), Does.Contain(rule), reason);
        Assert.That(refused.Problems.Select(problem => problem.LegalBasis), Has.None.Empty);
    }

    [Test]
    public void Every_broken_rule_of_a_set_is_told_at_once()
    {
        var upload = new CalendarUpload("ward", " ", default, [new CalendarEntry(new LocalDate(2027, 5, 4), DayKind.Holiday, "", ""), new CalendarEntry(new LocalDate(2027, 5, 8), DayKind.MakeUpWorking, "Làm bù", "Make-up")]);
        var rules = Assert.Throws<CalendarUploadException>(() => CalendarBook.National().Apply(upload))!.Problems.Select(problem => problem.Rule);
        Assert.That(rules, Is.SupersetOf(new[] { "source-required", "decision-date", "name-required", "national-only", "orphan-make-up-day" }));
        Assert.That(() => After(new CalendarUpload(null, "x", Decided, [])), Throws.TypeOf<CalendarUploadException>());
    }

    [Test]
    public void A_swap_across_years_makes_a_new_version_and_leaves_the_old_one()
    {
        var book = CalendarBook.National();
        var before = book.Current();
        var after = book.Apply(National("2027-12-31 SwappedOff 2028-01-08|2028-01-08 MakeUpWorking 2027-12-31"));
        Assert.Multiple(() =>
        {
            Assert.That(after.Version, Does.StartWith(before.Version + "+").And.Length.EqualTo(before.Version.Length + 13));
            Assert.That((after.IsWorking(new LocalDate(2027, 12, 31)), after.IsWorking(new LocalDate(2028, 1, 8))), Is.EqualTo((false, true)));
            Assert.That(book.Find(before.Version).IsWorking(new LocalDate(2027, 12, 31)), Is.True);
            Assert.That(book.Find(after.Version), Is.SameAs(book.Current()));
            Assert.That(() => book.Find("vn-1999"), Throws.TypeOf<CalendarVersionException>());
        });
    }

    [Test]
    public void The_version_names_the_content_whatever_the_order_of_the_entries()
    {
        var one = National("2027-12-31 SwappedOff 2028-01-08|2028-01-08 MakeUpWorking 2027-12-31");
        var other = one with { Entries = [.. one.Entries.Reverse()] };
        Assert.That(After(other).Version, Is.EqualTo(After(one).Version));
        Assert.That(After(one with { Source = "Khác" }).Version, Is.Not.EqualTo(After(one).Version));
        var book = CalendarBook.National();
        Assert.That(book.Apply(other), Is.SameAs(book.Apply(one)), "the same set twice has one effect");
        Assert.That(book.Applied, Has.Length.EqualTo(1));
    }

    [Test]
    public void An_office_has_the_national_days_and_its_own()
    {
        var book = CalendarBook.National();
        var own = book.Apply(new CalendarUpload("ward", "Quyết định 7", Decided, [Entry("2027-05-06 Closure"), Entry("2027-05-08 CounterOpen")]));
        var national = book.Apply(National("2027-05-07 Holiday"));
        Assert.Multiple(() =>
        {
            Assert.That((own.IsWorking(new LocalDate(2027, 5, 6)), own.IsWorking(new LocalDate(2027, 5, 8))), Is.EqualTo((false, true)));
            Assert.That((national.IsWorking(new LocalDate(2027, 5, 6)), national.IsWorking(new LocalDate(2027, 5, 8))), Is.EqualTo((true, false)));
            Assert.That(book.Current("ward").IsWorking(new LocalDate(2027, 5, 7)), Is.False, "a later national day is the office's too");
            Assert.That(book.Current("another"), Is.SameAs(book.Current()), "an office without its own sets has the national calendar");
            foreach (var version in new[] { own.Version, national.Version, book.Current("ward").Version, WorkingCalendar.National.Version })
                Assert.That(book.Find(version).Version, Is.EqualTo(version));
        });
    }

    [Test]
    public void What_the_country_decides_later_takes_nothing_from_what_an_office_decided_for_itself()
    {
        var book = CalendarBook.National();
        book.Apply(Office("2028-05-16 Closure|2028-05-20 CounterOpen|2028-05-17 Closure"));
        book.Apply(new CalendarUpload(null, "Thông báo Tết 2028", Decided, Year2028, [2028]));
        Assert.That(book.Current("ward").IsCertified(2028), Is.True);
        Assert.That(Works(book, "2028-05-16", "2028-05-17", "2028-05-20", "2028-09-01"), Is.EqualTo(new[] { false, false, true, true }), "a complete year is the country's");
        book.Apply(National("2028-05-16 Working|2028-05-20 WeeklyRest"));
        Assert.That(Works(book, "2028-05-16", "2028-05-20"), Is.EqualTo(new[] { false, true }), "the country withdraws days of its own alone");

        // A day that the office withdraws is what the country has made of it, whenever that was.
        book.Apply(Office("2028-05-16 Working|2028-05-17 Working", "Quyết định 8"));
        Assert.That(Works(book, "2028-05-16", "2028-05-17"), Is.EqualTo(new[] { true, true }));
        book.Apply(National("2028-05-17 Holiday|2028-05-20 Holiday", "Công văn 2/VPCP"));
        Assert.That(Works(book, "2028-05-16", "2028-05-17", "2028-05-20"), Is.EqualTo(new[] { true, false, false }), "a holiday is one for every office");
        var other = CalendarBook.National();
        other.Restore(book.Applied);
        Assert.That(other.Current("ward").Version, Is.EqualTo(book.Current("ward").Version));
        Assert.That(other.Find(book.Current("ward").Version), Is.SameAs(other.Current("ward")));
    }

    [TestCase("national-only", "2027-04-30 Working", "a national holiday is not the office's to withdraw")]
    [TestCase("counter-on-holiday", "2028-01-01 CounterOpen", "a Saturday that is a holiday is no day for a counter")]
    public void An_office_decides_on_its_own_days_alone(string rule, string entries, string reason) =>
        Assert.That(Assert.Throws<CalendarUploadException>(() => CalendarBook.National().Apply(Office(entries)), reason)!.Problems.Select(problem => problem.Rule), Is.EqualTo(new[] { rule }), reason);

    /// <summary>
    /// Every stored limit names the version of the calendar that it is counted on. Who makes the built-in data anew gives it another 'generated' and keeps
    /// the old file beside it, as a foundation that the book still finds: without it no running limit can be counted after the upgrade.
    /// </summary>
    [Test]
    public void The_built_in_calendar_is_the_one_that_stored_limits_are_counted_on()
    {
        using var data = typeof(WorkingCalendar).Assembly.GetManifestResourceStream("holidays-by-year.json")!;
        var digest = Convert.ToHexStringLower(SHA256.HashData(data));
        Assert.That(
            (WorkingCalendar.National.Version, digest), Is.EqualTo(("vn-2026-11-22", "71e057e2fe77d8c74609b6f4b93551147ac4203b1ef6a2cf95c9dc885bc9d3ac")),
            "the built-in calendar has changed: stored limits name its version, so keep the old foundation beside the new one (CalendarBook.Find) and only then pin the new digest here");
    }

    [Test]
    public void A_book_restored_from_its_sets_has_the_same_versions()
    {
        var book = CalendarBook.National();
        book.Apply(National("2027-05-07 Holiday"));
        book.Apply(new CalendarUpload("ward", "Quyết định 7", Decided, [Entry("2027-05-06 Closure")]));
        var other = CalendarBook.National();
        other.Restore(book.Applied);
        Assert.That((other.Current().Version, other.Current("ward").Version), Is.EqualTo((book.Current().Version, book.Current("ward").Version)));
        Assert.That(other.Find(book.Current("ward").Version).IsWorking(new LocalDate(2027, 5, 6)), Is.False);
    }

    [Test]
    public void A_notice_that_holds_a_whole_year_makes_it_certified_and_replaces_what_was_assumed()
    {
        var days = Year2028;
        var upload = new CalendarUpload(null, "Thông báo Tết 2028", Decided, days, [2028]);
        var after = CalendarBook.National().Apply(upload);
        Assert.Multiple(() =>
        {
            Assert.That((WorkingCalendar.National.IsCertified(2028), after.IsCertified(2028), after.IsCertified(2029)), Is.EqualTo((false, true, false)));
            Assert.That(WorkingCalendar.National[new LocalDate(2028, 9, 1)].Kind, Is.EqualTo(DayKind.Holiday), "assumed before");
            Assert.That(after.IsWorking(new LocalDate(2028, 9, 1)), Is.True, "the notice says 3 September");
            Assert.That(() => After(upload with { Entries = days.RemoveAt(0) }), Throws.TypeOf<CalendarUploadException>().With.Message.Contains("incomplete-year"));
        });
    }

    [Test]
    public void A_year_without_a_notice_says_what_it_assumed_and_has_the_other_days_as_readings()
    {
        var calculator = new DeadlineCalculator(WorkingCalendar.National, Zone);
        var tet = VietnameseLunar.Tet(2031);
        var result = calculator.Calculate(new DeadlineRequest(tet.PlusDays(-5).At(LocalTime.Noon), new WorkingDays(2)));
        Assert.That(result.Certified, Is.False);
        Assert.That(result.Assumptions.Single(assumption => assumption.En.StartsWith("Tết", StringComparison.Ordinal)).Vi, Does.Contain("giả định nghỉ từ 22/01/2031 đến 26/01/2031"));
        Assert.That(result.Alternatives.Select(reading => reading.Reading), Does.Contain("Tết: two days before and the first three"));
        var national = calculator.Calculate(new DeadlineRequest(new LocalDateTime(2031, 8, 29, 9, 0), new WorkingDays(1)));
        Assert.That(national.DueDate, Is.EqualTo(new LocalDate(2031, 9, 3)), "1 and 2 September assumed off");
        Assert.That(national.Alternatives, Does.Contain(new OtherReading("National Day: 2 and 3 September", new LocalDate(2031, 9, 1))));
    }

    [Test]
    public void A_day_off_added_moves_what_runs_over_it_and_nothing_else()
    {
        var counter = new LimitCounter(CalendarBook.National(), Zone);
        var after = After(National("2027-05-06 Holiday"));
        Assert.That(Move(counter, after, "2027-05-04", LimitBearer.Authority).To, Is.EqualTo(new LocalDate(2027, 5, 12)));
        Assert.That(Move(counter, after, "2027-05-06", LimitBearer.Authority).IsMoved, Is.False);
    }

    /// <summary>Tue 4/5 and 5 working days end on Tue 11/5; with Sat 8/5 worked and Wed 12/5 off they end on Mon 10/5.</summary>
    [TestCase(LimitBearer.Authority, "2027-05-05", "2027-05-10", false, "the office worked on the Saturday: by the law's count it ends earlier")]
    [TestCase(LimitBearer.Citizen, "2027-05-05", "2027-05-11", true, "the citizen keeps the day that he was told")]
    [TestCase(LimitBearer.Authority, "2027-05-11", "2027-05-11", true, "no limit moves to a day that is over")]
    [TestCase(LimitBearer.Both, "2027-05-10", "2027-05-10", false, "counts as the office's own; that day is not over")]
    public void A_make_up_day_can_end_only_the_office_s_time_earlier_and_never_in_the_past(LimitBearer bearer, string appliedOn, string due, bool isKept, string reason)
    {
        var counter = new LimitCounter(CalendarBook.National(), Zone);
        var upload = National("2027-05-12 SwappedOff 2027-05-08|2027-05-08 MakeUpWorking 2027-05-12");
        Assert.That(After(upload).OnlyAddsDaysOffTo(WorkingCalendar.National, Date("2027-05-04")), Is.False);
        var move = Move(counter, After(upload), "2027-05-04", bearer, appliedOn);
        Assert.That((move.From, move.Counted, move.To, move.IsKept), Is.EqualTo(((LocalDate?)new LocalDate(2027, 5, 11), (LocalDate?)new LocalDate(2027, 5, 10), (LocalDate?)Date(due), isKept)), reason);
    }

    [Test]
    public void A_kept_day_that_the_new_calendar_has_off_moves_on_to_the_next_working_day()
    {
        var counter = new LimitCounter(CalendarBook.National(), Zone);
        var book = CalendarBook.National();
        var after = book.Apply(National("2027-05-11 SwappedOff 2027-05-08|2027-05-08 MakeUpWorking 2027-05-11"));
        var move = Move(counter, after, "2027-05-04", LimitBearer.Citizen, "2027-05-05");
        Assert.That((move.Counted, move.To), Is.EqualTo(((LocalDate?)new LocalDate(2027, 5, 10), (LocalDate?)new LocalDate(2027, 5, 12))));
        var result = new LimitCounter(book, Zone).Explain(move.Inputs);
        Assert.That(result.Explanation.Where(line => line.Reason == DayReason.Kept).Select(line => line.Date), Is.EqualTo(new[] { new LocalDate(2027, 5, 11), new LocalDate(2027, 5, 12) }));
    }

    /// <summary>
    /// The claimant's 5 working days from Tue 4/5 end on Tue 11/5; with Sat 8/5 worked on Mon 10/5. Whatever is stopped, before the notice or after it, he has no
    /// day less than without it.
    /// </summary>
    [TestCase("", "", "2027-05-11", "the day that he was told")]
    [TestCase("", "2027-05-10 2027-05-11", "2027-05-13", "stopped after the notice")]
    [TestCase("", "2027-05-05 2027-05-06", "2027-05-13", "stopped before the make-up day")]
    [TestCase("2027-05-10", "2027-05-10 2027-05-11", "2027-05-13", "the clock stood still when the notice came")]
    [TestCase("2027-05-06", "2027-05-06 2027-05-07", "2027-05-13", "and has the make-up day left")]
    public void A_citizen_has_no_day_less_than_without_the_notice_whatever_is_stopped(string stoppedFrom, string stopped, string due, string reason)
    {
        var (book, plain) = (CalendarBook.National(), Supplement());
        var counter = new LimitCounter(book, Zone);
        var before = stoppedFrom.Length == 0 ? plain : plain with { Stops = [new StoppedTime(Date(stoppedFrom), null, "force-majeure")] };
        var had = counter.Count(before);
        var after = book.Apply(National("2027-05-26 SwappedOff 2027-05-08|2027-05-08 MakeUpWorking 2027-05-26"));
        var move = CalendarMove.Of(new RunningLimit("limit", before, had.DueDate), counter, after, Date("2027-05-07"));
        Assert.That((move.To, counter.Count(move.Inputs).Remaining), Is.EqualTo((had.DueDate, had.Remaining)), reason);

        var stop = stopped.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var later = move.Inputs with { Stops = stop.Length == 0 ? [] : [new StoppedTime(Date(stop[0]), Date(stop[1]), "force-majeure")] };
        Assert.That(counter.Count(later).DueDate, Is.EqualTo((LocalDate?)Date(due)), reason);
        Assert.That(counter.Count(later with { CalendarVersion = WorkingCalendar.National.Version, EarlierCalendars = [] }).DueDate, Is.EqualTo((LocalDate?)Date(due)), "as without the notice");
        Assert.That(Sheet.Verify(DeadlineSheet.Write(DeadlineSheet.Build(later, counter))), Is.Empty);
    }

    /// <summary>A day told by a version in between is kept too, when that version is withdrawn: Sat 8/5 worked and Tue 11/5 off, and then 11/5 is a working day again.</summary>
    [Test]
    public void A_day_that_was_told_by_a_version_in_between_is_kept_as_well_and_versions_that_can_do_nothing_any_more_are_dropped()
    {
        var book = CalendarBook.National();
        var counter = new LimitCounter(book, Zone);
        var first = Moved(counter, Supplement(), book.Apply(National("2027-05-11 SwappedOff 2027-05-08|2027-05-08 MakeUpWorking 2027-05-11")));
        Assert.That((first.Counted, first.To), Is.EqualTo(((LocalDate?)Date("2027-05-10"), (LocalDate?)Date("2027-05-12"))));
        var second = Moved(counter, first.Inputs, book.Apply(National("2027-05-11 Working", "Công văn 2/VPCP")));
        Assert.That((second.Counted, second.To, second.Inputs.EarlierCalendars.Length), Is.EqualTo(((LocalDate?)Date("2027-05-10"), (LocalDate?)Date("2027-05-12"), 2)));
        var third = Moved(counter, second.Inputs, book.Apply(National("2027-05-08 WeeklyRest|2027-05-11 Holiday|2027-05-12 Holiday", "Công văn 3/VPCP")));
        Assert.That((third.To, third.Inputs.EarlierCalendars), Is.EqualTo(((LocalDate?)Date("2027-05-13"), ImmutableArray<string>.Empty)), "only days off against all of them");
    }

    /// <summary>Limits on random notices, one after the other, with stops in between: each of a citizen's ends no earlier than it did before.</summary>
    [Test]
    public void No_notice_ever_ends_a_citizen_s_limit_earlier()
    {
        var random = new Random(4711);
        for (var round = 0; round < 150; round++)
        {
            var book = CalendarBook.National();
            var (counter, inputs) = (new LimitCounter(book, Zone), Supplement());
            for (var step = 0; step < 4; step++)
            {
                if (random.Next(2) == 0)
                {
                    var (from, before) = (Date("2027-05-04").PlusDays(random.Next(12)), counter.Count(inputs));
                    var stopped = inputs with { Stops = inputs.Stops.Add(new StoppedTime(from, from.PlusDays(random.Next(4)), "force-majeure")) };
                    Assert.That(counter.Count(stopped).DueDate, Is.GreaterThanOrEqualTo(before.DueDate!.Value), "a stop lengthens");
                    inputs = stopped;
                }

                var had = counter.Count(inputs).DueDate;
                var days = Enumerable.Range(0, 3).Select(_ => Date("2027-05-04").PlusDays(random.Next(20))).Distinct()
                    .Select(date => new CalendarEntry(date, WorkingCalendar.IsWeekend(date) ? (random.Next(3) == 0 ? DayKind.WeeklyRest : DayKind.CounterOpen) : random.Next(2) == 0 ? DayKind.Closure : DayKind.Working, "Ngày", "Day"));
                var move = Moved(counter, inputs, book.Apply(new CalendarUpload("ward", $"Quyết định {step}", Decided, [.. days])));
                Assert.That(move.To, Is.GreaterThanOrEqualTo(had!.Value), $"round {round}");
                inputs = move.Inputs;
                Assert.That(Sheet.Verify(DeadlineSheet.Write(DeadlineSheet.Build(inputs, counter))), Is.Empty);
            }
        }
    }

    /// <summary>Thu 5/6/2031 and 4 working days end on Wed 11/6; with the office's Saturday 7/6 worked on Tue 10/6, before the stop begins.</summary>
    [TestCase("2031-06-11", null, "2031-06-11", null, "2031-06-13", "the clock stands still: it goes on standing, and the day after is the office's")]
    [TestCase("2031-06-11", "2031-06-11", "2031-06-06", "2031-06-10", null, "a stop that was known beforehand is behind the end now")]
    public void A_stop_that_a_version_leaves_behind_the_end_is_no_mistake(string from, string? to, string appliedOn, string? due, string? resumed, string reason)
    {
        var book = CalendarBook.National();
        var counter = new LimitCounter(book, Zone);
        var inputs = new LimitInputs(LimitCatalogue.Default.Find("enforcement-request", "draft-decision", null, Date("2031-06-05"))!, Date("2031-06-05").At(new LocalTime(9, 0)), WorkingCalendar.National.Version);
        Assert.That(counter.Count(inputs).DueDate, Is.EqualTo((LocalDate?)Date("2031-06-11")));
        inputs = inputs with { Stops = [new StoppedTime(Date(from), to is null ? null : Date(to), "force-majeure")] };
        var calendar = book.Apply(Office("2031-06-07 CounterOpen"));
        var move = CalendarMove.Of(new RunningLimit("limit", inputs, counter.Count(inputs).DueDate), counter, calendar, Date(appliedOn));
        Assert.That((move.Counted, move.To), Is.EqualTo(((LocalDate?)Date("2031-06-10"), due is null ? null : (LocalDate?)Date(due))), reason);
        Assert.That(counter.Explain(move.Inputs).DueDate, Is.EqualTo(move.To), reason);
        Assert.That(Sheet.Verify(DeadlineSheet.Write(DeadlineSheet.Build(move.Inputs, counter))), Is.Empty);
        if (resumed is not null)
            Assert.That(counter.Count(move.Inputs with { Stops = [new StoppedTime(Date(from), Date("2031-06-12"), "force-majeure")] }).DueDate, Is.EqualTo((LocalDate?)Date(resumed)), reason);
        else
            Assert.That(() => counter.RequireWithin(move.Inputs, move.Inputs.Stops), Throws.TypeOf<DeadlineException>().With.Property("Rule").EqualTo("stop-after-limit"), "asked for now it would be refused");
    }

    private static LimitInputs Supplement() =>
        new(LimitCatalogue.Default.Find("compensation-claim", "claimant-supplement", null, Date("2027-05-04"))!, Date("2027-05-04").At(new LocalTime(9, 0)), WorkingCalendar.National.Version);

    private static CalendarMove Moved(LimitCounter counter, LimitInputs inputs, WorkingCalendar calendar) =>
        CalendarMove.Of(new RunningLimit("limit", inputs, counter.Count(inputs).DueDate), counter, calendar, Date("2027-05-05"));

    private static WorkingCalendar After(CalendarUpload upload) => CalendarBook.National().Preview(upload);

    private static CalendarMove Move(LimitCounter counter, WorkingCalendar after, string start, LimitBearer bearer, string appliedOn = "2027-05-05")
    {
        var entry = LimitCatalogue.Default.Find("enforcement-request", "decision-by-law", null, Date(start))! with { Bearer = bearer };
        var inputs = new LimitInputs(entry, Date(start).At(new LocalTime(9, 0)), WorkingCalendar.National.Version);
        return CalendarMove.Of(new RunningLimit("limit", inputs, counter.Count(inputs).DueDate), counter, after, Date(appliedOn));
    }

    private static ImmutableArray<CalendarEntry> Year2028 =>
        [.. "2028-01-01 2028-01-25 2028-01-26 2028-01-27 2028-01-28 2028-01-29 2028-04-04 2028-04-30 2028-05-01 2028-09-02 2028-09-03 2028-11-24".Split(' ').Select(date => Entry(date + " Holiday"))];

    private static bool[] Works(CalendarBook book, params string[] dates) => [.. dates.Select(date => book.Current("ward").IsWorking(Date(date)))];

    private static CalendarUpload National(string entries, string source = "Công văn 1/VPCP") => new(null, source, Decided, [.. entries.Split('|').Select(Entry)]);

    private static CalendarUpload Office(string entries, string source = "Quyết định 7") => new("ward", source, Decided, [.. entries.Split('|').Select(Entry)]);

    private static CalendarEntry Entry(string text)
    {
        var parts = text.Split(' ');
        return new CalendarEntry(Date(parts[0]), Enum.Parse<DayKind>(parts[1]), "Ngày", "Day", parts.Length > 2 ? Date(parts[2]) : null);
    }

    private static LocalDate Date(string text) => LocalDatePattern.Iso.Parse(text).Value;
}
