namespace ProcedureEngine.Deadlines;

/// <summary>
/// How long a limit is, with its kind of day as a type: five working days and five days are different things and never convert
/// (Civil Code 91/2015/QH13, arts. 144-148).
/// </summary>
public abstract record LimitAmount
{
    /// <summary>The largest amount that is a limit and not a typing error.</summary>
    public const int Max = 10_000;

    private protected LimitAmount(int count, int min)
    {
        if (count < min || count > Max)
            throw OutOfRange();
        Count = count;
    }

    /// <summary>How many of its own unit; 0 for <see cref="SameWorkingDay"/> alone.</summary>
    public int Count { get; }

    /// <summary>The unit in the API's words: <c>workingDay</c>, <c>calendarDay</c>, <c>month</c>, <c>year</c>.</summary>
    public abstract string Unit { get; }

    public bool IsStrictlyLess => this is LessThanWorkingDays;

    /// <summary>True when weekly rest and days off are not counted; the others count every day.</summary>
    public bool CountsWorkingDays => Unit == LimitUnits.WorkingDay;

    /// <summary>From the API's words.</summary>
    /// <exception cref="DeadlineException">An unknown unit, or an amount out of range.</exception>
    public static LimitAmount Of(int amount, string unit, bool strictlyLess = false)
    {
        if (amount is < 0 or > Max)
            throw OutOfRange();
        if (strictlyLess && unit != LimitUnits.WorkingDay)
            throw new DeadlineException("strictlyLess", "strictly-less-unit", "'Ít hơn' chỉ dùng với ngày làm việc.", "'Strictly less' goes with working days only.", "Quy trình hỗ trợ trực tuyến, Bước 4");
        if (amount == 0 && (unit != LimitUnits.WorkingDay || strictlyLess))
            throw new DeadlineException("amount", "zero-unit", "0 chỉ dùng với ngày làm việc (trong ngày).", "0 goes with working days only: the same working day.", "Quy trình hỗ trợ trực tuyến, Bước 6");
        return (unit, strictlyLess) switch
        {
            (LimitUnits.WorkingDay, _) when amount == 0 => new SameWorkingDay(),
            (LimitUnits.WorkingDay, true) => new LessThanWorkingDays(amount),
            (LimitUnits.WorkingDay, false) => new WorkingDays(amount),
            (LimitUnits.CalendarDay, _) => new CalendarDays(amount),
            (LimitUnits.Month, _) => new Months(amount),
            (LimitUnits.Year, _) => new Years(amount),
            _ => throw new DeadlineException(
                "unit", "unknown-unit", "Đơn vị là workingDay, calendarDay, month hoặc year.", "The unit is workingDay, calendarDay, month or year.", "BLDS 91/2015/QH13 Đ.144-148"),
        };
    }

    /// <summary>
    /// True when a limit of this amount ends no later than one of the other from any start on any calendar: what can be proved, not what is
    /// likely. Working days against days is provable one way only: the n-th working day is never before the n-th day rolled over.
    /// </summary>
    public bool IsNeverLongerThan(LimitAmount other) => (this, other) switch
    {
        (SameWorkingDay, _) => true,
        (_, SameWorkingDay) => false,
        ({ CountsWorkingDays: true }, { CountsWorkingDays: true }) => WholeDays <= other.WholeDays,
        (CalendarDays, { CountsWorkingDays: true }) => Count <= other.WholeDays,
        ({ CountsWorkingDays: true }, _) => false,
        _ => LongestInDays <= other.ShortestInDays || (Unit == other.Unit && Count <= other.Count),
    };

    /// <summary>In Vietnamese, as a paper writes it.</summary>
    public string TextVi => this switch
    {
        SameWorkingDay => "trong ngày làm việc",
        LessThanWorkingDays => $"ít hơn {Count:00} ngày làm việc",
        WorkingDays => $"{Count:00} ngày làm việc",
        CalendarDays => $"{Count:00} ngày",
        Months => $"{Count:00} tháng",
        _ => $"{Count:00} năm",
    };

    public string TextEn => this switch
    {
        SameWorkingDay => "the same working day",
        LessThanWorkingDays => $"less than {Count} {Days("working day")}",
        WorkingDays => $"{Count} {Days("working day")}",
        CalendarDays => $"{Count} {Days("day")}",
        Months => $"{Count} {Days("month")}",
        _ => $"{Count} {Days("year")}",
    };

    private int WholeDays => this is LessThanWorkingDays ? Count - 1 : Count;

    private int LongestInDays => this switch { Months => Count * 31, Years => Count * 366, _ => Count };

    private int ShortestInDays => this switch { Months => Count * 28, Years => Count * 365, _ => Count };

    private string Days(string unit) => Count == 1 ? unit : unit + "s";

    private static DeadlineException OutOfRange() =>
        new("amount", "amount-range", $"Số lượng phải từ 0 đến {Max}.", $"The amount lies between 0 and {Max}.", "BLDS 91/2015/QH13 Đ.144: thời hạn là một khoảng thời gian xác định");
}

/// <summary>The units of limits, as written in code, JSON and data.</summary>
public static class LimitUnits
{
    public const string WorkingDay = "workingDay";
    public const string CalendarDay = "calendarDay";
    public const string Month = "month";
    public const string Year = "year";
}

/// <summary>Working days only; weekly rest, holidays and days off are not counted.</summary>
public sealed record WorkingDays(int Count) : LimitAmount(Count, 1)
{
    public override string Unit => LimitUnits.WorkingDay;
}

/// <summary>'&lt; N working days' (seed 000, step 4): by the end of the N-1st; that it means the N-th is the other reading.</summary>
public sealed record LessThanWorkingDays(int Count) : LimitAmount(Count, 1)
{
    public override string Unit => LimitUnits.WorkingDay;
}

/// <summary>The working day itself, or the next one when the start is none (seed 000, step 6).</summary>
public sealed record SameWorkingDay() : LimitAmount(0, 0)
{
    public override string Unit => LimitUnits.WorkingDay;
}

/// <summary>Every day counts; an end on a day off moves to the next working day (Civil Code art. 148(5)).</summary>
public sealed record CalendarDays(int Count) : LimitAmount(Count, 1)
{
    public override string Unit => LimitUnits.CalendarDay;
}

/// <summary>To the corresponding day, or the month's last when there is none (art. 148(3)).</summary>
public sealed record Months(int Count) : LimitAmount(Count, 1)
{
    public override string Unit => LimitUnits.Month;
}

/// <summary>To the corresponding day of the last year, or the month's last day (art. 148(4)).</summary>
public sealed record Years(int Count) : LimitAmount(Count, 1)
{
    public override string Unit => LimitUnits.Year;
}
