using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace ProcedureEngine.Host.Sessions;

/// <summary>Signs people in and knows their sessions and the systems' keys; the same for the API and the desk's pages.</summary>
internal sealed class AccountDoor(DurableStore store, PortalKeys portals, Visibility visibility)
{
    private const string StampClaim = "stamp";

    /// <returns>Null when user or password is wrong; which of them is told neither in words nor by the time taken.</returns>
    public async Task<Actor?> SignInAsync(HttpContext http, string user, string password)
    {
        var account = await store.Accounts.FindAsync(user, http.RequestAborted);
        if (!Passwords.Verify(account, password))
            return null;
        var principal = PrincipalOf(account!);
        await http.SignInAsync(Caller.CookieScheme, principal);
        http.User = principal;
        return Caller.Read(principal);
    }

    /// <summary>
    /// At every request: the cookie says who, the account says what he may do today. A session ends with its account, and when the
    /// password is changed.
    /// </summary>
    public async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var id = context.Principal?.FindFirstValue(ClaimTypes.NameIdentifier);
        var account = id is null ? null : await store.Accounts.FindAsync(id, context.HttpContext.RequestAborted);
        if (account is null || context.Principal!.FindFirstValue(StampClaim) != Stamp(account))
            context.RejectPrincipal();
        else
            context.ReplacePrincipal(PrincipalOf(account));
    }

    /// <returns>Null when nobody has this key.</returns>
    public async Task<ClaimsPrincipal?> FindSystemAsync(string key, CancellationToken cancellation)
    {
        var hash = Passwords.HashKey(key);
        var account = portals.Find(hash) ?? await store.Accounts.FindKeyAsync(hash, cancellation);
        return account is null ? null : Caller.Principal($"system:{account.Name}", account.Name, ActorKind.System, visibility.Expand(account.Grants), Caller.ApiKeyScheme);
    }

    private ClaimsPrincipal PrincipalOf(Account account)
    {
        var principal = Caller.Principal(account.Id, account.DisplayName, ActorKind.Person, visibility.Expand(account.Grants), Caller.CookieScheme);
        ((ClaimsIdentity)principal.Identity!).AddClaim(new Claim(StampClaim, Stamp(account)));
        return principal;
    }

    /// <summary>Changes with the password, and tells nothing of it.</summary>
    private static string Stamp(Account account) => Passwords.HashKey(account.PasswordHash)[..16];
}
