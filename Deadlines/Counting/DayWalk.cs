namespace ProcedureEngine.Deadlines;

/// <summary>Every day of a counted limit with the one reason why it counts as it does.</summary>
internal sealed class DayWalk(WorkingCalendar calendar, DeadlineRequest request, LimitDates dates)
{
    private const string FirstDay = "BLDS 91/2015/QH13 Đ.147(2)";
    private const string LastDayOff = "BLDS 91/2015/QH13 Đ.148(5)";
    private const string EndOfDay = "BLDS 91/2015/QH13 Đ.148(6)";
    private const string StoppedTime = "Thời gian tạm dừng không tính vào thời hạn";

    private readonly StopSet stops = StopSet.Of(request.Stops);

    /// <summary>Each day after day zero up to the end, or up to the day before the clock stopped for good.</summary>
    public IEnumerable<(LocalDate Date, DayReason Reason)> Days()
    {
        var zero = WorkingCalendar.Offset(dates.DayZero);
        var end = dates.DueDate is { } due ? WorkingCalendar.Offset(due) : stops.StoppedForGoodFrom!.Value - 1;
        var baseEnd = dates.BaseDueDate is { } ended ? WorkingCalendar.Offset(ended) : int.MaxValue;
        var counted = Segment(zero, request.Amount, Math.Min(baseEnd, end));
        if (dates.BaseDueDate is not null && !request.Extensions.IsEmpty)
            counted = counted.Concat(Segment(baseEnd, RequestRules.Sum(request.Extensions, request.ExtensionCap), dates.CountedDueDate is { } extended ? WorkingCalendar.Offset(extended) : end));
        var last = zero;
        foreach (var (day, reason) in counted)
        {
            last = day;
            yield return (WorkingCalendar.At(day), reason);
        }

        for (var day = last + 1; day <= end; day++)
            yield return (WorkingCalendar.At(day), stops.Holds(day) ? DayReason.Stopped : DayReason.Kept);
    }

    /// <summary>The start, each day that was not counted or moved, and the end.</summary>
    public ImmutableArray<ExplanationLine> Lines()
    {
        var lines = ImmutableArray.CreateBuilder<ExplanationLine>();
        if (request.Start.Date != dates.DayZero)
        {
            lines.Add(new ExplanationLine(
                request.Start.Date, DayReason.ReceivedLater, "Nhận ngoài giờ hành chính hoặc vào ngày nghỉ, coi là nhận vào ngày làm việc tiếp theo",
                "Received outside office hours or on a day off: deemed received on the next working day", $"Chính sách nhận {request.Policy}"));
        }

        lines.Add(new ExplanationLine(dates.DayZero, DayReason.Start, "Ngày xảy ra sự kiện, không tính", "Day of the event, not counted", FirstDay));
        foreach (var (date, reason) in Days())
        {
            if (reason != DayReason.Counted && Line(date, reason) is { } line)
                lines.Add(line);
        }

        if (dates.DueDate is { } due)
            lines.Add(new ExplanationLine(due, DayReason.Due, "Thời hạn kết thúc lúc 24 giờ", "The limit ends at 24:00", EndOfDay));
        return lines.ToImmutable();
    }

    private ExplanationLine Line(LocalDate date, DayReason reason)
    {
        var day = calendar[date];
        return reason switch
        {
            DayReason.Stopped => new ExplanationLine(date, reason, "Tạm dừng, không tính", "Clock stopped, not counted", StoppedTime),
            DayReason.RolledOver => new ExplanationLine(
                date, reason, $"Ngày cuối là ngày nghỉ ({day.NameVi}), chuyển sang ngày làm việc tiếp theo", $"The last day is a day off ({day.NameEn}); moves to the next working day", LastDayOff),
            DayReason.Kept => new ExplanationLine(
                date, reason, "Giữ ngày đã ấn định: lịch mới không rút ngắn thời hạn đang chạy", "Kept: a new calendar does not shorten a running limit", "Phiên bản lịch áp dụng sau khi thời hạn bắt đầu"),
            _ => new ExplanationLine(date, reason, $"Không phải ngày làm việc: {day.NameVi}", $"No working day: {day.NameEn}", day.LegalBasis),
        };
    }

    private IEnumerable<(int Day, DayReason Reason)> Segment(int zero, LimitAmount amount, int end)
    {
        var length = DayCounter.Length(zero, amount);
        var counted = 0;
        for (var day = zero + 1; day <= end; day++)
        {
            var reason = Reason(day, counted + 1, length, amount);
            if (reason == DayReason.Counted)
                counted++;
            yield return (day, reason);
        }
    }

    /// <summary>A limit in days counts every day but its last, which must be a working day.</summary>
    private DayReason Reason(int day, int number, int length, LimitAmount amount)
    {
        if (stops.Holds(day))
            return DayReason.Stopped;
        if (calendar.IsWorking(day))
            return DayReason.Counted;
        return amount.CountsWorkingDays ? DayReason.DayOff : number >= length ? DayReason.RolledOver : DayReason.Counted;
    }
}
