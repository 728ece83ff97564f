using Microsoft.AspNetCore.DataProtection;
using ProcedureEngine.Host.Composition;
using ProcedureEngine.Host.Feed;
using ProcedureEngine.Host.Procedures;

namespace ProcedureEngine.Host.Webhooks;

/// <summary>A system's own webhooks: registered, looked at, switched on again, played again from an event, removed.</summary>
internal static class WebhookEndpoints
{
    /// <summary>What secrets are protected for.</summary>
    public const string Purpose = "webhooks";

    private const int MaxOfSystem = 20;
    private const int MaxUrl = 2000;

    public static void MapWebhooks(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/webhooks").WithTags("Webhooks");
        group.MapPost("/", RegisterAsync).WithSummary("Be told of events at an address").Accepts<WebhookRequest>("application/json").Produces(201)
            .WithDescription("Events of the offices that the key sees, from now on. The secret is told only here.");
        group.MapGet("/", ListAsync).WithSummary("The system's own webhooks");
        group.MapGet("/{id}", async (string id, Caller caller, DurableStore store, HttpContext http) => Body.Json(View(await FindAsync(id, caller, store, http)))).WithSummary("How one stands");
        group.MapPost("/{id}/switch-on", SwitchOnAsync).WithSummary("Go on where it was switched off");
        group.MapPost("/{id}/replay", ReplayAsync).WithSummary("Tell again, from an event on").Accepts<ReplayRequest>("application/json");
        group.MapDelete("/{id}", DeleteAsync).WithSummary("Remove it").Produces(204);
    }

    private static async Task<IResult> RegisterAsync(Caller caller, DurableStore store, WebhookSender sender, WebhookOptions options, IDataProtectionProvider protection, IdSource ids, HttpContext http)
    {
        RequireSystem(caller);
        RequireOffices(caller);
        var request = await Body.ReadAsync<WebhookRequest>(http);
        Check(request);
        var url = await TargetAsync(request.Url, sender, options, http.RequestAborted);
        var own = await store.Webhooks.OfOwnerAsync(caller.Actor.Id, http.RequestAborted);
        if (own.FirstOrDefault(known => known.Webhook.Url == url) is { } twin)
            throw RejectedException.Conflict("webhook-exists", $"Địa chỉ này đã đăng ký ({twin.Webhook.Id}).", $"This address is registered already ({twin.Webhook.Id}); remove that one first.");
        if (own.Count >= MaxOfSystem)
            throw RejectedException.Conflict("too-many-webhooks", $"Mỗi hệ thống có nhiều nhất {MaxOfSystem} webhook.", $"A system has at most {MaxOfSystem} webhooks.");
        var secret = WebhookSignature.NewSecret();
        var hook = new Webhook(
            ids.NewId(), caller.Actor.Id, url, protection.CreateProtector(Purpose).Protect(secret), request.Procedures, request.Types, await store.NowAsync(http.RequestAborted));
        var position = await store.Feed.LastAsync(http.RequestAborted);
        await store.Webhooks.AddAsync(hook, position, http.RequestAborted);
        http.Response.Headers.Location = $"/api/webhooks/{hook.Id}";
        var view = View(new WebhookStanding(hook, true, position, 0, null, hook.CreatedAt, null));
        view["secret"] = secret;
        return Body.Json(view, StatusCodes.Status201Created);
    }

    private static async Task<IResult> ListAsync(Caller caller, DurableStore store, HttpContext http)
    {
        RequireSystem(caller);
        return Body.Json(new { items = (await store.Webhooks.OfOwnerAsync(caller.Actor.Id, http.RequestAborted)).Select(View) });
    }

    private static async Task<IResult> SwitchOnAsync(string id, Caller caller, DurableStore store, HttpContext http)
    {
        var standing = await FindAsync(id, caller, store, http);
        RequireOffices(caller);
        await store.Webhooks.GoOnAsync(id, standing.Position, http.RequestAborted);
        return Body.Json(View(await FindAsync(id, caller, store, http)));
    }

    private static async Task<IResult> ReplayAsync(string id, Caller caller, DurableStore store, HttpContext http)
    {
        await FindAsync(id, caller, store, http);
        var request = await Body.ReadAsync<ReplayRequest>(http);
        var first = await store.Outbox.FindEventAsync(request.From, http.RequestAborted);
        caller.RequireSight(first?.Office, "sự kiện (event)", request.From);
        await store.Webhooks.GoOnAsync(id, first!.Position - 1, http.RequestAborted);
        return Body.Json(View(await FindAsync(id, caller, store, http)));
    }

    private static async Task<IResult> DeleteAsync(string id, Caller caller, DurableStore store, HttpContext http)
    {
        await FindAsync(id, caller, store, http);
        await store.Webhooks.DeleteAsync(id, http.RequestAborted);
        return Results.NoContent();
    }

    private static JsonObject View(WebhookStanding standing) => EngineJson.ToObject(new
    {
        standing.Webhook.Id,
        standing.Webhook.Url,
        standing.Webhook.Procedures,
        standing.Webhook.Types,
        standing.Webhook.CreatedAt,
        state = standing.IsOn ? standing.Attempts > 0 ? "failing" : "on" : "off",
        standing.Position,
        standing.Attempts,
        standing.FailingSince,
        nextAttempt = standing is { IsOn: true, Attempts: > 0 } ? standing.NextAttempt : (Instant?)null,
        standing.Error,
    });

    private static void RequireSystem(Caller caller)
    {
        if (caller.Actor.Kind != ActorKind.System)
            throw RejectedException.Forbidden("systems-only", "Chỉ hệ thống có khóa đăng ký webhook.", "Webhooks belong to systems; call with an API key.");
    }

    /// <summary>Whoever sees no office in the feed hears of none by webhook: a portal's key is for its own accounts' cases.</summary>
    private static void RequireOffices(Caller caller)
    {
        if (caller.Offices.Count == 0)
            throw RejectedException.Forbidden("no-office", "Khóa này không xem được hồ sơ của cơ quan nào nên không nhận sự kiện.", "This key sees no office's cases, so there are no events for it; a portal asks for its accounts' cases at /api/portal/cases.");
    }

    private static async Task<WebhookStanding> FindAsync(string id, Caller caller, DurableStore store, HttpContext http)
    {
        RequireSystem(caller);
        return await store.Webhooks.FindAsync(id, http.RequestAborted) is { } standing && standing.Webhook.Owner == caller.Actor.Id ? standing : throw RejectedException.NotFound("webhook", id);
    }

    private static void Check(WebhookRequest request)
    {
        foreach (var procedure in request.Procedures)
            ProcedureEndpoints.Find(procedure);
        if (request.Types.FirstOrDefault(type => !EventTypes.All.Contains(type)) is { } unknown)
            throw RejectedException.Invalid("types", "unknown-type", $"Không có loại sự kiện '{unknown}'.", $"'{unknown}' is no type of event; there are: {string.Join(", ", EventTypes.All)}.");
    }

    private static async Task<Uri> TargetAsync(string text, WebhookSender sender, WebhookOptions options, CancellationToken cancellation)
    {
        if (text.Length > MaxUrl || !Uri.TryCreate(text, UriKind.Absolute, out var url) || url.UserInfo.Length > 0 || url.Fragment.Length > 0
            || !(url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && options.AllowPrivateTargets)))
        {
            throw RejectedException.Invalid("url", "webhook-url", "Địa chỉ phải là https, không có tên người dùng và dấu #.", "The address must be https (http only where private targets are allowed), without a user name and a fragment.");
        }

        return await sender.IsAllowedAsync(url, cancellation)
            ? url
            : throw RejectedException.Invalid("url", "private-target", "Địa chỉ thuộc mạng nội bộ.", "The address is private, loopback or link-local; only targets on the open Internet are told (Webhooks:AllowPrivateTargets).");
    }
}

/// <param name="Url">Where to POST.</param>
internal sealed record WebhookRequest(string Url)
{
    /// <summary>Ids of procedures; all when empty.</summary>
    public ImmutableArray<string> Procedures { get; init; } = [];

    /// <summary>Types of events; all when empty.</summary>
    public ImmutableArray<string> Types { get; init; } = [];
}

/// <param name="From">Id of the first event to be told again.</param>
internal sealed record ReplayRequest(string From);
