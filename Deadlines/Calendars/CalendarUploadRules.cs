namespace ProcedureEngine.Deadlines;

/// <summary>What a set of calendar entries must be, against the calendar that it comes on top of.</summary>
internal sealed class CalendarUploadRules
{
    private const string Swap = "Thông báo hoán đổi ngày làm việc: một ngày nghỉ đổi một ngày làm bù";
    private const string Week = "Quyết định 188/1999/QĐ-TTg";
    private const string Counter = "Quyết định 14/2010/QĐ-TTg";
    private const string Holidays = "BLLĐ 45/2019/QH14 Đ.111-112";

    private readonly CalendarUpload upload;
    private readonly WorkingCalendar calendar;
    private readonly WorkingCalendar country;
    private readonly ILookup<LocalDate, CalendarEntry> byDate;
    private readonly ImmutableArray<CalendarProblem>.Builder problems = ImmutableArray.CreateBuilder<CalendarProblem>();

    private CalendarUploadRules(CalendarUpload upload, WorkingCalendar calendar, WorkingCalendar country)
    {
        this.upload = upload;
        this.calendar = calendar;
        this.country = country;
        byDate = upload.Entries.ToLookup(entry => entry.Date);
    }

    /// <param name="calendar">What the set comes on top of: the office's calendar, or the country's.</param>
    /// <param name="country">The country's.</param>
    /// <exception cref="CalendarUploadException">A rule is broken.</exception>
    public static void Require(CalendarUpload upload, WorkingCalendar calendar, WorkingCalendar country)
    {
        var rules = new CalendarUploadRules(upload, calendar, country);
        rules.CheckSet();
        for (var i = 0; i < upload.Entries.Length; i++)
            rules.CheckEntry(upload.Entries[i], $"entries[{i}]");
        foreach (var year in upload.CompleteYears)
            rules.CheckCompleteYear(year);
        if (rules.problems.Count > 0)
            throw new CalendarUploadException(rules.problems.ToImmutable());
    }

    private void CheckSet()
    {
        if (string.IsNullOrWhiteSpace(upload.Source))
            Add("source", "source-required", "Phải nêu văn bản làm nguồn.", "Name the notice or decision that this set comes from.", Holidays);
        if (upload.DecidedOn < new LocalDate(2010, 1, 1) || upload.DecidedOn > WorkingCalendar.Last)
            Add("decidedOn", "decision-date", "Phải nêu ngày của văn bản.", "Give the date of the notice or decision.", Holidays);
        if (upload.Entries.IsDefaultOrEmpty)
            Add("entries", "entries-required", "Bộ ngày không được rỗng.", "The set holds no day.", Holidays);
        if (upload.Office is not null && !upload.CompleteYears.IsEmpty)
            Add("completeYears", "national-only", "Chỉ lịch toàn quốc mới làm một năm thành đầy đủ.", "Only a national set makes a year complete.", Holidays);
    }

    private void CheckEntry(CalendarEntry entry, string field)
    {
        if (entry.Date < WorkingCalendar.First || entry.Date > WorkingCalendar.Last)
        {
            Add($"{field}.date", "date-range", "Chỉ có lịch từ 01/5/2013 đến hết năm 2100.", "The calendar holds 1 May 2013 to the end of 2100.", "BLLĐ 10/2012/QH13 (hiệu lực 01/5/2013)");
            return;
        }

        if (byDate[entry.Date].Count() > 1)
            Add($"{field}.date", "contradictory-entries", "Một ngày chỉ được ghi một lần trong một bộ.", "A day stands once in a set.", Holidays);
        if (string.IsNullOrWhiteSpace(entry.NameVi) || string.IsNullOrWhiteSpace(entry.NameEn))
            Add($"{field}.nameVi", "name-required", "Phải có tên tiếng Việt và tiếng Anh.", "Give the day's name in Vietnamese and English.", Holidays);
        if (entry.SwappedWith is not null && entry.Kind is not (DayKind.MakeUpWorking or DayKind.SwappedOff))
            Add($"{field}.swappedWith", "no-swap", "Chỉ ngày hoán đổi mới có ngày đối ứng.", "Only swapped and make-up days name another day.", Swap);
        CheckKind(entry, field);
    }

    private void CheckKind(CalendarEntry entry, string field)
    {
        var isWeekend = WorkingCalendar.IsWeekend(entry.Date);
        switch (entry.Kind)
        {
            case DayKind.MakeUpWorking:
                CheckMakeUp(entry, field, isWeekend);
                break;
            case DayKind.SwappedOff:
                Require(!isWeekend, $"{field}.date", "swapped-on-weekend", "Ngày nghỉ hoán đổi phải là ngày trong tuần.", "A swapped day off is a weekday.", Swap);
                Require(entry.SwappedWith is not { } day || IsMakeUp(day, entry.Date), $"{field}.swappedWith", "orphan-swapped-day", "Ngày làm bù được nêu không có trong lịch.", "The make-up day that it names is none.", Swap);
                break;
            case DayKind.Compensatory or DayKind.Closure or DayKind.Working:
                Require(!isWeekend, $"{field}.date", "weekday-required", "Phải là ngày trong tuần.", "This kind of day is a weekday.", Week);
                break;
            case DayKind.WeeklyRest or DayKind.CounterOpen:
                Require(isWeekend, $"{field}.date", "weekend-required", "Phải là thứ Bảy hoặc Chủ nhật.", "This kind of day is a Saturday or Sunday.", Counter);
                break;
        }

        if (entry.Kind is DayKind.Closure or DayKind.CounterOpen)
            Require(upload.Office is not null, $"{field}.kind", "office-only", "Chỉ dùng cho lịch của một cơ quan.", "This kind of day belongs to one office.", Counter);
        else if (entry.Kind is DayKind.Holiday)
            Require(upload.Office is null, $"{field}.kind", "national-only", "Ngày lễ là của cả nước.", "A holiday is national; an office's own day off is a closure.", Holidays);
        if (upload.Office is not null)
            CheckAgainstCountry(entry, field);
    }

    /// <summary>An office decides on its own days and not on the country's.</summary>
    private void CheckAgainstCountry(CalendarEntry entry, string field)
    {
        if (entry.Kind is DayKind.Working or DayKind.WeeklyRest && country.IsException(entry.Date) && calendar[entry.Date] == country[entry.Date])
            Add($"{field}.kind", "national-only", "Ngày của cả nước chỉ rút lại được bằng bộ ngày toàn quốc.", "A day of the whole country is withdrawn by a national set alone.", Holidays);
        if (entry.Kind == DayKind.CounterOpen && country[entry.Date].Kind == DayKind.Holiday)
            Add($"{field}.date", "counter-on-holiday", "Ngày lễ không phải ngày mở quầy.", "A counter is not open on a holiday.", Holidays);
    }

    private void CheckMakeUp(CalendarEntry entry, string field, bool isWeekend)
    {
        Require(isWeekend, $"{field}.date", "make-up-on-weekday", "Ngày làm bù phải là thứ Bảy hoặc Chủ nhật.", "A make-up day is a Saturday or Sunday.", Swap);
        if (entry.SwappedWith is not { } off)
            Add($"{field}.swappedWith", "orphan-make-up-day", "Ngày làm bù phải nêu ngày nghỉ được hoán đổi.", "A make-up day names the day off that it is worked for.", Swap);
        else if (!IsSwappedOff(off, entry.Date))
            Add($"{field}.swappedWith", "orphan-make-up-day", "Ngày được nêu không phải ngày nghỉ hoán đổi, hoặc đã được đổi với ngày khác.", "The day that it names is no swapped day off, or is swapped against another day.", Swap);
    }

    private bool IsSwappedOff(LocalDate off, LocalDate makeUp)
    {
        if (upload.Entries.Any(other => other.Kind == DayKind.MakeUpWorking && other.SwappedWith == off && other.Date != makeUp))
            return false;
        if (byDate[off].FirstOrDefault() is { } entry)
            return entry.Kind == DayKind.SwappedOff && (entry.SwappedWith is null || entry.SwappedWith == makeUp);
        return off >= WorkingCalendar.First && off <= WorkingCalendar.Last && calendar[off] is { Kind: DayKind.SwappedOff } known && (known.Counterpart is null || known.Counterpart == makeUp);
    }

    private bool IsMakeUp(LocalDate day, LocalDate off)
    {
        if (byDate[day].FirstOrDefault() is { } entry)
            return entry.Kind == DayKind.MakeUpWorking && entry.SwappedWith == off;
        return day >= WorkingCalendar.First && day <= WorkingCalendar.Last && calendar[day] is { Kind: DayKind.MakeUpWorking } known && known.Counterpart == off;
    }

    /// <summary>A year that is said to be complete holds at least the holidays whose date the statute fixes.</summary>
    private void CheckCompleteYear(int year)
    {
        if (year < WorkingCalendar.First.Year || year > WorkingCalendar.Last.Year)
        {
            Add("completeYears", "date-range", "Chỉ có lịch từ 2013 đến 2100.", "The calendar holds 2013 to 2100.", Holidays);
            return;
        }

        foreach (var date in StatutoryYear.FixedHolidays(year).Where(date => byDate[date].All(entry => entry.Kind != DayKind.Holiday)))
            Add("completeYears", "incomplete-year", $"Năm {year} thiếu ngày lễ {date}.", $"{year} is said to be complete, but the holiday of {date} is not in it.", Holidays);
    }

    private void Require(bool condition, string field, string rule, string vi, string en, string basis)
    {
        if (!condition)
            Add(field, rule, vi, en, basis);
    }

    private void Add(string field, string rule, string vi, string en, string basis) => problems.Add(new CalendarProblem(field, rule, vi, en, basis));
}
