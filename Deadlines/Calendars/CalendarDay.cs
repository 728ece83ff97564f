namespace ProcedureEngine.Deadlines;

public enum DayKind
{
    Working,
    WeeklyRest,
    Holiday,
    Compensatory,

    /// <summary>A weekday off, moved against a weekend day worked (hoán đổi).</summary>
    SwappedOff,

    /// <summary>A weekend day worked against a swapped day.</summary>
    MakeUpWorking,

    /// <summary>An office's own day off: storm, flood, moving house.</summary>
    Closure,

    /// <summary>A weekend day on which an office keeps its counter open (Quyết định 14/2010/QĐ-TTg).</summary>
    CounterOpen,
}

/// <summary>What the calendar says of one day.</summary>
/// <param name="NameVi">The holiday's name; empty for ordinary days.</param>
/// <param name="IsCertain">False where the day is computed or provisional.</param>
public sealed record CalendarDay(LocalDate Date, DayKind Kind, string NameVi, string NameEn, string LegalBasis, bool IsCertain)
{
    public bool IsWorking => Kind is DayKind.Working or DayKind.MakeUpWorking or DayKind.CounterOpen;

    /// <summary>The day that this one was swapped against, where it was.</summary>
    public LocalDate? Counterpart { get; init; }
}
