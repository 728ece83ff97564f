using System.Reflection;
using System.Text.Json;
using NodaTime.Text;

namespace ProcedureEngine.Deadlines;

/// <summary>A time limit as a value: its amount with the kind of day, whose time it is, on what it rests and when it holds.</summary>
/// <param name="Id">Id in the procedure (<c>draft-decision</c>).</param>
/// <param name="Kind"><c>law</c>, <c>local</c> or <c>internal</c>.</param>
/// <param name="Bearer">Whose time it is: <c>authority</c>, <c>citizen</c>, <c>financeBody</c>, <c>both</c>.</param>
/// <param name="ValidFrom">First day on which a new start takes this entry.</param>
/// <param name="ValidTo">Last such day, or null.</param>
public sealed record LimitRule(
    string Procedure, string Id, string NameVi, string NameEn, LimitAmount Amount, string Kind, string Bearer, ReceiptPolicy Policy, string LegalBasis, LocalDate ValidFrom, LocalDate? ValidTo);

/// <summary>The time limits in force, by procedure, limit and day. Entries per office and other sets of entries come on top of the default.</summary>
public sealed class LimitCatalogue
{
    private readonly ILookup<(string, string), LimitRule> rules;

    public LimitCatalogue(IEnumerable<LimitRule> rules) => this.rules = rules.ToLookup(rule => (rule.Procedure, rule.Id));

    /// <summary>The seeds' own figures.</summary>
    public static LimitCatalogue Default { get; } = Load();

    public IEnumerable<LimitRule> All => rules.SelectMany(group => group);

    /// <summary>The entry that a start on this day takes, or null.</summary>
    public LimitRule? Find(string procedure, string limit, LocalDate day) =>
        rules[(procedure, limit)].LastOrDefault(rule => day >= rule.ValidFrom && (rule.ValidTo is null || day <= rule.ValidTo));

    private static LimitCatalogue Load()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("limits.json")!;
        using var json = JsonDocument.Parse(stream);
        return new LimitCatalogue([.. json.RootElement.GetProperty("entries").EnumerateArray().Select(Read)]);
    }

    private static LimitRule Read(JsonElement entry) => new(
        Text(entry, "procedure"), Text(entry, "limit"), Text(entry, "nameVi"), Text(entry, "nameEn"),
        LimitAmount.Of(entry.GetProperty("amount").GetInt32(), Text(entry, "unit"), entry.TryGetProperty("strictlyLess", out var less) && less.GetBoolean()),
        Text(entry, "kind"), Text(entry, "bearer"), Enum.Parse<ReceiptPolicy>(Text(entry, "receiptPolicy")), Text(entry, "legalBasis"), Date(Text(entry, "validFrom")),
        entry.TryGetProperty("validTo", out var to) ? Date(to.GetString()!) : null);

    private static string Text(JsonElement entry, string name) => entry.GetProperty(name).GetString()!;

    private static LocalDate Date(string text) => LocalDatePattern.Iso.Parse(text).Value;
}
