using NodaTime;

namespace ProcedureEngine.Deadlines.Tests;

/// <summary>Random requests of every kind, with stops that begin inside the limit so that none is refused.</summary>
internal static class RandomRequests
{
    public static LimitAmount Amount(Random random) => random.Next(7) switch
    {
        0 => new SameWorkingDay(),
        1 => new LessThanWorkingDays(random.Next(1, 20)),
        2 or 3 => new WorkingDays(random.Next(1, 90)),
        4 => new CalendarDays(random.Next(1, 120)),
        5 => new Months(random.Next(1, 24)),
        _ => new Years(random.Next(1, 6)),
    };

    public static DeadlineRequest Next(Random random, WorkingCalendar calendar)
    {
        var start = new LocalDate(2014, 1, 1).PlusDays(random.Next(365 * 24)).At(new LocalTime(random.Next(24), random.Next(60)));
        var request = new DeadlineRequest(start, Amount(random), (ReceiptPolicy)random.Next(3));
        if (random.Next(3) == 0)
            request = request with { Extensions = [.. Enumerable.Range(0, random.Next(1, 3)).Select(_ => Extension(random, random.Next(2) == 0 || random.Next(2) == 0))] };
        if (request.Extensions.Select(extension => extension.Unit).Distinct(StringComparer.Ordinal).Count() > 1)
            request = request with { Extensions = request.Extensions[..1] };
        return random.Next(2) == 0 ? request : request with { Stops = [.. Stops(random, request, calendar)] };
    }

    private static LimitAmount Extension(Random random, bool inDays) => inDays ? new CalendarDays(random.Next(1, 30)) : new WorkingDays(random.Next(1, 20));

    private static IEnumerable<Stop> Stops(Random random, DeadlineRequest request, WorkingCalendar calendar)
    {
        var dates = new DeadlineCalculator(calendar, DateTimeZone.Utc).Count(request with { Stops = [] });
        var length = Period.DaysBetween(dates.DayZero, dates.DueDate!.Value);
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var from = dates.DayZero.PlusDays(random.Next(length + 1));
            yield return new Stop(from, from.PlusDays(random.Next(20)));
        }
    }
}
