using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace ProcedureEngine.Host.Sessions;

/// <summary><c>Authorization: ApiKey …</c> of a calling system.</summary>
internal sealed class ApiKeyHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, AccountDoor accounts)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private const string Prefix = "ApiKey ";

    public static bool IsUsed(HttpContext http) => http.Request.Headers.Authorization.ToString().StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!IsUsed(Context))
            return AuthenticateResult.NoResult();
        var key = Request.Headers.Authorization.ToString()[Prefix.Length..].Trim();
        return await accounts.FindSystemAsync(key, Context.RequestAborted) is { } system
            ? AuthenticateResult.Success(new AuthenticationTicket(system, Scheme.Name))
            : AuthenticateResult.Fail("Unknown key.");
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "ApiKey";
        return Problem.Of(Context, StatusCodes.Status401Unauthorized, "unknown-key", new LocalizedText("Khóa không đúng.", "Nobody has this API key.")).ExecuteAsync(Context);
    }
}
