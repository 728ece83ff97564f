namespace ProcedureEngine.Activities.Linting;

/// <summary>How much a finding weighs.</summary>
public enum Severity
{
    /// <summary>Worth knowing; asks for nothing.</summary>
    Information,

    /// <summary>To be mended, or accepted with a reason.</summary>
    Warning,

    /// <summary>Somebody's right or the procedure itself is at stake: to be mended, or accepted with a reason.</summary>
    Error,
}

/// <summary>One kind of finding, with a stable id.</summary>
/// <param name="Id"><c>PE101</c>; never given to another rule.</param>
/// <param name="Explanation">Why it matters.</param>
/// <param name="Cure">What to do about it.</param>
public sealed record LintRule(string Id, Severity Severity, LocalizedText Title, LocalizedText Explanation, LocalizedText Cure);

/// <summary>Something that the linter found in a procedure.</summary>
/// <param name="Place">Where: a step, a limit, <c>role@office</c>, <c>template:slot</c>, or what else the rule names. Stable, so that an acceptance can name it.</param>
/// <param name="Message">What is wrong there, with the figures.</param>
public sealed record Finding(LintRule Rule, string Procedure, string Place, LocalizedText Message)
{
    /// <summary>The steps of the path or loop that the finding is about, in order; empty when it is about none.</summary>
    public ImmutableArray<string> Path { get; init; } = [];

    /// <summary>Why it is accepted; null when it is not.</summary>
    public AcceptedFinding? Acceptance { get; init; }

    /// <summary>It must be mended or accepted.</summary>
    public bool IsOpen => Acceptance is null && Rule.Severity != Severity.Information;
}
