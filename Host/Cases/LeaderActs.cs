using ProcedureEngine.Activities.Compensation;
using ProcedureEngine.Activities.Compensation.Claims.Appointing;
using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Engine.UserTasks;
using ProcedureEngine.Host.Procedures;
using ProcedureEngine.Workflows;

namespace ProcedureEngine.Host.Cases;

/// <summary>Acts of who leads the office on a running case, beside its tasks; the same request twice has one effect.</summary>
internal static class LeaderActs
{
    /// <summary>With a reason, before the time that it makes longer ends; a procedure without complex cases refuses.</summary>
    public static async Task<IResult> DeclareComplexAsync(string id, CaseReader reader, Caller caller, WorkflowRunner runner, HttpContext http) =>
        ProcedureEndpoints.Find((await reader.FindAsync(id)).Procedure).Profile.LeaderRole is null
            ? throw RejectedException.Conflict("no-complex-cases", "Thủ tục này không có vụ việc phức tạp.", "This procedure knows no complex cases.")
            : await DeliverAsync<ComplexityDeclaration>(id, StimulusNames.DeclareComplex, reader, caller, runner, http);

    /// <summary>With a reason and the findings on the one who takes over; only a claim has a settlement officer.</summary>
    public static async Task<IResult> ReplaceOfficerAsync(string id, CaseReader reader, Caller caller, WorkflowRunner runner, HttpContext http) =>
        (await reader.FindAsync(id)).Procedure != CompensationClaimProcedure.Id
            ? throw RejectedException.Conflict("no-settlement-officer", "Thủ tục này không có người giải quyết bồi thường.", "This procedure knows no settlement officer.")
            : await DeliverAsync<OfficerReplacement>(id, StimulusNames.ReplaceOfficer, reader, caller, runner, http);

    private static async Task<IResult> DeliverAsync<T>(string id, string stimulus, CaseReader reader, Caller caller, WorkflowRunner runner, HttpContext http) where T : notnull
    {
        var file = await reader.FindAsync(id);
        caller.RequireRole(file.Office, ProcedureEndpoints.Find(file.Procedure).Profile.LeaderRole!.Id);
        var text = await Body.TextAsync(http);
        var act = FormData.Read<T>(Body.Read<JsonObject>(text));
        var answer = await runner.RunAsync(new Deliver(id, caller.Actor, stimulus, EngineJson.ToObject(act)) { MustBeRunning = true, Key = RequestKey.Of(http, caller, text) }, http.RequestAborted);
        return answer.Kind == "incident" ? Problem.Incident(http, answer) : Body.Json(answer.Body);
    }
}
