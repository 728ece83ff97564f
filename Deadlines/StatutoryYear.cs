namespace ProcedureEngine.Deadlines;

/// <summary>
/// The days off of a year for which no notice is known, from the statute alone: the five Tết days and the second National Day day
/// are the Prime Minister's to fix and are assumed here, so nothing of such a year is certain.
/// </summary>
internal static class StatutoryYear
{
    private const string Code = "BLLĐ 45/2019/QH14 Đ.112";
    private const string Compensation = "BLLĐ 45/2019/QH14 Đ.111(3)";

    public static IEnumerable<CalendarDay> Days(int year)
    {
        var days = new Dictionary<LocalDate, CalendarDay>();
        foreach (var (date, vi, en, basis) in Holidays(year).Where(holiday => holiday.Date >= WorkingCalendar.First))
            days.TryAdd(date, new CalendarDay(date, DayKind.Holiday, vi, en, basis, false));
        foreach (var rest in days.Values.Where(day => IsWeekend(day.Date) && day.NameEn != CultureDay).OrderBy(day => day.Date).ToList())
        {
            var next = rest.Date;
            while (IsWeekend(next) || days.ContainsKey(next))
                next = next.PlusDays(1);
            days.Add(next, new CalendarDay(next, DayKind.Compensatory, $"Nghỉ bù {rest.NameVi}", $"{rest.NameEn} (compensatory day)", Compensation, false));
        }

        return days.Values;
    }

    /// <summary>The working days after a weekend Culture Day, as if art. 111(3) covered it; which is open.</summary>
    public static IEnumerable<CalendarDay> CultureDaysCompensated(IReadOnlyDictionary<LocalDate, CalendarDay> days) =>
        from day in days.Values
        where day.Date is { Month: 11, Day: 24 } && day.Kind == DayKind.Holiday && IsWeekend(day.Date)
        let next = day.Date.Next(IsoDayOfWeek.Monday)
        where !days.ContainsKey(next)
        select new CalendarDay(next, DayKind.Compensatory, $"Nghỉ bù {day.NameVi}", $"{day.NameEn} (compensatory day)", Compensation, false);

    private const string CultureDay = "Vietnam Culture Day";

    private static IEnumerable<(LocalDate Date, string Vi, string En, string Basis)> Holidays(int year)
    {
        yield return (new LocalDate(year, 1, 1), "Tết Dương lịch", "New Year's Day", Code);
        var tet = VietnameseLunar.Tet(year);
        for (var i = -1; i <= 3; i++)
            yield return (tet.PlusDays(i), "Tết Âm lịch (giả định: một ngày cuối năm và bốn ngày đầu năm)", "Lunar New Year (assumed: the year's last day and the first four)", Code);
        yield return (VietnameseLunar.HungKings(year), "Ngày Giỗ Tổ Hùng Vương", "Hùng Kings' Commemoration Day", Code);
        yield return (new LocalDate(year, 4, 30), "Ngày Chiến thắng", "Victory Day", Code);
        yield return (new LocalDate(year, 5, 1), "Ngày Quốc tế lao động", "Labour Day", Code);
        yield return (new LocalDate(year, 9, 2), "Quốc khánh", "National Day", Code);
        if (year >= 2021)
            yield return (new LocalDate(year, 9, 1), "Quốc khánh (giả định: ngày liền trước)", "National Day (assumed: the day before)", Code);
        if (year >= 2026)
            yield return (new LocalDate(year, 11, 24), "Ngày Văn hóa Việt Nam", CultureDay, "Nghị quyết 28/2026/QH16 Đ.2");
    }

    private static bool IsWeekend(LocalDate date) => date.DayOfWeek is IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday;
}
