using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using ProcedureEngine.Host.Cases;
using ProcedureEngine.Host.Deadlines;
using ProcedureEngine.Host.Supervision;
using ProcedureEngine.Host.Tasks;

namespace ProcedureEngine.Host.Composition;

/// <summary>The web around the engine: listening, sessions, problems, security headers, documents of the API.</summary>
internal static class WebSetup
{
    public const string CookieName = "procedure-engine";

    /// <summary>Where pages lie whose readers are sent to sign in.</summary>
    private static readonly PathString[] SignInPages = ["/desk", "/studio"];

    public static void AddWeb(this WebApplicationBuilder builder, EngineHostOptions options)
    {
        if (string.IsNullOrEmpty(builder.Configuration["urls"]))
            builder.WebHost.UseUrls("http://localhost:5080");
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = 110 * 1024 * 1024;
            kestrel.AddServerHeader = false;
        });
        LogDefaults.AddTo(builder.Configuration);
        if (!options.IsDevelopment)
            builder.Logging.ClearProviders().AddJsonConsole();
        var services = builder.Services;
        services.AddHttpContextAccessor();
        services.AddScoped<Caller>();
        services.AddScoped<CaseReader>();
        services.AddScoped<TaskDoor>();
        services.AddSingleton<NamedPersons>();
        services.AddScoped<LeaderActs>();
        services.AddScoped<SupervisedOffices>();
        services.AddScoped<SupervisionBoard>();
        services.AddScoped<ClockDoor>();
        services.AddScoped<Explanations>();
        services.AddSingleton<MergedCases>();
        services.AddSingleton<CaseHistory>();
        services.AddScoped<MergeDoor>();
        services.AddScoped<SplitDoor>();
        services.AddScoped<RelatedCases>();
        services.AddScoped<LetterPreview>();
        services.AddSingleton<AccountDoor>();
        options.Proxy.Configure(services);
        AddKeys(services, options);
        AddSignIn(services, options);
        services.AddAuthorization();
        services.AddSignInLimit(options);
        // Also outside Development, so that ours is the problem that is told.
        services.Configure<RouteHandlerOptions>(handlers => handlers.ThrowOnBadRequest = true);
        services.AddOpenApi("v1", ApiDocument.Describe);
        services.Configure<Microsoft.Extensions.Hosting.HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(9));
    }

    public static void UseWeb(this WebApplication app)
    {
        app.UseForwardedHeaders(); // First: what follows is to see the client, not the proxy.
        app.Use(SecurityHeaders.AddAsync);
        app.UseMiddleware<ProblemMiddleware>();
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseMiddleware<SameOriginMiddleware>();
        app.UseMiddleware<ExpectedUserMiddleware>();
        app.UseAuthorization();
    }

    public static void MapDocs(this WebApplication app)
    {
        app.MapOpenApi("/openapi/{documentName}.json");
        app.MapGet("/asyncapi/v1.json", () => Results.Stream(typeof(Contracts.V1.CaseEvent).Assembly.GetManifestResourceStream("asyncapi.json")!, "application/json")).ExcludeFromDescription();
        app.UseSwaggerUI(ui =>
        {
            ui.RoutePrefix = "docs";
            ui.SwaggerEndpoint("/openapi/v1.json", "ProcedureEngine v1");
        });
    }

    /// <summary>Hosts that share a store share the keys of sessions in it; a host alone keeps them in its data folder.</summary>
    private static void AddKeys(IServiceCollection services, EngineHostOptions options)
    {
        var protection = services.AddDataProtection().SetApplicationName("ProcedureEngine");
        if (options.Postgres is null)
            protection.PersistKeysToFileSystem(new DirectoryInfo(options.Keys));
        else
            services.AddSingleton<StoredKeys>().AddOptions<KeyManagementOptions>().Configure<StoredKeys>((management, keys) => management.XmlRepository = keys);
    }

    private static void AddSignIn(IServiceCollection services, EngineHostOptions options)
    {
        services.AddAuthentication("caller")
            .AddPolicyScheme("caller", null, policy => policy.ForwardDefaultSelector = http => ApiKeyHandler.IsUsed(http) ? Caller.ApiKeyScheme : Caller.CookieScheme)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(Caller.ApiKeyScheme, null)
            .AddCookie(Caller.CookieScheme, cookie =>
            {
                cookie.Cookie.Name = CookieName;
                cookie.Cookie.SameSite = SameSiteMode.Strict;
                cookie.Cookie.HttpOnly = true;
                cookie.Cookie.SecurePolicy = options.IsDevelopment ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
                cookie.ExpireTimeSpan = TimeSpan.FromHours(10);
                cookie.SlidingExpiration = true;
                cookie.Events.OnValidatePrincipal = context => context.HttpContext.RequestServices.GetRequiredService<AccountDoor>().ValidateAsync(context);
                cookie.Events.OnRedirectToLogin = context => RefuseAsync(context.HttpContext, 401, "sign-in-required", new LocalizedText("Cần đăng nhập.", "Sign in first."));
                cookie.Events.OnRedirectToAccessDenied = context => RefuseAsync(context.HttpContext, 403, "forbidden", new LocalizedText("Không được phép.", "Not allowed."));
            });
    }

    /// <summary>A page asks its reader to sign in; the API says 401.</summary>
    private static Task RefuseAsync(HttpContext http, int status, string rule, LocalizedText text) =>
        status == StatusCodes.Status401Unauthorized && SignInPages.Any(page => http.Request.Path.StartsWithSegments(page, StringComparison.Ordinal))
            ? Desk.SignInPage.AskAsync(http)
            : Problem.Of(http, status, rule, text).ExecuteAsync(http);
}
