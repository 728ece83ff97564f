namespace ProcedureEngine.Deadlines;

/// <summary>What the entries of a catalogue must be, all of them together.</summary>
internal sealed class LimitCatalogueRules
{
    private readonly IReadOnlyList<LimitRule> entries;
    private readonly IReadOnlyDictionary<string, string> sets;
    private readonly ILookup<(string, string), LimitRule> shared;
    private readonly ImmutableArray<LimitProblem>.Builder problems = ImmutableArray.CreateBuilder<LimitProblem>();

    private LimitCatalogueRules(IReadOnlyList<LimitRule> entries, IReadOnlyDictionary<string, string> sets)
    {
        this.entries = entries;
        this.sets = sets;
        shared = entries.Where(entry => entry.Office is null).ToLookup(entry => (entry.Procedure, entry.Id));
    }

    /// <exception cref="LimitCatalogueException">A rule is broken.</exception>
    public static void Require(IReadOnlyList<LimitRule> entries, IReadOnlyDictionary<string, string> sets)
    {
        var rules = new LimitCatalogueRules(entries, sets);
        rules.CheckSettings();
        rules.CheckValidity();
        foreach (var entry in entries)
        {
            rules.CheckLocalAmount(entry);
            if (entry.Office is not null)
                rules.CheckOfficeEntry(entry);
        }

        if (rules.problems.Count > 0)
            throw new LimitCatalogueException(rules.problems.ToImmutable());
    }

    private void CheckSettings()
    {
        var known = entries.Where(entry => entry.Office is null).Select(entry => entry.Set).ToHashSet(StringComparer.Ordinal);
        foreach (var (procedure, set) in sets)
        {
            if (!entries.Any(entry => entry.Procedure == procedure))
                Add($"setting {procedure}", "unknown-procedure", $"Không có thủ tục '{procedure}'.", $"There is no procedure '{procedure}' to switch a set on for.");
            else if (!known.Contains(set))
                Add($"setting {procedure}", "unknown-set", $"Không có bộ thời hạn '{set}'.", $"There is no set '{set}'; the sets are {string.Join(", ", known.Order(StringComparer.Ordinal))}.");
        }
    }

    private void CheckValidity()
    {
        foreach (var entry in entries.Where(entry => entry.ValidTo < entry.ValidFrom))
            Add(entry.EntryId, "validity-order", "Ngày hết hiệu lực trước ngày có hiệu lực.", "It ends before it begins.");
        foreach (var group in entries.GroupBy(entry => (entry.Set, entry.Procedure, entry.Id, entry.Office)))
        {
            var ordered = group.OrderBy(entry => entry.ValidFrom).ToList();
            for (var i = 1; i < ordered.Count; i++)
            {
                if (ordered[i - 1].ValidTo is not { } end || end >= ordered[i].ValidFrom)
                    Add(ordered[i].EntryId, "validity-overlap", "Trùng thời gian hiệu lực với mục khác.", $"It overlaps {ordered[i - 1].EntryId}; end that one the day before.");
            }
        }
    }

    /// <summary>A local figure may shorten the law's and never lengthen it; whether it does must be provable.</summary>
    private void CheckLocalAmount(LimitRule entry)
    {
        if (entry.Kind != LimitKind.Local)
            return;
        foreach (var variant in entry.Variants.Select(variant => (string?)variant.Id).Prepend(null))
        {
            var laws = Laws(entry, variant).Distinct().ToList();
            if (laws.Count == 0)
                Add(entry.EntryId, "local-without-law", "Mục địa phương phải nêu thời hạn theo luật.", "A local entry must have the law's own figure beside it.");
            foreach (var law in laws.Where(law => !entry.AmountOf(variant).IsNeverLongerThan(law.Amount)))
            {
                Add(
                    entry.EntryId, "longer-than-law", $"Thời hạn địa phương ({entry.AmountOf(variant).TextVi}) dài hơn luật ({law.Amount.TextVi}: {law.LegalBasis}).",
                    $"The local time ({entry.AmountOf(variant).TextEn}) can be longer than the law's ({law.Amount.TextEn}: {law.LegalBasis}).");
            }
        }
    }

    private void CheckOfficeEntry(LimitRule entry)
    {
        var known = shared[(entry.Procedure, entry.Id)].ToList();
        if (known.Count == 0)
            Add(entry.EntryId, "unknown-limit", "Không có thời hạn này trong danh mục.", $"The catalogue has no limit '{entry.Id}' of '{entry.Procedure}'.");
        else if (entry.Kind == LimitKind.Law)
            Add(entry.EntryId, "office-kind", "Mục của cơ quan là 'local' hoặc 'internal'.", "An office's entry is local or internal; the law is not an office's to set.");
        else if (entry.Kind == LimitKind.Internal && !known.Exists(rule => rule.IsSettable))
            Add(entry.EntryId, "not-settable", "Thời hạn này không do cơ quan tự đặt.", "This limit is not the office's to set; a local entry has kind 'local'.");
        else if (known.TrueForAll(rule => rule.Bearer != entry.Bearer))
            Add(entry.EntryId, "other-bearer", "Người chịu thời hạn không được đổi.", $"Whose time it is cannot be changed: it is the {known[0].Bearer}'s.");
        if (entry.Extension is { } extension && known.TrueForAll(rule => rule.Extension is not { } most || !extension.Max.IsNeverLongerThan(most.Max)))
            Add(entry.EntryId, "longer-extension", "Mức gia hạn dài hơn mức cho phép.", "Its extension is longer than the one allowed, or there is none.");
    }

    /// <summary>The law's figures that hold beside an entry at any time: its own, and those of the sets in use.</summary>
    private IEnumerable<LawAmount> Laws(LimitRule entry, string? variant)
    {
        if (entry.LawOf(variant) is { } own)
            yield return own;
        if (entry.Office is null)
            yield break;
        var set = sets.GetValueOrDefault(entry.Procedure, LimitSets.Seed);
        foreach (var rule in shared[(entry.Procedure, entry.Id)].Where(rule => (rule.Set == set || rule.Set == LimitSets.Seed) && Overlap(rule, entry)))
        {
            if (variant is not null && !rule.Variants.Any(known => known.Id == variant))
                continue;
            if (rule.Kind == LimitKind.Law)
                yield return new LawAmount(rule.AmountOf(variant), rule.LegalBasisOf(variant));
            else if (rule.LawOf(variant) is { } law)
                yield return law;
        }
    }

    private static bool Overlap(LimitRule one, LimitRule other) =>
        (one.ValidTo is null || one.ValidTo >= other.ValidFrom) && (other.ValidTo is null || other.ValidTo >= one.ValidFrom);

    private void Add(string entry, string rule, string vi, string en) => problems.Add(new LimitProblem(entry, rule, vi, en));
}
