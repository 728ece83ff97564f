namespace ProcedureEngine.Deadlines;

/// <summary>A rule that an entry of the catalogue breaks.</summary>
/// <param name="Entry">The entry by its place or identity.</param>
/// <param name="Rule">The rule's stable name.</param>
public sealed record LimitProblem(string Entry, string Rule, string Vi, string En);

/// <summary>A catalogue that is refused as a whole; every broken rule is told.</summary>
public sealed class LimitCatalogueException(ImmutableArray<LimitProblem> problems)
    : Exception("The catalogue of time limits is refused:" + string.Concat(problems.Select(problem => $"\n- {problem.Entry}: {problem.Rule}: {problem.En}")))
{
    public ImmutableArray<LimitProblem> Problems { get; } = problems;
}
