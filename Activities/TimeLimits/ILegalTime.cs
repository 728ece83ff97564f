namespace ProcedureEngine.Activities.TimeLimits;

/// <summary>Legal time as cases need it; the library of deadlines stands behind it.</summary>
public interface ILegalTime
{
    /// <summary>Counts a limit of the catalogue as it is in force at its start, for an office.</summary>
    /// <exception cref="DefectException">The catalogue has no such limit.</exception>
    CountedLimit Count(string procedure, string limitId, string office, Instant start);

    bool IsWorkingDay(LocalDate date, string office);

    /// <summary>The n-th working day after a date.</summary>
    LocalDate AddWorkingDays(LocalDate date, int days, string office);
}

/// <param name="DueAt">Exclusive end.</param>
/// <param name="WarnAt">Start of the last working day; null when the limit gives no warning.</param>
/// <param name="Calculation">Inputs and versions from which the explanation is rebuilt.</param>
public sealed record CountedLimit(
    LocalDate DueDate, Instant DueAt, Instant? WarnAt, string Kind, string Bearer, string LegalBasis, JsonObject Calculation);
