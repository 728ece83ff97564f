using Microsoft.AspNetCore.Authentication;

namespace ProcedureEngine.Host.Sessions;

/// <summary>Signing in and out, and who one is.</summary>
internal static class SessionEndpoints
{
    public static void MapSessions(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/session").WithTags("Session");
        group.MapPost("/", SignInAsync).RequireRateLimiting(SignInLimit.Policy).Accepts<SignIn>("application/json").Produces<SessionView>().ProducesProblem(401).ProducesProblem(429).WithSummary("Sign in");
        group.MapGet("/", async (Caller caller, DurableStore store, HttpContext http) => Body.Json(View(caller.Actor, await store.NowAsync(http.RequestAborted)))).RequireAuthorization().Produces<SessionView>().WithSummary("Who am I");
        group.MapDelete("/", (Delegate)SignOutAsync).Produces(204).WithSummary("Sign out");
    }

    private static async Task<IResult> SignInAsync(HttpContext http, AccountDoor door, DurableStore store)
    {
        var signIn = await Body.ReadAsync<SignIn>(http);
        var actor = await door.SignInAsync(http, signIn.User, signIn.Password);
        return actor is null
            ? Problem.Of(http, 401, "wrong-credentials", new LocalizedText("Sai tên đăng nhập hoặc mật khẩu.", "Wrong user name or password."))
            : Body.Json(View(actor, await store.NowAsync(http.RequestAborted)));
    }

    private static async Task<IResult> SignOutAsync(HttpContext http)
    {
        await http.SignOutAsync(Caller.CookieScheme);
        return Results.NoContent();
    }

    private static SessionView View(Actor actor, Instant now) => new(actor.Id, actor.DisplayName, actor.Kind.ToString(), actor.Grants, now);
}

internal sealed record SignIn(string User, string Password);

/// <param name="Now">The store's now, by which what is late is told.</param>
internal sealed record SessionView(string User, string DisplayName, string Kind, ImmutableArray<Grant> Grants, Instant Now);
