using ProcedureEngine.Activities.Notification;
using ProcedureEngine.Activities.Offices;
using ProcedureEngine.Activities.TimeLimits;

namespace ProcedureEngine.Activities.Cases;

/// <summary>What the activities of a case work with. All of it answers from memory and knows no clock.</summary>
public sealed record CaseServices(IOfficeDirectory Offices, TimeLimitBook Limits, LetterDesk Letters, DateTimeZone Zone)
{
    public Office OfficeOf(ActivityContext context) =>
        Offices.Find(context.Office) ?? throw new DefectException($"Office '{context.Office}' is not in the directory.");

    /// <summary>The calendar day of an instant at the office.</summary>
    public LocalDate Day(Instant instant) => instant.InZone(Zone).Date;

    /// <summary>The numbering year that an instant belongs to: it begins in the office's first month.</summary>
    public int NumberingYear(Office office, Instant instant)
    {
        var day = Day(instant);
        return day.Month >= office.FirstMonthOfYear ? day.Year : day.Year - 1;
    }
}
