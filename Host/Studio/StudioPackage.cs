using System.Text.RegularExpressions;
using ProcedureEngine.Host.StaticFiles;

namespace ProcedureEngine.Host.Studio;

/// <summary>The npm package of Elsa Studio, installed by <c>deploy/studio.sh</c> and served as it was published.</summary>
internal sealed partial class StudioPackage
{
    private const string Name = "node_modules/@elsa-workflows/elsa-studio-wasm";
    private const string Manifest = "package.json";

    /// <summary>Of the package, not for browsers: its own page knows nothing of ours, and its settings name another server.</summary>
    private static readonly string[] Replaced = ["index.html", "appsettings.json", Manifest];

    private readonly PackedFiles files;

    private StudioPackage(string? folder)
    {
        Version = folder is null ? null : (string?)JsonNode.Parse(File.ReadAllText(Path.Combine(folder, Manifest)))?["version"];
        files = new PackedFiles(folder, Version ?? string.Empty);
    }

    /// <summary>Null when the Host was started without the package.</summary>
    public string? Version { get; }

    /// <param name="configured">The setting <c>Studio:Folder</c>; without it the folder <c>studio</c> beside the program, or <c>Host/Studio</c> of the source tree that the program was built in.</param>
    public static StudioPackage Find(string? configured)
    {
        var folders = configured is { Length: > 0 } ? [configured] : Candidates();
        return new StudioPackage(folders.Select(folder => Path.Combine(folder, Name)).FirstOrDefault(folder => File.Exists(Path.Combine(folder, Manifest))));
    }

    public bool Contains(string path) => files.Contains(path) && !Replaced.Contains(path, StringComparer.Ordinal);

    public IResult Send(HttpContext http, string path) => files.Send(http, path, Fingerprint().IsMatch(path));

    private static IEnumerable<string> Candidates()
    {
        yield return Path.Combine(AppContext.BaseDirectory, "studio");
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            yield return Path.Combine(folder.FullName, "Host", "Studio");
    }

    /// <summary>Ten characters of a hash, at least one of them a digit, between dots (<c>Elsa.Api.Client.mbze71icf3.wasm</c>).</summary>
    [GeneratedRegex(@"\.(?=[a-z]*[0-9])[a-z0-9]{10}\.", RegexOptions.None, 1000)]
    private static partial Regex Fingerprint();
}
