namespace ProcedureEngine.Deadlines;

/// <summary>A law, decree, circular or administrative procedure on which time limits and procedures rest, with the days on which it is law.</summary>
/// <param name="Id">Its number as papers cite it (<c>35/2009/QH12</c>), or a word of our own where it has none.</param>
/// <param name="Source">From where its days are known.</param>
public sealed record LegalAct(string Id, string NameVi, string NameEn, string Source)
{
    /// <summary>How a text without the number cites it.</summary>
    public ImmutableArray<string> CitedAs { get; init; } = [];

    public LocalDate? SignedOn { get; init; }

    /// <summary>First day in force; null when it is not known to us, then the day of signature stands for it.</summary>
    public LocalDate? InForceFrom { get; init; }

    /// <summary>First day on which it is no longer in force; null while it is.</summary>
    public LocalDate? OutOfForceFrom { get; init; }

    /// <summary>Id of the act in its place, or null.</summary>
    public string? ReplacedBy { get; init; }

    public bool IsInForce(LocalDate day) => !(day < (InForceFrom ?? SignedOn)) && !(day >= OutOfForceFrom);

    internal bool IsCitedIn(string text) => text.Contains(Id, StringComparison.Ordinal) || CitedAs.Any(words => text.Contains(words, StringComparison.Ordinal));
}
