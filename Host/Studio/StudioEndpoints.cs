using System.Reflection;
using System.Text;

namespace ProcedureEngine.Host.Studio;

/// <summary>
/// Elsa Studio under <c>/studio</c>: its files from the package, and for every address that it understands our page with our bar and
/// the one element that shows it. Nobody sees the page before he has signed in.
/// </summary>
internal static class StudioEndpoints
{
    private const string Root = "/studio";
    private const string Start = $"{Root}/workflows/definitions";

    /// <summary>Studio reads it at start; the elements take the server's address from our page.</summary>
    private const string Settings = """{"Backend":{"Url":"/elsa/api"}}""";

    private const string NotInstalled = """
        <!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Elsa Studio chưa được cài · ProcedureEngine</title>
        <style>body{font:16px/1.6 system-ui,sans-serif;max-width:42rem;margin:3rem auto;padding:0 1rem;color:#16181d}code{background:#eceff3;padding:.1rem .3rem}a{color:#0b4f8a}</style></head>
        <body><main><h1>Elsa Studio chưa được cài</h1><p>Chạy <code>deploy/studio.sh</code> rồi khởi động lại máy chủ. <a href="/">Về trang chính</a></p>
        <p lang="en">Elsa Studio has not been installed: run <code>deploy/studio.sh</code> (Node 20 with npm) and start the Host again. Everything else works meanwhile.</p></main></body></html>
        """;

    private static readonly byte[] Page = Resource("shell.html");
    private static readonly byte[] Script = Resource("shell.js");

    public static void AddStudio(this IServiceCollection services, IConfiguration configuration) => services.AddSingleton(_ => StudioPackage.Find(configuration["Studio:Folder"]));

    public static void MapStudio(this IEndpointRouteBuilder routes)
    {
        routes.MapGet($"{Root}/{{**path}}", (HttpContext http, StudioPackage package, string? path) => Show(http, package, path ?? string.Empty)).ExcludeFromDescription();
        // Links inside Studio start at the root.
        routes.MapGet("/workflows/{**path}", (HttpContext http, string? path) => Results.Redirect($"{Root}/workflows/{Escaped(path)}{http.Request.QueryString}")).ExcludeFromDescription();
        routes.MapGet("/diagnostics/{**path}", () => Results.Redirect($"{Root}/workflows/instances")).ExcludeFromDescription();
    }

    private static IResult Show(HttpContext http, StudioPackage package, string path)
    {
        switch (path)
        {
            case "":
                return Results.Redirect(Start);
            case "appsettings.json":
                return Own(http, Encoding.UTF8.GetBytes(Settings), "application/json");
            case "shell.js":
                return Own(http, Script, "text/javascript; charset=utf-8");
        }

        if (package.Contains(path))
            return package.Send(http, path);
        if (Path.HasExtension(path) || path.StartsWith('_'))
            return Results.NotFound();
        if (package.Version is null)
            return Results.Content(NotInstalled, "text/html", Encoding.UTF8, StatusCodes.Status503ServiceUnavailable);
        return http.User.Identity?.IsAuthenticated is true ? Own(http, Page, "text/html; charset=utf-8") : Results.Challenge();
    }

    private static IResult Own(HttpContext http, byte[] bytes, string type)
    {
        http.Response.Headers.CacheControl = "no-cache";
        return Results.Bytes(bytes, type, entityTag: new Microsoft.Net.Http.Headers.EntityTagHeaderValue($"\"{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes))[..16]}\""));
    }

    private static string Escaped(string? path) => string.Join('/', (path ?? string.Empty).Split('/').Select(Uri.EscapeDataString));

    private static byte[] Resource(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"studio/{name}")!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
