using System.Collections.Frozen;
using Microsoft.AspNetCore.StaticFiles;

namespace ProcedureEngine.Host.Dashboard;

/// <summary>
/// The built dashboard's files, as they lay in its folder when the Host started. Only these are ever served, so no path leads elsewhere;
/// beside a file may lie what its build has packed already (<c>.br</c>, <c>.gz</c>).
/// </summary>
internal sealed class DashboardFiles
{
    private const string Index = "index.html";

    private static readonly (string Coding, string Ending)[] Packings = [("br", ".br"), ("gzip", ".gz")];

    private readonly FrozenDictionary<string, string> files;
    private readonly FileExtensionContentTypeProvider types = new();

    private DashboardFiles(string? folder) => files = folder is null
        ? FrozenDictionary<string, string>.Empty
        : Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .ToFrozenDictionary(file => Path.GetRelativePath(folder, file).Replace('\\', '/'), StringComparer.Ordinal);

    /// <summary>False when the Host was started without a build of the dashboard.</summary>
    public bool IsBuilt => files.ContainsKey(Index);

    /// <param name="configured">The setting <c>Dashboard:Folder</c>; without it the folder <c>dashboard</c> beside the program, or <c>Dashboard/dist</c> of the source tree that the program was built in.</param>
    public static DashboardFiles Find(string? configured) => new(configured ?? Candidates().FirstOrDefault(folder => File.Exists(Path.Combine(folder, Index))));

    public bool Contains(string path) => files.ContainsKey(path);

    /// <summary>Never cached without asking, since it names the files of the newest build.</summary>
    public IResult Page(HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-cache";
        return Send(http, Index);
    }

    /// <summary>A file whose name changes with its content is kept by browsers for good.</summary>
    public IResult Asset(HttpContext http, string path)
    {
        http.Response.Headers.CacheControl = path.StartsWith("assets/", StringComparison.Ordinal) ? "public, max-age=31536000, immutable" : "no-cache";
        return Send(http, path);
    }

    private IResult Send(HttpContext http, string path)
    {
        var type = types.TryGetContentType(path, out var known) ? known : "application/octet-stream";
        var accepted = http.Request.GetTypedHeaders().AcceptEncoding.Where(coding => coding.Quality is not 0).Select(coding => coding.Value.Value).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var (coding, ending) = Packings.FirstOrDefault(packing => accepted.Contains(packing.Coding) && files.ContainsKey(path + packing.Ending));
        http.Response.Headers.Vary = "Accept-Encoding";
        if (coding is not null)
            http.Response.Headers.ContentEncoding = coding;
        var file = new FileInfo(files[path + ending]);
        var written = new DateTimeOffset(file.LastWriteTimeUtc);
        return Results.File(
            file.FullName, type.StartsWith("text/", StringComparison.Ordinal) ? $"{type}; charset=utf-8" : type, lastModified: written,
            entityTag: new Microsoft.Net.Http.Headers.EntityTagHeaderValue($"\"{written.Ticks:x}-{file.Length:x}\""));
    }

    private static IEnumerable<string> Candidates()
    {
        yield return Path.Combine(AppContext.BaseDirectory, "dashboard");
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            yield return Path.Combine(folder.FullName, "Dashboard", "dist");
    }
}
