namespace ProcedureEngine.Deadlines;

/// <summary>What a request must be to be counted; each refusal names the field, the rule and its source.</summary>
internal static class RequestRules
{
    private const string StopBasis = "Luật 10/2017/QH14 Đ.42(3): thời gian có trở ngại không tính vào thời hạn";
    private const string ExtensionBasis = "Luật 10/2017/QH14 Đ.45(2), Đ.46(1): gia hạn theo thỏa thuận, trong mức tối đa";

    /// <exception cref="DeadlineException">A field breaks a rule.</exception>
    public static void Check(DeadlineRequest request)
    {
        if (request.Start.Date < WorkingCalendar.First || request.Start.Date > WorkingCalendar.Last)
            throw WorkingCalendar.OutOfRange("start");
        for (var i = 0; i < request.Stops.Length; i++)
            CheckStop(request.Stops[i], i);
        if (!request.Extensions.IsEmpty)
            CheckExtensions(request.Extensions, request.ExtensionCap);
    }

    /// <summary>A stop wholly outside the limit is a mistake; one that is partly inside counts for that part.</summary>
    public static void CheckStopsWithin(DeadlineRequest request, LocalDate dayZero, LocalDate? due)
    {
        for (var i = 0; i < request.Stops.Length; i++)
        {
            var stop = request.Stops[i];
            if (stop.To < dayZero)
                throw new DeadlineException($"suspensions[{i}].to", "stop-before-limit", "Tạm dừng trước khi thời hạn bắt đầu.", "This stop ended before the limit began.", StopBasis);
            if (stop.From > due)
                throw new DeadlineException($"suspensions[{i}].from", "stop-after-limit", "Tạm dừng sau khi thời hạn kết thúc.", "This stop began after the limit ended.", StopBasis);
        }
    }

    /// <summary>The extensions as one amount.</summary>
    /// <exception cref="DeadlineException">They differ in unit, or are more than their cap together.</exception>
    public static LimitAmount Sum(ImmutableArray<LimitAmount> extensions, LimitAmount? cap)
    {
        CheckExtensions(extensions, cap);
        return extensions.Length == 1 ? extensions[0] : LimitAmount.Of(extensions.Sum(extension => extension.Count), extensions[0].Unit);
    }

    private static void CheckStop(Stop stop, int index)
    {
        if (stop.From < WorkingCalendar.First || stop.From > WorkingCalendar.Last)
            throw WorkingCalendar.OutOfRange($"suspensions[{index}].from");
        if (stop.To < WorkingCalendar.First || stop.To > WorkingCalendar.Last)
            throw WorkingCalendar.OutOfRange($"suspensions[{index}].to");
        if (stop.To < stop.From)
            throw new DeadlineException($"suspensions[{index}].to", "stop-order", "Ngày kết thúc tạm dừng trước ngày bắt đầu.", "This stop ends before it begins.", StopBasis);
    }

    private static void CheckExtensions(ImmutableArray<LimitAmount> extensions, LimitAmount? cap)
    {
        var (unit, total) = (cap?.Unit ?? extensions[0].Unit, 0L);
        foreach (var extension in extensions)
        {
            if (extension is SameWorkingDay or LessThanWorkingDays)
                throw new DeadlineException("extension.amount", "extension-amount", "Gia hạn là một số ngày nguyên, ít nhất một ngày.", "An extension is a whole number of days, at least one.", ExtensionBasis);
            if (extension.Unit != unit)
                throw new DeadlineException("extension.unit", "extension-unit", $"Gia hạn tính theo đơn vị {unit}.", $"This limit is extended in units of {unit}.", ExtensionBasis);
            total += extension.Count;
        }

        if (total > (cap?.Count ?? LimitAmount.Max))
            throw OverCap(total, cap?.Count ?? LimitAmount.Max);
    }

    private static DeadlineException OverCap(long total, int most) => new(
        "extension.amount", "extension-cap", $"Tổng thời gian gia hạn là {total}, quá mức tối đa {most}.", $"The extensions add up to {total}, more than the most allowed: {most}.", ExtensionBasis);
}
