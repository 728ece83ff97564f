using System.Text;

namespace ProcedureEngine.Host.Dashboard;

/// <summary>The dashboard under <c>/app</c>: its files, and its page for every address that the dashboard itself understands.</summary>
internal static class DashboardEndpoints
{
    private const string NotBuilt = """
        <!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Bàn làm việc chưa được dựng · ProcedureEngine</title>
        <style>body{font:16px/1.6 system-ui,sans-serif;max-width:42rem;margin:3rem auto;padding:0 1rem;color:#16181d}code{background:#eceff3;padding:.1rem .3rem}a{color:#0b4f8a}</style></head>
        <body><main><h1>Bàn làm việc chưa được dựng</h1><p>Chạy <code>deploy/dashboard.sh</code> rồi khởi động lại máy chủ. Trong lúc đó có thể dùng <a href="/desk">bàn làm việc đơn giản</a>.</p>
        <p lang="en">The dashboard has not been built: run <code>deploy/dashboard.sh</code> (Node 20.19 or later) and start the Host again. The <a href="/desk">plain desk</a> works meanwhile.</p></main></body></html>
        """;

    public static void AddDashboard(this IServiceCollection services, IConfiguration configuration) =>
        services.AddSingleton(_ => DashboardFiles.Find(configuration["Dashboard:Folder"] is { Length: > 0 } folder ? folder : null));

    public static void MapDashboard(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", (DashboardFiles files) => Results.Redirect(files.IsBuilt ? "/app/tasks" : "/desk")).ExcludeFromDescription();
        routes.MapGet("/app/{**path}", (HttpContext http, DashboardFiles files, string? path) => Show(http, files, path ?? string.Empty)).ExcludeFromDescription();
    }

    private static IResult Show(HttpContext http, DashboardFiles files, string path)
    {
        if (!files.IsBuilt)
            return Results.Content(NotBuilt, "text/html", Encoding.UTF8, StatusCodes.Status503ServiceUnavailable);
        if (files.Contains(path))
            return files.Asset(http, path);
        // A script of an older build stays a 404: a page in its place would be run as a script by an old tab.
        return path.StartsWith("assets/", StringComparison.Ordinal) ? Results.NotFound() : files.Page(http);
    }
}
