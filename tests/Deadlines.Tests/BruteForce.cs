using System.Text.Json.Nodes;
using NodaTime;
using NodaTime.Text;

namespace ProcedureEngine.Deadlines.Tests;

/// <summary>Random requests against a counter that walks day by day and shares no code with the product; the days of 2016-2027 it reads itself.</summary>
public sealed class BruteForce
{
    private const int Seed = 20260302;

    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Asia/Ho_Chi_Minh"];
    private static readonly DeadlineCalculator Calculator = new(WorkingCalendar.National, Zone);
    private static readonly Dictionary<LocalDate, bool> Listed = ReadDays();

    [Test]
    public void Ten_thousand_random_limits_end_where_a_day_by_day_counter_ends_them()
    {
        var random = new Random(Seed);
        TestContext.Out.WriteLine($"seed {Seed}");
        for (var i = 0; i < 10_000; i++)
        {
            var request = RandomRequests.Next(random, WorkingCalendar.National);
            var result = Calculator.Calculate(request);
            var expected = Count(request);
            Assert.That(result.DueDate, Is.EqualTo(expected), $"{i}: {request} {string.Join(',', request.Stops)} {string.Join(',', request.Extensions)}");
            Assert.That(result.DueAt, Is.EqualTo(Instant.FromUtc(expected.Year, expected.Month, expected.Day, 17, 0)), "00:00 of the next day at +07:00");
        }
    }

    [Test]
    public void The_years_of_the_notices_hold_the_days_of_the_file()
    {
        for (var day = new LocalDate(2016, 1, 1); day.Year < 2028; day = day.PlusDays(1))
            Assert.That(WorkingCalendar.National.IsWorking(day), Is.EqualTo(!Off(day)), day.ToString());
    }

    /// <summary>The product's own list is used only for years that the file does not hold; those are compared elsewhere.</summary>
    private static bool Off(LocalDate day) => day.Year is >= 2016 and <= 2027
        ? Listed.TryGetValue(day, out var off) ? off : day.DayOfWeek is IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday
        : !WorkingCalendar.National[day].IsWorking;

    private static LocalDate Count(DeadlineRequest request)
    {
        var day = request.Start.Date;
        var late = request.Policy switch { ReceiptPolicy.OH => request.Start.Hour >= 17, ReceiptPolicy.C15 => request.Start.Hour >= 15, _ => false };
        if (request.Policy != ReceiptPolicy.S && (late || Off(day)))
        {
            do
                day = day.PlusDays(1);
            while (Off(day));
        }

        day = Count(day, request.Amount, request.Stops);
        return request.Extensions.IsEmpty ? day : Count(day, request.Extensions.Sum(extension => extension.Count), request.Extensions[0] is WorkingDays, request.Stops);
    }

    private static LocalDate Count(LocalDate start, LimitAmount amount, IEnumerable<Stop> stops) => amount switch
    {
        SameWorkingDay => Count(start, 0, true, stops),
        LessThanWorkingDays less => Count(start, less.Count - 1, true, stops),
        WorkingDays days => Count(start, days.Count, true, stops),
        CalendarDays days => Count(start, days.Count, false, stops),
        Months months => Count(start, Between(start, Corresponding(start, months.Count)), false, stops),
        _ => Count(start, Between(start, Corresponding(start, amount.Count * 12)), false, stops),
    };

    private static LocalDate Count(LocalDate start, int left, bool inWorkingDays, IEnumerable<Stop> stops)
    {
        bool Stopped(LocalDate day) => stops.Any(stop => stop.From <= day && day <= stop.To!.Value);
        var day = start;
        while (left > 0)
        {
            day = day.PlusDays(1);
            if (!Stopped(day) && !(inWorkingDays && Off(day)))
                left--;
        }

        while (Off(day) || Stopped(day))
            day = day.PlusDays(1);
        return day;
    }

    /// <summary>The corresponding day, or the month's last when there is none.</summary>
    private static LocalDate Corresponding(LocalDate start, int months)
    {
        var index = (start.Year * 12) + start.Month - 1 + months;
        var (year, month) = (index / 12, (index % 12) + 1);
        return new LocalDate(year, month, Math.Min(start.Day, DateTime.DaysInMonth(year, month)));
    }

    private static int Between(LocalDate from, LocalDate to) => (int)(to.ToDateTimeUnspecified() - from.ToDateTimeUnspecified()).TotalDays;

    private static Dictionary<LocalDate, bool> ReadDays()
    {
        var json = JsonNode.Parse(File.ReadAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, "Data", "holidays-by-year.json")))!;
        return json["years"]!.AsObject().SelectMany(year => year.Value!["entries"]!.AsArray())
            .ToDictionary(entry => LocalDatePattern.Iso.Parse((string)entry!["date"]!).Value, entry => (string?)entry!["kind"] != "make-up-working");
    }
}
