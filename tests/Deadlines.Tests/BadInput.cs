using NodaTime;
using NodaTime.Text;

namespace ProcedureEngine.Deadlines.Tests;

/// <summary>What cannot be counted is refused with its field, its rule and where the rule comes from.</summary>
public sealed class BadInput
{
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Asia/Ho_Chi_Minh"];
    private static readonly DeadlineCalculator Calculator = new(WorkingCalendar.National, Zone);

    [TestCase(-1, "workingDay", false, "amount", "amount-range", "a negative amount")]
    [TestCase(100_000, "calendarDay", false, "amount", "amount-range", "a typing error")]
    [TestCase(10_001, "calendarDay", false, "amount", "amount-range", "just over the most")]
    [TestCase(5, "hour", false, "unit", "unknown-unit", "no unit of the law")]
    [TestCase(5, "WorkingDay", false, "unit", "unknown-unit", "units are written one way")]
    [TestCase(0, "calendarDay", false, "amount", "zero-unit", "zero goes with working days only")]
    [TestCase(0, "month", false, "amount", "zero-unit", "zero goes with working days only")]
    [TestCase(0, "workingDay", true, "amount", "zero-unit", "less than nothing")]
    [TestCase(5, "calendarDay", true, "strictlyLess", "strictly-less-unit", "the seed says it of working days")]
    public void An_amount_that_is_none_is_refused(int amount, string unit, bool strictlyLess, string field, string rule, string reason) =>
        AssertRefused(() => LimitAmount.Of(amount, unit, strictlyLess), field, rule, reason);

    [TestCase(-1)]
    [TestCase(0)]
    [TestCase(10_001)]
    public void No_amount_can_be_made_outside_its_range(int count) => Assert.Multiple(() =>
    {
        foreach (Action make in new Action[] { () => _ = new WorkingDays(count), () => _ = new CalendarDays(count), () => _ = new LessThanWorkingDays(count), () => _ = new Months(count), () => _ = new Years(count) })
            Assert.That(make.Invoke, Throws.TypeOf<DeadlineException>());
    });

    [TestCase("2013-04-30", "start", "date-range", "the Labour Code of 2012 took effect on 1 May 2013")]
    [TestCase("2101-01-01", "start", "date-range", "the calendar ends with 2100")]
    [TestCase("2100-12-31", "amount", "date-range", "a limit that ends after 2100")]
    public void A_date_outside_the_calendar_is_refused(string start, string field, string rule, string reason) =>
        AssertRefused(() => Calculator.Calculate(Request(start)), field, rule, reason);

    [TestCase("2013-05-01", "2013-05-08", "the first day, itself a holiday: 2, 3, 6, 7 and 8 May")]
    [TestCase("2100-12-24", "2100-12-31", "27 to 31 December 2100: the reading that it was received later leaves the calendar, and is not shown")]
    public void The_first_and_the_last_days_of_the_calendar_are_counted(string start, string due, string reason)
    {
        var result = Calculator.Calculate(Request(start) with { Start = Date(start).At(new LocalTime(18, 0)) });
        Assert.That(result.DueDate, Is.EqualTo(Date(due)), reason);
        Assert.That(result.Certified, Is.False);
    }

    [TestCase("2026-03-04", "2026-03-03", "suspensions[0].to", "stop-order", "it ends before it begins")]
    [TestCase("2026-02-20", "2026-03-01", "suspensions[0].to", "stop-before-limit", "over before the limit began")]
    [TestCase("2026-03-10", "2026-03-12", "suspensions[0].from", "stop-after-limit", "the limit ended on 9/3")]
    [TestCase("2026-03-10", null, "suspensions[0].from", "stop-after-limit", "the limit ended on 9/3")]
    [TestCase("2013-04-30", "2026-03-03", "suspensions[0].from", "date-range", "before the calendar")]
    [TestCase("2026-03-04", "2101-01-01", "suspensions[0].to", "date-range", "after the calendar")]
    public void A_stop_that_is_none_is_refused(string from, string? to, string field, string rule, string reason) =>
        AssertRefused(() => Calculator.Calculate(Request("2026-03-02") with { Stops = [new Stop(Date(from), to is null ? null : Date(to))] }), field, rule, reason);

    [TestCase("2026-03-02", "2026-03-02", "2026-03-09", "the day of the event is not counted anyway")]
    [TestCase("2026-02-20", "2026-03-03", "2026-03-10", "partly before: the part inside counts")]
    [TestCase("2026-03-09", "2026-03-20", "2026-03-23", "from its last day on")]
    public void A_stop_that_is_partly_inside_counts_for_that_part(string from, string to, string due, string reason) =>
        Assert.That(Calculator.Calculate(Request("2026-03-02") with { Stops = [new Stop(Date(from), Date(to))] }).DueDate, Is.EqualTo(Date(due)), reason);

    [Test]
    public void An_extension_over_its_cap_or_of_another_unit_is_refused() => Assert.Multiple(() =>
    {
        var request = Request("2026-03-02") with { ExtensionCap = new CalendarDays(15) };
        AssertRefused(() => Calculator.Calculate(request with { Extensions = [new CalendarDays(16)] }), "extension.amount", "extension-cap", "one");
        AssertRefused(() => Calculator.Calculate(request with { Extensions = [new CalendarDays(8), new CalendarDays(8)] }), "extension.amount", "extension-cap", "two together");
        AssertRefused(() => Calculator.Calculate(request with { Extensions = [new WorkingDays(2)] }), "extension.unit", "extension-unit", "units never convert");
        AssertRefused(() => Calculator.Calculate(request with { Extensions = [new SameWorkingDay()] }), "extension.amount", "extension-amount", "at least a day");
    });

    [TestCase("draft-decision", "enforcement-request", "illness", "suspensions[0].ground", "unknown-ground")]
    [TestCase("resolve", "compensation-complaint", "force-majeure", "suspensions[0]", "cannot-be-suspended")]
    [TestCase("verify-damage", "compensation-claim", "force-majeure", "suspensions[0]", "cannot-be-suspended")]
    public void A_stop_needs_a_ground_that_its_entry_allows(string limit, string procedure, string ground, string field, string rule)
    {
        var inputs = Inputs(procedure, limit) with { Stops = [new StoppedTime(new LocalDate(2026, 3, 3), new LocalDate(2026, 3, 4), ground)] };
        AssertRefused(() => new LimitCounter(CalendarBook.National(), Zone).Count(inputs), field, rule, "the catalogue says what may stop a clock");
    }

    [Test]
    public void A_limit_without_an_extension_rule_and_a_variant_that_is_none_are_refused() => Assert.Multiple(() =>
    {
        var counter = new LimitCounter(CalendarBook.National(), Zone);
        AssertRefused(() => counter.Count(Inputs("enforcement-request", "draft-decision") with { Extensions = [new AgreedExtension(new WorkingDays(1), new LocalDate(2026, 3, 3))] }), "extension", "cannot-be-extended", "no text");
        AssertRefused(() => counter.Count(Inputs("compensation-complaint", "resolve") with { Variant = "difficult" }), "variant", "unknown-variant", "complex, remote, remoteComplex");
        AssertRefused(() => counter.Count(Inputs("compensation-complaint", "decide-acceptance") with { Variant = "complex" }), "variant", "unknown-variant", "acceptance has one figure");
    });

    private static LimitInputs Inputs(string procedure, string limit) =>
        new(LimitCatalogue.Default.Find(procedure, limit, null, new LocalDate(2026, 3, 2))!, new LocalDateTime(2026, 3, 2, 9, 0), WorkingCalendar.National.Version);

    private static DeadlineRequest Request(string start) => new(Date(start).At(new LocalTime(9, 0)), new WorkingDays(5));

    private static LocalDate Date(string text) => LocalDatePattern.Iso.Parse(text).Value;

    private static void AssertRefused(Action act, string field, string rule, string reason)
    {
        var refused = Assert.Throws<DeadlineException>(() => act(), reason)!;
        Assert.That((refused.Field, refused.Rule), Is.EqualTo((field, rule)), reason);
        Assert.That(new[] { refused.Vi, refused.Message, refused.Basis }, Has.None.Empty, reason);
    }
}
