using ProcedureEngine.Activities.Offices;
using ProcedureEngine.Deadlines;
using ProcedureEngine.Engine.Definitions;

namespace ProcedureEngine.Activities.Linting;

/// <summary>The slots of a template of the library.</summary>
public sealed record TemplateSlots(string Kind, ImmutableArray<string> Mandatory, ImmutableArray<string> Optional);

/// <summary>What the rules look at beside the definition: the same for every procedure of an installation.</summary>
/// <param name="Day">The day for which legal bases and time limits are asked, Asia/Ho_Chi_Minh.</param>
/// <param name="Templates">The letters and papers of the library, by kind.</param>
/// <param name="Holders">Role and office of everyone who may sign in.</param>
public sealed record LintSurroundings(
    ActivityRegistry Activities, LimitCatalogue Limits, LegalActCatalogue Acts, IReadOnlyDictionary<string, TemplateSlots> Templates, IReadOnlyList<Office> Offices,
    IReadOnlySet<(string Role, string Office)> Holders, LocalDate Day);

/// <summary>One procedure under the linter: a definition as it is stored, also an edited copy, with what else is known of it.</summary>
public sealed class LintSubject
{
    private readonly Dictionary<string, StepFacts> steps;

    /// <param name="profile">Of the procedure, or of the one that the copy was made from.</param>
    public LintSubject(WorkflowDefinition definition, ProcedureProfile profile, LintSurroundings surroundings)
    {
        (Definition, Profile, Surroundings) = (definition, profile, surroundings);
        steps = definition.Activities.ToDictionary(node => node.Id, node => StepFacts.Of(node, surroundings.Activities), StringComparer.Ordinal);
        Graph = new StepGraph(this);
    }

    public WorkflowDefinition Definition { get; }

    public ProcedureProfile Profile { get; }

    public LintSurroundings Surroundings { get; }

    internal StepGraph Graph { get; }

    internal IEnumerable<StepFacts> Steps => Definition.Activities.Select(node => steps[node.Id]);

    internal StepFacts Step(string id) => steps[id];

    /// <summary>The offices that run the procedure.</summary>
    internal IEnumerable<Office> Offices => Surroundings.Offices.Where(office => office.Runs(Profile.DefinitionId));

    /// <summary>The catalogue's entry that a start on the day takes, or null. A copy has the limits of the procedure that it was made from.</summary>
    internal LimitRule? Limit(string id, string? office = null) => Surroundings.Limits.Find(Profile.DefinitionId, id, office, Surroundings.Day);

    /// <summary>The entries in force of every limit that the procedure declares or starts, each once; those of offices too.</summary>
    internal IEnumerable<LimitRule> LimitRules() => LimitIds.SelectMany(id => Offices.Select(office => Limit(id, office.Id)).Prepend(Limit(id))).OfType<LimitRule>().DistinctBy(rule => rule.EntryId, StringComparer.Ordinal);

    /// <summary>The limits that the procedure declares, and those that its steps start or meet.</summary>
    internal IEnumerable<string> LimitIds => Profile.Limits.Concat(Steps.SelectMany(step => step.Starts.Concat(step.Meets).Select(touch => touch.Limit))).Where(limit => limit != DeclarationAttribute.Every).Distinct(StringComparer.Ordinal);

    internal Finding Found(LintRule rule, string place, string vi, string en, params IEnumerable<string> path) =>
        new(rule, Definition.DefinitionId, place, new LocalizedText(vi, en)) { Path = [.. path] };

    /// <summary>A step as people know it, with its id.</summary>
    internal string Named(string id) => Step(id).Node.Label.Vi is { Length: > 0 } label ? $"'{label}' ({id})" : $"'{id}'";

    internal string NamedEn(string id) => Step(id).Node.Label.En is { Length: > 0 } label ? $"'{label}' ({id})" : $"'{id}'";
}
