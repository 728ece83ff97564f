using ProcedureEngine.Activities;
using ProcedureEngine.Activities.Linting;
using ProcedureEngine.Activities.Offices;
using ProcedureEngine.Deadlines;
using ProcedureEngine.Engine.Definitions;
using ProcedureEngine.Host.Composition;
using ProcedureEngine.Papers;

namespace ProcedureEngine.Host.Linting;

/// <summary>Lints procedures with what this host has: its activities, limits, offices and letters, the product's accepted findings and the installation's own.</summary>
internal sealed class ProcedureLint(ActivityRegistry activities, LimitCatalogue limits, OfficeDirectory offices, EngineHostOptions options)
{
    private static readonly ImmutableDictionary<string, TemplateSlots> Templates = LetterTemplates.Kinds.Select(LetterTemplates.Describe)
        .ToImmutableDictionary(template => template.Kind, template => new TemplateSlots(template.Kind, [.. template.Mandatory], [.. template.Optional]), StringComparer.Ordinal);

    /// <summary>What the last start found; empty before.</summary>
    public IReadOnlyList<Finding> AtStart { get; set; } = [];

    /// <summary>Roles as if each office had somebody for every role of its procedures.</summary>
    public static IReadOnlySet<(string Role, string Office)> EveryRole(IEnumerable<Office> offices) =>
        DevelopmentSeed.Held(offices, [.. EngineSetup.Procedures.Select(p => p.Profile)]).Select(held => (held.Role.Id, held.Office.Id)).ToHashSet();

    public static IReadOnlySet<(string Role, string Office)> HoldersOf(IEnumerable<Account> accounts) =>
        accounts.SelectMany(account => account.Grants).Select(grant => (grant.Role, grant.Office)).ToHashSet();

    /// <param name="visible">The offices to look at; null for all.</param>
    /// <exception cref="InvalidOperationException">The installation's file of accepted findings cannot be used; it is named.</exception>
    public IReadOnlyList<Finding> Check(
        WorkflowDefinition definition, ProcedureProfile profile, LocalDate day, IReadOnlySet<(string Role, string Office)> holders, IReadOnlyCollection<string>? visible = null)
    {
        var looked = visible is null ? offices.All : [.. offices.All.Where(office => visible.Contains(office.Id, StringComparer.Ordinal))];
        return Linter.Check(new LintSubject(definition, profile, new LintSurroundings(activities, limits, LegalActCatalogue.Default, Templates, looked, holders, day)), Accepted());
    }

    private AcceptedFindings Accepted()
    {
        var file = Path.Combine(options.DataFolder, "accepted-findings.json");
        try
        {
            return AcceptedFindings.BuiltIn.With(File.Exists(file) ? File.ReadAllText(file) : null);
        }
        catch (FormatException exception)
        {
            throw new InvalidOperationException($"'{file}': {exception.Message}", exception);
        }
    }
}
