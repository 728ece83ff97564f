namespace ProcedureEngine.Deadlines;

/// <summary>
/// The Vietnamese lunar calendar, computed: months begin on the day of the new moon at 105°E (UTC+7), the winter solstice lies in
/// month 11, the leap month is the first without a major term. New moon and solar longitude after Jean Meeus, Astronomical
/// Algorithms (1998), with the terms that matter to a minute.
/// </summary>
internal static class VietnameseLunar
{
    private const double SynodicMonth = 29.530588861;

    /// <summary>First day of the lunar year that begins in a Gregorian year.</summary>
    public static LocalDate Tet(int year) => Find(year, 1, 1);

    /// <summary>The tenth of the third lunar month: Hùng Kings.</summary>
    public static LocalDate HungKings(int year) => Find(year, 3, 10);

    private static LocalDate Find(int year, int month, int day)
    {
        var month11 = Month11(year - 1);
        var next11 = Month11(year);
        var hasLeap = next11 - month11 > 365;
        var leapAt = hasLeap ? LeapOffset(month11) : int.MaxValue;
        var offset = month + 1;
        if (hasLeap && offset >= leapAt)
            offset++;
        var k = (int)Math.Floor((month11 - 2415021.076998695) / SynodicMonth + 0.5);
        return FromJulian(NewMoonDay(k + offset) + day - 1);
    }

    /// <summary>Julian day number (at 105°E) on which the month begins that holds the winter solstice of the year.</summary>
    private static int Month11(int year)
    {
        var days = ToJulian(new LocalDate(year, 12, 31)) - 2415021;
        var k = (int)Math.Floor(days / SynodicMonth);
        var start = NewMoonDay(k);
        return MajorTerm(start) >= 9 ? NewMoonDay(k - 1) : start;
    }

    /// <summary>Which month after month 11 is the leap one: the first in which no major term begins.</summary>
    private static int LeapOffset(int month11)
    {
        var k = (int)Math.Floor((month11 - 2415021.076998695) / SynodicMonth + 0.5);
        var i = 1;
        var term = MajorTerm(NewMoonDay(k + i));
        int last;
        do
        {
            last = term;
            i++;
            term = MajorTerm(NewMoonDay(k + i));
        }
        while (term != last && i < 14);
        return i - 1;
    }

    /// <summary>Which twelfth of the ecliptic the sun is in at the beginning of the day.</summary>
    private static int MajorTerm(int julianDay) => (int)Math.Floor(SunLongitude(julianDay - 0.5 - (7.0 / 24)) / Math.PI * 6);

    private static int NewMoonDay(int k) => (int)Math.Floor(NewMoon(k) + 0.5 + (7.0 / 24));

    /// <summary>Julian date (UT) of the k-th new moon after 1 January 1900.</summary>
    private static double NewMoon(int k)
    {
        const double Radian = Math.PI / 180;
        var t = k / 1236.85;
        var (t2, t3) = (t * t, t * t * t);
        var mean = 2415020.75933 + (29.53058868 * k) + (0.0001178 * t2) - (0.000000155 * t3) + (0.00033 * Math.Sin((166.56 + (132.87 * t) - (0.009173 * t2)) * Radian));
        var sun = (359.2242 + (29.10535608 * k) - (0.0000333 * t2) - (0.00000347 * t3)) * Radian;
        var moon = (306.0253 + (385.81691806 * k) + (0.0107306 * t2) + (0.00001236 * t3)) * Radian;
        var latitude = (21.2964 + (390.67050646 * k) - (0.0016528 * t2) - (0.00000239 * t3)) * Radian;
        var correction = ((0.1734 - (0.000393 * t)) * Math.Sin(sun)) + (0.0021 * Math.Sin(2 * sun)) - (0.4068 * Math.Sin(moon)) + (0.0161 * Math.Sin(2 * moon))
            - (0.0004 * Math.Sin(3 * moon)) + (0.0104 * Math.Sin(2 * latitude)) - (0.0051 * Math.Sin(sun + moon)) - (0.0074 * Math.Sin(sun - moon))
            + (0.0004 * Math.Sin((2 * latitude) + sun)) - (0.0004 * Math.Sin((2 * latitude) - sun)) - (0.0006 * Math.Sin((2 * latitude) + moon))
            + (0.0010 * Math.Sin((2 * latitude) - moon)) + (0.0005 * Math.Sin(sun + (2 * moon)));
        var deltaT = -0.000278 + (0.000265 * t) + (0.000262 * t2);
        return mean + correction - deltaT;
    }

    /// <summary>Apparent longitude of the sun in radians, 0 to 2π.</summary>
    private static double SunLongitude(double julianDate)
    {
        const double Radian = Math.PI / 180;
        var t = (julianDate - 2451545.0) / 36525;
        var anomaly = 357.52910 + (35999.05030 * t) - (0.0001559 * t * t) - (0.00000048 * t * t * t);
        var mean = 280.46645 + (36000.76983 * t) + (0.0003032 * t * t);
        var centre = ((1.914600 - (0.004817 * t) - (0.000014 * t * t)) * Math.Sin(Radian * anomaly)) + ((0.019993 - (0.000101 * t)) * Math.Sin(Radian * 2 * anomaly))
            + (0.000290 * Math.Sin(Radian * 3 * anomaly));
        var omega = 125.04 - (1934.136 * t);
        var longitude = (mean + centre - 0.00569 - (0.00478 * Math.Sin(omega * Radian))) * Radian;
        return longitude - (2 * Math.PI * Math.Floor(longitude / (2 * Math.PI)));
    }

    private static int ToJulian(LocalDate date) => Period.DaysBetween(new LocalDate(2000, 1, 1), date) + 2451545;

    private static LocalDate FromJulian(int day) => new LocalDate(2000, 1, 1).PlusDays(day - 2451545);
}
