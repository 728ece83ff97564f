namespace ProcedureEngine.Deadlines;

public enum DayKind
{
    Working,
    WeeklyRest,
    Holiday,
    Compensatory,
    SwappedOff,

    /// <summary>A weekend day worked against a swapped day.</summary>
    MakeUpWorking,
}

/// <summary>What the calendar says of one day.</summary>
/// <param name="NameVi">The holiday's name; empty for ordinary days.</param>
public sealed record CalendarDay(LocalDate Date, DayKind Kind, string NameVi, string NameEn, string LegalBasis, bool IsCertain)
{
    public bool IsWorking => Kind is DayKind.Working or DayKind.MakeUpWorking;
}
