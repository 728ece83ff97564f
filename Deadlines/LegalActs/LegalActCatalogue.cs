using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using NodaTime.Text;

namespace ProcedureEngine.Deadlines;

/// <summary>The legal acts that the product knows, by number.</summary>
public sealed partial class LegalActCatalogue
{
    private readonly Dictionary<string, LegalAct> acts;

    /// <exception cref="FormatException">Two acts have one id, one ends before it begins, or is replaced by an unknown one.</exception>
    public LegalActCatalogue(IEnumerable<LegalAct> acts)
    {
        this.acts = [];
        foreach (var act in acts)
        {
            if (!this.acts.TryAdd(act.Id, act))
                throw new FormatException($"the act '{act.Id}' occurs twice");
        }

        foreach (var act in this.acts.Values)
            Check(act);
    }

    /// <summary>The acts of the built-in file.</summary>
    public static LegalActCatalogue Default { get; } = new(Read());

    public IEnumerable<LegalAct> All => acts.Values;

    public LegalAct? Find(string id) => acts.GetValueOrDefault(id);

    /// <summary>The acts that a legal basis cites, by number or by name.</summary>
    public IEnumerable<LegalAct> CitedIn(string legalBasis) => acts.Values.Where(act => act.IsCitedIn(legalBasis));

    /// <summary>Numbers in a legal basis that look like those of an act, and that the catalogue does not have.</summary>
    public IEnumerable<string> UnknownIn(string legalBasis) => Number().Matches(legalBasis).Select(match => match.Value).Where(number => !acts.ContainsKey(number)).Distinct(StringComparer.Ordinal);

    private void Check(LegalAct act)
    {
        if (act.OutOfForceFrom <= (act.InForceFrom ?? act.SignedOn))
            throw new FormatException($"the act '{act.Id}' ends before it begins");
        if (act.ReplacedBy is { } next && !acts.ContainsKey(next))
            throw new FormatException($"the act '{act.Id}' is replaced by '{next}', which the catalogue does not have");
    }

    private static IEnumerable<LegalAct> Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("legal-acts.json")!;
        using var file = JsonDocument.Parse(stream);
        return [.. file.RootElement.GetProperty("acts").EnumerateArray().Select(Read)];
    }

    private static LegalAct Read(JsonElement act) => new(Text(act, "id")!, Text(act, "nameVi")!, Text(act, "nameEn")!, Text(act, "source")!)
    {
        CitedAs = act.TryGetProperty("citedAs", out var names) ? [.. names.EnumerateArray().Select(name => name.GetString()!)] : [],
        SignedOn = Date(act, "signedOn"),
        InForceFrom = Date(act, "inForceFrom"),
        OutOfForceFrom = Date(act, "outOfForceFrom"),
        ReplacedBy = Text(act, "replacedBy"),
    };

    private static string? Text(JsonElement act, string name) => act.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static LocalDate? Date(JsonElement act, string name) => Text(act, name) is { } text ? LocalDatePattern.Iso.Parse(text).GetValueOrThrow() : null;

    [GeneratedRegex(@"\d+/\d{4}/[A-ZĐ][A-ZĐ0-9-]+", RegexOptions.None, 1000)]
    private static partial Regex Number();
}
