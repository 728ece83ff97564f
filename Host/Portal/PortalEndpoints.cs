using System.Globalization;
using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Engine.UserTasks;
using ProcedureEngine.Host.Cases;

namespace ProcedureEngine.Host.Portal;

/// <summary>
/// What a portal asks for one of its accounts after the start: its cases, where one stands, a supplement, a withdrawal. Another account's or
/// another portal's case is not there.
/// </summary>
internal static class PortalEndpoints
{
    public static void AddPortal(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(provider => PortalKeys.Of(
            configuration.GetSection(PortalNames.Section).GetChildren().Select(portal => (portal.Key, portal["KeySha256"], Offices(portal.GetSection("Offices")))),
            provider.GetRequiredService<OfficeDirectory>()));
        services.AddHostedService<PortalNames>();
        services.AddScoped<PortalCases>();
    }

    public static void MapPortal(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/portal/cases").WithTags("Portal");
        group.MapGet("/", ListAsync).WithSummary("The cases of an account");
        group.MapGet("/{code}", ShowAsync).WithSummary("Where a case of an account stands");
        group.MapPost("/{code}/supplement", SupplementAsync).WithSummary("Supplement a case of an account").Accepts<PortalSupplement>("application/json", "multipart/form-data").DisableAntiforgery();
        group.MapPost("/{code}/withdrawal", WithdrawAsync).WithSummary("Withdraw a case of an account").Accepts<PortalWithdrawal>("application/json");
    }

    private static async Task<IResult> ListAsync(string? account, PortalCases cases, HttpContext http) =>
        Body.Json(new { items = await cases.AllAsync(account, http.RequestAborted) });

    private static async Task<IResult> ShowAsync(string code, string? account, PortalCases cases, HttpContext http) =>
        Body.Json(await cases.ViewAsync(await cases.FindAsync(code, account, http.RequestAborted), http.RequestAborted));

    private static async Task<IResult> SupplementAsync(string code, HttpContext http, PortalCases cases, DurableStore store)
    {
        var body = await RequestWithFiles.ReadAsync(http);
        var request = Body.Read<PortalSupplement>(body.Text);
        var file = await cases.FindAsync(code, request.Account, http.RequestAborted);
        FormData.RequireText("text", request.Text);
        var files = await RequestWithFiles.StoreAsync(body.Match(request.Documents), store, http.RequestAborted);
        return await cases.DeliverAsync(file, StimulusNames.Supplement, EngineJson.ToObject(new Supplement(request.Text, files, Channels.Portal)), body.Text, files.Select(f => f.Blob), http);
    }

    private static async Task<IResult> WithdrawAsync(string code, HttpContext http, PortalCases cases)
    {
        var text = await Body.TextAsync(http);
        var request = Body.Read<PortalWithdrawal>(text);
        var file = await cases.FindAsync(code, request.Account, http.RequestAborted);
        FormData.RequireText("reason", request.Reason);
        return await cases.DeliverAsync(file, StimulusNames.Withdrawal, EngineJson.ToObject(new Withdrawal(request.Reason, Channels.Portal)), text, [], http);
    }

    /// <summary>A list of settings, or one text with commas.</summary>
    private static IReadOnlyCollection<string> Offices(IConfigurationSection section) =>
        [.. section.GetChildren().Select(child => child.Value ?? string.Empty).Concat((section.Value ?? string.Empty).Split(',')).Select(office => office.Trim()).Where(office => office.Length > 0)];
}

/// <param name="Text">What is handed in, and what the claimant says to it.</param>
internal sealed record PortalSupplement(string Account, string Text)
{
    public ImmutableArray<EnclosedDocument> Documents { get; init; } = [];
}

internal sealed record PortalWithdrawal(string Account, string Reason);

/// <summary>The cases of a portal's accounts, at the offices for which it has its key.</summary>
internal sealed class PortalCases(DurableStore store, Caller caller, WorkflowRunner runner)
{
    private const int MaxCases = 200;

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<object>> AllAsync(string? account, CancellationToken cancellation)
    {
        var offices = Offices();
        var found = await store.Queries.CasesByTraitAsync(PortalAccounts.Of(caller.Actor, account).Trait(), offices, MaxCases, cancellation);
        return [.. found.Select(Summary)];
    }

    /// <exception cref="RejectedException">There is no such case of this account.</exception>
    public async Task<CaseFile> FindAsync(string code, string? account, CancellationToken cancellation)
    {
        var offices = Offices();
        var trait = PortalAccounts.Of(caller.Actor, account).Trait();
        var file = await store.Queries.CaseByCodeAsync(code.Trim().ToUpper(CultureInfo.InvariantCulture), cancellation);
        return file is not null && offices.Contains(file.Office, StringComparer.Ordinal) && (await store.Queries.TraitsAsync(file.Id, cancellation)).Any(known => known.Digest == trait.Digest)
            ? file
            : throw RejectedException.NotFound("hồ sơ (case)", code);
    }

    public async Task<object> ViewAsync(CaseFile file, CancellationToken cancellation)
    {
        var tasks = await store.Queries.TasksAsync(new TaskFilter(null, null, IsOpen: true, InstanceId: file.Id, Limit: 100), cancellation);
        var limits = await store.Queries.DeadlinesAsync(new DeadlineFilter(null, InstanceId: file.Id, Limit: 500), cancellation);
        return new { summary = Summary(file), standing = CaseStanding.Of(file, tasks.Items, limits.Items) };
    }

    public async Task<IResult> DeliverAsync(CaseFile file, string name, JsonObject payload, string text, IEnumerable<string> blobs, HttpContext http)
    {
        var key = RequestKey.Of(http, caller, text, blobs);
        if (name == StimulusNames.Supplement)
            await LateAnswer.ReopenAsync(store, runner, file, key, "Đương sự bổ sung qua cổng sau khi hồ sơ kết thúc (a late answer through a portal)", http.RequestAborted);
        var answer = await runner.RunAsync(new Deliver(file.Id, caller.Actor, name, payload) { MustBeRunning = true, Key = key }, http.RequestAborted);
        return answer.Kind == "incident" ? Problem.Incident(http, answer) : Body.Json(new { code = file.ReferenceCode, number = answer.Body["number"], status = answer.Body["status"] });
    }

    private IReadOnlyCollection<string> Offices() => caller.OfficesAs(PortalRights.Role, DevelopmentSeed.SystemRole) is { Count: > 0 } offices
        ? offices
        : throw Caller.RoleRequired([PortalRights.Role, DevelopmentSeed.SystemRole], string.Empty);

    private static object Summary(CaseFile file) =>
        new { code = file.ReferenceCode, number = file.Number?.Text, file.Procedure, file.Office, file.Status, statusLabel = CaseStatus.Label(file.Status), file.OpenedAt, file.ClosedAt };
}
