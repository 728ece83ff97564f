namespace ProcedureEngine.Activities.Cases;

/// <summary>The day on which an act is said to have been done, when it is written down afterwards.</summary>
internal static class ActDay
{
    /// <summary>An act is done after what it follows from, and not in the future.</summary>
    /// <param name="field">Path of the day in what was sent.</param>
    /// <exception cref="RejectedException">The day lies outside.</exception>
    public static void Require(CaseServices services, ActivityContext context, string field, LocalDate day, Instant since)
    {
        var (first, last) = (services.Day(since), services.Day(context.Now));
        if (day < first || day > last)
        {
            throw RejectedException.Invalid(
                field, "date-out-of-range", $"Ngày phải từ {first:dd/MM/uuuu} đến hôm nay.", $"The day lies between {first:uuuu-MM-dd} and today.");
        }
    }

    /// <summary>The moment from which a limit runs that begins on the day of the act: now when it is today, else noon of the day.</summary>
    public static Instant Moment(CaseServices services, ActivityContext context, LocalDate day) =>
        day == services.Day(context.Now) ? context.Now : day.At(LocalTime.Noon).InZoneLeniently(services.Zone).ToInstant();

    /// <summary>The same of a moment.</summary>
    /// <exception cref="RejectedException">The moment lies outside.</exception>
    public static void Require(ActivityContext context, string field, Instant moment, Instant since)
    {
        if (moment < since || moment > context.Now)
            throw RejectedException.Invalid(field, "time-out-of-range", "Thời điểm phải sau việc trước đó và không ở tương lai.", "The moment lies after the act before and not in the future.");
    }
}
