namespace ProcedureEngine.Deadlines;

/// <summary>
/// How long a limit is, with its kind of day as a type: five working days and five days are different things and never convert
/// (Civil Code 91/2015/QH13, arts. 144-148).
/// </summary>
public abstract record LimitAmount
{
    /// <summary>The largest amount that is a limit and not a typing error.</summary>
    public const int Max = 10_000;

    private protected LimitAmount()
    {
    }

    /// <summary>From the API's words.</summary>
    /// <exception cref="DeadlineException">An unknown unit, or an amount out of range.</exception>
    public static LimitAmount Of(int amount, string unit, bool strictlyLess = false)
    {
        if (amount is < 0 or > Max)
            throw new DeadlineException("amount", "amount-range", $"Số lượng phải từ 0 đến {Max}.", $"The amount lies between 0 and {Max}.", "API");
        if (strictlyLess && unit != "workingDay")
            throw new DeadlineException("strictlyLess", "strictly-less-unit", "'Ít hơn' chỉ dùng với ngày làm việc.", "'Strictly less' goes with working days only.", "Quy trình, Bước 4");
        if (amount == 0 && (unit != "workingDay" || strictlyLess))
            throw new DeadlineException("amount", "zero-unit", "0 chỉ dùng với ngày làm việc (trong ngày).", "0 goes with working days only: the same working day.", "Quy trình, Bước 6");
        return (unit, strictlyLess) switch
        {
            ("workingDay", _) when amount == 0 => new SameWorkingDay(),
            ("workingDay", true) => new LessThanWorkingDays(amount),
            ("workingDay", false) => new WorkingDays(amount),
            ("calendarDay", _) => new CalendarDays(amount),
            ("month", _) => new Months(amount),
            ("year", _) => new Years(amount),
            _ => throw new DeadlineException(
                "unit", "unknown-unit", "Đơn vị là workingDay, calendarDay, month hoặc year.", "The unit is workingDay, calendarDay, month or year.", "BLDS 91/2015/QH13, Điều 144-148"),
        };
    }
}

/// <summary>Working days only; weekly rest, holidays and days off are not counted.</summary>
public sealed record WorkingDays(int Count) : LimitAmount;

/// <summary>'&lt; N working days' (seed 000, step 4): by the end of the N-1st; that it means the N-th is the other reading.</summary>
public sealed record LessThanWorkingDays(int Count) : LimitAmount;

/// <summary>The working day itself, or the next one when the start is none (seed 000, step 6).</summary>
public sealed record SameWorkingDay : LimitAmount;

/// <summary>Every day counts; an end on a day off moves to the next working day (Civil Code art. 148(5)).</summary>
public sealed record CalendarDays(int Count) : LimitAmount;

/// <summary>To the corresponding day, or the month's last when there is none (art. 148(3)).</summary>
public sealed record Months(int Count) : LimitAmount;

/// <summary>To the corresponding day of the last year, or the month's last day (art. 148(4)).</summary>
public sealed record Years(int Count) : LimitAmount;

/// <summary>A deadline that cannot be counted as asked: names the field, the rule and its source.</summary>
public sealed class DeadlineException(string field, string rule, string vi, string en, string source) : Exception(en)
{
    public string Field { get; } = field;

    public string Rule { get; } = rule;

    public string Vi { get; } = vi;

    public string Basis { get; } = source;
}
