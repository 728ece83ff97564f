namespace ProcedureEngine.Deadlines;

/// <summary>The other lawful readings of a count, where they end on another day.</summary>
internal sealed class ReadingFinder(DeadlineCalculator calculator, DeadlineRequest request, LimitDates dates)
{
    public ImmutableArray<OtherReading> Find()
    {
        if (dates.DueDate is not { } due)
            return [];
        var readings = ImmutableArray.CreateBuilder<OtherReading>();
        foreach (var (reading, end) in OfReceipt().Concat(OfAmount()).Concat(OfExtension()).Concat(OfCalendar(due)))
        {
            if (end is { } other && other != due && !readings.Any(known => known.DueDate == other && known.Reading == reading))
                readings.Add(new OtherReading(reading, other));
        }

        return readings.ToImmutable();
    }

    private IEnumerable<(string, LocalDate?)> OfReceipt()
    {
        if (request.Policy != ReceiptPolicy.S)
            yield return ("literal", ReceivedBy(ReceiptPolicy.S));
        if (request.Policy != ReceiptPolicy.OH)
            yield return ("OH", ReceivedBy(ReceiptPolicy.OH));
    }

    private LocalDate? ReceivedBy(ReceiptPolicy policy) => Known(() => calculator.Count(calculator.DayZero(request.Start, policy), request with { Policy = policy }).DueDate);

    private IEnumerable<(string, LocalDate?)> OfAmount()
    {
        if (request.Amount is LessThanWorkingDays less)
            yield return ($"read as {less.Count} WD", End(dates.DayZero, request with { Amount = new WorkingDays(less.Count) }));
        if (request.Amount is Years && dates.DayZero is { Month: 2, Day: 29 })
        {
            var zero = WorkingCalendar.Offset(dates.DayZero);
            if (WorkingCalendar.At(zero + DayCounter.Length(zero, request.Amount)) is { Day: 28 })
                yield return ("1 March", End(dates.DayZero, request with { Amount = new CalendarDays(DayCounter.Length(zero, request.Amount) + 1) }));
        }
    }

    private IEnumerable<(string, LocalDate?)> OfExtension()
    {
        if (request.Extensions.IsEmpty || request.Amount.CountsWorkingDays)
            yield break;
        var stops = StopSet.Of(request.Stops);
        var counter = new DayCounter(calculator.Calendar);
        if (counter.Nominal(WorkingCalendar.Offset(dates.DayZero), request.Amount, stops) is { } nominal)
            yield return ("extension from the nominal end", Known(() => counter.End(nominal, RequestRules.Sum(request.Extensions, request.ExtensionCap), stops) is { } end ? WorkingCalendar.At(end) : null));
    }

    private IEnumerable<(string, LocalDate?)> OfCalendar(LocalDate due)
    {
        var readings = calculator.Calendar.Readings;
        foreach (var (reading, other) in readings.Between(dates.DayZero.Year, due.Year))
            yield return (reading, In(other));
        if (!request.Amount.CountsWorkingDays)
            yield return ("literal: compensatory day not rolled over", In(readings.WithoutCompensatoryDays));
    }

    private LocalDate? In(WorkingCalendar other)
    {
        var on = calculator.On(other);
        return Known(() => on.Count(on.DayZero(request.Start, request.Policy), request).DueDate);
    }

    private LocalDate? End(LocalDate dayZero, DeadlineRequest other) => Known(() => calculator.Count(dayZero, other).DueDate);

    /// <summary>A reading that leaves the calendar, at its very ends, is none; the count itself stands.</summary>
    private static LocalDate? Known(Func<LocalDate?> count)
    {
        try
        {
            return count();
        }
        catch (DeadlineException)
        {
            return null;
        }
    }
}
