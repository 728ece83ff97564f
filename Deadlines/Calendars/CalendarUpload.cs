using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NodaTime.Text;

namespace ProcedureEngine.Deadlines;

/// <summary>One day of an upload.</summary>
/// <param name="Kind">
/// <see cref="DayKind.Holiday"/>, <see cref="DayKind.Compensatory"/>, <see cref="DayKind.SwappedOff"/>, <see cref="DayKind.MakeUpWorking"/>; for an office also
/// <see cref="DayKind.Closure"/> and <see cref="DayKind.CounterOpen"/>. <see cref="DayKind.Working"/> and <see cref="DayKind.WeeklyRest"/> withdraw what was known of
/// a weekday or a weekend day.
/// </param>
/// <param name="SwappedWith">The day off against which a make-up day is worked, or the other way round.</param>
public sealed record CalendarEntry(LocalDate Date, DayKind Kind, string NameVi, string NameEn, LocalDate? SwappedWith = null);

/// <summary>
/// A set of calendar entries as one notice gives them, over any number of years, national or for one office: what makes a new version.
/// </summary>
/// <param name="Office">Null for the whole country.</param>
/// <param name="Source">The notice or decision, as it is cited.</param>
/// <param name="DecidedOn">Date of the notice or decision.</param>
/// <param name="CompleteYears">Years whose days are all in this set: they become certified, and what was computed or known before is replaced.</param>
public sealed record CalendarUpload(
    string? Office, string Source, LocalDate DecidedOn, ImmutableArray<CalendarEntry> Entries, ImmutableArray<int> CompleteYears = default)
{
    public ImmutableArray<int> CompleteYears { get; init; } = CompleteYears.IsDefault ? [] : CompleteYears;

    /// <summary>
    /// The calendar with this set on top, under a version that names the content: the same sets in the same order give the same version. For a set that
    /// was checked when it was applied first.
    /// </summary>
    /// <param name="country">
    /// For an office's own set: the national calendar beneath. Its holidays stay holidays whenever they were decided, and a day that the office withdraws is
    /// again what the country has.
    /// </param>
    internal WorkingCalendar Apply(WorkingCalendar calendar, WorkingCalendar? country = null)
    {
        var days = calendar.AllExceptions.Where(day => !CompleteYears.Contains(day.Date.Year)).ToDictionary(day => day.Date);
        foreach (var entry in Entries)
        {
            if (entry.Kind is DayKind.Working or DayKind.WeeklyRest)
                Withdraw(days, entry.Date, country);
            else if (entry.Kind != DayKind.CounterOpen || country?[entry.Date].Kind != DayKind.Holiday)
                days[entry.Date] = new CalendarDay(entry.Date, entry.Kind, entry.NameVi, entry.NameEn, Source, true) { Counterpart = entry.SwappedWith };
        }

        return new WorkingCalendar(VersionAfter(calendar.Version), days.Values, calendar.CertifiedYears.Union(CompleteYears), calendar.NoticedYears.Union(CompleteYears));
    }

    /// <summary>The version that <see cref="Apply"/> gives.</summary>
    public string VersionAfter(string version)
    {
        var root = version.Split('+', 2)[0];
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(version + "\n" + CanonicalText()));
        return $"{root}+{Convert.ToHexStringLower(digest)[..12]}";
    }

    /// <summary>The set in one spelling, whatever the order of its entries: what the version names.</summary>
    private string CanonicalText()
    {
        var text = new StringBuilder().Append(Office).Append('\n').Append(Source).Append('\n').Append(Text(DecidedOn)).Append('\n')
            .AppendJoin(',', CompleteYears.Order().Select(year => year.ToString(CultureInfo.InvariantCulture))).Append('\n');
        foreach (var entry in Entries.OrderBy(entry => entry.Date))
            text.Append(Text(entry.Date)).Append('\t').Append(entry.Kind).Append('\t').Append(entry.NameVi).Append('\t').Append(entry.NameEn).Append('\t').Append(entry.SwappedWith is { } other ? Text(other) : string.Empty).Append('\n');
        return text.ToString();
    }

    private static void Withdraw(Dictionary<LocalDate, CalendarDay> days, LocalDate date, WorkingCalendar? country)
    {
        days.Remove(date);
        if (country is not null && country.IsException(date))
            days[date] = country[date];
    }

    private static string Text(LocalDate date) => LocalDatePattern.Iso.Format(date);
}
