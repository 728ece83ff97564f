namespace ProcedureEngine.Host.Sessions;

/// <summary>
/// A cookie travels with any request the browser makes, so an unsafe method by cookie must show that it comes from our own pages: a same
/// Origin, or Sec-Fetch-Site same-origin; so must a hub's socket, which opens with a GET. Callers with a key are not browsers.
/// </summary>
internal sealed class SameOriginMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http)
    {
        var isSafe = HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method) || HttpMethods.IsOptions(http.Request.Method);
        var isHub = http.Request.Path.StartsWithSegments("/elsa/hubs", StringComparison.Ordinal);
        var concernsCookie = !ApiKeyHandler.IsUsed(http) && !http.Request.Path.StartsWithSegments("/api/public", StringComparison.Ordinal);
        return (isSafe && !isHub) || !concernsCookie || IsSameOrigin(http.Request)
            ? next(http)
            : Problem.Of(http, 403, "same-origin", new LocalizedText("Yêu cầu không đến từ trang của hệ thống.", "An unsafe request (or a hub's socket) by cookie needs a same-origin Origin or Sec-Fetch-Site header.")).ExecuteAsync(http);
    }

    private static bool IsSameOrigin(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0)
            return site is "same-origin";
        var origin = request.Headers.Origin.ToString();
        return Uri.TryCreate(origin, UriKind.Absolute, out var uri) && string.Equals(uri.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase)
            && string.Equals(uri.Scheme, request.Scheme, StringComparison.OrdinalIgnoreCase);
    }
}
