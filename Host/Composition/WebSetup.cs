using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.RateLimiting;
using ProcedureEngine.Host.Cases;
using ProcedureEngine.Host.Tasks;

namespace ProcedureEngine.Host.Composition;

/// <summary>The web around the engine: listening, sessions, problems, security headers, documents of the API.</summary>
internal static class WebSetup
{
    public static void AddWeb(this WebApplicationBuilder builder, EngineHostOptions options)
    {
        if (string.IsNullOrEmpty(builder.Configuration["urls"]))
            builder.WebHost.UseUrls("http://localhost:5080");
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = 110 * 1024 * 1024;
            kestrel.AddServerHeader = false;
        });
        if (!options.IsDevelopment)
            builder.Logging.ClearProviders().AddJsonConsole();
        var services = builder.Services;
        services.AddHttpContextAccessor();
        services.AddScoped<Caller>();
        services.AddScoped<CaseReader>();
        services.AddScoped<TaskDoor>();
        services.AddSingleton<AccountDoor>();
        services.AddDataProtection().SetApplicationName("ProcedureEngine").PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(options.DataFolder, "keys")));
        AddSignIn(services, options);
        services.AddAuthorization();
        services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.AddPolicy("sign-in", http => RateLimitPartition.GetFixedWindowLimiter(
                http.Connection.RemoteIpAddress?.ToString() ?? "?", _ => new FixedWindowRateLimiterOptions { PermitLimit = options.IsDevelopment ? 10_000 : 20, Window = TimeSpan.FromMinutes(1) }));
            limiter.AddPolicy(Public.PublicEndpoints.RateLimit, http => RateLimitPartition.GetFixedWindowLimiter(
                http.Connection.RemoteIpAddress?.ToString() ?? "?", _ => new FixedWindowRateLimiterOptions { PermitLimit = options.IsDevelopment ? 10_000 : 30, Window = TimeSpan.FromMinutes(1) }));
        });
        services.AddOpenApi("v1");
        services.Configure<Microsoft.Extensions.Hosting.HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(9));
    }

    public static void UseWeb(this WebApplication app)
    {
        app.UseMiddleware<ProblemMiddleware>();
        app.Use(SecurityHeadersAsync);
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseMiddleware<SameOriginMiddleware>();
        app.UseAuthorization();
    }

    public static void MapDocs(this WebApplication app)
    {
        app.MapOpenApi("/openapi/{documentName}.json");
        app.UseSwaggerUI(ui =>
        {
            ui.RoutePrefix = "docs";
            ui.SwaggerEndpoint("/openapi/v1.json", "ProcedureEngine v1");
        });
    }

    private static void AddSignIn(IServiceCollection services, EngineHostOptions options)
    {
        services.AddAuthentication("caller")
            .AddPolicyScheme("caller", null, policy => policy.ForwardDefaultSelector = http => ApiKeyHandler.IsUsed(http) ? Caller.ApiKeyScheme : Caller.CookieScheme)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(Caller.ApiKeyScheme, null)
            .AddCookie(Caller.CookieScheme, cookie =>
            {
                cookie.Cookie.Name = "procedure-engine";
                cookie.Cookie.SameSite = SameSiteMode.Strict;
                cookie.Cookie.HttpOnly = true;
                cookie.Cookie.SecurePolicy = options.IsDevelopment ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
                cookie.ExpireTimeSpan = TimeSpan.FromHours(10);
                cookie.SlidingExpiration = true;
                cookie.Events.OnRedirectToLogin = context => RefuseAsync(context.HttpContext, 401, "sign-in-required", new LocalizedText("Cần đăng nhập.", "Sign in first."));
                cookie.Events.OnRedirectToAccessDenied = context => RefuseAsync(context.HttpContext, 403, "forbidden", new LocalizedText("Không được phép.", "Not allowed."));
            });
    }

    /// <summary>A page asks its reader to sign in; the API says 401.</summary>
    private static Task RefuseAsync(HttpContext http, int status, string rule, LocalizedText text)
    {
        if (status == 401 && http.Request.Path.StartsWithSegments("/desk", StringComparison.Ordinal))
        {
            http.Response.Redirect($"/desk/sign-in?to={Uri.EscapeDataString(http.Request.Path + http.Request.QueryString)}");
            return Task.CompletedTask;
        }

        return Problem.Of(http, status, rule, text).ExecuteAsync(http);
    }

    private static Task SecurityHeadersAsync(HttpContext http, RequestDelegate next)
    {
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers.XFrameOptions = "SAMEORIGIN";
        headers.ContentSecurityPolicy = http.Request.Path.StartsWithSegments("/docs", StringComparison.Ordinal)
            ? "default-src 'self'; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'; img-src 'self' data:"
            : "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; form-action 'self'; frame-ancestors 'self'";
        return next(http);
    }
}
