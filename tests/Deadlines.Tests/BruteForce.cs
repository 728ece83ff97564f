using NodaTime;

namespace ProcedureEngine.Deadlines.Tests;

/// <summary>Random requests against a counter that walks day by day and shares no code with the product but the list of days.</summary>
public sealed class BruteForce
{
    private const int Seed = 20260302;

    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Asia/Ho_Chi_Minh"];
    private static readonly DeadlineCalculator Calculator = new(WorkingCalendar.National, Zone);

    [Test]
    public void Ten_thousand_random_limits_end_where_a_day_by_day_counter_ends_them()
    {
        var random = new Random(Seed);
        TestContext.Out.WriteLine($"seed {Seed}");
        for (var i = 0; i < 10_000; i++)
        {
            var start = new LocalDate(2014, 1, 1).PlusDays(random.Next(365 * 20)).At(new LocalTime(random.Next(24), random.Next(60)));
            var unit = random.Next(3) switch { 0 => "workingDay", 1 => "calendarDay", _ => "month" };
            var amount = random.Next(1, unit == "month" ? 24 : 90);
            var stops = random.Next(3) == 0 ? Stops(random, start.Date, amount, unit) : [];
            var request = new DeadlineRequest(start, LimitAmount.Of(amount, unit), Stops: [.. stops]);
            var expected = Count(start.Date, amount, unit, stops);
            Assert.That(Calculator.Calculate(request).DueDate, Is.EqualTo(expected), $"{i}: {start} {amount} {unit} {string.Join(",", stops)}");
        }
    }

    /// <summary>Stops that begin inside the limit, so that none is refused.</summary>
    private static List<Stop> Stops(Random random, LocalDate start, int amount, string unit)
    {
        var end = Count(start, amount, unit, []);
        var length = Period.DaysBetween(start, end);
        return [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ =>
        {
            var from = start.PlusDays(random.Next(length + 1));
            return new Stop(from, from.PlusDays(random.Next(20)));
        })];
    }

    private static LocalDate Count(LocalDate start, int amount, string unit, List<Stop> stops)
    {
        bool Stopped(LocalDate day) => stops.Exists(stop => stop.From <= day && day <= stop.To!.Value);
        bool Off(LocalDate day) => !WorkingCalendar.National[day].IsWorking;
        var left = unit == "month" ? Period.DaysBetween(start, start.PlusMonths(amount)) : amount;
        var day = start;
        while (left > 0)
        {
            day = day.PlusDays(1);
            if (!Stopped(day) && (unit != "workingDay" || !Off(day)))
                left--;
        }

        while (Off(day) || Stopped(day))
            day = day.PlusDays(1);
        return day;
    }
}
