namespace ProcedureEngine.Deadlines;

/// <summary>A deadline that cannot be counted as asked: names the field, the rule and its source; nothing was counted.</summary>
public sealed class DeadlineException(string field, string rule, string vi, string en, string source) : Exception(en)
{
    public string Field { get; } = field;

    public string Rule { get; } = rule;

    public string Vi { get; } = vi;

    /// <summary>The article, seed step or document that the rule comes from.</summary>
    public string Basis { get; } = source;
}
