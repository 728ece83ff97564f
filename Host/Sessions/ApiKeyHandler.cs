using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace ProcedureEngine.Host.Sessions;

/// <summary><c>Authorization: ApiKey …</c> of a calling system.</summary>
internal sealed class ApiKeyHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, DurableStore store)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private const string Prefix = "ApiKey ";

    public static bool IsUsed(HttpContext http) => http.Request.Headers.Authorization.ToString().StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!IsUsed(Context))
            return AuthenticateResult.NoResult();
        var key = Request.Headers.Authorization.ToString()[Prefix.Length..].Trim();
        var account = await store.Accounts.FindKeyAsync(Passwords.HashKey(key), Context.RequestAborted);
        return account is null
            ? AuthenticateResult.Fail("Unknown key.")
            : AuthenticateResult.Success(new AuthenticationTicket(Caller.Principal($"system:{account.Name}", account.Name, ActorKind.System, account.Grants, Scheme.Name), Scheme.Name));
    }
}
