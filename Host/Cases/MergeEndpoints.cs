using ProcedureEngine.Activities;
using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Activities.Merging;
using ProcedureEngine.Engine.UserTasks;

namespace ProcedureEngine.Host.Cases;

/// <param name="Into">Id, number or reference code of the case that goes on.</param>
internal sealed record MergeRequest(
    [property: Field("Gộp vào hồ sơ (số hoặc mã tra cứu)", "Merge into (number or reference code)", MaxLength = 64)] string Into,
    [property: Field("Lý do", "Reason", Multiline = true)] string Reason);

internal sealed record SetAsideRequest([property: Field("Lý do", "Reason", Multiline = true)] string Reason);

/// <summary>An officer's acts on a case that no step asks for: merge, split, put aside; and what he should know of before.</summary>
internal static class MergeEndpoints
{
    private const int MaxRelated = 50;
    private const string Root = "body";

    public static void MapMerging(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/cases").WithTags("Cases");
        group.MapGet("/{id}/related", RelatedAsync).WithSummary("Cases of the same judgment or person that the caller may see");
        group.MapPost("/{id}/merge", MergeAsync).WithSummary("It is one request with another case, which goes on")
            .WithDescription("The case ends as merged; the other of the same office and procedure goes on with its papers, letters and replies. A message that is looked at goes to the case. The same merge twice has one effect.")
            .Accepts<MergeRequest>("application/json").ProducesProblem(409);
        group.MapPost("/{id}/split", SplitDoor.HandleAsync).WithSummary("A mail of it is two requests: one goes its own way")
            .WithDescription("Starts a case of its own from chosen attachments and text of a received mail; the same split twice has one effect and the same answer.")
            .Accepts<SplitCaseRequest>("application/json").Produces(201).ProducesProblem(409);
        group.MapPost("/{id}/set-aside", SetAsideAsync).WithSummary("It is spam or nonsense: put aside with a reason, without a number")
            .Accepts<SetAsideRequest>("application/json").ProducesProblem(409);
    }

    private static async Task<IResult> RelatedAsync(string id, CaseReader reader, RelatedCases related, HttpContext http)
    {
        await reader.FindAsync(id);
        return Body.Json(new { items = (await related.OfAsync(id, MaxRelated, http.RequestAborted)).Select(RelatedCases.View) });
    }

    private static async Task<IResult> MergeAsync(string id, MergeDoor door, HttpContext http)
    {
        var text = await Body.TextAsync(http);
        return Body.Json(await door.MergeAsync(id, Read<MergeRequest>(text), http, text));
    }

    private static async Task<IResult> SetAsideAsync(string id, MergeDoor door, HttpContext http)
    {
        var text = await Body.TextAsync(http);
        return Body.Json(await door.SetAsideAsync(id, Read<SetAsideRequest>(text), http, text));
    }

    /// <summary>Wrong fields are named as a form's are.</summary>
    internal static T Read<T>(string text)
    {
        try
        {
            return FormData.Read<T>(Body.Read<JsonObject>(text), Root);
        }
        catch (RejectedException wrong)
        {
            throw new RejectedException(wrong.Kind, wrong.Rule, wrong.Text, [.. wrong.Fields.Select(field => field with { Field = Bare(field.Field) })]);
        }
    }

    private static string Bare(string field) => field.StartsWith(Root + ".", StringComparison.Ordinal) ? field[(Root.Length + 1)..] : field;
}

/// <summary>Merging and putting aside; the same for the API and the desk.</summary>
internal sealed class MergeDoor(CaseReader reader, Caller caller, WorkflowRunner runner, DurableStore store)
{
    /// <param name="body">The request as it came, for its Idempotency-Key.</param>
    public async Task<JsonNode> MergeAsync(string id, MergeRequest request, HttpContext http, string body)
    {
        var file = await reader.FindAsync(id);
        caller.RequireRole(file.Office, Roles.IntakeOfficer.Id);
        FormData.RequireText("reason", request.Reason);
        FormData.RequireText("into", request.Into);
        var into = await FindAsync(file, request.Into.Trim(), http.RequestAborted);
        var isNew = file.MergedInto != into.Id;
        if (isNew)
            RequireTaker(file, into);
        var payload = EngineJson.ToObject(new MergeInto(into.Id, into.ReferenceCode, into.Name, request.Reason.Trim()));
        return await RunAsync(new PerformAct(id, caller.Actor, MergeInto.Act, payload) { Key = RequestKey.Of(http, caller, body) }, http);
    }

    public async Task<JsonNode> SetAsideAsync(string id, SetAsideRequest request, HttpContext http, string body)
    {
        var file = await reader.FindAsync(id);
        caller.RequireRole(file.Office, Roles.IntakeOfficer.Id);
        FormData.RequireText("reason", request.Reason);
        var payload = EngineJson.ToObject(new SetAside(request.Reason.Trim()));
        return await RunAsync(new PerformAct(id, caller.Actor, SetAside.Act, payload) { Key = RequestKey.Of(http, caller, body) }, http);
    }

    private async Task<JsonNode> RunAsync(PerformAct act, HttpContext http)
    {
        var answer = await runner.RunAsync(act, http.RequestAborted);
        return answer.Kind == "incident"
            ? throw RejectedException.Conflict("incident", "Có sự cố, chưa thực hiện được; bộ phận vận hành đã được báo.", "An incident stopped it; an operator can try again.")
            : answer.Body;
    }

    /// <summary>By id, reference code, or number of the same office.</summary>
    private async Task<CaseFile> FindAsync(CaseFile file, string named, CancellationToken cancellation)
    {
        var found = await store.Queries.CaseAsync(named, cancellation) ?? await store.Queries.CaseByCodeAsync(named.ToUpperInvariant(), cancellation)
            ?? (await store.Queries.CasesByNumberAsync(file.Office, named, cancellation)).FirstOrDefault(other => file.Procedure == MailTriage.Id || other.Procedure == file.Procedure);
        return found is not null && caller.CanSee(found.Office)
            ? found
            : throw RejectedException.Invalid("into", "unknown-case", $"Không có hồ sơ '{named}'.", $"There is no case '{named}'; give its number or reference code.");
    }

    /// <summary>Of what may change meanwhile the other case's own burst has the last word.</summary>
    private static void RequireTaker(CaseFile file, CaseFile into)
    {
        if (into.Id == file.Id)
            throw RejectedException.Invalid("into", "same-case", "Không thể gộp hồ sơ vào chính nó.", "A case cannot be merged into itself; name the case that goes on.");
        if (into.Office != file.Office)
            throw RejectedException.Invalid("into", "other-office", "Hai hồ sơ thuộc hai cơ quan.", "The cases are of two offices; only cases of one office are merged.");
        if (into.Procedure == MailTriage.Id || (file.Procedure != MailTriage.Id && into.Procedure != file.Procedure))
            throw RejectedException.Invalid("into", "other-procedure", "Hai hồ sơ thuộc hai thủ tục.", "The cases are of two procedures; only cases of one procedure are merged.");
        if (into.DecidedAt is not null)
            throw RejectedException.Conflict("into-signed", "Quyết định của hồ sơ nhận gộp đã ký.", "The decision of the case to merge into is signed.");
        if (into.ClosedAt is not null)
            throw RejectedException.Conflict("into-finished", "Hồ sơ nhận gộp đã kết thúc.", "The case to merge into has ended.");
    }
}
