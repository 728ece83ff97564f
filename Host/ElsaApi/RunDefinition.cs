using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Engine.UserTasks;
using ProcedureEngine.Host.Composition;
using ProcedureEngine.Host.Procedures;

namespace ProcedureEngine.Host.ElsaApi;

/// <summary>
/// Run in Studio: an operator starts a case of his office through the same door as everybody else. Studio asks for no data, so its bare
/// button is refused with what is missing; whoever sends <c>input {office, data}</c> is let in.
/// </summary>
internal static class RunDefinition
{
    private const string InstanceHeader = "x-elsa-workflow-instance-id";

    public static async Task<IResult> HandleAsync(string definitionId, Caller caller, DefinitionCatalogue definitions, WorkflowRunner runner, IdSource ids, HttpContext http)
    {
        var text = await Body.TextAsync(http);
        var definition = (await definitions.ReadAsync(http.RequestAborted)).FindLatest(definitionId) ?? throw RejectedException.NotFound("định nghĩa (definition)", definitionId);
        if (caller.OfficesAs(Activities.Roles.Operator.Id).Count == 0)
            throw Caller.RoleRequired([Activities.Roles.Operator.Id], string.Empty);
        if (definition.IsSystem)
            throw RejectedException.Forbidden("system-definition", "Quy trình của chính hệ thống không chạy bằng tay.", "A definition of the product itself is started only by the product.");
        var input = Input(JsonNode.Parse(text));
        var office = (string)input["office"]!;
        caller.RequireSight(office, "cơ quan (office)", office);
        caller.RequireRole(office, Activities.Roles.Operator.Id);
        var data = (JsonObject)input["data"]!;
        FormData.Read(ProcedureEndpoints.Find(definitionId).Profile.StartData, data);
        var start = new CaseStart(Channels.Http, ids.NewReferenceCode(), data, null, []);
        var answer = await runner.RunAsync(
            new StartProcedure(ids.NewId(), caller.Actor, definitionId, office, EngineJson.ToObject(start)) { Key = RequestKey.Of(http, caller, text) }, http.RequestAborted);
        if (answer.Kind == "incident")
            return Problem.Incident(http, answer);
        http.Response.Headers[InstanceHeader] = answer.InstanceId;
        return Body.Json(new { workflowState = new { id = answer.InstanceId } });
    }

    private static JsonObject Input(JsonNode? body)
    {
        var input = (body as JsonObject)?["input"] as JsonObject ?? [];
        List<FieldError> missing = [];
        if (input["office"] is not JsonValue office || !office.TryGetValue<string>(out var name) || name.Length == 0)
            missing.Add(new FieldError("input.office", "required", new LocalizedText("Thiếu cơ quan.", "Name the office whose case it is.")));
        if (input["data"] is not JsonObject)
            missing.Add(new FieldError("input.data", "required", new LocalizedText("Thiếu dữ liệu của yêu cầu.", "Give the request's data as the procedure's start form asks for it.")));
        return missing.Count == 0 ? input : throw new RejectedException(
            RejectionKind.Invalid, "input-required", new LocalizedText("Hồ sơ mở với cơ quan và dữ liệu: hãy mở ở trang Hồ sơ.", "A case starts with its office and data: start it on the page of cases."), [.. missing]);
    }
}
