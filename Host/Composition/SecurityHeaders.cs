namespace ProcedureEngine.Host.Composition;

/// <summary>What a browser may do with our answers: nothing from elsewhere, no frames of others, no guessed types. A page may narrow it.</summary>
internal static class SecurityHeaders
{
    private const string Pages = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; form-action 'self'; base-uri 'self'; frame-ancestors 'self'";

    private static readonly PathString[] Confidential = ["/api", "/desk", "/elsa"];

    /// <summary>The page of the API's documents sets itself up by a script of its own in the page.</summary>
    private const string Docs = "default-src 'self'; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'; img-src 'self' data:; base-uri 'self'; frame-ancestors 'self'";

    /// <summary>
    /// Elsa Studio is WebAssembly; its editor of code works in a worker of its own and carries its icons with it. The two scripts named by
    /// their digests are those that version 3.8.2 writes into its list of instances and its editor.
    /// </summary>
    private const string Studio =
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval' 'sha256-vu6sQrKXQHR4Yn3FMMihA/9TxxfIXnCxKwvLrTPJ5ts=' 'sha256-snlP1jz0gjwc5cTz9ErZcliXuCK63+Mmf68RRCeptgc='; "
        + "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; worker-src 'self' blob:; form-action 'self'; base-uri 'self'; frame-ancestors 'self'";

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
        headers.ContentSecurityPolicy = http.Request.Path switch
        {
            var path when path.StartsWithSegments("/docs", StringComparison.Ordinal) => Docs,
            var path when path.StartsWithSegments("/studio", StringComparison.Ordinal) => Studio,
            _ => Pages,
        };
        // What concerns a case is not left in a browser's cache or a proxy's.
        if (Confidential.Any(part => http.Request.Path.StartsWithSegments(part, StringComparison.Ordinal)))
            headers.CacheControl = "no-store";
    }
}
