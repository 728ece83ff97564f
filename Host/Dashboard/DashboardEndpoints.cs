using System.Text;
using ProcedureEngine.Host.StaticFiles;

namespace ProcedureEngine.Host.Dashboard;

/// <summary>The dashboard under <c>/app</c>: its built files, and its page for every address that the dashboard itself understands.</summary>
internal static class DashboardEndpoints
{
    private const string Index = "index.html";

    /// <summary>Where the build puts the files whose names change with their content.</summary>
    private const string Assets = "assets/";

    private const string NotBuilt = """
        <!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Bàn làm việc chưa được dựng · ProcedureEngine</title>
        <style>body{font:16px/1.6 system-ui,sans-serif;max-width:42rem;margin:3rem auto;padding:0 1rem;color:#16181d}code{background:#eceff3;padding:.1rem .3rem}a{color:#0b4f8a}</style></head>
        <body><main><h1>Bàn làm việc chưa được dựng</h1><p>Chạy <code>deploy/dashboard.sh</code> rồi khởi động lại máy chủ. Trong lúc đó có thể dùng <a href="/desk">bàn làm việc đơn giản</a>.</p>
        <p lang="en">The dashboard has not been built: run <code>deploy/dashboard.sh</code> (Node 20.19 or later) and start the Host again. The <a href="/desk">plain desk</a> works meanwhile.</p></main></body></html>
        """;

    public static void MapDashboard(this WebApplication app)
    {
        var files = new PackedFiles(FindFolder(app.Configuration["Dashboard:Folder"]), "dashboard");
        app.MapGet("/", () => Results.Redirect(files.Contains(Index) ? "/app/tasks" : "/desk")).ExcludeFromDescription();
        app.MapGet("/app/{**path}", (HttpContext http, string? path) => Show(http, files, path ?? string.Empty)).ExcludeFromDescription();
    }

    /// <param name="configured">The setting <c>Dashboard:Folder</c>; without it the folder <c>dashboard</c> beside the program, or <c>Dashboard/dist</c> of the source tree that the program was built in.</param>
    private static string? FindFolder(string? configured) =>
        (configured is { Length: > 0 } ? [configured] : Candidates()).FirstOrDefault(folder => File.Exists(Path.Combine(folder, Index)));

    private static IEnumerable<string> Candidates()
    {
        yield return Path.Combine(AppContext.BaseDirectory, "dashboard");
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            yield return Path.Combine(folder.FullName, "Dashboard", "dist");
    }

    private static IResult Show(HttpContext http, PackedFiles files, string path)
    {
        if (!files.Contains(Index))
            return Results.Content(NotBuilt, "text/html", Encoding.UTF8, StatusCodes.Status503ServiceUnavailable);
        var isAsset = path.StartsWith(Assets, StringComparison.Ordinal);
        if (files.Contains(path))
            return files.Send(http, path, isAsset);
        // A script of an older build stays a 404: a page in its place would be run as a script by an old tab.
        return isAsset ? Results.NotFound() : files.Send(http, Index, isImmutable: false);
    }
}
