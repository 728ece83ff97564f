using System.Security.Claims;
using System.Text.Json;

namespace ProcedureEngine.Host.Sessions;

/// <summary>The caller of a request (or the sender of a message), as the engine's actor, with what he may see.</summary>
internal sealed class Caller
{
    public const string CookieScheme = "session";
    public const string ApiKeyScheme = "apikey";
    private const string GrantsClaim = "grants";
    private const string KindClaim = "kind";

    private readonly Visibility visibility;
    private readonly Lazy<Actor> actor;
    private IReadOnlyCollection<string>? offices;

    public Caller(IHttpContextAccessor http, Visibility visibility) : this(new Lazy<Actor>(() => Read(http.HttpContext!.User)), visibility)
    {
    }

    private Caller(Lazy<Actor> actor, Visibility visibility) => (this.actor, this.visibility) = (actor, visibility);

    public Actor Actor => actor.Value;

    public IReadOnlyCollection<string> Offices => offices ??= visibility.Offices(Actor);

    /// <summary>A caller that came by another way than a request.</summary>
    public static Caller Of(Actor actor, Visibility visibility) => new(new Lazy<Actor>(actor), visibility);

    public bool CanSee(string office) => Offices.Contains(office, StringComparer.Ordinal);

    /// <summary>The offices to list: all that the caller sees, or the one asked for if he sees it.</summary>
    public IReadOnlyCollection<string> Narrow(string? office) => office is null ? Offices : CanSee(office) ? [office] : [];

    /// <summary>The offices at which the caller holds one of the roles.</summary>
    public IReadOnlyCollection<string> OfficesAs(params ReadOnlySpan<string> roles)
    {
        var held = new HashSet<string>(StringComparer.Ordinal);
        foreach (var role in roles)
            held.UnionWith(Actor.Grants.Where(grant => grant.Role == role).Select(grant => grant.Office));
        return held;
    }

    /// <exception cref="RejectedException">Not found: whoever may not see it does not learn that it exists.</exception>
    public void RequireSight(string? office, string what, string id)
    {
        if (office is null || !CanSee(office))
            throw RejectedException.NotFound(what, id);
    }

    /// <exception cref="RejectedException">Forbidden, naming the roles.</exception>
    public void RequireRole(string office, params ReadOnlySpan<string> roles)
    {
        if (!OfficesAs(roles).Contains(office, StringComparer.Ordinal))
            throw RoleRequired(roles, $" at office '{office}'");
    }

    public static RejectedException RoleRequired(ReadOnlySpan<string> roles, string where) => RejectedException.Forbidden(
        "role-required", "Bạn không có vai trò thực hiện việc này.", $"This needs one of the roles {string.Join(", ", roles.ToArray())}{where}.");

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
