using System.Security.Cryptography;
using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Enforcement;
using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Engine.UserTasks;
using ProcedureEngine.Host.Cases;
using ProcedureEngine.Host.Composition;
using ProcedureEngine.Host.Desk;
using ProcedureEngine.Host.Procedures;
using ProcedureEngine.Workflows;

namespace ProcedureEngine.Host.Public;

/// <summary>
/// The public form and what its applicant may ask afterwards with the code and secret he was given: status, supplement, withdrawal. Anonymous
/// and limited in rate; a wrong code and a wrong secret are told alike.
/// </summary>
internal static class PublicEndpoints
{
    private const string SecretHeader = "X-Case-Secret";

    public static void MapPublic(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/public").RequireRateLimiting(SignInLimit.PublicPolicy).WithTags("Public");
        api.MapPost("/{office}/requests", RequestAsync).WithSummary("Ask by the public form").Accepts<EnforcementRequest>("application/json").Produces(201);
        api.MapGet("/cases/{code}", async (string code, HttpContext http, DurableStore store) => Body.Json(Status(await FindAsync(code, http, store)))).WithSummary("Where my case stands");
        api.MapPost("/cases/{code}/supplement", SupplementAsync).WithSummary("Supplement my request").Accepts<PublicSupplement>("application/json");
        api.MapPost("/cases/{code}/withdrawal", WithdrawAsync).WithSummary("Withdraw my request").Accepts<PublicWithdrawal>("application/json");
        routes.MapGet("/form/{office}", (string office, OfficeDirectory offices) => FormPage(Office(offices, office), null, null, RequestOnce.New())).RequireRateLimiting(SignInLimit.PublicPolicy).ExcludeFromDescription();
        routes.MapPost("/form/{office}", PostFormAsync).RequireRateLimiting(SignInLimit.PublicPolicy).DisableAntiforgery().ExcludeFromDescription();
    }

    private static async Task<IResult> RequestAsync(string office, string? procedure, HttpContext http, OfficeDirectory offices, WorkflowRunner runner, IdSource ids)
    {
        var where = Office(offices, office, procedure);
        var data = await Body.ReadAsync<JsonObject>(http);
        var once = RequestOnce.OfHeader(http);
        var answer = await StartAsync(where.Id, data, once, http, runner, ids);
        return answer.Kind == "incident" ? Problem.Incident(http, answer) : Body.Json(new { code = answer.Body["code"], secret = once.Secret, status = answer.Body["status"] }, StatusCodes.Status201Created);
    }

    private static async Task<IResult> PostFormAsync(string office, HttpContext http, OfficeDirectory offices, WorkflowRunner runner, IdSource ids)
    {
        var where = Office(offices, office);
        var form = await http.Request.ReadFormAsync();
        var data = SchemaForm.Read(FormSchema.Of(typeof(EnforcementRequest)), "data", form);
        var once = RequestOnce.OfForm(form[RequestOnce.Field].ToString());
        try
        {
            var answer = await StartAsync(where.Id, data, once, http, runner, ids);
            if (answer.Kind == "incident")
                return DeskPage.Show("Chưa tiếp nhận được", Html.Of($"""<p class="box errors" role="alert">Có lỗi khi tiếp nhận yêu cầu; {where.Name} đã được báo. Xin gửi lại sau.</p>"""), null, StatusCodes.Status500InternalServerError);
            return DeskPage.Show("Đã nhận yêu cầu", Html.Of($"""
                <div class="box"><p>{where.Name} đã nhận yêu cầu của Ông/Bà.</p><p>Mã tra cứu: <strong>{(string?)answer.Body["code"]}</strong></p><p>Mã bí mật: <strong>{once.Secret}</strong></p>
                <p>Hãy ghi lại hai mã này; chúng cần để xem tình trạng, bổ sung hoặc rút yêu cầu. Hồ sơ trực tuyến không phải là căn cứ ra quyết định thi hành án.</p></div>
                """), null);
        }
        catch (RejectedException rejected) when (rejected.Kind == RejectionKind.Invalid)
        {
            return rejected.Rule == "key-reused" ? FormPage(where, data, SentBefore(), RequestOnce.New()) : FormPage(where, data, rejected, once);
        }
    }

    /// <summary>The number waits for the first check; the secret is told in the answer and kept only as a hash.</summary>
    private static async Task<BurstAnswer> StartAsync(string office, JsonObject data, RequestOnce once, HttpContext http, WorkflowRunner runner, IdSource ids)
    {
        FormData.Read<EnforcementRequest>(data);
        var start = new CaseStart(Channels.Form, ids.NewReferenceCode(), data, null, []) { SecretHash = Passwords.HashKey(once.Secret) };
        var stimulus = new StartProcedure(ids.NewId(), Actor.Party("applicant"), EnforcementRequestProcedure.Id, office, EngineJson.ToObject(start)) { Key = once.For(office, data) };
        return await runner.RunAsync(stimulus, http.RequestAborted);
    }

    private static async Task<IResult> SupplementAsync(string code, HttpContext http, DurableStore store, MergedCases merged, WorkflowRunner runner)
    {
        var file = await merged.SurvivorAsync(await FindAsync(code, http, store), http.RequestAborted);
        var (request, key) = await ReadAsync<PublicSupplement>(code, http);
        await LateAnswer.ReopenAsync(store, runner, file, key, "Đương sự bổ sung qua biểu mẫu sau khi hồ sơ kết thúc (a late answer by the public form)", http.RequestAborted);
        return await DeliverAsync(file, StimulusNames.Supplement, EngineJson.ToObject(new Supplement(request.Text, [], Channels.Form)), key, http, runner);
    }

    private static async Task<IResult> WithdrawAsync(string code, HttpContext http, DurableStore store, MergedCases merged, WorkflowRunner runner)
    {
        var own = await FindAsync(code, http, store);
        var (request, key) = await ReadAsync<PublicWithdrawal>(code, http);
        var file = await merged.SurvivorAsync(own, http.RequestAborted);
        // The merged case may be another person's too: then an officer reads it and decides.
        if (file.Id != own.Id)
            return await DeliverAsync(file, StimulusNames.Supplement, EngineJson.ToObject(new Supplement($"Rút yêu cầu {own.Name}: {request.Reason}", [], Channels.Form)), key, http, runner);
        return await DeliverAsync(file, StimulusNames.Withdrawal, EngineJson.ToObject(new Withdrawal(request.Reason, Channels.Form)), key, http, runner);
    }

    /// <summary>What is said on a case, and the key under which it is one act however often it arrives.</summary>
    private static async Task<(T Said, StimulusKey? Key)> ReadAsync<T>(string code, HttpContext http) where T : class
    {
        var text = await Body.TextAsync(http);
        var said = Body.Read<T>(text);
        FormData.Read<T>(EngineJson.ToObject(said), "body");
        return (said, RequestKey.Of(http, $"public case {Folded(code)}", text));
    }

    private static async Task<IResult> DeliverAsync(CaseFile file, string name, JsonObject payload, StimulusKey? key, HttpContext http, WorkflowRunner runner)
    {
        var answer = await runner.RunAsync(new Deliver(file.Id, Actor.Party("applicant"), name, payload) { MustBeRunning = true, Key = key }, http.RequestAborted);
        return answer.Kind == "incident" ? Problem.Incident(http, answer) : Body.Json(new { status = answer.Body["status"] });
    }

    private static async Task<CaseFile> FindAsync(string code, HttpContext http, DurableStore store)
    {
        var file = await store.Queries.CaseByCodeAsync(Folded(code), http.RequestAborted);
        var instance = file is null ? null : await store.Queries.InstanceAsync(file.Id, http.RequestAborted);
        var known = instance is null ? null : (string?)JsonNode.Parse(instance.State)!["variables"]?["input"]?["secretHash"];
        var given = Passwords.HashKey(http.Request.Headers[SecretHeader].ToString());
        var isRight = known is not null && CryptographicOperations.FixedTimeEquals(System.Text.Encoding.ASCII.GetBytes(known), System.Text.Encoding.ASCII.GetBytes(given));
        return isRight ? file! : throw RejectedException.NotFound("hồ sơ (case)", code);
    }

    /// <summary>As it is printed: people type it in small letters, and with blanks around it.</summary>
    private static string Folded(string code) => code.Trim().ToUpperInvariant();

    private static object Status(CaseFile file) => new { code = file.ReferenceCode, number = file.Number?.Text, file.Status, statusLabel = CaseStatus.Label(file.Status), file.OpenedAt, file.ClosedAt };

    /// <exception cref="RejectedException">There is no such office, or it takes nothing from who does not say who he is.</exception>
    private static Activities.Offices.Office Office(OfficeDirectory offices, string id, string? procedure = null)
    {
        var office = offices.Find(id) ?? throw RejectedException.NotFound("cơ quan (office)", id);
        if (procedure is not null)
            ProcedureEndpoints.Find(procedure);
        return office.Runs(procedure ?? EnforcementRequestProcedure.Id) && procedure is null or EnforcementRequestProcedure.Id
            ? office
            : throw RejectedException.Forbidden(
                "no-anonymous-form", "Thủ tục này không nhận qua biểu mẫu công khai; hãy nộp trực tiếp, qua bưu chính hoặc từ tài khoản đã đăng ký với cổng dịch vụ công.",
                "This is not taken by the public form; hand it in at the counter, by post, or from an account registered with a portal.");
    }

    /// <summary>The page was left open after it was sent, and changed: what stands there now is another request, if its applicant sends it.</summary>
    private static RejectedException SentBefore() => RejectedException.Conflict(
        "sent-before", "Yêu cầu trên trang này đã được nhận trước khi Ông/Bà sửa. Nếu gửi lần nữa, nội dung dưới đây là một yêu cầu mới.",
        "The request on this page was received before it was changed. Sent once more, what stands below is a new request.");

    private static IResult FormPage(Activities.Offices.Office office, JsonObject? typed, RejectedException? rejected, RequestOnce once)
    {
        var errors = (rejected?.Fields ?? []).GroupBy(field => field.Field, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First().Message.Vi, StringComparer.Ordinal);
        var summary = rejected is null ? Html.Empty : Html.Of($"""<p class="box errors" role="alert">{rejected.Text.Vi}</p>""");
        return DeskPage.Show("Hỗ trợ trực tuyến yêu cầu thi hành án", Html.Of($"""
            <p>{office.Name}. Hồ sơ trực tuyến không phải là căn cứ ra quyết định thi hành án.</p>{summary}
            <form method="post" action="/form/{office.Id}"><input type="hidden" name="{RequestOnce.Field}" value="{once.Key}">{SchemaForm.Render(FormSchema.Of(typeof(EnforcementRequest)), "data", typed, errors)}<button>Gửi yêu cầu</button></form>
            """), null, rejected is null ? StatusCodes.Status200OK : Problem.StatusOf(rejected.Kind));
    }
}

internal sealed record PublicSupplement([property: Field("Nội dung bổ sung", "Supplement", Multiline = true)] string Text);

internal sealed record PublicWithdrawal([property: Field("Lý do", "Reason", Multiline = true)] string Reason);
