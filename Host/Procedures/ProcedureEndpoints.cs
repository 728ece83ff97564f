using ProcedureEngine.Activities;
using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Deadlines;
using ProcedureEngine.Engine.BuiltIn;
using ProcedureEngine.Engine.Definitions;
using ProcedureEngine.Engine.UserTasks;
using ProcedureEngine.Host.Composition;

namespace ProcedureEngine.Host.Procedures;

/// <summary>What procedures there are, and what each needs to start.</summary>
internal static class ProcedureEndpoints
{
    public static void MapProcedures(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/procedures").WithTags("Procedures");
        group.MapGet("/", () => Body.Json(new { items = EngineSetup.Procedures.Select(p => Summary(p)) })).WithSummary("List procedures");
        group.MapGet("/{id}", (string id, ActivityRegistry activities, LimitCatalogue limits) => Body.Json(Describe(Find(id), activities, limits))).WithSummary("One procedure");
        group.MapPost("/{id}/cases", StartCase.HandleAsync).WithSummary("Start a case").Accepts<StartCaseRequest>("application/json", "multipart/form-data").Produces(201);
    }

    public static (WorkflowDefinition Definition, ProcedureProfile Profile) Find(string id)
    {
        var found = EngineSetup.Procedures.FirstOrDefault(p => p.Definition.DefinitionId == id);
        return found.Definition is null ? throw RejectedException.NotFound("thủ tục (procedure)", id) : found;
    }

    /// <summary>Who takes in at the counter; the triage of mail belongs to the procedure that mail starts.</summary>
    public static string CounterRole(string procedure) =>
        (EngineSetup.Procedures.FirstOrDefault(p => p.Definition.DefinitionId == procedure).Profile?.CounterRole ?? Roles.IntakeOfficer).Id;

    /// <summary>Who adds papers to a running case.</summary>
    public static IEnumerable<string> FileKeepers(string procedure) =>
        EngineSetup.Procedures.Where(p => p.Definition.DefinitionId == procedure).SelectMany(p => p.Profile.FileKeepers).Select(role => role.Id);

    private static object Summary((WorkflowDefinition Definition, ProcedureProfile Profile) procedure) => new
    {
        id = procedure.Definition.DefinitionId,
        name = procedure.Definition.Name,
        procedure.Definition.Version,
        counterRole = procedure.Profile.CounterRole.Id,
        counterChannels = procedure.Profile.CounterChannels,
        statuses = Statuses(procedure.Profile),
    };

    private static object Describe((WorkflowDefinition Definition, ProcedureProfile Profile) procedure, ActivityRegistry activities, LimitCatalogue limits) => new
    {
        id = procedure.Definition.DefinitionId,
        name = procedure.Definition.Name,
        description = procedure.Definition.Description,
        procedure.Definition.Version,
        startSchema = FormSchema.Of(procedure.Profile.StartData),
        roles = procedure.Profile.Roles.Select(role => new { role.Id, role.Name, role.HasAccount }),
        counterRole = procedure.Profile.CounterRole.Id,
        counterChannels = procedure.Profile.CounterChannels,
        statuses = Statuses(procedure.Profile),
        leaderRole = procedure.Profile.LeaderRole?.Id,
        reopenRole = ReopenRole(procedure.Definition),
        steps = procedure.Definition.Activities.Select(node => Step(node, activities)),
        legalBases = procedure.Profile.LegalBases.Select(LegalActCatalogue.Default.Find).OfType<LegalAct>()
            .Select(act => new { act.Id, name = new LocalizedText(act.NameVi, act.NameEn), act.SignedOn, act.InForceFrom, act.OutOfForceFrom, act.ReplacedBy }),
        limits = limits.Of(procedure.Definition.DefinitionId)
            .Select(rule => new { rule.Id, name = new LocalizedText(rule.NameVi, rule.NameEn), amount = new LocalizedText(rule.Amount.TextVi, rule.Amount.TextEn), rule.Kind, rule.Bearer, rule.LegalBasis }),
    };

    private static IEnumerable<object> Statuses(ProcedureProfile profile) =>
        profile.Statuses.Concat(CaseStatus.OfEveryProcedure).Select(status => new { id = status, name = CaseStatus.Label(status) });

    /// <summary>Who may take a closed case up again; null where nobody may.</summary>
    private static string? ReopenRole(WorkflowDefinition definition) =>
        (string?)definition.GetActivity(definition.StartActivityId).Inputs.GetValueOrDefault(StructuralTypes.ReopenRoleInput)?.Value;

    private static object Step(ActivityNode node, ActivityRegistry activities) => new
    {
        node.Id,
        name = node.Label,
        role = Literal(node, "role"),
        limit = Literal(node, "limit"),
        outcomes = activities.Get(node.Type, node.Version).Descriptor.Outcomes
            .Select(outcome => new { outcome.Name, outcome.Label, schema = outcome.Data is null ? null : FormSchema.Of(outcome.Data) }),
    };

    private static string? Literal(ActivityNode node, string input) => node.Inputs.TryGetValue(input, out var value) ? value.Value?.GetValue<string>() : null;
}
