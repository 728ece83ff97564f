using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using ProcedureEngine.Host.Composition;

namespace ProcedureEngine.Host.Sessions;

/// <summary>How often one address may try to sign in, or use a door that asks for no sign-in; past it 429 says when to come back.</summary>
internal static class SignInLimit
{
    public const string Policy = "sign-in";
    public const string PublicPolicy = "public";
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    public static void AddSignInLimit(this IServiceCollection services, EngineHostOptions options) => services.AddRateLimiter(limiter =>
    {
        limiter.AddPolicy(Policy, http => PerAddress(http, options.SignInsPerMinute));
        limiter.AddPolicy(PublicPolicy, http => PerAddress(http, options.PublicPerMinute));
        limiter.OnRejected = (context, _) => RefuseAsync(context);
    });

    private static RateLimitPartition<string> PerAddress(HttpContext http, int permits) => RateLimitPartition.GetFixedWindowLimiter(
        Client(http.Connection.RemoteIpAddress), _ => new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = Window });

    /// <summary>By IPv6 a client has a whole network of 64 bits to himself, and counts by that.</summary>
    private static string Client(IPAddress? address) => address switch
    {
        null => "?",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } => new IPNetwork(address, 64).ToString(),
        _ => address.ToString(),
    };

    private static async ValueTask RefuseAsync(OnRejectedContext context)
    {
        var http = context.HttpContext;
        var wait = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : Window;
        http.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        await Problem.Of(http, StatusCodes.Status429TooManyRequests, "too-many-attempts", new LocalizedText("Quá nhiều lần thử, hãy đợi một phút.", "Too many attempts from this address; wait a minute."))
            .ExecuteAsync(http);
    }
}
