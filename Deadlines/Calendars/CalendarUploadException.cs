namespace ProcedureEngine.Deadlines;

/// <summary>A rule that a calendar entry breaks.</summary>
/// <param name="Field">The entry's place (<c>entries[3].swappedWith</c>).</param>
public sealed record CalendarProblem(string Field, string Rule, string Vi, string En, string LegalBasis);

/// <summary>A calendar set that is refused as a whole; every broken rule is told.</summary>
public sealed class CalendarUploadException(ImmutableArray<CalendarProblem> problems)
    : Exception("The calendar set is refused:" + string.Concat(problems.Select(problem => $"\n- {problem.Field}: {problem.Rule}: {problem.En}")))
{
    public ImmutableArray<CalendarProblem> Problems { get; } = problems;
}
