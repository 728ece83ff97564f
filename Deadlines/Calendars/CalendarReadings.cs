namespace ProcedureEngine.Deadlines;

/// <summary>
/// A calendar under the other readings of what is debatable or assumed in it. Each is made when it is first asked for.
/// </summary>
internal sealed class CalendarReadings
{
    private readonly WorkingCalendar calendar;
    private readonly ImmutableArray<(string Reading, Lazy<WorkingCalendar> Calendar)> always;
    private readonly ImmutableArray<(string Reading, Lazy<WorkingCalendar> Calendar)> assumed;
    private readonly Lazy<WorkingCalendar> withoutCompensatory;

    public CalendarReadings(WorkingCalendar calendar)
    {
        this.calendar = calendar;
        withoutCompensatory = Variant("compensatory-not-rolled", () => calendar.AllExceptions.Where(day => day.Kind != DayKind.Compensatory));
        always =
        [
            ("make-up day not counted", Variant("make-up-not-counted", () => calendar.AllExceptions.Where(day => day.Kind != DayKind.MakeUpWorking))),
            ("compensatory Monday", Variant("culture-day-compensated", () => calendar.AllExceptions.Concat(StatutoryYear.CultureDaysCompensated(calendar)))),
        ];
        assumed = [.. StatutoryYear.OtherAssumptions.Select(other => (other.Reading, Variant(other.Reading, () => Assuming(other))))];
    }

    /// <summary>The reading that a compensatory day is not one of the days off at which a limit in days rolls over.</summary>
    public WorkingCalendar WithoutCompensatoryDays => withoutCompensatory.Value;

    /// <summary>The readings that can matter to a limit that touches these years.</summary>
    public IEnumerable<(string Reading, WorkingCalendar Calendar)> Between(int firstYear, int lastYear)
    {
        foreach (var (reading, other) in always)
            yield return (reading, other.Value);
        if (!Enumerable.Range(firstYear, lastYear - firstYear + 1).Any(year => !calendar.NoticedYears.Contains(year)))
            yield break;
        foreach (var (reading, other) in assumed)
            yield return (reading, other.Value);
    }

    private Lazy<WorkingCalendar> Variant(string name, Func<IEnumerable<CalendarDay>> days) =>
        new(() => new WorkingCalendar($"{calendar.Version}/{name}", days(), calendar.CertifiedYears, calendar.NoticedYears));

    /// <summary>Years with notices stay; an office's own days stay; the computed days of the others are made anew.</summary>
    private IEnumerable<CalendarDay> Assuming(StatutoryAssumption assumption)
    {
        var years = Enumerable.Range(WorkingCalendar.First.Year, WorkingCalendar.Last.Year - WorkingCalendar.First.Year + 1).Where(year => !calendar.NoticedYears.Contains(year)).ToHashSet();
        var computed = years.SelectMany(year => StatutoryYear.Days(year)).ToHashSet();
        return calendar.AllExceptions.Where(day => !computed.Contains(day)).Concat(years.SelectMany(year => StatutoryYear.Days(year, assumption))).DistinctBy(day => day.Date);
    }
}
