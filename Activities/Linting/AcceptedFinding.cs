using System.Reflection;
using System.Text.Json;

namespace ProcedureEngine.Activities.Linting;

/// <summary>A finding that stays as it is, with the reason.</summary>
/// <param name="Rule">Id of the rule.</param>
/// <param name="Place">As the finding has it.</param>
/// <param name="Source">Who or what says so: a document, a decision record, an order of the office.</param>
public sealed record AcceptedFinding(string Rule, string Procedure, string Place, string ReasonVi, string ReasonEn, string Source)
{
    /// <summary>First day on which the finding is expected; null from ever.</summary>
    public LocalDate? From { get; init; }

    /// <summary>The set of time limits under which it is expected; null under any.</summary>
    public string? Set { get; init; }

    internal bool IsExpected(LintSubject subject) => Procedure == subject.Profile.DefinitionId && !(subject.Surroundings.Day < From)
        && (Set is null || subject.Surroundings.Limits.SetOf(subject.Profile.DefinitionId) == Set);

    /// <summary>A copy has the acceptances of the procedure that it was made from.</summary>
    internal bool Accepts(LintSubject subject, Finding finding) => (Rule, Procedure, Place) == (finding.Rule.Id, subject.Profile.DefinitionId, finding.Place) && IsExpected(subject);
}

/// <summary>The accepted findings of the product, and those that an installation adds.</summary>
public sealed class AcceptedFindings(ImmutableArray<AcceptedFinding> items)
{
    public static AcceptedFindings None { get; } = new([]);

    /// <summary>Those of the product.</summary>
    public static AcceptedFindings BuiltIn { get; } = new(ReadBuiltIn());

    public ImmutableArray<AcceptedFinding> Items => items;

    /// <param name="text">A JSON array of accepted findings, or null.</param>
    /// <exception cref="FormatException">It is none, or an entry lacks its rule, place or reason.</exception>
    public AcceptedFindings With(string? text) => text is null ? this : new([.. items, .. Read(text)]);

    private static ImmutableArray<AcceptedFinding> ReadBuiltIn()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("accepted-findings.json")!;
        using var reader = new StreamReader(stream);
        return Read(reader.ReadToEnd());
    }

    private static ImmutableArray<AcceptedFinding> Read(string text)
    {
        try
        {
            var read = JsonSerializer.Deserialize<ImmutableArray<AcceptedFinding>>(text, EngineJson.Options);
            foreach (var entry in read)
                Check(entry);
            return read;
        }
        catch (JsonException exception)
        {
            throw new FormatException($"the accepted findings cannot be read: {exception.Message}", exception);
        }
    }

    private static void Check(AcceptedFinding entry)
    {
        if (entry is null || new[] { entry.Rule, entry.Procedure, entry.Place, entry.ReasonVi, entry.ReasonEn, entry.Source }.Any(string.IsNullOrWhiteSpace))
            throw new FormatException($"an accepted finding names rule, procedure, place, reasonVi, reasonEn and source: {entry}");
        if (Rules.LintRules.Find(entry.Rule) is not { Id: not Rules.LintRules.StaleId })
            throw new FormatException($"'{entry.Rule}' is no rule whose findings can be accepted");
    }
}
