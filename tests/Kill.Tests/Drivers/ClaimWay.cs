namespace ProcedureEngine.Kill.Tests;

internal enum Advance
{
    NotAsked,

    /// <summary>Asked for and proposed, and overtaken by the decision.</summary>
    NotPaid,
    Paid,
}

/// <summary>How a claim comes and goes.</summary>
internal sealed record ClaimWay(string Channel, Advance Advance)
{
    public const string Portal = "portal";

    /// <summary>A paper is missing: the head asks for it, and the account supplements through the portal.</summary>
    public bool LacksPaper { get; init; }

    /// <summary>The account withdraws through the portal before the claim is accepted.</summary>
    public bool Withdraws { get; init; }

    /// <summary>The head replaces the settlement officer.</summary>
    public bool ReplacesOfficer { get; init; }

    public static readonly ImmutableArray<ClaimWay> All =
    [
        new(Portal, Advance.Paid),
        new("counter", Advance.NotAsked) { ReplacesOfficer = true },
        new(Portal, Advance.NotPaid) { LacksPaper = true },
        new("post", Advance.Paid),
        new(Portal, Advance.NotAsked) { Withdraws = true },
    ];
}
