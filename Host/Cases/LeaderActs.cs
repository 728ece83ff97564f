using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Compensation;
using ProcedureEngine.Activities.Compensation.Claims.Appointing;
using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Engine.UserTasks;
using ProcedureEngine.Host.Procedures;
using ProcedureEngine.Host.Tasks;
using ProcedureEngine.Workflows;

namespace ProcedureEngine.Host.Cases;

/// <summary>Acts of who leads the office on a running case, beside its tasks; the same request twice has one effect.</summary>
internal sealed class LeaderActs(CaseReader reader, Caller caller, WorkflowRunner runner, NamedPersons persons)
{
    /// <summary>With a reason, before the time that it makes longer ends; a procedure without complex cases refuses.</summary>
    public static async Task<IResult> DeclareComplexAsync(string id, LeaderActs acts, HttpContext http) =>
        ProcedureEndpoints.Find((await acts.FindAsync(id)).Procedure).Profile.LeaderRole is null
            ? throw RejectedException.Conflict("no-complex-cases", "Thủ tục này không có vụ việc phức tạp.", "This procedure knows no complex cases.")
            : await acts.DeliverAsync<ComplexityDeclaration>(id, StimulusNames.DeclareComplex, http);

    /// <summary>With a reason and the findings on the one who takes over; only a claim has a settlement officer.</summary>
    public static async Task<IResult> ReplaceOfficerAsync(string id, LeaderActs acts, HttpContext http) =>
        (await acts.FindAsync(id)).Procedure != CompensationClaimProcedure.Id
            ? throw RejectedException.Conflict("no-settlement-officer", "Thủ tục này không có người giải quyết bồi thường.", "This procedure knows no settlement officer.")
            : await acts.DeliverAsync<OfficerReplacement>(id, StimulusNames.ReplaceOfficer, http);

    private Task<CaseFile> FindAsync(string id) => reader.FindAsync(id);

    private async Task<IResult> DeliverAsync<T>(string id, string stimulus, HttpContext http) where T : notnull
    {
        var file = await reader.FindAsync(id);
        caller.RequireRole(file.Office, ProcedureEndpoints.Find(file.Procedure).Profile.LeaderRole!.Id);
        var text = await Body.TextAsync(http);
        var said = Body.Read<JsonObject>(text);
        var act = FormData.Read<T>(said);
        await persons.RequireAsync(typeof(T), said, string.Empty, file.Office, http.RequestAborted);
        var answer = await runner.RunAsync(new Deliver(id, caller.Actor, stimulus, EngineJson.ToObject(act)) { MustBeRunning = true, Key = RequestKey.Of(http, caller, text) }, http.RequestAborted);
        return answer.Kind == "incident" ? Problem.Incident(http, answer) : Body.Json(answer.Body);
    }
}
