namespace ProcedureEngine.Deadlines;

/// <summary>What the Prime Minister fixes yearly and a year without a notice must assume.</summary>
/// <param name="DaysBeforeTet">How many of the five Tết days lie before the first day of the year.</param>
/// <param name="NationalDayAfter">The second National Day day is 3 September, else 1 September; there is one since 2021.</param>
internal sealed record StatutoryAssumption(string Reading, int DaysBeforeTet, bool NationalDayAfter);

/// <summary>
/// The days off of a year for which no notice is known, from the statute alone: the five Tết days and the second National Day day
/// are the Prime Minister's to fix and are assumed here, so nothing of such a year is certain.
/// </summary>
internal static class StatutoryYear
{
    private const string Code = "BLLĐ 45/2019/QH14 Đ.112";
    private const string CodeOf2012 = "BLLĐ 10/2012/QH13 Đ.115";
    private const string Compensation = "BLLĐ 45/2019/QH14 Đ.111(3)";
    private const string CompensationOf2012 = "BLLĐ 10/2012/QH13 Đ.115(3)";
    private const string AssumedEn = " (assumed)";
    private const string CultureDay = "Vietnam Culture Day";

    /// <summary>The year's last day and the first four of the new one; 1 September.</summary>
    public static readonly StatutoryAssumption Assumed = new("assumed", 1, false);

    /// <summary>The other sets of five running days with the first of the year, and the other neighbour of 2 September.</summary>
    public static readonly ImmutableArray<StatutoryAssumption> OtherAssumptions =
    [
        new("Tết: two days before and the first three", 2, false),
        new("Tết: three days before and the first two", 3, false),
        new("Tết: the first five", 0, false),
        new("National Day: 2 and 3 September", 1, true),
        new("Tết: two days before and the first three; National Day: 2 and 3 September", 2, true),
    ];

    public static IEnumerable<CalendarDay> Days(int year, StatutoryAssumption? assumption = null)
    {
        var days = new Dictionary<LocalDate, CalendarDay>();
        foreach (var (date, vi, en, basis) in Holidays(year, assumption ?? Assumed).Where(holiday => holiday.Date >= WorkingCalendar.First))
            days.TryAdd(date, new CalendarDay(date, DayKind.Holiday, vi, en, basis, false));
        foreach (var rest in days.Values.Where(day => WorkingCalendar.IsWeekend(day.Date) && day.NameEn != CultureDay).OrderBy(day => day.Date).ToList())
        {
            var next = rest.Date;
            while (WorkingCalendar.IsWeekend(next) || days.ContainsKey(next))
                next = next.PlusDays(1);
            var basis = year >= 2021 ? Compensation : CompensationOf2012;
            days.Add(next, new CalendarDay(next, DayKind.Compensatory, $"Nghỉ bù {rest.NameVi}", $"{rest.NameEn} (compensatory day)", basis, false) { Counterpart = rest.Date });
        }

        return days.Values;
    }

    /// <summary>The holidays of a year that no notice can move.</summary>
    public static IEnumerable<LocalDate> FixedHolidays(int year) =>
        Holidays(year, Assumed).Where(holiday => holiday.Date >= WorkingCalendar.First && !holiday.En.EndsWith(AssumedEn, StringComparison.Ordinal)).Select(holiday => holiday.Date)
            .Append(VietnameseLunar.Tet(year)).Where(date => date >= WorkingCalendar.First).Order();

    /// <summary>What was assumed for a year, in words with its dates.</summary>
    public static IEnumerable<Assumption> Assumptions(int year)
    {
        var tet = VietnameseLunar.Tet(year);
        var (from, to) = (tet.PlusDays(-Assumed.DaysBeforeTet), tet.PlusDays(4 - Assumed.DaysBeforeTet));
        yield return new Assumption(
            year, $"Tết {year}: giả định nghỉ từ {Text(from)} đến {Text(to)} (một ngày cuối năm và bốn ngày đầu năm); chưa có thông báo của Thủ tướng.",
            $"Tết {year}: {Text(from)} to {Text(to)} assumed (the year's last day and the first four); no notice of the Prime Minister is known.");
        if (year >= 2021)
        {
            yield return new Assumption(
                year, $"Quốc khánh {year}: giả định nghỉ ngày 01/9 và 02/9; chưa có thông báo của Thủ tướng.",
                $"National Day {year}: 1 and 2 September assumed; no notice of the Prime Minister is known.");
        }
    }

    /// <summary>The working days after a weekend Culture Day, as if art. 111(3) covered it; which is open.</summary>
    public static IEnumerable<CalendarDay> CultureDaysCompensated(WorkingCalendar calendar) =>
        from day in calendar.AllExceptions
        where day.Date is { Month: 11, Day: 24 } && day.Kind == DayKind.Holiday && WorkingCalendar.IsWeekend(day.Date)
        let next = day.Date.Next(IsoDayOfWeek.Monday)
        where calendar[next].Kind == DayKind.Working
        select new CalendarDay(next, DayKind.Compensatory, $"Nghỉ bù {day.NameVi}", $"{day.NameEn} (compensatory day)", Compensation, false) { Counterpart = day.Date };

    private static IEnumerable<(LocalDate Date, string Vi, string En, string Basis)> Holidays(int year, StatutoryAssumption assumption)
    {
        var code = year >= 2021 ? Code : CodeOf2012;
        yield return (new LocalDate(year, 1, 1), "Tết Dương lịch", "New Year's Day", code);
        var tet = VietnameseLunar.Tet(year);
        for (var i = 0; i < 5; i++)
            yield return (tet.PlusDays(i - assumption.DaysBeforeTet), "Tết Âm lịch (giả định)", "Lunar New Year" + AssumedEn, code);
        yield return (VietnameseLunar.HungKings(year), "Ngày Giỗ Tổ Hùng Vương", "Hùng Kings' Commemoration Day", code);
        yield return (new LocalDate(year, 4, 30), "Ngày Chiến thắng", "Victory Day", code);
        yield return (new LocalDate(year, 5, 1), "Ngày Quốc tế lao động", "Labour Day", code);
        yield return (new LocalDate(year, 9, 2), "Quốc khánh", "National Day", code);
        if (year >= 2021)
            yield return (new LocalDate(year, 9, assumption.NationalDayAfter ? 3 : 1), "Quốc khánh (giả định)", "National Day" + AssumedEn, code);
        if (year >= 2026)
            yield return (new LocalDate(year, 11, 24), "Ngày Văn hóa Việt Nam", CultureDay, "Nghị quyết 28/2026/QH16 Đ.2");
    }

    private static string Text(LocalDate date) => $"{date.Day:00}/{date.Month:00}/{date.Year}";
}
