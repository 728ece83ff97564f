using Microsoft.AspNetCore.Authentication;

namespace ProcedureEngine.Host.Sessions;

internal static class SessionEndpoints
{
    public static void MapSessions(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/session", SignInAsync).RequireRateLimiting("sign-in").Accepts<SignIn>("application/json").WithTags("Session").WithSummary("Sign in");
        routes.MapGet("/api/session", (Caller caller) => Body.Json(View(caller.Actor))).RequireAuthorization().WithTags("Session").WithSummary("Who am I");
        routes.MapDelete("/api/session", async (HttpContext http) =>
        {
            await http.SignOutAsync(Caller.CookieScheme);
            return Results.NoContent();
        }).WithTags("Session").WithSummary("Sign out");
    }

    private static async Task<IResult> SignInAsync(HttpContext http, AccountDoor door)
    {
        var signIn = await Body.ReadAsync<SignIn>(http);
        var actor = await door.SignInAsync(http, signIn.User, signIn.Password);
        return actor is null
            ? Problem.Of(http, 401, "wrong-credentials", new LocalizedText("Sai tên đăng nhập hoặc mật khẩu.", "Wrong user name or password."))
            : Body.Json(View(actor));
    }

    private static SessionView View(Actor actor) => new(actor.Id, actor.DisplayName, actor.Kind.ToString(), actor.Grants);
}

/// <summary>Signs people in; the same for the API and the desk's page.</summary>
internal sealed class AccountDoor(DurableStore store)
{
    /// <returns>Null when user or password is wrong; which of them is not told.</returns>
    public async Task<Actor?> SignInAsync(HttpContext http, string user, string password)
    {
        var account = await store.Accounts.FindAsync(user, http.RequestAborted);
        if (account is null || !Passwords.Verify(account, password))
            return null;
        var principal = Caller.Principal(account.Id, account.DisplayName, ActorKind.Person, account.Grants, Caller.CookieScheme);
        await http.SignInAsync(Caller.CookieScheme, principal);
        return Caller.Read(principal);
    }
}

internal sealed record SignIn(string User, string Password);

internal sealed record SessionView(string User, string DisplayName, string Kind, ImmutableArray<Grant> Grants);
