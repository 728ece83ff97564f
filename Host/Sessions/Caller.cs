using System.Security.Claims;
using System.Text.Json;

namespace ProcedureEngine.Host.Sessions;

/// <summary>The caller of a request, as the engine's actor, with what he may see.</summary>
internal sealed class Caller(IHttpContextAccessor http, Visibility visibility)
{
    public const string CookieScheme = "session";
    public const string ApiKeyScheme = "apikey";
    private const string GrantsClaim = "grants";
    private const string KindClaim = "kind";

    public Actor Actor => Read(http.HttpContext!.User);

    public IReadOnlyCollection<string> Offices => visibility.Offices(Actor);

    public bool CanSee(string office) => visibility.CanSee(Actor, office);

    /// <exception cref="RejectedException">Not found: whoever may not see it does not learn that it exists.</exception>
    public void RequireSight(string? office, string what, string id)
    {
        if (office is null || !CanSee(office))
            throw RejectedException.NotFound(what, id);
    }

    /// <exception cref="RejectedException">Forbidden, naming the role.</exception>
    public void RequireRole(string office, params ReadOnlySpan<string> roles)
    {
        foreach (var role in roles)
        {
            if (Actor.Has(role, office))
                return;
        }

        throw RejectedException.Forbidden("role-required", "Bạn không có vai trò thực hiện việc này.", $"This needs one of the roles {string.Join(", ", roles.ToArray())} at office '{office}'.");
    }

    public static ClaimsPrincipal Principal(string id, string displayName, ActorKind kind, IEnumerable<Grant> grants, string scheme) => new(new ClaimsIdentity(
        [
            new Claim(ClaimTypes.NameIdentifier, id), new Claim(ClaimTypes.Name, displayName), new Claim(KindClaim, kind.ToString()),
            new Claim(GrantsClaim, JsonSerializer.Serialize(grants, EngineJson.Options)),
        ],
        scheme));

    public static Actor Read(ClaimsPrincipal user) => new(
        user.FindFirstValue(ClaimTypes.NameIdentifier)!, Enum.Parse<ActorKind>(user.FindFirstValue(KindClaim)!),
        JsonSerializer.Deserialize<ImmutableArray<Grant>>(user.FindFirstValue(GrantsClaim)!, EngineJson.Options))
    {
        DisplayName = user.FindFirstValue(ClaimTypes.Name)!,
    };
}
