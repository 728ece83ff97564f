namespace ProcedureEngine.Deadlines;

/// <summary>What a year of the calendar takes for granted.</summary>
internal static class Assumptions
{
    public static IEnumerable<Assumption> Of(WorkingCalendar calendar, int year)
    {
        if (calendar.IsCertified(year))
            return [];
        return calendar.NoticedYears.Contains(year)
            ? [new Assumption(year, $"Lịch năm {year} là tạm thời: có thể còn thông báo hoán đổi ngày làm việc.", $"The calendar of {year} is provisional: further swapped days may be announced.")]
            : StatutoryYear.Assumptions(year);
    }
}
