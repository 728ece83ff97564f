using System.Reflection;
using System.Text.Json;
using NodaTime.Text;

namespace ProcedureEngine.Deadlines;

/// <summary>
/// The working-day calendar of Vietnamese offices, 1 May 2013 to 31 December 2100. 2016-2027 come from the notices (2027
/// provisional), the other years from the statute alone and are never certified.
/// </summary>
public sealed class WorkingCalendar
{
    /// <summary>First day that is counted: the Labour Code of 2012 took effect.</summary>
    public static readonly LocalDate First = new(2013, 5, 1);

    public static readonly LocalDate Last = new(2100, 12, 31);

    private readonly Dictionary<LocalDate, CalendarDay> exceptions;
    private readonly ImmutableHashSet<int> certifiedYears;

    /// <summary>Working days from <see cref="First"/> up to and including each day.</summary>
    private readonly int[] cumulative;
    private readonly List<int> workingOffsets = [];

    private readonly Lazy<WorkingCalendar> withoutMakeUp;
    private readonly Lazy<WorkingCalendar> withoutCompensatory;
    private readonly Lazy<WorkingCalendar> withCultureDay;

    private WorkingCalendar(string version, IEnumerable<CalendarDay> days, IEnumerable<int> certifiedYears)
    {
        Version = version;
        exceptions = days.ToDictionary(day => day.Date);
        this.certifiedYears = [.. certifiedYears];
        cumulative = new int[Period.DaysBetween(First, Last) + 1];
        for (var i = 0; i < cumulative.Length; i++)
        {
            if (this[First.PlusDays(i)].IsWorking)
                workingOffsets.Add(i);
            cumulative[i] = workingOffsets.Count;
        }

        withoutMakeUp = Variant("make-up-not-counted", exceptions.Values.Where(day => day.Kind != DayKind.MakeUpWorking));
        withoutCompensatory = Variant("compensatory-not-rolled", exceptions.Values.Where(day => day.Kind != DayKind.Compensatory));
        withCultureDay = Variant("culture-day-compensated", exceptions.Values.Concat(StatutoryYear.CultureDaysCompensated(exceptions)));
    }

    /// <summary>The national calendar as known on 22 November 2026.</summary>
    public static WorkingCalendar National { get; } = Load();

    /// <summary>The other reading that a weekend day worked against a swapped one is no working day.</summary>
    internal WorkingCalendar WithoutMakeUpDays => withoutMakeUp.Value;

    /// <summary>The other reading that a compensatory day is not one of the days off at which a limit rolls over.</summary>
    internal WorkingCalendar WithoutCompensatoryDays => withoutCompensatory.Value;

    /// <summary>The other reading that Culture Day on a weekend is compensated like the holidays of art. 112(1).</summary>
    internal WorkingCalendar WithCultureDayCompensated => withCultureDay.Value;

    /// <summary>Names the data: 'national, as known on ...'.</summary>
    public string Version { get; }

    public CalendarDay this[LocalDate date] => exceptions.GetValueOrDefault(date)
        ?? (date.DayOfWeek is IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday
            ? new CalendarDay(date, DayKind.WeeklyRest, "Nghỉ hằng tuần", "Weekly rest", "Quyết định 188/1999/QĐ-TTg", true)
            : new CalendarDay(date, DayKind.Working, string.Empty, string.Empty, string.Empty, true));

    /// <summary>Holidays, compensatory, swapped and make-up days of a year.</summary>
    public IEnumerable<CalendarDay> Exceptions(int year) => exceptions.Values.Where(day => day.Date.Year == year).OrderBy(day => day.Date);

    /// <summary>True when the year's days are complete in the notices.</summary>
    public bool IsCertified(int year) => certifiedYears.Contains(year);

    public bool IsWorking(LocalDate date) => this[date].IsWorking;

    /// <summary>The n-th working day after a date; n from 1.</summary>
    public LocalDate AddWorkingDays(LocalDate date, int n)
    {
        var target = cumulative[Offset(date)] + n - 1;
        return target < workingOffsets.Count ? First.PlusDays(workingOffsets[target]) : throw OutOfRange("amount");
    }

    /// <summary>The date itself when it is a working day, else the next one.</summary>
    public LocalDate OnOrAfter(LocalDate date) => IsWorking(date) ? date : AddWorkingDays(date, 1);

    /// <summary>Working days after <paramref name="from"/> up to and including <paramref name="to"/>.</summary>
    public int CountWorkingDays(LocalDate from, LocalDate to) => cumulative[Offset(to)] - cumulative[Offset(from)];

    private Lazy<WorkingCalendar> Variant(string name, IEnumerable<CalendarDay> days) => new(() => new WorkingCalendar($"{Version}/{name}", days, certifiedYears));

    internal static DeadlineException OutOfRange(string field) => new(
        field, "date-range", "Chỉ tính được từ 01/5/2013 đến hết năm 2100.", "Dates are counted from 1 May 2013 to the end of 2100.", "BLLĐ 10/2012/QH13 (hiệu lực 01/5/2013)");

    private static int Offset(LocalDate date) => date >= First && date <= Last ? Period.DaysBetween(First, date) : throw OutOfRange("start");

    private static WorkingCalendar Load()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("holidays-by-year.json")!;
        using var json = JsonDocument.Parse(stream);
        var years = json.RootElement.GetProperty("years").EnumerateObject().ToDictionary(
            year => int.Parse(year.Name, System.Globalization.CultureInfo.InvariantCulture), year => year.Value);
        var certified = years.Where(year => year.Value.GetProperty("status").GetString() == "complete").Select(year => year.Key).ToList();
        var known = years.SelectMany(year => year.Value.GetProperty("entries").EnumerateArray().Select(entry => Read(entry, certified.Contains(year.Key))));
        var computed = Enumerable.Range(First.Year, Last.Year - First.Year + 1).Where(year => !years.ContainsKey(year)).SelectMany(StatutoryYear.Days);
        return new WorkingCalendar($"vn-{json.RootElement.GetProperty("generated").GetString()}", known.Concat(computed).DistinctBy(day => day.Date), certified);
    }

    private static CalendarDay Read(JsonElement entry, bool isCertain) => new(
        LocalDatePattern.Iso.Parse(entry.GetProperty("date").GetString()!).Value,
        entry.GetProperty("kind").GetString() switch
        {
            "holiday" => DayKind.Holiday,
            "compensatory" => DayKind.Compensatory,
            "swapped-off" => DayKind.SwappedOff,
            "make-up-working" => DayKind.MakeUpWorking,
            var other => throw new InvalidOperationException($"The calendar data hold a day of unknown kind '{other}'."),
        },
        entry.GetProperty("nameVi").GetString()!, entry.GetProperty("nameEn").GetString()!, entry.GetProperty("legalBasis").GetString()!, isCertain);
}
