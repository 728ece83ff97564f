namespace ProcedureEngine.Deadlines;

/// <summary>On what kind of rule a limit rests.</summary>
public enum LimitKind
{
    /// <summary>A law, or the procedure's own decision where it speaks as one.</summary>
    Law,

    /// <summary>A province's or office's own figure, never longer than the law's.</summary>
    Local,

    /// <summary>The office's own order of work; nobody outside relies on it.</summary>
    Internal,
}

/// <summary>Whose time it is.</summary>
public enum LimitBearer
{
    Authority,
    Citizen,
    FinanceBody,

    /// <summary>The office and the citizen together; counts as the office's own.</summary>
    Both,
}

/// <summary>The law's own figure beside a local one.</summary>
public sealed record LawAmount(LimitAmount Amount, string LegalBasis);

/// <summary>The amount of the same limit in a case of a special kind, counted from the same start: a total, never an addition.</summary>
/// <param name="Id"><c>complex</c>, <c>remote</c>, <c>remoteComplex</c>.</param>
/// <param name="Law">The law's own figure of this kind, where the entry is a local one.</param>
public sealed record LimitVariant(string Id, LimitAmount Amount, string LegalBasis, LawAmount? Law = null);

/// <summary>A ground on which a clock may be stopped, as a code with its words.</summary>
public sealed record StopGround(string Id, string NameVi, string NameEn, string LegalBasis);

/// <summary>On which grounds a limit may be stopped, and for how long at most.</summary>
/// <param name="MaxDays">The most stopped days over all stops, or null when the law sets none.</param>
public sealed record SuspensionRule(ImmutableArray<StopGround> Grounds, int? MaxDays = null);

/// <summary>How far a limit may be extended.</summary>
/// <param name="Max">The most that all extensions may be together; also their unit.</param>
/// <param name="NeedsAgreement">The citizen must agree, with evidence.</param>
/// <param name="Bearer">Whose time the extension is.</param>
public sealed record ExtensionRule(LimitAmount Max, bool NeedsAgreement, LimitBearer Bearer, string LegalBasis);

/// <summary>One entry of the catalogue: a time limit as a value.</summary>
/// <param name="Procedure">Definition id of the procedure.</param>
/// <param name="Id">Id of the limit in the procedure (<c>draft-decision</c>).</param>
/// <param name="LegalBasis">The article or seed step, as shown to people.</param>
/// <param name="ValidFrom">First day on which a new start takes this entry.</param>
public sealed record LimitRule(
    string Procedure, string Id, LimitAmount Amount, LimitKind Kind, LimitBearer Bearer, string LegalBasis, LocalDate ValidFrom)
{
    public string NameVi { get; init; } = Id;

    public string NameEn { get; init; } = Id;

    /// <summary>What the limit runs from, and what meets it, in words.</summary>
    public string RunsFromVi { get; init; } = string.Empty;

    public string RunsFromEn { get; init; } = string.Empty;

    public ReceiptPolicy Policy { get; init; }

    /// <summary>The set of entries that this one belongs to: <c>seed</c>, <c>law-2026</c>, or <c>office</c> for an office's own.</summary>
    public string Set { get; init; } = LimitSets.Seed;

    /// <summary>The office that it holds for; null for all.</summary>
    public string? Office { get; init; }

    /// <summary>Last day on which a new start takes this entry, or null.</summary>
    public LocalDate? ValidTo { get; init; }

    /// <summary>The law's own figure where <see cref="Amount"/> is a local one, else null.</summary>
    public LawAmount? Law { get; init; }

    /// <summary>Null: this clock cannot be stopped.</summary>
    public SuspensionRule? Suspension { get; init; }

    /// <summary>Null: this limit cannot be extended.</summary>
    public ExtensionRule? Extension { get; init; }

    public ImmutableArray<LimitVariant> Variants { get; init; } = [];

    /// <summary>The office may set its own amount (an internal limit).</summary>
    public bool IsSettable { get; init; }

    /// <summary>
    /// The identity that a case keeps: set, procedure, limit, office and first day. With <see cref="Fingerprint"/> it names the content too.
    /// </summary>
    public string EntryId => string.Create(
        System.Globalization.CultureInfo.InvariantCulture, $"{Set}/{Procedure}/{Id}{(Office is null ? string.Empty : "@" + Office)}/{ValidFrom:uuuu-MM-dd}");

    public bool IsInForce(LocalDate day) => day >= ValidFrom && (ValidTo is null || day <= ValidTo);

    /// <summary>Whose lateness is the office's own to explain: the authority's time and the time of both.</summary>
    public bool IsOfficesOwn => Bearer is LimitBearer.Authority or LimitBearer.Both;

    /// <summary>The amount in a case of a special kind, or of an ordinary one.</summary>
    /// <exception cref="DeadlineException">The entry has no such variant.</exception>
    public LimitAmount AmountOf(string? variant) => variant is null ? Amount : Variant(variant).Amount;

    /// <summary>The law's own figure, or null when the entry's is the law's.</summary>
    public LawAmount? LawOf(string? variant) => variant is null ? Law : Variant(variant).Law;

    public string LegalBasisOf(string? variant) => variant is null ? LegalBasis : Variant(variant).LegalBasis;

    private LimitVariant Variant(string id) => Variants.FirstOrDefault(variant => variant.Id == id) ?? throw new DeadlineException(
        "variant", "unknown-variant", $"Thời hạn '{NameVi}' không có mức '{id}'.", $"The limit '{NameEn}' has no amount for '{id}'.", LegalBasis);
}

/// <summary>The sets of entries that the product knows.</summary>
public static class LimitSets
{
    /// <summary>The figures of the procedures as they were asked for.</summary>
    public const string Seed = "seed";

    /// <summary>The law as it stands since 1 July 2026, and its own figures where a seed has shorter ones.</summary>
    public const string Law2026 = "law-2026";

    /// <summary>Entries of offices, read from the data folder.</summary>
    public const string Office = "office";
}
