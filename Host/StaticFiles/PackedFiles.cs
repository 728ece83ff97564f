using System.Collections.Frozen;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace ProcedureEngine.Host.StaticFiles;

/// <summary>
/// The files of a folder as they lay there when the Host started: only these are ever served, so no path leads elsewhere. Beside a file
/// may lie what its build has packed already (<c>.br</c>, <c>.gz</c>); whoever takes it gets that, byte for byte.
/// </summary>
/// <param name="folder">Null when there is none; nothing is served then.</param>
/// <param name="stamp">Enters the entity tags, for folders whose files carry no times of their own (an npm package's version).</param>
internal sealed class PackedFiles(string? folder, string stamp)
{
    private static readonly (string Coding, string Ending)[] Packings = [("br", ".br"), ("gzip", ".gz")];
    private static readonly FileExtensionContentTypeProvider Types = new() { Mappings = { [".dat"] = "application/octet-stream" } };

    private readonly FrozenDictionary<string, FileInfo> files = folder is null
        ? FrozenDictionary<string, FileInfo>.Empty
        : new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories)
            .ToFrozenDictionary(file => Path.GetRelativePath(folder, file.FullName).Replace('\\', '/'), StringComparer.Ordinal);

    public bool Contains(string path) => files.ContainsKey(path);

    /// <param name="isImmutable">True when the name changes with the content, so that browsers keep the file for good.</param>
    public IResult Send(HttpContext http, string path, bool isImmutable)
    {
        var accepted = http.Request.GetTypedHeaders().AcceptEncoding.Where(coding => coding.Quality is not 0).Select(coding => coding.Value.Value).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var (coding, ending) = Packings.FirstOrDefault(packing => accepted.Contains(packing.Coding) && files.ContainsKey(path + packing.Ending));
        http.Response.Headers.Vary = HeaderNames.AcceptEncoding;
        http.Response.Headers.CacheControl = isImmutable ? "public, max-age=31536000, immutable" : "no-cache";
        if (coding is not null)
            http.Response.Headers.ContentEncoding = coding;
        var file = files[path + ending];
        return Results.File(file.FullName, TypeOf(path), entityTag: new EntityTagHeaderValue($"\"{stamp}-{file.LastWriteTimeUtc.Ticks:x}-{file.Length:x}{ending}\""));
    }

    private static string TypeOf(string path)
    {
        var type = Types.TryGetContentType(path, out var known) ? known : "application/octet-stream";
        return type.StartsWith("text/", StringComparison.Ordinal) ? $"{type}; charset=utf-8" : type;
    }
}
