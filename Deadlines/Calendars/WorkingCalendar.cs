namespace ProcedureEngine.Deadlines;

/// <summary>
/// The working-day calendar of Vietnamese offices, 1 May 2013 to 31 December 2100, as known in one version: immutable. 2016-2027 come
/// from the notices (2027 provisional), the other years from the statute alone and are never certified.
/// </summary>
public sealed class WorkingCalendar
{
    /// <summary>First day that is counted: the Labour Code of 2012 took effect.</summary>
    public static readonly LocalDate First = new(2013, 5, 1);

    public static readonly LocalDate Last = new(2100, 12, 31);

    internal static readonly int LastOffset = Period.DaysBetween(First, Last);

    private const string WeeklyRestBasis = "Quyết định 188/1999/QĐ-TTg";

    private readonly Dictionary<LocalDate, CalendarDay> exceptions;
    private readonly ImmutableHashSet<int> certifiedYears;
    private readonly ImmutableHashSet<int> noticedYears;

    /// <summary>Working days from <see cref="First"/> up to and including each day.</summary>
    private readonly int[] cumulative;
    private readonly List<int> workingOffsets = [];

    private readonly Lazy<ILookup<int, CalendarDay>> byYear;
    private readonly Lazy<CalendarReadings> readings;

    internal WorkingCalendar(string version, IEnumerable<CalendarDay> days, IEnumerable<int> certifiedYears, IEnumerable<int> noticedYears)
    {
        Version = version;
        exceptions = days.ToDictionary(day => day.Date);
        this.certifiedYears = [.. certifiedYears];
        this.noticedYears = [.. noticedYears];
        cumulative = new int[Offset(Last) + 1];
        for (var (i, date) = (0, First); i < cumulative.Length; i++, date = date.PlusDays(1))
        {
            if (exceptions.TryGetValue(date, out var day) ? day.IsWorking : !IsWeekend(date))
                workingOffsets.Add(i);
            cumulative[i] = workingOffsets.Count;
        }

        byYear = new(() => exceptions.Values.OrderBy(day => day.Date).ToLookup(day => day.Date.Year));
        readings = new(() => new CalendarReadings(this));
    }

    /// <summary>The national calendar as known on 22 November 2026.</summary>
    public static WorkingCalendar National { get; } = CalendarData.National();

    /// <summary>Names the data: what was known, and every upload applied to it. The same version always holds the same days.</summary>
    public string Version { get; }

    /// <summary>The same calendar under the other readings of what is debatable in it.</summary>
    internal CalendarReadings Readings => readings.Value;

    internal IEnumerable<CalendarDay> AllExceptions => exceptions.Values;

    internal ImmutableHashSet<int> CertifiedYears => certifiedYears;

    /// <summary>Years for which a notice is known; the others are computed from the statute.</summary>
    internal ImmutableHashSet<int> NoticedYears => noticedYears;

    public CalendarDay this[LocalDate date] => exceptions.GetValueOrDefault(date)
        ?? (IsWeekend(date)
            ? new CalendarDay(date, DayKind.WeeklyRest, "Nghỉ hằng tuần", "Weekly rest", WeeklyRestBasis, true)
            : new CalendarDay(date, DayKind.Working, string.Empty, string.Empty, string.Empty, true));

    /// <summary>Every day that is not an ordinary weekday or weekend day, of a year.</summary>
    public IEnumerable<CalendarDay> Exceptions(int year) => byYear.Value[year];

    /// <summary>True when the year's days are complete in the notices.</summary>
    public bool IsCertified(int year) => certifiedYears.Contains(year);

    /// <exception cref="DeadlineException">The date lies outside the calendar.</exception>
    public bool IsWorking(LocalDate date) => IsWorking(Offset(date));

    /// <summary>The n-th working day after a date; n from 1.</summary>
    /// <exception cref="DeadlineException">The date or the result lies outside the calendar.</exception>
    public LocalDate AddWorkingDays(LocalDate date, int n) => At(AddWorkingDays(Offset(date), n));

    /// <summary>The date itself when it is a working day, else the next one.</summary>
    public LocalDate OnOrAfter(LocalDate date) => IsWorking(date) ? date : AddWorkingDays(date, 1);

    /// <summary>Working days after <paramref name="from"/> up to and including <paramref name="to"/>.</summary>
    public int CountWorkingDays(LocalDate from, LocalDate to) => cumulative[Offset(to)] - cumulative[Offset(from)];

    /// <summary>True for a day that is no ordinary weekday or weekend day.</summary>
    internal bool IsException(LocalDate date) => exceptions.ContainsKey(date);

    /// <summary>
    /// True when no day from <paramref name="from"/> on is worked here that is a day off there: then no limit that starts then ends earlier here,
    /// whatever is stopped or extended.
    /// </summary>
    internal bool OnlyAddsDaysOffTo(WorkingCalendar earlier, LocalDate from) =>
        exceptions.Keys.Concat(earlier.exceptions.Keys).Where(date => date >= from && date >= First).All(date => earlier.IsWorking(date) || !IsWorking(date));

    internal static bool IsWeekend(LocalDate date) => date.DayOfWeek is IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday;

    internal static DeadlineException OutOfRange(string field) => new(
        field, "date-range", "Chỉ tính được từ 01/5/2013 đến hết năm 2100.", "Dates are counted from 1 May 2013 to the end of 2100.", "BLLĐ 10/2012/QH13 (hiệu lực 01/5/2013)");

    /// <summary>Days since <see cref="First"/>: what counting works on.</summary>
    internal static int Offset(LocalDate date, string field = "start") => date >= First && date <= Last ? Period.DaysBetween(First, date) : throw OutOfRange(field);

    internal static LocalDate At(int offset) => First.PlusDays(offset);

    internal bool IsWorking(int offset) => cumulative[offset] != (offset == 0 ? 0 : cumulative[offset - 1]);

    internal int CountWorkingDays(int from, int to) => cumulative[Math.Min(to, LastOffset)] - cumulative[from];

    internal int AddWorkingDays(int offset, int n)
    {
        var target = cumulative[offset] + n - 1;
        return target < workingOffsets.Count ? workingOffsets[target] : throw OutOfRange("amount");
    }
}
