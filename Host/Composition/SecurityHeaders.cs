namespace ProcedureEngine.Host.Composition;

/// <summary>What a browser may do with our answers: nothing from elsewhere, no frames of others, no guessed types. A page may narrow it.</summary>
internal static class SecurityHeaders
{
    private const string Pages = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; form-action 'self'; base-uri 'self'; frame-ancestors 'self'";

    /// <summary>The page of the API's documents sets itself up by a script of its own in the page.</summary>
    private const string Docs = "default-src 'self'; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'; img-src 'self' data:; base-uri 'self'; frame-ancestors 'self'";

    public static Task AddAsync(HttpContext http, RequestDelegate next)
    {
        Apply(http);
        return next(http);
    }

    public static void Apply(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers.XFrameOptions = "SAMEORIGIN";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.ContentSecurityPolicy = http.Request.Path.StartsWithSegments("/docs", StringComparison.Ordinal) ? Docs : Pages;
        // What concerns a case is not left in a browser's cache or a proxy's.
        if (http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal) || http.Request.Path.StartsWithSegments("/desk", StringComparison.Ordinal))
            headers.CacheControl = "no-store";
    }
}
