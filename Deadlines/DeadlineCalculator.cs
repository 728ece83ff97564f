namespace ProcedureEngine.Deadlines;

/// <summary>
/// Counts time limits by the Civil Code (91/2015/QH13, arts. 144-148): the first day is not counted, working days and days never
/// convert, a limit ends at 24:00 of its last day, stopped days are cut out, an extension runs from the end of the base limit.
/// </summary>
public sealed class DeadlineCalculator(WorkingCalendar calendar, DateTimeZone zone)
{
    /// <exception cref="DeadlineException">A field breaks a rule; nothing was counted.</exception>
    public DeadlineResult Calculate(DeadlineRequest request)
    {
        Check(request);
        var dayZero = DayZero(request.Start, request.Policy);
        var end = End(dayZero, request);
        CheckStops(dayZero, end, request);
        if (end is not { } due)
            return Stopped(dayZero, request);
        var isSameDay = request.Amount is SameWorkingDay;
        return new DeadlineResult(
            dayZero, due, EndOf(due), isSameDay ? null : WarnAt(due), IsCertified(dayZero, due), null, calendar.Version, Explain(dayZero, due, request), Readings(dayZero, due, request));
    }

    /// <summary>The due date alone, without explanation: what a step needs when it starts a limit.</summary>
    public LocalDate DueDate(LocalDateTime start, LimitAmount amount, ReceiptPolicy policy) =>
        Count(DayZero(start, policy), amount, [])!.Value;

    /// <summary>The exclusive instant at which a day ends.</summary>
    public Instant EndOf(LocalDate date) => date.PlusDays(1).AtStartOfDayInZone(zone).ToInstant();

    /// <summary>Start of the last working day of a limit that ends on <paramref name="due"/>.</summary>
    public Instant WarnAt(LocalDate due) => due.AtStartOfDayInZone(zone).ToInstant();

    /// <summary>The day that is not counted: the day of the event, or of its deemed receipt.</summary>
    private LocalDate DayZero(LocalDateTime start, ReceiptPolicy policy) => policy switch
    {
        ReceiptPolicy.S => start.Date,
        _ when !calendar.IsWorking(start.Date) || start.TimeOfDay >= (policy == ReceiptPolicy.OH ? new LocalTime(17, 0) : new LocalTime(15, 0)) =>
            calendar.AddWorkingDays(start.Date, 1),
        _ => start.Date,
    };

    private LocalDate? End(LocalDate dayZero, DeadlineRequest request)
    {
        var stops = request.Stops.IsDefault ? [] : request.Stops;
        var end = Count(dayZero, request.Amount, stops);
        return end is { } baseEnd && request.Extension is { } extension ? Count(baseEnd, extension, stops) : end;
    }

    /// <summary>Null when a stop without an end comes before the limit's.</summary>
    private LocalDate? Count(LocalDate dayZero, LimitAmount amount, ImmutableArray<Stop> stops) => amount switch
    {
        SameWorkingDay => Roll(dayZero, stops),
        WorkingDays days => CountWorking(dayZero, days.Count, stops),
        LessThanWorkingDays days => days.Count == 1 ? Roll(dayZero, stops) : CountWorking(dayZero, days.Count - 1, stops),
        CalendarDays days => CountCalendar(dayZero, days.Count, stops),
        Months months => CountCalendar(dayZero, Period.DaysBetween(dayZero, dayZero.PlusMonths(months.Count)), stops),
        Years years => CountCalendar(dayZero, Period.DaysBetween(dayZero, dayZero.PlusYears(years.Count)), stops),
        _ => throw new InvalidOperationException($"No counting for {amount.GetType().Name}."),
    };

    private LocalDate? CountWorking(LocalDate dayZero, int count, ImmutableArray<Stop> stops)
    {
        if (stops.IsEmpty)
            return calendar.AddWorkingDays(dayZero, count);
        var day = dayZero;
        for (var counted = 0; counted < count;)
        {
            day = Next(day);
            if (IsStoppedForGood(day, stops))
                return null;
            if (calendar.IsWorking(day) && !IsStopped(day, stops))
                counted++;
        }

        return day;
    }

    private LocalDate? CountCalendar(LocalDate dayZero, int count, ImmutableArray<Stop> stops)
    {
        var day = stops.IsEmpty ? Plus(dayZero, count) : dayZero;
        for (var counted = stops.IsEmpty ? count : 0; counted < count;)
        {
            day = Next(day);
            if (IsStoppedForGood(day, stops))
                return null;
            if (!IsStopped(day, stops))
                counted++;
        }

        return Roll(day, stops);
    }

    /// <summary>The day itself when it is a working day and not stopped, else the next such day (art. 148(5)).</summary>
    private LocalDate? Roll(LocalDate day, ImmutableArray<Stop> stops)
    {
        while (!calendar.IsWorking(day) || IsStopped(day, stops))
        {
            if (IsStoppedForGood(day, stops))
                return null;
            day = Next(day);
        }

        return day;
    }

    private static LocalDate Next(LocalDate day) => day < WorkingCalendar.Last ? day.PlusDays(1) : throw WorkingCalendar.OutOfRange("amount");

    private static LocalDate Plus(LocalDate day, int count) =>
        Period.DaysBetween(day, WorkingCalendar.Last) >= count ? day.PlusDays(count) : throw WorkingCalendar.OutOfRange("amount");

    private static bool IsStopped(LocalDate day, ImmutableArray<Stop> stops) => stops.Any(stop => day >= stop.From && (stop.To is null || day <= stop.To));

    private static bool IsStoppedForGood(LocalDate day, ImmutableArray<Stop> stops) => stops.Any(stop => stop.To is null && day >= stop.From);

    private DeadlineResult Stopped(LocalDate dayZero, DeadlineRequest request)
    {
        var closed = request.Stops.Where(stop => stop.To is not null).ToImmutableArray();
        var stoppedFrom = request.Stops.Where(stop => stop.To is null).Min(stop => stop.From);
        var end = End(dayZero, request with { Stops = closed })!.Value;
        var isWorking = request.Amount is WorkingDays or LessThanWorkingDays or SameWorkingDay;
        var remaining = 0;
        for (var day = stoppedFrom > dayZero ? stoppedFrom : dayZero.PlusDays(1); day <= end; day = day.PlusDays(1))
        {
            if (!IsStopped(day, closed) && (!isWorking || calendar.IsWorking(day)))
                remaining++;
        }

        return new DeadlineResult(dayZero, null, null, null, IsCertified(dayZero, stoppedFrom), remaining, calendar.Version, [], []);
    }

    private bool IsCertified(LocalDate from, LocalDate to) => Enumerable.Range(from.Year, to.Year - from.Year + 1).All(calendar.IsCertified);

    private ImmutableArray<ExplanationLine> Explain(LocalDate dayZero, LocalDate due, DeadlineRequest request)
    {
        const string FirstDay = "BLDS 91/2015/QH13 Đ.147(2)";
        var stops = request.Stops.IsDefault ? [] : request.Stops;
        var countsAll = request.Amount is CalendarDays or Months or Years;
        var nominal = countsAll ? Nominal(dayZero, request.Amount) : due;
        var lines = ImmutableArray.CreateBuilder<ExplanationLine>();
        lines.Add(new ExplanationLine(dayZero, DayReason.Start, "Ngày xảy ra sự kiện, không tính", "Day of the event, not counted", FirstDay));
        for (var day = dayZero.PlusDays(1); day <= due; day = day.PlusDays(1))
        {
            var entry = calendar[day];
            if (IsStopped(day, stops))
                lines.Add(new ExplanationLine(day, DayReason.Stopped, "Tạm dừng, không tính", "Clock stopped, not counted", "Quy tắc tạm dừng thời hạn"));
            else if (countsAll && day >= nominal && day < due)
                lines.Add(new ExplanationLine(day, DayReason.RolledOver, $"Ngày cuối là ngày nghỉ ({entry.NameVi}), chuyển sang ngày làm việc tiếp theo", $"The last day is a day off ({entry.NameEn}); moves to the next working day", "BLDS 91/2015/QH13 Đ.148(5)"));
            else if (!countsAll && !entry.IsWorking)
                lines.Add(new ExplanationLine(day, DayReason.DayOff, $"Không phải ngày làm việc: {entry.NameVi}", $"No working day: {entry.NameEn}", entry.LegalBasis));
        }

        lines.Add(new ExplanationLine(due, DayReason.Due, "Thời hạn kết thúc lúc 24 giờ", "The limit ends at 24:00", "BLDS 91/2015/QH13 Đ.148(6)"));
        return lines.ToImmutable();
    }

    private static LocalDate Nominal(LocalDate dayZero, LimitAmount amount) => amount switch
    {
        CalendarDays days => dayZero.PlusDays(days.Count),
        Months months => dayZero.PlusMonths(months.Count),
        Years years => dayZero.PlusYears(years.Count),
        _ => dayZero,
    };

    private ImmutableArray<OtherReading> Readings(LocalDate dayZero, LocalDate due, DeadlineRequest request)
    {
        var readings = new List<OtherReading>();
        void Add(string reading, LocalDate? date)
        {
            if (date is { } other && other != due)
                readings.Add(new OtherReading(reading, other));
        }

        var plain = request with { Policy = ReceiptPolicy.S };
        Add("literal", request.Policy == ReceiptPolicy.S ? null : End(DayZero(request.Start, ReceiptPolicy.S), plain));
        Add("OH", request.Policy == ReceiptPolicy.OH ? null : End(DayZero(request.Start, ReceiptPolicy.OH), plain));
        if (request.Amount is LessThanWorkingDays less)
            Add($"read as {less.Count} WD", End(dayZero, request with { Amount = new WorkingDays(less.Count) }));
        if (request.Amount is Years years && dayZero is { Month: 2, Day: 29 } && dayZero.PlusYears(years.Count).Day == 28)
            Add("1 March", Roll(dayZero.PlusYears(years.Count).PlusDays(1), []));
        var isNational = ReferenceEquals(calendar, WorkingCalendar.National);
        if (isNational)
        {
            Add("make-up day not counted", In(calendar.WithoutMakeUpDays));
            Add("compensatory Monday", In(calendar.WithCultureDayCompensated));
            if (request.Amount is CalendarDays or Months or Years)
                Add("literal: compensatory day not rolled over", In(calendar.WithoutCompensatoryDays));
        }

        LocalDate? In(WorkingCalendar other) => new DeadlineCalculator(other, zone).End(dayZero, request);
        if (request.Extension is not null && request.Amount is CalendarDays or Months or Years)
            Add("extension from the nominal end", Count(Nominal(dayZero, request.Amount), request.Extension!, request.Stops.IsDefault ? [] : request.Stops));
        return [.. readings.Distinct()];
    }

    private static void Check(DeadlineRequest request)
    {
        if (request.Start.Date < WorkingCalendar.First || request.Start.Date > WorkingCalendar.Last)
            throw WorkingCalendar.OutOfRange("start");
        foreach (var stop in request.Stops.IsDefault ? [] : request.Stops)
        {
            if (stop.To < stop.From)
                throw new DeadlineException("suspensions", "stop-order", "Ngày kết thúc tạm dừng trước ngày bắt đầu.", "A stop ends before it begins.", "API");
        }

        if (request.Extension is SameWorkingDay)
            throw new DeadlineException("extension.amount", "amount-range", "Gia hạn phải ít nhất một ngày.", "An extension is at least one day.", "API");
    }

    /// <summary>A stop wholly outside the limit is a mistake; one that is partly inside counts for that part.</summary>
    private static void CheckStops(LocalDate dayZero, LocalDate? end, DeadlineRequest request)
    {
        foreach (var stop in request.Stops.IsDefault ? [] : request.Stops)
        {
            if (stop.To < dayZero)
                throw new DeadlineException("suspensions", "stop-before-limit", "Tạm dừng trước khi thời hạn bắt đầu.", "This stop ended before the limit began.", "API");
            if (end is { } due && stop.From > due)
                throw new DeadlineException("suspensions", "stop-after-limit", "Tạm dừng sau khi thời hạn kết thúc.", "This stop began after the limit ended.", "API");
        }
    }
}
