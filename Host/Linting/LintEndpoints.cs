using NodaTime.Text;
using ProcedureEngine.Activities;
using ProcedureEngine.Activities.Linting;
using ProcedureEngine.Activities.Linting.Rules;
using ProcedureEngine.Engine.Definitions;
using ProcedureEngine.Host.Procedures;

namespace ProcedureEngine.Host.Linting;

/// <summary>The linter for supervisors and operators: what it finds in a procedure now or on another day, and in an edited copy of it.</summary>
internal static class LintEndpoints
{
    private static readonly string[] Readers = [Roles.Supervisor.Id, Roles.Operator.Id];

    public static void MapLinting(this IEndpointRouteBuilder api)
    {
        api.MapGet("/procedures/{id}/findings", FindingsAsync).WithTags("Procedures")
            .WithSummary("What the linter finds in a procedure, at the offices of the caller: 'at' is the day for legal bases and limits, today when left out").Produces<FindingsView>();
        api.MapPost("/procedures/{id}/findings", CopyAsync).WithTags("Procedures")
            .WithSummary("What the linter would find in an edited copy of a procedure; nothing is kept").Accepts<object>("application/json").Produces<FindingsView>();
        api.MapGet("/lint-rules", () => Body.Json(new { items = LintRules.All })).WithTags("Procedures").WithSummary("The rules of the linter");
    }

    private static Task<IResult> FindingsAsync(string id, HttpContext http, DefinitionRegistry definitions, Caller caller, [AsParameters] LintDoor door, string? at = null) =>
        door.AnswerAsync(id, definitions.FindLatest(id) ?? ProcedureEndpoints.Find(id).Definition, caller.OfficesAs(Readers), at, http.RequestAborted);

    private static async Task<IResult> CopyAsync(string id, HttpContext http, Caller caller, [AsParameters] LintDoor door, string? at = null)
    {
        var json = await Body.ReadAsync<JsonObject>(http);
        return await door.AnswerAsync(id, Read(json), caller.OfficesAs(Readers), at, http.RequestAborted);
    }

    private static WorkflowDefinition Read(JsonObject json)
    {
        try
        {
            return ElsaDefinitionJson.Read(json);
        }
        catch (DefinitionException exception)
        {
            throw RejectedException.Invalid("definition", "definition", "Quy trình không đọc được.", exception.Message);
        }
    }

    /// <summary>What an answer needs.</summary>
    internal readonly record struct LintDoor(ProcedureLint Lint, DurableStore Store, DateTimeZone Zone)
    {
        public async Task<IResult> AnswerAsync(string id, WorkflowDefinition definition, IReadOnlyCollection<string> offices, string? at, CancellationToken cancellation)
        {
            var profile = ProcedureEndpoints.Find(id).Profile;
            if (offices.Count == 0)
                throw Caller.RoleRequired(Readers, string.Empty);
            var day = at is not null ? Read(at) : (await Store.NowAsync(cancellation)).InZone(Zone).Date;
            var holders = ProcedureLint.HoldersOf(await Store.Accounts.AllAsync(cancellation));
            return Body.Json(LintReport.View(definition.DefinitionId, day, Lint.Check(definition, profile, day, holders, offices)));
        }

        private static LocalDate Read(string at) => LocalDatePattern.Iso.Parse(at) is { Success: true } date
            ? date.Value
            : throw RejectedException.Invalid("at", "date", "Ngày có dạng 2026-11-25.", "The day is written as 2026-11-25.");
    }
}
