using System.Collections.Immutable;
using NodaTime;

namespace ProcedureEngine.Deadlines.Tests;

/// <summary>What holds of every count, on random requests.</summary>
public sealed class Properties
{
    private const int Seed = 20261125;
    private const int Rounds = 4000;

    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Asia/Ho_Chi_Minh"];
    private static readonly DeadlineCalculator Calculator = new(WorkingCalendar.National, Zone);

    [Test]
    public void A_limit_never_ends_on_a_day_off_nor_on_a_stopped_day() => Each(request =>
    {
        var due = Calculator.Count(request).DueDate!.Value;
        Assert.That(WorkingCalendar.National.IsWorking(due) && !request.Stops.Any(stop => stop.From <= due && due <= stop.To), request.ToString());
    });

    [Test]
    public void Every_day_from_start_to_due_is_exactly_one_of_counted_day_off_stopped_and_rolled_over() => Each(request =>
    {
        var dates = Calculator.Count(request);
        var days = new DayWalk(WorkingCalendar.National, request, dates).Days().ToList();
        var expected = Enumerable.Range(1, Period.DaysBetween(dates.DayZero, dates.DueDate!.Value)).Select(dates.DayZero.PlusDays);
        Assert.That(days.Select(day => day.Date), Is.EqualTo(expected), request.ToString());
        Assert.That(days.Select(day => day.Reason).Distinct(), Is.SubsetOf(new[] { DayReason.Counted, DayReason.DayOff, DayReason.Stopped, DayReason.RolledOver }), request.ToString());
        if (request.Amount.Count > (request.Amount.IsStrictlyLess ? 1 : 0))
        {
            var zero = WorkingCalendar.Offset(dates.DayZero);
            var length = DayCounter.Length(zero, request.Amount) + request.Extensions.Sum(extension => extension.Count);
            Assert.That(days.Count(day => day.Reason == DayReason.Counted), Is.EqualTo(length), request.ToString());
        }
    });

    [Test]
    public void The_order_of_the_stops_and_how_they_overlap_does_not_matter()
    {
        var random = new Random(Seed);
        Each(request =>
        {
            var split = request.Stops.SelectMany(stop => stop.To == stop.From ? [stop] : new[] { new Stop(stop.From, stop.From), new Stop(stop.From, stop.To), new Stop(stop.From.PlusDays(1), stop.To) }).ToArray();
            random.Shuffle(split);
            var (one, other) = (Calculator.Calculate(request), Calculator.Calculate(request with { Stops = [.. split] }));
            Assert.That((other.DueDate, other.BaseDueDate), Is.EqualTo((one.DueDate, one.BaseDueDate)), request.ToString());
            Assert.That(other.Explanation, Is.EqualTo(one.Explanation), request.ToString());
        });
    }

    [Test]
    public void A_later_start_never_ends_earlier()
    {
        var random = new Random(Seed);
        Each(request =>
        {
            var later = request with { Start = request.Start.PlusMinutes(random.Next(60 * 24 * 9)) };
            Assert.That(Calculator.Unchecked(later).DueDate!.Value, Is.GreaterThanOrEqualTo(Calculator.Unchecked(request).DueDate!.Value), $"{request} and {later.Start}");
        });
    }

    [Test]
    public void A_longer_amount_never_ends_earlier_and_what_is_proved_shorter_never_later()
    {
        var random = new Random(Seed);
        Each(request =>
        {
            var other = Amount(random);
            if (other.IsNeverLongerThan(request.Amount))
                Assert.That(Calculator.Unchecked(request with { Amount = other, Extensions = [] }).DueDate!.Value, Is.LessThanOrEqualTo(Calculator.Unchecked(request with { Extensions = [] }).DueDate!.Value), $"{other} in {request}");
        });
    }

    [Test]
    public void Adding_a_day_off_never_shortens_a_limit()
    {
        var random = new Random(Seed);
        var calendars = Enumerable.Range(0, 12).Select(_ => WithDaysOff(random)).ToList();
        Each(request =>
        {
            var before = Calculator.Unchecked(request).DueDate!.Value;
            var after = Calculator.On(calendars[random.Next(calendars.Count)]).Unchecked(request).DueDate!.Value;
            Assert.That(after, Is.GreaterThanOrEqualTo(before), request.ToString());
        });
    }

    [Test]
    public void A_clock_stopped_and_started_again_at_once_has_what_it_had_left() => Each(request =>
    {
        var plain = request with { Stops = [], Extensions = [] };
        var dates = Calculator.Count(plain);
        var length = Period.DaysBetween(dates.DayZero, dates.DueDate!.Value);
        if (length == 0)
            return;
        var from = dates.DayZero.PlusDays(1 + (length / 2));
        if (from > dates.DueDate)
            return;
        var stopped = Calculator.Count(plain with { Stops = [new Stop(from, null)] });
        var left = new DayWalk(WorkingCalendar.National, plain, dates).Days().Count(day => day.Date >= from && day.Reason == DayReason.Counted);
        var isRolled = new DayWalk(WorkingCalendar.National, plain, dates).Days().Any(day => day.Date < from && day.Reason == DayReason.RolledOver);
        Assert.That(stopped.DueDate, Is.Null, plain.ToString());
        if (plain.Amount.Count > 0 && !(plain.Amount.IsStrictlyLess && plain.Amount.Count == 1))
            Assert.That(stopped.Remaining, Is.EqualTo(isRolled ? 0 : left), plain.ToString());
    });

    private static readonly string[] Zones = ["UTC", "Asia/Ho_Chi_Minh", "America/Los_Angeles", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu"];

    [Test]
    [NonParallelizable]
    public void The_time_zone_of_the_machine_does_not_matter()
    {
        var before = Environment.GetEnvironmentVariable("TZ");
        var counted = new List<string>();
        try
        {
            foreach (var zone in Zones)
            {
                Environment.SetEnvironmentVariable("TZ", zone);
                TimeZoneInfo.ClearCachedData();
                Assert.That(TimeZoneInfo.Local.Id, Is.EqualTo(zone), "the machine's zone was changed");
                var text = new System.Text.StringBuilder();
                Each(request => text.Append(Calculator.Calculate(request) is var result ? $"{result.DayZero:R}{result.DueDate:R}{result.DueAt}{result.WarnAt};" : null), 500);
                counted.Add(text.ToString());
            }
        }
        finally
        {
            Environment.SetEnvironmentVariable("TZ", before);
            TimeZoneInfo.ClearCachedData();
        }

        Assert.That(counted.Distinct(StringComparer.Ordinal), Has.Exactly(1).Items);
    }

    private static void Each(Action<DeadlineRequest> check, int rounds = Rounds)
    {
        var random = new Random(Seed);
        for (var i = 0; i < rounds; i++)
            check(RandomRequests.Next(random, WorkingCalendar.National));
    }

    private static LimitAmount Amount(Random random) => RandomRequests.Amount(random);

    private static WorkingCalendar WithDaysOff(Random random)
    {
        var entries = Enumerable.Range(0, 400).Select(_ => new LocalDate(2014, 1, 1).PlusDays(random.Next(365 * 25))).Where(date => !WorkingCalendar.IsWeekend(date)).Distinct()
            .Select(date => new CalendarEntry(date, DayKind.Closure, "Bão", "Storm")).ToImmutableArray();
        var upload = new CalendarUpload("office", "Thông báo", new LocalDate(2026, 1, 1), entries);
        var after = CalendarBook.National().Preview(upload);
        Assert.That(after.OnlyAddsDaysOffTo(WorkingCalendar.National, WorkingCalendar.First), Is.True);
        return after;
    }
}
