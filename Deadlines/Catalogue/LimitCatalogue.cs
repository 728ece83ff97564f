using System.Reflection;

namespace ProcedureEngine.Deadlines;

/// <summary>
/// The time limits in force, by procedure, limit, office and day. An office's own entry comes before the set that its procedure is
/// switched to, and that before the default. Changing a set changes limits only: no invariant of a procedure reads it.
/// </summary>
public sealed class LimitCatalogue
{
    private readonly ILookup<(string, string), LimitRule> rules;
    private readonly ImmutableDictionary<string, string> sets;
    private readonly Dictionary<string, LimitRule> byId;

    /// <param name="rules">Entries of every set.</param>
    /// <param name="sets">Procedure to the set that is switched on for it; the others take <see cref="LimitSets.Seed"/>.</param>
    /// <exception cref="LimitCatalogueException">Entries break rules; all are told.</exception>
    public LimitCatalogue(IEnumerable<LimitRule> rules, IReadOnlyDictionary<string, string>? sets = null)
    {
        var entries = rules.ToList();
        this.sets = (sets ?? ImmutableDictionary<string, string>.Empty).ToImmutableDictionary(StringComparer.Ordinal);
        LimitCatalogueRules.Require(entries, this.sets);
        this.rules = entries.ToLookup(rule => (rule.Procedure, rule.Id));
        byId = entries.ToDictionary(rule => rule.EntryId, StringComparer.Ordinal);
    }

    /// <summary>The seeds' own figures for every procedure; no office entries.</summary>
    public static LimitCatalogue Default { get; } = new(BuiltIn());

    /// <summary>Every entry of every set.</summary>
    public IEnumerable<LimitRule> All => byId.Values;

    /// <summary>The limits of a procedure as its switched-on set has them, without the offices' own.</summary>
    public IEnumerable<LimitRule> Of(string procedure) => All.Where(rule => rule.Procedure == procedure && rule.Office is null).GroupBy(rule => rule.Id, StringComparer.Ordinal)
        .SelectMany(group => group.Any(rule => rule.Set == SetOf(procedure)) ? group.Where(rule => rule.Set == SetOf(procedure)) : group.Where(rule => rule.Set == LimitSets.Seed));

    /// <summary>The built-in sets with an office file on top.</summary>
    /// <param name="officeFile">Text of the data folder's <c>limits.json</c>, or null when there is none.</param>
    /// <param name="sets">Procedure to the set that is switched on for it.</param>
    /// <exception cref="LimitCatalogueException">The file or the setting breaks rules; all are told.</exception>
    public static LimitCatalogue Load(string? officeFile, IReadOnlyDictionary<string, string>? sets = null) =>
        officeFile is null ? new(BuiltIn(), sets) : new([.. BuiltIn(), .. LimitFile.Read(officeFile, LimitSets.Office, new LimitCatalogue(BuiltIn(), sets))], sets);

    /// <summary>The set that a procedure's new starts take.</summary>
    public string SetOf(string procedure) => sets.GetValueOrDefault(procedure, LimitSets.Seed);

    /// <summary>The entry that a start on this day takes at an office, or null.</summary>
    /// <param name="day">Local date of the act that the limit runs from, Asia/Ho_Chi_Minh.</param>
    public LimitRule? Find(string procedure, string limit, string? office, LocalDate day)
    {
        var set = SetOf(procedure);
        LimitRule? best = null;
        foreach (var rule in rules[(procedure, limit)])
        {
            if (rule.IsInForce(day) && Rank(rule, set, office) is var rank and > 0
                && (best is null || (rank, rule.ValidFrom).CompareTo((Rank(best, set, office), best.ValidFrom)) > 0))
                best = rule;
        }

        return best;
    }

    /// <summary>The entry of this identity: what a case keeps. Null when no file holds it any more; a case then has its own copy.</summary>
    public LimitRule? ById(string entryId) => byId.GetValueOrDefault(entryId);

    private static int Rank(LimitRule rule, string set, string? office) => rule switch
    {
        { Office: not null } => rule.Office == office ? 3 : 0,
        _ when rule.Set == set => 2,
        { Set: LimitSets.Seed } => 1,
        _ => 0,
    };

    private static ImmutableArray<LimitRule> BuiltIn() => [.. Read("limits.json", LimitSets.Seed), .. Read("limits-law-2026.json", LimitSets.Law2026)];

    private static IEnumerable<LimitRule> Read(string resource, string set)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream);
        return LimitFile.Read(reader.ReadToEnd(), set);
    }
}
